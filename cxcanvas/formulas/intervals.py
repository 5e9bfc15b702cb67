"""How sure a figure is: intervals of a mean, of a share and of a difference of shares, and when two waves differ.

A share difference is (those who would - those who would not) in points from -100 to 100. With the
shares p and d the variance of one answer is p + d - (p - d)^2, which holds the covariance of the
two shares; the interval of Wald is value +- z * sqrt(variance / n). The adjusted interval adds
3 answers that nobody gave (0.75, 1.5, 0.75) and stays honest where few answered or all agreed
(Rocks 2016, The American Statistician 70). A mean has Student's interval; where all n gave one answer,
the share that might have said something else is below 1 - 0.05^(1/n) (Hanley and Lippman-Hand 1983, JAMA
249), and the mean could lie by that share nearer to either end. One share has Wilson's interval (1927,
JASA 22). Two means are compared after Welch (1947, Biometrika 34). Answers needed in each wave to see a difference:
(z of 97.5% + z of the power)^2 * (variance of the one + of the other) / difference^2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, erfc, inf, isfinite, log1p, sqrt
from statistics import NormalDist
from typing import Any, Final

from cxcanvas.formulas.figures import NoFigureError, finite, is_usable, listed, share

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
    "wilson",
]

Z95: Final = NormalDist().inv_cdf(0.975)
#: Answers that nobody gave: to those who would not, in between, and would (Rocks 2016).
PSEUDO: Final = (0.75, 1.5, 0.75)
#: With fewer answers than this the adjusted interval is the one to go by.
FEW: Final = 30
_POINTS: Final = 100.0
#: Less than one answer is none; a hair below one is what is left of rounding.
_NOBODY: Final = 0.999
_FARTHEST: Final = 1e9  # from zero that a scale may begin


_ONE: Final = 12.706204736432095  # of one degree of freedom: tan(0.475 pi)
_TWO: Final = 4.302652729696142  # of two


def student(free: float) -> float:
    """What 97.5% of Student's t with these degrees of freedom lie below; NoFigureError for less than one.

    Exact for one and two; from there on the expansion of Fisher and Cornish (1960, Technometrics 2), which is
    off by 0.004 at three and by less than 0.0003 from five on.
    """
    if not is_usable(free):
        if free == inf:
            return Z95
        raise NoFigureError("the degrees of freedom are no number")
    if free < 1:
        raise NoFigureError(f"{free:g} degrees of freedom: nothing tells how far apart answers lie")
    if free < 3:  # between the whole ones in proportion to 1 / free
        low, high, at = (_ONE, _TWO, 1.0) if free < 2 else (_TWO, _expanded(3), 2.0)
        part = (1 / at - 1 / free) / (1 / at - 1 / (at + 1))
        return low + (high - low) * part
    return _expanded(free)


def _expanded(free: float) -> float:
    z = Z95
    one = (z**3 + z) / 4
    two = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    three = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    four = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + one / free + two / free**2 + three / free**3 + four / free**4


def wilson(count: float, n: float) -> tuple[float, float]:
    """The 95% interval of a share, `count` of `n` (Wilson 1927); it never leaves 0 to 1 and never closes to a point."""
    whole, part = finite(n, "the number of answers"), finite(count, "the count")
    if whole <= 0:
        raise NoFigureError("nobody answered")
    if not 0 <= part <= whole:
        raise NoFigureError(f"{part:g} of {whole:g} is no share")
    p, more = part / whole, Z95**2 / whole
    middle, wide = p + more / 2, Z95 * sqrt(p * (1 - p) / whole + more / (4 * whole))
    low, high = (middle - wide) / (1 + more), (middle + wide) / (1 + more)
    return (0.0 if not part else max(0.0, low)), (1.0 if part == whole else min(1.0, high))


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
        """The lower end of the 95% interval, kept on the scale."""
        return max(self.bottom, self.value - self._reach(self.value - self.bottom))

    @property
    def high(self) -> float:
        """The upper end of the 95% interval, kept on the scale."""
        return min(self.top, self.value + self._reach(self.top - self.value))

    def _reach(self, room: float) -> float:
        """How far the interval reaches to a side where there is so much room."""
        if self.points:
            return Z95 * self.se
        if self.variance <= 0:
            return float(room * (1 - 0.05 ** (1 / self.n)))
        return student(max(1.0, self.n - 1)) * self.se

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
    free: float = inf

    @property
    def z(self) -> float:
        """The difference in standard errors."""
        return self.value / self.se if self.se else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of the difference."""
        wide = student(self.free) * self.se
        return self.value - wide, self.value + wide

    @property
    def noise(self) -> bool:
        """Whether the interval holds zero: a difference that may be none."""
        low, high = self.interval
        return low <= 0 <= high


