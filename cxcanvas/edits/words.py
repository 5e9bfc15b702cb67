"""Edits in words, as a person would tell them."""

from __future__ import annotations

from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.edits.model import Add, Edit, Move, Remove, Rename, Set
from cxcanvas.values import Absent, Frozen, Value
from cxcanvas.vocabulary import field_at, kind


def sentence(edit: Edit, canvas: Canvas) -> str:
    """What an edit does, in one sentence; `canvas` is the canvas before it."""
    match edit:
        case Add(kind_name, id_, fields):
            return f"Added the {_label(kind_name)} “{_short(fields.get('name') or id_)}”"
        case Remove(id_):
            return f"Removed {_named(canvas, id_)}"
        case Move(id_, before):
            return f"Moved {_named(canvas, id_)} {f'before {_named(canvas, before)}' if before else 'to the end'}"
        case Rename(id_, to):
            return f"Changed the id of {_named(canvas, id_)} to '{to}'"
        case Set(address, value):
            return _set(canvas, address, value)


def proposal(edit: Edit, canvas: Canvas, at: str) -> str:
    """What an edit would do, in a few words that are read at the element `at`; `canvas` is the canvas before it."""
    head = edit.address.partition(".")[0] if isinstance(edit, Set) else ""
    if not isinstance(edit, Set) or head != at:
        first, _, rest = sentence(edit, canvas).partition(" ")
        return f"{_WOULD.get(first, first)} {rest}"
    path = tuple(edit.address.split(".")[1:])
    element = canvas.get(head)
    field = field_at(element.kind if element else head, path)
    label = field.label if field else " ".join(path).replace("_", " ")
    if isinstance(edit.value, Absent) or edit.value is None:
        return f"clear “{label}”"
    return f"set “{label}” to {_words(edit.value, canvas)}"


_WOULD: Final = {
    "Added": "add", "Removed": "remove", "Moved": "move", "Changed": "change", "Cleared": "clear", "Set": "set",
}  # fmt: skip


def _set(canvas: Canvas, address: str, value: Value | Absent) -> str:
    head, *path = address.split(".")
    element = canvas.get(head)
    field = field_at(element.kind if element else head, tuple(path))
    label = field.label if field else " ".join(path).replace("_", " ")
    around = field_at(head, tuple(path[:-1])) if not element else None
    whose = (
        _named(canvas, head) if element else f"“{_short(around.label)}”" if around else f"the {_label(head)}"
    )
    if isinstance(value, Absent) or value is None:
        return f"Cleared {label} of {whose}"
    return f"Set {label} of {whose} to {_words(value, canvas)}"


def _label(kind_name: str) -> str:
    known = kind(kind_name)
    return known.label if known else kind_name


def _named(canvas: Canvas, id_: str) -> str:
    element = canvas.get(id_)
    return f"the {_label(element.kind)} “{_short(element.title)}”" if element else f"'{id_}'"


def _words(value: Value, canvas: Canvas) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        target = canvas.get(value)
        return f"“{_short(target.title if target else value)}”"
    if isinstance(value, tuple):
        return (
            ", ".join(_words(one, canvas) for one in value[:4]) + (" …" if len(value) > 4 else "")
            or "nothing"
        )
    if isinstance(value, Frozen):
        return ", ".join(f"{name} {_words(one, canvas)}" for name, one in list(value.items())[:4])
    return f"{value:g}" if isinstance(value, float) else str(value)


def _short(value: object) -> str:
    line = " ".join(str(value).split())
    return line if len(line) <= 60 else f"{line[:59]}…"
