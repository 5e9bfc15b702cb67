"""`cxcanvas review …` as people and scripts use it: run for real, judged by what it says and leaves."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import cxcanvas as cx
from cxcanvas.cli.group import run
from cxcanvas.cli.review_command import COMMANDS
from cxcanvas.review import Who, draft, line_of, sealed
from cxcanvas.store.invites import invite, room_code
from cxcanvas.store.reviews import ReviewFile
from tests.command_line import Done, cxcanvas

OPEN = (
    "--title", "Concept review 2", "--question", "Shall we build it?", "--decider", "Ines", "--reviewer", "Dana",
    "--reviewer", "Wei", "--customer-facing", "Dana", "--until", "2026-12-12", "--as", "Ines",
)  # fmt: skip


def review(command: str, file: Path, *words: str, by: str = "Ines") -> Done:
    """One command of a review, run as a program."""
    return cxcanvas("review", command, file, *words, "--as", by)


def told(done: Done) -> Any:
    """The one JSON document of an answer."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def opened(example_copy: Path) -> Path:
    """The worked concept with an open review."""
    assert cxcanvas("review", "open", example_copy, *OPEN).returncode == 0
    return example_copy


@pytest.mark.parametrize("name", COMMANDS)
def test_each_help_ends_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", name, "--help"]) == 0
    last = capsys.readouterr().out.rstrip().rpartition("\n\n")[2]
    assert " ".join(last.split()).startswith(f"Example: cxcanvas review {name} ")


def test_a_review_from_the_opening_to_the_record(opened: Path) -> None:
    question = told(
        review("comment", opened, "Who calls back?", "--at", "care-call", "--format", "json", by="Dana")
    )
    assert (question["by"], question["how"], question["kind"]) == ("Dana", "declared", "comment")
    change = ("--at", "care-call.name", "--type", "correction", "--set", "care-call.name=The talk")
    correction = told(review("comment", opened, "It is a talk", *change, "--format", "json", by="Wei"))
    assert review("reply", opened, question["event"][:6], "The front desk").returncode == 0
    assert review("verdict", opened, "exchange", "approve", by="Dana").returncode == 0
    given = "Train them; owner=Care agent; due=2026-12-20; checker=Dana"
    assert (
        review(
            "verdict", opened, "journey", "approve-with-conditions", "--condition", given, by="Wei"
        ).returncode
        == 0
    )
    assert "taken over as a change" in review("apply", opened, correction["event"]).stdout
    assert "taken over as a hypothesis" in review("apply", opened, question["event"][:8]).stdout
    assert review("actions", opened).stdout.endswith("1 action made.\n")
    assert review("actions", opened).stdout == "0 actions made.\n"
    canvas = cx.load(opened)
    assert canvas["care-call"].name == "The talk" and canvas["train-them"].owner == "care-agent"
    status = told(review("status", opened, "--format", "json"))
    assert status["parts"]["journey"]["stand"] == "stale" and not status["passed"]
    assert "The talk: name “Care call” → “The talk”" in status["parts"]["journey"]["changed"]
    assert review("hold", opened, "journey", by="Wei").returncode == 0
    assert told(review("status", opened, "--format", "json"))["parts"]["journey"]["stand"] == "no_answer"
    condition = status["conditions"][0]["id"]
    assert review("met", opened, condition, by="Wei").returncode == 2
    assert review("met", opened, condition, by="Dana").returncode == 0
    assert review("decide", opened, "go", "--impact", "Less worry").returncode == 0
    shut = review("close", opened)
    assert shut.returncode == 1 and "the gate is not passed" in shut.stderr and not shut.stdout
    assert (
        review("decide", opened, "go", "--impact", "Less worry", "--override", "The window closes").returncode
        == 0
    )
    assert "Go: decided by Ines." in review("close", opened).stdout
    record = review("record", opened).stdout
    assert "* Status: accepted" in record and "Less worry" in record and "The window closes" in record
    assert json.loads(review("record", opened, "--format", "json").stdout)["status"] == "accepted"
    assert review("verify", opened).stdout.endswith("the log is whole.\n")
    assert "closed, go" in review("list", opened).stdout


