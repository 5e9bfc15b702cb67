"""What happens beside the work: the file is saved and followed, the undo file is written, git is asked.

One thread does it, which begins when there is something to do and ends when there is
nothing more. It holds the session's lock only to look and to settle, never while it waits
for a disk.
"""

from __future__ import annotations

import atexit
import logging
import os
import weakref
from collections.abc import Iterable
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from cxcanvas.errors import StoreError
from cxcanvas.session.follow import Follower
from cxcanvas.store.undo import UndoFile

if TYPE_CHECKING:
    from cxcanvas.session.session import Session
    from cxcanvas.store.undo import Unsaved

_LOG = logging.getLogger(__name__)

#: Seconds of quiet after an edit before it is written, and the most that steady typing puts that off.
QUIET: Final = 0.3
AT_MOST: Final = 2.0
#: Seconds between two tries of what failed.
RETRY: Final = 5.0
#: Seconds between two looks whether another session has ended.
LOOK_AGAIN: Final = 2.0
#: Seconds after which git may be asked again, and those in which an answer about the same text is good.
ASK_AGAIN: Final = 4.0
GOOD_FOR: Final = 30.0


class Keeper:
    """The background of one session."""

    def __init__(self, session: Session) -> None:
        self._of = weakref.ref(session)
        self.autosave = False
        self.follower: Follower | None = None
        self.undo_file: UndoFile | None = None
        self.version = ""
        self.closed = False
        self._thread: Thread | None = None
        self._wake = Event()
        self._process = 0
        self._first: float | None = None  # the oldest change that nothing was done about yet
        self._last = 0.0
        self._again: float | None = None  # when to try again what failed
        self._ask_at: float | None = None  # when to ask git
        self._answered = -GOOD_FOR
        self._answered_for = ""
        self._look_again: float | None = None  # when to look what another session left, which is at work now
        self._writing_undo = Lock()
        self._number = self._written = 0

    # -- what brings work (all of it with the session's lock held) ---------------------------------

    def note(self) -> None:
        """Something changed: it is written after a short quiet."""
        self._last = monotonic()
        if self._first is None and not self.closed:
            self._first = self._last
            self._run()
            self._wake.set()  # it may have lain down for longer than a quiet lasts

    @property
    def following(self) -> bool:
        """Whether the file is looked at."""
        return self.follower is not None

    def follow(self, on: bool) -> None:
        """Begin or end to look at the file."""
        if not on or self.closed:
            follower, self.follower = self.follower, None
            if follower is not None:
                follower.close()
        elif self.follower is None:
            self.follower = Follower(self.wake)
            if (session := self._of()) is not None:  # whoever forgets to close one leaves nothing behind
                weakref.finalize(session, self.follower.close).atexit = False
            self._run()
            self._wake.set()

    def wake(self) -> None:
        """There is something to look at."""
        self._wake.set()

    def leave_undo(self) -> None:
        """The session goes on with another file."""
        if self.undo_file is not None:
            self.undo_file.release()
        self.undo_file = None

    def ask_git(self, digest: str) -> None:
        """Find out the version in words of the text with that digest, unless that was just done."""
        now = monotonic()
        known = digest == self._answered_for and now - self._answered < GOOD_FOR
        if not known and self._ask_at is None and not self.closed:
            self._ask_at = max(now, self._answered + ASK_AGAIN)
            self._run()
            self._wake.set()

    def look_again(self, found: Iterable[Unsaved], at_work: bool) -> None:
        """That was left by other sessions; whether there are some at work that may leave more."""
        if self.undo_file is not None:
            self.undo_file.know(found)
        self._look_again = monotonic() + LOOK_AGAIN if at_work else None

    def try_again(self, failed: bool) -> None:
        """Whether what could not be saved is tried again after a while."""
        self._again = monotonic() + RETRY if failed and self.autosave and not self.closed else None

    def _run(self) -> None:
        if self._thread is None or not self._thread.is_alive():  # a forked child has no threads
            _AT_WORK.add(self)
            self._process = os.getpid()
            self._wake = Event()
            thread = Thread(target=_work, args=(self._of, self._wake), name="cxcanvas-keeper", daemon=True)
            try:
                thread.start()
            except RuntimeError:  # the program is ending: what waits is written then
                return
            self._thread = thread

    # -- the work (without the lock, but for looking and settling) ----------------------------------

    def turn(self, session: Session) -> float | None:
        """Do what is due; how long to wait then, or None when there is nothing more to do."""
        now = monotonic()
        if self._due(now) <= now:
            self._write(session)
        if self.follower is not None and self.follower.next <= now:
            self.follower.look(session)
        if self.follower is not None and self._look_again is not None and self._look_again <= now:
            session._take_up()
        if self._ask_at is not None and self._ask_at <= now:
            self._ask(session)
        with session.lock:
            waits = [self._due(monotonic())]
            if self.follower is not None:
                waits += [self.follower.next, *([] if self._look_again is None else [self._look_again])]
            if self._ask_at is not None:
                waits.append(self._ask_at)
            if self.closed or min(waits) == _NEVER:
                self._thread = None
                _AT_WORK.discard(self)
                return None
            return max(0.0, min(waits) - monotonic())

    @property
    def pending(self) -> bool:
        """Whether something waits to be written."""
        return self._first is not None

    def _due(self, now: float) -> float:
        due = _NEVER if self._again is None else self._again
        if self._first is not None:
            due = min(due, self._last + QUIET, self._first + AT_MOST)
        return due

    def _write(self, session: Session) -> None:
        with session.lock:
            self._first = self._again = None
            wanted = self.autosave and session.unsaved and session._can_keep and not self.closed
            writing = session._begin() if wanted else None
        if writing is not None:
            try:
                writing.run()
            finally:
                session._done(writing)
        self.write_undo(session)

    def write_undo(self, session: Session) -> None:
        """Write the undo file as things are now; where that cannot be, undo ends with the program."""
        with session.lock:
            kept = None if self.closed else session._kept()
            if kept is None or session.path is None:
                return
            self._number += 1
            number, file = self._number, self._file(session)
        with self._writing_undo:
            if number <= self._written:
                return  # something newer is there already
            self._written = number
            try:
                file.write(kept())
            except StoreError as error:
                _LOG.debug("no undo file: %s", error)
            except Exception:
                _LOG.exception("the undo file could not be written")

    def _file(self, session: Session) -> UndoFile:
        assert session.path is not None
        if self.undo_file is None:
            self.undo_file = UndoFile(session.path, session._offered)
        return self.undo_file

    def forget_undo(self, session: Session) -> None:
        """Remove the undo file (with the session's lock held)."""
        if session.path is not None:
            with self._writing_undo:
                self._written = self._number
                self._file(session).forget()

    def _ask(self, session: Session) -> None:
        from cxcanvas.store.versions import (
            in_words,
        )  # what starts programs is not needed by whoever only edits

        self._ask_at, stored = None, session._stored
        words = "" if stored is None else in_words(stored.path)
        with session.lock:
            self._answered, self._answered_for = monotonic(), "" if stored is None else stored.stamp.digest
            if words != self.version:
                self.version = words
                session._say()

    # -- the end -------------------------------------------------------------------------------------

    def flush(self, session: Session) -> None:
        """Write what waits, now."""
        with session.lock:
            if self.autosave and session.unsaved and session._can_keep and not self.closed:
                session._save_quietly()
            waiting, self._first, self._again = self.pending, None, None
        if waiting:
            self.write_undo(session)

    def close(self, session: Session) -> None:
        """Write what waits and end."""
        self.flush(session)
        with session.lock:
            self.follow(False)
            self.closed = True
            file, self.undo_file = self.undo_file, None
            thread = self._thread
            self._wake.set()
        with self._writing_undo:
            if file is not None:
                file.release()
        if thread is not None and not session.lock._is_owned():  # type: ignore[attr-defined]
            thread.join(timeout=10)  # who holds the lock would wait for one who waits for it


_NEVER: Final = float("inf")
_AT_WORK: Final[weakref.WeakSet[Keeper]] = weakref.WeakSet()


def _work(of: weakref.ref[Session], wake: Event) -> None:
    """The thread: it keeps a session alive only while something of it waits to be written."""
    while (session := of()) is not None:
        keeper = session._keeper
        try:
            wait = keeper.turn(session)
        except Exception:
            _LOG.exception("a session's background stumbled")
            wait = RETRY
        if wait is None:
            return
        if not keeper.pending:
            del session
        del keeper
        wake.wait(wait)
        wake.clear()
        session = None


@atexit.register
def _at_exit() -> None:
    while _AT_WORK:
        try:
            keeper = _AT_WORK.pop()
            session = keeper._of()
            if session is not None and keeper._process == os.getpid():  # a forked child has copies only
                keeper.flush(session)
        except KeyError:  # the last one went just now
            return
        except Exception:
            _LOG.exception("what waited could not be written at the end")
