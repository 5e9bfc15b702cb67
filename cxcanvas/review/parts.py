"""The parts of a concept that are judged one by one: what belongs to each, its hash, and what changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from cxcanvas.canvas import Canvas, Element
from cxcanvas.measures.reading import ids_of
from cxcanvas.review.snapshot import hash_of
from cxcanvas.values import ABSENT
from cxcanvas.versions.changes import Told, told
from cxcanvas.vocabulary import KINDS

__all__ = ["changed_in", "current", "default_parts", "elements_of", "every_part", "part_hash"]

_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "exchange": ("exchange", "value"),
    "bonds": ("bond", "indicator"),
    "journey": ("journey", "stage", "step", "expectation", "channel", "finding"),
    "promises": ("promise",),
    "learning": ("hypothesis", "evidence", "research"),
    "plan": ("action", "objective"),
    "case": ("case",),
}


def default_parts(canvas: Canvas) -> dict[str, tuple[str, ...]]:
    """The parts that a concept has, by name: those of the method that hold anything."""
    return {name: heads for name, heads in _PARTS.items() if any(_holds(canvas, one) for one in heads)}


def every_part(canvas: Canvas) -> dict[str, tuple[str, ...]]:
    """What can be judged one by one: the parts of the method, and each stage by its id, with its steps."""
    found = default_parts(canvas)
    return {**{one: (one,) for one in canvas.ids("stage")}, **found}


def _holds(canvas: Canvas, head: str) -> bool:
    return bool(canvas.ids(head)) or bool(canvas.records.get(head))


def current(canvas: Canvas, address: str) -> str | None:
    """Where an address is now: the same, or that of an element which was renamed since; None where it is gone."""
    head, dot, rest = address.partition(".")
    if head not in canvas and head not in canvas.records and head not in KINDS:
        renamed = [one for kind in canvas.kinds for one in canvas.of(kind) if head in _former(one)]
        if len(renamed) != 1:
            return None
        head = renamed[0].id
    there = head in KINDS or not rest or canvas.value(f"{head}{dot}{rest}") is not ABSENT
    return f"{head}{dot}{rest}" if there else None


def _former(element: Element) -> tuple[Any, ...]:
    formerly = element.get("formerly")
    return formerly if isinstance(formerly, tuple) else (formerly,)


def part_hash(canvas: Canvas, addresses: Iterable[str]) -> str:
    """The hash of what stands at the addresses of a part, in order.

    A kind (`exchange`) stands for all its elements, a stage for itself and the steps in it.
    """
    return hash_of([[address, _stands(canvas, address)] for address in addresses])


def _stands(canvas: Canvas, address: str) -> Any:
    if address in KINDS:
        return [_whole(one) for one in canvas.of(address)]
    now = current(canvas, address)
    if now is None:
        return ABSENT
    element = canvas.get(now)
    if element is None:
        return canvas.value(now)
    return [_whole(one) for one in (element, *_inside(canvas, element))]


def _whole(element: Element) -> list[Any]:
    """An element without the ids that it had before: only who follows links needs them."""
    return [
        element.kind,
        element.id,
        {name: one for name, one in element.fields.items() if name != "formerly"},
    ]


def _inside(canvas: Canvas, element: Element) -> Iterator[Element]:
    if element.kind == "stage":
        yield from (one for one in canvas.of("step") if element.id in ids_of(one.get("stage")))


def elements_of(canvas: Canvas, addresses: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The elements and records that a part touches, each with the addresses in it; () stands for all of it."""
    found: dict[str, tuple[str, ...]] = {}
    for address in addresses:
        if address in KINDS:
            found |= dict.fromkeys(canvas.ids(address), ())
            continue
        now = current(canvas, address)
        if now is None:
            continue
        head, _, rest = now.partition(".")
        element = canvas.get(head)
        if rest:
            if found.get(head, (now,)):
                found[head] = (*found.get(head, ()), now)
            continue
        found[head] = ()
        if element is not None:
            found |= dict.fromkeys((one.id for one in _inside(canvas, element)), ())
    return found


def changed_in(before: Canvas, after: Canvas, addresses: Iterable[str]) -> tuple[Told, ...]:
    """What changed in a part between two versions, element by element, in sentences."""
    listed = tuple(addresses)
    old, new = elements_of(before, listed), elements_of(after, listed)
    found = []
    for one in told(before, after):
        spots = new.get(one.head, old.get(one.head))
        if spots is None and one.kind not in listed:
            continue
        kept = tuple(each for each in one.changes if not spots or _touches(each.address, spots))
        if kept:
            found.append(one if kept == one.changes else Told(one.head, one.kind, one.title, one.op, kept))
    return tuple(found)


def _touches(address: str, spots: Iterable[str]) -> bool:
    return any(f"{address}.".startswith(f"{one}.") or f"{one}.".startswith(f"{address}.") for one in spots)
