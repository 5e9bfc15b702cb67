"""A comment that was taken over, and what the concept as it is still holds of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.checks.gate import gate_of
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set, apply
from cxcanvas.review import Comment, as_change, as_hypothesis, fate, fate_words
from tests.reviewing import Room


@pytest.fixture
def room(worked: Canvas) -> Room:
    return Room(worked)


def taken(room: Room, edits: list[dict[str, Any]], type_: str = "correction") -> tuple[Comment, Canvas]:
    """A comment with a change that was taken over, and the concept with it."""
    made = room.say("comment", {"type": type_, "text": "So", "about": "care-call", "edits": edits}, "Wei")
    proposal = as_change(room.review.comments[made.id], room.review, room.canvas)
    where = {"address": proposal.address} if proposal.address else {}
    room.say("apply", {"to": made.id, "as": "change", **where}, "Ines")
    return room.review.comments[made.id], apply(room.canvas, *proposal.edits)


TALK = [{"op": "set", "address": "care-call.name", "value": "A talk"}]


@pytest.mark.parametrize(
    ("edits", "since", "expected"),
    [
        (TALK, (), "there"),
        (TALK, (Rename("care-call", "the-call"),), "there"),
        (TALK, (Set("care-call.name", "A chat"),), "otherwise"),
        (TALK, (Remove("care-call"),), "otherwise"),
        ([{"op": "set", "address": "care-call.note"}], (), "there"),
        ([{"op": "add", "kind": "step", "id": "sunday", "fields": {"name": "Sunday"}}], (), "there"),
        (
            [{"op": "add", "kind": "step", "id": "sunday", "fields": {"name": "Sunday"}}],
            (Rename("sunday", "monday"),),
            "there",
        ),
        ([{"op": "add", "kind": "step", "id": "sunday", "fields": {"name": "Sunday"}}], (Remove("sunday"),), "back"),
        ([{"op": "remove", "id": "care-call"}], (), "there"),
        ([{"op": "rename", "id": "care-call", "to": "the-call"}], (), "there"),
        ([{"op": "move", "id": "care-call"}], (), "there"),
        ([{"op": "move", "id": "care-call"}], (Remove("care-call"),), "otherwise"),
        ([*TALK, {"op": "set", "address": "care-call.note", "value": "x"}], (Set("care-call.note", "y"),), "otherwise"),
    ],
)  # fmt: skip
def test_a_change_is_there_until_somebody_changes_it_again(
    room: Room, edits: list[dict[str, Any]], since: tuple[Edit, ...], expected: str
) -> None:
    comment, now = taken(room, edits)
    assert fate(comment, room.canvas, apply(now, *since)) == expected


@pytest.mark.parametrize(
    "edits",
    [
        TALK,
        [{"op": "remove", "id": "care-call"}],
        [{"op": "rename", "id": "care-call", "to": "the-call"}],
        [{"op": "add", "kind": "step", "id": "sunday", "fields": {"name": "Sunday"}}],
        [*TALK, {"op": "add", "kind": "step", "id": "sunday", "fields": {"name": "Sunday"}}],
    ],
)
def test_what_was_undone_is_told_as_taken_back(room: Room, edits: list[dict[str, Any]]) -> None:
    comment, _ = taken(room, edits)
    assert fate(comment, room.canvas, room.canvas) == "back"
    assert fate_words(comment, room.canvas, room.canvas) == "taken over as a change, and taken back since"


def test_a_hypothesis_that_was_deleted_is_told_as_taken_back(room: Room, worked: Canvas) -> None:
    made = room.say("comment", {"type": "risk", "text": "Nobody calls back", "about": "care-call"}, "Wei")
    assert fate_words(room.review.comments[made.id], worked, worked) == ""
    guess = as_hypothesis(room.review.comments[made.id], room.review, worked)
    room.say("apply", {"to": made.id, "as": "hypothesis", "address": guess.address}, "Ines")
    comment, now = room.review.comments[made.id], apply(worked, *guess.edits)
    assert fate_words(comment, worked, now) == "taken over as a hypothesis"
    assert (
        fate_words(comment, worked, apply(now, Rename(guess.address, "sunday")))
        == "taken over as a hypothesis"
    )
    assert fate(comment, worked, worked) == "back"
    assert fate(comment, None, None) == ""


def test_a_correction_that_was_undone_is_open_at_the_gate_until_somebody_settles_it(room: Room) -> None:
    comment, now = taken(room, TALK)

    def corrections(canvas: Canvas) -> tuple[bool, str]:
        found = gate_of(room.review, room.canvas, canvas, dt.date(2026, 11, 28))
        return next((one.met, one.sentence) for one in found.items if one.name == "corrections")

    assert corrections(now) == (True, "No correction is open.")
    assert corrections(room.canvas) == (
        False,
        "1 correction is open: it was taken over, and taken back since.",
    )
    room.say("comment", {"type": "correction", "text": "More"}, "Zed")
    assert corrections(room.canvas) == (
        False, "2 corrections are open, 1 of them taken over and taken back since.",
    )  # fmt: skip
    room.say("resolve", {"to": comment.id, "outcome": "wont_do", "reason": "The name is right"}, "Ines")
    assert corrections(room.canvas)[1] == "1 correction is open."
    assert room.review.comments[comment.id].became == ""


def test_what_does_not_fit_any_more_stops_nothing(room: Room, worked: Canvas) -> None:
    made = room.force("comment", {"type": "idea", "text": "So", "edits": [*TALK, {"op": "sing"}]}, "Wei")
    assert made.id not in room.review.comments  # nobody may say it
    comment, _ = taken(room, [{"op": "add", "kind": "step", "id": "a", "fields": {"name": "A"}}])
    for canvas in (Canvas.build({}, []), apply(worked, Add("party", "a", {"name": "A"}))):
        assert fate(comment, worked, canvas) in ("back", "there")
    assert fate(comment, worked, apply(worked, Move("care-call"))) == "back"
