"""A session: the one place where a canvas changes, with its history, its file and whoever watches.

session = cx.open("breathing-space.cx.yaml")
session.apply(cx.Set("care-call.name", "Care call"))
session.undo(); session.save()
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from cxcanvas.canvas import Canvas
from cxcanvas.checks import check
from cxcanvas.edits import Edit, apply, diff, invert, sentence
from cxcanvas.errors import EditError, Problem, StoreError
from cxcanvas.store import open_file, save_stored

if TYPE_CHECKING:
    from os import PathLike

    from cxcanvas.store import Stored

HISTORY = 500
#: A server of dashboards that are only to be read sets this for its kernels: the sentence that refuses changes.
READ_ONLY = "CXCANVAS_READ_ONLY"

__all__ = ["Change", "Session", "open"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened: the canvas before and after, the edits between them, and a label in words.

    A change without edits tells watchers that only the state of the file changed.
    """

    revision: int
    before: Canvas
    after: Canvas
    edits: tuple[Edit, ...]
    label: str


@dataclass(frozen=True, slots=True)
class _Step:
    """One entry of the history: the edits that take it back, its label, and a number that stays its own."""

    edits: tuple[Edit, ...]
    label: str
    number: int


class Session:
    """The current canvas, its file, its history and its watchers; safe to use from any thread.

    Made from a canvas alone it has no file to save to until `save(path)` names one.
    """

    def __init__(
        self, canvas: Canvas | None = None, stored: Stored | None = None, read_only: str = ""
    ) -> None:
        self.lock = RLock()
        self.revision = 0
        self._stored = stored
        self._canvas = (
            stored.document.canvas if stored is not None else Canvas.build() if canvas is None else canvas
        )
        self._base = self._saved = 0
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._watchers: list[Callable[[Change], None]] = []
        self.read_only = read_only or (stored.read_only_reason if stored is not None else "")

    def __repr__(self) -> str:
        return f"Session({self.name})"

    # -- what is there -----------------------------------------------------------------------

    @property
    def canvas(self) -> Canvas:
        """The canvas as it is now."""
        return self._canvas

    @property
    def path(self) -> Path | None:
        """The file, where there is one."""
        return self._stored.path if self._stored is not None else None

    @property
    def name(self) -> str:
        """The concept's name in the workspace: its file's name without `.cx.yaml`."""
        return self.path.name.removesuffix(".cx.yaml") if self.path is not None else "untitled"

    @property
    def dirty(self) -> bool:
        """Whether something is not saved yet."""
        return self._top != self._saved

    @property
    def _top(self) -> int:
        """The number of the last step that was done; an undone and redone step keeps its number."""
        return self._undo[-1].number if self._undo else self._base

    @property
    def problems(self) -> list[Problem]:
        """What the checks say of the canvas now."""
        return check(self._canvas)

    @property
    def undo_label(self) -> str:
        """What `undo` would take back, in words; empty where there is nothing."""
        return self._undo[-1].label if self._undo else ""

    @property
    def redo_label(self) -> str:
        """What `redo` would do again, in words; empty where there is nothing."""
        return self._redo[-1].label if self._redo else ""

    # -- changing it ---------------------------------------------------------------------------

    def apply(self, *edits: Edit, label: str = "") -> Change:
        """Apply edits as one step of the history; EditError when one does not fit, and nothing changed."""
        with self.lock:
            self._writable()
            label = label or (sentence(edits[0], self._canvas) if edits else "Changed nothing")
            change = self._do(edits, label)
            self._tell(change)
            return change

    def _do(self, edits: tuple[Edit, ...], label: str) -> Change:
        change, back = self._step(edits, label, self.revision + 1)
        self._undo.append(back)
        self._redo.clear()
        if len(self._undo) > HISTORY:
            self._base = self._undo.pop(0).number
        return change

    def undo(self) -> Change:
        """Take the last step back; EditError where there is none, or where it does not fit any more."""
        return self._travel(self._undo, self._redo, "undo", "undone")

    def redo(self) -> Change:
        """Do again what was taken back; EditError where there is nothing."""
        return self._travel(self._redo, self._undo, "do again", "done again")

    def _travel(self, source: list[_Step], target: list[_Step], word: str, done: str) -> Change:
        with self.lock:
            self._writable()
            if not source:
                raise EditError(f"there is nothing to {word}")
            step = source[-1]
            try:
                change, back = self._step(step.edits, step.label, step.number)
            except EditError as error:
                raise EditError(f"“{step.label}” cannot be {done} now: {error}") from None
            source.pop()
            target.append(back)
            self._tell(change)
            return change

    def _step(self, edits: tuple[Edit, ...], label: str, number: int) -> tuple[Change, _Step]:
        before = canvas = self._canvas
        back: list[Edit] = []
        for edit in edits:
            after = apply(canvas, edit)
            back[:0] = invert(canvas, edit)
            canvas = after
        self._canvas = canvas
        self.revision += 1
        return Change(self.revision, before, canvas, edits, label), _Step(tuple(back), label, number)

    def _writable(self) -> None:
        if self.read_only:
            raise EditError(self.read_only)

    # -- its file --------------------------------------------------------------------------------

    def save(self, path: str | PathLike[str] | None = None) -> Path:
        """Write the canvas to its file (or to another); only the lines of what changed differ.

        What somebody else wrote in the meantime is merged in where the places differ;
        ConflictError, with the file as it was, where they do not.
        """
        with self.lock:
            if self.read_only and path is None:
                raise StoreError(self.read_only)
            if self._stored is None and path is None:
                raise StoreError("this canvas has no file yet; say where to save it")
            self._stored = save_stored(self._stored, self._canvas, None if path is None else Path(path))
            self._settle(self._stored.document.canvas, "Merged what somebody else saved")
            return self._stored.path

    def reload(self) -> Change | None:
        """Take over what is in the file now; what was not saved can be had back with undo."""
        with self.lock:
            if self._stored is None:
                raise StoreError("this canvas has no file to read again")
            self._stored = open_file(self._stored.path)
            return self._settle(self._stored.document.canvas, "Read the file again")

    def _settle(self, now: Canvas, label: str) -> Change | None:
        """Make the saved canvas the current one, as a step of the history where it differs."""
        edits = diff(self._canvas, now)
        change = self._do(edits, label) if edits else None
        self._canvas = self._canvas.with_places(now.lines, now.comments)
        self._saved = self._top
        self._tell(change or Change(self.revision, self._canvas, self._canvas, (), ""))
        return change

    # -- who watches -------------------------------------------------------------------------------

    def subscribe(self, watcher: Callable[[Change], None]) -> Callable[[], None]:
        """Call `watcher` after every change; what is returned ends that."""
        with self.lock:
            self._watchers = [*self._watchers, watcher]

        def unsubscribe() -> None:
            with self.lock:
                self._watchers = [one for one in self._watchers if one is not watcher]

        return unsubscribe

    def _tell(self, change: Change) -> None:
        for watcher in self._watchers:
            watcher(change)


def open(path: str | PathLike[str], read_only: str = "") -> Session:
    """Open a canvas to work on it; `read_only` is the sentence that refuses changes, where they are not wanted."""
    return Session(stored=open_file(Path(path)), read_only=read_only or os.environ.get(READ_ONLY, ""))
