"""The edits that lead from one canvas to another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cxcanvas.canvas import Canvas, Element
from cxcanvas.edits.change import apply
from cxcanvas.edits.model import Add, Edit, Move, Remove, Rename, Set
from cxcanvas.errors import EditError
from cxcanvas.values import ABSENT, Frozen, same


def diff(before: Canvas, after: Canvas) -> tuple[Edit, ...]:
    """The edits that make `after` out of `before`: renames, then what went, came, changed and moved."""
    edits: list[Edit] = []
    for edit in renames(before, after):
        try:
            before = apply(before, edit)
        except EditError:
            continue  # the old id is still pointed at: told as one gone and one new
        edits.append(edit)
    gone, changed = _compared(before, after)
    edits += [Remove(id_) for id_ in before if id_ in gone] if gone else ()
    edits += _records(before, after)
    for kind in dict.fromkeys((*before.kinds, *after.kinds)):
        kept = before.ids(kind)
        if gone:
            kept = tuple(id_ for id_ in kept if id_ not in gone)
        for id_ in kept if changed else ():
            edits += changed.get(id_, ())
        edits += _order(kept, after.ids(kind), after)
    return tuple(edits)


def _compared(before: Canvas, after: Canvas) -> tuple[set[str], dict[str, tuple[Edit, ...]]]:
    """The elements that are gone (or come anew as a whole), and what changed in the others.

    What changed is worked out on the spot, while both elements are still at hand: in a
    large canvas fetching them again from memory is what would take the time.
    """
    theirs = after.elements
    gone: set[str] = set()
    changed: dict[str, tuple[Edit, ...]] = {}
    for id_, element in before.elements.items():
        there = theirs.get(id_)
        if there is not None and element.alike(there):
            continue
        if there is None or _gone(element, there):
            gone.add(id_)
        else:
            changed[id_] = tuple(changes_of_fields(id_, element.fields, there.fields))
    return gone, changed


def _gone(one: Element, other: Element) -> bool:
    return other.kind != one.kind or not _nameable(one.id) or _unspeakable(one.fields, other.fields)


def _nameable(id_: str) -> bool:
    """Whether an id can be part of an address; an element that cannot be named goes and comes as a whole."""
    return bool(id_) and "." not in id_


def _unspeakable(old: Frozen, new: Frozen) -> bool:
    """Whether fields differ that no address can name; such an element goes and comes as a whole."""
    names = {name for fields in (old, new) for name in fields if not _nameable(name)}
    return bool(names) and any(not same(old.get(name, ABSENT), new.get(name, ABSENT)) for name in names)


def renames(before: Canvas, after: Canvas) -> Iterator[Rename]:
    """The elements that have another id now, by what they were called formerly."""
    if after.elements.keys() <= before.elements.keys():
        return
    fresh = {id_: after[id_] for id_ in after if id_ not in before and after[id_].get("formerly")}
    taken: set[str] = set()
    for id_, element in fresh.items():
        formerly = element.get("formerly")
        for old in reversed(formerly) if isinstance(formerly, tuple) else ():
            if not isinstance(old, str) or old in taken or old not in before or old in after:
                continue
            if before[old].kind == element.kind:
                taken.add(old)
                yield Rename(old, id_)
                break


def _records(before: Canvas, after: Canvas) -> Iterator[Edit]:
    for name, value in before.records.items():
        if name not in after.records:
            yield Set(name, ABSENT)
        else:
            yield from _changes(name, value, after.records[name])
    for name, value in after.records.items():
        if name not in before.records:
            yield Set(name, value)


def _changes(address: str, old: Any, new: Any) -> Iterator[Set]:
    if same(old, new):
        return
    if not isinstance(old, Frozen) or not isinstance(new, Frozen) or not _addressable(old, new):
        yield Set(address, new)
        return
    for name in old:
        if name not in new:
            yield Set(f"{address}.{name}", ABSENT)
    for name, value in new.items():
        if name not in old:
            yield Set(f"{address}.{name}", value)
        else:
            yield from _changes(f"{address}.{name}", old[name], value)


def _addressable(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether every name inside can be part of an address (a dot in a name cannot)."""
    return all(_nameable(name) for mapping in (old, new) for name in mapping)


def changes_of_fields(id_: str, old: Frozen, new: Frozen) -> Iterator[Edit]:
    """The edits that make one set of an element's fields out of another."""
    for name, value in old.items() if old is not new else ():
        there = new.get(name, ABSENT)
        if there is ABSENT:
            yield Set(f"{id_}.{name}", ABSENT)
        elif value is not there and not (value.__class__ is str and value == there):
            yield from _changes(f"{id_}.{name}", value, there)
    if not new.keys() <= old.keys():
        yield from (Set(f"{id_}.{name}", value) for name, value in new.items() if name not in old)


def _order(kept: Sequence[str], wanted: tuple[str, ...], after: Canvas) -> Iterator[Edit]:
    """Moves what is out of order and adds what is new, from the end, each before its neighbour."""
    if len(kept) == len(wanted) and tuple(kept) == wanted:
        return
    known = set(kept)
    steady = steady_ones(kept, {id_: place for place, id_ in enumerate(wanted)})
    following: str | None = None
    for id_ in reversed(wanted):
        if id_ not in known:
            yield Add(after[id_].kind, id_, after[id_].fields, following)
        elif id_ not in steady:
            yield Move(id_, following)
        following = id_


def steady_ones(ids: Sequence[str], place: Mapping[str, int]) -> set[str]:
    """The longest run of ids that are in the wanted order already (patience sorting)."""
    tails: list[int] = []
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for id_ in ids:
        at = bisect_left(tails, place[id_])
        previous[id_] = ends[at - 1] if at else None
        tails[at : at + 1] = [place[id_]]
        ends[at : at + 1] = [id_]
    steady: set[str] = set()
    last = ends[-1] if ends else None
    while last is not None:
        steady.add(last)
        last = previous[last]
    return steady
