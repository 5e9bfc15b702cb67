"""Three canvases become one: what both sides changed, by meaning, and nothing of either is lost.

For canvases b, l and r: `merge(b, b, r) == r`; `merge(b, l, l) == l`; and `merge(b, r, l)`
is `merge(b, l, r)` with the sides of its conflicts exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from cxcanvas.canvas import Canvas, Element
from cxcanvas.errors import Problem
from cxcanvas.references import Reference, references_of
from cxcanvas.values import ABSENT, Absent, Frozen, Value, at, put, same
from cxcanvas.versions.alignment import Three, aligned
from cxcanvas.versions.comments import merged_comments
from cxcanvas.versions.conflicts import RECORD, Conflict, as_value, recorded
from cxcanvas.versions.order import merged_order
from cxcanvas.versions.values import addressable, merged_fields, merged_value

#: What is wrong with a canvas, as far as these elements and records are concerned.
Judge = Callable[[Canvas, Collection[str]], Iterable[Problem]]


def merge(base: Canvas, local: Canvas, remote: Canvas, judge: Judge | None = None) -> Canvas:
    """The canvas that both sides have made from `base`.

    Different elements, different fields and additions to a list come together. A place
    that both changed differently stands in the record `conflicts` with both sides, and as
    it was in `base` where it belongs; an element that one side removed and the other
    changed or points at stays. Comments of both stay. `judge` finds what is wrong with
    the whole although each side was right; that is a conflict too.
    """
    if local is remote or remote is base:
        return local
    if local is base:
        return remote
    three, found = aligned(base, local, remote)
    return _Merge(three, found).run(judge)


class _Merge:
    """One merge: the elements and records so far, and the conflicts."""

    def __init__(self, three: Three, found: list[Conflict]) -> None:
        self.three = three
        self.base, self.local, self.remote = three
        self.found = {one.address: one for one in found}
        self.elements: dict[str, Element] = {}
        #: Elements and records that differ between the sides.
        self.touched: set[str] = set()
        #: What only one side still has, with the canvas that it is gone from.
        self.gone: dict[str, Canvas] = {}

    def run(self, judge: Judge | None) -> Canvas:
        for id_ in dict.fromkeys((*self.base, *self.local, *self.remote)):
            self._element(id_)
        records = self._records()
        self._bring_back(records)
        canvas = self._canvas(records)
        if judge is not None:
            canvas = self._judged(canvas, judge)
        return canvas

    def _clash(
        self, address: str, base: Value | Absent, local: Value | Absent, remote: Value | Absent
    ) -> None:
        self.found[address] = Conflict(address, base, local, remote)

    # -- elements ----------------------------------------------------------------------------------

    def _element(self, id_: str) -> None:
        base, local, remote = (one.get(id_) for one in self.three)
        if _equal(local, remote):
            self._keep(id_, local, self.local, None)
            return
        self.touched.add(id_)
        if _equal(base, remote):
            self._keep(id_, local, self.local, remote)
        elif _equal(base, local):
            self._keep(id_, remote, self.remote, local)
        elif base is None or local is None or remote is None or not _alike(base, local, remote):
            self._whole(id_, base, local, remote)
        else:
            fields = merged_fields(f"{id_}.", base.fields, local.fields, remote.fields, self._clash)
            self.elements[id_] = Element(local.kind, id_, fields)

    def _keep(self, id_: str, element: Element | None, chosen: Canvas, other: Element | None) -> None:
        if element is not None:
            self.elements[id_] = element
        elif other is not None:
            self.gone[id_] = chosen

    def _whole(self, id_: str, base: Element | None, local: Element | None, remote: Element | None) -> None:
        """Both did something to an element that cannot be brought together field by field."""
        self._clash(id_, as_value(base), as_value(local), as_value(remote))
        there = [one for one in (local, remote) if one is not None]
        stands = (
            base
            if base is not None and len(there) > 1
            else min(there, key=lambda one: (one.kind, repr(one.fields)))
        )
        self.elements[id_] = stands

    # -- what points at something that is gone -----------------------------------------------------

    def _bring_back(self, records: dict[str, Value]) -> None:
        """What one side took out and the other points at stays, as a conflict."""
        waiting = [id_ for id_ in (*self.elements, *records) if id_ in self.touched]
        while waiting:
            source = waiting.pop()
            for one in self._references(source, records):
                without = self.gone.pop(one.target, None) if self._missed(source, one) else None
                if without is not None:
                    self._clash(one.target, *(as_value(side.get(one.target)) for side in self.three))
                    self.elements[one.target] = self.base[one.target]
                    waiting.append(one.target)
                elif one.target_path and one.target in self.elements:
                    self._part(one)

    def _references(self, source: str, records: dict[str, Value]) -> tuple[Reference, ...]:
        element = self.elements.get(source)
        if element is not None:
            return element.references
        record = records.get(source)
        return tuple(references_of(source, source, record)) if isinstance(record, Frozen) else ()

    def _missed(self, source: str, one: Reference) -> bool:
        """Whether what is pointed at is gone from a canvas in which this did not point at it."""
        without = self.gone.get(one.target)
        return without is not None and all(one.target != each.target for each in without.references(source))

    def _part(self, one: Reference) -> None:
        """A part of an element that one side took out and the other points at."""
        address, path = f"{one.target}.{one.target_path}", one.target_path.split(".")
        element, before = self.elements[one.target], self.base.value(address)
        if before is ABSENT or at(element.fields, path) is not ABSENT or address in self.found:
            return
        if all(side.value(address) is ABSENT for side in (self.local, self.remote)):
            return
        try:
            fields = put(element.fields, path, before)
        except LookupError:
            return
        if isinstance(fields, Frozen):
            self._clash(address, *(side.value(address) for side in self.three))
            self.elements[one.target] = Element(element.kind, element.id, fields)

    # -- records -----------------------------------------------------------------------------------

    def _records(self) -> dict[str, Value]:
        records: dict[str, Value] = {}
        for name in dict.fromkeys((*self.base.records, *self.local.records, *self.remote.records)):
            sides = (
                self.base.records.get(name, ABSENT),
                self.local.records.get(name, ABSENT),
                self.remote.records.get(name, ABSENT),
            )
            if not same(sides[1], sides[2]):
                self.touched.add(name)
            value = _earlier(*sides) if name == RECORD else merged_value(name, sides, self._clash)
            if not isinstance(value, Absent):
                records[name] = value
        return records

    # -- the whole ---------------------------------------------------------------------------------

    def _canvas(self, records: dict[str, Value]) -> Canvas:
        order: dict[str, tuple[str, ...]] = {}
        for kind in dict.fromkeys(kind for one in self.three for kind in one.kinds):
            kept = dict.fromkeys(self._ids(kind))
            sides = [one.ids(kind) for one in self.three]
            order[kind], contested = merged_order(sides[0], sides[1], sides[2], kept)
            if contested:
                self._clash(kind, *sides)
        conflicts = recorded(records.pop(RECORD, ABSENT), self.found.values())
        if not isinstance(conflicts, Absent):
            records[RECORD] = conflicts
        return Canvas.of_elements(
            Frozen(records),
            self.elements,
            order,
            max(one.format for one in self.three),
            merged_comments(*self.three),
        )

    def _ids(self, kind: str) -> Iterator[str]:
        elements = self.elements
        for one in self.three:
            for id_ in one.ids(kind):
                element = elements.get(id_)
                if element is not None and element.kind == kind:
                    yield id_

    def _judged(self, canvas: Canvas, judge: Judge) -> Canvas:
        """What is wrong with the whole and was wrong on neither side goes back to what it was, as a conflict."""
        both = [
            id_
            for id_ in (*canvas, *canvas.records)
            if all(_at(canvas, id_) is not _at(side, id_) for side in (self.local, self.remote))
        ]
        known: set[tuple[str, str]] | None = None
        found: list[Conflict] = []
        for problem in judge(canvas, both):
            if known is None:
                apart = (one for side in (self.local, self.remote) for one in judge(side, tuple(side)))
                known = {(one.rule, one.address) for one in apart}
            if (problem.rule, problem.address) in known or problem.address in self.found:
                continue
            base, local, remote = (_stands(one, problem.address) for one in self.three)
            conflict = Conflict(problem.address, base, local, remote, problem.message)
            if "." in problem.address and not same(conflict.base, canvas.value(problem.address)):
                canvas = _put_back(canvas, conflict)
            self.found[problem.address] = conflict
            found.append(conflict)
        if not found:
            return canvas
        records = dict(canvas.records)
        records[RECORD] = recorded(records.get(RECORD, ABSENT), found)  # type: ignore[assignment]
        return canvas.with_records(Frozen(records), RECORD)


def _equal(one: Element | None, other: Element | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.kind == other.kind and same(one.fields, other.fields)


def _alike(*there: Element) -> bool:
    """Whether elements can be brought together field by field."""
    return len({one.kind for one in there}) == 1 and all(addressable(one.fields) for one in there)


def _at(canvas: Canvas, id_: str) -> object:
    return canvas.get(id_) if id_ in canvas else canvas.records.get(id_)


def _stands(canvas: Canvas, address: str) -> Value | Absent:
    return canvas.value(address) if "." in address else as_value(canvas.get(address))


def _put_back(canvas: Canvas, conflict: Conflict) -> Canvas:
    head, *path = conflict.address.split(".")
    element = canvas.get(head)
    try:
        if element is None:
            return canvas
        fields = put(element.fields, path, conflict.base)
    except LookupError:
        return canvas
    return canvas.with_element(Element(element.kind, head, fields)) if isinstance(fields, Frozen) else canvas


def _earlier(base: Value | Absent, local: Value | Absent, remote: Value | Absent) -> Value | Absent:
    """The conflicts of earlier merges: one that a side has ended is ended, all others stay."""
    sides = [one if isinstance(one, Frozen) else Frozen() for one in (base, local, remote)]
    before, mine, theirs = sides
    left: dict[str, Value] = {}
    for address in dict.fromkeys((*before, *mine, *theirs)):
        known = [one[address] for one in (mine, theirs) if address in one]
        if address in before and len(known) < 2:
            continue
        first, *more = sorted(known, key=repr)
        left[address] = first
        if more and not same(first, more[0]):
            entry = first if isinstance(first, Frozen) else Frozen()
            left[address] = entry.with_("earlier", (more[0],))
    return Frozen(left) if left else ABSENT
