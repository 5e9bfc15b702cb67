"""Words written over what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxcanvas.boards.gestures.entries import written_inside
from cxcanvas.boards.gestures.plan import Plan, element_at, named
from cxcanvas.boards.words import field_of, parsed
from cxcanvas.canvas import Canvas, slugify
from cxcanvas.edits import Rename, Set
from cxcanvas.values import ABSENT, same


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
    if same(before, value) or (value is ABSENT and before is None):
        return Plan((), "", head)
    owner = canvas.get(head)
    what = f"{found.label or found.name} of {named(owner)}" if owner else found.label or found.name
    if owner is not None and address == f"{owner.id}.name":
        what = f"{named(owner)}"
        return Plan(
            (Set(address, value),),
            f"Rename {what}" if value is not ABSENT else f"Clear the name of {what}",
            head,
        )
    return Plan((Set(address, value),), f"{'Clear' if value is ABSENT else 'Change'} {what}", head)


def rename(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Give an element another id; whoever refers to it follows."""
    element = element_at(canvas, message["at"])
    to = slugify(message["to"], canvas)
    return Plan((Rename(element.id, to),), f"Change the id of {named(element)}", to)
