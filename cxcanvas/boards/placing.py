"""Where a card stands on the journey, and the fewest edits that put it somewhere else."""

from __future__ import annotations

from typing import Any, Final

from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas, Element
from cxcanvas.edits import Edit, Move, Set
from cxcanvas.values import ABSENT, Frozen

Cell = tuple[str, str]

#: lane -> (storyline, visibility); a provider's step that says nothing is backstage
LANES: Final[dict[str, tuple[str, str | None]]] = {
    "customer": ("customer", None),
    "encounter": ("encounter", None),
    "onstage": ("provider", "onstage"),
    "backstage": ("provider", "backstage"),
    "support": ("provider", "support"),
}


def cell_of(canvas: Canvas, step: Element) -> Cell:
    """The stage ("" for none) and the lane in which a step is drawn."""
    stages = stages_of(step)
    stage = stages[0] if stages else _borrowed(canvas, step)
    storyline = step.get("storyline")
    if storyline != "provider":
        return stage, storyline if storyline in LANES else ""
    visibility = step.get("visibility")
    return stage, visibility if visibility in LANES else "backstage"


def stages_of(step: Element) -> tuple[str, ...]:
    """The ids of its columns."""
    value = step.get("stage")
    entries = value if isinstance(value, tuple) else (value,)
    ids = (one.get("to") if isinstance(one, Frozen) else one for one in entries)
    return tuple(one for one in ids if isinstance(one, str))


def _borrowed(canvas: Canvas, step: Element) -> str:
    """An encounter without a stage stands under the first activity that meets it."""
    for one in canvas.referrers(step.id):
        if one.relation == "meets" and one.source in canvas:
            stages = stages_of(canvas[one.source])
            if stages:
                return stages[0]
    return ""


def members(canvas: Canvas, cell: Cell) -> list[str]:
    """The steps of a cell in the order of the file."""
    return [step.id for step in canvas.of("step") if cell_of(canvas, step) == cell]


def place_after(canvas: Canvas, cell: Cell) -> str | None:
    """The step before which a new one of that cell goes: it follows the last that is there."""
    there = members(canvas, cell)
    if not there:
        return None
    ids = canvas.ids("step")
    following = ids.index(there[-1]) + 1
    return ids[following] if following < len(ids) else None


def placed(canvas: Canvas, step: Element, stage: str, lane: str, before: str | None) -> tuple[Edit, ...]:
    """The edits that put a step into a cell, before another card or last; none where it is there already."""
    if lane not in LANES:
        raise GestureError("There is no such storyline.")
    here = cell_of(canvas, step)
    edits: list[Edit] = []
    if here[0] != stage:
        edits.append(Set(f"{step.id}.stage", _stage_like(step.get("stage"), stage)))
    storyline, visibility = LANES[lane]
    if step.get("storyline") != storyline:
        edits.append(Set(f"{step.id}.storyline", storyline))
    if visibility is not None and (here[1] != lane):
        edits.append(Set(f"{step.id}.visibility", visibility))
    if not before and here == (stage, lane):
        return (*edits, *_to_end(canvas, step.id, (stage, lane)))
    return (*edits, *_before(canvas, step.id, (stage, lane), before))


def _stage_like(old: Any, stage: str) -> Any:
    """The new column, written as the old one was: alone or in a list."""
    if not stage:
        return ABSENT
    return (stage,) if isinstance(old, tuple) else stage


def _to_end(canvas: Canvas, id_: str, cell: Cell) -> tuple[Edit, ...]:
    others = [one for one in members(canvas, cell) if one != id_]
    if not others or canvas.rank(others[-1]) < canvas.rank(id_):
        return ()
    ids = [one for one in canvas.ids("step") if one != id_]
    following = ids.index(others[-1]) + 1
    return (Move(id_, ids[following] if following < len(ids) else None),)


def _before(canvas: Canvas, id_: str, cell: Cell, before: str | None) -> tuple[Edit, ...]:
    """A move, unless the file's order shows the card there already."""
    if before is None or before == id_:
        return _to_end(canvas, id_, cell)
    others = [one for one in members(canvas, cell) if one != id_]
    if before not in others:
        return _to_end(canvas, id_, cell)
    place = others.index(before)
    after_last = place == 0 or canvas.rank(others[place - 1]) < canvas.rank(id_)
    return () if after_last and canvas.rank(id_) < canvas.rank(before) else (Move(id_, before),)
