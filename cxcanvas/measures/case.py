"""The business case: what it is worth today at the likeliest values, on average, and how sure that is.

Year 0 is the investment, undiscounted; the flow of year t = 1, 2 … is ramp(t) x volume x (what one
participant brings less what they cost a year) - running cost, discounted by t years. Estimates are drawn
independently of each other, once a run, and hold over all years. Mean and standard deviation are exact; the
rest comes from the simulation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf, sqrt
from typing import TYPE_CHECKING, Any, Final

from cxcanvas.formulas.cashflow import internal_rate, net_present_value, payback
from cxcanvas.formulas.figures import NoFigureError, rate
from cxcanvas.formulas.intervals import wilson
from cxcanvas.formulas.simulation import CHUNK, Simulation, simulate
from cxcanvas.formulas.spreads import Spread, spread
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, ids_of, number, polarity, rounded, words
from cxcanvas.values import Frozen
from cxcanvas.vocabulary.fields import LARGEST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

__all__ = ["Case", "business_case", "business_case_measured", "called", "simulated", "simulation_measured"]

RUNS: Final = 100_000
#: How often a year something happens that is counted for a month or a year.
_A_YEAR: Final = {"month": 12.0, "year": 1.0, "": 1.0}


@dataclass(frozen=True, slots=True)
class Case:
    """The business case as numbers: spreads by address, and how each value counts for a participant and year."""

    spreads: dict[str, Spread]
    weights: dict[str, float]
    ramp: tuple[float, ...]
    discount: float

    @property
    def certain(self) -> bool:
        """Whether every number is taken for exact: then nobody can say how sure the result is."""
        return all(one.shape == "fixed" for one in self.spreads.values())

    def flows(self, at: Mapping[str, Any]) -> list[Any]:
        """The flows of year 0, 1 … for given numbers, or for arrays of them."""
        each = sum(weight * at[name] for name, weight in self.weights.items())
        yearly = at["case.volume"] * each
        return [-at["case.investment"], *(share * yearly - at["case.fixed"] for share in self.ramp)]

    def worth(self, at: Mapping[str, Any]) -> Any:
        """The net present value for given numbers, or for arrays of them."""
        return sum(flow * (1 + self.discount) ** -year for year, flow in enumerate(self.flows(at)))

    @property
    def modes(self) -> dict[str, float]:
        """The likeliest value of everything."""
        return {name: one.mode for name, one in self.spreads.items()}

    def moments(self) -> tuple[float, float]:
        """The exact mean and standard deviation of the net present value."""
        ramped = sum(share * (1 + self.discount) ** -year for year, share in enumerate(self.ramp, start=1))
        years = sum((1 + self.discount) ** -year for year in range(1, len(self.ramp) + 1))
        volume, fixed, invested = (self.spreads[f"case.{name}"] for name in ("volume", "fixed", "investment"))
        mean = sum(weight * self.spreads[name].mean for name, weight in self.weights.items())
        spread_ = sum((weight * self.spreads[name].sd) ** 2 for name, weight in self.weights.items())
        product = (volume.sd * mean) ** 2 + spread_ * volume.mean**2 + spread_ * volume.sd**2
        variance = invested.sd**2 + ramped**2 * product + (years * fixed.sd) ** 2
        return ramped * volume.mean * mean - years * fixed.mean - invested.mean, sqrt(variance)


def business_case(source: Source) -> Case:
    """The business case of a canvas; NoFigureError says what is missing or cannot be."""
    record = source.value("case")
    if not isinstance(record, Frozen):
        raise NoFigureError("there is no business case yet")
    discount = number(source.value("concept.discount_rate"))
    if discount is None:
        raise NoFigureError("the discount rate is not said")
    ramp = tuple(number(one, 0) for one in given) if isinstance(given := record.get("ramp"), tuple) else ()
    if not ramp or None in ramp:
        raise NoFigureError("the ramp is a list of shares, one a year, none below zero")
    _discounts(rate(discount), len(ramp))
    spreads = {
        f"case.{name}": _spread(record.get(name), f"the {name}", 0.0 if name != "volume" else None)
        for name in ("investment", "volume", "fixed")
    }
    if spreads["case.volume"].mode < 0:
        raise NoFigureError("the volume is below zero, and fewer than nobody takes part")
    weights: dict[str, float] = {}
    for id_ in ids_of(record.get("per_participant")):
        at, weight, found = _counted(source, id_)
        spreads[at], weights[at] = found, weight
    if not weights:
        raise NoFigureError("no value says what a participant brings or costs")
    return Case(spreads, weights, tuple(one or 0.0 for one in ramp), rate(discount))


def _discounts(discount: float, years: int) -> None:
    """NoFigureError where the last year's flow, discounted, would leave what a number can hold."""
    try:
        last = (1 + discount) ** -years
    except (OverflowError, ZeroDivisionError):
        last = inf
    if last > LARGEST:
        raise NoFigureError(f"at a discount rate of {discount:.0%} the flows grow beyond all numbers")


def _counted(source: Source, id_: str) -> tuple[str, float, Spread]:
    """One value of a participant: where its amount stands, how often and with which sign, and its spread."""
    value = source.get(id_)
    if value is None or value.kind != "value":
        raise NoFigureError(f"'{id_}' counts for each participant, and is no value")
    per = words(value.get("per"))
    if per not in _A_YEAR:
        raise NoFigureError(f"the amount of “{value.title}” is for {per or 'nothing'}, and a year is needed")
    return (
        f"{id_}.amount",
        polarity(value) * _A_YEAR[per],
        _spread(value.get("amount"), f"the amount of “{value.title}”"),
    )


