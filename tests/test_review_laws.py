"""Laws of a review log: no order of its lines matters, nothing passes for what it is not, no hidden vote is seen."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.canvas import Canvas
from cxcanvas.errors import ReviewError
from cxcanvas.review import KINDS, Who, draft, fold, read, redaction_data, refusal, seen_by
from cxcanvas.review.event import canonical, parsed
from cxcanvas.review.kinds import Capacity
from tests.forged import STRANGE, bomb
from tests.reviewing import Room

CANVAS = Canvas.build(
    {"concept": {"title": "Care"}},
    [
        ("party", "we", {"name": "We", "role": "provider"}),
        ("party", "they", {"name": "They", "role": "customer"}),
        ("exchange", "help", {"between": ["we", "they"]}),
        ("step", "call", {"name": "A call", "storyline": "encounter"}),
    ],
)


def _kept(room: Room, event: str) -> Any:
    return redaction_data(room.state, event, "words", "a name")["keep"]


def busy(seed: int, branches: int = 3, many: int = 12) -> Room:
    """A review in which several branches went on at the same time, with all that can happen in one."""
    room, chance = Room(CANVAS, guests=True), random.Random(seed)
    comments = [room.force("comment", {"type": "risk", "text": "first", "about": "call"}, "Wei").id]
    tips: list[tuple[str, ...]] = [room.log.heads] * branches
    for number in range(many):
        branch = chance.randrange(branches)
        events: list[tuple[str, dict[str, Any]]] = [
            ("comment", {"type": "idea", "text": f"idea {number}"}),
            ("reply", {"to": chance.choice(comments), "text": f"answer {number}"}),
            ("vote", {"dots": {"call": chance.randrange(4)}}),
            ("verdict", {"part": "exchange", "verdict": "approve", "hash": "0" * 64}),
            ("resolve", {"to": comments[0], "outcome": chance.choice(["resolved", "open"])}),
            ("decide", {"outcome": chance.choice(["go", "stop"]), "reason": "so"}),
            ("close", {}),
            ("reveal", {}),
            (
                "redact",
                {
                    "event": (out := chance.choice(comments)),
                    "what": "words",
                    "reason": "a name",
                    "keep": _kept(room, out),
                },
            ),
            ("amend", {"until": "2026-12-24"}),
        ]
        what, data = chance.choice(events)
        by = chance.choice(["Ines", "Dana", "Wei", "Tomasz", "Zed"])
        made = room.force(what, data, by, parents=tips[branch], at=f"2026-11-{1 + chance.randrange(28):02}")
        comments += [made.id] if what == "comment" else []
        tips[branch] = (made.id,)
        if not chance.randrange(4):  # a merge: what comes next knows of another branch
            tips[branch] = (*tips[branch], *tips[(branch + 1) % branches])
    return room


def told(lines: list[str]) -> Any:
    """What a log says, without the numbers of its lines."""
    state = fold(read(lines))
    plain = [(one.message, one.event) for one in state.troubles]
    return state.reviews, state.snapshots, state.heads, sorted(plain)


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_no_order_of_the_lines_makes_a_difference(seed: int, chance: random.Random) -> None:
    lines = [one for one in busy(seed).lines if chance.random() < 0.9]  # also where something is missing
    mixed = lines.copy()
    chance.shuffle(mixed)
    assert told(mixed) == told(lines)


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_a_union_of_branches_says_the_same_in_both_directions(seed: int, chance: random.Random) -> None:
    lines = busy(seed).lines
    ours = [one for one in lines if chance.random() < 0.7 or one in lines[:3]]
    theirs = [one for one in lines if one not in ours or chance.random() < 0.5]
    one = [*ours, *(each for each in theirs if each not in ours)]
    other = [*theirs, *(each for each in ours if each not in theirs)]
    assert told(one) == told(other) == told(lines)


@given(st.integers(0, 10_000))
@settings(max_examples=30)
def test_reading_on_says_the_same_as_reading_from_the_beginning(seed: int) -> None:
    lines = busy(seed).lines
    log = read(lines[:3])
    state = fold(log)
    for line in lines[3:]:
        longer = log.with_event(parsed(line))
        state, log = fold(longer, (log, state)), longer
        whole = fold(read([one.line for one in log.events.values()]))
        assert (state.reviews, state.heads, state.events) == (whole.reviews, whole.heads, whole.events)


def test_reading_on_leaves_what_was_handed_out_as_it_was() -> None:
    room = Room(CANVAS, ratings={"call": {"low": 1, "high": 5}})
    room.say("rate", {"about": "call", "score": 3}, "Wei")
    log, state = room.log, room.state
    room.say("comment", {"type": "idea", "text": "more"}, "Wei")
    room.say("rate", {"about": "call", "score": 4}, "Dana")
    room.judge("Dana")
    later = fold(room.log, (log, state))
    assert state.reviews[room.id].ratings == {"call": {"wei": 3}}
    assert len(later.reviews[room.id].comments) == 1
    assert not state.reviews[room.id].comments and not state.reviews[room.id].verdicts


def test_a_clock_that_is_wrong_moves_nothing() -> None:
    room = Room(CANVAS)
    first = room.say("comment", {"type": "question", "text": "first"}, "Wei", at="2030-01-01T00:00:00Z")
    room.say("reply", {"to": first.id, "text": "second"}, "Dana", at="1999-01-01T00:00:00Z")
    room.say("reply", {"to": first.id, "text": "third"}, "Wei", at="")
    replies = room.review.comments[first.id].replies
    assert [one.text for one in replies] == ["second", "third"]


@given(st.integers(0, 200), st.data())
@settings(max_examples=150)
def test_whatever_is_changed_in_a_line_is_noticed(seed: int, data: st.DataObject) -> None:
    lines = busy(seed, many=4).lines
    at = data.draw(st.integers(0, len(lines) - 1))
    spot = data.draw(st.integers(0, len(lines[at]) - 1))
    sign = data.draw(st.sampled_from('abcdef0123456789{}",: é'))
    changed = lines[at][:spot] + sign + lines[at][spot + 1 :]
    if changed == lines[at]:
        return
    state = fold(read([*lines[:at], changed, *lines[at + 1 :]]))
    assert any(one.line == at + 1 for one in state.troubles)


@given(st.integers(0, 200), st.data())
@settings(max_examples=60)
def test_a_line_that_is_taken_away_is_missed(seed: int, data: st.DataObject) -> None:
    room = busy(seed, many=6)
    heads = set(room.log.heads)
    inner = [one.line for one in room.log.events.values() if one.id not in heads]
    gone = data.draw(st.sampled_from(inner))
    state = fold(read([one for one in room.lines if one != gone]))
    assert any("is missing" in one.message for one in state.troubles)


def one_after_the_other() -> Room:
    """A review in which nothing happened at the same time, and each thing can be missed by itself."""
    room = Room(CANVAS, guests=True)
    for number in range(6):
        comment = room.say("comment", {"type": "risk", "text": f"{number}"}, "Wei")
        room.say("reply", {"to": comment.id, "text": f"to {number}"}, "Dana")
        room.say("vote", {"dots": {"call": 1}}, f"P{number}")
        room.say("verdict", {"part": "exchange", "verdict": "approve", "hash": f"{number}" * 64}, "Dana")
    room.say("decide", {"outcome": "go"}, "Ines")
    return room


@given(st.lists(st.integers(2, 26), min_size=1, max_size=3, unique=True), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_what_follows_a_line_that_is_missing_counts_as_before(gone: list[int], chance: random.Random) -> None:
    events = list(ALONE.log.events.values())
    missing = {events[one].id for one in gone}
    lost = missing | {one.id for one in events if one.data and one.data.get("to") in missing}
    lines = [one.line for one in events if one.id not in missing]
    chance.shuffle(lines)
    review = fold(read(lines)).reviews[ALONE.id]
    assert list(review.comments) and set(review.comments) == set(ALONE.review.comments) - missing
    for id_, one in review.comments.items():
        kept = [each.said.event for each in ALONE.review.comments[id_].replies if each.said.event not in lost]
        assert [each.said.event for each in one.replies] == kept
    assert set(review.ballots) == {
        who
        for who, each in zip(sorted(ALONE.review.ballots), events[4::4], strict=False)
        if each.id not in missing
    }
    assert (review.voices == {}) is (events[26].id in missing)
    assert {one.event.id for one in review.refused} == lost - missing


ALONE = one_after_the_other()


def test_gits_marks_of_a_merge_are_told_as_what_they_are() -> None:
    room = Room(CANVAS)
    marked = [*room.lines[:1], "<<<<<<< HEAD", "||||||| 3fa1b2c", "=======", ">>>>>>> other", *room.lines[1:]]
    state = fold(read(marked))
    assert room.id in state.reviews
    assert {one.message for one in state.troubles} == {
        "it is a mark of a merge that git left; it can be deleted"
    }


def test_broken_doubled_and_foreign_lines_are_told_with_their_number_and_skipped() -> None:
    room = Room(CANVAS)
    room.say("comment", {"type": "idea", "text": "kept"}, "Wei")
    a, b, c = room.lines
    noise = ["", "{", "null", "[" * 100_000, '{"v":1}', c[:-10], c, '{"a":1e999}', "9" * 5000, "\ufeff" + c]
    state = fold(read([a, *noise, b, c]))
    assert len(state.reviews[room.id].comments) == 1
    assert [one.line for one in state.troubles] == [3, 4, 5, 6, 7, 9, 10, 11, 13]


def test_a_line_that_says_the_same_in_another_way_was_written_by_nobody() -> None:
    room = Room(CANVAS)
    spaced = json.dumps(json.loads(room.lines[-1]))
    (trouble,) = fold(read([*room.lines[:-1], spaced])).troubles
    assert trouble.message == "it was changed after it was written"


def test_a_line_of_a_newer_version_makes_the_log_one_to_read() -> None:
    room = Room(CANVAS)
    newer = json.loads(room.lines[-1]) | {"v": 2, "more": True}
    state = fold(read([*room.lines, canonical(newer)]))
    assert "newer version" in state.read_only and state.reviews


def test_an_event_of_an_unknown_kind_is_kept_and_told() -> None:
    room = Room(CANVAS)
    whole = json.loads(room.lines[-1])
    whole |= {"kind": "sing", "parents": list(room.log.heads)}
    from cxcanvas.review.event import _id

    line = canonical({**whole, "id": _id(whole)})
    log = read([*room.lines, line])
    assert line in [one.line for one in log.events.values()]
    assert "'sing' is not known" in fold(log).troubles[0].message


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda one: one.name)
def test_the_table_is_whole(kind: Any) -> None:
    assert set(kind.who) <= set(Capacity.__args__)  # type: ignore[attr-defined]
    assert set(kind.required) <= set(kind.fields)
    assert not {"salt", "digest"} & set(kind.fields)
    assert kind.help.endswith(".")


# -- hostile messages ------------------------------------------------------------------------------

_SCALARS: list[Any] = [
    *STRANGE,
    "Ines",
    "exchange",
    "go",
    "approve",
    "call",
    "a" * 64,
    "x" * 30_000,
    "2026-12-24",
]


def junk(chance: random.Random, depth: int = 0) -> Any:
    """Anything at all, now and then very deep."""
    what = chance.random()
    if depth > 3 or what < 0.6:
        return chance.choice(_SCALARS)
    if what < 0.62:
        return bomb(5000)
    many = range(chance.randrange(4))
    if what < 0.8:
        return [junk(chance, depth + 1) for _ in many]
    return {chance.choice(_NAMES): junk(chance, depth + 1) for _ in many}


_NAMES: list[Any] = [
    *sorted({name for kind in KINDS.values() for name in kind.fields}), "salt", "digest", "op", "to", "1", "", 7, "\ud800",
]  # fmt: skip


def likely(kind: str, chance: random.Random) -> dict[Any, Any]:
    """Fields of a kind that are nearly right."""
    good = {
        "text": "words", "to": OPEN_COMMENT, "event": OPEN_COMMENT, "type": "idea", "part": "exchange", "verdict": "approve",
        "hash": "0" * 64, "before": "0" * 64, "after": "1" * 64, "outcome": "go", "dots": {"call": 1}, "about": "call",
        "score": 3, "deciders": ["Mallory"], "as": "change", "what": "words", "reason": "so", "item": 1, "done": True,
        "condition": "x", "met": True, "keep": {"text": "x", "type": "question"}, "gate": [], "until": "2026-12-24",
    }  # fmt: skip
    fields = {name: good[name] for name in KINDS[kind].fields if name in good and chance.random() < 0.9}
    if chance.random() < 0.5:
        fields[chance.choice(_NAMES)] = junk(chance)
    return fields


def test_ten_thousand_forged_messages_change_nothing() -> None:
    """From somebody who is nobody here: whatever is admitted is what anybody may say, and nothing fails."""
    chance, admitted = random.Random(20261128), set()
    for _ in range(10_000):
        kind: Any = chance.choice([*KINDS, *KINDS, "sing", "", None, 7, []])
        known = isinstance(kind, str) and kind in KINDS
        fields = likely(kind, chance) if known and chance.random() < 0.7 else junk(chance)
        who = chance.choice(["Mallory", "Mallory", "", "x" * 200, 5, "In\u200bes\x00"])
        said_by = chance.choice(["", "", "", "Ines", 7])
        try:
            said = draft(kind, chance.choice([OPEN.id, OPEN.id, "", "b" * 64, 5]), fields)
            if not refusal(OPEN_STATE, said, Who.named(who, chance.random() < 0.5, said_by)):
                admitted.add(said.kind)
        except ReviewError as error:
            assert 5 < len(str(error)) < 300
    assert admitted - {"snapshot"} == {"comment", "reply", "park"}  # a version is nobody's word
    assert told(OPEN.lines) == OPEN_TOLD


OPEN = Room(CANVAS)
OPEN_COMMENT = OPEN.say("comment", {"type": "question", "text": "?"}, "Wei").id
OPEN_STATE, OPEN_TOLD = OPEN.state, told(OPEN.lines)


def test_forged_lines_in_the_file_count_for_nothing() -> None:
    """Somebody with an editor writes what they may not: kept, told, and without effect."""
    room = Room(CANVAS)
    comment = room.say("comment", {"type": "correction", "text": "wrong"}, "Wei")
    before = room.review
    forged: list[tuple[str, dict[str, Any]]] = [
        ("resolve", {"to": comment.id, "outcome": "resolved"}),
        ("vote", {"dots": {"call": 2}}),
        ("verdict", {"part": "exchange", "verdict": "approve", "hash": room.hash("exchange")}),
        ("decide", {"outcome": "go"}),
        ("amend", {"deciders": ["Mallory"]}),
        ("reveal", {}),
        ("close", {}),
        (
            "redact",
            {"event": comment.id, "what": "all", "reason": "because", "keep": _kept(room, comment.id)},
        ),
        ("apply", {"to": comment.id, "as": "change"}),
        ("editorial", {"part": "exchange", "before": "0" * 64, "after": "1" * 64}),
    ]
    for kind, data in forged:
        room.force(kind, data, "Mallory")
    after = room.review
    assert len(after.refused) == len(forged)
    assert [one for one in vars(before) if getattr(before, one) != getattr(after, one)] == ["refused"]


# -- hidden votes ------------------------------------------------------------------------------------


@given(st.integers(0, 10_000), st.sampled_from(["", "Dana", "Ines", "Mallory", "dana "]))
@settings(max_examples=60)
def test_nobody_sees_a_ballot_or_a_rating_of_another(seed: int, person: str) -> None:
    chance = random.Random(seed)
    room = Room(CANVAS, guests=True, ratings={"call": {"low": 1, "high": 5}}, budget=50)
    for name in ("Dana", "Wei", "Ines", "Guest 1", "Guest 2"):
        if chance.random() < 0.7:
            room.say("vote", {"dots": {"call": 31 + chance.randrange(9)}}, name)
            room.say("rate", {"about": "call", "score": 1.0625}, name)
    room.force("vote", {"dots": {"call": 999_777}}, "Wei")  # more than anybody has
    if chance.random() < 0.5:
        room.say("reveal", {}, "Ines")
    if chance.random() < 0.5:
        room.say("close", {}, "Ines")
        room.force("vote", {"dots": {"call": 999_777}}, "Dana")
    seen = seen_by(room.review, person)
    mine = person.strip().casefold()
    assert set(seen.review.ballots) <= {mine} and set(seen.review.voters) <= {mine}
    assert all(set(each) <= {mine} for each in seen.review.ratings.values())
    assert "999777" not in repr(seen)
    if room.review.revealed is None:
        assert seen.tally is None and seen.disagreement is None
    elif seen.tally is not None:
        assert all(many >= 3 for many in seen.tally.groups.values())
        assert seen.tally.dots == {} or seen.tally.voters >= 3
