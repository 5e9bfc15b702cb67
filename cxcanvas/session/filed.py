"""A session's file: written and read so that nobody waits for a disk, and nobody's words are lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Edit, diff
from cxcanvas.errors import ConflictError, Problem, StoreError
from cxcanvas.session.change import Change
from cxcanvas.session.edited import Edited
from cxcanvas.session.history import Mark
from cxcanvas.session.words import Outside, Saving
from cxcanvas.session.writing import Writing, led
from cxcanvas.store import open_file
from cxcanvas.store.hands import writer_of
from cxcanvas.store.merging import conflict_error, contested, merged
from cxcanvas.versions import Conflict, Take, conflicts, place_of, resolved, settled

if TYPE_CHECKING:
    from os import PathLike

    from cxcanvas.checks import Judged
    from cxcanvas.session.judging import Judging
    from cxcanvas.session.keeper import Keeper
    from cxcanvas.store import Stored


#: What was decided, before the place.
_TOOK: Final[dict[Take | None, str]] = {
    "local": "Kept mine:", "remote": "Took theirs:", "both": "Kept both:", "base": "Went back at", None: "Left as it stands:",
}  # fmt: skip


class Filed(Edited):
    """A canvas that is being worked on, and its file."""

    _keeper: Keeper

    def __init__(
        self, canvas: Canvas | None = None, stored: Stored | None = None, read_only: str = ""
    ) -> None:
        if stored is not None:
            canvas, read_only = stored.document.canvas, read_only or stored.read_only_reason
            stored = replace(stored, path=stored.path.absolute())  # a program may change its folder
        super().__init__(Canvas.build() if canvas is None else canvas, read_only)
        self._stored = stored
        self._clean = self._canvas  # as it is in the file
        self._saving = Saving()
        self._judging: Judging | None = None  # the rule book is loaded when somebody asks
        # Held while a file is written; whoever holds it never waits for the session's lock.
        self._disk = Lock()
        self._written: Writing | None = None  # done, and not settled yet
        self._told: tuple[object, ...] = ()
        #: The places at which somebody was asked to decide.
        self._asked: set[str] = set()

    def __repr__(self) -> str:
        return f"Session({self.name})"

    # -- what is there -----------------------------------------------------------------------

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
        """Whether something is in no file: changes, or all of it where the file is gone or has a merge's marks in it."""
        return self.unsaved > 0 or self._saving.outside.gone or bool(self.marked)

    @property
    def marked(self) -> str:
        """What was made of git's marks of a merge in the file, in a sentence, until it is saved; "" where it has none."""
        return self._stored.told if self._stored is not None else ""

    @property
    def judged(self) -> Judged:
        """What the rules say of the canvas now, what is waived, and how each problem could be mended."""
        with self.lock:
            if self._judging is None:
                from cxcanvas.session.judging import Judging

                self._judging = Judging()
            return self._judging.judged(self._canvas, self.path)

    @property
    def problems(self) -> list[Problem]:
        """What the rules say of the canvas now, in the order of its file."""
        return list(self.judged.problems)

    @property
    def unsettled(self) -> str:
        """Why the workspace's settings of the rules do not count; "" where they do."""
        return self._judging.unsettled if self._judging is not None else ""

    @property
    def saving(self) -> str:
        """How it stands with saving, in words for the screen."""
        with self.lock:
            if self.read_only:
                return self.read_only
            if self._stored is None:
                return "No file yet"
            if self.marked and not self.unsaved and not self._saving.trouble:
                return (
                    "Git left both sides of a merge in this file: here they are together. Save writes them so"
                )
            places = tuple(place_of(one, self._canvas) for one in self._undecided())
            return self._saving.in_words(self.unsaved, self.autosave, places)

    @property
    def conflict(self) -> tuple[str, ...]:
        """The places that somebody else changed as well; while there are any, nothing is saved (see `decide`)."""
        return tuple(one.address for one in self._undecided())

    def _undecided(self) -> tuple[Conflict, ...]:
        """The conflicts with somebody else; those that the file came with may be saved as they are."""
        if not self._asked:
            return ()
        return tuple(one for one in conflicts(self._canvas) if one.address in self._asked)

    @property
    def autosave(self) -> bool:
        """Whether every change is saved by itself, after a short quiet."""
        return self._keeper.autosave

    @autosave.setter
    def autosave(self, on: bool) -> None:
        """Switch it on or off."""
        with self.lock:
            if on != self._keeper.autosave:
                self._keeper.autosave = on
                self._keeper.try_again(False)
                if on and self.unsaved and self._can_keep:
                    self._keeper.note()
                self._say()

    @property
    def _can_keep(self) -> bool:
        """Whether it can be saved without asking anybody."""
        return self._stored is not None and not self.read_only and not self.conflict

    # -- its file --------------------------------------------------------------------------------

    def save(self, path: str | PathLike[str] | None = None) -> Path:
        """Write the canvas to its file (or to another); only the lines of what changed differ.

        What somebody else wrote in the meantime is merged in. Where both changed the same
        place the file stays as it was and ConflictError says so; the canvas has both then,
        and `decide` goes on.
        """
        with self.lock:
            if self.read_only and path is None:
                raise StoreError(self.read_only)
            if path is None and self.conflict:
                raise conflict_error(self.conflict, self._canvas)
            if self._stored is None and path is None:
                raise StoreError("this canvas has no file yet; say where to save it")
            writing = self._begin(None if path is None else Path(path).absolute(), create=True)
            try:
                writing.run()
            finally:
                self._done(writing)
            if writing.error is not None:
                raise writing.error
            assert self._stored is not None
            return self._stored.path

    def reload(self) -> Change | None:
        """Take over what is in the file now; what was not saved can be had back with undo."""
        with self.lock:
            if self._stored is None:
                raise StoreError("this canvas has no file to read again")
            with self._disk_alone():
                found = open_file(self._stored.path)
            return self._at_rest(found, diff(self._canvas, found.document.canvas), "Read the file again")

    def resolve(self, mine: bool) -> None:
        """End every conflict with somebody else, and save: with my words, or with theirs. Undo asks again."""
        if waiting := self.conflict:
            self.decide(*waiting, take="local" if mine else "remote")
            if self.dirty:  # it was tried, and could not be
                self.save()

    def decide(self, *addresses: str, take: Take | None) -> Change:
        """End conflicts, as one step, with what a side holds or with both; None keeps what stands there now.

        After the last one with somebody else the file is saved. EditError where there is
        no such conflict any more, or where that cannot stand there; of several, what does
        not fit stays as it stands.
        """
        with self.lock:
            asked, canvas = bool(self.conflict), self._canvas
            if len(addresses) == 1:
                edits = resolved(canvas, addresses[0], take)
                one = next(each for each in conflicts(canvas) if each.address == addresses[0])
                label = f"{_TOOK[take]} {place_of(one, canvas)}"
            else:
                edits = diff(canvas, settled(canvas, take, addresses))
                label = f"{_TOOK[take]} {len(addresses)} places"
            change = self.apply(*edits, label=label)
            if asked and not self.conflict:
                self._save_quietly()
            return change

    # -- writing: begun and settled with the lock, done without it ---------------------------------

    def _begin(self, path: Path | None = None, create: bool = False) -> Writing:
        """Take along what is to be written; `_done` must follow. Nobody else writes until then."""
        self._disk.acquire()
        try:
            self._take_stock()
        except BaseException:  # a watcher stumbled
            self._disk.release()
            raise
        self._history.writing = Mark(self._history.position)
        return Writing(self._stored, self._canvas, path, create)

    def _done(self, writing: Writing) -> None:
        self._written = writing
        self._disk.release()
        with self.lock:
            self._take_stock()

    @contextmanager
    def _disk_alone(self) -> Iterator[None]:
        """Nobody writes meanwhile, and what was written is settled."""
        with self._disk:
            self._take_stock()
            yield

    def _take_stock(self) -> None:
        """Settle what was written (with the lock held)."""
        writing, self._written = self._written, None
        if writing is None:
            return
        if writing.error is not None:
            self._history.writing = None
            if writing.found is not None and writing.stored is self._stored:
                own, theirs = max(1, self.unsaved), writing.found.document.canvas
                self._ask(self._clean, writing.found, theirs, own)
                return
            self._saving.failed(writing.error)
            self._keeper.try_again(failed=True)
            self._say()
        else:
            self._settle_written(writing)

    def _settle_written(self, writing: Writing) -> None:
        after, clean, mark = writing.after, writing.clean, self._history.writing
        assert after is not None
        assert clean is not None
        label, now = "Merged what somebody else saved", after.document.canvas
        self._saving.at = f"{datetime.now():%H:%M}"
        if self._canvas is writing.canvas or mark is None:
            self._at_rest(after, writing.theirs, label)
        elif not writing.theirs:  # edited meanwhile
            self._canvas = self._canvas.with_places(now.lines, now.comments)
            self._settle(after, self._history.since(mark), clean)
            self._history.saved = mark
            self._say(always=True)
        else:
            self._merge_meanwhile(writing, after, clean, label)

    def _merge_meanwhile(self, writing: Writing, after: Stored, clean: Canvas, label: str) -> None:
        """Somebody else had written, and here was edited while that was merged into the file."""
        mark = self._history.writing
        assert mark is not None
        own, base = self._history.since(mark), writing.canvas
        try:
            both = merged(base, self._canvas, clean)
        except ConflictError:
            self._ask(base, after, clean, own)
            return
        change = self._come_to(both, diff(self._canvas, both), label, writer_of(after.path))
        self._canvas = self._canvas.with_places(after.document.canvas.lines, after.document.canvas.comments)
        self._settle(after, own, clean)
        if change is not None:
            self._tell(change)
        self._say()

    def _ask(self, base: Canvas, found: Stored, theirs: Canvas, own: int) -> None:
        """Both changed the same places: theirs is taken over, mine stands on top of it, and somebody has to decide.

        To take the second step back is to take theirs.
        """
        apart = contested(base, self._canvas, theirs)
        edits, label = diff(self._canvas, apart.theirs), "Merged what somebody else saved"
        change = self._come_to(apart.theirs, edits, label, writer_of(found.path))
        rest = bool(diff(theirs, self._canvas))
        self._settle(found, max(1, own - 1) if rest else 0, theirs)
        if change is not None:
            self._tell(change)
        self._asked |= set(apart.addresses)
        edits = diff(self._canvas, apart.mine)
        mine = self._come_to(apart.mine, edits, "Kept my words beside theirs")
        if mine is not None:
            self._changed(mine)
        self._say()

    def _at_rest(self, stored: Stored, theirs: tuple[Edit, ...], label: str) -> Change | None:
        """The canvas is as it is in the file, once `theirs` are taken over as a step."""
        now, by = stored.document.canvas, writer_of(stored.path)
        change = self._come_to(now, theirs, label, by)
        self._canvas = self._canvas.with_places(now.lines, now.comments)
        self._settle(stored, 0, self._canvas)
        self._tell(change or self._nothing())
        self._told = self._state()
        return change

    def _come_to(self, canvas: Canvas, edits: tuple[Edit, ...], label: str, by: str = "") -> Change | None:
        """Take over what somebody else wrote; as a whole where no edits lead there: what is in the file wins."""
        if edits and led(self._canvas, edits, canvas) is canvas:
            return self._as_a_whole(canvas, label, by)
        return self._taken_over(edits, label, by)

    def _settle(self, stored: Stored, unsaved: int, clean: Canvas) -> None:
        """The file is as `stored` says, and lacks that many steps."""
        if self._stored is not None and self._stored.path != stored.path:
            self._keeper.leave_undo()
        self._stored, self._clean = stored, clean
        self._history.is_saved(unsaved)
        self._saving = Saving(at=self._saving.at)
        self._keeper.note()

    def _save_quietly(self) -> None:
        """Save where that is possible; `saving` says what came of it."""
        writing = self._begin()
        try:
            writing.run()
        finally:
            self._done(writing)

    # -- what others do to the file ------------------------------------------------------------------

    def _take_over(self, stored: Stored, found: Stored) -> None:
        """The file says something else now, and nothing here waits to be saved."""
        canvas = self._canvas
        theirs = diff(canvas, found.document.canvas)
        with self.lock:
            if self._stored is stored and self._canvas is canvas and not self.unsaved:
                self.read_only = self.read_only or found.read_only_reason
                self._at_rest(found, theirs, "Took over what somebody else saved")

    def _moved(self, stored: Stored, now: Path) -> None:
        """The file was renamed: this goes on there, with what is not saved yet."""
        with self.lock:
            if self._stored is stored:
                self._keeper.leave_undo()
                self._stored = replace(stored, path=now)
                self._saving.outside = Outside()
                self._keeper.note()
                self._say(always=True)

    def _outside(self, stored: Stored, now: Outside) -> None:
        """What has become of the file, seen from outside."""
        with self.lock:
            if self._stored is not stored or self._saving.outside == now:
                return
            self._saving.outside = now
            if not (now.gone or now.broken or now.protected) and self.unsaved and self.autosave:
                self._keeper.note()
            self._say()

    # -- telling -----------------------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        if (
            self._stored is not None and not self.read_only
        ):  # also while somebody has to decide: undo remembers
            self._keeper.note()
        self._tell(change)

    def _say(self, always: bool = False) -> None:
        """Tell watchers how it stands with the file, where that differs from what they know."""
        state = self._state()
        if always or state != self._told:
            self._told = state
            self._tell(self._nothing())

    def _state(self) -> tuple[object, ...]:
        return self.saving, self.conflict, self.autosave, self._keeper.version

    def _nothing(self) -> Change:
        return Change(self.revision, self._canvas, self._canvas, (), "")
