"""How long customers stay: models of a cohort, fitted by maximum likelihood, and what they project.

Shifted-beta-geometric (Fader and Hardie 2007, Journal of Interactive Marketing 21): each customer has a
chance to leave that never changes, and these chances differ by a beta distribution. With B the beta
function, P(T = t) = B(a + 1, b + t - 1) / B(a, b) and S(t) = B(a, b + t) / B(a, b), so that the kept
share r(t) = (b + t - 1) / (a + b + t - 1) rises although nobody becomes more loyal.
The log-likelihood is natural: sum of lost(t) ln P(t), plus left ln S(last).

For contrast: one rate for all (geometric), two classes with a rate each (finite mixture of two
geometrics), and the beta-discrete-Weibull (Fader, Hardie, Liu, Davin and Steenburgh 2018, Journal of
Interactive Marketing 43), S(t) = B(a, b + t^c) / B(a, b), in which the chance itself may change
with time. Their parameters can be flat: compare likelihoods and projections.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, isfinite, log
from typing import TYPE_CHECKING, Final

from cxcanvas.formulas.cohorts import Cohort
from cxcanvas.formulas.curvature import curvature
from cxcanvas.formulas.figures import NoFigureError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sloped = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]

__all__ = ["MODELS", "Fit", "fit_bdw", "fit_geometric", "fit_sbg", "fit_two_classes", "loglik"]

#: Beyond these a parameter says nothing any more: its logarithm is kept within.
_EDGE: Final = 9.0
_TINY: Final = 1e-300
_FLAT: Final = 1e-6  # curvature of the likelihood a customer below which a direction is free


@dataclass(frozen=True, slots=True)
class Fit:
    """A model of a cohort: its parameters, its log-likelihood (natural), and why it should be doubted.

    `loglik` is of the whole cohort as it was given: of 1,000 people, or of 100 per cent.
    """

    model: str
    parameters: dict[str, float]
    loglik: float
    size: float
    doubts: tuple[str, ...] = ()

    @property
    def aic(self) -> float:
        """Akaike's criterion: the smaller, the better for the number of parameters."""
        return 2 * len(self.parameters) - 2 * self.loglik

    def survival(self, periods: int) -> tuple[float, ...]:
        """The share that is left after 0, 1 … periods."""
        return tuple(_SURVIVAL[self.model](self.parameters, t) for t in range(periods + 1))

    def retention(self, periods: int) -> tuple[float, ...]:
        """The share of those still there that is kept in period 1, 2 …"""
        left = self.survival(periods)
        return tuple(after / before if before > 0 else 0.0 for before, after in itertools.pairwise(left))

    @property
    def mean_churn(self) -> float:
        """The share that leaves in the first period."""
        return 1 - self.survival(1)[1]


def _beta(a: float, b: float) -> float:
    from scipy.special import betaln  # which keeps its digits where b is huge

    return float(betaln(a, b))


def _two(parameters: dict[str, float], t: int) -> float:
    p, one, two = parameters["share"], parameters["churn"], parameters["other_churn"]
    return p * (1 - one) ** t + (1 - p) * (1 - two) ** t


_SURVIVAL: Final[dict[str, Callable[[dict[str, float], int], float]]] = {
    "geometric": lambda p, t: (1 - p["churn"]) ** t,
    "two_classes": _two,
    "sbg": lambda p, t: exp(_beta(p["alpha"], p["beta"] + t) - _beta(p["alpha"], p["beta"])),
    "bdw": lambda p, t: exp(_beta(p["alpha"], p["beta"] + t ** p["c"]) - _beta(p["alpha"], p["beta"])),
}


def loglik(seen: Cohort, left: Sequence[float]) -> float:
    """The log-likelihood of a cohort where these shares are left after 0, 1 … periods."""
    gone = (before - after for before, after in itertools.pairwise(left))
    each = sum(lost * log(max(chance, _TINY)) for lost, chance in zip(seen.lost, gone, strict=True) if lost)
    return each + (seen.left[-1] * log(max(left[-1], _TINY)) if seen.left[-1] else 0.0)


def fit_geometric(seen: Cohort) -> Fit:
    """One rate for all: the share lost of all who could have left (exact)."""
    at_risk = sum(seen.left[:-1])
    made = Fit("geometric", {"churn": sum(seen.lost) / at_risk}, 0.0, seen.size)
    doubts = ("nobody left while it was watched",) if not sum(seen.lost) else ()
    return _scored(made, seen, doubts)


def _scored(made: Fit, seen: Cohort, doubts: tuple[str, ...]) -> Fit:
    return Fit(made.model, made.parameters, loglik(seen, made.survival(seen.periods)), seen.size, doubts)


