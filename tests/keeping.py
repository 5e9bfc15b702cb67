"""What the tests of a session's keeping share: a small concept, waiting without sleeping, sessions that crash."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import cxcanvas as cx
from cxcanvas.session import Change, Session

T = TypeVar("T")

TEXT = """\
cxcanvas: 1
concept:
  title: Care   # the working title
party:
  dana:
    name: Dana
step:
  call:
    name: Calls
    storyline: customer
  pay:
    name: Pays
    storyline: customer
"""


class Waiting:
    """Waits until a session is as it should be; woken whenever watchers are told something."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.heard: list[Change] = []
        self._news = threading.Condition()
        session.subscribe(self._hear)

    def _hear(self, change: Change) -> None:
        with self._news:
            self.heard.append(change)
            self._news.notify_all()

    def until(self, true: Callable[[], object], seconds: float = 20.0) -> None:
        """Wait until something is true of what watchers are told about."""
        end = monotonic() + seconds
        with self._news:
            while not true():
                assert self._news.wait(max(0.0, end - monotonic())), f"still: {self.session.saving}"


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """What asynchronous work comes to, in a loop of its own: the browser of other tests has one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until something is true that nobody tells about."""
    end, pause = monotonic() + seconds, threading.Event()
    while not true():
        assert monotonic() < end, "it did not become true in time"
        pause.wait(0.02)


@contextmanager
def opened(path: Path, autosave: bool = False, following: bool = False) -> Iterator[tuple[Session, Waiting]]:
    """A session, and who waits for it; closed in the end."""
    session = cx.open(path)
    waiting = Waiting(session)
    session.autosave, session.following = autosave, following
    try:
        yield session, waiting
    finally:
        session.close()


def keep(session: Session) -> None:
    """Do now what the background does after a quiet."""
    session._keeper._write(session)


def crash(session: Session) -> None:
    """End a session as if its program had been killed: nothing is written, the system frees its lock."""
    session._keeper.closed = True
    if session._keeper.undo_file is not None:
        session._keeper.undo_file.release()
        session._keeper.undo_file = None
    session._keeper._wake.set()


def undo_file(path: Path) -> Path:
    """Where the undo file of a canvas is."""
    return path.parent / ".cxcanvas" / "undo" / f"{path.name.removesuffix('.cx.yaml')}.json"


def threads() -> list[str]:
    """The background threads of sessions."""
    return [one.name for one in threading.enumerate() if one.name in ("cxcanvas-keeper", "cxcanvas-watch")]
