"""Money over time: net present value with its convention, internal rate of return, payback.

Two conventions of the net present value: `now` leaves the first flow undiscounted (an investment at
time zero); `end` discounts it by one period, as spreadsheets do.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from cxcanvas.formulas.figures import NoFigureError, finite_list, rate

__all__ = ["FIRST", "internal_rate", "net_present_value", "payback"]

FIRST: Final = ("now", "end")


def net_present_value(discount: float, flows: Sequence[float], first: str = "now") -> float:
    """The worth of flows today; `first` says when the first of them comes."""
    if first not in FIRST:
        raise NoFigureError(
            "the convention is not said: the first flow comes now, or at the end of the first period"
        )
    grown = 1 + rate(discount)
    begin = FIRST.index(first)
    return sum(flow / grown**period for period, flow in enumerate(_flows(flows), start=begin))


def internal_rate(flows: Sequence[float]) -> float:
    """The discount rate at which the flows are worth nothing; NoFigureError where there is none, or more than one."""
    found = _flows(flows)
    signs = [one > 0 for one in found if one]
    turns = sum(before != after for before, after in itertools.pairwise(signs))
    if not turns:
        raise NoFigureError("all flows go one way: there is no internal rate of return")
    import numpy as np

    roots = np.roots(found[::-1])  # in x = 1 / (1 + rate)
    rates = sorted({round(1 / x.real - 1, 12) for x in roots if abs(x.imag) < 1e-9 and x.real > 1e-9})
    if not rates:
        raise NoFigureError("no rate makes these flows worth nothing")
    if len(rates) > 1:
        said = " and ".join(f"{one:.1%}" for one in rates)
        raise NoFigureError(
            f"the flows change sign {turns} times and several rates fit ({said}): go by the net present value"
        )
    return _polished(found, rates[0])


def _polished(flows: list[float], near: float) -> float:
    from scipy.optimize import brentq

    width = max(1e-6, abs(near) * 1e-6)
    low, high = max(near - width, -1 + 1e-12), near + width
    if net_present_value(low, flows) * net_present_value(high, flows) > 0:
        return near
    return float(brentq(lambda at: net_present_value(at, flows), low, high, xtol=1e-14))


def payback(flows: Sequence[float], discount: float = 0.0) -> float:
    """After how many periods the flows have paid back what went before, within a period in proportion.

    With a discount rate each flow counts as its worth today. It must stay paid back to the end.
    """
    grown = 1 + rate(discount)
    worth = [flow / grown**period for period, flow in enumerate(_flows(flows))]
    sums = [sum(worth[: place + 1]) for place in range(len(worth))]
    if sums[-1] < 0:
        raise NoFigureError("what is invested does not come back within these years")
    after = max((place for place, total in enumerate(sums) if total < 0), default=-1)
    if after < 0:
        return 0.0
    return after + -sums[after] / worth[after + 1]


def _flows(flows: Sequence[float]) -> list[float]:
    if not flows:
        raise NoFigureError("there are no flows")
    return finite_list(flows, "the flow of period")
