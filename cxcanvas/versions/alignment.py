"""Renames of either side, carried into the other two texts, so that ids mean the same in all three."""

from __future__ import annotations

from collections.abc import Iterable

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Rename, apply
from cxcanvas.edits.difference import renames
from cxcanvas.errors import EditError
from cxcanvas.versions.conflicts import OF_ID, Conflict

Three = tuple[Canvas, Canvas, Canvas]


def under_later_ids(before: Canvas, given: Iterable[Rename]) -> Canvas:
    """The earlier of two canvases under the ids that its elements got since; a new id that is taken is gone by."""
    for one in given:
        try:
            before = apply(before, one)
        except EditError:
            continue  # the old id is still pointed at: told as one gone and one new
    return before


def aligned(base: Canvas, local: Canvas, remote: Canvas) -> tuple[Three, list[Conflict]]:
    """The three canvases under the ids that the sides gave, and the elements that got two different ones."""
    mine, theirs = (
        {one.id: one.to for one in renames(base, side)} if side is not base else {}
        for side in (local, remote)
    )
    found: list[Conflict] = []
    sides = base, local, remote
    for old in sorted({*mine, *theirs}):
        names = mine.get(old), theirs.get(old)
        to = min(name for name in names if name is not None)
        try:
            sides = tuple(_called(one, {old, *names}, to) for one in sides)  # type: ignore[assignment]
        except EditError:
            continue  # the new id is taken on the other side: told as one gone and one new
        if None not in names and names[0] != names[1]:
            found.append(Conflict(f"{to}{OF_ID}", old, *names))
    return sides, found


def _called(canvas: Canvas, names: set[str | None], to: str) -> Canvas:
    """The canvas with an element under its new id, whatever of these it is called by."""
    for name in sorted(one for one in names if one is not None and one != to):
        if name in canvas:
            canvas = apply(canvas, Rename(name, to))
    return canvas
