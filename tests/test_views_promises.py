"""Promises: what may be counted on, who keeps it, what is expected and what is got; and what is only a poster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.guidance import not_yet
from cxcanvas.measures.promises import (
    SAID,
    expectations_measured,
    expected,
    is_poster,
    promises_measured,
    unraised,
)
from cxcanvas.store import load
from cxcanvas.views import Scene, fragment
from tests.hostile import hostile_canvas


def promised(**more: Any) -> Canvas:
    fields: dict[str, dict[str, Any]] = {
        "value": {
            "name": "On your side",
            "behaviours": ("use the name",),
            "operationalised_by": ("call-back",),
        },
        "promise": {
            "name": "Call back",
            "wording": "We call the same day.",
            "kept_by": ("agent",),
            "sets": ("human",),
        },
        "human": {"name": "A human answer", "adequate": 3, "desired": 5, "perceived": 2},
        "calm": {"name": "Calm", "adequate": 2, "desired": 4, "perceived": 4},
    }
    for name, one in more.items():
        fields[name] |= one
    return Canvas.build(
        elements=[
            ("role", "agent", {"name": "Agent"}),
            ("company_value", "side", fields["value"]),
            ("promise", "call-back", fields["promise"]),
            ("expectation", "human", fields["human"]),
            ("expectation", "calm", fields["calm"]),
        ]
    )


@pytest.mark.parametrize(
    ("numbers", "standing", "adequacy", "superiority"),
    [
        ((3, 5, 2), "below", -1, -3), ((3, 5, 3), "inside", 0, -2), ((3, 5, 5), "above", 2, 0), ((3, None, 2), "below", -1, None),
        ((None, 4, 4), "above", None, 0), ((None, 4, 3), None, None, -1), ((3, 5, None), None, None, None), ((5, 3, 4), None, -1, 1),
        ((3, 9, 2), "below", -1, None), (("x", 4, 1), None, None, -3),
    ],
)  # fmt: skip
def test_the_zone_of_tolerance(
    numbers: tuple[Any, Any, Any], standing: str, adequacy: Any, superiority: Any
) -> None:
    canvas = promised(human=dict(zip(("adequate", "desired", "perceived"), numbers, strict=True)))
    found = expected(canvas["human"])
    assert (found.standing, found.adequacy, found.superiority) == (standing, adequacy, superiority)


def test_the_measures_say_the_worst_first() -> None:
    assert promises_measured(promised()).sentence == "Each promise has somebody or something that keeps it."
    assert expectations_measured(promised()).sentence == (
        "“A human answer” lies below what they would still accept: 2 where 3 of 5 would just do."
    )
    nobody = promised(promise={"kept_by": ("gone",)})
    assert promises_measured(nobody).sentence == "Nobody keeps “Call back”."
    poster = promised(value={"behaviours": (" ",), "operationalised_by": ("gone",)})
    assert is_poster(poster, poster["side"])
    assert promises_measured(poster).sentence.endswith(
        "“On your side” is a poster: nobody does anything because of it."
    )
    assert "counted on" in promises_measured(Canvas.build()).sentence
    assert expectations_measured(Canvas.build()).value is None


def test_the_chain_leads_from_the_value_to_what_is_got() -> None:
    html = fragment(Scene(promised()), "promises").partition("cv-promises")[2]
    order = ["On your side", "use the name", "We call the same day.", "A human answer", "2 of 5"]
    assert sorted(order, key=html.index) == order
    assert SAID["below"] in html and "kept by Agent" in html
    assert "nobody keeps it" not in html
    assert "nobody keeps it" in fragment(Scene(promised(promise={"kept_by": None})), "promises")


def test_what_nobody_promised_is_listed_and_a_promise_without_a_value_has_its_row() -> None:
    assert unraised(promised()) == ("calm",)
    assert "Which value stands behind this promise?" not in fragment(Scene(promised()), "promises")
    loose = promised(value={"operationalised_by": None})
    assert "Which value stands behind this promise?" in fragment(Scene(loose), "promises")


def test_two_numbers_that_cannot_both_be_right_are_said() -> None:
    html = fragment(Scene(promised(human={"adequate": 5, "desired": 3})), "promises")
    assert "one of the two numbers is wrong" in html


def test_empty_places_say_what_belongs_there_and_hostile_text_stays_text() -> None:
    html = fragment(Scene(Canvas.build(), editable=True), "promises")
    assert "more than a poster" in html and "what does a five look like" in html
    assert "<script" not in fragment(Scene(hostile_canvas(), editable=True), "promises")


def test_the_guide_asks_what_shows_a_value_and_how_a_broken_promise_is_noticed() -> None:
    keys = {one.key for one in not_yet(promised(value={"behaviours": None}), "work")}
    assert {"behaviours:side", "measurable:call-back", "source:calm", "insiders"} <= keys
    assert "sets:call-back" not in keys
    assert "sets:call-back" in {one.key for one in not_yet(promised(promise={"sets": None}), "work")}


def test_the_worked_concept(example_path: Path) -> None:
    canvas = load(example_path)
    gaps = expectations_measured(canvas).value
    assert {name: (round(one["adequacy"], 1), round(one["superiority"], 1)) for name, one in gaps.items()} == {
        "a-human-answer": (-0.4, -1.9), "no-questions-that-shame": (0.4, -0.4),
    }  # fmt: skip
    assert promises_measured(canvas).value == {"promises": 2, "kept_by_nobody": 0, "posters": 1}
