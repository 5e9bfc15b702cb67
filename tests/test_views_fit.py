"""The fit view says who gets too little service and who too much, and whether the people fit."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.views import Live, Scene, fragment
from tests.hostile import hostile_canvas
from tests.strategies import canvases
from tests.viewrig import seen, text


def test_the_worked_concept_says_it_in_words(worked: Canvas) -> None:
    said = text(fragment(Scene(worked), "fit"))
    assert "Too little service: “Steady Bill (levelled monthly amount)” for “Stretched households”" in said
    assert (
        "✕ too much service human first · level 5 of 5 · simple, and yet service takes 42% of what comes in"
        in said
    )
    assert "they need people, and machines come first" in said
    assert (
        "Contact-centre agent trained 2 of 5 ✕ Steady Bill (levelled monthly amount) is 3 of 5 hard" in said
    )
    assert "Serial movers not made for them · served by $75 sign-up credit plan ✕" in said
    assert "machines first, whatever they take" in said
    assert "700 of 1,960 hours a month (Care agent): 36%" in said
    assert "73.5 of 150 AUD a year" in said


def test_the_picture_says_the_same_as_its_table(worked: Canvas) -> None:
    html = fragment(Scene(worked), "fit")
    drawing = html[html.index('data-k="fit-picture"') : html.index('data-k="fit-cost"')]
    assert set(re.findall(r'<circle[^>]*data-at="([^"]+)"', drawing)) == set(worked.ids("offering"))
    assert drawing.count("cv-bubble-bad") == 2
    assert "$75 sign-up credit plan 1 102 human first, level 5 of 5 too much service" in text(drawing)


def test_what_has_no_place_is_named_with_what_is_missing() -> None:
    said = text(seen("fit", [("offering", "o", {"name": "Plan"})]))
    assert "No place yet: Plan" in said and "Not known yet: Plan" in said
    assert "for whom it is, nobody said" in said and "how hard it is, nobody said" in said


def test_offerings_in_the_same_place_are_both_seen() -> None:
    parts: list[Any] = [("party", "p", {"role": "customer", "annual_contribution": 10})]
    parts += [("offering", one, {"name": one, "serves": ("p",), "complexity": 2}) for one in ("ann", "bob")]
    circles = re.findall(r'<circle[^>]*cx="([\d.]+)" cy="([\d.]+)"', seen("fit", parts))
    assert len(set(circles)) == 2


def test_customers_who_cost_more_than_they_bring() -> None:
    said = text(seen("fit", [
        ("party", "p", {"name": "Them", "role": "customer", "annual_contribution": -50}),
        ("service", "s", {"cost_per_contact": 10, "contacts_per_customer_year": 2}),
        ("offering", "o", {"name": "Plan", "serves": ("p",), "service": "s", "complexity": 3}),
    ]))  # fmt: skip
    assert "costs 20 and brings nothing" in said and "costs more than it brings" in said


def test_nobody_is_the_wrong_customer() -> None:
    said = text(seen("fit", [("party", "p", {"name": "Them", "role": "customer"})]))
    assert "for whom is it not?" in said and "whether it is made for them, nobody said" in said
    assert "nothing is offered to them yet" in text(
        seen("fit", [("party", "p", {"role": "customer", "target": True})])
    )


def test_too_few_hands_and_no_say_stand_out() -> None:
    html = seen("fit", [
        ("role", "agent", {"name": "Agent", "skill": 3, "capacity_hours_month": 0, "empowerment_limit": 0}),
        ("service", "desk", {"name": "Desk", "staffed_by": ("agent",), "handle_minutes": 10}),
        ("step", "call", {"name": "Call", "storyline": "encounter", "service": "desk", "volume_year": 720, "moment": {"name": "M"}}),
    ])  # fmt: skip
    said = text(html)
    assert "10 of 0 hours a month (Agent) ✕ more is needed than is there" in said
    assert "Agent trained 3 of 5 ✕ may decide nothing at Call" in said


def test_a_service_and_a_role_that_nothing_needs_yet_are_shown_all_the_same() -> None:
    said = text(
        seen(
            "fit",
            [("service", "s", {"name": "Desk"}), ("role", "r", {"name": "Coach", "customer_facing": True})],
        )
    )
    assert (
        "Desk … people or technology first, nobody said, nobody does the work yet, it supports no offering"
        in said
    )
    assert "Coach … how well trained, nobody said, does the work of no service yet" in said


def test_numbers_beyond_all_numbers_are_no_trouble() -> None:
    huge, elements = 1e308, list[Any]()
    elements.append(("party", "p", {"role": "customer", "annual_contribution": huge, "size": huge}))
    elements.append(
        (
            "service",
            "s",
            {
                "cost_per_contact": huge,
                "contacts_per_customer_year": huge,
                "handle_minutes": huge,
                "staffed_by": ("r",),
            },
        )
    )
    elements.append(("role", "r", {"capacity_hours_month": huge}))
    elements.append(("offering", "o", {"name": "Plan", "serves": ("p",), "service": "s", "complexity": 3}))
    elements += [
        ("step", one, {"storyline": "encounter", "service": "s", "channel": "c", "volume_year": huge})
        for one in ("a", "b")
    ]
    elements.append(("channel", "c", {"type": "human"}))
    assert "Not known yet: Plan" in text(seen("fit", elements))
    assert "2 of 2" in text(fragment(Scene(Canvas.build(elements=elements)), "presence"))


def test_empty_places_say_what_belongs_there() -> None:
    for editable in (False, True):
        html = fragment(Scene(Canvas.build(), editable=editable), "fit")
        said = text(html)
        assert "What do you offer, and to whom?" in said and "Are there enough hands?" in said
        assert "For whom is it, and for whom not?" in said and "1.15" not in said
        assert ('data-new="offering"' in html) == editable


@given(canvases())
@settings(max_examples=40, deadline=None)
def test_no_canvas_makes_it_stumble(worked: Canvas) -> None:
    for editable in (False, True):
        assert fragment(Scene(worked, editable=editable), "fit").startswith('<div class="cx"')


def test_hostile_text_stays_text() -> None:
    html = fragment(Scene(hostile_canvas(), editable=True), "fit")
    assert "<script" not in html and "<img" not in html


def test_an_edit_changes_what_is_said(worked: Canvas) -> None:
    live = Live(Scene(worked, editable=True), "fit")
    live.html()
    after = cx.apply(worked, cx.Set("steady-bill.service", "care-team"))
    live.update(Scene(after, editable=True))
    assert live.html() == fragment(Scene(after, editable=True), "fit")
    assert "Too little service" not in text(live.html())
