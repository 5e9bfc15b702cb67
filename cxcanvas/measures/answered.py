"""What was answered: each wave of an indicator with its figure and its interval, or why it has none.

Answers from 0 to 10 of a recommendation are read as those who would (9 and 10), those in between and
those who would not (0 to 6); any other scale is read as a mean. Shares are answers only together
with their n. Formulas are in `intervals`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.formulas.intervals import Estimate, adjusted, of_counts, of_shares, reachable
from cxcanvas.measures.reading import entries, number, words
from cxcanvas.values import Frozen

__all__ = ["Wave", "is_recommendation", "last_of", "wave_of", "waves_of"]

_RANGE: Final = re.compile(r"^\s*(-?\d{1,4})\s*(?:-|–|\.\.|to)\s*(-?\d{1,4})\s*$")
_NAMES: Final = ("detractors", "passives", "promoters")
#: More answers than people there are is no count.
_MOST: Final = 1e11
#: What a reason is called that comes from what they went through themselves.
OWN: Final = frozenset({"own experience", "experience"})


@dataclass(frozen=True, slots=True)
class Wave:
    """One time it was measured: its figure where there is one, or why there is none."""

    slug: str
    name: str
    date: str
    estimate: Estimate | None
    adjusted: Estimate | None
    why: str
    population: str
    baseline: float | None
    coded: bool | None
    reasons: tuple[tuple[str, float], ...]
    never_top: float | None
    top_share: float | None
    odd: str = ""
    top_two_share: float | None = None
    instrument: str = ""

    @property
    def sure(self) -> Estimate | None:
        """The figure whose interval is to be gone by: adjusted where few answered or all agreed."""
        plain = self.estimate
        return self.adjusted if plain is not None and plain.few and self.adjusted is not None else plain

    @property
    def best(self) -> float | None:
        """The best mean that can be reached, where it is known how many never give the highest mark."""
        here = self.estimate
        return (
            None
            if here is None or here.points or self.never_top is None
            else reachable(here.top, self.never_top)
        )

    @property
    def top_of_those_who_do(self) -> float | None:
        """The share of the highest mark among those who ever give it."""
        if self.top_share is None or self.never_top is None or self.never_top >= 1:
            return None
        return min(1.0, self.top_share / (1 - self.never_top))

    @property
    def beside_category(self) -> str | None:
        """above, below or usual, by the interval; None where the category or the figure is not known."""
        here = self.sure
        if here is None or self.baseline is None:
            return None
        return "above" if here.low > self.baseline else "below" if here.high < self.baseline else "usual"

    @property
    def own_share(self) -> float | None:
        """The share of the reasons that are their own experience."""
        whole = sum(count for _, count in self.reasons)
        return sum(count for name, count in self.reasons if name.casefold() in OWN) / whole if whole else None

    @property
    def scatter(self) -> float | None:
        """How scattered the reasons are: 0 for one reason, 1 for all as frequent (entropy by its largest)."""
        found = [count for _, count in self.reasons if count > 0]
        whole = sum(found)
        if len(found) < 2:
            return 0.0 if found else None
        return -sum(one / whole * log(one / whole) for one in found) / log(len(found))


def is_recommendation(indicator: Element) -> bool:
    """Whether an indicator tells if they would recommend us."""
    return words(indicator.get("construct")) == "recommendation"


def waves_of(indicator: Element) -> tuple[Wave, ...]:
    """The waves of an indicator, the oldest first; those without a date before the others."""
    shares = is_recommendation(indicator)
    found = [wave_of(slug, one, shares) for slug, one in entries(indicator.get("waves"))]
    return tuple(sorted(found, key=lambda one: one.date))


def wave_of(slug: str, wave: Frozen, shares: bool = False) -> Wave:
    """One wave; `shares`: answers from 0 to 10 are read as those who would and those who would not."""
    n, given = number(wave.get("n"), 0, _MOST), wave.get("distribution")
    counts, bottom, why = _counts(given, words(wave.get("scale")))
    counts, why, odd = _counted(counts, n, why)
    told = counts if sum(counts) and not isinstance(given, Frozen) else ()
    top, two = (sum(told[-many:]) / sum(told) if len(told) > many else None for many in (1, 2))
    three = (
        _three(counts, bottom)
        if isinstance(given, Frozen) or (shares and len(counts) == 11 and not bottom)
        else ()
    )
    plain = (
        of_shares(three[0], three[1], three[2]) if three else of_counts(bottom, counts) if counts else None
    )
    if plain is None and not why:
        why = "nobody answered" if not sum(counts) else "one answer is no figure"
    return Wave(
        slug, words(wave.get("name")) or slug, words(wave.get("date")), plain, adjusted(three[0], three[1], three[2]) if three else None, why,
        words(wave.get("population")), number(wave.get("category_baseline"), -_MOST, _MOST), _flag(wave.get("reasons_coded")),
        _reasons(wave.get("reasons")), number(wave.get("never_top_share"), 0, 1), top, odd,
        two, words(wave.get("instrument")),
    )  # fmt: skip


def _counts(given: object, scale: str) -> tuple[tuple[float, ...], int, str]:
    """How often each answer was given, the point of the lowest, and why it cannot be read."""
    if isinstance(given, Frozen):
        found = [number(given.get(name), 0, _MOST) for name in _NAMES]
        known = tuple(one for one in found if one is not None)
        return (
            (known, 0, "") if len(known) == 3 else ((), 0, "one of the three counts is missing or no number")
        )
    if not isinstance(given, tuple) or not given:
        return (), 0, "the answers are not written down: how many gave which"
    match, counts = _RANGE.match(scale), [number(one, 0, _MOST) for one in given]
    if any(one is None for one in counts):
        return (), 0, "a count of the answers is no number"
    if match is None or int(match[2]) - int(match[1]) + 1 != len(counts):
        return (
            (),
            0,
            f"{len(counts)} counts do not fit the scale “{scale}”" if scale else "its scale is not named",
        )
    return tuple(one or 0.0 for one in counts), int(match[1]), ""


def _counted(counts: tuple[float, ...], n: float | None, why: str) -> tuple[tuple[float, ...], str, str]:
    """Counts of answers: shares are multiplied by n; without n they make no figure."""
    whole = sum(counts)
    if why or not whole or whole == n:
        return counts, why, ""
    broken = any(one != int(one) for one in counts)
    is_share = (abs(whole - 1) < 0.01 and broken) or (abs(whole - 100) < 0.6 and n is not None)
    if not is_share:
        return counts, "", "" if n is None else f"its n says {n:g}, the answers come to {whole:g}"
    if not n:
        return (), "shares without the number of answers: nobody can judge them", ""
    return tuple(one / whole * n for one in counts), "", ""


def _three(counts: tuple[float, ...], bottom: int) -> tuple[float, ...]:
    """Those who would not, those in between, those who would; from 0 to 10 or as they were counted."""
    return (
        counts if len(counts) == 3 else (sum(counts[:7]), sum(counts[7:9]), sum(counts[9:])) if counts else ()
    )


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _reasons(given: object) -> tuple[tuple[str, float], ...]:
    if not isinstance(given, Frozen):
        return ()
    found = [
        (str(name).replace("_", " "), count)
        for name, one in given.items()
        if (count := number(one, 0, _MOST))
    ]
    return tuple(sorted(found, key=lambda one: -one[1]))


def last_of(waves: tuple[Wave, ...]) -> Wave | None:
    """The newest wave that has a figure."""
    return next((one for one in reversed(waves) if one.estimate is not None), None)
