"""Entries that come and go in an element: emotions, waves, references with attributes, numbers of an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxcanvas.boards.gestures.plan import LONGEST_NAME, Plan, owner_named
from cxcanvas.boards.messages import one_line
from cxcanvas.boards.words import GestureError, field_of, parsed
from cxcanvas.canvas import Canvas, slugify
from cxcanvas.edits import Add, Set
from cxcanvas.values import ABSENT, Absent, Frozen, Value
from cxcanvas.vocabulary import KINDS, Field


def entry(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """A new entry of a collection, by its name; or a record that was not there, such as a moment of truth."""
    address: str = message["at"]
    field, name = field_of(canvas, address), one_line(message["name"])
    label = field.label or field.name
    if field.type == "record":
        if canvas.value(address) not in (ABSENT, None):
            raise GestureError(f"{label.capitalize()} is there already.")
        return Plan(
            (Set(address, _begun(field, name)),),
            f"Add {label} to {owner_named(canvas, address)}",
            _head(address),
        )
    if field.type != "keyed":
        raise GestureError(f"{label.capitalize()} has no entries.")
    if not name:
        raise GestureError("Give it a name first.")
    held = canvas.value(address)
    if not isinstance(held, (Frozen, Absent)) and held is not None:
        raise GestureError(f"{label.capitalize()} is written in a way that no entry can be added to.")
    slug = slugify(name, held if isinstance(held, Frozen) else ())
    made = Set(f"{address}.{slug}", _begun(field, name))
    return Plan((made,), f"Add “{name[:LONGEST_NAME]}” to {owner_named(canvas, address)}", _head(address))


def _begun(field: Field, name: str) -> Frozen:
    return Frozen({"name": name}) if name and "name" in field.fields else Frozen()


def _head(address: str) -> str:
    return address.partition(".")[0]


def drop(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Take away an entry, a reference, a picture or a record."""
    address: str = message["at"]
    if "." not in address:
        raise GestureError("This is a whole element; delete it on the board.")
    if canvas.value(address) is ABSENT:
        raise GestureError("This is not there any more.")
    home, _, last = address.rpartition(".")
    held = canvas.value(home)
    if isinstance(held, tuple) and last.isdecimal():
        left = (*held[: int(last)], *held[int(last) + 1 :])
        edit = Set(home, left or ABSENT)
    else:
        edit = Set(address, ABSENT)
    return Plan((edit,), f"Take away a part of {owner_named(canvas, address)}", _head(address))


def new(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """A new element that a field points at, made where it was looked for."""
    address: str = message["at"]
    field, name = field_of(canvas, address), one_line(message["name"])
    kinds = [kind for kind in field.to if kind in KINDS]
    kind = message.get("kind", kinds[0] if kinds else "")
    if kind not in kinds:
        raise GestureError(
            f"{(field.label or field.name).capitalize()} does not point at this kind of element."
        )
    if not name:
        raise GestureError("Give it a name first.")
    id_ = slugify(name, (*canvas, *canvas.records))
    edits = (
        Add(kind, id_, Frozen({"name": name})),
        Set(address, _pointing(field, canvas.value(address), id_)),
    )
    return Plan(
        edits, f"Add “{name[:LONGEST_NAME]}” and link it with {owner_named(canvas, address)}", _head(address)
    )


def _pointing(field: Field, before: Value | Absent, to: str) -> Value:
    if field.type == "ref":
        return to
    if isinstance(before, tuple):
        return (*before, to)
    return (to,) if before is None or isinstance(before, Absent) else (before, to)


def attach(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """A picture that lies in the workspace by now (`path`) joins an element's attachments."""
    address: str = message["at"]
    field = field_of(canvas, address)
    if field.name != "attachments" or not isinstance(message.get("path"), str):
        raise GestureError("A picture belongs to the attachments of an element.")
    held = canvas.value(address)
    known = held if isinstance(held, tuple) else () if held is None or isinstance(held, Absent) else (held,)
    alt = one_line(message["alt"])
    made = Frozen({"path": message["path"], **({"alt": alt} if alt else {})})
    return Plan(
        (Set(address, (*known, made)),), f"Attach a picture to {owner_named(canvas, address)}", _head(address)
    )


# -- parts of values that are plain as long as they can be ---------------------------------------


def written_inside(canvas: Canvas, message: Mapping[str, Any]) -> Plan | None:
    """A part of an estimate or of a list's entry: the whole value as it is then; None for any other place."""
    address: str = message["at"]
    home, _, part = address.rpartition(".")
    if "." not in home:
        return None
    value: Value | Absent
    before = canvas.value(home)
    listed, _, place = home.rpartition(".")
    if place.isdecimal() and isinstance(canvas.value(listed), (tuple, str, Frozen)):
        return _in_list(canvas, message["value"], listed, int(place), part)
    field = _field_or_none(canvas, home)
    if field is None or field.type != "estimate" or part not in field.fields:
        return None
    held = (
        before
        if isinstance(before, Frozen)
        else Frozen()
        if before in (None, ABSENT)
        else Frozen({"mode": before})
    )
    value = _plain(_with(canvas, field.fields[part], held, part, message["value"]))
    return Plan(
        (Set(home, value),),
        f"Change {field.label or field.name} of {owner_named(canvas, address)}",
        _head(address),
    )


def _field_or_none(canvas: Canvas, address: str) -> Field | None:
    try:
        return field_of(canvas, address)
    except GestureError:
        return None


def _with(canvas: Canvas, field: Field, held: Frozen, part: str, given: Any) -> Frozen:
    value = parsed(canvas, field, given, held.get(part, ABSENT))
    rest = {name: one for name, one in held.items() if name != part}
    return Frozen(rest if value is ABSENT else {**rest, part: value})


def _plain(held: Frozen) -> Value | Absent:
    """An estimate with nothing but its likeliest number is that number."""
    if not held:
        return ABSENT
    return held["mode"] if set(held) == {"mode"} else held


def _in_list(canvas: Canvas, given: Any, home: str, place: int, part: str) -> Plan:
    """What is said of one reference, or of one picture."""
    field = field_of(canvas, home)
    held = canvas.value(home)
    entries = held if isinstance(held, tuple) else (held,)
    if place >= len(entries):
        raise GestureError("This is not there any more.")
    was = entries[place]
    key = "path" if field.name == "attachments" else "to"
    inner = was if isinstance(was, Frozen) else Frozen({key: was})
    if field.name == "attachments" and part == "alt":
        words = one_line(given) if isinstance(given, str) else ""
        rest = {name: one for name, one in inner.items() if name != "alt"}
        made: Value = Frozen({**rest, "alt": words} if words else rest)
    elif part in field.fields:
        inner = _with(canvas, field.fields[part], inner, part, given)
        made = inner["to"] if set(inner) == {"to"} else inner
    else:
        raise GestureError("The vocabulary has no such field.")
    label = f"Change {field.label or field.name} of {owner_named(canvas, home)}"
    return Plan((Set(home, (*entries[:place], made, *entries[place + 1 :])),), label, _head(home))
