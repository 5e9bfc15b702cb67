"""What an element points at: the fields whose values are ids, wherever they lie in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cxcanvas.values import Frozen, Value
from cxcanvas.vocabulary import Field, kind


class Reference(NamedTuple):
    """One edge: from a place in `source` to `target`, by the relation that the field names.

    `path` is the field's path inside the source (with the place in a list), `target_path`
    the rest of the address it points at, `attributes` what is said of the edge itself.
    """

    source: str
    path: str
    relation: str
    target: str
    target_path: str = ""
    attributes: Frozen = Frozen()


def references_of(kind_name: str, source: str, fields: Mapping[str, Value]) -> tuple[Reference, ...]:
    """Every reference that an element's (or a record's) fields hold, in the order of the fields."""
    known = kind(kind_name)
    if known is None:
        return ()
    if kind_name == "waivers":
        return tuple(
            one
            for slug, entry in fields.items()
            if isinstance(entry, Frozen)
            for one in _inside(known.bearers, entry, source, f"{slug}.")
        )
    return tuple(_inside(known.bearers, fields, source, ""))


def _inside(
    bearers: Mapping[str, Field], fields: Mapping[str, Value], source: str, prefix: str
) -> Iterator[Reference]:
    for name, value in fields.items():
        field = bearers.get(name)
        if field is None or value is None:
            continue
        if field.to:
            yield from _listed(field, value, source, f"{prefix}{name}")
        elif isinstance(value, Frozen) and field.type == "record":
            yield from _inside(field.bearers, value, source, f"{prefix}{name}.")
        elif isinstance(value, Frozen):
            for slug, entry in value.items():
                if isinstance(entry, Frozen):
                    yield from _inside(field.bearers, entry, source, f"{prefix}{name}.{slug}.")


def _listed(field: Field, value: Value, source: str, path: str) -> Iterator[Reference]:
    if isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _one(field, one, source, f"{path}.{place}")
    else:
        yield from _one(field, value, source, path)


def _one(field: Field, value: Value, source: str, path: str) -> Iterator[Reference]:
    attributes = Frozen()
    if isinstance(value, Frozen):
        attributes = Frozen({name: one for name, one in value.items() if name != "to"})
        value = value.get("to")
    if isinstance(value, str) and value:
        target, _, rest = value.partition(".")
        yield Reference(source, path, field.name, target, rest, attributes)
