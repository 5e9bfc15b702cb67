"""The business case: what customers are worth, how sure the result is, and whether it is earned from pain."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import NormalDist
from typing import Any

from cxcanvas.canvas import Element
from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import bears, borne
from cxcanvas.formulas.figures import NoFigureError
from cxcanvas.formulas.lifetime import lifetime_value
from cxcanvas.measures.case import Case, business_case
from cxcanvas.measures.exchange import included
from cxcanvas.measures.fit import targeted
from cxcanvas.measures.lifetimes import cohort_of, rates_of, value_of
from cxcanvas.measures.reading import Source, ids_of, number, polarity, words
from cxcanvas.measures.storylines import PENALTIES


def _case(look: Source) -> Case | None:
    try:
        return business_case(look)
    except NoFigureError:
        return None


@rule("EC001", "bought-too-dear", "error")
def bought_too_dear(look: Look) -> Iterator[Finding]:
    """A customer whom the concept is made for brings more than it costs to win them.

    Looks at: the lifetime value, less the cost of winning a customer, of each customer group that the concept is
    made for and whose cohort is known.
    Why: growth with customers who never pay back what winning them cost is a way to lose money faster.
    Source: A19.

    Fails:
        cxcanvas: 1
        concept:
          discount_rate: 0.1
          clv_convention: first_payment_excluded
        party:
          savers: {name: Savers, role: customer, target: true, survivors: [100, 60, 45], annual_contribution: 20, acquisition_cost: 500}
    Passes:
        cxcanvas: 1
        concept:
          discount_rate: 0.1
          clv_convention: first_payment_excluded
        party:
          savers: {role: customer, target: true, survivors: [100, 60, 45], annual_contribution: 200, acquisition_cost: 50}
    """
    for one in look.of("party"):
        if targeted(look, one.id) is True and _looks_too_dear(look, one):
            worth = value_of(look, one).each
            if worth is not None and worth < 0:
                yield Finding(
                    f"{one.id}.acquisition_cost",
                    f"A customer of “{one.title}” costs more to win than they will ever bring",
                )


def _looks_too_dear(look: Look, party: Element) -> bool:
    """Whether they do not pay back even at the first year's rate, which is the lowest: then it is worth a fit."""
    cost, margin = number(party.get("acquisition_cost"), 0) or 0, number(party.get("annual_contribution"))
    discount = number(look.concept.get("discount_rate"))
    if margin is None or discount is None:
        return False
    try:
        rates = cohort_of(party).rates
        return lifetime_value(margin, min(rates), discount, words(look.concept.get("clv_convention"))) < cost
    except NoFigureError:
        return False


@rule("EC002", "flat-retention", "warning")
def flat_retention(look: Look, *, points: float = 0.05) -> Iterator[Finding]:
    """Where those who stay leave less and less, no single rate stands for all years.

    Looks at: cohorts whose yearly rate of staying rises by more than 5 points, where the convention for the
    lifetime value says that the rate is constant.
    Why: one rate for all years undervalues the customers who are still there.
    Source: Fader and Hardie 2010; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        concept:
          clv_convention: constant retention
        party:
          savers: {name: Savers, role: customer, survivors: [100, 60, 50, 46]}
    Passes:
        cxcanvas: 1
        concept:
          clv_convention: first_payment_excluded
        party:
          savers: {name: Savers, role: customer, survivors: [100, 60, 50, 46]}
    """
    if "constant" not in words(look.concept.get("clv_convention")).casefold():
        return
    for one in look.of("party"):
        rates = rates_of(one)
        if len(rates) > 1 and rates[-1] - rates[0] > points:
            message = f"Of “{one.title}” {rates[0]:.0%} stay in the first year and {rates[-1]:.0%} in the last: one rate undervalues them"
            yield Finding(f"{one.id}.survivors", message)


@rule(
    "EC003",
    "no-rate-no-horizon-no-convention",
    "error",
    asks=("concept.discount_rate", "concept.horizon_years", "concept.clv_convention"),
)
def no_rate_no_horizon_no_convention(look: Look) -> Iterator[Finding]:
    """What is calculated says its discount rate, its horizon and its convention.

    Looks at: the concept, as soon as there is a cohort or a business case.
    Why: three formulas for the value of a customer are right and differ by a third; without its convention nobody
    can calculate a number again.
    Source: Fader and Hardie 2012.

    Fails:
        cxcanvas: 1
        party:
          savers: {role: customer, survivors: [100, 60, 45]}
    Passes:
        cxcanvas: 1
        concept:
          discount_rate: 0.1
          horizon_years: 5
          clv_convention: first_payment_excluded
        party:
          savers: {role: customer, survivors: [100, 60, 45]}
    """
    cohorts = any(one.get("survivors") is not None for one in look.of("party"))
    if not cohorts and not isinstance(look.value("case"), dict):
        return
    concept = look.concept
    if number(concept.get("discount_rate")) is None:
        yield Finding(
            "concept.discount_rate",
            "The discount rate is not said, and nothing can be calculated again without it",
        )
    if number(concept.get("horizon_years"), 1) is None:
        yield Finding("concept.horizon_years", "Over how many years it is calculated is not said")
    if cohorts and not words(concept.get("clv_convention")):
        yield Finding(
            "concept.clv_convention",
            "How the value of a customer is counted is not said: whether the first payment counts, and when it comes",
        )


