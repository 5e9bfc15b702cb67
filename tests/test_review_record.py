"""The decision record as somebody reads it who was not there: who, when, on which version, why, and what is left to do."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.cli.review.shown import record_json
from cxcanvas.edits import Set, apply
from cxcanvas.errors import ReviewError
from cxcanvas.review import Who, decision, markdown
from cxcanvas.session.closing import ShutError, close_review
from cxcanvas.session.opening import open_review
from cxcanvas.session.reviewing import ReviewDesk, saver
from cxcanvas.store import open_file, save_stored
from cxcanvas.store.reviews import ReviewFile
from cxcanvas.views.review import Around, drawn_record
from tests.reviewing import Room

INES = Who.named("Ines")


def lines(room: Room) -> list[str]:
    """The record's lines."""
    return markdown(decision(room.state, room.review)).splitlines()


def test_its_head_says_who_took_part_in_what_capacity_and_when(worked: Canvas) -> None:
    room = Room(worked, deputies={"Ines": {"by": "Wei"}}, until="2026-12-12", quorum=2)
    assert lines(room)[2:9] == [
        "* Status: proposed",
        "* Date: still open",
        "* Deciders: Ines",
        "* Reviewers: Dana (faces customers), Wei (stands in for Ines)",
        "* Informed: Tomasz",
        "* Led by: Ines",
        "* Opened: 2026-11-28 by Ines (self-declared), to be answered by 2026-12-12",
    ]
    room.say("close", {"note": "See you in spring"}, "Ines", signed_in=True)
    told = lines(room)
    assert "* Closed: 2026-11-28 by Ines" in told and "Said at the closing: See you in spring" in told
    assert any(one.endswith("Quorum: 2 people.") for one in told)


def test_who_overrode_the_gate_is_named_and_the_status_does_not_hide_it(worked: Canvas) -> None:
    room = Room(worked)
    shut = [{"name": "quorum", "met": False, "needed": True, "sentence": "0 have judged."}]
    given = {"conditions": {"1": {"text": "It works"}}, "override": "The pilot will tell"}
    room.say("decide", {"outcome": "go_with_conditions", **given}, "Ines")
    still = "The review is still open: this holds once it is closed, and may change until then."
    assert still in lines(room)
    room.say("close", {"gate": shut}, "Ines")
    told = lines(room)
    assert still not in told
    assert "* Status: accepted, with conditions, though the gate was not passed" in told
    assert "The gate was overridden by Ines (self-declared): The pilot will tell" in told
    assert "* **not met**: 0 have judged." in told


def test_what_was_ticked_and_met_stands_with_who_when_and_what_shows_it(worked: Canvas) -> None:
    room = Room(worked, checklist=["Read the journey", "Count the calls"])
    room.say("tick", {"item": 1, "done": True, "note": "On Friday"}, "Dana")
    given = {"1": {"text": "A person answers", "owner": "Wei", "due": "2026-12-20", "checker": "Dana"}}
    verdict = room.judge("Wei", verdict="approve_with_conditions", conditions=given)
    met = {"condition": f"{verdict.id[:12]}.1", "met": True, "note": "I *called*"}
    room.say("met", met, "Dana", at="2027-01-02T09:00:00Z")
    told = lines(room)
    assert "* done: Read the journey (Dana (self-declared), 2026-11-28: On Friday)" in told
    assert "* **not done**: Count the calls" in told
    assert (
        "* A person answers (owner Wei, due 2026-12-20, checked by Dana; "
        "met on 2027-01-02, says Dana (self-declared): I \\*called\\*; of Wei on exchange)"
    ) in told


def test_places_are_called_as_people_call_them(worked: Canvas) -> None:
    room = Room(
        worked,
        scope=["care-call"],
        parts={"care": {"addresses": ["care-call", "chatbot"]}, "exchange": {"addresses": ["exchange"]}},
    )
    room.say("comment", {"type": "risk", "text": "Alone", "about": "care-call.name"}, "Wei")
    told = lines(room)
    assert "Scope: “Care call” (care-call)." in told
    assert "Judged part by part: care (care-call, chatbot); exchange." in told
    assert "* risk on “Care call” (care-call.name), Wei (self-declared): Alone (open)" in told


def test_a_deputys_objection_is_one(worked: Canvas) -> None:
    room = Room(worked, deputies={"Dana": {"by": "Wei"}})
    room.judge("Wei", verdict="request_changes", reason="The price is missing")
    made = decision(room.state, room.review)
    assert [(one.name, one.deputy) for one in made.dissent] == [("Wei", "")]
    assert sum(one.verdict == "request_changes" for one in made.opinions) == 2


def test_a_review_that_decided_nothing_supersedes_nothing(worked: Canvas) -> None:
    room = Room(worked)
    room.say("decide", {"outcome": "go"}, "Ines")
    room.say("close", {}, "Ines")
    later = {
        "title": "Later", "deciders": ["Ines"], "profile": "first_look", "snapshot": room.snapshot, "supersedes": room.id,
    }  # fmt: skip
    first = room.say("open", later, "Ines", "").id
    room.say("close", {}, "Ines", first)
    assert "* Status: accepted" in lines(room)
    second = room.say("open", later, "Ines", "").id
    room.say("decide", {"outcome": "stop", "reason": "No money"}, "Ines", second)
    assert "* Status: accepted" in lines(room)
    room.say("close", {}, "Ines", second)
    assert f"* Status: superseded by “Later” ({second[:8]})" in lines(room)
    newer = markdown(decision(room.state, room.state.reviews[second]))
    assert f"* Supersedes: “Concept review” ({room.id[:8]})" in newer


