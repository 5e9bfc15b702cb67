"""A presentation: a frame a stage, moment of truth or exchange; nobody's text runs, and notes are for the speaker alone."""

from __future__ import annotations

import re

import pytest

from cxcanvas import places
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Set, apply
from cxcanvas.store import load
from cxcanvas.textfile import loads
from cxcanvas.views.frames import LINE, MOST, TEXT, frames
from cxcanvas.views.present import presentation
from tests.hostile import hostile_canvas
from tests.test_views_review import Inert


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    return load(places.example())


def test_every_stage_every_moment_of_truth_and_every_exchange_has_its_frame_in_the_order_of_the_journey(
    canvas: Canvas,
) -> None:
    told = [(one.sort, one.at) for one in frames(canvas)]
    assert told == [
        ("concept", "concept"), ("stage", "bill-arrives"), ("stage", "cannot-pay"), ("moment", "reminder"), ("stage", "help"),
        ("moment", "care-call"), ("stage", "back-on-track"), ("exchange", "early-help"), ("exchange", "referral"),
    ]  # fmt: skip


def test_every_step_is_seen_in_a_frame_so_that_a_link_to_it_leads_somewhere(canvas: Canvas) -> None:
    seen = {id_ for one in frames(canvas) for id_ in (one.at, *one.holds)}
    assert set(canvas.ids("step")) <= seen
    assert set(canvas.ids("value")) >= {
        id_ for one in frames(canvas) if one.sort == "exchange" for id_ in one.holds
    }


def test_a_moment_of_truth_without_an_owner_says_so(canvas: Canvas) -> None:
    found = {one.at: {fact.label: fact for fact in one.facts} for one in frames(canvas)}
    assert found["reminder"]["Answers for it"].text == "nobody yet"
    assert found["reminder"]["Answers for it"].tone == "bad"
    assert found["care-call"]["Answers for it"].text == "Care agent"
    assert found["care-call"]["How it feels"].text == "relief (+2)"


def test_an_exchange_shows_for_each_side_what_it_gets_before_what_it_gives(canvas: Canvas) -> None:
    early = next(one for one in frames(canvas) if one.at == "early-help")
    signs = {column.title: "".join(sign for _, _, sign in column.lines) for column in early.columns}
    assert signs == {"Stretched households": "++++−", "Wattlebank Energy": "++−−"}


def test_a_moment_of_truth_that_stands_in_no_stage_is_shown_too(canvas: Canvas) -> None:
    lost = apply(
        canvas,
        Add("step", "visit", {"name": "Visit", "storyline": "encounter", "moment": {"name": "At the door"}}),
    )
    assert [one.group for one in frames(lost) if one.at == "visit"] == ["Not placed yet"]


def test_an_empty_concept_has_one_frame() -> None:
    empty = loads("cxcanvas: 1\n")
    assert [one.title for one in frames(empty)] == ["Untitled concept"]
    assert "1 of 1" in presentation(empty, "blank")


def test_a_crowded_stage_says_how_much_it_leaves_out(canvas: Canvas) -> None:
    more = [
        Add("step", f"extra-{n}", {"name": "x" * 500, "storyline": "encounter", "stage": "help"})
        for n in range(MOST)
    ]
    frame = next(one for one in frames(apply(canvas, *more)) if one.at == "help")
    encounters = next(one for one in frame.columns if one.title == "Encounters")
    assert (len(encounters.lines), encounters.more) == (MOST, 2)
    assert all(len(text) <= LINE + 2 for _, text, _ in encounters.lines)
    assert set(frame.holds) >= {f"extra-{n}" for n in range(MOST)}


def test_a_room_reads_no_more_than_fits() -> None:
    for one in frames(hostile_canvas()):
        assert all(len(column.lines) <= MOST for column in one.columns)
        assert all(len(fact.text) <= 2 * TEXT for fact in one.facts)


def test_notes_are_in_the_speakers_page_only(canvas: Canvas) -> None:
    noted = apply(canvas, Set("help.note", "Ask **who** calls back <script>x</script>"))
    assert "calls back" not in presentation(noted, "care")
    told = presentation(noted, "care", notes=True)
    assert "Ask <strong>who</strong> calls back" in told
    assert "<script>" not in told
    assert "Next: " in told


@pytest.mark.parametrize("notes", [False, True])
def test_hostile_words_are_words(notes: bool) -> None:
    html = presentation(hostile_canvas(), "hostile", notes)
    inert = Inert()
    inert.found = []
    inert.feed(html)
    assert [one for one in inert.found if not one.startswith(("http:", "https:", "mailto:"))] == []
    assert not re.search(r"<(script|iframe|img|object|embed)\b", html, re.IGNORECASE)