@rule("EC004", "point-estimate", "warning")
def point_estimate(look: Look) -> Iterator[Finding]:
    """A business case says how sure its numbers are.

    Looks at: a business case that can be calculated; fires when no number in it has a lowest and a highest value.
    Why: one number hides the risk that everybody in the room will carry.
    Source: Hillier 1963.

    Fails:
        cxcanvas: 1
        concept:
          discount_rate: 0.1
        value:
          fee: {polarity: benefit, amount: 50}
        case:
          ramp: [1.0]
          volume: 10
          per_participant: [fee]
          investment: 100
    Passes:
        cxcanvas: 1
        concept:
          discount_rate: 0.1
        value:
          fee: {polarity: benefit, amount: {low: 40, mode: 50, high: 55}}
        case:
          ramp: [1.0]
          volume: 10
          per_participant: [fee]
          investment: 100
    """
    found = look.ask(_case)
    if found is not None and found.certain:
        yield Finding(
            "case", "The business case takes every number for exact: how low and how high could they be?"
        )


@rule("EC005", "coin-flip", "warning")
def coin_flip(look: Look, *, chance: float = 0.25) -> Iterator[Finding]:
    """A business case loses money in less than one of four cases.

    Looks at: the exact mean and standard deviation of the net present value, taken as normal: the chance that it
    is below zero, against 25%. The simulation says it more exactly.
    Why: who decides should know that they decide about a bet.
    Source: Hillier 1963; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        concept:
          discount_rate: 0.1
        value:
          fee: {polarity: benefit, amount: {low: 0, mode: 10, high: 40}}
        case:
          ramp: [1.0]
          volume: 10
          per_participant: [fee]
          investment: 115
    Passes:
        cxcanvas: 1
        concept:
          discount_rate: 0.1
        value:
          fee: {polarity: benefit, amount: {low: 20, mode: 25, high: 40}}
        case:
          ramp: [1.0]
          volume: 10
          per_participant: [fee]
          investment: 115
    """
    found = look.ask(_case)
    if found is None or found.certain:
        return
    mean, sd = found.moments()
    if sd and NormalDist(mean, sd).cdf(0) > chance:
        yield Finding(
            "concept",
            f"In more than {'one of four' if chance == 0.25 else f'{chance:.0%} of all'} cases it loses money",
        )


@rule("EC006", "feeding-on-pain", "error")
def feeding_on_pain(look: Look) -> Iterator[Finding]:
    """Nothing is earned from what only hurts the customer.

    Looks at: gains of the provider that are a fee, a penalty or a breakage and whose counterpart a customer bears;
    fires where no exchange with that gain holds a benefit of the customer.
    Why: what is earned when the customer fails is no exchange, and it makes the next failure welcome.
    Source: A21.

    Fails:
        cxcanvas: 1
        party:
          us: {role: provider}
          dana: {role: customer}
        value:
          fine: {name: Late fees, bearer: [us], polarity: benefit, type: penalty, counterpart: pays}
          pays: {name: Pays for being poor, bearer: [dana], polarity: sacrifice}
    Passes:
        cxcanvas: 1
        party:
          us: {role: provider}
          dana: {role: customer}
        value:
          fine: {bearer: [us], polarity: benefit, type: fee, counterpart: pays}
          pays: {bearer: [dana], polarity: sacrifice}
          visit: {bearer: [dana], polarity: benefit}
        exchange:
          call-out: {between: [dana, us], includes: [fine, pays, visit]}
    """
    for one in borne(look, customer=False, gain=True):
        if words(one.get("type")) not in PENALTIES:
            continue
        others = (look.get(at) for at in ids_of(one.get("counterpart")))
        hurt = next(
            (each for each in others if each is not None and polarity(each) < 0 and bears(look, each, True)),
            None,
        )
        if hurt is not None and not _given_back(look, one.id):
            yield Finding(
                one.id,
                f"What we gain by “{one.title}” comes from “{hurt.title}”, and the customer gains nothing with it",
            )


def _given_back(look: Look, id_: str) -> bool:
    exchanges: tuple[Any, ...] = look.pointing(id_, "exchange", "includes")
    return any(
        polarity(value) > 0 and bears(look, value, customer=True)
        for exchange in exchanges
        for value in included(look, exchange)
    )
