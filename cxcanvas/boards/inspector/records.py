"""Records in the inspector: the diagnosis, the gates of maturity, the workshop; as a whole, or one part of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.measures.diagnosis import functions
from cxcanvas.vocabulary import ASPECTS, RECORDS, Field, Kind, field_at

#: The records whose parts can be chosen one by one.
PARTED: Final = ("diagnosis", "maturity", "workshop")


def narrowed(canvas: Canvas, record: Kind) -> Kind:
    """The record with what is asked in it: of a diagnosis only the functions that were asked, all where none was."""
    asked = set(functions(canvas)) if record.name == "diagnosis" else set()
    if not asked:
        return record
    fields = {name: replace(one, fields=_asked(one.fields, asked)) for name, one in record.fields.items()}
    return replace(record, fields=fields)


def _asked(fields: Mapping[str, Field], asked: set[str]) -> dict[str, Field]:
    return {name: replace(one, help="") for name, one in fields.items() if name in asked}


def part_titled(one: Field) -> str:
    """What a part of a record is called: a sign of the diagnosis with its number."""
    words = one.label or one.name
    return f"{one.name} {words}" if one.name in ASPECTS else f"{words[:1].upper()}{words[1:]}"


def record_titled(address: str) -> str:
    """What a person calls a record, or the place in it that an address leads to."""
    name, *path = address.split(".")
    label = RECORDS[name].label.capitalize() if name in RECORDS else name
    found = field_at(name, tuple(path[:1]))
    if found is None:
        return " · ".join((label, *path))
    return " · ".join((part_titled(found), *path[1:]))