def _counts(given: Any) -> list[float] | None:
    """Counts from 0 on, or shares of them; None where one is no count, or all together are none."""
    found = [float(one) for one in given if is_usable(one) and one >= 0]
    return found if len(found) == len(given) and is_usable(sum(found)) and sum(found) > _NOBODY else None


def of_shares(
    against: float, between: float, for_: float, extra: tuple[float, float, float] = (0, 0, 0)
) -> Estimate | None:
    """The share difference of three counts; None where nobody answered, or where one is no count."""
    counts = _counts((against, between, for_))
    if counts is None:
        return None
    n = sum(counts)
    whole = n + sum(extra)
    p, d = (counts[2] + extra[2]) / whole, (counts[0] + extra[0]) / whole
    variance = max(0.0, p + d - (p - d) ** 2) * _POINTS**2
    return Estimate((p - d) * _POINTS, sqrt(variance / whole), n, -_POINTS, _POINTS, variance, True)


def adjusted(against: float, between: float, for_: float) -> Estimate | None:
    """The same with the answers that nobody gave: for few answers, and where all agree."""
    return of_shares(against, between, for_, PSEUDO)


def of_counts(bottom: int, counts: Any) -> Estimate | None:
    """The mean of a scale from how often each point was given, the lowest first; None for less than two answers."""
    found = _counts(listed(counts, "the counts of answers"))
    if abs(finite(bottom, "the lowest point of the scale")) > _FARTHEST:
        raise NoFigureError("the scale begins too far from zero to tell its points apart")
    if found is None or len(found) < 2 or sum(found) < 2:
        return None
    n = sum(found)
    mean = sum((bottom + place) * one for place, one in enumerate(found)) / n
    squares = sum((bottom + place - mean) ** 2 * one for place, one in enumerate(found))
    variance = squares / (n - 1) if sum(map(bool, found)) > 1 else 0.0
    return Estimate(mean, sqrt(variance / n), n, bottom, bottom + len(found) - 1, variance)


def difference(before: Estimate, after: Estimate) -> Difference | None:
    """How the later differs from the earlier; None where they are not on one scale, or nothing varies."""
    if (before.bottom, before.top, before.points) != (after.bottom, after.top, after.points):
        return None
    se = sqrt(before.se**2 + after.se**2)
    if se == 0:
        return None
    value = after.value - before.value
    free = inf if before.points else _welch(before, after)
    p = erfc(_as_normal(abs(value / se), free) / sqrt(2))
    return Difference(value, se, p, needed(value, before.variance, after.variance), free)


def _welch(one: Estimate, other: Estimate) -> float:
    """The degrees of freedom of a difference of two means (Welch 1947)."""
    apart = sum(each.se**4 / (each.n - 1) for each in (one, other) if each.n > 1)
    return max(1.0, (one.se**2 + other.se**2) ** 2 / apart) if apart > 0 else inf


def _as_normal(t: float, free: float) -> float:
    """A value of Student's t as one of the normal distribution (Wallace 1959, Annals of Mathematical Statistics 30)."""
    if not isfinite(free):
        return t
    return (8 * free + 1) / (8 * free + 3) * sqrt(free * log1p(t * t / free))


def needed(value: float, before: float, after: float, power: float = 0.8) -> int | None:
    """So many answers a wave would have to have to see this difference; None for no difference at all."""
    apart, one, other = (finite(each, "a difference or a variance") for each in (value, before, after))
    if not 0 < power < 1 or min(one, other) < 0:
        raise NoFigureError("the power lies between 0 and 1, and no variance is below zero")
    if not (apart**2):
        return None
    wanted = (Z95 + NormalDist().inv_cdf(power)) ** 2 * (one + other) / apart**2
    return ceil(wanted) if wanted < 1e12 else None


def reachable(top: float, never_top: float) -> float:
    """The best mean that can be had where some never give the highest mark: they give one less."""
    return finite(top, "the highest mark") - share(never_top, "the share who never give it")
