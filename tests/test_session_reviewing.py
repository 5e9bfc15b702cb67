"""The desk that hears what people say in a review, from whichever page, board or program it comes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxcanvas.edits import Add, apply
from cxcanvas.errors import CxError, ReviewError
from cxcanvas.review import Review, Who
from cxcanvas.session.commenting import add_comment, add_reply
from cxcanvas.session.opening import open_review
from cxcanvas.session.reviewing import ReviewDesk, saver
from cxcanvas.session.saying import Form
from cxcanvas.store import load, open_file, save_stored
from cxcanvas.store.reviews import ReviewFile, log_path

INES, DANA = Who.named("Ines"), Who.named("Dana")
KEY = "k3Jv9-q_Zr81LmXt"


def desk(path: Path) -> ReviewDesk:
    """A desk of its own, as each program has one."""
    return ReviewDesk(ReviewFile(path), saver(path))


def form(do: str, review: str = "", **fields: str) -> Form:
    """A form as a page sends it."""
    return {"do": [do], "review": [review], **{name: [one] for name, one in fields.items()}}


OPEN = form(
    "open", title="Concept review", deciders="Ines", reviewers="Dana", customer_facing="Dana", once=KEY
)


@pytest.fixture
def opened(example_copy: Path) -> tuple[Path, str]:
    """The worked concept with an open review: its file and the review's id."""
    desk(example_copy).hear(INES, OPEN)
    return example_copy, next(iter(ReviewFile(example_copy).state().reviews))


def review_of(path: Path) -> Review:
    """The review as another program reads it."""
    return next(iter(ReviewFile(path).state().reviews.values()))


def all_at_once(many: int, act: Callable[[], object]) -> list[CxError]:
    """Done by so many threads at the same moment; what was refused."""
    together, wrong = threading.Barrier(many), []

    def run() -> None:
        together.wait()
        try:
            act()
        except CxError as error:
            wrong.append(error)

    each = [threading.Thread(target=run) for _ in range(many)]
    for one in each:
        one.start()
    for one in each:
        one.join()
    return wrong


# -- what arrives twice ----------------------------------------------------------------------------


def test_a_message_that_arrives_twenty_times_at_once_is_kept_once(opened: tuple[Path, str]) -> None:
    path, id_ = opened
    said = form("comment", id_, type="risk", text="Who calls back?", once=KEY)
    assert not all_at_once(20, lambda: desk(path).hear(DANA, said))
    assert len(review_of(path).comments) == 1
    assert desk(path).hear(DANA, said) == "This is kept; it was sent twice, and counts once."
    assert len(review_of(path).comments) == 1


def test_an_opening_that_is_sent_twice_opens_one_review(example_copy: Path) -> None:
    assert not all_at_once(4, lambda: desk(example_copy).hear(INES, OPEN))
    state = ReviewFile(example_copy).state()
    assert len(state.reviews) == len(state.snapshots) == 1


def test_what_is_taken_over_by_two_at_once_is_taken_over_once(opened: tuple[Path, str]) -> None:
    path, id_ = opened
    desk(path).hear(
        DANA, form("comment", id_, type="risk", text="Nobody is there on a Sunday", about="care-call")
    )
    comment = next(iter(review_of(path).comments))
    before = len(load(path).of("hypothesis"))
    take = form("apply", id_, to=comment, **{"as": "hypothesis"})
    wrong = all_at_once(3, lambda: desk(path).hear(INES, take))
    assert [str(one) for one in wrong] == [
        "this comment was taken over as a hypothesis; open it again first"
    ] * 2
    assert len(load(path).of("hypothesis")) == before + 1
    keyed = {**take, "once": [KEY]}  # the same with a key is no mistake of whoever sent it
    desk(path).hear(DANA, form("comment", id_, type="risk", text="Another"))
    keyed["to"] = [list(review_of(path).comments)[1]]
    assert not all_at_once(3, lambda: desk(path).hear(INES, keyed))
    assert len(load(path).of("hypothesis")) == before + 2


@pytest.mark.parametrize(
    "again",
    [
        (DANA, {"text": ["Who calls back on a Sunday?"]}),  # somebody went back, and wrote on
        (DANA, {"once": ["another-key-of-16"]}),
        (DANA, {"once": []}),
        (INES, {}),
        (Who.named("Ines", said_by="Dana"), {"said_by": ["Dana"]}),
    ],
)
def test_what_somebody_says_anew_is_kept(opened: tuple[Path, str], again: tuple[Who, Form]) -> None:
    path, id_ = opened
    said = form("comment", id_, type="risk", text="Who calls back?", once=KEY)
    desk(path).hear(DANA, said)
    who, more = again
    desk(path).hear(who, {**said, **more})
    assert len(review_of(path).comments) == 2


