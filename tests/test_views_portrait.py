"""The portrait: what is known of each customer, side by side, and what belongs where nothing stands yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.guidance import not_yet
from cxcanvas.measures.portrait import WHOLE, measured, people, portrait
from cxcanvas.store import load
from cxcanvas.views import Scene, fragment
from tests.hostile import hostile_canvas


def anna(**fields: object) -> Canvas:
    return Canvas.build(
        elements=[
            ("party", "sleepers", {"name": "Light sleepers", "role": "customer", "grain": "segment"}),
            ("party", "anna", {"name": "Anna", "role": "customer", "part_of": ("sleepers",), **fields}),
            (
                "goal",
                "rest",
                {"name": "Arrive rested", "holder": ("anna",), "need": "rational", "importance": 3},
            ),
            ("goal", "calm", {"name": "Not to be woken", "holder": ("sleepers",), "need": "emotional"}),
            ("goal", "late", {"name": "On time", "holder": ("anna",), "need": "rational", "importance": 5}),
            ("goal", "odd", {"name": "Something", "holder": ("anna",)}),
            (
                "evidence",
                "said",
                {"name": "q", "type": "quote", "text": "I count the lights.", "supports": ("anna",)},
            ),
            (
                "evidence",
                "seen",
                {"name": "o", "type": "observation", "text": "She yawns.", "supports": ("anna",)},
            ),
        ]
    )


def test_a_group_is_seen_through_its_people() -> None:
    assert people(anna()) == ("anna",)
    alone = Canvas.build(
        elements=[("party", "all", {"role": "customer"}), ("party", "us", {"role": "provider"})]
    )
    assert people(alone) == ("all",)


def test_needs_are_those_of_the_person_and_of_the_group_the_weightiest_first() -> None:
    found = portrait(anna(), "anna")
    assert (found.rational, found.emotional, found.unsorted) == (("late", "rest"), ("calm",), ("odd",))


def test_what_is_known_and_what_is_not_make_the_whole() -> None:
    found = portrait(anna(says="Fine", thinks=" ", holds_dear=("sleep", "")), "anna")
    assert set(found.known) == {"says", "holds_dear", "rational", "emotional", "quote"}
    assert sorted((*found.known, *found.missing)) == sorted(WHOLE)
    assert "5 of 11" in measured(anna(says="Fine", holds_dear=("sleep",))).sentence


def test_nobody_and_somebody_without_anything_are_said() -> None:
    assert "no customer yet" in measured(Canvas.build()).sentence
    bare = Canvas.build(elements=[("party", "anna", {"name": "Anna", "role": "customer"})])
    assert measured(bare).sentence == "Nothing is known of “Anna” yet but the name."


def test_her_own_words_stand_on_the_page_and_what_was_seen_does_not() -> None:
    html = fragment(Scene(anna(quote="Let me sleep.")), "portrait")
    assert "Let me sleep." in html and "I count the lights." in html
    assert "She yawns." not in html


def test_half_a_portrait_says_what_belongs_there() -> None:
    html = fragment(Scene(anna(says="Fine"), editable=True), "portrait")
    assert "What do they think and not say?" in html
    assert 'data-edit="anna.thinks"' in html and 'data-edit="anna.holds_dear"' in html
    assert "What do they think and not say?" not in fragment(Scene(anna(says="Fine")), "portrait")


@pytest.mark.parametrize(
    ("basis", "said"),
    [("composite", "several real people"), ("synthetic", "invented"), ("consented", "who agreed")],
)
def test_where_a_portrait_comes_from_is_said(basis: str, said: str) -> None:
    assert said in fragment(Scene(anna(basis=basis)), "portrait")


def test_an_empty_canvas_and_a_hostile_one() -> None:
    assert "Give one person a name and an evening" in fragment(Scene(Canvas.build()), "portrait")
    html = fragment(Scene(hostile_canvas(), editable=True), "portrait")
    assert "<script" not in html and "onerror=" not in html.replace("&#34;", '"').split("&lt;")[0]


def test_the_guide_asks_for_head_heart_and_what_is_not_said(example_path: Path) -> None:
    canvas = anna(grain="persona")
    keys = {one.key for one in not_yet(canvas, "work")}
    assert {"says:anna", "basis:anna"} <= keys
    assert not keys & {"rational:anna", "emotional:anna"}
    assert not {one.key for one in not_yet(load(example_path), "work")} & {"rational:dana", "emotional:dana"}
