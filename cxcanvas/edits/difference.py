"""The edits that lead from one canvas to another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

from cxcanvas.canvas import Canvas
from cxcanvas.edits.change import apply
from cxcanvas.edits.model import Add, Edit, Move, Remove, Rename, Set
from cxcanvas.errors import EditError
from cxcanvas.values import ABSENT, Frozen, same


def diff(before: Canvas, after: Canvas) -> tuple[Edit, ...]:
    """The edits that make `after` out of `before`: renames, then what went, came, changed and moved."""
    edits: list[Edit] = []
    for edit in _renames(before, after):
        try:
            before = apply(before, edit)
        except EditError:
            continue  # the old id is still pointed at: told as one gone and one new
        edits.append(edit)
    edits += [Remove(id_) for id_ in before if _gone(id_, before, after)]
    edits += _records(before, after)
    edits += _elements(before, after)
    return tuple(edits)


def _gone(id_: str, before: Canvas, after: Canvas) -> bool:
    one, other = before[id_], after.get(id_)
    return other is None or other.kind != one.kind or _unspeakable(one.fields, other.fields)


def _unspeakable(old: Frozen, new: Frozen) -> bool:
    """Whether fields differ that no address can name; such an element goes and comes as a whole."""
    if old is new:
        return False
    names = {name for fields in (old, new) for name in fields if not name or "." in name}
    return any(not same(old.get(name, ABSENT), new.get(name, ABSENT)) for name in names)


def _renames(before: Canvas, after: Canvas) -> Iterator[Rename]:
    fresh = {id_: after[id_] for id_ in after if id_ not in before and after[id_].get("formerly")}
    for id_, element in fresh.items():
        formerly = element.get("formerly")
        old = formerly[-1] if isinstance(formerly, tuple) else None
        if isinstance(old, str) and old in before and old not in after and before[old].kind == element.kind:
            yield Rename(old, id_)


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
    return all(name and "." not in name for mapping in (old, new) for name in mapping)


def _elements(before: Canvas, after: Canvas) -> Iterator[Edit]:
    for kind in dict.fromkeys((*before.kinds, *after.kinds)):
        wanted = after.ids(kind)
        kept = [id_ for id_ in before.ids(kind) if not _gone(id_, before, after)]
        for id_ in kept:
            yield from _fields(id_, before[id_].fields, after[id_].fields)
        yield from _order(kept, wanted, after)


def _fields(id_: str, old: Frozen, new: Frozen) -> Iterator[Edit]:
    if old is new:
        return
    for name in (*old, *(name for name in new if name not in old)):
        if name not in new:
            yield Set(f"{id_}.{name}", ABSENT)
        elif name not in old:
            yield Set(f"{id_}.{name}", new[name])
        else:
            yield from _changes(f"{id_}.{name}", old[name], new[name])


def _order(kept: list[str], wanted: tuple[str, ...], after: Canvas) -> Iterator[Edit]:
    """Moves what is out of order and adds what is new, from the end, each before its neighbour."""
    steady = _steady([*kept], {id_: place for place, id_ in enumerate(wanted)})
    known = set(kept)
    following: str | None = None
    for id_ in reversed(wanted):
        if id_ not in known:
            yield Add(after[id_].kind, id_, after[id_].fields, following)
        elif id_ not in steady:
            yield Move(id_, following)
        following = id_


def _steady(ids: list[str], place: Mapping[str, int]) -> set[str]:
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
