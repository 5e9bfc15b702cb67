"""Who gains what in an exchange, and whether both sides do."""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.canvas import Element
from cxcanvas.measures.reading import Source, ids_of, number, owner_of, polarity

#: Below this the side that gains less is named: min / max of the two net ratios.
MUTUAL = 0.7


@dataclass(frozen=True, slots=True)
class Gain:
    """What one party gets and gives in an exchange, weighted; `net` is get / (get + give)."""

    party: str
    get: float
    give: float
    net: float | None


@dataclass(frozen=True, slots=True)
class MutualValue:
    """The gains of the parties, the harmonic mean of their net ratios, and the smallest by the largest."""

    parties: tuple[Gain, ...]
    index: float | None
    balance: float | None

    @property
    def is_mutual(self) -> bool | None:
        """Whether both sides gain about the same; None when it cannot be said yet."""
        return None if self.balance is None else self.balance >= MUTUAL


def weight(value: Element) -> float | None:
    """How much a value counts: importance times the share of it that arrives; None where that is blank."""
    importance, delivered = number(value.get("importance"), 1, 5), number(value.get("delivered"), 0, 5)
    return None if importance is None or delivered is None else importance * delivered / 5


def parties_of(source: Source, exchange: Element) -> tuple[str, ...]:
    """The parties of an exchange that are there; without any named, those that bear its values."""
    named = tuple(one for one in ids_of(exchange.get("between")) if source.get(one) is not None)
    if named:
        return tuple(dict.fromkeys(named))
    bearers = (
        owner_of(source, bearer)[-1:]
        for value in included(source, exchange)
        for bearer in ids_of(value.get("bearer"))
    )
    return tuple(dict.fromkeys(one for found in bearers for one in found))


def included(source: Source, exchange: Element) -> tuple[Element, ...]:
    """The values that an exchange includes."""
    found = (source.get(one) for one in dict.fromkeys(ids_of(exchange.get("includes"))))
    return tuple(one for one in found if one is not None and one.kind == "value")


def side_of(source: Source, value: Element, parties: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the parties bear a value: themselves, or through a persona or a role of theirs."""
    climbed = [set(owner_of(source, bearer)) for bearer in ids_of(value.get("bearer"))]
    return tuple(party for party in parties if any(party in one for one in climbed))


def mutual_value(source: Source, exchange_id: str) -> MutualValue:
    """Who gains what: net ratio B / (B + S) a party, with B and S the sums of importance x delivered / 5.

    The index is the harmonic mean of the net ratios, the balance the smallest by the
    largest. A value whose importance or delivery is blank does not count.
    """
    exchange = source.get(exchange_id)
    if exchange is None or exchange.kind != "exchange":
        return MutualValue((), None, None)
    parties = parties_of(source, exchange)
    sums = {party: [0.0, 0.0] for party in parties}
    for value in included(source, exchange):
        counted = weight(value)
        for party in side_of(source, value, parties) if counted is not None else ():
            sums[party][0 if polarity(value) > 0 else 1] += counted or 0.0
    gains = tuple(
        Gain(party, get, give, get / (get + give) if get + give else None)
        for party, (get, give) in sums.items()
    )
    nets = [one.net for one in gains if one.net is not None]
    if len(nets) < 2 or len(nets) < len(gains):
        return MutualValue(gains, None, None)
    if not any(nets):  # nothing that was hoped for arrives anywhere: nobody gains more
        return MutualValue(gains, 0.0, None)
    index = len(nets) / sum(1 / one for one in nets) if all(nets) else 0.0
    return MutualValue(gains, index, min(nets) / max(nets))
