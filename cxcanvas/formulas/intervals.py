"""How sure a figure is: intervals of a mean and of a difference of shares, and when two waves differ.

A share difference is (those who would - those who would not) in points from -100 to 100. With the
shares p and d the variance of one answer is p + d - (p - d)^2, which holds the covariance of the
two shares; the interval of Wald is value +- z * sqrt(variance / n). The adjusted interval adds
3 answers that nobody gave (0.75, 1.5, 0.75) and stays honest where few answered or all agreed
(Rocks 2016, The American Statistician 70). Answers needed in each wave to see a difference:
(z of 97.5 % + z of the power)^2 * (variance of the one + of the other) / difference^2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, erfc, sqrt
from statistics import NormalDist
from typing import Final

from cxcanvas.vocabulary.fields import LARGEST

__all__ = [
    "Z95",
    "Difference",
    "Estimate",
    "adjusted",
    "difference",
    "needed",
    "of_counts",
    "of_shares",
    "reachable",
    "student",
]

Z95: Final = NormalDist().inv_cdf(0.975)
#: Answers that nobody gave: to those who would not, in between, and would (Rocks 2016).
PSEUDO: Final = (0.75, 1.5, 0.75)
#: With fewer answers than this the adjusted interval is the one to go by.
FEW: Final = 30
_POINTS: Final = 100.0


def student(free: int) -> float:
    """What 97.5 % of Student's t with these degrees of freedom lie below (Hill 1970's expansion; three digits from 4 on)."""
    z = Z95
    one = (z**3 + z) / 4
    two = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    three = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + one / free + two / free**2 + three / free**3


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its standard error, how many answered, and the scale it lies on."""

    value: float
    se: float
    n: float
    bottom: float
    top: float
    variance: float
    points: bool = False

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval, kept on the scale."""
        return max(self.bottom, self.value - Z95 * self.se)

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval, kept on the scale."""
        return min(self.top, self.value + Z95 * self.se)

    @property
    def interval(self) -> tuple[float, float]:
        """Both ends."""
        return self.low, self.high

    @property
    def share(self) -> float:
        """How far up its scale the figure lies, 0 to 1."""
        return (self.value - self.bottom) / (self.top - self.bottom)

    @property
    def few(self) -> bool:
        """Whether so few answered, or all the same, that the plain interval is not to be trusted."""
        return self.n < FEW or self.se == 0


@dataclass(frozen=True, slots=True)
class Difference:
    """How much the later of two figures lies above the earlier one, and how sure that is."""

    value: float
    se: float
    p: float
    needed: int | None

    @property
    def z(self) -> float:
        """The difference in standard errors."""
        return self.value / self.se if self.se else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the difference."""
        return self.value - Z95 * self.se, self.value + Z95 * self.se

    @property
    def noise(self) -> bool:
        """Whether the interval holds zero: a difference that may be none."""
        low, high = self.interval
        return low <= 0 <= high


def of_shares(
    against: float, between: float, for_: float, extra: Sequence[float] = (0, 0, 0)
) -> Estimate | None:
    """The share difference of three counts; None where nobody answered."""
    n = against + between + for_
    if not 0 < n <= LARGEST or min(against, between, for_) < 0:
        return None
    whole = n + sum(extra)
    p, d = (for_ + extra[2]) / whole, (against + extra[0]) / whole
    variance = max(0.0, p + d - (p - d) ** 2) * _POINTS**2
    return Estimate((p - d) * _POINTS, sqrt(variance / whole), n, -_POINTS, _POINTS, variance, True)


def adjusted(against: float, between: float, for_: float) -> Estimate | None:
    """The same with the answers that nobody gave: for few answers, and where all agree."""
    return of_shares(against, between, for_, PSEUDO)


def of_counts(bottom: int, counts: Sequence[float]) -> Estimate | None:
    """The mean of a scale from how often each point was given, the lowest first; None for less than two answers."""
    n = sum(counts)
    if not 2 <= n <= LARGEST or len(counts) < 2 or min(counts) < 0:
        return None
    mean = sum((bottom + place) * one for place, one in enumerate(counts)) / n
    squares = sum((bottom + place - mean) ** 2 * one for place, one in enumerate(counts))
    variance = squares / (n - 1)
    return Estimate(mean, sqrt(variance / n), n, bottom, bottom + len(counts) - 1, variance)


def difference(before: Estimate, after: Estimate) -> Difference | None:
    """How the later differs from the earlier; None where they are not on one scale, or nothing varies."""
    if (before.bottom, before.top, before.points) != (after.bottom, after.top, after.points):
        return None
    se = sqrt(before.se**2 + after.se**2)
    if se == 0:
        return None
    value = after.value - before.value
    p = erfc(abs(value / se) / sqrt(2))
    return Difference(value, se, p, needed(value, before.variance, after.variance))


def needed(value: float, before: float, after: float, power: float = 0.8) -> int | None:
    """So many answers a wave would have to have to see this difference; None for no difference at all."""
    if value == 0:
        return None
    wanted = (Z95 + NormalDist().inv_cdf(power)) ** 2 * (before + after) / value**2
    return ceil(wanted) if wanted < 1e12 else None


def reachable(top: float, never_top: float) -> float:
    """The best mean that can be had where some never give the highest mark: they give one less."""
    return top - never_top
