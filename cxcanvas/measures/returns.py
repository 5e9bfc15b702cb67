"""Whether felt value comes back: an exchange gives the customer something that builds trust, and we gain by it.

The loop is closed where an exchange holds a benefit of the customer that builds a bond or a sign of
trust (itself, or by the step at which it is felt) and a benefit of ours. That the one follows from
the other is a guess until it is shown; the service-profit chain says it, not this picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cxcanvas.canvas import Element
from cxcanvas.measures.reading import Source, ids_of, is_customer, polarity
from cxcanvas.measures.trust import Force

__all__ = ["Return", "returns"]


@dataclass(frozen=True, slots=True)
class Return:
    """An exchange: what the customer gains that builds trust, what it builds, and what we gain."""

    exchange: str
    gains: tuple[str, ...]
    builds: tuple[str, ...]
    ours: tuple[str, ...]

    @property
    def closed(self) -> bool:
        """Whether what they gain builds something, and we gain too."""
        return bool(self.builds and self.ours)


def returns(source: Source, found: Iterable[Force]) -> tuple[Return, ...]:
    """Every exchange in which the customer gains something, those that close the loop first."""
    built: dict[str, list[str]] = {}
    for force in found:
        if force.builds:
            built.setdefault(force.at.partition(".")[0], []).append(force.target)
    each = [
        one for exchange in source.of("exchange") if (one := _return(source, exchange, built)) is not None
    ]
    return tuple(sorted(each, key=lambda one: not one.closed))


def _return(source: Source, exchange: Element, built: dict[str, list[str]]) -> Return | None:
    values = [source.get(one) for one in ids_of(exchange.get("includes"))]
    gains = [one for one in values if one is not None and one.kind == "value" and polarity(one) > 0]
    theirs = [one for one in gains if _is_theirs(source, one)]
    if not theirs:
        return None
    by = {one.id: _builds(one, built) for one in theirs}
    what = dict.fromkeys(target for targets in by.values() for target in targets)
    named = tuple(id_ for id_, targets in by.items() if targets) or tuple(by)
    ours = tuple(one.id for one in gains if ids_of(one.get("bearer")) and not _is_theirs(source, one))
    return Return(exchange.id, named, tuple(what), ours)


def _is_theirs(source: Source, value: Element) -> bool:
    return any(is_customer(source, one) for one in ids_of(value.get("bearer")))


def _builds(value: Element, built: dict[str, list[str]]) -> list[str]:
    places = (value.id, *(one.partition(".")[0] for one in ids_of(value.get("realised_at"))))
    return [target for place in places for target in built.get(place, ())]
