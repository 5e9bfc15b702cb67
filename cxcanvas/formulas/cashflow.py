"""Money over time: net present value with its convention, internal rate of return, payback.

Two conventions of the net present value: `now` leaves the first flow undiscounted (an investment at
time zero); `end` discounts it by one period, as spreadsheets do.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from math import exp, expm1, fsum
from typing import Final

from cxcanvas.formulas.figures import NoFigureError, finite_list, rate, reckoned

__all__ = ["FIRST", "internal_rate", "internal_rates", "net_present_value", "payback"]

FIRST: Final = ("now", "end")
_FURTHEST: Final = 600.0  # of a logarithm: e^600 is near the end of what a number can hold
_CLOSE: Final = 1e-5  # two roots nearer than this are one


def net_present_value(discount: float, flows: Iterable[float], first: str = "now") -> float:
    """The worth of flows today; `first` says when the first of them comes."""
    if first not in FIRST:
        raise NoFigureError(
            "the convention is not said: the first flow comes now, or at the end of the first period"
        )
    return reckoned(fsum(_worth(discount, _flows(flows), FIRST.index(first))), "what the flows are worth")


def _worth(discount: float, flows: list[float], begin: int = 0) -> list[float]:
    """What each flow is worth today, the first of them after `begin` periods."""
    grown = 1 + rate(discount)
    try:
        return [flow * grown**-period for period, flow in enumerate(flows, start=begin)]
    except (OverflowError, ZeroDivisionError):
        raise NoFigureError("at this discount rate the flows grow beyond all numbers") from None


def internal_rate(flows: Iterable[float]) -> float:
    """The discount rate at which the flows are worth nothing; NoFigureError where there is none, or more than one."""
    rates = internal_rates(flows)
    if len(rates) > 1:
        said = " and ".join(f"{one:.1%}" for one in rates)
        raise NoFigureError(
            f"the flows change sign more than once and several rates fit ({said}): go by the net present value"
        )
    return rates[0]


def internal_rates(flows: Iterable[float]) -> tuple[float, ...]:
    """Every discount rate above -100% at which the flows are worth nothing, the lowest first; NoFigureError for none."""
    found = _trimmed(_flows(flows))
    if not found:
        raise NoFigureError("nothing flows: there is no internal rate of return")
    signs = [one > 0 for one in found if one]
    turns = sum(before != after for before, after in itertools.pairwise(signs))
    if not turns:
        raise NoFigureError("all flows go one way: there is no internal rate of return")
    rates = (_only_rate(found),) if turns == 1 else tuple(_rates(found))
    if not rates:
        raise NoFigureError("no rate makes these flows worth nothing")
    return rates


def _trimmed(flows: list[float]) -> list[float]:
    """The flows without the empty periods before and after them, which change no rate."""
    used = [place for place, one in enumerate(flows) if one]
    return flows[used[0] : used[-1] + 1] if used else []


def _only_rate(flows: list[float]) -> float:
    """The rate of flows that change sign once: by Descartes there is exactly one, so it can be closed in on."""
    if not fsum(flows):
        return 0.0
    last = len(flows) - 1

    def worth(log: float) -> float:
        """The worth for a discount factor of e^log; later than today where it would grow beyond all numbers."""
        return fsum(one * exp(log * (place - (last if log > 0 else 0))) for place, one in enumerate(flows))

    end = 1.0
    while worth(-end) * worth(end) > 0 and end < _FURTHEST:
        end *= 2
    if worth(-end) * worth(end) > 0:
        raise NoFigureError("the internal rate of these flows is beyond all numbers")
    # Halved by hand: a root finder of a library takes half a second to load, for a number that every page shows.
    low, high, rising = -end, end, worth(end) > 0
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if (worth(middle) > 0) == rising else (middle, high)
    try:
        return expm1(-middle)
    except OverflowError:
        raise NoFigureError("the internal rate of these flows is beyond all numbers") from None


def _rates(flows: list[float]) -> list[float]:
    """All rates that fit, each once: a root that two share comes out of the arithmetic as two close ones."""
    import numpy as np

    with np.errstate(all="ignore"):
        try:
            roots = np.roots([one / max(map(abs, flows)) for one in reversed(flows)])  # in 1 / (1 + rate)
        except np.linalg.LinAlgError:
            raise NoFigureError("the internal rate of these flows cannot be computed") from None
    near = sorted(1 / x.real - 1 for x in roots if x.real > 1e-12 and abs(x.imag) < _CLOSE * x.real)
    found: list[list[float]] = []
    for one in near:
        if found and one - found[-1][-1] < _CLOSE * (1 + one):
            found[-1].append(one)
        else:
            found.append([one])
    return [fsum(each) / len(each) for each in found]


def payback(flows: Iterable[float], discount: float = 0.0) -> float:
    """After how many periods the flows have paid back what went before, within a period in proportion.

    With a discount rate each flow counts as its worth today. It must stay paid back to the end.
    """
    worth = _worth(discount, _flows(flows))
    if not any(worth):
        raise NoFigureError("nothing flows: there is nothing to pay back")
    sums = [fsum(worth[: place + 1]) for place in range(len(worth))]
    # A hair below zero is what is left of rounding: 1.1 and eleven times 0.1.
    hair = fsum(map(abs, worth)) * 1e-12
    sums = [0.0 if abs(one) <= hair else one for one in sums]
    if sums[-1] < 0:
        raise NoFigureError("what is invested does not come back within these years")
    after = max((place for place, total in enumerate(sums) if total < 0), default=-1)
    if after < 0:
        return 0.0
    return after + -sums[after] / worth[after + 1]


def _flows(flows: Iterable[float]) -> list[float]:
    found = finite_list(flows, "the flow of period")
    if not found:
        raise NoFigureError("there are no flows")
    return found
