"""What a number may be when nobody knows it exactly: a lowest, a likeliest and a highest value, and a shape.

The low and the high of `pert`, `triangular`, `beta` and `uniform` are the ends. Those of `normal` and
`lognormal` are values that one in twenty falls below, and one in twenty exceeds.

PERT: a beta distribution between the ends with mean (low + 4 mode + high) / 6, alpha = 1 + 4 (mode - low) /
(high - low), beta = 1 + 4 (high - mode) / (high - low) (Vose 2008, lambda 4). `beta` is the classic form of
1959: the same mean with a standard deviation of a sixth of the range (Malcolm and others, Operations
Research 7); it is not the same, and usually narrower.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Final

from cxcanvas.formulas.figures import NoFigureError, finite

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SHAPES", "Spread", "spread"]

SHAPES: Final = ("fixed", "triangular", "pert", "normal", "lognormal", "beta", "uniform")
_Z95: Final = 1.6448536269514722  # one in twenty lies above it
_WIDEST: Final = 10.0  # standard deviation of a logarithm; the mean is then e^50 above the middle


@dataclass(frozen=True, slots=True)
class Spread:
    """A number that is not known exactly; made by `spread`, which checks it."""

    shape: str
    low: float
    mode: float
    high: float

    @property
    def _alphas(self) -> tuple[float, float]:
        """Alpha and beta of the two beta shapes."""
        width = self.high - self.low
        if self.shape == "pert":
            return 1 + 4 * (self.mode - self.low) / width, 1 + 4 * (self.high - self.mode) / width
        mean = (4 * (self.mode - self.low) / width + 1) / 6
        whole = mean * (1 - mean) * 36 - 1
        return mean * whole, (1 - mean) * whole

    @property
    def _logs(self) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm."""
        return (log(self.low) + log(self.high)) / 2, (log(self.high) - log(self.low)) / (2 * _Z95)

    @property
    def mean(self) -> float:
        """The expected value."""
        match self.shape:
            case "fixed":
                return self.mode
            case "triangular":
                return (self.low + self.mode + self.high) / 3
            case "pert" | "beta":
                return (self.low + 4 * self.mode + self.high) / 6
            case "lognormal":
                middle, width = self._logs
                return exp(middle + width**2 / 2)
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        """The standard deviation."""
        a, m, b = self.low, self.mode, self.high
        match self.shape:
            case "fixed":
                return 0.0
            case "triangular":
                return sqrt((a * a + m * m + b * b - a * m - a * b - m * b) / 18)
            case "pert":
                return sqrt((self.mean - a) * (b - self.mean) / 7)
            case "beta":
                return (b - a) / 6
            case "normal":
                return (b - a) / (2 * _Z95)
            case "lognormal":
                return self.mean * sqrt(exp(self._logs[1] ** 2) - 1)
        return (b - a) / sqrt(12)

    def quantile(self, share: float) -> float:
        """The value that this share lies below."""
        if not 0 < share < 1:
            raise NoFigureError(f"a quantile is asked for a share between 0 and 1, not {share:g}")
        from scipy import stats

        width = self.high - self.low
        match self.shape:
            case "fixed":
                return self.mode
            case "triangular":
                return float(stats.triang.ppf(share, (self.mode - self.low) / width, self.low, width))
            case "pert" | "beta":
                return float(stats.beta.ppf(share, *self._alphas, self.low, width))
            case "normal":
                return float(stats.norm.ppf(share, self.mean, self.sd))
            case "lognormal":
                middle, deviation = self._logs
                return exp(float(stats.norm.ppf(share, middle, deviation)))
        return self.low + share * width

    def draws(self, chance: np.random.Generator, runs: int) -> NDArray[np.float64]:
        """Random values, as many as asked for."""
        import numpy as np

        match self.shape:
            case "fixed":
                return np.full(runs, self.mode)
            case "triangular":
                return chance.triangular(self.low, self.mode, self.high, runs)
            case "pert" | "beta":
                found = chance.beta(*self._alphas, runs)
                found *= self.high - self.low
                found += self.low
                return found
            case "normal":
                return chance.normal(self.mean, self.sd, runs)
            case "lognormal":
                return chance.lognormal(*self._logs, runs)
        return chance.uniform(self.low, self.high, runs)


def spread(low: float | None, mode: float | None, high: float | None, shape: str = "pert") -> Spread:
    """A checked spread; a number alone is fixed. NoFigureError says what cannot be.

    Without a likeliest value the middle between the ends is taken (of a lognormal, of their logarithms).
    """
    if shape not in SHAPES:
        raise NoFigureError(f"the shape {shape!r} is not known; it is one of {', '.join(SHAPES)}")
    if low is None or high is None:
        if low is not None or high is not None or mode is None:
            raise NoFigureError("an estimate needs a lowest and a highest value, or a single one")
        found = finite(mode, "the value")
        return Spread("fixed", found, found, found)
    low, high = finite(low, "the lowest value"), finite(high, "the highest value")
    if low > high:
        raise NoFigureError(f"the lowest value, {low:g}, is above the highest, {high:g}")
    if shape == "lognormal" and low <= 0:
        raise NoFigureError(f"a lognormal estimate is above zero, and its lowest value is {low:g}")
    middle = exp((log(low) + log(high)) / 2) if shape == "lognormal" else (low + high) / 2
    mode = middle if mode is None else finite(mode, "the likeliest value")
    if not low <= mode <= high:
        raise NoFigureError(f"the likeliest value, {mode:g}, is not between {low:g} and {high:g}")
    if low == high or shape == "fixed":
        return Spread("fixed", mode, mode, mode)
    made = Spread(shape, low, mode, high)
    if shape == "lognormal" and made._logs[1] > _WIDEST:
        raise NoFigureError(f"from {low:g} to {high:g} is too wide for a lognormal estimate to have a mean")
    return made
