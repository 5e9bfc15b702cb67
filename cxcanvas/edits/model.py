"""The five edits: every change of a canvas, from a gesture to a merge, is made of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from cxcanvas.errors import EditError
from cxcanvas.values import ABSENT, Absent, Frozen, freeze


@dataclass(frozen=True, slots=True)
class Add:
    """A new element, placed before another of its kind, or at the end."""

    kind: str
    id: str
    fields: Mapping[str, Any] = Frozen()
    before: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", _frozen(self.fields))


@dataclass(frozen=True, slots=True)
class Remove:
    """An element goes. What pointed at it is left as it is; `removal` clears that too."""

    id: str


@dataclass(frozen=True, slots=True)
class Set:
    """The value at an address becomes another; ABSENT takes the field out."""

    address: str
    value: Any = ABSENT

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", self.value if self.value is ABSENT else _frozen(self.value))


@dataclass(frozen=True, slots=True)
class Move:
    """An element goes before another of its kind, or to the end."""

    id: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Rename:
    """An element gets another id; whatever points at it follows, and `formerly` remembers."""

    id: str
    to: str


Edit: TypeAlias = Add | Remove | Set | Move | Rename


def to_json(edit: Edit) -> dict[str, Any]:
    """An edit as a JSON object; a `set` without `value` takes the field out."""
    match edit:
        case Add(kind, id_, fields, before):
            return {"op": "add", "kind": kind, "id": id_, "fields": fields, "before": before}
        case Remove(id_):
            return {"op": "remove", "id": id_}
        case Set(address, value):
            shown = {} if isinstance(value, Absent) else {"value": value}
            return {"op": "set", "address": address, **shown}
        case Move(id_, before):
            return {"op": "move", "id": id_, "before": before}
        case Rename(id_, to):
            return {"op": "rename", "id": id_, "to": to}


def from_json(data: object) -> Edit:
    """The edit that a JSON object describes; EditError in a sentence when it is none."""
    if not isinstance(data, dict):
        raise EditError("an edit is an object with 'op'")
    match data.get("op"):
        case "add":
            fields = data.get("fields", {})
            if not isinstance(fields, dict):
                raise EditError("the fields of a new element are an object")
            return Add(_text(data, "kind"), _text(data, "id"), fields, _text_or_none(data, "before"))
        case "remove":
            return Remove(_text(data, "id"))
        case "set":
            return Set(_text(data, "address"), data.get("value", ABSENT))
        case "move":
            return Move(_text(data, "id"), _text_or_none(data, "before"))
        case "rename":
            return Rename(_text(data, "id"), _text(data, "to"))
    raise EditError("an edit is one of add, remove, set, move and rename")


def _frozen(data: Any) -> Any:
    try:
        return freeze(data)
    except TypeError as error:
        raise EditError(str(error)) from None


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise EditError(f"an edit's '{name}' is a text")
    return value


def _text_or_none(data: dict[str, Any], name: str) -> str | None:
    return None if data.get(name) is None else _text(data, name)