def test_the_page_says_what_the_document_says(worked: Canvas) -> None:
    room = Room(worked, deputies={"Ines": {"by": "Wei"}}, until="2026-12-12", quorum=2)
    room.say("tick", {"item": 1, "done": True, "note": "On <Friday>"}, "Dana")
    verdict = room.judge(
        "Wei", verdict="approve_with_conditions", conditions={"1": {"text": "A person answers"}}
    )
    room.say("met", {"condition": f"{verdict.id[:12]}.1", "met": True, "note": "I called"}, "Dana", at="2027-01-02T09:00:00Z")  # fmt: skip
    room.say("decide", {"outcome": "go_with_conditions", "override": "The pilot will tell", "conditions": {"1": {"text": "So"}}}, "Ines")  # fmt: skip
    shut = [{"name": "quorum", "met": False, "needed": True, "sentence": "0 have judged."}]
    closing = {"gate": shut, "note": "See you in spring", "hash": "a" * 64, "changed": ["care-call"]}
    room.say("close", closing, "Ines")
    page = drawn_record(decision(room.state, room.review), Around(), worked)
    words = " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())
    for said in (
        "accepted, with conditions, though the gate was not passed",
        "Dana (faces customers), Wei (stands in for Ines)", "InformedTomasz", "Led byInes",
        "Opened28 Nov 2026 by Ines (self-declared), to be answered by 12 Dec 2026",
        "Closed28 Nov 2026 by Ines (self-declared)", "quorum: 2 people", "Judged part by part: Bonds, Case, Exchange",
        "At the closing 1 place had changed since: care-call", "Said at the closing: See you in spring",
        "The gate was overridden by Ines (self-declared): The pilot will tell",
        "read the journey done, says Dana (self-declared), 28 Nov 2026: On <Friday>",
        "met on 2 Jan 2027, says Dana (self-declared): I called",
    ):  # fmt: skip
        assert said in words
    assert "<Friday>" not in page


# -- the closing ------------------------------------------------------------------------------------


@pytest.fixture
def desk(example_copy: Path) -> ReviewDesk:
    """The worked concept with an open review of its first look."""
    made = ReviewDesk(ReviewFile(example_copy), saver(example_copy))
    open_review(made, INES, {"title": "Look", "deciders": ["Ines"], "profile": "first_look"})
    return made


def test_a_record_says_what_had_changed_when_it_was_closed(desk: ReviewDesk) -> None:
    review = next(iter(desk.store.state().reviews))
    stored = open_file(desk.store.canvas)
    save_stored(stored, apply(stored.document.canvas, Set("care-call.name", "A talk")))
    close_review(desk, INES, review)
    closed = desk.review(review).closed
    assert closed is not None and closed.changed == ("care-call",) and len(closed.hash) == 64
    told = markdown(decision(desk.store.state(), desk.review(review)))
    assert f"At the closing 1 place had changed since: care-call (content {closed.hash})." in told


def test_a_record_says_that_nothing_had_changed(desk: ReviewDesk) -> None:
    review = next(iter(desk.store.state().reviews))
    close_review(desk, INES, review)
    told = markdown(decision(desk.store.state(), desk.review(review)))
    assert "At the closing the concept was the same." in told
    assert "or say why it may stay" not in told  # what one could do about it then is no part of a record


def test_a_gate_that_is_shut_closes_nothing_and_nobody_from_outside_hears_of_it(example_copy: Path) -> None:
    desk = ReviewDesk(ReviewFile(example_copy), saver(example_copy))
    review = open_review(
        desk, INES, {"title": "Concept", "deciders": ["Ines"], "customer_facing": ["Ines"]}
    ).id
    desk.keep("decide", review, {"outcome": "go"}, INES)
    with pytest.raises(ShutError) as shut:
        close_review(desk, INES, review)
    assert {"contradictions", "owners"} <= {one.name for one in shut.value.gate.lacking}
    with pytest.raises(ReviewError, match="close is for its facilitators and its deciders"):
        close_review(desk, Who.named("Mallory"), review)
    assert desk.review(review).closed is None


def test_the_record_for_scripts_holds_it_all_and_nothing_else(worked: Canvas) -> None:
    room = Room(worked, parts={"once": {"addresses": ["exchange"]}})
    room.say(
        "comment", {"type": "idea", "text": "So", "place": {"view": "journey", "x": 0.1, "y": 0.2}}, "Wei"
    )
    told = json.loads(json.dumps(record_json(decision(room.state, room.review))))
    assert told["version"]["hash"] and "packed" not in json.dumps(told)
    assert told["comments"][0]["place"]["view"] == "journey" and told["parts"] == {"once": ["exchange"]}
    assert set(told["opened"]["who"]) == {"by", "how", "said_by"}
