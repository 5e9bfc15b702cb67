"""Three canvases become one: what both sides changed, by meaning, and nothing of either is lost.

For canvases b, l and r: `merge(b, b, r) == r`; `merge(b, l, l) == l`; and `merge(b, r, l)`
is `merge(b, l, r)` with the sides of its conflicts exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from cxcanvas.canvas import Canvas, Element
from cxcanvas.errors import Problem
from cxcanvas.references import Reference, references_of
from cxcanvas.values import ABSENT, Absent, Frozen, Value, at, put, same
from cxcanvas.versions.alignment import Three, aligned
from cxcanvas.versions.comments import merged_comments
from cxcanvas.versions.conflicts import RECORD, Conflict, as_value, recorded
from cxcanvas.versions.order import merged_order
from cxcanvas.versions.values import addressable, merged_fields, merged_value

#: What is wrong with a merged canvas and was on neither side: in the elements and records of the first names, and
#: with the whole, as far as the elements of the second names (those that differ between the sides) have to do with it.
Judge = Callable[[Canvas, Canvas, Canvas, Collection[str], Collection[str]], Iterable[Problem]]


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


#: An element in base, local and remote.
_Sides = tuple[Element | None, Element | None, Element | None]


class _Merge:
    """One merge: the elements and records so far, and the conflicts."""

    def __init__(self, three: Three, found: list[Conflict]) -> None:
        self.three = three
        self.base, self.local, self.remote = three
        self.found = {one.address: one for one in found}
        self.elements = dict(self.local.elements)
        #: Elements and records that differ between the sides, and those that are as on neither.
        self.touched: set[str] = set()
        self.mixed: list[str] = []
        #: Those that are of another kind on one side, and whether anything is gone that stood in the base.
        self.other_kind: list[str] = []
        self.lacking = False
        #: What only one side still has, with the canvas that it is gone from.
        self.gone: dict[str, Canvas] = {}

    def run(self, judge: Judge | None) -> Canvas:
        mine, theirs = self.local.elements, self.remote.elements
        known = 0
        for id_, base in self.base.elements.items():
            local, remote = mine.get(id_), theirs.get(id_)
            known += (local is not None) + (remote is not None)
            here, there = not _alike(base, local), not _alike(base, remote)
            if here or there:
                self._element(id_, (base, local, remote), here, there)
        # In an order that does not ask who was first: what comes of it depends on no set's order either.
        new = (
            (mine.keys() | theirs.keys()) - self.base.elements.keys()
            if known < len(mine) + len(theirs)
            else ()
        )
        for id_ in sorted(new):
            local, remote = mine.get(id_), theirs.get(id_)
            self._element(id_, (None, local, remote), local is not None, remote is not None)
        records = self._records()
        if self.lacking:
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

    def _element(self, id_: str, sides: _Sides, mine: bool, theirs: bool) -> None:
        """What becomes of an element that one side changed, or both."""
        base, local, remote = sides
        if mine and theirs and _alike(local, remote):
            return
        self.touched.add(id_)
        if not theirs:
            self._keep(id_, local, self.local)
        elif not mine:
            self._keep(id_, remote, self.remote)
        elif base is None or local is None or remote is None or not _mergeable(base, local, remote):
            self._whole(id_, base, local, remote)
        else:
            fields = merged_fields(f"{id_}.", base.fields, local.fields, remote.fields, self._clash)
            self.elements[id_] = Element(local.kind, id_, fields)
            self.mixed.append(id_)
        now = self.elements.get(id_)
        if now is None:
            self.lacking = True
            return
        if any(one is not None and one.kind != now.kind for one in (local, remote)):
            self.other_kind.append(id_)
        if not self.lacking and base is not None:
            self.lacking = _lost(base.fields, now.fields)

    def _keep(self, id_: str, element: Element | None, chosen: Canvas) -> None:
        if element is not None:
            self.elements[id_] = element
        else:
            self.elements.pop(id_, None)
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
        self.mixed.append(id_)

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
                if not same(sides[0], sides[1]) and not same(sides[0], sides[2]):
                    self.mixed.append(name)
            value = _earlier(*sides) if name == RECORD else merged_value(name, sides, self._clash)
            if not isinstance(value, Absent):
                records[name] = value
        return records

    # -- the whole ---------------------------------------------------------------------------------

    def _canvas(self, records: dict[str, Value]) -> Canvas:
        order: dict[str, tuple[str, ...]] = {}
        for kind in dict.fromkeys(kind for one in self.three for kind in one.kinds):
            sides = [one.ids(kind) for one in self.three]
            if sides[0] == sides[1] == sides[2]:
                order[kind] = sides[0]
                continue
            order[kind], contested = merged_order(sides[0], sides[1], sides[2], self._kept(kind, sides))
            if contested:
                self._clash(kind, *sides)
        conflicts = recorded(records.pop(RECORD, ABSENT), self._in_order(order))
        if not isinstance(conflicts, Absent):
            records[RECORD] = conflicts
        return Canvas.of_elements(
            Frozen(records),
            self.elements,
            order,
            max(one.format for one in self.three),
            merged_comments(*self.three),
        )

    def _in_order(self, order: dict[str, tuple[str, ...]]) -> list[Conflict]:
        """The conflicts in the order of the file."""
        if not self.found:
            return []
        place = {id_: at for at, id_ in enumerate(id_ for ids in order.values() for id_ in ids)}
        return sorted(self.found.values(), key=lambda one: place.get(one.head, len(place)))

    def _kept(self, kind: str, sides: list[tuple[str, ...]]) -> Collection[str]:
        """The ids of a kind that are in the result."""
        elements = self.elements
        return {
            id_: None
            for id_ in dict.fromkeys(id_ for ids in sides for id_ in ids)
            if (element := elements.get(id_)) is not None and element.kind == kind
        }

    def _judged(self, canvas: Canvas, judge: Judge) -> Canvas:
        """What is wrong with the whole and was wrong on neither side goes back to what it was, as a conflict."""
        found: list[Conflict] = []
        pointing = (one.source for id_ in self.other_kind for one in canvas.referrers(id_))
        asked = dict.fromkeys((*self.mixed, *pointing))
        for problem in list(judge(canvas, self.local, self.remote, tuple(asked), self.touched)):
            if problem.address in self.found:
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


def _alike(one: Element | None, other: Element | None) -> bool:
    return one is other or (one is not None and other is not None and one.alike(other))


def _mergeable(*there: Element) -> bool:
    """Whether elements can be brought together field by field."""
    return len({one.kind for one in there}) == 1 and all(addressable(one.fields) for one in there)


def _lost(before: Frozen, now: Frozen) -> bool:
    """Whether a name is gone from a mapping, an entry from a list, or either from something within."""
    if not before.keys() <= now.keys():
        return True
    for name, value in before.items():
        if value.__class__ is Frozen:
            there = now[name]
            if value is not there and (not isinstance(there, Frozen) or _lost(value, there)):
                return True
        elif value.__class__ is tuple:
            there = now[name]
            if value is not there and (not isinstance(there, tuple) or len(there) < len(value)):
                return True
    return False


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
