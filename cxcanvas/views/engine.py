"""Remembers what each derived value was made from, so that an edit costs only what it touches.

A query is a function of a view and some arguments; `ask` runs it once and notes which
inputs and which other queries it read. After `touch` only the queries that read a touched
input are looked at again, and whoever read those only when their value really changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

Key = tuple[Hashable, ...]


class Cell:
    """One input or one query: its value, what it read, and who read it."""

    __slots__ = ("changed", "checked", "deps", "kept", "key", "pending", "users", "value")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.value: Any = None
        self.deps: set[Cell] = set()
        self.users: set[Cell] = set()
        self.pending: set[Cell] = set()  # what it read that may have changed
        self.changed = 0  # the revision in which its value last changed
        self.checked = 0  # the revision in which it was last known to be right
        self.kept = False  # somebody outside the engine shows it


class Engine:
    """The queries of one view of one canvas."""

    def __init__(self, tracking: bool = True) -> None:
        self.tracking = tracking
        self.subject: Any = None
        self._cells: dict[Key, Cell] = {}
        self._values: dict[Key, Any] = {}
        self._reading: list[set[Cell]] = []
        self._revision = 1
        self._loose: list[Cell] = []
        self._marked: list[Cell] = []

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
                del self._cells[key]
                raise
        elif cell.pending:
            self._refresh(cell)
        if self._reading:
            self._reading[-1].add(cell)
        return cell.value

    def keep(self, query: Callable[..., Any], *args: Hashable) -> Any:
        """The value of a query that stays on show: `touch` reports when it may have changed."""
        value = self.ask(query, *args)
        if self.tracking:
            self._cells[(query, *args)].kept = True
        return value

    def release(self, query: Callable[..., Any], *args: Hashable) -> None:
        """A query is not on show any more."""
        cell = self._cells.get((query, *args))
        if cell is not None:
            cell.kept = False
            self._loose.append(cell)

    def touch(self, keys: Iterable[Key]) -> list[Key]:
        """These inputs changed; the kept queries that may differ now."""
        self._revision += 1
        self._marked = []
        for key in keys:
            cell = self._cells.get(key)
            if cell is not None:
                cell.changed = self._revision
                self._mark(cell)
        return [cell.key for cell in self._marked]

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

    def _mark(self, cell: Cell) -> None:
        waiting = [cell]
        while waiting:
            dep = waiting.pop()
            for user in dep.users:
                if not user.pending:
                    waiting.append(user)
                    if user.kept:
                        self._marked.append(user)
                user.pending.add(dep)

    def _refresh(self, cell: Cell) -> None:
        pending, cell.pending = cell.pending, set()
        try:
            for dep in pending:
                if dep.pending:
                    self._refresh(dep)
                if dep.changed > cell.checked:
                    self._run(cell)
                    break
        except BaseException:
            cell.pending = pending
            raise
        cell.checked = self._revision

    def _run(self, cell: Cell) -> None:
        query, *args = cell.key
        reads: set[Cell] = set()
        self._reading.append(reads)
        try:
            value = query(self.subject, *args)  # type: ignore[operator]  # the first part of a query's key
        finally:
            self._reading.pop()
        for dep in cell.deps - reads:
            dep.users.discard(cell)
            self._loose.append(dep)
        for dep in reads - cell.deps:
            dep.users.add(cell)
        cell.deps = reads
        cell.checked = self._revision
        if value != cell.value or not cell.changed:
            cell.value, cell.changed = value, self._revision
