"""Copies of elements, in their own concept or another: new ids, references among them rewired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cxcanvas.canvas import Canvas, Element, slugify
from cxcanvas.edits import Add, Edit, Set, apply
from cxcanvas.values import ABSENT, Absent, Frozen, Value
from cxcanvas.vocabulary import KINDS, field_at

#: What stays behind: earlier ids belong to the original alone.
_OWN = ("formerly",)


@dataclass(frozen=True, slots=True)
class Copies:
    """The edits that bring copies in, the new ids, and how many references had to be left out."""

    edits: tuple[Edit, ...]
    ids: tuple[str, ...]
    left_out: int


def copies(into: Canvas, source: Canvas, ids: Sequence[str], beside: bool = False) -> Copies:
    """Copy elements of `source` into a canvas; `beside` puts each after its original.

    References between the copied point at the copies; those to what exists in `into` under
    the same id, and fits the field, stay; others are left out and counted.
    """
    taken = set(into)
    new: dict[str, str] = {}
    for id_ in ids:
        new[id_] = slugify(source[id_].title, (*taken, *into.records))
        taken.add(new[id_])
    edits: list[Edit] = []
    left_out = 0
    for id_ in ids:
        element = source[id_]
        fields, lost = _rewired(source, element, into, new)
        left_out += lost
        before = _after(into, element) if beside else None
        edits.append(Add(element.kind, new[id_], fields, before))
    return Copies(tuple(edits), tuple(new.values()), left_out)


def _after(canvas: Canvas, element: Element) -> str | None:
    ids = canvas.ids(element.kind)
    place = ids.index(element.id) + 1
    return ids[place] if place < len(ids) else None


def _rewired(source: Canvas, element: Element, into: Canvas, new: Mapping[str, str]) -> tuple[Frozen, int]:
    """The fields of a copy, and how many references could not come along."""
    lost = 0
    canvas = source
    for path in dict.fromkeys(re.sub(r"\.\d+$", "", one.path) for one in source.references(element.id)):
        address = f"{element.id}.{path}"
        value = canvas.value(address)
        entries = value if isinstance(value, tuple) else (value,)
        kept = [_entry(element.kind, path, one, into, new) for one in entries]
        lost += kept.count(None)
        left = tuple(one for one in kept if one is not None)
        canvas = apply(canvas, Set(address, _like(value, left)))
    fields = canvas[element.id].fields
    return Frozen({name: value for name, value in fields.items() if name not in _OWN}), lost


def _like(before: Value | Absent, left: tuple[Value, ...]) -> Value | Absent:
    if not left:
        return ABSENT
    return left if isinstance(before, tuple) else left[0]


def _entry(kind: str, path: str, entry: Value | Absent, into: Canvas, new: Mapping[str, str]) -> Value | None:
    """One reference as the copy holds it; None where its target is not there."""
    address = entry.get("to") if isinstance(entry, Frozen) else entry
    if not isinstance(address, str):
        return None if isinstance(entry, Absent) else entry
    target, dot, rest = address.partition(".")
    if target in new:
        to = f"{new[target]}{dot}{rest}"
    elif target in into and _fits(kind, path, into[target].kind):
        to = address
    else:
        return None
    return entry.with_("to", to) if isinstance(entry, Frozen) else to


def _fits(kind: str, path: str, target: str) -> bool:
    field = field_at(kind, tuple(path.split(".")))
    return field is not None and ("@" in field.to or target in field.to)


def in_file_order(canvas: Canvas, ids: Sequence[str]) -> Iterator[str]:
    """The ids as the file has them: kind by kind, each in its order."""
    chosen = set(ids)
    for kind in KINDS:
        yield from (id_ for id_ in canvas.ids(kind) if id_ in chosen)
