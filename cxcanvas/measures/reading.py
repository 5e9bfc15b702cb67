"""Reading a canvas that may hold anything: words, numbers in range, and the ids in a field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Protocol

from cxcanvas.canvas import Element
from cxcanvas.references import Reference
from cxcanvas.values import Absent, Frozen, Value
from cxcanvas.vocabulary.fields import LARGEST

__all__ = [
    "Source",
    "customers",
    "day",
    "entries",
    "ids_of",
    "is_customer",
    "number",
    "owner_of",
    "polarity",
    "rounded",
    "words",
]


class Source(Protocol):
    """What measures ask of a canvas; a view answers the same questions and remembers who asked."""

    def get(self, id_: str) -> Element | None:
        """The element of that id."""
        ...

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind in the file's order."""
        ...

    def of(self, kind: str) -> tuple[Element, ...]:
        """The elements of a kind in the file's order."""
        ...

    def referrers(self, id_: str) -> tuple[Reference, ...]:
        """Who points at an element."""
        ...

    def value(self, address: str) -> Value | Absent:
        """What stands at an address, in an element or in a record."""
        ...


def words(value: Any) -> str:
    """A value as one text; nothing where it is a list or a mapping."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return f"{value:g}"


def number(value: Any, low: float | None = None, high: float | None = None) -> float | None:
    """A number within its range; None for anything else, so that a faulty value counts as a blank."""
    if isinstance(value, Frozen):
        value = value.get("mode")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if value != value or abs(value) > LARGEST:
        return None
    if (low is not None and value < low) or (high is not None and value > high):
        return None
    return value


def day(value: Any) -> dt.date | None:
    """A day written as 2026-10-28; None for anything else, so that "soon" counts as a blank."""
    text = words(value)
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None


def ids_of(value: Any) -> tuple[str, ...]:
    """The addresses that a field of references holds, alone or in a list, with or without attributes."""
    if value is None or value == "":  # most fields hold nothing or one id
        return ()
    if isinstance(value, str):
        return (value,)
    each = value if isinstance(value, tuple) else (value,)
    found = (one.get("to") if isinstance(one, Frozen) else one for one in each)
    return tuple(one for one in found if isinstance(one, str) and one)


def entries(value: Any) -> Iterator[tuple[str, Frozen]]:
    """The entries of a keyed collection; whatever is no entry is passed over."""
    if isinstance(value, Frozen):
        for slug, entry in value.items():
            if isinstance(entry, Frozen):
                yield slug, entry


def owner_of(source: Source, id_: str) -> tuple[str, ...]:
    """A party or role, and the larger ones that it is part of, nearest first."""
    first = source.get(id_)
    if first is None:
        return ()
    found, waiting = [id_], list(ids_of(first.get("part_of")))
    while waiting:
        here = waiting.pop(0)
        element = source.get(here)
        if here in found or element is None:
            continue
        found.append(here)
        waiting.extend(ids_of(element.get("part_of")))
    return tuple(found)


def is_customer(source: Source, id_: str) -> bool:
    """Whether a party is a customer, by itself or through the group it is part of."""
    for one in owner_of(source, id_):
        element = source.get(one)
        if element is not None and element.kind == "party" and element.get("role"):
            return bool(element.get("role") == "customer")
    return False


def customers(source: Source) -> tuple[Element, ...]:
    """The customer groups: parties on the customer's side that are no persona of another party."""
    return tuple(
        one
        for one in source.of("party")
        if is_customer(source, one.id) and not any(source.get(up) for up in ids_of(one.get("part_of")))
    )


def polarity(value: Element) -> int:
    """+1 for a benefit, -1 for a sacrifice; what does not say is taken for a benefit."""
    return -1 if value.get("polarity") == "sacrifice" else 1


def rounded(value: float) -> str:
    """An amount in three digits, as every sentence says it (−956k, 2.06M); the value itself stays exact."""
    for size, sign in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= max(size, 1e4):
            return f"{value / size:.3g}{sign}".replace("-", "−")
    return f"{float(f'{value:.3g}'):,.10g}".replace("-", "−")
