"""Where a card stands on the journey, and the fewest edits that put it somewhere else."""

from __future__ import annotations

from typing import Any, Final

from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas, Element
from cxcanvas.edits import Edit, Move, Set
from cxcanvas.measures.order import lane_of, stage_ids
from cxcanvas.values import ABSENT

Cell = tuple[str, str]

#: lane -> (storyline, visibility)
LANES: Final[dict[str, tuple[str, str | None]]] = {
    "customer": ("customer", None),
    "encounter": ("encounter", None),
    "onstage": ("provider", "onstage"),
    "backstage": ("provider", "backstage"),
    "support": ("provider", "support"),
}


def cell_of(canvas: Canvas, step: Element) -> Cell:
    """The stage ("" for none) and the lane in which a step is drawn."""
    stages = stage_ids(canvas, step)
    return (stages[0] if stages else ""), lane_of(step)


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
    if here[1] != lane:
        if step.get("storyline") != storyline:
            edits.append(Set(f"{step.id}.storyline", storyline))
        if visibility is not None and step.get("visibility") != visibility:
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
