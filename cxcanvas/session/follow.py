"""A session's file on disk, while it is open: changed, broken, gone, back again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, RLock
from time import monotonic
from typing import TYPE_CHECKING, Final

from cxcanvas.errors import CxError, StoreError, TextError
from cxcanvas.session.words import Outside
from cxcanvas.store.disk import read_bytes
from cxcanvas.store.files import opened
from cxcanvas.store.traces import whereabouts
from cxcanvas.store.watching import Watched

if TYPE_CHECKING:
    from cxcanvas.session.session import Session
    from cxcanvas.store import Stored

#: Seconds in which a file may be written twice and look the same.
UNSURE: Final = 2.0
#: Looks that must miss a file before it is said to be gone: some editors take it away for a moment.
MISSES: Final = 2

#: Seconds between two looks: where nobody tells of changes or something is not clear yet, and where all is told.
LOOK: Final = 0.5
CALM: Final = 2.0
#: Seconds after which a change should have been told of.
LATE: Final = 1.5

Look = tuple[object, ...]


class Follower:
    """Looks at the file; a clean session takes over what it finds, another one merges at its next save.

    The system tells when there is something to see (`wake` is called then); what it does
    not tell of is seen by looking.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self.next = 0.0
        self._wake = wake
        self._seen: Look | None = None
        self._misses = 0
        self._watched: Watched | None = None
        self._path: Path | None = None
        self._heard = 0.0
        self._news = Event()
        self._closed = False
        self._listening = RLock()

    def look(self, session: Session) -> None:
        """One look; `next` says when the next one is due."""
        self._news.clear()
        self._look(session)
        settled = self._seen is not None or self._misses >= MISSES
        self.next = monotonic() + (
            CALM if settled and self._watched is not None and self._watched.sure else LOOK
        )
        if self._news.is_set():  # while it was looked at
            self.next = 0.0

    def close(self) -> None:
        """Look no more."""
        with self._listening:
            self._closed = True
            if self._watched is not None:
                self._watched.close()

    def _listen(self, path: Path) -> None:
        with self._listening:
            if self._closed:
                return
            if self._path == path and self._watched is not None:
                self._watched.renew()
                return
            if self._watched is not None:
                self._watched.close()
            self._path, self._watched = path, Watched(path, self._hear)

    def _hear(self) -> None:
        self._heard = time.time()
        self._news.set()  # before `next`: a look that ends just now sets that, and would not know of this news
        self.next = 0.0
        self._wake()

    def _look(self, session: Session) -> None:
        stored = session._stored
        if stored is None:
            return
        self._listen(stored.path)
        try:
            found, changed = _state(stored.path)
        except (OSError, ValueError):
            self._misses += 1
            self._seen = None
            if self._misses >= MISSES:
                self._miss(session, stored)
            return
        self._misses = 0
        seen = (stored.stamp.digest, session.unsaved > 0, *found)
        if self._seen == seen:
            return
        now = time.time()
        if (
            self._watched is not None
            and self._watched.sure
            and self._heard < changed < now - LATE
            and self._seen
        ):
            self._watched.missed()
        self._seen = seen if not 0 <= now - changed < UNSURE else None
        self._read(session, stored)

    def _miss(self, session: Session, stored: Stored) -> None:
        """The file is not there: where it was renamed the session goes along."""
        gone = whereabouts(stored.path)
        if gone is not None and gone.now is not None:
            self._misses = 0
            session._moved(stored, gone.now)
        else:
            session._outside(stored, Outside(gone=True))

    def _read(self, session: Session, stored: Stored) -> None:
        path = stored.path
        try:
            data, stamp = read_bytes(path)
            protected = not session.read_only and not os.access(path, os.W_OK)
            if stamp.digest == stored.stamp.digest:
                session._outside(stored, Outside(protected=protected))
            elif session.unsaved:
                session._outside(stored, Outside(changed=stamp.digest, protected=protected))
            else:
                session._take_over(stored, opened(path, data, stamp))
        except TextError as error:
            session._outside(stored, Outside(broken=f"its text is no canvas just now (line {error.line})"))
        except StoreError as error:
            session._outside(stored, Outside(broken=error.reason or str(error)))
        except CxError as error:
            session._outside(stored, Outside(broken=str(error)))


def _state(path: Path) -> tuple[Look, float]:
    """What tells a file from what stood there before, and when it was changed."""
    found = os.stat(path)
    return (found.st_ino, found.st_mtime_ns, found.st_size, found.st_ctime_ns), found.st_mtime
