"""Places that two people changed: how many wait, which is next, and what becomes of one when somebody decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cxcanvas.boards.messages import MessageError
from cxcanvas.session import Change, Session
from cxcanvas.versions import Take, conflicts, place_of
from cxcanvas.versions.sides import head_of, in_all, in_turn

_TAKES: Final[dict[str, Take | None]] = {"local": "local", "remote": "remote", "both": "both", "stands": None}


def undecided(session: Session) -> dict[str, Any]:
    """What a page says about the places that wait: how many, in words, and where the first of them is.

    `at` is the element that shows it, empty where none does.
    """
    canvas = session.canvas
    waiting = in_turn(canvas)
    if not waiting:
        return {"count": 0}
    head = head_of(waiting[0])
    return {
        "count": len(waiting), "sentence": session.saving if session.conflict else in_all(canvas),
        "place": waiting[0].address, "name": place_of(waiting[0], canvas), "at": head if head in canvas or head in canvas.records else "",
    }  # fmt: skip


def decided(session: Session, message: Mapping[str, Any]) -> Change:
    """Do what a page decided, at one place or, where it names none, at all of them, as one step."""
    take = _TAKES[message["take"]]
    if "place" in message:
        return session.decide(message["place"], take=take)
    waiting = session.conflict or tuple(one.address for one in conflicts(session.canvas))
    if not waiting:
        raise MessageError("There is nothing to decide any more.")
    return session.decide(*waiting, take=take)
