"""Two versions of a concept for whoever reads: which there are, which were asked for, and the page of the two."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from cxcanvas.canvas import Canvas
from cxcanvas.errors import CxError
from cxcanvas.serve.http import Sentence
from cxcanvas.serve.workspace import Entry
from cxcanvas.store import load
from cxcanvas.store.kept import Kept, Memory, Versions, head, versions
from cxcanvas.versions.changes import told

R = TypeVar("R")
#: Stands for what is in the file now.
NOW: Final = "now"
NOW_SAID: Final = "what is in the file now"
#: Versions of which is said how much they changed, and the seconds that finding it out may take.
COUNTED: Final = 12
SECONDS: Final = 1.5
_HISTORIES: Final = 64
_COUNTS: Final = 5_000
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID: Final = re.compile(r"[0-9a-f]{7,64}")


@dataclass(frozen=True, slots=True)
class Step:
    """One version in the list: itself, the one before it, and how much it changed (None: not counted)."""

    version: Kept
    before: Kept | None
    changes: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A version that a review keeps: under review, or a variant; its id, what it is called, and how it is read."""

    id: str
    said: str
    read: Callable[[], Canvas]


Version = Kept | Judged


@dataclass(frozen=True, slots=True)
class Asked:
    """The two versions of a page; None stands for what is in the file now. `judged` are those that reviews keep."""

    found: Versions
    old: Version | None
    new: Version | None
    head: str
    judged: tuple[Judged, ...] = ()


class Past:
    """The histories of the concepts. Git is asked on a thread of its own: whoever reads something else waits for nothing."""

    def __init__(self, judged: Callable[[Entry], tuple[Judged, ...]] = lambda entry: ()) -> None:
        self._judged = judged
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="git")
        self._histories: OrderedDict[Path, tuple[str, Versions]] = OrderedDict()
        self._memory = Memory()
        self._counts: OrderedDict[tuple[Path, str, str], int | None] = OrderedDict()

    async def asked(self, entry: Entry, old: str, new: str, since: str) -> Asked:
        """The two versions that an address names; Sentence where it names none."""
        return await self._there(self._asked, entry, old, new, since)

    async def steps(self, asked: Asked) -> list[Step]:
        """The versions with how much each changed, the latest first."""
        return await self._there(self._steps, asked.found)

    async def canvases(self, entry: Entry, asked: Asked) -> tuple[Canvas, Canvas]:
        """What both versions say; CxError where one cannot be read."""
        return await self._there(self._canvases, entry, asked)

    def close(self) -> None:
        """Ask nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _there(self, make: Callable[..., R], *args: object) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, make, *args)

    # -- on the thread ---------------------------------------------------------------------------

    def _asked(self, entry: Entry, old: str, new: str, since: str) -> Asked:
        at, found = self._history(entry.path)
        judged = self._judged(entry)
        if not found.kept and (since or not judged):
            return Asked(found, None, None, at, judged)
        after = None if new in ("", NOW) else _named(found, judged, entry, new)
        if since:
            return Asked(found, found.on(_day(since)), after, at, judged)
        if old == NOW:
            return Asked(found, None, after, at, judged)
        before = _named(found, judged, entry, old) if old else self._usual(found, judged, entry, after)
        return Asked(found, before, after, at, judged)

    def _history(self, path: Path) -> tuple[str, Versions]:
        at = head(path)
        known = self._histories.get(path)
        if known is None or known[0] != at or not known[1].kept:
            known = self._histories[path] = at, versions(path)
            if len(self._histories) > _HISTORIES:
                self._histories.popitem(last=False)
        return known

    def _usual(
        self, found: Versions, judged: tuple[Judged, ...], entry: Entry, after: Version | None
    ) -> Version | None:
        """What is compared with unless somebody says: the version before; for the file, the last that differs from it."""
        if isinstance(after, Kept):
            return found.before(after) or after
        if after is not None or not found.kept:
            return judged[0]
        latest = found.kept[0]
        try:
            same = self._memory.canvas(found, latest) == load(entry.path)
        except (CxError, OSError):
            return latest
        return (found.before(latest) or latest) if same else latest

    def _canvases(self, entry: Entry, asked: Asked) -> tuple[Canvas, Canvas]:
        before, after = (
            load(entry.path)
            if one is None
            else one.read()
            if isinstance(one, Judged)
            else self._memory.canvas(asked.found, one)
            for one in (asked.old, asked.new)
        )
        return before, after

    def _steps(self, found: Versions) -> list[Step]:
        end = time.monotonic() + SECONDS
        steps = []
        for place, version in enumerate(found.kept):
            before = found.kept[place + 1] if place + 1 < len(found.kept) else None
            counted = place < COUNTED and before is not None and time.monotonic() < end
            changes = self._count(found, before, version) if counted and before is not None else None
            steps.append(Step(version, before, changes))
        return steps

    def _count(self, found: Versions, before: Kept, after: Kept) -> int | None:
        """How much changed between two versions; None where one of them cannot be read."""
        assert found.history is not None
        key = found.history.top, before.id, after.id
        if key not in self._counts:
            try:
                pair = [self._memory.canvas(found, one) for one in (before, after)]
                self._counts[key] = sum(len(one.changes) for one in told(*pair))
            except (CxError, OSError):
                self._counts[key] = None
            if len(self._counts) > _COUNTS:
                self._counts.popitem(last=False)
        return self._counts[key]


def _named(found: Versions, judged: tuple[Judged, ...], entry: Entry, said: str) -> Version:
    version = found.find(said) if _ID.fullmatch(said) else None
    if version is not None:
        return version
    kept = [one for one in judged if one.id.startswith(said)] if _ID.fullmatch(said) else []
    if len(kept) != 1:
        raise Sentence(
            404,
            f"The history of “{entry.name}” has no version “{said[:40]}”. The list of its versions shows those that there are.",
        )
    return kept[0]


def _day(said: str) -> dt.date:
    try:
        return dt.date.fromisoformat(said if _DAY.fullmatch(said) else "")
    except ValueError:
        raise Sentence(404, f"“{said[:40]}” is no day; write one like 2026-09-03.") from None


def called(version: Version | None) -> str:
    """What people call a version, or the file."""
    return NOW_SAID if version is None else version.said
