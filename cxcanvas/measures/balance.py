"""Which side of an exchange gains less, and what would make it even.

With the net ratio n = get / (get + give), the side that gains less reaches a wanted ratio t by getting
t x give / (1 - t) instead of what it gets, or by giving get x (1 - t) / t instead of what it gives. Wanted is
the ratio at which the balance, lowest by highest, is `MUTUAL`. Which value could do it is tried one by one:
a gain that arrives in full, a sacrifice that falls away.
"""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.canvas import Element
from cxcanvas.measures.exchange import MUTUAL, Gain, MutualValue, included, mutual_value, side_of, weight
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, number, polarity

__all__ = ["Leaning", "leaning", "measured", "said"]


@dataclass(frozen=True, slots=True)
class Leaning:
    """Who gains more and who less, and what would balance it; amounts are importance x delivered / 5.

    `gets_more` is None where no gain would be enough, `gives_less` where nothing is given or it would not be
    enough. `levers` are values with the balance that would come of each, the best first.
    """

    more: str
    less: str
    gets_more: float | None
    gives_less: float | None
    levers: tuple[tuple[str, float], ...]


def leaning(source: Source, exchange: Element, found: MutualValue) -> Leaning | None:
    """How an exchange leans; None where it is mutual, or where that cannot be said yet."""
    if found.balance is None or found.is_mutual:
        return None
    order = sorted(found.parties, key=lambda one: one.net or 0.0)
    least, most = order[0], order[-1]
    wanted = MUTUAL * (most.net or 0.0)
    return Leaning(
        most.party, least.party, _gets_more(least, wanted), _gives_less(least, wanted),
        _levers(source, exchange, found, least, most.net or 0.0),
    )  # fmt: skip


def _gets_more(one: Gain, wanted: float) -> float | None:
    return wanted * one.give / (1 - wanted) - one.get if wanted < 1 else None


def _gives_less(one: Gain, wanted: float) -> float | None:
    return one.give - one.get * (1 - wanted) / wanted if one.get and wanted else None


def _levers(
    source: Source, exchange: Element, found: MutualValue, one: Gain, highest: float
) -> tuple[tuple[str, float], ...]:
    """What the balance would be if one value of the side that gains less changed, the best first."""
    parties = tuple(gain.party for gain in found.parties)
    others = [gain.net or 0.0 for gain in found.parties if gain.party != one.party]
    tried: list[tuple[str, float, bool]] = []
    for value in included(source, exchange):
        here, importance = weight(value), number(value.get("importance"), 1, 5)
        if here is None or importance is None or one.party not in side_of(source, value, parties):
            continue
        gains = polarity(value) > 0
        get, give = (one.get - here + importance, one.give) if gains else (one.get, one.give - here)
        nets = [get / (get + give) if get + give else highest, *others]
        if (gains and importance > here) or (not gains and here):
            tried.append((value.id, min(nets) / max(nets) if max(nets) else 0.0, gains))
    tried.sort(key=lambda one: (-one[1], not one[2]))
    return tuple((id_, balance) for id_, balance, _ in tried)


def measured(source: Source) -> Measure:
    """The mutual value of every exchange."""
    found = {one.id: mutual_value(source, one.id) for one in source.of("exchange")}
    value = {
        id_: {
            "parties": {
                gain.party: {"get": gain.get, "give": gain.give, "net": gain.net} for gain in one.parties
            },
            "index": one.index,
            "balance": one.balance,
            "leans": _leans(source, id_, one),
        }
        for id_, one in found.items()
    }
    parts = tuple(dict.fromkeys(part.id for id_ in found for part in _parts(source, id_)))
    return Measure("mutual_value", said(source, found), value or None, "net ratio 0 to 1", (*found, *parts))


def _leans(source: Source, exchange_id: str, found: MutualValue) -> dict[str, object] | None:
    exchange = source.get(exchange_id)
    leans = leaning(source, exchange, found) if exchange is not None else None
    if leans is None:
        return None
    return {
        "more": leans.more, "less": leans.less, "gets_more": leans.gets_more, "gives_less": leans.gives_less,
        "levers": dict(leans.levers),
    }  # fmt: skip


def _parts(source: Source, exchange_id: str) -> tuple[Element, ...]:
    exchange = source.get(exchange_id)
    return included(source, exchange) if exchange is not None else ()


def said(source: Source, found: dict[str, MutualValue]) -> str:
    """The first exchange that can be weighed, in a sentence."""
    for id_, one in found.items():
        exchange = source.get(id_)
        if one.balance is not None and exchange is not None:
            nets = sorted(one.parties, key=lambda gain: -(gain.net or 0))
            most, least = (source.get(gain.party) for gain in (nets[0], nets[-1]))
            if one.is_mutual or most is None or least is None:
                return f"In “{exchange.title}” both sides gain about the same."
            lead = f"In “{exchange.title}” more goes to {most.title} than to {least.title}"
            return f"{lead}{_evened(source, leaning(source, exchange, one))}."
    return (
        "Who gains more cannot be said yet: the values of both sides need an importance and how much arrives."
    )


def _evened(source: Source, leans: Leaning | None) -> str:
    """Which one value would even it, where one alone would."""
    if leans is None or not leans.levers or leans.levers[0][1] < MUTUAL:
        return ""
    value = source.get(leans.levers[0][0])
    if value is None:
        return ""
    how = "arrived in full" if polarity(value) > 0 else "were no burden"
    return f"; it would balance if “{value.title}” {how}"
