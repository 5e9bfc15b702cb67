"""A canvas that is being worked on: applied, undone, done again, and told to whoever watches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import RLock

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Edit, allowed, diff, invert, replay, sentence
from cxcanvas.errors import EditError
from cxcanvas.session.change import Change
from cxcanvas.session.history import History, Step


class Edited:
    """The current canvas, its history and its watchers; safe to use from any thread."""

    def __init__(self, canvas: Canvas, read_only: str = "") -> None:
        self.lock = RLock()
        self.revision = 0
        self.read_only = read_only
        self._canvas = canvas
        self._history = History()
        self._watchers: list[Callable[[Change], None]] = []

    # -- what is there -----------------------------------------------------------------------

    @property
    def canvas(self) -> Canvas:
        """The canvas as it is now."""
        return self._canvas

    @property
    def dirty(self) -> bool:
        """Whether something is not saved yet."""
        return self._history.unsaved > 0

    @property
    def unsaved(self) -> int:
        """How many changes are not in the file."""
        return self._history.unsaved

    @property
    def undo_label(self) -> str:
        """What `undo` would take back, in words; empty where there is nothing."""
        steps = self._history.undo
        return steps[-1].label if steps else ""

    @property
    def redo_label(self) -> str:
        """What `redo` would do again, in words; empty where there is nothing."""
        steps = self._history.redo
        return steps[-1].label if steps else ""

    # -- changing it ---------------------------------------------------------------------------

    def apply(self, *edits: Edit, label: str = "") -> Change:
        """Apply edits as one step of the history; EditError when one does not fit, and nothing changed."""
        with self.lock:
            self._writable()
            label = label or (sentence(edits[0], self._canvas) if edits else "Changed nothing")
            for edit in edits:
                allowed(edit)
            change, back = self._step(edits, label)
            self._history.add(back)
            self._changed(change)
            return change

    def undo(self) -> Change:
        """Take the last step back; EditError where there is none, or where it does not fit any more."""
        return self._travel(self._history.undo, self._history.redo, "undo", "undone")

    def redo(self) -> Change:
        """Do again what was taken back; EditError where there is nothing."""
        return self._travel(self._history.redo, self._history.undo, "do again", "done again")

    def _travel(self, source: list[Step], target: list[Step], word: str, done: str) -> Change:
        with self.lock:
            self._writable()
            if not source:
                raise EditError(f"there is nothing to {word}")
            step = source[-1]
            try:
                change, back = self._step(step.edits, step.label)
            except EditError as error:
                raise EditError(f"“{step.label}” cannot be {done} now: {error}") from None
            source.pop()
            target.append(back)
            self._changed(change)
            return change

    def _step(self, edits: tuple[Edit, ...], label: str) -> tuple[Change, Step]:
        before = canvas = self._canvas
        back: list[Edit] = []
        for edit in edits:
            after = replay(canvas, edit)
            back[:0] = invert(canvas, edit)
            canvas = after
        self._canvas = canvas
        self.revision += 1
        return Change(self.revision, before, canvas, edits, label), Step(tuple(back), label)

    def _taken_over(self, edits: tuple[Edit, ...], label: str, by: str) -> Change | None:
        """Somebody else's edits as a step that can be taken back; None where there are none."""
        if not edits:
            return None
        change, back = self._step(edits, label)
        self._history.insert(back)
        return replace(change, by=by)

    def _as_a_whole(self, canvas: Canvas, label: str, by: str) -> Change:
        """Somebody else's canvas, where no edits lead there: a step back may not fit any more."""
        before, self._canvas = self._canvas, canvas
        self.revision += 1
        edits = diff(before, canvas)
        self._history.insert(Step(diff(canvas, before), label))
        return Change(self.revision, before, canvas, edits, label, by)

    def _writable(self) -> None:
        if self.read_only:
            raise EditError(self.read_only)

    # -- who watches -------------------------------------------------------------------------------

    def subscribe(self, watcher: Callable[[Change], None]) -> Callable[[], None]:
        """Call `watcher` after every change; what is returned ends that."""
        with self.lock:
            self._watchers = [*self._watchers, watcher]

        def unsubscribe() -> None:
            with self.lock:
                self._watchers = [one for one in self._watchers if one is not watcher]

        return unsubscribe

    def _changed(self, change: Change) -> None:
        self._tell(change)

    def _tell(self, change: Change) -> None:
        for watcher in self._watchers:
            watcher(change)
