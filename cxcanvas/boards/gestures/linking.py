"""Two elements made one edge: which fields may hold the link is read from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cxcanvas.boards.gestures.plan import Plan, element_at, named
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas, Element
from cxcanvas.edits import Set
from cxcanvas.values import Absent, Frozen, Value
from cxcanvas.vocabulary import KINDS, Field

#: Between steps, which storylines a relation leads from and to; what is not named here fits any.
_STORYLINES: Final[Mapping[str, tuple[str, str]]] = {
    "meets": ("customer", "encounter"), "supported_by": ("encounter", "provider"), "recovers": ("encounter", "encounter"),
    "depends_on": ("provider", "provider"),
}  # fmt: skip
#: Relations that hold between almost anything say least, and stand last.
_GENERAL = "@"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to link two elements: the field of `source` that points at `target`."""

    source: str
    target: str
    field: Field

    def sentence(self, canvas: Canvas) -> str:
        """The way in words."""
        label = (self.field.label or self.field.name).replace("_", " ")
        return f"{named(canvas[self.source])}: {label} → {named(canvas[self.target])}"


def ways(canvas: Canvas, a: str, b: str) -> list[Way]:
    """Every way to link two elements: from the first, then from the second; the particular before the general."""
    first, second = element_at(canvas, a), element_at(canvas, b)
    if first.id == second.id:
        raise GestureError("An element cannot be linked with itself.")
    found = [*_from(first, second), *_from(second, first)]
    return sorted(found, key=lambda way: _GENERAL in way.field.to)


def linkable(a: str, b: str) -> bool:
    """Whether the vocabulary has a field that links the two kinds."""
    return any(True for one, other in ((a, b), (b, a)) for _ in _fields(one, other))


def _fields(source: str, target: str) -> Iterator[Field]:
    for field in KINDS[source].fields.values():
        if field.type in ("ref", "refs") and (target in field.to or _GENERAL in field.to):
            yield field


def _from(source: Element, target: Element) -> Iterator[Way]:
    for field in _fields(source.kind, target.kind):
        if source.kind != "step" or target.kind != "step" or _fits(field.name, source, target):
            yield Way(source.id, target.id, field)


def _fits(relation: str, source: Element, target: Element) -> bool:
    """Whether a relation makes sense between these two steps, by their storylines."""
    here, there = source.get("storyline"), target.get("storyline")
    if relation in ("next", "replaces"):
        return bool(here == there)
    wanted: tuple[object, object] = _STORYLINES.get(relation, (here, there))
    return wanted == (here, there)


def link(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Let a field of one element point at the other; `relation` names the field where several fit."""
    found = ways(canvas, message["from"], message["to"])
    wanted = message.get("relation")
    if wanted is not None:
        source = element_at(canvas, message["from"]).id
        found = [way for way in found if way.field.name == wanted and way.source == source]
    if not found:
        a, b = element_at(canvas, message["from"]), element_at(canvas, message["to"])
        raise GestureError(
            f"A {KINDS[a.kind].label} and a {KINDS[b.kind].label} cannot be linked: the vocabulary has no field for it."
        )
    return _linked(canvas, found[0])


def _linked(canvas: Canvas, way: Way) -> Plan:
    address = f"{way.source}.{way.field.name}"
    before = canvas.value(address)
    if way.target in _targets(before):
        raise GestureError(f"They are linked already: {way.sentence(canvas)}.")
    return Plan((Set(address, _with(way, before)),), f"Link {way.sentence(canvas)}", way.source)


def _with(way: Way, before: Value | Absent) -> Value:
    if way.field.type == "ref":
        return way.target
    if isinstance(before, tuple):
        return (*before, way.target)
    return (way.target,) if before is None or isinstance(before, Absent) else (before, way.target)


def _targets(value: Value | Absent) -> set[str]:
    entries = value if isinstance(value, tuple) else (value,)
    addresses = [one.get("to") if isinstance(one, Frozen) else one for one in entries]
    return {one for one in addresses if isinstance(one, str)}
