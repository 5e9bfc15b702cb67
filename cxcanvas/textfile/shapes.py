"""What the vocabulary says about a place in the file: which scalars are words, which fields have an order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cxcanvas.vocabulary import KINDS, RECORDS, Field

#: Types whose plain scalars are taken as they are written (`1.10`, `no`, `2026-10-28`).
WORDY = frozenset({"text", "prose", "choice", "choices", "date", "ref", "refs", "texts"})


class Shape:
    """The form of a value in the file.

    `words`: a plain scalar here is its raw text. `parts`: the named fields inside, in
    canonical order, each with its shape. `each`: the shape of whatever else is inside.
    `names`: the names of the parts, each by itself.
    """

    __slots__ = ("each", "names", "parts", "words")

    def __init__(
        self, words: bool = False, parts: Mapping[str, Shape] | None = None, each: Shape | None = None
    ) -> None:
        self.words = words
        self.parts: dict[str, Shape] = dict(parts or {})
        self.names = {name: name for name in self.parts}
        self.each: Shape = each or (ANYTHING if words or parts else self)

    def inside(self, name: str) -> Shape:
        """The shape of the field of that name."""
        return self.parts.get(name, self.each)


#: A value that the vocabulary says nothing about.
ANYTHING = Shape()


@cache
def fields_shape(kind_name: str) -> Shape:
    """The shape of an element or a record: its fields in canonical order."""
    known = KINDS.get(kind_name) or RECORDS.get(kind_name)
    return ANYTHING if known is None else _record(known.fields)


@cache
def section_shape(name: str) -> Shape:
    """The shape of what stands under a top-level word of the file."""
    if name in KINDS or name == "waivers":
        return Shape(each=fields_shape(name))
    return fields_shape(name)


def _record(fields: Mapping[str, Field]) -> Shape:
    return Shape(parts={name: _of(field) for name, field in fields.items()})


def _of(field: Field) -> Shape:
    inside = {name: _of(part) for name, part in field.fields.items()}
    if field.type in WORDY:
        linked = {"to": WORDS, **inside} if field.to else inside
        return Shape(words=True, parts=linked)
    if field.type == "keyed":
        return Shape(each=Shape(parts=inside))
    return Shape(parts=inside) if inside else ANYTHING


WORDS = Shape(words=True)
