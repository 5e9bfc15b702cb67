"""A canvas is a value: elements and records that never change, and who refers to whom.

Edits (`cxcanvas.edits`) give a new canvas and share with the old one whatever they did
not touch. Nothing here knows about files or screens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from cxcanvas.element import Comment, Element
from cxcanvas.references import Reference, references_of
from cxcanvas.values import ABSENT, Absent, Frozen, Value, at, freeze, same
from cxcanvas.vocabulary import KINDS, reserved

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "ABSENT", "Absent", "Canvas", "Comment", "Element", "Frozen", "Reference", "Value", "freeze", "slugify",
]  # fmt: skip

FORMAT: Final = 1


class Canvas:
    """A whole concept: records such as the concept itself, and elements by id.

    Elements keep the order of the file within their kind, and that order is part of what
    makes two canvases equal. Comments and line numbers ride along and are not.
    """

    __slots__ = ("__dict__", "comments", "format", "lines")

    _elements: dict[str, Element]
    _order: dict[str, tuple[str, ...]]
    _ranks: dict[str, float]
    _referrers: dict[str, frozenset[str]] | None

    def __init__(
        self,
        elements: dict[str, Element],
        order: dict[str, tuple[str, ...]],
        ranks: dict[str, float],
        records: Mapping[str, Value],
        format: int = FORMAT,
        lines: Mapping[str, tuple[int, int]] | None = None,
        comments: Mapping[str, Comment] | None = None,
    ) -> None:
        self._elements = elements
        self._order = order
        self._ranks = ranks
        self.records: Mapping[str, Value] = (
            records if "concept" in records else Frozen({"concept": Frozen(), **records})
        )
        self.format = format
        self.lines: Mapping[str, tuple[int, int]] = {} if lines is None else lines
        self.comments: Mapping[str, Comment] = {} if comments is None else comments
        self._referrers = None

    @classmethod
    def build(
        cls,
        records: Mapping[str, Any] | None = None,
        elements: Iterable[tuple[str, str, Mapping[str, Any]]] = (),
        format: int = FORMAT,
        lines: Mapping[str, tuple[int, int]] | None = None,
        comments: Mapping[str, Comment] | None = None,
        sources: Mapping[str, str] = Frozen(),
    ) -> Canvas:
        """A canvas from records and (kind, id, fields) in the file's order; ids must be unique.

        `sources` are the lines of elements that were read from a text.
        """
        by_id: dict[str, Element] = {}
        order: dict[str, list[str]] = {}
        for kind, id_, fields in elements:
            if id_ in by_id:
                raise ValueError(f"the id '{id_}' is used twice")
            by_id[id_] = Element(kind, id_, fields, sources.get(id_, ""))
            order.setdefault(kind, []).append(id_)
        ranks = {id_: float(place) for ids in order.values() for place, id_ in enumerate(ids)}
        known = {kind: tuple(order.pop(kind)) for kind in KINDS if kind in order}
        known |= {kind: tuple(ids) for kind, ids in order.items()}
        return cls(by_id, known, ranks, freeze(records or {}), format, lines, comments)

    @classmethod
    def of_elements(
        cls,
        records: Frozen,
        elements: dict[str, Element],
        order: Mapping[str, tuple[str, ...]],
        format: int,
        comments: Mapping[str, Comment],
    ) -> Canvas:
        """A canvas of elements that are there already, in an order by kind that names each of them once."""
        ranks = {id_: float(place) for ids in order.values() for place, id_ in enumerate(ids)}
        known = {kind: order[kind] for kind in KINDS if order.get(kind)}
        known |= {kind: ids for kind, ids in order.items() if ids}
        return cls(elements, known, ranks, records, format, None, comments)

    # -- reading -------------------------------------------------------------------------

    @property
    def concept(self) -> Element:
        """The concept itself: title, tagline, purpose …"""
        fields = self.records["concept"]
        return Element("concept", "concept", fields if isinstance(fields, Frozen) else {})

    def __getitem__(self, id_: str) -> Element:
        try:
            return self._elements[id_]
        except KeyError:
            raise KeyError(f"there is no element '{id_}' in this canvas") from None

    def get(self, id_: str) -> Element | None:
        """The element of that id, or None."""
        return self._elements.get(id_)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._elements

    def __len__(self) -> int:
        return len(self._elements)

    def __iter__(self) -> Iterator[str]:
        for ids in self._order.values():
            yield from ids

    @property
    def elements(self) -> Mapping[str, Element]:
        """All elements by id, in no order that means anything."""
        return MappingProxyType(self._elements)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that have elements, in the file's order."""
        return tuple(kind for kind, ids in self._order.items() if ids)

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind in the file's order."""
        return self._order.get(kind, ())

    def of(self, kind: str) -> tuple[Element, ...]:
        """The elements of a kind in the file's order."""
        return tuple(self._elements[id_] for id_ in self.ids(kind))

    def rank(self, id_: str) -> float:
        """A number that sorts the elements of a kind in the file's order."""
        return self._ranks[id_]

    def value(self, address: str) -> Value | Absent:
        """What stands at an address (`care-call.moment.name`, `concept.title`); ABSENT where nothing does."""
        head, *path = address.split(".")
        element = self._elements.get(head)
        start: Value | Absent = element.fields if element is not None else self.records.get(head, ABSENT)
        return at(start, path)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Canvas):
            return NotImplemented
        mine = {kind: ids for kind, ids in self._order.items() if ids}
        theirs = {kind: ids for kind, ids in other._order.items() if ids}
        return (
            self.format == other.format
            and mine == theirs
            and self._elements == other._elements
            and self.records.keys() == other.records.keys()
            and all(same(value, other.records[name]) for name, value in self.records.items())
        )

    def __hash__(self) -> int:
        return hash((self.format, tuple(self._order.items())))

    def __repr__(self) -> str:
        title = self.concept.get("title") or "untitled"
        return f"<Canvas {title}: {len(self)} elements>"

    # -- who refers to whom ----------------------------------------------------------------

    def references(self, id_: str) -> tuple[Reference, ...]:
        """What an element (or a record) points at."""
        element = self._elements.get(id_)
        if element is not None:
            return element.references
        record = self.records.get(id_)
        return references_of(id_, id_, record) if isinstance(record, Frozen) else ()

    def referrers(self, id_: str) -> tuple[Reference, ...]:
        """Who points at an element, in a stable order."""
        sources = sorted(self._index.get(id_, ()), key=lambda source: (self._ranks.get(source, -1.0), source))
        return tuple(one for source in sources for one in self.references(source) if one.target == id_)

    def is_referred(self, id_: str) -> bool:
        """Whether anything points at that id, an element or not."""
        return bool(self._index.get(id_))

    @property
    def _index(self) -> dict[str, frozenset[str]]:
        """Which elements and records point at an id."""
        if self._referrers is None:
            gathered: dict[str, set[str]] = {}
            for source in (*self._elements, *self.records):
                for one in self.references(source):
                    gathered.setdefault(one.target, set()).add(source)
            self._referrers = {target: frozenset(found) for target, found in gathered.items()}
        return self._referrers

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The canvas as a networkx graph: nodes are elements, edges are fields that hold ids."""
        from cxcanvas.graph import graph_of  # networkx takes a while to import

        return graph_of(self)

    # -- making the next canvas (used by `cxcanvas.edits`) -------------------------------------

    def with_records(self, records: Mapping[str, Value], changed: str) -> Canvas:
        """The canvas with other records; `changed` is the record that differs."""
        after = self._next(self._elements, self._order, self._ranks, records)
        after._reindex(self, changed)
        return after

    def with_places(self, lines: Mapping[str, tuple[int, int]], comments: Mapping[str, Comment]) -> Canvas:
        """The same canvas with other line numbers and comments."""
        after = Canvas(self._elements, self._order, self._ranks, self.records, self.format, lines, comments)
        after._referrers = self._referrers
        return after

    def with_element(self, element: Element) -> Canvas:
        """The canvas with that element in the place of the one of the same id."""
        elements = self._elements.copy()
        elements[element.id] = element
        after = self._next(elements, self._order, self._ranks, self.records)
        after._reindex(self, element.id)
        return after

    def with_placed(
        self, kind: str, ids: tuple[str, ...], place: int, element: Element | None = None
    ) -> Canvas:
        """The canvas with another order of a kind, in which only the id at `place` is new or moved."""
        elements, ranks = self._elements, self._ranks.copy()
        if element is not None:
            elements = elements.copy()
            elements[element.id] = element
        _rank(ranks, ids, place)
        after = self._next(elements, self._with_ids(kind, ids), ranks, self.records)
        if element is None:
            after._referrers = self._referrers
        else:
            after._reindex(self, element.id)
        return after

    def without(self, id_: str) -> Canvas:
        """The canvas with one element less."""
        kind = self._elements[id_].kind
        elements, ranks, ids = self._elements.copy(), self._ranks.copy(), self._order[kind]
        del elements[id_], ranks[id_]
        place = ids.index(id_)
        after = self._next(
            elements, self._with_ids(kind, (*ids[:place], *ids[place + 1 :])), ranks, self.records
        )
        after._reindex(self, id_)
        return after

    def _with_ids(self, kind: str, ids: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        order = {**self._order, kind: ids}
        return (
            order
            if kind in self._order
            else {name: order[name] for name in (*KINDS, *order) if name in order}
        )

    def _next(
        self, elements: dict[str, Element], order: dict[str, tuple[str, ...]], ranks: dict[str, float],
        records: Mapping[str, Value],
    ) -> Canvas:  # fmt: skip
        return Canvas(elements, order, ranks, records, self.format, self.lines, self.comments)

    def _reindex(self, before: Canvas, id_: str) -> None:
        """Carry the index over, with the references of one element taken out and put in again."""
        if before._referrers is None:
            return
        old = {one.target for one in before.references(id_)}
        new = {one.target for one in self.references(id_)}
        self._referrers = before._referrers
        if old != new:
            self._referrers = before._referrers.copy()
            for target in old ^ new:
                self._referrers[target] = self._referrers.get(target, frozenset()) ^ {id_}


def _rank(ranks: dict[str, float], ids: tuple[str, ...], place: int) -> None:
    """Rank the id at a place between its neighbours; number all again where there is no room left."""
    low = ranks[ids[place - 1]] if place else None
    high = ranks[ids[place + 1]] if place + 1 < len(ids) else None
    if low is None or high is None:
        ranks[ids[place]] = (high or 0.0) - 1 if low is None else low + 1
        return
    middle = (low + high) / 2
    if low < middle < high:
        ranks[ids[place]] = middle
    else:
        ranks.update((id_, float(number)) for number, id_ in enumerate(ids))


def slugify(name: str, taken: Iterable[str] = ()) -> str:
    """A readable id made from a name ("Care call" -> "care-call"), unlike any in `taken`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:60].strip("-") or "item"
    if base[0].isdigit():
        base = f"n-{base}"
    used = taken if isinstance(taken, (set, frozenset, dict, Canvas, MappingProxyType)) else set(taken)
    slug, count = base, 2
    while slug in used or reserved(slug):
        slug, count = f"{base}-{count}", count + 1
    return slug
