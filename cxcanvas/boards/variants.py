"""The other concepts beside a concept's file, as variants for a review, and what a review compares as pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import CxError
from cxcanvas.store import load, workspace

if TYPE_CHECKING:
    from cxcanvas.review import Sight

#: Pictures that are kept.
MOST_PICTURES: Final = 30
#: What makes a card of a board alive; in a review it is a picture, and of another concept.
_ALIVE: Final = re.compile(r' data-(?:at|k|cell|point)="[^"]*"')
#: The heading of an option is the third.
_LEVEL: Final = 4

Stamp = tuple[int, int, int]


class Variants:
    """What can be compared with the concept in the file that `path` gives."""

    def __init__(self, path: Callable[[], Path | None]) -> None:
        self._path = path
        self._titles: dict[Path, tuple[Stamp, str]] = {}
        self._pictures: dict[tuple[int, str], tuple[Canvas, str]] = {}

    def offered(self) -> tuple[tuple[str, str], ...]:
        """The other concepts of the folder that can be read, by name with their titles."""
        from cxcanvas.views.review_options import MOST_OFFERED, told_apart

        found = [(name, self._title(path)) for name, path in list(self._others().items())[:MOST_OFFERED]]
        return tuple((name, told_apart(name, title)) for name, title in found if title is not None)

    def path_of(self, name: str) -> Path | None:
        """The file of another concept of the folder; None where there is none of that name."""
        return self._others().get(name)

    def _others(self) -> dict[str, Path]:
        path = self._path()
        if path is None:
            return {}
        try:
            every = workspace(path.parent)
        except CxError:
            return {}
        return {one.name: one.path for one in every if one.path != path.resolve()}

    def _title(self, path: Path) -> str | None:
        try:
            now = path.stat()
            stamp = (now.st_ino, now.st_mtime_ns, now.st_size)
            kept = self._titles.get(path)
            if kept is None or kept[0] != stamp:
                kept = self._titles[path] = stamp, str(load(path).concept.get("title") or "")
        except (OSError, CxError):
            return None
        return kept[1]

    def pictures(self, sight: Sight, wanted: str) -> tuple[str, Mapping[str, str]]:
        """The view in which the options of a review stand side by side, and each of them so."""
        from cxcanvas.views.review_options import beside

        return beside(sight, wanted, self._picture)

    def _picture(self, canvas: Canvas, view: str) -> str:
        from cxcanvas.checks import check
        from cxcanvas.views import Scene, fragment
        from cxcanvas.views.document import loose, lowered

        at = id(canvas), view
        kept = self._pictures.pop(at, None)
        if kept is None or kept[0] is not canvas:
            drawn = fragment(Scene(canvas, problems=tuple(check(canvas))), view)
            kept = canvas, lowered(loose(_ALIVE.sub("", drawn)), _LEVEL)
        self._pictures[at] = kept
        while len(self._pictures) > MOST_PICTURES:
            del self._pictures[next(iter(self._pictures))]
        return kept[1]
