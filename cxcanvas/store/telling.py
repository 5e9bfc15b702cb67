"""What each version of a canvas did to it, in words, read from git one after the other."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import CxError, StoreError
from cxcanvas.store.blobs import Blobs
from cxcanvas.store.git import asked
from cxcanvas.store.history import History, Place, Revision
from cxcanvas.store.merging import by_meaning
from cxcanvas.store.revisions import canvas_in
from cxcanvas.versions import conflicts, settled
from cxcanvas.versions.changes import Change, Told, changes, told
from cxcanvas.versions.common import common

#: Canvases that are kept in memory, since the next version was made from them.
_KEPT: Final = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One version and what it did.

    For a merge that is what was decided in it, beyond what both sides had done before;
    for the first version it is nothing, and `began` says how many elements it has.
    `trouble` says why nothing can be told: it, or what it was made from, was no canvas.
    """

    revision: Revision
    before: Canvas | None = None
    after: Canvas | None = None
    began: int = 0
    renamed: str = ""
    trouble: str = ""

    @property
    def merged(self) -> bool:
        """Whether two lines of work were brought together."""
        return len(self.revision.parents) > 1

    @property
    def told(self) -> tuple[Told, ...]:
        """What changed, gathered by element."""
        return () if self.before is None or self.after is None else told(self.before, self.after)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change."""
        return () if self.before is None or self.after is None else changes(self.before, self.after)


def steps(history: History) -> Iterator[Step]:
    """The versions with what each did, the latest first, each as soon as it is read."""
    with Blobs(history.top) as blobs:
        shelf = _Shelf(history.top, blobs)
        for revision in history.revisions:
            yield _step(revision, shelf)


def _step(revision: Revision, shelf: _Shelf) -> Step:
    former = [path for _, path in revision.parents if path != revision.path]
    renamed = former[0] if former and len(revision.parents) == 1 else ""
    if not revision.there:
        return Step(revision)
    after = shelf.canvas(revision.place)
    if isinstance(after, CxError):
        return Step(revision, renamed=renamed, trouble=f"it was no canvas: {after}")
    if not revision.parents:
        return Step(revision, None, after, len(after))
    before = _before(revision, shelf)
    if isinstance(before, CxError):
        return Step(
            revision,
            None,
            after,
            renamed=renamed,
            trouble=f"it is a canvas, and what it was made from was none: {before}",
        )
    return Step(revision, before, after, 0, renamed)


def _before(revision: Revision, shelf: _Shelf) -> Canvas | CxError:
    """What a version was made from: the one before it, or what both sides of a merge come to by themselves."""
    sides = []
    for place in revision.parents:
        one = shelf.canvas(place)
        if isinstance(one, CxError):
            return one
        sides.append(one)
    canvas = sides[0]
    for at, side in enumerate(sides[1:], 1):
        base = shelf.base(revision.parents[0], revision.parents[at])
        canvas = by_meaning(base if base is not None else common(canvas, side), canvas, side)
        canvas = settled_as_before(canvas, sides)
    return canvas


def settled_as_before(canvas: Canvas, sides: list[Canvas]) -> Canvas:
    """The canvas without the conflicts that are new in it; what was decided about them is what is told."""
    known = {one for side in sides for one in conflicts(side)}
    fresh = [one.address for one in conflicts(canvas) if one not in known]
    for address in fresh:
        canvas = settled(canvas, "base", [address])
    return canvas


class _Shelf:
    """Canvases out of a repository, the last few at hand."""

    def __init__(self, top: Path, blobs: Blobs) -> None:
        self._top, self._blobs = top, blobs
        self._kept: OrderedDict[Place, Canvas | CxError] = OrderedDict()

    def canvas(self, place: Place) -> Canvas | CxError:
        """The canvas at a place, or why there is none."""
        if place not in self._kept:
            try:
                commit, path = place
                found: Canvas | CxError = canvas_in(self._blobs.read(commit, path), f"{commit[:8]}:{path}")
            except CxError as error:
                found = error
            self._kept[place] = found
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(place)
        return self._kept[place]

    def base(self, one: Place, other: Place) -> Canvas | None:
        """What two versions both began with; None where that is nothing that can be read."""
        try:
            base = asked(self._top, "merge-base", one[0], other[0]).decode("ascii").split()[0]
        except (StoreError, IndexError):
            return None
        for path in dict.fromkeys((one[1], other[1])):
            found = self.canvas((base, path))
            if isinstance(found, Canvas):
                return found
        return None