def _spread(given: Any, name: str, missing: float | None = None) -> Spread:
    if given is None and missing is not None:
        return spread(None, missing, None)
    low, mode, high, shape = None, number(given), None, "pert"
    if isinstance(given, Frozen):
        low, mode, high = (number(given.get(part)) for part in ("low", "mode", "high"))
        shape = words(given.get("dist")) or "pert"
        held = zip(("low", "mode", "high"), (low, mode, high), strict=True)
        odd = [part for part, one in held if one is None and given.get(part) is not None]
        if odd:  # an end that cannot be read would make a guess look certain
            raise NoFigureError(f"{name}: its {' and '.join(odd)} cannot be read as a number")
    try:
        return spread(low, mode, high, shape)
    except NoFigureError as none:
        raise NoFigureError(f"{name}: {none}") from None


def simulated(
    source: Source, runs: int | None = None, seed: int | None = None, chunk: int = CHUNK
) -> Simulation:
    """The simulation of the business case, as often as asked or as the case says."""
    case, record = business_case(source), source.value("case")
    told = record if isinstance(record, Frozen) else Frozen()
    runs = runs if runs is not None else int(number(told.get("runs"), 1) or RUNS)
    seed = seed if seed is not None else int(number(told.get("seed"), 0) or 0)
    return _drawn(
        tuple(case.spreads.items()), tuple(case.weights.items()), case.ramp, case.discount, runs, seed, chunk
    )


@lru_cache(maxsize=8)
def _drawn(
    spreads: tuple[tuple[str, Spread], ...],
    weights: tuple[tuple[str, float], ...],
    ramp: tuple[float, ...],
    discount: float,
    runs: int,
    seed: int,
    chunk: int,
) -> Simulation:
    """The same numbers come to the same: they are drawn once."""
    case = Case(dict(spreads), dict(weights), ramp, discount)
    return simulate(case.worth, case.spreads, runs, seed, chunk)


def business_case_measured(source: Source) -> Measure:
    """Net present value at the likeliest values and on average, internal rate, payback; its convention in words."""
    try:
        case = business_case(source)
        flows = case.flows(case.modes)
        mean, sd = case.moments()
        at_modes = net_present_value(case.discount, flows)
    except NoFigureError as none:
        return Measure("business_case", f"What it is worth cannot be said: {none}.")
    value = {
        "npv_at_modes": at_modes, "npv_mean": mean, "npv_sd": sd, "flows_at_modes": flows,
        "internal_rate": _or_why(lambda: internal_rate(flows)), "payback_years": _or_why(lambda: payback(flows)),
        "discounted_payback_years": _or_why(lambda: payback(flows, case.discount)),
        "discount_rate": case.discount, "years": len(case.ramp),
        "convention": "investment at the beginning, flows at the end of each year",
    }  # fmt: skip
    currency = words(source.value("concept.currency"))
    parts = (*case.spreads, "case.ramp", "concept.discount_rate")
    return Measure("business_case", _case_said(case, at_modes, mean, currency), value, currency, parts)


def _or_why(figure: Any) -> float | str:
    try:
        return float(figure())
    except NoFigureError as none:
        return str(none)


def _case_said(case: Case, at_modes: float, mean: float, currency: str) -> str:
    money = f" {currency}" if currency else ""
    said = f"At the likeliest values it is worth {rounded(at_modes)}{money} today"
    if case.certain:
        return f"{said}. Nobody says how sure any number is."
    why = " because what can go wrong goes further than what can go well" if mean < at_modes else ""
    return f"{said}; on average, over all that may come, {rounded(mean)}{why}."


def simulation_measured(source: Source) -> Measure:
    """What may come out: mean with its error, quantiles, the chance of a loss, and what it hangs on most."""
    try:
        made = simulated(source)
    except NoFigureError as none:
        return Measure("simulation", f"What may come out cannot be said: {none}.")
    value = {
        "mean": made.mean, "sd": made.sd, "standard_error": made.error, "p05": made.quantile(0.05),
        "p50": made.quantile(0.5), "p95": made.quantile(0.95), "prob_negative": made.below(0.0),
        "prob_negative_interval": list(wilson(round(made.below(0.0) * made.runs), made.runs)), "tornado": made.tornado, "runs": made.runs, "seed": made.seed,
    }  # fmt: skip
    currency = words(source.value("concept.currency"))
    return Measure("simulation", _simulation_said(source, made), value, currency, tuple(made.tornado))


def _simulation_said(source: Source, made: Simulation) -> str:
    loss = made.below(0.0)
    said = (
        f"In {loss:.0%} of {made.runs:,} runs it loses money"
        if loss
        else f"In none of {made.runs:,} runs it loses money"
    )
    first = max(made.tornado, key=lambda name: abs(made.tornado[name]))
    if not made.tornado[first]:
        return f"{said}; nothing in it varies."
    return f"{said}. Most hangs on {called(source, first)}."


def called(source: Source, at: str) -> str:
    """What a person calls the number at an address."""
    head, _, field = at.partition(".")
    element = source.get(head)
    if element is not None:
        return f"“{element.title}”"
    label = words(source.value(f"{at}.label"))
    return f"“{label}”" if label else f"the {field}"
