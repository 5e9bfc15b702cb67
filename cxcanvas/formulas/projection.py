"""How sure a projection of a cohort is: 95% intervals of what is left, year by year, and of the expected lifetime.

By the delta method: the covariance of the parameters' logarithms is the inverse of the curvature of the
log-likelihood of the whole cohort, and a share is judged by its log odds, a lifetime by the logarithm of
what goes beyond the first payment, so that no interval leaves what can be (Casella and Berger 2002, 5.5.4).
It holds for counts of customers; who is left in per cent tells nothing of how many there were. Whether the
model itself holds, no interval says.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Final

from cxcanvas.formulas.cohorts import Cohort
from cxcanvas.formulas.curvature import curvature
from cxcanvas.formulas.figures import NoFigureError
from cxcanvas.formulas.intervals import Z95
from cxcanvas.formulas.lifetime import expected_lifetime
from cxcanvas.formulas.retention import Fit, loglik

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["lifetime_interval", "misfit", "share_interval", "share_intervals"]

_STEP: Final = 1e-3
_FLAT: Final = "the likelihood is flat: nothing tells how sure the projection is"


def share_intervals(fit: Fit, seen: Cohort, periods: int) -> tuple[tuple[float, float], ...]:
    """Where the share that is left after 0, 1 … periods lies; NoFigureError where that cannot be said.

    The beginning is sure: everybody is there, from 1 to 1.
    """

    def odds(of: Fit) -> list[float]:
        later = of.survival(periods)[1:]
        if any(not 0 < left < 1 for left in later):
            raise NoFigureError("nobody, or everybody, is projected to be left")
        return [log(left / (1 - left)) for left in later]

    ends = _intervals(fit, seen, odds)
    return ((1.0, 1.0), *((1 / (1 + exp(-low)), 1 / (1 + exp(-high))) for low, high in ends))


def share_interval(fit: Fit, seen: Cohort, periods: int) -> tuple[float, float]:
    """Where the share that is left after so many periods lies; NoFigureError where that cannot be said."""
    return share_intervals(fit, seen, periods)[periods]


def lifetime_interval(fit: Fit, seen: Cohort, discount: float) -> tuple[float, float]:
    """Where the expected number of payments, the first included, lies; NoFigureError where that cannot be said."""

    def beyond(of: Fit) -> list[float]:
        more = expected_lifetime(of, discount) - 1
        if more <= 0:
            raise NoFigureError("nobody is expected to pay more than once")
        return [log(more)]

    ((low, high),) = _intervals(fit, seen, beyond)
    return 1 + exp(low), 1 + exp(high)


def misfit(fit: Fit, seen: Cohort) -> tuple[float, int]:
    """How far the model lies from what was seen at most, as a share of the cohort, and in which period."""
    left = fit.survival(seen.periods)
    apart = [abs(one - there / seen.size) for one, there in zip(left, seen.left, strict=True)]
    widest = max(apart)
    return widest, apart.index(widest)


def _intervals(
    fit: Fit, seen: Cohort, figures: Callable[[Fit], list[float]]
) -> tuple[tuple[float, float], ...]:
    """The 95% interval of each figure of a model."""
    _must_tell(fit, seen)
    import numpy as np  # which the fit itself has loaded already

    names = tuple(fit.parameters)
    at = np.log(np.asarray([fit.parameters[name] for name in names]))

    def moved(to: NDArray[np.float64]) -> Fit:
        return Fit(fit.model, dict(zip(names, (exp(float(one)) for one in to), strict=True)), 0.0, fit.size)

    curve = curvature(lambda to: -loglik(seen, moved(to).survival(seen.periods)), [float(one) for one in at])
    if float(np.linalg.eigvalsh(curve)[0]) <= 0:
        raise NoFigureError(_FLAT)
    moves = np.eye(len(names)) * _STEP
    ahead, back = (np.asarray([figures(moved(at + sign * one)) for one in moves]) for sign in (1, -1))
    slopes = (ahead - back) / (2 * _STEP)
    variances = np.einsum("pf,pf->f", slopes, np.linalg.solve(curve, slopes))
    wide = [Z95 * sqrt(max(0.0, float(one))) for one in variances]
    if not all(one < 50 for one in wide):
        raise NoFigureError(_FLAT)
    return tuple((middle - one, middle + one) for middle, one in zip(figures(fit), wide, strict=True))


def _must_tell(fit: Fit, seen: Cohort) -> None:
    """The one place that says why there is no interval, but for what the likelihood itself shows."""
    if fit.model not in ("sbg", "bdw"):
        raise NoFigureError("an interval is known for the beta models only")
    if seen.size in (1.0, 100.0) or any(one != int(one) for one in seen.left):
        raise NoFigureError("who is left is written in per cent: nobody knows of how many customers")
    if fit.doubts:
        raise NoFigureError(fit.doubts[0])
