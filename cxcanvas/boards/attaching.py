"""A picture that somebody hands to a board: checked, and put into the workspace before the canvas names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxcanvas.boards.words import GestureError, field_of
from cxcanvas.session import Session
from cxcanvas.store import keep_picture


def attached(session: Session, message: Mapping[str, Any], buffers: Sequence[Any]) -> dict[str, Any]:
    """The message with the path of the picture that its bytes became; StoreError where they are no picture."""
    if session.read_only:
        raise GestureError(session.read_only)
    if session.path is None:
        raise GestureError("The canvas has no file yet; save it first, so that a picture can lie beside it.")
    if field_of(session.canvas, message["at"]).name != "attachments":
        raise GestureError("A picture belongs to the attachments of an element.")
    if len(buffers) != 1:
        raise GestureError("No picture came with this.")
    data = bytes(memoryview(buffers[0]).cast("B"))
    return {**message, "path": keep_picture(session.path.parent, message["name"], data)}
