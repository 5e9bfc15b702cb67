"""How long customers stay and what they are worth: a model of each cohort, and the value it projects.

Model: shifted-beta-geometric by maximum likelihood. Value of a customer = annual contribution x expected
payments in the declared convention - acquisition cost; customer equity = value x size. Beside it stands the
value with the first year's rate taken for ever, which most calculators show and which is too low wherever
those who stay leave less and less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cxcanvas.canvas import Element
from cxcanvas.formulas.cohorts import Cohort, cohort
from cxcanvas.formulas.figures import NoFigureError
from cxcanvas.formulas.lifetime import (
    CONVENTIONS,
    expected_lifetime,
    expected_residual_lifetime,
    lifetime_value,
    payments,
)
from cxcanvas.formulas.projection import lifetime_interval, misfit, share_intervals
from cxcanvas.formulas.retention import MODELS, Fit, fit_sbg
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, number, rounded, words

__all__ = [
    "Lifetime", "Value", "cohort_of", "lifetime_value_measured", "lifetimes", "rates_of", "retention_measured", "value_of", "values",
]  # fmt: skip

YEARS = 10  # how far a projection is shown
#: A model that lies further from what was seen, as a share of the cohort, is not to be projected from.
MISSES = 0.03


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A customer group's cohort and the model of it, or why there is none."""

    party: str
    seen: Cohort | None
    fit: Fit | None
    why: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the model is to be doubted: by its parameters, and by what it misses."""
        if self.fit is None or self.seen is None:
            return ()
        apart, period = misfit(self.fit, self.seen)
        if apart <= MISSES:
            return self.fit.doubts
        missed = f"it misses what was seen by {apart:.0%} of the cohort in period {period}: look at the models for contrast"
        return (*self.fit.doubts, missed)

    @property
    def between(self) -> tuple[tuple[tuple[float, float], ...], str]:
        """Where the share that is left after 0, 1 … years lies; none where that cannot be said, and why."""
        if self.fit is None or self.seen is None:
            return (), self.why
        try:
            return share_intervals(self.fit, self.seen, YEARS), ""
        except NoFigureError as none:
            return (), str(none)


@dataclass(frozen=True, slots=True)
class Value:
    """What a customer of a group is worth, and the whole group; or why that cannot be said."""

    party: str
    lifetime: float | None = None
    each: float | None = None
    constant: float | None = None
    equity: float | None = None
    why: str = ""
    conventions: tuple[tuple[str, float], ...] = ()
    between: tuple[float, float] | None = None
    unsure: str = ""
    renewed: int = 0
    residual: float | None = None
    still: float | None = None


def lifetimes(source: Source) -> tuple[Lifetime, ...]:
    """The customer groups with a table of who is left, each with its model."""
    return tuple(_lifetime(one) for one in source.of("party") if one.get("survivors") is not None)


def cohort_of(party: Element) -> Cohort:
    """The cohort of a party; NoFigureError says why there is none."""
    return cohort(tuple(_counts(party.get("survivors"))))


def rates_of(party: Element) -> tuple[float, ...]:
    """The share of its customers that a party keeps each year; none where that is not counted."""
    try:
        return cohort_of(party).rates
    except NoFigureError:
        return ()


def _lifetime(party: Element) -> Lifetime:
    seen = None
    try:
        seen = cohort_of(party)
        return Lifetime(party.id, seen, fit_sbg(seen))
    except NoFigureError as none:
        return Lifetime(party.id, seen, None, str(none))


def _counts(given: object) -> Iterator[float]:
    if not isinstance(given, tuple):
        raise NoFigureError("who is left is a list by year, those who began first")
    for year, one in enumerate(given):
        if isinstance(one, bool) or not isinstance(one, (int, float)):
            raise NoFigureError(f"year {year} has no count")
        yield one


def value_of(source: Source, party: Element) -> Value:
    """What a customer of one group is worth."""
    return _value(source, _lifetime(party))


def values(source: Source) -> tuple[Value, ...]:
    """What a customer of each group with a cohort is worth."""
    return tuple(_value(source, one) for one in lifetimes(source))


def _value(source: Source, one: Lifetime) -> Value:
    party = source.get(one.party)
    margin = number(party.get("annual_contribution")) if party is not None else None
    discount = number(source.value("concept.discount_rate"))
    convention = words(source.value("concept.clv_convention"))
    if one.fit is None or party is None or one.seen is None:
        return Value(one.party, why=one.why)
    if margin is None:
        return Value(one.party, why="what one of them contributes a year is not known")
    if discount is None:
        return Value(one.party, why="the discount rate is not said")
    cost, size = number(party.get("acquisition_cost")) or 0.0, number(party.get("size"), 0)
    try:
        lifetime = expected_lifetime(one.fit, discount)
        each = margin * payments(lifetime, discount, convention) - cost
        constant = lifetime_value(margin, one.seen.rates[0], discount, convention) - cost
        each_way = tuple((name, margin * payments(lifetime, discount, name) - cost) for name in CONVENTIONS)
        rest = expected_residual_lifetime(one.fit, one.seen.periods, discount)
    except NoFigureError as none:
        return Value(one.party, why=str(none))
    between, unsure = _between(
        one.fit, one.seen, discount, lambda paid: margin * payments(paid, discount, convention) - cost
    )
    return Value(
        one.party, lifetime, each, constant, each * size if size is not None else None, "", each_way, between, unsure,
        one.seen.periods, rest, margin * rest,
    )  # fmt: skip


def _between(
    fit: Fit, seen: Cohort, discount: float, worth: Callable[[float], float]
) -> tuple[tuple[float, float] | None, str]:
    """Where the value of a customer lies, for how surely their lifetime is known; or why that cannot be said."""
    try:
        ends = sorted(worth(one) for one in lifetime_interval(fit, seen, discount))
    except NoFigureError as none:
        return None, str(none)
    return (ends[0], ends[1]), ""


def retention_measured(source: Source) -> Measure:
    """The model of each cohort: parameters, likelihood, projection, and why it should be doubted."""
    found = lifetimes(source)
    value = {one.party: _as_value(one) for one in found}
    parts = tuple(f"{one.party}.survivors" for one in found)
    return Measure("retention", _retention_said(source, found), value or None, "share left", parts)


def _as_value(one: Lifetime) -> dict[str, object]:
    if one.fit is None or one.seen is None:
        return {"why": one.why}
    fit, (between, unsure) = one.fit, one.between
    return {
        **fit.parameters, "model": fit.model, "loglik": fit.loglik, "n": one.seen.size, "mean_churn": fit.mean_churn,
        "observed": [count / one.seen.size for count in one.seen.left],
        "survival": list(fit.survival(YEARS)), "survival_interval": [list(year) for year in between] or None,
        "retention": list(fit.retention(YEARS)),
        "survival_year_10": fit.survival(YEARS)[YEARS], "survival_year_10_interval": list(between[-1]) if between else None,
        "interval_why": unsure, "doubts": list(one.doubts), "contrast": contrast(one.seen),
    }  # fmt: skip


def contrast(seen: Cohort) -> dict[str, dict[str, object]]:
    """Every model of a cohort beside the others: what each projects, and how well it fits (AIC, the smaller the better).

    Akaike's criterion is of the cohort as it is written: of a cohort in per cent its differences say little.
    """
    return {name: _fitted(name, seen) for name in MODELS}


def _fitted(name: str, seen: Cohort) -> dict[str, object]:
    try:
        fit = MODELS[name](seen)
    except NoFigureError as none:
        return {"why": str(none)}
    return {
        **fit.parameters, "loglik": fit.loglik, "aic": fit.aic, "survival_year_10": fit.survival(YEARS)[YEARS],
        "misses_by": misfit(fit, seen)[0], "doubts": list(fit.doubts),
    }  # fmt: skip


def _title(source: Source, id_: str) -> str:
    element = source.get(id_)
    return element.title if element is not None else id_


def _retention_said(source: Source, found: tuple[Lifetime, ...]) -> str:
    known = [one for one in found if one.fit is not None]
    if not known:
        return (
            f"How long they stay cannot be said: {found[0].why}."
            if found
            else "Nobody has counted yet who of a cohort is left after each year."
        )
    worst = min(known, key=lambda one: one.fit.survival(YEARS)[YEARS] if one.fit else 1)
    assert worst.fit is not None
    left, lost = worst.fit.survival(YEARS)[YEARS], worst.fit.mean_churn
    between = worst.between[0][-1:]
    sure = "".join(f" ({low:.0%} to {high:.0%})" for low, high in between)
    then = f"; but {worst.doubts[-1]}" if worst.doubts else "; those who stay leave less and less"
    return (
        f"Of “{_title(source, worst.party)}” {lost:.0%} leave in the first year, and {left:.0%}{sure} are projected to be "
        f"there after {YEARS} years{then}."
    )


def lifetime_value_measured(source: Source) -> Measure:
    """What a customer of each group is worth in the declared convention, beside the value at a constant rate."""
    found = values(source)
    value = {one.party: _worth(one) for one in found}
    currency = words(source.value("concept.currency"))
    parts = tuple(dict.fromkeys(at for one in found for at in _made_of(one.party)))
    return Measure("lifetime_value", _value_said(source, found, currency), value or None, currency, parts)


def _made_of(party: str) -> tuple[str, ...]:
    names = ("survivors", "annual_contribution", "acquisition_cost")
    return (*(f"{party}.{name}" for name in names), "concept.discount_rate", "concept.clv_convention")


def _worth(one: Value) -> dict[str, object]:
    if one.each is None:
        return {"why": one.why}
    return {
        "clv": one.each, "clv_constant_first_year_retention": one.constant, "customer_equity": one.equity,
        "discounted_expected_lifetime": one.lifetime, "clv_interval": list(one.between) if one.between else None,
        "interval_why": one.unsure, "by_convention": dict(one.conventions), "renewed": one.renewed,
        "discounted_expected_residual_lifetime": one.residual, "residual_value": one.still,
    }  # fmt: skip


def _value_said(source: Source, found: tuple[Value, ...], currency: str) -> str:
    known = [one for one in found if one.each is not None]
    if not known:
        return (
            f"What a customer is worth cannot be said: {found[0].why}."
            if found
            else "What a customer is worth cannot be said before somebody has counted who stays."
        )
    losing = [one for one in known if (one.each or 0) < 0]
    if losing:
        return (
            f"A customer of “{_title(source, losing[0].party)}” costs more to win than they will ever bring."
        )
    one = min(known, key=lambda one: one.each or 0)
    money = f" {currency}" if currency else ""
    return (
        f"A customer of “{_title(source, one.party)}” is worth {rounded(one.each or 0)}{money} beyond what winning them costs; "
        f"with the first year's rate taken for ever it would be {rounded(one.constant or 0)}."
    )
