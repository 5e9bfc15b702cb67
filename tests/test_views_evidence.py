"""The evidence view tells what is known, what is only believed, and what came of what was heard."""

from __future__ import annotations

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Set
from cxcanvas.session import Session
from cxcanvas.views import Live, Scene, fragment
from tests.pagetree import elements, parsed, patch
from tests.viewrig import canvas_of, part

VERDICTS = ("open", "testing", "confirmed", "rejected", "parked")


def test_each_guess_stands_in_the_column_of_its_verdict_the_riskiest_first() -> None:
    canvas = canvas_of(
        ("hypothesis", "small", {"statement": "A", "risk": 1}),
        ("hypothesis", "large", {"statement": "B", "risk": 5, "verdict": "open"}),
        ("hypothesis", "odd", {"statement": "C", "verdict": "who knows"}),
        ("hypothesis", "held", {"statement": "D", "verdict": "confirmed"}),
    )
    html = fragment(Scene(canvas), "evidence")
    columns = {
        name: [
            one.attributes["data-at"]
            for one in part(html, f"verdict/{name}").walk()
            if "cv-hunch" in one.classes()
        ]
        for name in VERDICTS
    }
    assert columns == {
        "open": ["large", "small", "odd"],
        "testing": [],
        "confirmed": ["held"],
        "rejected": [],
        "parked": [],
    }
    assert "verdict is one of" in part(html, "hunch/odd").text()


def test_a_guess_shows_both_sides_its_test_and_what_would_end_it(worked: Canvas) -> None:
    text = part(fragment(Scene(worked), "evidence"), "hunch/shame-causes-silence").text()
    for said in ("By Thursday I put the reminder in a drawer", "Reworded warning", "came out: +7.4 points",
                 "risk 2 of 5", "does not raise early contact", "Juggles rent"):  # fmt: skip
        assert said in text


def test_evidence_against_a_confirmed_guess_stands_out_and_is_gone_when_it_is_rejected() -> None:
    canvas = canvas_of(
        ("hypothesis", "held", {"statement": "They wait because they like us", "verdict": "confirmed"}),
        (
            "evidence",
            "no",
            {"text": "I only waited for a way out", "type": "quote", "contradicts": ("held",)},
        ),
    )
    session = Session(canvas)
    live = Live(Scene(session.canvas), "evidence")
    page = parsed(live.html())
    assert "cv-odd" in part(live.html(), "hunch/held").classes()
    assert "1 piece of evidence speaks against it" in part(live.html(), "hunch/held").text()
    assert "speaks against 1 that is called confirmed" in part(live.html(), "evidence-said").text()
    change = session.apply(Set("held.verdict", "rejected"))
    patch(page, live.update(Scene(session.canvas), change))
    assert page.shape() == parsed(fragment(Scene(session.canvas), "evidence")).shape()
    assert "cv-odd" not in part(live.html(), "hunch/held").classes()


def test_a_moment_says_who_carries_it_or_asks_for_a_witness() -> None:
    canvas = canvas_of(
        ("step", "told", {"name": "Call", "moment": {"name": "Asked, not told"}}),
        ("step", "counted", {"name": "Letter", "moment": {"name": "The letter"}}),
        ("step", "silent", {"name": "Visit", "moment": {}}),
        ("evidence", "q", {"text": "They asked me", "type": "quote", "supports": ("told.moment",)}),
        ("evidence", "n", {"text": "41% call", "type": "number", "supports": ("counted.moment",)}),
    )
    told, counted, silent = (
        one for one in elements(fragment(Scene(canvas), "evidence")) if "cv-witness" in one.classes()
    )
    assert "“They asked me”" in told.text() and "…" not in told.text()
    assert "Only counted so far" in counted.text()
    assert "Who said, or what showed, that it decides?" in silent.text() and "Visit" in silent.text()


def test_what_was_heard_for_nothing_is_listed_and_leaves_when_somebody_acts(worked: Canvas) -> None:
    session = Session(worked)
    live = Live(Scene(session.canvas), "evidence")
    page = parsed(live.html())
    assert "It is only seventy-nine dollars" in part(live.html(), "idle").text()
    assert "3 of 5 pieces of evidence led to an action" in part(live.html(), "idle").text()
    change = session.apply(Add("action", "listen", {"name": "Listen", "addresses": ("only-seventy-nine",)}))
    patch(page, live.update(Scene(session.canvas), change))
    assert page.shape() == parsed(fragment(Scene(session.canvas), "evidence")).shape()
    assert "It is only seventy-nine dollars" not in part(live.html(), "idle").text()


def test_a_small_odd_sign_is_no_reproach() -> None:
    canvas = canvas_of(("evidence", "odd", {"text": "The same chair", "strength": 1}))
    html = fragment(Scene(canvas), "evidence")
    assert "The same chair" in part(html, "weak-signals").text()
    assert "small odd signs, which are kept" in part(html, "idle").text()


def test_the_four_perspectives_are_there_even_when_nobody_was_heard(worked: Canvas) -> None:
    text = part(fragment(Scene(worked), "evidence"), "eyes").text()
    assert "not heard yet" in text and "What would we hear from partners?" in text
    one = canvas_of(("evidence", "e", {"perspective": "frontline"}))
    assert "One pair of eyes only" in part(fragment(Scene(one), "evidence"), "eyes").text()


def test_claims_without_evidence_are_counted_by_sort_and_each_leads_to_its_element(worked: Canvas) -> None:
    panel = part(fragment(Scene(worked), "evidence"), "bare-claims")
    text = panel.text()
    for said in ("Moments of truth 2 of 2 heard", "Pains 1 of 3 heard", "What they do 0 of 6 heard"):
        assert said in text
    places = [one.attributes["data-at"] for one in panel.walk() if "data-at" in one.attributes]
    assert places and all(one in worked for one in places)
    assert places[0] == "threat-instead-of-help"


def test_a_small_odd_sign_is_kept_and_one_can_be_added() -> None:
    canvas = canvas_of(("evidence", "odd", {"text": "He asked for the same chair", "tags": ("weak-signal",)}))
    html = fragment(Scene(canvas, editable=True), "evidence")
    panel = part(html, "weak-signals")
    assert "the same chair" in panel.text() and "not emptied" in panel.text()
    [add] = [one for one in panel.walk() if "data-new" in one.attributes]
    assert "weak-signal" in add.attributes["data-preset"]


@pytest.mark.parametrize("editable", [False, True])
def test_an_empty_canvas_says_what_belongs_in_each_place(editable: bool) -> None:
    html = fragment(Scene(Canvas.build(), editable=editable), "evidence")
    for key in ("verdict/open", "witnesses", "eyes", "idle", "weak-signals", "bare-claims"):
        assert "?" in part(html, key).text() or "Tag what" in part(html, key).text()


def test_half_filled_and_faulty_evidence_is_shown_as_what_it_is() -> None:
    canvas = canvas_of(
        ("hypothesis", "h", {"risk": "high", "tests": {"a": "soon", "b": {"due": "soon", "owner": "x"}}, "about": 7}),
        ("evidence", "e", {"supports": ({"to": "h"}, "gone.moment", 3), "strength": 9, "type": ["a"]}),
        ("step", "s", {"moment": "yes", "emotions": {"x": {"valence": 99}, "y": 4}}),
    )  # fmt: skip
    text = part(fragment(Scene(canvas), "evidence"), "hunch/h").text()
    assert "due soon" in text and "how much goes wrong" in text and "risk is" in text
