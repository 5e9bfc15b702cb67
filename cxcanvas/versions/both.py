"""Two people's words at one place, both of them."""

from __future__ import annotations

from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.values import ABSENT, Absent, Value
from cxcanvas.vocabulary import KINDS, Field, field_at

#: Types of fields that hold words, and those that hold a list of them.
_WORDS: Final = ("text", "prose")
_LISTS: Final = ("texts", "choices", "refs")


def together(canvas: Canvas, address: str, local: Value | Absent, remote: Value | Absent) -> Value | Absent:
    """Both values at an address: two texts one after the other, two lists as one; ABSENT where that makes no sense."""
    field = _field(canvas, address)
    if field is None:
        return ABSENT
    if isinstance(local, str) and isinstance(remote, str) and field.type in _WORDS and not field.to:
        return _texts(local, remote, "\n\n" if field.type == "prose" else " / ")
    if isinstance(local, tuple) and isinstance(remote, tuple) and field.type in _LISTS:
        return (*local, *(one for one in remote if one not in local))
    return ABSENT


def _texts(local: str, remote: str, between: str) -> str:
    if remote in local:
        return local
    return remote if local in remote else f"{local}{between}{remote}"


def _field(canvas: Canvas, address: str) -> Field | None:
    head, *path = address.split(".")
    element = canvas.get(head)
    if not path or (element is None and head in KINDS):
        return None
    return field_at(element.kind if element is not None else head, tuple(path))
