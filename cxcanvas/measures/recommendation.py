"""Whether they would recommend us: each wave with its interval, and all that it means nothing without.

The figure is the share who would less the share who would not, in points (from 0 to 10: 9 and 10
would, 0 to 6 would not). Formulas are in `intervals`. Company for the number (its interval,
reasons, what is usual in the category, a second measure) is asked for after de Haan, Verhoef and
Wiesel 2015; that most bad word of mouth comes from people who are no customers (77% in one
study), after East, Romaniuk and Lomax 2011.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.formulas.intervals import Difference, Estimate, difference
from cxcanvas.measures.answered import Wave, is_recommendation, last_of, waves_of
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, customers, ids_of, number, owner_of, words
from cxcanvas.measures.relationship import bonds

__all__ = [
    "Recommendation", "Wave", "captives", "compared", "is_recommendation", "recommendation_measured",
    "recommendations", "said", "seconds", "waves_of",
]  # fmt: skip

#: What else can tell how it goes: results, not what is done for them.
SECONDS: Final = (
    "satisfaction", "commitment_affective", "engagement", "trust_credibility", "trust_benevolence",
    "emotional_value", "effort", "retention", "share_of_wallet", "complaint",
)  # fmt: skip
#: Uses in which a number about the firm falls upon single people.
JUDGING: Final = ("staff_appraisal", "bonus")
#: From this share on people who never give the highest mark distort a comparison.
MANY_NEVER: Final = 0.1
#: From this share on what holds a customer is mostly not their own wish.
CAPTIVE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An indicator of recommendation: its waves, the last two compared, and what it is used for."""

    id: str
    waves: tuple[Wave, ...]
    change: Difference | None
    unlike: str
    judging: tuple[str, ...]
    about: tuple[str, ...]
    target: float | None

    @property
    def last(self) -> Wave | None:
        """The newest wave that has a figure."""
        return last_of(self.waves)

    @property
    def impossible(self) -> str:
        """Why the target cannot be reached; "" where it can, or none is set."""
        return unreachable(self.target, self.last)


# -- what stands beside it -------------------------------------------------------------------


def compared(waves: Sequence[Wave]) -> tuple[Difference | None, str]:
    """The last two waves that have a figure, compared; or why they cannot be."""
    found = [one for one in waves if one.estimate is not None]
    if len(found) < 2:
        return None, ""
    before, after = found[-2:]
    if before.population != after.population and before.population and after.population:
        return None, "other people were asked"
    few = any(one.estimate is not None and one.estimate.few for one in (before, after))
    pair = [one.adjusted if few and one.adjusted is not None else one.estimate for one in (before, after)]
    if pair[0] is None or pair[1] is None:
        return None, ""
    change = difference(pair[0], pair[1])
    return (
        change,
        "" if change is not None else "they do not lie on one scale, or no answer differs from another",
    )


def unreachable(target: float | None, last: Wave | None) -> str:
    """Why nobody can reach a target: it is off the scale, or above what people give at their best."""
    here = last.estimate if last is not None else None
    if target is None or here is None or last is None:
        return ""
    if target > here.top or target < here.bottom:
        return f"the target {target:g} is off the scale from {here.bottom:g} to {here.top:g}"
    if last.best is not None and target > last.best:
        return f"the target {target:g} is above the best that can be reached, {last.best:.2f}"
    return "the target asks for perfection: nobody may ever say less" if target == here.top else ""


def recommendations(source: Source) -> tuple[Recommendation, ...]:
    """Every indicator of recommendation."""
    return tuple(_of(one) for one in source.of("indicator") if is_recommendation(one))


def _of(one: Element) -> Recommendation:
    waves = waves_of(one)
    change, unlike = compared(waves)
    uses = one.get("used_for")
    used = uses if isinstance(uses, tuple) else (uses,)
    judging = tuple(use for use in JUDGING if use in used)
    return Recommendation(
        one.id, waves, change, unlike, judging, ids_of(one.get("about")), number(one.get("target"))
    )


def seconds(source: Source) -> tuple[Element, ...]:
    """The other signs of how it goes, which keep a recommendation company."""
    return tuple(one for one in source.of("indicator") if words(one.get("construct")) in SECONDS)


