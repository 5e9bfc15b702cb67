"""What an indicator said the last time it was measured."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cxcanvas.canvas import Element
from cxcanvas.measures.reading import entries, number, words
from cxcanvas.values import Frozen

_RANGE = re.compile(r"^\s*(-?\d+)\s*[-–]\s*(-?\d+)\s*$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with the range it lies in, how many answered, and when."""

    value: float
    low: float
    high: float
    n: int
    date: str
    slug: str

    @property
    def share(self) -> float:
        """How far up its range the value lies, 0 to 1."""
        return (self.value - self.low) / (self.high - self.low)


def last_wave(indicator: Element) -> Reading | None:
    """The newest wave of an indicator that can be read as one number."""
    found = [
        one for slug, wave in entries(indicator.get("waves")) if (one := read_wave(slug, wave)) is not None
    ]
    return max(found, key=lambda one: one.date) if found else None


def read_wave(slug: str, wave: Frozen) -> Reading | None:
    """Mean of a scale from its counts, or promoters minus detractors in points (-100 to 100)."""
    distribution, date = wave.get("distribution"), words(wave.get("date"))
    if isinstance(distribution, Frozen):
        counts = [number(distribution.get(name), 0) for name in ("detractors", "passives", "promoters")]
        detractors, passives, promoters = (one or 0.0 for one in counts)
        n = detractors + passives + promoters
        known = None not in counts and n
        return Reading((promoters - detractors) / n * 100, -100, 100, int(n), date, slug) if known else None
    match = _RANGE.match(words(wave.get("scale")))
    if not isinstance(distribution, tuple) or match is None:
        return None
    low, high = int(match[1]), int(match[2])
    counted = [number(one, 0) for one in distribution]
    if (
        high <= low
        or len(counted) != high - low + 1
        or None in counted
        or not sum(one or 0 for one in counted)
    ):
        return None
    n = sum(one or 0 for one in counted)
    mean = sum((low + place) * (one or 0) for place, one in enumerate(counted)) / n
    return Reading(mean, low, high, int(n), date, slug)
