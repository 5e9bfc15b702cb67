"""A session's file on disk, while it is open: changed, broken, gone, back again."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxcanvas.errors import CxError, StoreError, TextError
from cxcanvas.store.disk import read_bytes
from cxcanvas.store.files import opened
from cxcanvas.store.traces import whereabouts

if TYPE_CHECKING:
    from cxcanvas.session.session import Session
    from cxcanvas.store import Stored

#: Seconds in which a file may be written twice and look the same.
UNSURE: Final = 2.0
#: Looks that must miss a file before it is said to be gone: some editors take it away for a moment.
MISSES: Final = 2

Look = tuple[object, ...]


class Follower:
    """Looks at the file; a clean session takes over what it finds, another one merges at its next save."""

    def __init__(self) -> None:
        self.next = 0.0
        self._seen: Look | None = None
        self._misses = 0

    def look(self, session: Session) -> None:
        """One look."""
        stored = session._stored
        if stored is None:
            return
        try:
            found, changed = _look(stored.path)
        except (OSError, ValueError):
            self._misses += 1
            if self._misses >= MISSES:
                self._seen = None
                self._miss(session, stored)
            return
        self._misses = 0
        seen = (stored.stamp.digest, session.unsaved > 0, *found)
        if self._seen == seen:
            return
        self._seen = seen if not 0 <= time.time() - changed < UNSURE else None
        self._read(session, stored)

    def _miss(self, session: Session, stored: Stored) -> None:
        """The file is not there: where it was renamed the session goes along."""
        gone = whereabouts(stored.path)
        if gone is not None and gone.now is not None:
            self._misses = 0
            session._moved(stored, gone.now)
        else:
            session._outside(stored, gone=True)

    def _read(self, session: Session, stored: Stored) -> None:
        path = stored.path
        try:
            data, stamp = read_bytes(path)
            if stamp.digest == stored.stamp.digest:
                session._outside(stored)
            elif session.unsaved:
                session._outside(stored, changed=True)
            else:
                session._take_over(stored, opened(path, data, stamp))
        except TextError as error:
            session._outside(stored, broken=f"its text is no canvas just now (line {error.line})")
        except StoreError as error:
            session._outside(stored, broken=error.reason or str(error))
        except CxError as error:
            session._outside(stored, broken=str(error))


def _look(path: Path) -> tuple[Look, float]:
    """What tells a file from what stood there before, and when it was changed."""
    found = os.stat(path)
    return (found.st_ino, found.st_mtime_ns, found.st_size, found.st_ctime_ns), found.st_mtime