def test_votes_stay_hidden_until_they_are_revealed(opened: Path) -> None:
    for name in ("Dana", "Wei", "Ines"):
        assert review("vote", opened, "bot-loop=2", by=name).returncode == 0
    for form in ("text", "json"):
        assert "bot-loop" not in review("status", opened, "--format", form, by="Dana").stdout
    before = told(review("status", opened, "--format", "json"))["votes"]
    assert (before["voted"], before["revealed"], before["dots"]) == (3, False, None)
    assert review("reveal", opened, by="Wei").returncode == 2
    assert review("reveal", opened).returncode == 0
    after = told(review("status", opened, "--format", "json"))["votes"]
    assert after["dots"] == {"bot-loop": 6} and after["groups"] == {"others": 3}


def test_status_says_who_takes_part_what_is_left_and_what_is_new(example_copy: Path) -> None:
    other = example_copy.with_name("b.cx.yaml")
    other.write_text(
        example_copy.read_text("utf-8").replace("First minute of the care call", "Half a minute"), "utf-8"
    )
    more = (
        "--rule", "majority", "--informed", "Olga", "--deputy", "Ines=Wei", "--check", "Read the journey", "--guests",
        "--scope", "care-call", "--rated", "care-call", "--option", f"B={other}", "--part", "care=care-call",
    )  # fmt: skip
    assert review("open", example_copy, *OPEN, *more).returncode == 0
    before = told(review("status", example_copy, "--format", "json"))
    for number, name in enumerate(("Dana", "Wei", "Ines", "Zed", "Una", "Vic")):
        assert review("vote", example_copy, "bot-loop=1", by=name).returncode == 0
        if number < 3:
            assert review("rate", example_copy, "care-call", str((2, 5, 2)[number]), by=name).returncode == 0
    given = "A person answers; owner=Wei; due=2099-01-01; checker=Dana"
    review("verdict", example_copy, "care", "approve-with-conditions", "--condition", given, by="Wei")
    review("tick", example_copy, "1", "--note", "On Friday", by="Dana")
    review("park", example_copy, "What of tenants?", by="Zed")
    review("reveal", example_copy)
    text = review("status", example_copy, "--since", before["heads"][0][:12]).stdout
    for line in (
        "Decided by Ines (a majority); reviewed by Dana, Wei; informed Olga; led by Ines; Wei for Ines",
        "About: care-call",
        "Option B: 1 place differs",
        "care: no answer: Ines approve with conditions (by Wei), Wei approve with conditions, 1 without answer",
        "[x] 1. Read the journey",
        "Parked: What of tenants? (Zed (self-declared))",
        "bot-loop: 6 dots (others 3, guest 3)",
        "care-call: mean 3.00 of 1 to 5, SD 1.73 (3 people)",
        "new: park ",
    ):
        assert f"\n{line}" in text, line
    assert "checked by Dana; open; " in text and "new: vote" not in text
    after = told(review("status", example_copy, "--since", before["heads"][0], "--format", "json"))
    assert after["checklist"][0]["done"]["note"] == "On Friday" and after["options"][0]["differs"] == 1
    kinds = {one["kind"] for one in after["new"]}  # what one did oneself, here the reveal, is no news
    assert kinds == {"verdict", "tick", "park"}
    assert after["parts"]["care"]["addresses"] == ["care-call"] and after["people"]["informed"] == ["Olga"]


def test_an_edit_of_words_only_keeps_approvals(opened: Path) -> None:
    assert review("verdict", opened, "journey", "approve", by="Dana").returncode == 0
    assert review("editorial", opened, "journey", "--reason", "none").returncode == 2
    cx.save(cx.apply(cx.load(opened), cx.Set("care-call.name", "Care  call")), opened)
    assert "Dana approve (stale)" in review("status", opened).stdout
    assert review("editorial", opened, "journey", "--reason", "A blank").returncode == 0
    assert "Dana approve (stale)" not in review("status", opened).stdout


