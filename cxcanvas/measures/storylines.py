"""Whether the three storylines hold together, how wide experience gaps are, and whether we earn where they suffer.

Storyline alignment = encounters that a customer's step meets and a provider's step supports, of all.
Experience gap = importance - score of attitude, competence and fluency (1 to 5 each).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.measures.emotion import feeling_at
from cxcanvas.measures.model import Measure
from cxcanvas.measures.order import lane_of
from cxcanvas.measures.reading import Source, ids_of, is_customer, number, owner_of, polarity
from cxcanvas.values import Frozen

__all__ = ["EXPRESSIONS", "Gap", "alignment_measured", "earning_measured", "gaps", "gaps_measured"]

EXPRESSIONS: Final = ("attitude", "competence", "fluency")
#: As bad as this a step is distress.
DISTRESS: Final = -2
#: What is earned only because something went wrong for them.
PENALTIES: Final = frozenset({"fee", "penalty", "breakage"})


def _steps(source: Source, lane: str) -> list[str]:
    return [one.id for one in source.of("step") if lane_of(one) == lane]


def alignment_measured(source: Source) -> Measure:
    """The share of encounters with a customer's step before them and a provider's step behind them."""
    encounters = _steps(source, "encounter")
    met = {
        at.partition(".")[0]
        for one in source.of("step")
        if lane_of(one) == "customer"
        for at in ids_of(one.get("meets"))
    }
    held = [id_ for id_ in encounters if id_ in met and _is_supported(source, id_)]
    loose = [id_ for id_ in encounters if id_ not in held]
    value = (
        {"ratio": len(held) / len(encounters), "encounters": len(encounters), "loose": loose}
        if encounters
        else None
    )
    return Measure(
        "storyline_alignment", _alignment_said(source, encounters, loose), value, "share", tuple(loose)
    )


def _is_supported(source: Source, id_: str) -> bool:
    step = source.get(id_)
    return step is not None and any(
        source.get(at.partition(".")[0]) for at in ids_of(step.get("supported_by"))
    )


def _alignment_said(source: Source, encounters: list[str], loose: list[str]) -> str:
    if not encounters:
        return "The three storylines do not meet yet: there is no encounter."
    if not loose:
        return "The three storylines hold together at every encounter."
    first = source.get(loose[0])
    return (
        f"At {len(loose)} of {len(encounters)} encounters the storylines do not hold together; the first is "
        f"“{first.title if first is not None else loose[0]}”."
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """One expression of an encounter that matters more than it does well, or less."""

    at: str
    step: str
    expression: str
    score: float
    importance: float

    @property
    def width(self) -> float:
        """Importance less score."""
        return self.importance - self.score


def gaps(source: Source) -> tuple[Gap, ...]:
    """Every expression with a score and an importance, the widest gap first."""
    found = []
    for one in source.of("step"):
        said = one.get("expression")
        for name in EXPRESSIONS if isinstance(said, Frozen) else ():
            here = said.get(name)
            score, importance = (
                (number(here.get(part), 1, 5) for part in ("score", "importance"))
                if isinstance(here, Frozen)
                else (None, None)
            )
            if score is not None and importance is not None:
                found.append(Gap(f"{one.id}.expression.{name}", one.id, name, score, importance))
    return tuple(sorted(found, key=lambda one: -one.width))


def gaps_measured(source: Source) -> Measure:
    """The gap of each expression of each encounter."""
    found = gaps(source)
    parts = tuple(one.at for one in found)
    return Measure(
        "experience_gap",
        _gaps_said(source, found),
        {one.at: one.width for one in found} or None,
        "importance − score",
        parts,
    )


def _gaps_said(source: Source, found: tuple[Gap, ...]) -> str:
    if not found:
        return "How encounters come across is not scored against what matters there yet."
    widest = found[0]
    step = source.get(widest.step)
    name = step.title if step is not None else widest.step
    if widest.width <= 0:
        return "No encounter falls behind what matters there."
    return f"The widest gap is {widest.expression} at “{name}”: {widest.score:g} where {widest.importance:g} matters."


def earning_measured(source: Source) -> Measure:
    """Our gains at the customer's worst moments, and those that exist only because something went wrong."""
    found = {
        one.id: _where(source, ids_of(one.get("realised_at")), str(one.get("type") or ""))
        for one in source.of("value")
        if polarity(one) > 0 and _is_ours(source, ids_of(one.get("bearer")))
    }
    value = {id_: places for id_, places in found.items() if places}
    return Measure(
        "earning_on_pain", _earning_said(source, value), value if found else None, "", tuple(value)
    )


def _where(source: Source, at: tuple[str, ...], type_: str) -> list[str]:
    steps = [
        one
        for one in at
        if (felt := feeling_at(source, one.partition(".")[0])) is not None and felt.valence <= DISTRESS
    ]
    return [*steps, *([type_] if type_ in PENALTIES else [])]


def _is_ours(source: Source, bearers: tuple[str, ...]) -> bool:
    for bearer in bearers:
        id_ = bearer.partition(".")[0]
        owners = (source.get(up) for up in owner_of(source, id_))
        if not is_customer(source, id_) and any(
            one is not None and one.get("role") == "provider" for one in owners
        ):
            return True
    return False


def _earning_said(source: Source, value: dict[str, list[str]]) -> str:
    if not value and not source.ids("value"):
        return "Nobody has said yet what we gain."
    if not value:
        return "We earn nothing at the customer's worst moments, as far as the canvas says."
    id_, places = next(iter(value.items()))
    one, step = source.get(id_), source.get(places[0].partition(".")[0])
    name = one.title if one is not None else id_
    if step is None:
        return f"We earn where they suffer: “{name}” is a {places[0]}."
    return f"We earn where they suffer: “{name}” comes from “{step.title}”."
