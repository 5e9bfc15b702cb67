"""The review desks of a workspace: one for each concept that somebody asks about, with the pictures of its versions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from pathlib import Path
from threading import Lock
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import CxError
from cxcanvas.serve import render
from cxcanvas.serve.workspace import Entry, Unreadable, Workspace
from cxcanvas.session.reviewing import ReviewDesk, saver
from cxcanvas.store.reviews import ReviewFile, log_path
from cxcanvas.views.phrases import date

__all__ = ["Desks"]

MOST: Final = 100
MOST_PICTURES: Final = 60


class Desks:
    """Every concept's reviews; with `edit` comments can be taken over into the concept, and others be compared with it."""

    def __init__(self, edit: bool, workspace: Workspace) -> None:
        self.edit, self.workspace = edit, workspace
        self._desks: OrderedDict[Path, ReviewDesk] = OrderedDict()
        self._pictures: OrderedDict[tuple[int, str], tuple[Canvas, str]] = OrderedDict()
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

    def heads(self, entry: Entry) -> str:
        """A word for all that was said so far."""
        try:
            return ".".join(self.desk(entry.path).store.state().heads)
        except CxError as error:
            return str(error)

    def picture(self, canvas: Canvas, name: str, view: str) -> str:
        """A view of a version, drawn once."""
        kept = self._pictures.get((id(canvas), view))
        if kept is None or kept[0] is not canvas:
            kept = canvas, render.drawn(canvas, name, view)
        with self._lock:
            self._pictures[id(canvas), view] = kept
            self._pictures.move_to_end((id(canvas), view))
            while len(self._pictures) > MOST_PICTURES:
                self._pictures.popitem(last=False)
        return kept[1]