@lru_cache(maxsize=256)
def fit_sbg(seen: Cohort) -> Fit:
    """Shifted-beta-geometric: alpha and beta (Fader and Hardie 2007); needs two periods in which somebody left."""
    _needs(seen, 2, "alpha and beta")
    from scipy.special import betaln, psi

    def score(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """The mean negative log-likelihood and its slope, in the logarithms of alpha and beta."""
        import numpy as np

        a, b = np.exp(at)
        t = np.arange(1, seen.periods + 1)
        lost, left = np.asarray(seen.lost), seen.left[-1]
        value = (
            np.dot(lost, betaln(a + 1, b + t - 1))
            + left * betaln(a, b + seen.periods)
            - seen.size * betaln(a, b)
        )
        whole = psi(a + b)
        by_a = (
            np.dot(lost, psi(a + 1) - psi(a + b + t))
            + left * (psi(a) - psi(a + b + seen.periods))
            - seen.size * (psi(a) - whole)
        )
        by_b = (
            np.dot(lost, psi(b + t - 1) - psi(a + b + t))
            + left * (psi(b + seen.periods) - psi(a + b + seen.periods))
            - seen.size * (psi(b) - whole)
        )
        return -value / seen.size, -np.array([by_a * a, by_b * b]) / seen.size

    best = _descend(score, [(0.0, 0.5), (2.0, 4.0)], [(-_EDGE, _EDGE)] * 2)
    a, b = (exp(one) for one in best)
    made = Fit("sbg", {"alpha": a, "beta": b}, 0.0, seen.size)
    return _scored(made, seen, _doubts(best, lambda at: score(at)[0], ("alpha", "beta")))


@lru_cache(maxsize=256)
def fit_bdw(seen: Cohort) -> Fit:
    """Beta-discrete-Weibull: alpha, beta and c; needs three periods in which somebody left."""
    _needs(seen, 3, "alpha, beta and c")
    import numpy as np
    from scipy.special import betaln

    t = np.arange(seen.periods + 1, dtype=float)
    lost, left = np.asarray(seen.lost), seen.left[-1]

    def score(at: NDArray[np.float64]) -> float:
        a, b, c = np.exp(at)
        survival = np.exp(betaln(a, b + t**c) - betaln(a, b))
        gone = np.maximum(survival[:-1] - survival[1:], _TINY)
        return float(-(np.dot(lost, np.log(gone)) + left * np.log(max(survival[-1], _TINY))) / seen.size)

    start = fit_sbg(seen).parameters
    near = (log(start["alpha"]), log(start["beta"]))
    starts = [(*near, 0.0), (near[0] - 0.7, near[1] - 0.7, 0.4), (near[0] + 0.7, near[1] + 0.7, -0.4)]
    best = _descend(_sloped(score), starts, [(-_EDGE, _EDGE), (-_EDGE, _EDGE), (-3.0, 3.0)])
    a, b, c = (exp(one) for one in best)
    made = Fit("bdw", {"alpha": a, "beta": b, "c": c}, 0.0, seen.size)
    return _scored(made, seen, _doubts(best, score, ("alpha", "beta", "c")))


@lru_cache(maxsize=256)
def fit_two_classes(seen: Cohort) -> Fit:
    """Two classes of customers, each with one rate: the share of the first, and both rates."""
    _needs(seen, 3, "a share and two rates")

    def score(at: NDArray[np.float64]) -> float:
        p, one, two = (1 / (1 + exp(-float(x))) for x in at)
        left = [_two({"share": p, "churn": one, "other_churn": two}, t) for t in range(seen.periods + 1)]
        return -loglik(seen, left) / seen.size

    middle = log(max(1e-3, min(0.9, fit_geometric(seen).parameters["churn"])))
    starts = [
        (0.0, middle + 0.8, middle - 0.8),
        (-1.0, middle + 1.6, middle - 0.4),
        (1.0, middle + 0.4, middle - 1.6),
    ]
    best = _descend(_sloped(score), starts, [(-_EDGE, _EDGE)] * 3)
    p, one, two = (1 / (1 + exp(-x)) for x in best)
    if one < two:  # the class that leaves faster is named first
        p, one, two = 1 - p, two, one
    made = Fit("two_classes", {"share": p, "churn": one, "other_churn": two}, 0.0, seen.size)
    return _scored(made, seen, _doubts(best, score, ("the share", "the one rate", "the other rate")))


#: name -> what fits it
MODELS: Final[dict[str, Callable[[Cohort], Fit]]] = {
    "sbg": fit_sbg,
    "geometric": fit_geometric,
    "two_classes": fit_two_classes,
    "bdw": fit_bdw,
}


def _needs(seen: Cohort, periods: int, what: str) -> None:
    told = sum(lost > 0 for lost in seen.lost)
    if not told:
        raise NoFigureError("nobody left while the cohort was watched: nothing tells how long they stay")
    if told < periods:
        raise NoFigureError(f"somebody left in {told} of the periods only; {what} need {periods}")


def _descend(
    score: Sloped, starts: Sequence[Sequence[float]], bounds: Sequence[tuple[float, float]]
) -> list[float]:
    """The best of a descent from each start; NoFigureError where none arrives."""
    import numpy as np
    from scipy.optimize import minimize

    found = []
    for start in starts:
        made = minimize(
            score, np.asarray(start, dtype=float), jac=True, method="L-BFGS-B", bounds=bounds,
            options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 500},
        )  # fmt: skip
        if isfinite(float(made.fun)):
            found.append((float(made.fun), [float(one) for one in made.x]))
    if not found:
        raise NoFigureError("the fit found no parameters for this cohort")
    return min(found)[1]


def _sloped(score: Callable[[NDArray[np.float64]], float]) -> Sloped:
    """The same with its slope, by small steps."""
    from scipy.optimize import approx_fprime

    return lambda at: (score(at), approx_fprime(at, score, 1e-8))


def _doubts(
    best: list[float], score: Callable[[NDArray[np.float64]], float], names: Sequence[str]
) -> tuple[str, ...]:
    """Why the parameters should be doubted: at the edge, or free to move along a flat ridge."""
    import numpy as np

    edge = [name for name, one in zip(names, best, strict=True) if abs(one) > _EDGE - 0.01]
    if edge:
        return (
            f"{' and '.join(edge)} ran to the edge: a model with fewer numbers says as much of this cohort",
        )
    curve = curvature(score, best)
    lowest = float(np.linalg.eigvalsh(curve)[0])
    if lowest < _FLAT * 100:
        return ("the optimum is flat: other parameters fit as well; go by the projection, not by them",)
    return ()
