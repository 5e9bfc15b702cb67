"""Whatever is put into a formula, there is a figure that can be calculated with, or one sentence that says why not."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from math import inf, isfinite, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.formulas import (
    cashflow,
    cohorts,
    exchange_flows,
    intervals,
    kano,
    lifetime,
    projection,
    reliability,
    retention,
    spreads,
)
from cxcanvas.formulas.figures import NoFigureError

ODD: st.SearchStrategy[Any] = st.sampled_from(
    [0, 1, -1, 0.5, -0.5, 1e30, -1e30, 1e308, -1e308, 1e-300, 5e-324, 10**400, nan, inf, -inf, "x", "", "0.5", None, True,
     False, (), [], {}, dt.date(2026, 1, 1), -1 + 1e-16, 2**63, 1j, b"1"]
)  # fmt: skip
NUMBER = st.one_of(ODD, st.floats(allow_nan=True), st.floats(-3, 3), st.integers(-5, 200))
ROW = st.one_of(
    ODD,
    st.lists(NUMBER, max_size=6),
    st.lists(st.floats(0, 100), max_size=8).map(lambda row: sorted(row)[::-1]),
)
TABLE = st.one_of(
    ODD, st.lists(ROW, max_size=5), st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), max_size=6)
)
COUNTS = st.one_of(ODD, st.dictionaries(st.sampled_from([*"AOMIRQ", "Z", ""]), NUMBER, max_size=6))


def projected(left: Any, discount: Any) -> Any:
    """Everything that is made of one cohort."""
    seen = cohorts.cohort(left)
    made = retention.fit_sbg(seen)
    return (
        made, made.survival(10), lifetime.expected_lifetime(made, discount), projection.misfit(made, seen),
        projection.share_interval(made, seen, 10), projection.lifetime_interval(made, seen, discount),
    )  # fmt: skip


def spread_out(low: Any, mode: Any, high: Any, shape: Any) -> Any:
    """Everything that is made of one estimate."""
    made = spreads.spread(low, mode, high, shape)
    drawn = made.draws(np.random.default_rng(1), 20)
    return made, made.mean, made.sd, made.quantile(0.05), made.quantile(0.95), [float(one) for one in drawn]


CALLS: dict[str, tuple[Callable[..., Any], tuple[st.SearchStrategy[Any], ...]]] = {
    "net_present_value": (cashflow.net_present_value, (NUMBER, ROW)),
    "internal_rate": (cashflow.internal_rate, (ROW,)),
    "payback": (cashflow.payback, (ROW, NUMBER)),
    "net_flow": (exchange_flows.net_flow, (TABLE, NUMBER)),
    "net_flow_over": (exchange_flows.net_flow_over, (ROW, NUMBER)),
    "of_shares": (intervals.of_shares, (NUMBER, NUMBER, NUMBER)),
    "adjusted": (intervals.adjusted, (NUMBER, NUMBER, NUMBER)),
    "of_counts": (intervals.of_counts, (NUMBER, ROW)),
    "wilson": (intervals.wilson, (NUMBER, NUMBER)),
    "needed": (intervals.needed, (NUMBER, NUMBER, NUMBER)),
    "reachable": (intervals.reachable, (NUMBER, NUMBER)),
    "student": (intervals.student, (NUMBER,)),
    "coefficients": (kano.coefficients, (COUNTS,)),
    "classify": (kano.classify, (NUMBER, NUMBER)),
    "lifetime_value": (lifetime.lifetime_value, (NUMBER, NUMBER, NUMBER, st.sampled_from([*lifetime.CONVENTIONS, "", None]))),
    "payments": (lifetime.payments, (NUMBER, NUMBER, st.sampled_from(lifetime.CONVENTIONS))),
    "margin_multiple": (lifetime.margin_multiple, (NUMBER, NUMBER)),
    "with_retention_cost": (lifetime.with_retention_cost, (NUMBER,) * 5),
    "berger_nasr": (lifetime.berger_nasr, (NUMBER,) * 5),
    "expected_residual_lifetime": (
        lambda n, d: lifetime.expected_residual_lifetime(retention.Fit("sbg", {"alpha": 0.6, "beta": 3.0}, 0.0, 1.0), n, d),
        (NUMBER, NUMBER),
    ),
    "alpha": (reliability.alpha, (TABLE,)),
    "feldt": (reliability.feldt, (NUMBER, NUMBER, NUMBER)),
    "styles": (reliability.styles, (TABLE, NUMBER, NUMBER)),
    "projected": (projected, (ROW, NUMBER)),
    "spread": (spread_out, (NUMBER, NUMBER, NUMBER, st.sampled_from([*spreads.SHAPES, "odd", ""]))),
}  # fmt: skip


def usable(found: Any) -> bool:
    """Whether every number in it is one."""
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        return all(
            usable(getattr(found, field.name)) for field in dataclasses.fields(found) if field.name != "free"
        )
    if isinstance(found, float):
        return isfinite(found)
    if isinstance(found, Mapping):
        return all(map(usable, found.values()))
    return all(map(usable, found)) if isinstance(found, (list, tuple)) else True


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=120)
@given(data=st.data())
def test_a_figure_or_a_reason(name: str, data: st.DataObject) -> None:
    call, given_ = CALLS[name]
    arguments = [data.draw(one) for one in given_]
    try:
        found = call(*arguments)
    except NoFigureError as none:
        assert str(none) and "\n" not in str(none)
        return
    assert usable(found), (arguments, found)
    interval = getattr(found, "interval", None)
    assert interval is None or (usable(interval) and interval[0] <= interval[1])


def test_no_number_of_periods_runs_on() -> None:
    """A sum over a number of periods that nobody lives through is refused, not begun."""
    with pytest.raises(NoFigureError, match="whole number from 0 to 10,000"):
        lifetime.berger_nasr(260, 50, 0.75, 0.2, 10**18)
    with pytest.raises(NoFigureError):
        lifetime.expected_residual_lifetime(
            retention.Fit("sbg", {"alpha": 1.0, "beta": 1.0}, 0.0, 1.0), 10**18, 0.1
        )


def test_numbers_of_numpy_are_numbers() -> None:
    """Who comes from a table of counts brings them."""
    assert cohorts.cohort(np.asarray([1000, 800, 700])).left == (1000.0, 800.0, 700.0)
    assert cashflow.net_present_value(np.float64(0.1), np.asarray([-100, 110])) == pytest.approx(0)
    found = intervals.of_counts(1, np.asarray([1, 2, 3]))
    assert found is not None and found.n == 6
    assert reliability.alpha(np.asarray([[1, 2], [2, 3], [4, 4]])).n == 3
