"""A step of the workshop is said to be done, or not done after all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxcanvas.boards.gestures.plan import Plan
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set
from cxcanvas.measures.workshop import step_number, ticked
from cxcanvas.values import Absent, Frozen

ADDRESS = "workshop.steps_done"


def tick(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Tick a step, or take the tick away; what else stands in the record stays at its place."""
    number = step_number(message["step"])
    if number is None:
        raise GestureError("A workshop has sixteen steps, and this is none of them.")
    record, held = canvas.value("workshop"), canvas.value(ADDRESS)
    if not (record is None or isinstance(record, (Absent, Frozen))) or not _is_list(held):
        raise GestureError("The record of the workshop is written in a way that no step can be ticked in.")
    there = held if isinstance(held, tuple) else ()
    if number in ticked(canvas):
        left = tuple(one for one in there if step_number(one) != number)
        return Plan((Set(ADDRESS, left),), f"Take the tick of step {number} away", "workshop")
    later = (place for place, one in enumerate(there) if (step_number(one) or 0) > number)
    place = next(later, len(there))
    return Plan((Set(ADDRESS, (*there[:place], number, *there[place:])),), f"Tick step {number}", "workshop")


def _is_list(held: object) -> bool:
    return held is None or isinstance(held, (Absent, tuple))
