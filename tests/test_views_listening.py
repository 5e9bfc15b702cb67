"""The listening view shows where we listened and what came of it, and asks for what is missing."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Set
from cxcanvas.session import Session
from cxcanvas.views import Live, Scene, fragment
from tests.pagetree import parsed, patch
from tests.viewrig import canvas_of, part

WEEK: dict[str, Any] = {
    "name": "A week",
    "method": "immersion",
    "started": "2026-07-06",
    "ended": "2026-07-10",
}


def test_an_immersion_that_led_to_nothing_is_visible_with_its_day() -> None:
    html = fragment(Scene(canvas_of(("research", "week", WEEK))), "listening")
    words = part(html, "listened/week").text()
    assert "Nothing came of it yet; it should have by 9 Aug 2026." in words
    assert "Who of us was there?" in words
    assert "Nothing has come of “A week”." in part(html, "listening-said").text()


def test_the_worked_concept_says_who_went_and_what_came_of_it(worked: Canvas) -> None:
    html = fragment(Scene(worked), "listening")
    words = part(html, "listened/week-on-79-less").text()
    assert "Chief operating officer" in words and "5 days" in words and "Something came of it." in words
    assert "last on 10 Jul 2026" in part(html, "who-went").text()
    assert "0 won, 1 lost" in part(html, "won-lost").text()


def test_every_empty_place_says_what_belongs_there() -> None:
    html = fragment(Scene(canvas_of()), "listening")
    for key in ("listening-log", "in-passing", "complaints", "won-lost", "who-went"):
        assert "…" in part(html, key).text(), key


def test_what_was_heard_can_be_made_to_speak_only_on_a_board(worked: Canvas) -> None:
    assert "data-speaks=" not in fragment(Scene(worked), "listening")
    html = fragment(Scene(worked, editable=True), "listening")
    assert 'data-speaks="supports" data-speaks-of="coo-hid-a-letter"' in html
    assert 'data-speaks="contradicts"' in html


def test_reasons_are_counted_with_words_and_a_complaint_without_a_deed_says_so() -> None:
    html = fragment(Scene(canvas_of(
        ("evidence", "a", {"type": "lost_case", "reasons": ("shame",)}), ("evidence", "b", {"type": "lost_case", "reasons": ("shame",)}),
        ("evidence", "c", {"type": "complaint", "text": "Nobody called back."}),
    )), "listening")  # fmt: skip
    assert "0 won, 2 lost" in part(html, "won-lost").text()
    assert "nothing came of it" in part(html, "complaints").text()


def test_words_by_which_somebody_could_be_recognised_are_called_out() -> None:
    html = fragment(Scene(canvas_of(("evidence", "a", {"text": "Call 0412 345 678"}))), "listening")
    assert "it holds a phone number" in part(html, "in-passing").text()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "‮مرحبا", "x" * 5000, "{{ 7 * 7 }}"])
def test_hostile_words_stay_words(text: str) -> None:
    html = fragment(Scene(canvas_of(
        ("research", "we/ek", {**WEEK, "name": text, "constraint": text, "participants": (text, "we/ek")}),
        ("evidence", "it", {"text": text, "from_research": "we/ek", "supports": (text, "it.text", 4), "reasons": text, "type": "lost_case"}),
    ), editable=True), "listening")  # fmt: skip
    assert "<script>alert" not in html
    parsed(html)


def test_a_board_follows_each_change(worked: Canvas) -> None:
    session = Session(worked)
    live = Live(Scene(session.canvas, editable=True), "listening")
    page = parsed(live.html())
    for edits in (
        (Add("research", "day", {"name": "A day", "method": "immersion"}),),
        (Add("evidence", "so", {"type": "complaint", "text": "No.", "from_research": "day"}),),
        (Set("so.supports", ("care-call",)),),
        (Set("day.ended", "2026-10-01"),),
    ):
        change = session.apply(*edits)
        patch(page, live.update(Scene(session.canvas, editable=True), change))
        fresh = parsed(fragment(Scene(session.canvas, editable=True), "listening"))
        assert page.shape() == fresh.shape()


def test_it_takes_at_most_three_times_as_long_as_the_journey(worked: Canvas) -> None:
    def best(view: str) -> float:
        times = []
        for _ in range(7):
            began = perf_counter()
            fragment(Scene(worked), view)
            times.append(perf_counter() - began)
        return min(times)

    best("listening")
    assert best("listening") <= 3 * best("journey")


def test_what_is_only_planned_was_not_done() -> None:
    planned = {"name": "A week without", "method": "immersion", "constraint": "no car"}
    html = fragment(Scene(canvas_of(("research", "week", planned))), "listening")
    assert "it is planned once, without a day" in html
    assert "planned" in part(html, "listened/week").text() and "On which days?" in html
    assert "Nothing came of it" not in html
    both = canvas_of(("research", "week", planned), ("research", "gone", WEEK))
    assert "We listened once" in fragment(Scene(both), "listening")
