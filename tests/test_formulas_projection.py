"""Intervals hold what they say: of many samples from a known population, about 95 in 100 cover it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import comb

import numpy as np
import pytest

from cxcanvas.formulas import intervals
from cxcanvas.formulas.cohorts import cohort
from cxcanvas.formulas.figures import NoFigureError
from cxcanvas.formulas.lifetime import expected_lifetime
from cxcanvas.formulas.projection import lifetime_interval, misfit, share_interval, share_intervals
from cxcanvas.formulas.reliability import alpha
from cxcanvas.formulas.retention import Fit, fit_bdw, fit_geometric, fit_sbg

SAMPLES = 300
#: 95% less or more three standard errors of a share of 300 samples, and a little for what is only nearly exact.
LEAST, MOST = 0.90, 0.99


def covered(sample: Callable[[np.random.Generator], tuple[float, float]], truth: float) -> float:
    """The share of samples whose interval holds the truth; seeded."""
    chance = np.random.default_rng(20261128)
    return sum(low <= truth <= high for low, high in (sample(chance) for _ in range(SAMPLES))) / SAMPLES


@pytest.mark.parametrize("n", [5, 12, 200])
def test_the_mean_of_a_scale(n: int) -> None:
    shares = np.asarray([0.1, 0.2, 0.3, 0.25, 0.15])

    def sample(chance: np.random.Generator) -> tuple[float, float]:
        found = intervals.of_counts(1, chance.multinomial(n, shares))
        assert found is not None
        return found.interval

    assert LEAST <= covered(sample, float(shares @ np.arange(1, 6))) <= MOST


@pytest.mark.parametrize("n", [3, 12, 40, 300])
def test_a_share(n: int) -> None:
    """Exactly, over all counts: near 95% on average over the shares there may be, and nowhere far below 83%."""
    ends = [intervals.wilson(count, n) for count in range(n + 1)]
    each = []
    for share in np.linspace(0.01, 0.99, 99):
        chances = [comb(n, count) * share**count * (1 - share) ** (n - count) for count in range(n + 1)]
        each.append(sum(one for one, (low, high) in zip(chances, ends, strict=True) if low <= share <= high))
    assert 0.94 <= sum(each) / len(each) <= 0.975
    assert min(each) > 0.82


@pytest.mark.parametrize("n", [10, 25, 400])
def test_a_share_difference(n: int) -> None:
    shares = np.asarray([0.2, 0.3, 0.5])

    def sample(chance: np.random.Generator) -> tuple[float, float]:
        against, between, for_ = (int(one) for one in chance.multinomial(n, shares))
        found = intervals.adjusted(against, between, for_)
        assert found is not None
        return found.interval

    assert LEAST <= covered(sample, 30.0) <= MOST


def test_a_difference_of_two_small_means() -> None:
    shares = np.asarray([0.1, 0.2, 0.3, 0.25, 0.15])

    def sample(chance: np.random.Generator) -> tuple[float, float]:
        one, other = (intervals.of_counts(1, chance.multinomial(n, shares)) for n in (6, 9))
        assert one is not None and other is not None
        found = intervals.difference(one, other)
        return found.interval if found is not None else (-9.0, 9.0)

    assert LEAST <= covered(sample, 0.0) <= MOST


def test_alpha() -> None:
    """Of items that share half of their variance, alpha is 5 · 0.5 / (1 + 4 · 0.5)."""

    def sample(chance: np.random.Generator) -> tuple[float, float]:
        rows = chance.normal(size=(20, 1)) + chance.normal(size=(20, 5))
        found = alpha(rows.tolist())
        return found.low, found.high

    assert LEAST <= covered(sample, 5 * 0.5 / 3) <= MOST


@pytest.mark.parametrize(("a", "b", "n"), [(0.67, 3.8, 500), (1.2, 1.6, 200)])
def test_a_projection(a: float, b: float, n: int) -> None:
    truth = Fit("sbg", {"alpha": a, "beta": b}, 0.0, 1.0)
    left = np.asarray(truth.survival(7))
    shares = np.append(left[:-1] - left[1:], left[-1])

    fitted = cache(lambda left: fit_sbg(cohort(left)))  # both intervals are of the same cohorts

    def seen(chance: np.random.Generator) -> tuple[float, ...]:
        lost = chance.multinomial(n, shares)[:-1]
        return (float(n), *map(float, n - np.cumsum(lost)))

    def later(chance: np.random.Generator) -> tuple[float, float]:
        here = seen(chance)
        return share_interval(fitted(here), cohort(here), 10)

    def whole(chance: np.random.Generator) -> tuple[float, float]:
        here = seen(chance)
        return lifetime_interval(fitted(here), cohort(here), 0.1)

    assert LEAST - 0.02 <= covered(later, truth.survival(10)[10]) <= MOST
    assert LEAST - 0.02 <= covered(whole, expected_lifetime(truth, 0.1)) <= MOST


def test_four_times_the_customers_halve_the_interval() -> None:
    few, many = (cohort([one * times for one in (250, 217, 186, 163, 148)]) for times in (1, 4))
    wide = [high - low for low, high in (share_interval(fit_sbg(one), one, 4) for one in (few, many))]
    assert wide[0] / wide[1] == pytest.approx(2, rel=0.03)


@pytest.mark.parametrize(
    ("left", "why"),
    [
        ([100, 86.9, 74.3, 65.3], "in per cent"),
        ([100, 87, 74, 65], "in per cent"),
        ([1.0, 0.87, 0.74, 0.65], "in per cent"),
        ([1024, 512, 256, 128], "flat"),
    ],
)
def test_no_interval_without_a_count_or_an_optimum(left: list[float], why: str) -> None:
    seen = cohort(left)
    with pytest.raises(NoFigureError, match=why):
        share_interval(fit_sbg(seen), seen, 10)
    with pytest.raises(NoFigureError):
        share_interval(fit_geometric(seen), seen, 10)


def test_what_a_model_misses() -> None:
    """Where ever more leave, a model in which ever fewer leave is far off, and says by how much."""
    seen = cohort([1000, 900, 600, 100])
    apart, period = misfit(fit_sbg(seen), seen)
    assert (round(apart, 2), period) == (0.26, 1)
    assert misfit(fit_bdw(seen), seen)[0] < 0.06


#: who is left of the worked concept's stretched households
LEFT = (1000, 702, 548, 455, 394, 352)


def test_a_projection_is_as_sure_as_cohorts_drawn_anew() -> None:
    """Casella and Berger 2002, section 5.5.4: the delta method, held against the parametric spread itself."""
    seen = cohort(LEFT)
    lost = np.asarray((*seen.lost, seen.left[-1])) / seen.size
    draw = np.random.default_rng(7)
    ends = []
    for _ in range(SAMPLES):
        left = seen.size - np.cumsum(draw.multinomial(int(seen.size), lost)[:-1])
        ends.append(fit_sbg(cohort((seen.size, *map(float, left)))).survival(10)[10])
    low, high = share_interval(fit_sbg(seen), seen, 10)
    assert low == pytest.approx(np.quantile(ends, 0.025), abs=0.01)
    assert high == pytest.approx(np.quantile(ends, 0.975), abs=0.01)


def test_every_year_has_its_interval_and_the_beginning_is_sure() -> None:
    seen = cohort((10, 7, 6, 5))
    fit = fit_sbg(seen)
    each = share_intervals(fit, seen, 10)
    assert each[0] == (1, 1) and len(each) == 11
    for (low, high), left in zip(each[1:], fit.survival(10)[1:], strict=True):
        assert 0 < low < left < high < 1
    assert each[4] == share_interval(fit, seen, 4) == share_intervals(fit, seen, 4)[4]


def test_parameters_at_the_edge_give_no_interval() -> None:
    flat = cohort((5, 5, 4, 4, 3, 3))
    with pytest.raises(NoFigureError, match="edge"):
        share_intervals(fit_sbg(flat), flat, 3)
