"""The review desks of a workspace: one for each concept that somebody asks about, with the pictures of its versions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import CxError
from cxcanvas.serve import render
from cxcanvas.serve.past import Judged
from cxcanvas.serve.workspace import Entry, Unreadable, Workspace
from cxcanvas.session.reviewing import ReviewDesk, saver
from cxcanvas.store.reviewed import reviewed
from cxcanvas.store.reviews import ReviewFile, log_path
from cxcanvas.views.document import lowered
from cxcanvas.views.phrases import date
from cxcanvas.views.review_kept import kept as kept_versions

__all__ = ["Desks"]

MOST: Final = 100
MOST_PICTURES: Final = 60


class Desks:
    """Every concept's reviews; with `edit` comments can be taken over into the concept, and others be compared with it."""

    def __init__(self, edit: bool, workspace: Workspace) -> None:
        self.edit, self.workspace = edit, workspace
        self._desks: OrderedDict[Path, ReviewDesk] = OrderedDict()
        self._pictures: OrderedDict[tuple[int, str, int], tuple[Canvas, str]] = OrderedDict()
        self._lock = Lock()

    def desk(self, path: Path) -> ReviewDesk:
        """The desk of a canvas file."""
        with self._lock:
            found = self._desks.get(path)
            if (
                found is None or found.store.canvas != path
            ):  # renamed meanwhile: another concept may have this name
                found = ReviewDesk(ReviewFile(path), saver(path) if self.edit else None, others=self._other)
                self._desks[path] = found
            self._desks.move_to_end(path)
            while len(self._desks) > MOST:
                self._desks.popitem(last=False)
            return found

    def _other(self, name: str) -> Path | None:
        """The file of a concept of the workspace; None where there is none that may be read."""
        entry = self.workspace.concept(name)
        if entry is None:
            return None
        try:
            self.workspace.stamp(entry)
        except Unreadable:
            return None
        return entry.path

    def place(self, path: Path) -> tuple[Path, Collection[str]]:
        """Where the links to a concept's reviews are kept, and which reviews those are."""
        return path.parent, self.desk(path).store.state().reviews

    def note(self, entry: Entry) -> str:
        """What a concept's page says of its review, on one line; "" where there is none."""
        try:
            if not log_path(entry.path).exists():
                return ""
            found = self.desk(entry.path).find()
        except (CxError, OSError):
            return ""
        if found is None:
            return ""
        if found.closed is not None:
            return f"Reviewed: {found.title}"
        until = f", until {date(found.until)}" if found.until else ""
        return f"In review: {found.title}{until}"

    def judged(self, entry: Entry) -> tuple[Judged, ...]:
        """The versions that the reviews of a concept keep, the latest review first: the one under review, and variants."""
        try:
            state = self.desk(entry.path).store.state() if log_path(entry.path).exists() else None
        except (CxError, OSError):
            return ()
        if state is None:
            return ()
        return tuple(
            Judged(id_, said, partial(reviewed, state.snapshots[id_], entry.path))
            for id_, said in kept_versions(state)
        )

    def heads(self, entry: Entry) -> str:
        """A word for all that was said so far."""
        try:
            return ".".join(self.desk(entry.path).store.state().heads)
        except CxError as error:
            return str(error)

    def picture(self, canvas: Canvas, name: str, view: str, level: int = 3) -> str:
        """A view of a version, drawn once; its highest heading is of this level. Below the third nothing in it is gone to."""
        at = id(canvas), view, level
        kept = self._pictures.get(at)
        if kept is None or kept[0] is not canvas:
            drawn = render.drawn(canvas, name, view, places=level <= 3)
            kept = canvas, lowered(drawn, level)
        with self._lock:
            self._pictures[at] = kept
            self._pictures.move_to_end(at)
            while len(self._pictures) > MOST_PICTURES:
                self._pictures.popitem(last=False)
        return kept[1]
