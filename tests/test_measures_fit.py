"""Service that follows value and difficulty: the worked concept, the limits, right people and enough of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.guidance import not_yet
from cxcanvas.measures.fit import Pair, fit_measured, fit_said, inherited, only_machines, pairs, targeted
from cxcanvas.measures.hands import loads, people_measured, people_said, powerless, skills, wrong_customers
from tests.strategies import canvases


@pytest.fixture(scope="module")
def canvas(example_path: Path) -> Canvas:
    return cx.load(example_path)


def made(**fields: Any) -> Pair:
    """A pair of which only a few things are known."""
    blank: dict[str, Any] = dict.fromkeys(("level", "complexity", "need", "cost", "contribution", "target"))
    return Pair(**{"offering": "o", "customer": "c", "service": "s", "blend": "", **blank, **fields})


def build(offering: dict[str, Any] | None = None, service: dict[str, Any] | None = None, party: dict[str, Any] | None = None,
          role: dict[str, Any] | None = None, *more: Any) -> Canvas:  # fmt: skip
    elements: list[Any] = [
        ("offering", "plan", {"name": "Plan", "serves": ("them",), "service": "desk", **(offering or {})}),
        ("service", "desk", {"name": "Desk", "staffed_by": ("agent",), **(service or {})}),
        ("party", "them", {"name": "Them", "role": "customer", **(party or {})}),
        ("role", "agent", {"name": "Agent", **(role or {})}),
        *more,
    ]
    return Canvas.build(elements=elements)


# -- service against need ----------------------------------------------------------------------


def test_the_worked_concept(canvas: Canvas) -> None:
    found = {(one.offering, one.customer): one for one in pairs(canvas)}
    verdicts = {key: one.verdict for key, one in found.items()}
    assert verdicts == {
        ("breathing-space", "stretched-households"): "fits", ("steady-bill", "settled-savers"): "fits",
        ("steady-bill", "stretched-households"): "under", ("signup-credit", "serial-movers"): "over",
    }  # fmt: skip
    assert found["signup-credit", "serial-movers"].share == pytest.approx(73.5 / 175.5)
    assert found["breathing-space", "stretched-households"].share == pytest.approx(73.5 / 150.5)
    assert only_machines(canvas) == ("settled-savers",)
    said = fit_measured(canvas)
    assert said.parts == ("steady-bill", "signup-credit")
    assert said.sentence.startswith(
        "Too little service: “Steady Bill (levelled monthly amount)” for “Stretched households”; too much:"
    )


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({}, "unknown"),
        ({"complexity": 4}, "unknown"),
        ({"blend": "blended"}, "unknown"),
        ({"complexity": 3, "blend": "technology_first"}, "fits"),
        ({"complexity": 4, "blend": "technology_first"}, "under"),
        ({"complexity": 4, "blend": "blended"}, "fits"),
        ({"complexity": 1, "need": 4, "blend": "technology_only"}, "under"),
        ({"need": 3, "level": 1}, "under"),
        ({"need": 3, "level": 2}, "fits"),
        ({"complexity": 1, "need": 2, "level": 4}, "over"),
        ({"complexity": 3, "need": 2, "level": 4}, "fits"),
        (
            {"complexity": 1, "level": 5},
            "fits",
        ),  # what they need is not known: nobody can say that it is too much
        ({"complexity": 2, "cost": 41.0, "contribution": 59.0, "level": 1}, "over"),
        ({"complexity": 2, "cost": 40.0, "contribution": 60.0, "level": 1}, "fits"),
        ({"complexity": 3, "cost": 90.0, "contribution": 10.0, "level": 1}, "fits"),
        (
            {"complexity": 2, "need": 4, "blend": "technology_first", "cost": 50.0, "contribution": 1.0},
            "under",
        ),
    ],
)
def test_too_little_and_too_much(fields: dict[str, Any], verdict: str) -> None:
    assert made(**fields).verdict == verdict


@given(st.floats(0, 1e9), st.floats(-1e9, 1e9))
def test_the_share_of_service_is_a_share(cost: float, contribution: float) -> None:
    one = made(cost=cost, contribution=contribution)
    if contribution >= 0 and cost + contribution > 0:
        assert one.share is not None and 0 <= one.share <= 1
    if one.share is not None and one.share > 1:
        assert one.at_a_loss


def test_a_customer_who_brings_less_than_the_service_costs_has_no_share() -> None:
    assert made(cost=10.0, contribution=-10.0).share is None
    assert made(cost=10.0, contribution=-10.0).at_a_loss
    assert made(cost=0.0, contribution=0.0).share is None
    assert made(cost=None, contribution=5.0).share is None


def test_a_persona_has_what_its_group_has() -> None:
    elements: list[Any] = [
        (
            "party",
            "group",
            {"service_need": 5, "annual_contribution": {"mode": 70, "low": 1}, "target": False},
        ),
        ("party", "dana", {"part_of": ("group",)}),
        ("party", "loop", {"part_of": ("loop",)}),
    ]
    canvas = Canvas.build(elements=elements)
    assert inherited(canvas, "dana", "service_need", 1) == 5
    assert inherited(canvas, "dana", "annual_contribution") == 70
    assert targeted(canvas, "dana") is False
    assert targeted(canvas, "loop") is None


def test_an_offering_for_nobody_and_with_no_service_still_stands() -> None:
    canvas = build({"serves": ("gone", "agent"), "service": "nowhere"})
    found = pairs(canvas)
    assert [(one.offering, one.customer, one.service, one.verdict) for one in found] == [
        ("plan", "", "", "unknown")
    ]


def test_estimates_count_at_their_likeliest_and_nonsense_not_at_all() -> None:
    service = {"cost_per_contact": {"low": 1, "mode": 10, "high": 90}, "contacts_per_customer_year": 2}
    assert pairs(build(service=service))[0].cost == 20
    assert pairs(build(service=service | {"cost_per_contact": -3}))[0].cost is None
    assert pairs(build({"complexity": 9}, {"level": 0}))[0].complexity is None


def test_what_is_said_of_it() -> None:
    assert fit_said(Canvas.build(), ()) == "Nothing is offered yet, so nothing can be supported."
    assert fit_said(*(c := build(),), pairs(c)).startswith("How hard each offering is")
    canvas = build({"complexity": 1}, {"level": 5}, {"service_need": 1})
    assert fit_said(canvas, pairs(canvas)) == "Too much service: “Plan” for “Them”."
    canvas = build({"complexity": 2}, {"level": 2}, {"service_need": 2})
    assert fit_said(canvas, pairs(canvas)) == "What is known of the support fits what each offering needs."


# -- people ------------------------------------------------------------------------------------


def test_the_people_of_the_worked_concept(canvas: Canvas) -> None:
    found = people_measured(canvas)
    assert found.value == {
        "untrained": [["contact-agent", "steady-bill"]], "wrong_customers": [["signup-credit", "serial-movers"]],
        "too_few_hands": [], "powerless": [],
    }  # fmt: skip
    assert "not trained for" in found.sentence


def test_skill_is_compared_only_where_both_are_known() -> None:
    assert [one.untrained for one in skills(build({"complexity": 4}, role={"skill": 3}))] == [True]
    assert [one.untrained for one in skills(build({"complexity": 4}, role={"skill": 4}))] == [False]
    assert [one.untrained for one in skills(build({"complexity": 4}))] == [False]
    assert [one.untrained for one in skills(build(role={"skill": 1}))] == [False]


def test_who_may_decide_nothing_in_a_moment_of_truth() -> None:
    moment = ("step", "call", {"storyline": "encounter", "service": "desk", "moment": {"name": "Asked"}})
    plain = ("step", "chat", {"storyline": "encounter", "by": ("agent",)})
    assert powerless(build(None, None, None, {"empowerment_limit": 0}, moment, plain)) == (("agent", "call"),)
    assert powerless(build(None, None, None, {"empowerment_limit": 50}, moment)) == ()
    assert powerless(build(None, None, None, {}, moment)) == ()  # a blank is not a zero


def test_hours_needed_and_hours_there(canvas: Canvas) -> None:
    found = {one.services: one for one in loads(canvas)}
    assert found["care-team",].needed == pytest.approx(24000 * 21 / 720)
    assert found["care-team",].at_most == pytest.approx((23500 + 61500) * 4.2 * 21 / 720)
    assert not found["care-team",].too_few
    call = ("step", "call", {"storyline": "encounter", "service": "desk", "volume_year": 7200})
    few = loads(build(None, {"handle_minutes": 10}, None, {"capacity_hours_month": 99}, call))
    assert few[0].too_few and few[0].needed == 100
    assert "fewer hours" in people_said(
        build(None, {"handle_minutes": 10}, None, {"capacity_hours_month": 99}, call)
    )


def test_services_that_share_their_people_are_counted_together() -> None:
    more: list[Any] = [
        ("service", "line", {"name": "Line", "staffed_by": ("expert",)}),
        ("role", "expert", {"capacity_hours_month": 10}),
        ("service", "both", {"name": "Both", "staffed_by": ("agent", "expert")}),
        ("service", "alone", {"name": "Alone"}),
    ]
    found = loads(build(None, None, None, {"capacity_hours_month": 5}, *more))
    assert len(found) == 1
    assert set(found[0].services) == {"desk", "line", "both"}
    assert found[0].there == 15
    assert loads(build(None, None, None, {}, *more))[0].there is None  # one of them does not say


def test_customers_it_is_not_for_are_wrong_only_when_that_is_said() -> None:
    assert wrong_customers(build(party={"target": False})) == (("plan", "them"),)
    assert wrong_customers(build(party={"target": True})) == wrong_customers(build()) == ()


# -- anything at all ---------------------------------------------------------------------------


@given(canvases())
def test_no_canvas_makes_it_stumble(canvas: Canvas) -> None:
    assert fit_measured(canvas).sentence.endswith(".")
    assert people_measured(canvas).sentence.endswith(".")
    assert {one.offering for one in pairs(canvas)} == set(canvas.ids("offering"))


def test_the_guide_asks_what_is_missing_and_then_no_more() -> None:
    canvas = build({"serves": (), "service": None})
    keys = {one.key for one in not_yet(canvas, "work")}
    assert {"serves:plan", "service:plan", "complexity:plan", "blend:desk"} <= keys
    full = build({"complexity": 2}, {"blend": "blended"}, {"service_need": 2}, {"skill": 3})
    left = {one.key.partition(":")[0] for one in not_yet(full, "work")}
    assert not left & {
        "serves",
        "service",
        "complexity",
        "blend",
        "service_need",
        "too-little",
        "staffed_by",
        "skill",
    }
