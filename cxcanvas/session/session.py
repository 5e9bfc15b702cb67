"""A session: the one place where a canvas changes, with its history, its file and whoever watches.

session = cx.open("breathing-space.cx.yaml")
session.apply(cx.Set("care-call.name", "Care call"))
session.undo(); session.save()
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cxcanvas.canvas import Canvas
from cxcanvas.edits import diff
from cxcanvas.errors import EditError
from cxcanvas.session.change import Change
from cxcanvas.session.filed import Filed
from cxcanvas.session.history import Step
from cxcanvas.session.keeper import Keeper
from cxcanvas.session.recovery import Recovered, left_over, taken_back_in, unsaved
from cxcanvas.session.words import changes
from cxcanvas.store import open_file
from cxcanvas.store.locks import HIDDEN
from cxcanvas.store.undo import Kept, Steps, left_behind, unreadable_ones

if TYPE_CHECKING:
    from os import PathLike

    from cxcanvas.store import Stored
    from cxcanvas.store.undo import Unsaved

#: A server of dashboards that are only to be read sets this for its kernels: the sentence that refuses changes.
READ_ONLY = "CXCANVAS_READ_ONLY"

__all__ = ["READ_ONLY", "Session", "open"]


class Session(Filed):
    """The current canvas, its file, its history and its watchers; safe to use from any thread.

    Made from a canvas alone it has no file to save to until `save(path)` names one.
    Watchers hear of every change of the canvas, and, by a change without edits, of the
    state of its file.
    """

    def __init__(
        self, canvas: Canvas | None = None, stored: Stored | None = None, read_only: str = ""
    ) -> None:
        super().__init__(canvas, stored, read_only)
        self._offered: tuple[Unsaved, ...] = ()
        self._recovered: Recovered | None = None
        self._unreadable = ""
        self._keeper = Keeper(self)

    # -- keeping it without being asked ------------------------------------------------------------

    @property
    def following(self) -> bool:
        """Whether the canvas follows its file: what somebody else saves is taken over, or merged at the next save."""
        return self._keeper.following

    @following.setter
    def following(self, on: bool) -> None:
        with self.lock:
            self._keeper.follow(on)

    def close(self) -> None:
        """Write what waits, and end what runs in the background; the session can still be looked at."""
        self._keeper.close(self)

    @property
    def version(self) -> str:
        """The file's version in git, in words; asked in the background, so empty at first."""
        with self.lock:
            if self._stored is not None:
                self._keeper.ask_git(self._stored.stamp.digest)
            return self._keeper.version

    # -- what earlier sessions left --------------------------------------------------------------------

    @property
    def recovered(self) -> Recovered | None:
        """What an earlier session had not saved when it ended; `recover` takes it in, `forget_recovered` does not."""
        return self._recovered

    def recover(self, anyway: bool = False) -> Change | None:
        """Take in what an earlier session had not saved, as one step.

        ConflictError where something else stands at its place by now; with `anyway` what
        was not saved wins.
        """
        with self.lock:
            self._writable()
            found = self._recovered
            if found is None:
                raise EditError("there is nothing to recover")
            edits = diff(self._canvas, taken_back_in(self._canvas, found.left, anyway))
            self._recovered = None
            if not edits:
                self._say()
                return None
            change, back = self._step(edits, f"Took in {changes(found.count)} of an earlier session")
            if found.exact is not None and self.revision == 1:
                self._go_on_unsaved(found.exact)
            else:
                self._history.add(back)
            self._changed(change)
            return change

    def forget_recovered(self) -> None:
        """Give up what an earlier session had not saved."""
        with self.lock:
            self._recovered = None
            self._keeper.note()
            self._say()

    @property
    def unreadable(self) -> str:
        """That what an earlier session had kept cannot be read, and where it lies; "" where there is nothing of that kind."""
        if not self._unreadable:
            return ""
        return (
            f"What an earlier session had kept for undo cannot be read; it was put aside as {HIDDEN}/undo/{self._unreadable}. "
            "The canvas itself is as it was saved."
        )

    def forget_history(self) -> None:
        """Remove what undo remembers, here and on the disk; it may hold quotes that were deleted."""
        with self.lock:
            self._history.forget()
            self._recovered, self._unreadable = None, ""
            self._keeper.forget_undo(self)
            if self.unsaved:
                self._keeper.note()
            self._say(always=True)

    def _take_up(self) -> None:
        """Go on with what earlier sessions on this file have kept; offer what they had not saved."""
        if self._stored is None:
            return
        found, at_work = left_behind(self._stored.path)
        unreadable = unreadable_ones(self._stored.path)
        with self.lock:
            self._unreadable = unreadable[-1].name if unreadable else ""
            known = {one.key for one in self._offered}
            new = tuple(one for each in found for one in each.left if one.key not in known)
            left, before = left_over(self._canvas, new), self._recovered
            exact = next((each for each in found if each.digest == self._stored.stamp.digest), None)
            adopted = exact is not None and self._goes_on_with(exact)
            if left:
                alone = before is None and exact is not None and left == (exact.unsaved,)
                self._recovered = Recovered(
                    (*(before.left if before else ()), *left), exact if alone else None
                )
            self._offered = (*self._offered, *new)
            self._keeper.look_again(new, at_work)
            self._say(always=adopted)

    def _goes_on_with(self, kept: Kept) -> bool:
        """Take over a history that leads to what is in the file, where nothing was done here yet."""
        if self.revision or self._history.undo or self._history.redo:
            return False
        whole = kept.unsaved is None
        saved = len(kept.undo) if whole else kept.saved or 0
        self._history.take_over(_steps(kept.undo[:saved]), _steps(kept.redo if whole else ()), saved)
        return True

    def _go_on_unsaved(self, kept: Kept) -> None:
        """Take over the history of what was not saved, once that is taken in."""
        count = kept.unsaved.count if kept.unsaved is not None else 0
        self._history.take_over(_steps(kept.undo), _steps(kept.redo), kept.saved or 0)
        if kept.saved is None:
            self._history.is_saved(count)

    def _kept(self) -> Callable[[], Kept] | None:
        """What the undo file is to say, worked out without the lock; None where there is nothing to say."""
        if self._stored is None or self.read_only:
            return None
        history, clean, canvas, digest = self._history, self._clean, self._canvas, self._stored.stamp.digest
        undo, redo, saved, count = history.undo[:], history.redo[:], history.saved_below, history.unsaved
        earlier = self._recovered.left if self._recovered is not None else ()
        if not undo and not redo and not count and not self._offered and self._keeper.undo_file is None:
            return None

        def kept() -> Kept:
            waiting = unsaved(clean, canvas, count) if count else None
            return Kept(digest, _plain(undo), _plain(redo), saved, waiting, earlier)

        return kept

    def _state(self) -> tuple[object, ...]:
        return *super()._state(), self._recovered


def _steps(kept: Steps) -> list[Step]:
    return [Step(edits, label) for edits, label in kept]


def _plain(steps: list[Step]) -> Steps:
    return tuple((step.edits, step.label) for step in steps)


def open(path: str | PathLike[str], read_only: str = "") -> Session:
    """Open a canvas to work on it; `read_only` is the sentence that refuses changes, where they are not wanted."""
    session = Session(stored=open_file(Path(path)), read_only=read_only or os.environ.get(READ_ONLY, ""))
    if not session.read_only:
        session._take_up()
    return session
