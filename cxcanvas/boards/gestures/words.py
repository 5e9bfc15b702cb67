"""Words written over what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxcanvas.boards.gestures.entries import written_inside
from cxcanvas.boards.gestures.plan import Plan, element_at, named, owner_named
from cxcanvas.boards.gestures.rating import cleared
from cxcanvas.boards.words import field_of, parsed
from cxcanvas.canvas import Canvas, slugify
from cxcanvas.edits import Rename, Set
from cxcanvas.values import ABSENT, Absent, Value, same


def write(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Write a value into a field, or clear it."""
    inside = written_inside(canvas, message)
    if inside is not None:
        return inside
    address: str = message["at"]
    found = field_of(canvas, address)
    value = parsed(canvas, found, message["value"], canvas.value(address))
    before = canvas.value(address)
    head = address.partition(".")[0]
    if head == "diagnosis" and value is ABSENT:
        value = cleared(canvas, address)
    if _says_the_same(before, value):
        return Plan((), "", head)
    owner = canvas.get(head)
    what = found.label or found.name
    if head != "concept":
        what = f"{what} of {owner_named(canvas, address)}"
    if owner is not None and address == f"{owner.id}.name":
        what = f"{named(owner)}"
        return Plan(
            (Set(address, value),),
            f"Rename {what}" if value is not ABSENT else f"Clear the name of {what}",
            head,
        )
    return Plan((Set(address, value),), f"{'Clear' if value is ABSENT else 'Change'} {what}", head)


def _says_the_same(before: Value | Absent, value: Value | Absent) -> bool:
    """Whether nothing is to be written: 4 for 4.0, and nothing where nothing stands, are no changes."""
    if value is ABSENT or value is None:
        return isinstance(before, Absent) or before in (None, ())
    numbers = all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in (before, value))
    return same(before, value) or (numbers and before == value)


def rename(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Give an element another id; whoever refers to it follows."""
    element = element_at(canvas, message["at"])
    to = slugify(message["to"], canvas)
    return Plan((Rename(element.id, to),), f"Change the id of {named(element)}", to)
