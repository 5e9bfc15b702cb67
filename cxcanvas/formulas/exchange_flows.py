"""Whether an exchange can last for everybody in it: the net value flow of each party.

The sum over what a party gets and gives of occurrences x valuation, less its expenses and fixed expenses
(e3value User Guide, Gordijn and Wieringa). An exchange can last when it is above zero for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cxcanvas.formulas.cashflow import net_present_value
from cxcanvas.formulas.figures import NoFigureError, finite, listed

__all__ = ["net_flow", "net_flow_over"]


def net_flow(flows: Any, fixed: float = 0.0) -> float:
    """The net of (occurrences, valuation) pairs: gains above zero, what is given below; less fixed expenses."""
    pairs = [listed(one, "a flow") for one in listed(flows, "the flows")]
    if any(len(one) != 2 for one in pairs):
        raise NoFigureError("a flow is how often it occurs, and what it is worth each time")
    each = (
        finite(often, "the number of occurrences") * finite(worth, "the valuation") for often, worth in pairs
    )
    return sum(each) - finite(fixed, "the sum of fixed expenses")


def net_flow_over(periods: Sequence[float], discount: float = 0.0) -> float:
    """Several periods together, the first undiscounted."""
    return net_present_value(discount, periods)
