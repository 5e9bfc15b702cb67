"""How a rule looks at a canvas: the questions of `measures.Source`, by kind, noting which kinds were looked at.

What a rule looked at is known by kind and not by element: an edit of an action judges again whatever looks at
actions. That is little to note down, and a rule costs about a millisecond at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from typing import Any

from cxcanvas.canvas import Canvas, Element
from cxcanvas.engine import Engine
from cxcanvas.references import Reference
from cxcanvas.values import Absent, Value

__all__ = ["Look"]


class Look:
    """A canvas on a day; answers rules, and remembers what several of them ask."""

    def __init__(self, canvas: Canvas, today: dt.date, tracking: bool = False) -> None:
        self.canvas = canvas
        self.today = today
        self.engine = Engine(tracking)
        self.engine.subject = self
        self._noting = tracking

    def ask(self, query: Callable[..., Any], *args: Hashable) -> Any:
        """The value of a function of this look, found once for all rules: `look.ask(emotion_curve, id_)`."""
        return self.engine.ask(query, *args)

    def get(self, id_: str) -> Element | None:
        """The element at an address."""
        found = self.canvas.get(id_.partition(".")[0])
        if self._noting:
            self.engine.read("kind", found.kind) if found is not None else self.engine.read("ids")
        return found

    def of(self, kind: str) -> tuple[Element, ...]:
        """The elements of a kind in the file's order."""
        if self._noting:
            self.engine.read("kind", kind)
        return self.canvas.of(kind)

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind in the file's order."""
        if self._noting:
            self.engine.read("kind", kind)
        return self.canvas.ids(kind)

    def referrers(self, id_: str) -> tuple[Reference, ...]:
        """Who points at an element."""
        if self._noting:
            self.engine.read("references")
        return self.canvas.referrers(id_)

    def value(self, address: str) -> Value | Absent:
        """What stands at an address, in an element or in a record."""
        head = address.partition(".")[0]
        if head in self.canvas:
            self.get(head)
        elif self._noting:
            self.engine.read("record", head)
            if head not in self.canvas.records:  # an element of that name may come
                self.engine.read("ids")
        return self.canvas.value(address)

    def names(self) -> tuple[str, ...]:
        """The records that are there, and the kinds."""
        if self._noting:
            self.engine.read("records")
        return (*self.canvas.records, *self.canvas.kinds)

    @property
    def concept(self) -> Element:
        """The concept itself."""
        if self._noting:
            self.engine.read("record", "concept")
        return self.canvas.concept

    def pointing(self, id_: str, kind: str, *relations: str) -> tuple[Element, ...]:
        """The elements of a kind that point at an element, or at a part of it, by one of these fields."""
        found: dict[str, Element] = {}
        for one in self.referrers(id_.partition(".")[0]):
            source = self.canvas.get(one.source)
            if source is not None and source.kind == kind and one.relation in relations:
                found[source.id] = source
        if self._noting:
            self.engine.read("kind", kind)
        return tuple(found.values())

    def follow(self, canvas: Canvas) -> None:
        """Look at a later canvas; what differs is told by identity, since elements are values."""
        before, self.canvas = self.canvas, canvas
        kinds = {*before.kinds, *canvas.kinds}
        keys: set[tuple[Hashable, ...]] = {
            ("kind", kind) for kind in kinds if before.ids(kind) != canvas.ids(kind)
        }
        if keys:
            keys.add(("ids",))
        if before.records.keys() != canvas.records.keys() or set(before.kinds) != set(canvas.kinds):
            keys.add(("records",))
        for name in {*before.records, *canvas.records}:
            if before.records.get(name) is not canvas.records.get(name):
                keys.add(("record", name))
                keys |= _pointing(before, canvas, name)
        for id_ in {*before, *canvas}:
            old, new = before.get(id_), canvas.get(id_)
            if old is not new:
                keys |= {("kind", one.kind) for one in (old, new) if one is not None}
                keys |= _pointing(before, canvas, id_)
        self.engine.touch(keys)


def _pointing(before: Canvas, after: Canvas, id_: str) -> set[tuple[Hashable, ...]]:
    return {("references",)} if before.references(id_) != after.references(id_) else set()