def test_personal_data_are_taken_out(opened: Path) -> None:
    made = told(review("comment", opened, "Mrs Secret rang", "--format", "json", by="Wei"))
    assert (
        review("redact", opened, made["event"][:8], "--reason", "Names a customer", "--who").returncode == 0
    )
    log = opened.with_name("breathing-space.reviews.jsonl").read_text("utf-8")
    assert "Secret" not in log
    assert "(taken out)" in review("comments", opened).stdout
    assert told(review("verify", opened, "--format", "json"))["redacted"] == [made["event"]]


def test_what_does_not_count_is_told_beside_a_log_that_is_whole(opened: Path) -> None:
    store = ReviewFile(opened)
    id_ = next(iter(store.state().reviews))
    event = sealed(
        draft("decide", id_, {"outcome": "go"}), Who.named("Mallory"), store.state().heads, "", ("a", "b")
    )
    with store.path.open("ab") as file:
        file.write(line_of(event))
    done = review("verify", opened)
    assert (
        done.returncode == 0
        and f"{event.id[:8]} (decide) does not count: decide is for its deciders\n" in done.stdout
    )
    assert told(review("verify", opened, "--format", "json"))["not_counted"][0]["event"] == event.id


def test_a_log_that_is_not_whole_is_told_with_its_lines(opened: Path) -> None:
    review("comment", opened, "I approve", by="Wei")
    path = opened.with_name("breathing-space.reviews.jsonl")
    path.write_text(path.read_text("utf-8").replace("I approve", "I refuse!") + "{broken", "utf-8")
    done = review("verify", opened)
    assert done.returncode == 1
    assert [line.partition(".jsonl:")[2] for line in done.stderr.splitlines()] == [
        "3:1: it was changed after it was written", "4:1: it is broken or cut off",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("comment", "Hello", "--at", "nowhere"), "there is no “nowhere” in the version under review"),
        (("comment", "Hello", "--at", "care-call.nothing"), "there is no “care-call.nothing” in the version"),
        (("comment", "Hello", "--set", "nowhere.name=3"), "this change does not fit: "),
        (("comment", "Hello", "--place", "journey:left:2"), "is no VIEW:X:Y"),
        (("comment", "Hello", "--place", "journey:0.5:7"), "y is 7.0; it goes from 0 to 1"),
        (("amend", "--until", "2020-01-01"), "the deadline, 2020-01-01, has passed"),
        (("amend",), "say what shall change"),
        (("comment", "x" * 30_000), "expected at most 20,000"),
        (("reply", "zzzz", "Hello"), "there is none that begins with 'zzzz'"),
        (("verdict", "nothing", "approve"), "there is no part “nothing”"),
        (("verdict", "exchange", "request-changes"), "says which"),
        (("vote", "bot-loop=many"), "whole numbers"),
        (("vote", "bot-loop"), "is no ADDRESS=DOTS"),
        (("comment", "Hello", "--edit", "{"), "is no JSON"),
        (("comment", "Hello", "--edit", '{"op":"sing"}'), "an edit is one of"),
        (("comment", "Hello", "--said-by", "Wei\x07"), "sign that cannot be shown"),
        (("status", "--review", "zz"), "none that begins"),
        (("tick", "7"), "the checklist has 0 points"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    example_copy: Path, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["review", "open", str(example_copy), *OPEN]) == 0
    log = example_copy.with_name("breathing-space.reviews.jsonl")
    before = log.read_bytes()
    capsys.readouterr()
    assert run(["review", words[0], str(example_copy), *words[1:], "--as", "Ines"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and err.count("\n") == 1
    assert log.read_bytes() == before


def test_without_a_review_one_is_told_how_to_begin(example_copy: Path) -> None:
    done = review("status", example_copy)
    assert done.returncode == 2 and "`cxcanvas review open` begins one" in done.stderr
    assert review("list", example_copy).stdout == "No review yet.\n"
    for command in ("status", "list"):
        done = review(command, example_copy.with_name("none.cx.yaml"))
        assert done.returncode == 2 and "there is no such file" in done.stderr


def test_of_several_open_reviews_one_is_named(opened: Path) -> None:
    second = told(cxcanvas("review", "open", opened, *OPEN, "--format", "json"))
    done = review("status", opened)
    assert done.returncode == 2 and "several reviews are open" in done.stderr
    assert review("status", opened, "--review", second["event"][:10]).returncode == 0
    log = opened.with_name("breathing-space.reviews.jsonl").read_text("utf-8")
    assert log.count('"kind":"snapshot"') == 1  # one version is kept once


def test_who_speaks_is_known_to_git(opened: Path) -> None:
    import os
    import subprocess

    subprocess.run(["git", "init", "-q"], cwd=opened.parent, check=True)
    subprocess.run(["git", "config", "user.name", "Dana"], cwd=opened.parent, check=True)
    done = cxcanvas("review", "verdict", opened, "exchange", "approve", GIT_CONFIG_GLOBAL=os.devnull)
    assert "Dana, self-declared" in done.stdout


def test_the_reviews_of_a_concept_that_is_gone_are_there_to_read(opened: Path) -> None:
    review("comment", opened, "Remember me", by="Wei")
    opened.unlink()
    assert "Remember me" in review("comments", opened).stdout
    assert review("record", opened).returncode == 0
    done = review("comment", opened, "More")
    assert done.returncode == 2 and "its reviews can be read only" in done.stderr


def test_a_terminal_obeys_nothing_that_somebody_said(opened: Path) -> None:
    review("comment", opened, "\x1b[2J\u202egone", by="Wei")
    for command in ("comments", "status", "record"):
        done = review(command, opened)
        assert "\x1b[2J" not in done.stdout and "\u202e" not in done.stdout


def test_a_link_is_made_listed_and_taken_back(opened: Path) -> None:
    made = told(
        review(
            "invite",
            opened,
            "--as-role",
            "reviewer",
            "--for",
            "Dana",
            "--until",
            "2099-01-01",
            "--format",
            "json",
        )
    )
    token = made["link"].rpartition("token=")[2]
    assert (made["role"], made["for"], made["holds"]) == ("reviewer", "Dana", True)
    kept = (opened.parent / ".cxcanvas" / "invites.json").read_text("utf-8")
    assert token not in kept
    assert [one["id"] for one in told(review("links", opened, "--format", "json"))["links"]] == [made["id"]]
    assert review("revoke", opened, made["id"][:4]).stdout == f"{made['id']} holds no longer.\n"
    assert review("links", opened).stdout == "No link was given out.\n"
    assert "no link" in review("revoke", opened, made["id"]).stderr


def test_the_codes_of_rooms_stand_among_the_links_while_they_hold(opened: Path) -> None:
    id_ = next(iter(ReviewFile(opened).state().reviews))
    today, code = dt.date.today(), room_code()
    kept = invite(opened.parent, id_, "voter", today.isoformat(), "", code)[1]
    invite(opened.parent, id_, "voter", (today - dt.timedelta(days=1)).isoformat(), "", room_code())
    words = f"{kept.id}  a room's code: voter, until {today.isoformat()}, to Concept review 2\n"
    assert review("links", opened).stdout == words
    assert told(review("links", opened, "--format", "json"))["links"][0]["sort"] == "code"
    assert review("revoke", opened, code).returncode == 0
    assert review("links", opened).stdout == "No link was given out.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--until", "soon"), "no day"),
        (("--as-role", "reviewer", "--until", "2099-01-01"), "for whom"),
        (("--for", "\u202e", "--until", "2099-01-01"), "name"),
    ],
)
def test_a_link_that_cannot_be_is_refused(opened: Path, words: tuple[str, ...], said: str) -> None:
    done = review("invite", opened, *words)
    assert done.returncode == 2
    assert said in done.stderr
