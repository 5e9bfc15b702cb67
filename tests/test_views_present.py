"""A presentation: a frame a stage, moment of truth or exchange; nobody's text runs, and notes are for the speaker alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from cxcanvas import places
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Set, apply
from cxcanvas.review import Who
from cxcanvas.session.reviewing import ReviewDesk
from cxcanvas.store import load
from cxcanvas.store.reviews import ReviewFile
from cxcanvas.textfile import loads
from cxcanvas.views.frames import LINE, MOST, TEXT, TITLE, frames
from cxcanvas.views.frames_review import review_frames
from cxcanvas.views.phrases import clipped
from cxcanvas.views.present import presentation
from tests.hostile import hostile_canvas
from tests.test_serve_review import begin
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


# -- with a review ---------------------------------------------------------------------------------


def reviewed(
    path: Path, votes: Mapping[str, str], **opening: object
) -> tuple[ReviewDesk, str, tuple[str, ...]]:
    """A review in which each of these people gave two dots to their pain; its desk, its id, the pains."""
    review = begin(path, budget=2, guests=True, **opening)
    desk, pains = ReviewDesk(ReviewFile(path)), load(path).ids("finding")
    for name, place in votes.items():
        desk.hear(Who.named(name), {"do": ["vote"], "review": [review], f"dots:{pains[int(place)]}": ["2"]})
    return desk, review, tuple(pains)


def test_votes_are_bars_by_role_once_they_are_revealed(tmp_path: Path) -> None:
    people = ["Dana", "Wei", "Sam", "Lea", "Tomasz", "Noor"]
    desk, review, pains = reviewed(
        tmp_path / "c.cx.yaml", dict(zip(people, "000111", strict=True)), reviewers=["Dana", "Wei", "Sam"]
    )
    votes = review_frames(desk.look(None, review))[0]
    assert (votes.bars, votes.reveals) == ((), True)
    assert [fact.text for fact in votes.facts][-1].startswith("6 people have voted.")
    desk.hear(Who.named("Ines"), {"do": ["reveal"], "review": [review]})
    votes = review_frames(desk.look(None, review))[0]
    assert votes.reveals is False
    assert {(bar.dots, bar.share, bar.groups) for bar in votes.bars} == {
        (6, 1.0, (("reviewer", 6), ("guest", 0))),
        (6, 1.0, (("reviewer", 0), ("guest", 6))),
    }
    assert {bar.title for bar in votes.bars} == {load(desk.store.canvas)[one].title for one in pains[:2]}


def test_the_last_frame_says_all_that_stands_in_the_way_and_who_decided(tmp_path: Path) -> None:
    desk, review, _ = reviewed(tmp_path / "c.cx.yaml", {})
    sight = desk.look(None, review)
    frame = review_frames(sight)[1]
    assert frame.title == "Nothing is decided yet"
    assert sight.gate is not None
    shown = {text for _, text, sign in frame.columns[0].lines if sign == "✕"}
    assert shown == {clipped(one.sentence, TITLE) for one in sight.gate.lacking}
    given = {
        "do": ["decide"],
        "review": [review],
        "outcome": ["rework"],
        "reason": ["Who answers on Sundays?"],
    }
    desk.hear(Who.named("Ines"), given)
    frame = review_frames(desk.look(None, review))[1]
    assert (frame.title, frame.lead) == ("Rework", "Decided by Ines.")
    assert frame.columns[1].lines == (("", "Ines: Rework. Who answers on Sundays?", ""),)


def test_what_is_said_stands_at_the_frame_in_which_its_place_is_seen(tmp_path: Path) -> None:
    desk, review, _ = reviewed(tmp_path / "c.cx.yaml", {})
    canvas = desk.canvas()
    step = next(one for frame in frames(canvas) if frame.at == "bill-arrives" for one in frame.holds)
    for place, words in (("", "On the whole"), (step, "At a step"), ("care-call.name", "At a name")):
        given = {
            "do": ["comment"],
            "review": [review],
            "type": ["idea"],
            "text": [f"{words} <b>x</b>"],
            "about": [place],
        }
        desk.hear(Who.named("Wei"), given)
    html = presentation(canvas, "c", sight=desk.look(None, review))
    each = dict(zip(re.findall(r'data-frame="([^"]+)"', html), html.split("<section")[1:], strict=True))
    assert {at: re.findall(r"(On the whole|At a step|At a name) &lt;b&gt;", text) for at, text in each.items() if "&lt;b&gt;" in text} == {
        "concept": ["On the whole"], "bill-arrives": ["At a step"], "care-call": ["At a name"],
    }  # fmt: skip
