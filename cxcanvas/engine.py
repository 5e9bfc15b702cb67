"""Remembers what each derived value was made from, so that an edit costs only what it touches.

A query is a function of a subject and some arguments; `ask` runs it once and notes which
inputs and which other queries it read. `touch` runs again the queries that read a changed
input, then whoever read those whose value really changed, and so on: lowest first, so that
no query ever sees an old value beside a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from heapq import heappop, heappush
from itertools import count
from typing import Any

Key = tuple[Hashable, ...]


class Cell:
    """One input or one query: its value, what it read, and who read it."""

    __slots__ = ("deps", "height", "kept", "key", "users", "value", "waiting")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.value: Any = None
        self.deps: set[Cell] = set()
        self.users: set[Cell] = set()
        self.height = 0  # above everything that it read
        self.waiting = False  # is to run again
        self.kept = False  # somebody outside the engine shows it


class Engine:
    """The queries of one view of one canvas."""

    def __init__(self, tracking: bool = True) -> None:
        self.tracking = tracking
        self.subject: Any = None
        self._cells: dict[Key, Cell] = {}
        self._values: dict[Key, Any] = {}
        self._reading: list[set[Cell]] = []
        self._loose: list[Cell] = []
        self._queue: list[tuple[int, int, Cell]] = []
        self._tickets = count()
        self._changed: dict[Key, None] = {}

    def read(self, *key: Hashable) -> None:
        """Note that the query that runs now read an input."""
        if self._reading:
            cell = self._cells.get(key)
            if cell is None:
                cell = self._cells[key] = Cell(key)
            self._reading[-1].add(cell)

    def ask(self, query: Callable[..., Any], *args: Hashable) -> Any:
        """The value of a query; run only when something that it read has changed."""
        key = (query, *args)
        if not self.tracking:
            if key not in self._values:
                self._values[key] = query(self.subject, *args)
            return self._values[key]
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = Cell(key)
            try:
                self._run(cell)
            except BaseException:
                self._cells.pop(key, None)
                raise
        elif self._queue:
            self._settle(cell.height)  # a query that was not asked for before may stand higher than its asker
        if self._reading:
            self._reading[-1].add(cell)
        return cell.value

    def keep(self, query: Callable[..., Any], *args: Hashable) -> Any:
        """The value of a query that stays on show: `touch` reports when it changes."""
        value = self.ask(query, *args)
        self._cells[(query, *args)].kept = True
        return value

    def release(self, query: Callable[..., Any], *args: Hashable) -> None:
        """A query is not on show any more."""
        cell = self._cells.get((query, *args))
        if cell is not None:
            cell.kept = False
            self._loose.append(cell)

    def touch(self, keys: Iterable[Key]) -> list[Key]:
        """These inputs changed; the queries on show whose value is another now."""
        self._changed = {}
        for key in keys:
            cell = self._cells.get(key)
            if cell is not None:
                self._rouse(cell)
        self._settle(None)
        return list(self._changed)

    def sweep(self) -> None:
        """Forget what nobody reads any more."""
        waiting, self._loose = self._loose, []
        while waiting:
            cell = waiting.pop()
            if cell.users or cell.kept or self._cells.get(cell.key) is not cell:
                continue
            del self._cells[cell.key]
            for dep in cell.deps:
                dep.users.discard(cell)
            waiting.extend(cell.deps)
            cell.deps = set()

    def _rouse(self, cell: Cell) -> None:
        """Whoever read this is to run again."""
        for user in cell.users:
            if not user.waiting:
                user.waiting = True
                heappush(self._queue, (user.height, next(self._tickets), user))

    def _settle(self, height: int | None) -> None:
        """Run what waits, lowest first, up to a height."""
        while self._queue and (height is None or self._queue[0][0] <= height):
            _, _, cell = heappop(self._queue)
            if not cell.waiting or self._cells.get(cell.key) is not cell:
                continue
            cell.waiting = False
            before = cell.value
            self._run(cell)
            if cell.value != before:
                if cell.kept:
                    self._changed[cell.key] = None
                self._rouse(cell)

    def _run(self, cell: Cell) -> None:
        query, *args = cell.key
        reads: set[Cell] = set()
        self._reading.append(reads)
        try:
            value = query(self.subject, *args)  # type: ignore[operator]  # the first part of a query's key
        finally:
            self._reading.pop()
        cell.value = value
        if reads == cell.deps:
            return
        for dep in cell.deps - reads:
            dep.users.discard(cell)
            self._loose.append(dep)
        for dep in reads - cell.deps:
            dep.users.add(cell)
        cell.deps = reads
        self._raise(cell, max((dep.height for dep in reads), default=0) + 1)

    def _raise(self, cell: Cell, height: int) -> None:
        """Put a query above what it read, and its readers above it."""
        waiting = [(cell, height)]
        while waiting:
            here, least = waiting.pop()
            if here.height < least:
                here.height = least
                waiting.extend((user, least + 1) for user in here.users)