def test_a_key_that_others_could_guess_is_refused(opened: tuple[Path, str]) -> None:
    path, id_ = opened
    for key in ("1", "x" * 65, "<script>alert(1)</script>"):
        with pytest.raises(ReviewError, match="the key of a form is 16 to 64 letters and digits"):
            desk(path).hear(DANA, form("comment", id_, type="risk", text="?", once=key))
    assert not review_of(path).comments


def test_what_was_refused_is_heard_when_it_fits(opened: tuple[Path, str]) -> None:
    path, id_ = opened
    vote = {**form("vote", id_, once=KEY), "dots:care-call": ["9"]}
    with pytest.raises(ReviewError, match="everybody has 2"):
        desk(path).hear(DANA, vote)
    desk(path).hear(DANA, {**vote, "dots:care-call": ["2"]})
    assert review_of(path).ballots == {"dana": {"care-call": 2}}


# -- the opening ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"scope": ["nowhere"]}, "there is no “nowhere” in this concept"),
        ({"candidates": ["care-call.nothing"]}, "there is no “care-call.nothing” in this concept"),
        ({"parts": {"care": {"addresses": ["care-call", "gone"]}}}, "there is no “gone” in this concept"),
        ({"ratings": {"gone": {"low": 1, "high": 5}}}, "there is no “gone” in this concept"),
        ({"until": "2020-01-01"}, "the deadline, 2020-01-01, has passed"),
        ({"customer_facing": []}, "somebody who faces customers must be among those who judge"),
        ({"quorum": 3}, "the quorum is 3, and only 2 people judge"),
    ],
)
def test_an_opening_that_does_not_fit_keeps_nothing(
    example_copy: Path, more: dict[str, Any], said: str
) -> None:
    data = {
        "title": "Review",
        "deciders": ["Ines"],
        "reviewers": ["Dana"],
        "customer_facing": ["Dana"],
        **more,
    }
    with pytest.raises(ReviewError, match=said):
        open_review(desk(example_copy), INES, data)
    assert not log_path(example_copy).exists()  # no version, which is large, without a review of it


def test_whatever_can_be_pointed_at_can_be_in_a_review(example_copy: Path) -> None:
    places = ["care-call", "care-call.name", "care-call.note", "exchange", "promise", "concept.title", "case"]
    data = {
        "title": "Review",
        "deciders": ["Ines"],
        "customer_facing": ["Ines"],
        "scope": places,
        "candidates": places,
    }
    event = open_review(desk(example_copy), INES, data, "Morning", {"B": (example_copy, load(example_copy))})
    review = review_of(example_copy)
    assert (review.id, review.scope) == (event.id, tuple(places))
    assert [one.name for one in ReviewFile(example_copy).state().snapshots.values()] == ["Morning"]
    assert review.options["B"]["snapshot"] == review.snapshot  # the same content is kept once


# -- comments ---------------------------------------------------------------------------------------


def test_who_is_named_in_the_words_is_mentioned(opened: tuple[Path, str]) -> None:
    path, _ = opened
    one = desk(path)
    said = add_comment(
        one, INES, review_of(path), {"type": "question", "text": "@dana, who?", "mentions": ["Wei"]}
    )
    assert review_of(path).comments[said.id].mentions == ("Wei", "Dana")
    add_reply(one, DANA, review_of(path), {"to": said.id, "text": "ask @Ines"})
    assert review_of(path).comments[said.id].replies[0].mentions == ("Ines",)


def test_a_comment_stands_on_what_came_after_the_opening_too(opened: tuple[Path, str]) -> None:
    path, _ = opened
    save_stored(
        stored := open_file(path), apply(stored.document.canvas, Add("step", "sunday", {"name": "Sunday"}))
    )
    edits = [{"op": "set", "address": "sunday.name", "value": "Monday"}]
    data = {"type": "idea", "text": "Earlier", "about": "sunday", "edits": edits}
    assert add_comment(desk(path), DANA, review_of(path), data).id in review_of(path).comments
    with pytest.raises(ReviewError, match="there is no “monday” in the version under review"):
        add_comment(desk(path), DANA, review_of(path), {**data, "about": "monday"})
    with pytest.raises(ReviewError, match="this change does not fit: "):
        add_comment(desk(path), DANA, review_of(path), {**data, "edits": [{"op": "remove", "id": "gone"}]})


# -- taking words out -------------------------------------------------------------------------------


def test_whoever_takes_words_out_is_told_where_they_still_stand(opened: tuple[Path, str]) -> None:
    path, id_ = opened
    desk(path).hear(DANA, form("comment", id_, type="risk", text="Mrs Miller never answers"))
    comment = next(iter(review_of(path).comments))
    out = form("redact", id_, event=comment, reason="Names a customer")
    desk(path).hear(INES, form("apply", id_, to=comment, **{"as": "hypothesis"}))
    told = desk(path).hear(INES, out)
    at = review_of(path).comments[comment].address
    assert told == (
        f"The words are taken out; what became of them stands in the concept at {at}; "
        "earlier copies of the file may still hold them."
    )
    assert at in load(path) and "Miller" not in log_path(path).read_text("utf-8")