def captives(source: Source, one: Recommendation, above: float = CAPTIVE) -> tuple[tuple[str, float], ...]:
    """The customers it is observed in who are held rather than stay, and how much of what holds them is not their wish."""
    named = {up for id_ in one.about for up in owner_of(source, id_.partition(".")[0])}
    groups = [group.id for group in customers(source)]
    # where it says nothing of whom it is about, it speaks of every customer
    asked = (
        [id_ for id_ in groups if id_ in named] if named & set(groups) else groups if not one.about else []
    )
    found = ((id_, bonds(source, id_).captive_share) for id_ in asked)
    return tuple((id_, share) for id_, share in found if share is not None and share > above)


# -- what can be said ------------------------------------------------------------------------


def points(value: float) -> str:
    """A number with its sign, one decimal at most."""
    return f"{value:+.1f}".replace(".0", "").replace("-", "−") if round(value, 1) else "0"


def _given(here: Estimate, low: float, high: float) -> str:
    shown = points if here.points else lambda value: f"{value:.2f}"
    unit = " points" if here.points else f" of {here.top:g}"
    return f"{shown(here.value)}{unit} ({shown(low)} to {shown(high)})"


def said(one: Recommendation) -> str:
    """What can be said of one recommendation: its last figure with its interval, and whether it moved."""
    last = one.last
    if last is None or last.estimate is None or last.sure is None:
        return "Nobody can say yet whether they would recommend us: " + (
            f"{one.waves[-1].why}." if one.waves else "it was not measured."
        )
    here = last.estimate
    first = f"Would recommend, less would not: {_given(here, *last.sure.interval)}, {here.n:,.0f} answers."
    change = one.change
    if change is None:
        return first + (f" The last two waves cannot be compared: {one.unlike}." if one.unlike else "")
    unit = " points" if here.points else ""
    moved = "rose" if change.value > 0 else "fell"
    if change.noise:
        more = (
            f"; to see such a difference {change.needed:,} answers a wave would be needed"
            if change.needed
            else ""
        )
        by = f"It {moved} by {abs(change.value):.3g}{unit}" if change.value else "It did not move"
        return f"{first} {by}, and that is noise (p = {change.p:.2f}){more}."
    return f"{first} It {moved} by {abs(change.value):.3g}{unit}, more than chance explains ({p_said(change.p)})."


def p_said(p: float) -> str:
    """A probability as it is printed."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"


def recommendation_measured(source: Source) -> Measure:
    """Every recommendation with its interval, its category, its change and what is not beside it."""
    found = recommendations(source)
    value = {one.id: _as_value(source, one) for one in found}
    sentence = said(found[0]) if found else "Nobody is asked yet whether they would recommend us."
    parts = tuple(f"{one.id}.waves.{wave.slug}" for one in found for wave in one.waves)
    return Measure("recommendation", sentence, value or None, "points, −100 to 100", parts)


def _as_value(source: Source, one: Recommendation) -> dict[str, object]:
    change = one.change
    return {
        "waves": {wave.slug: _wave_value(wave) for wave in one.waves},
        "difference": None if change is None else {
            "value": round(change.value, 6), "se": round(change.se, 6), "z": round(change.z, 6), "p": round(change.p, 6),
            "noise": change.noise, "needed": change.needed,
        },
        "judging": list(one.judging),
        "captive": [id_ for id_, _ in captives(source, one)],
        "beside": [two.id for two in seconds(source)],
    }  # fmt: skip


def _wave_value(wave: Wave) -> dict[str, object]:
    here, sure = wave.estimate, wave.adjusted
    if here is None:
        return {"value": None, "why": wave.why}
    return {
        "value": round(here.value, 6), "n": round(here.n), "interval": [round(end, 6) for end in here.interval],
        "adjusted": [round(end, 6) for end in sure.interval] if sure is not None else None,
        "go_by": "adjusted" if wave.sure is not here else "interval", "category_baseline": wave.baseline,
        "above_category": None if wave.baseline is None else round(here.value - wave.baseline, 6),
        "category": wave.beside_category, "own_experience": wave.own_share,
        "reasons_scatter": None if wave.scatter is None else round(wave.scatter, 6),
    }  # fmt: skip
