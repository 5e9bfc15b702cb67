"""Elements that come, go, and take their place on the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxcanvas.boards.gestures.plan import Plan, element_at, is_there, named
from cxcanvas.boards.messages import one_line
from cxcanvas.boards.placing import cell_of, place_after, placed
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas, Element, slugify
from cxcanvas.edits import Add, Set, removal
from cxcanvas.values import ABSENT, Frozen, freeze
from cxcanvas.vocabulary import KINDS
from cxcanvas.vocabulary.values import faults


def add(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """A new element of a kind, with what its place says about it."""
    name = one_line(message["name"])
    if not name:
        raise GestureError("Give it a name first.")
    made = KINDS.get(message["kind"])
    if made is None:
        raise GestureError("The vocabulary has no such kind of element.")
    fields: dict[str, Any] = {"name": name}
    for key, value in message.get("preset", {}).items():
        found = made.fields.get(key)
        if found is None:
            raise GestureError(f"A {made.label} has no field “{one_line(key)[:40]}”.")
        frozen = freeze(value)
        for _, fault in faults(found, frozen):
            raise GestureError(f"{fault[:1].upper()}{fault[1:]}.")
        _real(canvas, found.to, frozen)
        fields[key] = frozen
    id_ = slugify(name, canvas)
    before = sibling(canvas, made.name, message.get("before"))
    if before is None and made.name == "step":
        before = place_after(canvas, cell_of(canvas, Element("step", id_, fields)))
    return Plan((Add(made.name, id_, Frozen(fields), before),), f"Add “{name[:40]}”", id_)


def _real(canvas: Canvas, to: tuple[str, ...], value: Any) -> None:
    """Refuse a preset that points at what is not there."""
    for one in (value if isinstance(value, tuple) else (value,)) if to else ():
        if isinstance(one, str) and not is_there(canvas, to, one):
            raise GestureError("The place it should stand in is not there any more.")


def sibling(canvas: Canvas, kind: str, before: str | None) -> str | None:
    """The element to stand before, where it is still there and of that kind."""
    element = canvas.get(before) if before else None
    return element.id if element is not None and element.kind == kind else None


def remove(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Take away an element, and what refers to it; or a part of one."""
    address: str = message["at"]
    element = element_at(canvas, address)
    if "." in address:
        if canvas.value(address) is ABSENT:
            raise GestureError("This is not there any more.")
        return Plan((Set(address, ABSENT),), f"Remove a part of {named(element)}", element.id)
    return Plan(removal(canvas, element.id), f"Remove {named(element)}", "")


def place(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Put a step into a cell of the map."""
    step = element_at(canvas, message["at"])
    if step.kind != "step":
        raise GestureError("Only the cards of a journey can be placed in its cells.")
    stage, _, lane = message["cell"].partition("/")
    if stage and (canvas.get(stage) is None or canvas[stage].kind != "stage"):
        raise GestureError("This stage is not there any more.")
    edits = placed(canvas, step, stage, lane, sibling(canvas, "step", message.get("before")))
    where = f" to {named(canvas[stage])}" if stage and cell_of(canvas, step)[0] != stage else ""
    return Plan(edits, f"Move {named(step)}{where}", step.id)
