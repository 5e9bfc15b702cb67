"""Words that could tell who somebody is are not kept before somebody decides."""

from __future__ import annotations

from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.session import Session
from tests.boardrig import Page

SECRET = "She rang from 0412 345 678, twice."
MASKED = "She rang from [phone number], twice."


def page() -> Page:
    return Page(
        Session(
            Canvas.build(
                elements=[
                    ("party", "dana", {"name": "Dana", "role": "customer"}),
                    ("evidence", "heard", {"name": "Heard", "type": "quote"}),
                    ("step", "call", {"name": "Calls", "storyline": "customer"}),
                ]
            )
        )
    )


@pytest.mark.parametrize(
    "at", ["heard.text", "dana.quote", "dana.thinks", "call.name", "call.expression.attitude.statement"]
)
def test_it_is_asked_wherever_somebody_is_quoted(at: str) -> None:
    board = page()
    answer = board.say("set", at=at, value=SECRET)
    assert answer["error"] == "This holds a phone number: not kept before you decide."
    assert MASKED in answer["private"] and SECRET not in answer["private"]
    assert board.session.revision == 0
    board.say("set", at=at, value=SECRET, private="masked")
    assert board.session.canvas.value(at) == MASKED
    assert board.session.undo_label and "0412" not in board.session.undo_label


def test_as_it_is_is_a_decision_that_is_kept_and_one_step() -> None:
    board = page()
    board.say("set", at="heard.text", value=SECRET, private="kept")
    heard = board.session.canvas["heard"]
    assert (heard["text"], heard["identifiable"]) == (SECRET, True)
    board.say("undo")
    assert board.session.canvas["heard"].get("text") is None
    assert board.session.canvas["heard"].get("identifiable") is None


def test_what_was_decided_is_not_asked_again_while_one_goes_on_writing() -> None:
    board = page()
    board.say("set", at="heard.text", value=SECRET, private="kept")
    more = f"{SECRET} Then she hummed."
    assert "error" not in board.say("set", at="heard.text", value=more)
    assert board.session.canvas["heard"]["text"] == more
    assert "0412" not in board.session.undo_label
    other = f"{more} Her sister: 0412 999 111."
    assert "private" in board.say("set", at="heard.text", value=other)
    assert "private" in board.say("set", at="dana.quote", value=SECRET)


@pytest.mark.parametrize(("answer", "kept"), [("masked", MASKED), ("kept", SECRET)])
def test_what_is_pasted_is_asked_about_as_well(answer: str, kept: str) -> None:
    board = page()
    message: dict[str, Any] = {
        "text": f"{SECRET}\nShe hummed.",
        "kind": "evidence",
        "preset": {"type": "quote"},
    }
    assert "private" in board.say("paste", **message)
    assert len(board.session.canvas.of("evidence")) == 1
    board.say("paste", **message, private=answer)
    found = [one for one in board.session.canvas.of("evidence") if one.id != "heard"]
    assert [one["name"] for one in found] == [kept, "She hummed."]
    assert [one.get("identifiable") for one in found] == [True if answer == "kept" else None, None]


def test_what_names_nobody_is_kept_at_once() -> None:
    board = page()
    assert "private" not in board.say("set", at="heard.text", value="79.04 on 2026-11-23, she said.")
    assert board.session.canvas["heard"]["text"] == "79.04 on 2026-11-23, she said."


def test_a_decision_is_one_of_two_words() -> None:
    board = page()
    assert "error" in board.say("set", at="heard.text", value=SECRET, private="perhaps")
    assert board.session.canvas["heard"].get("text") is None


def test_no_id_is_made_of_what_was_masked() -> None:
    board = page()
    said = board.say("add", kind="evidence", preset={}, name="Call 0412 345 678", private="masked")
    assert said["at"] == "call-phone-number"
    assert board.session.canvas["call-phone-number"]["name"] == "Call [phone number]"
    assert not any("0412" in id_ for id_ in board.session.canvas)
