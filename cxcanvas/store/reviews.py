"""The review log of a canvas: `NAME.reviews.jsonl` beside it, one line an event, safe with many programs at once."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Protocol

from cxcanvas.errors import ReviewError, StoreError
from cxcanvas.review.admission import refusal
from cxcanvas.review.event import Draft, Event, Who, line_of, sealed, without
from cxcanvas.review.folding import fold
from cxcanvas.review.log import EMPTY, Log, extended
from cxcanvas.review.state import State
from cxcanvas.store import traces
from cxcanvas.store.appending import Tail, append_line, read_tail
from cxcanvas.store.disk import write_bytes
from cxcanvas.store.hidden import only_one, private_folder
from cxcanvas.store.locks import HIDDEN, locked
from cxcanvas.store.workspace import SUFFIX

__all__ = ["ENDING", "ReviewFile", "ReviewStore", "log_path"]

ENDING: Final = ".reviews.jsonl"
#: Characters of a line that is no snapshot.
LONGEST_EVENT: Final = 512_000
#: Seconds to wait for others who write at the same time.
WAIT: Final = 30.0


class ReviewStore(Protocol):
    """What a review needs of whatever keeps it: a file today, a database where somebody wants one."""

    @property
    def read_only_reason(self) -> str:
        """Why nothing can be said here, in a sentence; "" where it can."""
        ...

    def state(self) -> State:
        """Everything that was said so far, by whomever; asking again is cheap."""
        ...

    def append(self, said: Draft, who: Who) -> Event:
        """Keep what somebody says, after all that was said before.

        Raises ReviewError where they may not say it or it does not fit, StoreError where it
        cannot be kept; then nothing was written.
        """
        ...

    def alone(self) -> contextlib.AbstractContextManager[object]:
        """Nobody else keeps anything meanwhile: what is judged within still stands when it is kept. Can be nested.

        Raises StoreError where others are at it for too long, or nothing can be kept.
        """
        ...


def log_path(canvas: Path) -> Path:
    """Where the review log of a canvas file lies."""
    return canvas.with_name(canvas.name.removesuffix(SUFFIX) + ENDING)


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class ReviewFile:
    """The review log beside a canvas file. It follows the canvas when that is renamed; a deleted one's can be read."""

    def __init__(self, canvas: str | os.PathLike[str], clock: Callable[[], str] = _now) -> None:
        self.canvas = Path(canvas)
        self._clock = clock
        self._lock = threading.RLock()
        self._tail = Tail()
        self._whole, self._log = EMPTY, EMPTY
        self._state: tuple[Log, State] | None = None
        self._gone = ""
        self._held: Path | None = None

    @property
    def path(self) -> Path:
        """The log's file, where the canvas is now."""
        return self._place()

    def _place(self) -> Path:
        """The log's file; of a deleted canvas, where it was put aside."""
        self._gone = ""
        gone = traces.whereabouts(self.canvas)
        if gone is None:
            return log_path(self.canvas)
        if gone.now is not None:
            self.canvas = gone.now
            return log_path(self.canvas)
        self._gone = f"{gone.sentence}; its reviews can be read only"
        beside = log_path(self.canvas)
        aside = self.canvas.parent / HIDDEN / traces.DELETED / gone.word / f"beside{ENDING}"
        return aside if gone.word and not beside.exists() else beside

    # -- reading ---------------------------------------------------------------------------------

    def log(self) -> Log:
        """The log as it is now; only what was added since the last time is read.

        No file is an empty log. Raises StoreError where it cannot be read.
        """
        with self._lock:
            tail = read_tail(self._place(), self._tail)
            if tail is self._tail:
                return self._log
            before = self._whole if tail.goes_on else EMPTY
            self._whole = extended(before, tail.lines) if tail.lines else before
            self._log = extended(self._whole, [tail.rest]) if tail.rest else self._whole
            self._tail = tail.settled()
            return self._log

    def state(self) -> State:
        """Everything that was said so far."""
        with self._lock:
            log = self.log()
            if self._state is None or self._state[0] is not log:
                self._state = log, fold(log, self._state)
            return self._state[1]

    def reread(self) -> State:
        """The same from the first line on: shows also what was changed in a part that was read before."""
        with self._lock:
            self._tail, self._whole, self._log = Tail(), EMPTY, EMPTY
            return self.state()

    @property
    def read_only_reason(self) -> str:
        """Why nothing can be said here, in a sentence; "" where it can."""
        path = self._place()
        if self._gone:
            return self._gone
        try:
            if told := self.log().read_only:
                return told
        except StoreError as error:
            return str(error)
        there = path if path.exists() else path.parent
        return "" if os.access(there, os.W_OK) else f"{path.name} is write-protected"

    # -- writing ---------------------------------------------------------------------------------

    def append(self, said: Draft, who: Who) -> Event:
        """Keep what somebody says, after all that was said before.

        Raises ReviewError where they may not say it or it does not fit, StoreError where it
        cannot be kept; then nothing was written. A redaction also takes the words out of their line.
        """
        with self.alone() as path:
            state = self.state()
            if self._gone or state.read_only:
                raise StoreError(f"nothing was written: {self._gone or state.read_only}")
            why = refusal(state, said, who)
            if why:
                raise ReviewError(why)
            salts = secrets.token_hex(16), secrets.token_hex(16)
            event = sealed(said, who, state.heads, self._clock(), salts)
            data = line_of(event)
            if len(event.line) > LONGEST_EVENT and said.kind != "snapshot":
                raise ReviewError(
                    f"this has {len(event.line):,} characters; expected at most {LONGEST_EVENT:,}"
                )
            with self._begun(path):
                append_line(path, data, said.kind in ("snapshot", "open"))
            if said.kind == "redact":
                self._take_out(path)
            return event

    @contextlib.contextmanager
    def alone(self) -> Iterator[Path]:
        """Nobody else writes this log meanwhile, in no program; gives its place."""
        with self._lock:
            if self._held is not None:
                yield self._held
                return
            with self._alone() as self._held:
                try:
                    yield self._held
                finally:
                    self._held = None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[Path]:
        """The lock of the log; the canvas may have been renamed while one waited."""
        for _ in range(3):
            path = self._place()
            if self._gone:
                raise StoreError(f"nothing was written: {self._gone}")
            with locked(path, WAIT):
                if self._place() == path and not self._gone:
                    yield path
                    return
        raise StoreError(f"{self.canvas.name} is being renamed; try again in a moment")

    def _begun(self, path: Path) -> contextlib.AbstractContextManager[None]:
        """A log is begun while no concept of the folder is being renamed: it would lie under two names."""
        if os.path.lexists(path):
            return contextlib.nullcontext()
        return only_one(private_folder(path.parent) / "concepts.lock", WAIT)

    def _take_out(self, path: Path) -> None:
        """Rewrite the lines of what was redacted; every other line stays as it is, also a broken one."""
        state, events = self.state(), self.log().events
        taken = [data for one in state.reviews.values() for _, data in one.redactions]
        bare = {
            events[data["event"]].line.encode(): line_of(without(events[data["event"]], data["what"])).rstrip(
                b"\n"
            )
            for data in taken
        }
        lines = path.read_bytes().split(b"\n")
        write_bytes(path, b"\n".join(bare.get(line.rstrip(b"\r"), line) for line in lines))
