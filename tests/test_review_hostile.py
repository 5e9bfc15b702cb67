"""A log that somebody wrote with an editor: thousands of forged lines, clocks of other centuries, and nothing counts."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest

from cxcanvas.errors import ReviewError, StoreError
from cxcanvas.review import KINDS, Event, Who, decision, draft, fold, markdown, read, sealed
from cxcanvas.review.closers import closes
from cxcanvas.review.event import canonical
from cxcanvas.session.opening import open_review
from cxcanvas.session.reviewing import ReviewDesk, saver
from cxcanvas.store import concepts
from cxcanvas.store.reviews import ReviewFile, log_path
from tests.reviewing import Room
from tests.test_review_laws import CANVAS, likely

INES = Who.named("Ines")


def forged(room: Room, kind: str, data: dict[str, Any], number: int, *parents: str, **who: Any) -> Event:
    """A line with a right id, by Mallory."""
    by = Who.named("Mallory", **who)
    said = draft(kind, room.id, data)
    return sealed(said, by, parents or room.log.heads, "9999-99-99", (f"{number:032x}", f"{number:031x}e"))


def storm(room: Room, many: int) -> list[str]:
    """Forged lines of every kind but those that anybody may say: beside each other, in chains, after nothing, as another."""
    chance, chain = random.Random(7), room.log.heads
    lines: list[str] = []
    kinds = [one for one in KINDS if one not in ("comment", "reply", "park", "snapshot", "open")]
    while len(lines) < many:
        kind = chance.choice(kinds)
        data = {name: one for name, one in likely(kind, chance).items() if isinstance(name, str)}
        nowhere = hashlib.sha256(str(len(lines)).encode()).hexdigest()
        parents = chance.choice([room.log.heads, chain, (nowhere,), (nowhere, *chain)])
        said_by = chance.choice(["", "", "Ines", "Dana"])
        try:
            event = forged(room, kind, data, len(lines), *parents, signed_in=bool(said_by), said_by=said_by)
            lines.append(event.line)
            chain = (event.id,)
        except (ReviewError, TypeError, ValueError):
            continue  # what is no event at all cannot even be written down as one
        told = json.loads(event.line)
        lines.append(canonical({**told, "parents": [event.id]}))  # after itself
        lines.append(canonical({**told, "id": room.id}))  # under an id that is taken
    chance.shuffle(lines)
    return lines


def test_a_storm_of_forged_lines_counts_for_nothing() -> None:
    room = Room(CANVAS)
    room.say("comment", {"type": "correction", "text": "wrong"}, "Wei")
    room.say("vote", {"dots": {"call": 1}}, "Dana")
    before = room.review
    state = fold(read([*room.lines, *storm(room, 1_500)]))
    after = state.reviews[room.id]
    assert len(after.refused) > 300 and len(state.troubles) > 900
    assert [one for one in vars(before) if getattr(before, one) != getattr(after, one)] == ["refused"]
    assert markdown(decision(state, after)).startswith("# Concept review\n\n* Status: proposed\n")


def test_thousands_of_forged_closings_are_not_each_looked_into() -> None:
    room = Room(CANVAS)
    lines = [forged(room, "close", {}, number).line for number in range(300)]
    lines += [forged(room, "amend", {"facilitators": ["Mallory"]}, number).line for number in range(300)]
    log = read([*room.lines, *lines])
    assert list(closes(log)) == []
    assert fold(log).reviews[room.id].closed is None


@pytest.mark.parametrize(
    ("opening", "amended", "by"),
    [
        ({}, None, "Ines"),
        ({"facilitators": ["Be\u200bn"]}, None, "Ben"),
        ({"deputies": {"Ines": {"by": "Wei"}}}, None, "WEI"),
        ({}, {"facilitators": ["Tomasz"]}, "Tomasz"),
    ],
)
def test_whoever_may_close_a_review_is_looked_into(
    opening: dict[str, Any], amended: dict[str, Any] | None, by: str
) -> None:
    room = Room(CANVAS, **opening)
    if amended is not None:
        room.say("amend", amended, "Ines")
    made = room.say("close", {}, by)
    assert [(one.id, alone) for one, alone in closes(room.log)] == [(made.id, True)]
    assert room.review.closed is not None


def test_a_line_that_follows_a_thousand_missing_ones_is_told_once() -> None:
    room = Room(CANVAS)
    gone = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(1_000)]
    state = fold(read([*room.lines, forged(room, "vote", {"dots": {"call": 1}}, 1, *gone).line]))
    assert [one.message for one in state.troubles] == [
        f"what it follows is missing ({min(gone)[:8]} and 999 more)"
    ]


@pytest.mark.parametrize(
    "at", ["", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "<b>x</b> `", "# x", "\u202e\x1b[2J"]
)
def test_a_clock_may_say_anything(at: str) -> None:
    room = Room(CANVAS)
    first = room.say("comment", {"type": "risk", "text": "first"}, "Wei", at=at)
    room.say("reply", {"to": first.id, "text": "second"}, "Dana", at="2001-01-01T00:00:00Z")
    room.say("decide", {"outcome": "go"}, "Ines", at=at)
    room.say("close", {}, "Ines", at=at)
    assert room.review.closed is not None and len(room.review.comments[first.id].replies) == 1
    told = markdown(decision(room.state, room.review))
    assert not {"<b>", "\x1b", "\u202e", "\n# x"} & {
        one for one in ("<b>", "\x1b", "\u202e", "\n# x") if one in told
    }


# -- at the desk ------------------------------------------------------------------------------------


@pytest.fixture
def opened(example_copy: Path) -> tuple[ReviewDesk, str]:
    """The worked concept with an open review."""
    desk = ReviewDesk(ReviewFile(example_copy), saver(example_copy))
    return desk, open_review(desk, INES, {"title": "Look", "deciders": ["Ines"], "profile": "first_look"}).id


def comment(review: str, text: str) -> dict[str, list[str]]:
    """A comment as a page sends it."""
    return {"do": ["comment"], "review": [review], "type": ["risk"], "text": [text]}


def test_a_comment_of_a_megabyte_is_refused_at_the_desk(opened: tuple[ReviewDesk, str]) -> None:
    desk, review = opened
    before = desk.store.state()
    with pytest.raises(ReviewError, match="expected at most 20,000"):
        desk.hear(INES, comment(review, "x" * 1_000_000))
    assert desk.store.state() is before


@pytest.mark.parametrize("how", ["deleted", "removed"])
def test_a_review_of_a_canvas_that_is_gone_is_there_to_read(opened: tuple[ReviewDesk, str], how: str) -> None:
    desk, review = opened
    desk.hear(INES, comment(review, "Remember me"))
    if how == "deleted":
        concepts.remove(desk.store.canvas)
    else:
        desk.store.canvas.unlink()
    sight = desk.look(INES, review)
    assert [one.text for one in sight.review.comments.values()] == ["Remember me"]
    assert sight.now is None and sight.then is not None and sight.trouble and sight.read_only
    assert "Remember me" in markdown(decision(desk.store.state(), sight.review))
    for do in ("comment", "close", "apply", "actions", "open", "amend", "reveal", "editorial"):
        with pytest.raises((StoreError, ReviewError)):
            desk.hear(INES, {**comment(review, "More"), "do": [do]})
    assert [one.text for one in desk.look(INES, review).review.comments.values()] == ["Remember me"]


def test_a_desk_goes_on_with_a_log_that_is_damaged(opened: tuple[ReviewDesk, str]) -> None:
    desk, review = opened
    for number in range(4):
        desk.hear(INES, comment(review, f"Number {number}"))
    path = log_path(desk.store.canvas)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b"Number 1", b"Number 7")
    path.write_bytes(b"".join([b"\xff\xfe\n", *lines, lines[2], b"<<<<<<< HEAD\n", lines[-1][:-30]]))
    assert desk.hear(INES, comment(review, "After it")) == "Your risk is kept."
    told = [one.text for one in desk.look(INES, review).review.comments.values()]
    assert told == ["Number 0", "Number 2", "Number 3", "After it"]
    assert len(desk.store.state().troubles) == 6
