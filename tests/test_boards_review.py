"""The review on a board: one desk hears it, what is taken over can be undone, and nobody speaks where others know better."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest

import cxcanvas as cx
from cxcanvas import places
from cxcanvas.boards.looking import OFTEN
from cxcanvas.boards.reviewing import VIEW
from cxcanvas.review import Review, Who, draft
from cxcanvas.review.visits import VISIT
from cxcanvas.session import Session
from cxcanvas.store.invites import invite
from cxcanvas.store.reviews import ReviewFile
from tests.boardrig import Page
from tests.forged import Forger
from tests.keeping import until
from tests.test_boards_hostile import answered
from tests.test_serve_review import begin


class Room(Page):
    """A studio that shows the review of a concept in a file."""

    def __init__(self, path: Path, name: str = "", view: str = VIEW, **more: Any) -> None:
        super().__init__(cx.open(path, **more), view, studio=True)
        self.file = ReviewFile(path)
        if name:
            assert self.form("name", name=name)["say"] == f"You are {name}."

    @property
    def review(self) -> Review:
        return list(self.file.state().reviews.values())[-1]

    def form(self, do: str, **fields: Any) -> dict[str, Any]:
        """What a form of the view sends."""
        given = {"do": do, **({"review": self.review.id} if self.file.state().reviews else {}), **fields}
        return self.say("review", form={name: [one] for name, one in given.items()})

    def html(self) -> str:
        found = self.say("show", views=[VIEW])["html"][VIEW]
        assert isinstance(found, str)
        return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "care.cx.yaml"


def said(path: Path, review: str, by: str = "Dana", **data: Any) -> str:
    """Somebody else says something."""
    return ReviewFile(path).append(draft("comment", review, data), Who.named(by)).id


def test_a_concept_in_no_file_says_what_to_do_first() -> None:
    page = Page(view=VIEW)
    assert "Save the concept first" in page.say("pull")["html"][VIEW]
    assert "Save the concept first" in page.say("review", form={"do": ["name"], "name": ["Ines"]})["error"]


def test_a_designer_opens_a_review_in_the_studio(path: Path, example_path: Path) -> None:
    path.write_bytes(example_path.read_bytes())
    room = Room(path)
    assert "Say who you are" in room.html()
    assert "Say who you are" in room.form("open", title="Concept review")["error"]
    room.form("name", name="Ines")
    assert 'name="deciders"' in room.html()
    answer = room.form(
        "open",
        title="Concept review",
        question="Shall we?",
        deciders="Ines",
        reviewers="Dana, Wei",
        customer_facing="Dana",
        until="2030-01-01",
        profile="concept",
    )
    assert answer["say"] == "The review “Concept review” is open."
    assert room.review.people.reviewers == ("Dana", "Wei")
    assert "exchange" in room.review.parts
    assert "Shall we?" in room.html()


def test_a_change_is_taken_over_with_one_click_and_undone_with_another(path: Path) -> None:
    review = begin(path)
    change = {"op": "set", "address": "care-call.name", "value": "Help call"}
    comment = said(
        path, review, "Wei", about="care-call", type="correction", text="So they call it", edits=[change]
    )
    room = Room(path, "Ines")
    answer = room.form("apply", **{"to": comment, "as": "change"})
    assert room.session.canvas["care-call"].title == "Help call"
    assert "Wei" in answer["state"]["undo"]
    assert (room.review.comments[comment].became, room.review.comments[comment].status) == (
        "change",
        "resolved",
    )
    room.say("undo")
    assert room.session.canvas["care-call"].title == "Care call"


@pytest.mark.parametrize(
    ("sort", "into", "kind"), [("question", "hypothesis", "hypothesis"), ("idea", "opportunity", "finding")]
)
def test_a_question_becomes_a_hypothesis_and_an_idea_an_opportunity(
    path: Path, sort: str, into: str, kind: str
) -> None:
    comment = said(path, begin(path), about="care-call", type=sort, text="Is it kept?")
    room = Room(path, "Ines")
    before = set(room.session.canvas.ids(kind))
    room.form("apply", **{"to": comment, "as": into})
    [new] = set(room.session.canvas.ids(kind)) - before
    assert room.session.canvas[new].title.startswith("Is it kept?")


def test_people_go_through_a_whole_review_at_a_board(path: Path) -> None:
    review = begin(path, profile="first_look", checklist=["Legal has seen it"])
    comment = said(path, review, type="question", text="Who calls back?", about="care-call")
    room = Room(path, "Ines")
    for do, fields in (
        ("reply", {"to": comment, "text": "The team in Sydney"}),
        ("resolve", {"to": comment, "outcome": "resolved"}),
        ("park", {"text": "The price"}),
        ("verdict", {"part": "exchange", "verdict": "approve", "hash": _hash(room, "exchange")}),
        ("tick", {"item": "1", "done": "yes"}),
        ("comment", {"type": "praise", "text": "Fine", "said_by": "Wei"}),
        ("reveal", {}),
        ("decide", {"outcome": "go", "reason": "The promise can be kept"}),
        ("close", {"note": "Thank you"}),
    ):  # fmt: skip
        answer = room.form(do, **fields)
        assert "error" not in answer, (do, answer["error"])
    assert room.review.closed is not None
    assert [one.said.who.speaker for one in room.review.comments.values()] == ["Dana", "Wei"]
    assert "Go" in room.form("record")["record"]
    assert "Open another review" in room.html()
    room.form("again")
    assert 'name="deciders"' in room.html()
    room.form("back")
    assert 'name="deciders"' not in room.html()


def _hash(room: Room, part: str) -> str:
    found = re.search(rf'name="part" value="{part}">.*?name="hash" value="(\w+)"', room.html(), re.DOTALL)
    assert found
    return found[1]


def test_an_edit_makes_an_approval_stale_until_it_is_said_to_be_wording(path: Path) -> None:
    begin(path)
    room = Room(path, "Ines")
    room.form("verdict", part="exchange", verdict="approve", hash=_hash(room, "exchange"))
    room.say("set", at="early-help.mechanism", value="Said in another way")
    assert "changed since it was approved" in room.html()
    found = re.search(
        r'value="editorial".*?name="part" value="exchange">.*?name="hash" value="(\w+)"',
        room.html(),
        re.DOTALL,
    )
    assert found
    assert "wording only" in room.form("editorial", part="exchange", hash=found[1])["say"]
    assert "changed since it was approved" not in room.html()


def test_cards_say_how_many_comments_are_open_also_of_others_and_after_a_renaming(path: Path) -> None:
    review = begin(path)
    room = Room(path, "Ines", view="journey")
    assert room.say("judge")["said"] == {}
    first = said(path, review, about="care-call", type="risk", text="One")
    said(path, review, about="care-call.name", type="idea", text="Two")
    said(path, review, type="praise", text="Fine")
    assert room.say("judge")["said"] == {"care-call": 2, "": 1}
    assert room.form("resolve", to=first, outcome="resolved")["said"] == {"care-call": 1, "": 1}
    room.say("rename", at="care-call", to="help-call")
    assert room.say("judge")["said"] == {"help-call": 1, "": 1}


def test_what_somebody_else_says_comes_in_by_itself(path: Path) -> None:
    review = begin(path)
    room = Room(path, "Ines")
    room.html()
    room.heard.clear()
    said(path, review, type="question", text="Comes by itself")
    until(lambda: any("Comes by itself" in str(one.get("marks")) for one in room.heard))


def test_who_may_not_is_told_and_nothing_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = begin(path)
    invite(path.parent, review, "reviewer", "2030-01-01", "Dana")
    room = Room(path)
    assert "Say who you are" in room.form("park", text="x")["error"]
    assert "was sent a link" in room.form("name", name="Dana")["error"]
    room.form("name", name="Mallory")
    count = len(room.file.state().events)
    for do, fields in (("decide", {"outcome": "go"}), ("close", {}), ("reveal", {}), ("amend", {"until": "2031-01-01"}), ("verdict", {"part": "exchange", "verdict": "approve"})):  # fmt: skip
        assert "error" in room.form(do, **fields), do
    monkeypatch.setenv("CXCANVAS_USER_HEADER", "X-User")
    assert "its page" in room.form("park", text="x")["error"]
    monkeypatch.delenv("CXCANVAS_USER_HEADER")
    monkeypatch.setenv("CXCANVAS_REVIEW_LINKS", "required")
    assert "its page" in room.form("name", name="Ines")["error"]
    monkeypatch.delenv("CXCANVAS_REVIEW_LINKS")
    reader = Room(path, read_only="Only to read.")
    assert "its page" in reader.form("name", name="Ines")["error"]
    assert "<form" not in reader.html()
    assert len(room.file.state().events) == count
    assert room.review.id == review


def test_forged_forms_change_nothing_wrongly(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    comment = said(path, begin(path, guests=True), type="idea", text="x")
    room = Room(path, "Mallory")
    canvas = room.session.canvas
    forger = Forger(canvas, 7)
    with caplog.at_level(logging.ERROR):
        for n in range(400):
            form = forger.fitting("form")
            form |= forger.random.choice(
                [{}, {"review": [room.review.id]}, {"review": [room.review.id], "to": [comment]}]
            )
            answered(room, {"n": 10_000 + n, "page": "page", "do": "review", "form": form})
    assert not caplog.records, caplog.records[0].exc_text
    assert room.session.canvas is canvas, "Mallory edits nothing"
    state = room.file.reread()
    assert not state.troubles
    assert next(one.closed for one in state.reviews.values()) is None


def test_a_log_that_cannot_be_read_is_told_in_the_view(path: Path) -> None:
    begin(path)
    log = ReviewFile(path).path
    log.write_text(log.read_text("utf-8").replace('"v":1', '"v":99'), "utf-8")
    room = Room(path)
    assert "Traceback" not in room.html()
    assert isinstance(room.session, Session)


# -- what is taken over, when others are at it too -------------------------------------------------


NAMED = {"op": "set", "address": "care-call.name", "value": "Help call"}


def proposing(path: Path, *edits: dict[str, Any], about: str = "care-call", **opening: Any) -> str:
    """A review in which Wei proposes a change; the comment."""
    review = begin(path, **opening)
    return said(
        path, review, "Wei", about=about, type="correction", text="So they call it", edits=list(edits)
    )


def test_an_undo_opens_the_comment_again_and_a_redo_settles_it(path: Path) -> None:
    comment = proposing(path, NAMED)
    room = Room(path, "Ines")
    room.form("apply", **{"to": comment, "as": "change"})
    assert room.review.comments[comment].status == "resolved"
    room.say("undo")
    assert (room.review.comments[comment].status, room.review.comments[comment].reason) == (
        "open",
        "The change was undone.",
    )
    room.say("redo")
    assert room.review.comments[comment].status == "resolved"


def test_what_stands_there_by_now_is_said_before_it_is_overwritten(path: Path) -> None:
    comment = proposing(path, NAMED)
    room = Room(path, "Ines")
    room.say("set", at="care-call.name", value="Call of <b>care</b>")
    answer = room.form("apply", **{"to": comment, "as": "change"})
    assert "Its name is “Call of <b>care</b>” by now" in answer["error"]
    assert room.session.canvas["care-call"].title == "Call of <b>care</b>"
    assert room.review.comments[comment].status == "open"
    assert "error" not in room.form("apply", **{"to": comment, "as": "change"}, force="yes")
    assert room.session.canvas["care-call"].title == "Help call"


@pytest.mark.parametrize(
    ("edit", "meanwhile", "told"),
    [
        ({"op": "set", "address": "care-call.note", "value": "x"}, cx.Set("care-call.note", "Mine"), "The note of “Care call” says “Mine” by now"),
        ({"op": "remove", "id": "care-call"}, cx.Set("care-call.note", "Mine"), "“Care call”, which would be removed, was changed meanwhile"),
        (NAMED, cx.Remove("care-call"), "does not fit the concept any more"),
    ],
)  # fmt: skip
def test_a_change_that_does_not_fit_any_more_says_why(
    path: Path, edit: dict[str, Any], meanwhile: cx.Edit, told: str
) -> None:
    comment = proposing(path, edit)
    room = Room(path, "Ines")
    room.session.apply(meanwhile)
    before = room.session.canvas
    assert told in room.form("apply", **{"to": comment, "as": "change"})["error"]
    assert room.session.canvas is before
    assert room.review.comments[comment].status == "open"


def test_a_change_follows_an_element_that_was_renamed(path: Path) -> None:
    comment = proposing(path, NAMED)
    room = Room(path, "Ines")
    room.say("rename", at="care-call", to="call-of-care")
    room.form("apply", **{"to": comment, "as": "change"})
    assert room.session.canvas["call-of-care"].title == "Help call"


def test_conditions_become_actions_with_owner_and_day_in_one_step(path: Path) -> None:
    begin(path)
    room = Room(path, "Ines")
    given = {"condition_text": "Train them for Sundays", "condition_owner": "Care agent", "condition_due": "2030-02-01", "condition_checker": "Dana"}  # fmt: skip
    room.form(
        "verdict", part="exchange", verdict="approve_with_conditions", hash=_hash(room, "exchange"), **given
    )
    before = set(room.session.canvas.ids("action"))
    assert "1 action was added" in room.form("actions")["say"]
    [new] = set(room.session.canvas.ids("action")) - before
    action = room.session.canvas[new]
    assert (action.owner, action.due, action.work) == ("care-agent", "2030-02-01", "planned")
    assert "Ines on exchange" in str(action.note)
    assert "0 actions were added" in room.form("actions")["say"]
    room.say("undo")
    assert set(room.session.canvas.ids("action")) == before


def test_what_was_said_since_the_last_look_is_marked_until_one_was_away(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("cxcanvas.boards.looking.time", lambda: now[0])
    review = begin(path)
    said(path, review, type="idea", text="Read before")
    room = Room(path, "Ines")
    assert 'class="rv-new"' not in room.html()  # at the first look all is new, and nothing is marked
    room.board.close()
    now[0] += VISIT + 1
    said(path, review, type="idea", text="Came since")
    room = Room(path, "Ines")
    room.form("comment", type="idea", text="My own")
    for _ in range(2):  # also at a second look within one visit
        marked = re.findall(r'class="rv-new".*?class="rv-text"[^>]*>([^<]*)<', room.html(), re.DOTALL)
        assert marked == ["Came since"]
        assert "Since your last look:</b> 1 comment." in room.html()
        now[0] += OFTEN + 1
    now[0] += VISIT + 1
    said(path, review, type="idea", text="And now this")
    until(lambda: "And now this" in room.html())
    assert re.findall(r'class="rv-new".*?class="rv-text"[^>]*>([^<]*)<', room.html(), re.DOTALL) == [
        "And now this"
    ]


def variant(path: Path, name: str = "bot-first", title: str = "Bot first") -> Path:
    """Another concept in the folder: the same, but for a title and a name."""
    other = path.with_name(f"{name}.cx.yaml")
    canvas = cx.load(path) if path.exists() else cx.load(places.example())
    cx.save(cx.apply(canvas, cx.Set("concept.title", title), cx.Set("care-call.name", "Bot call")), other)
    return other


def compared(path: Path) -> Room:
    """A studio in which a review with a variant was opened."""
    path.write_bytes(places.example().read_bytes())
    variant(path)
    room = Room(path, "Ines")
    told = room.form("open", title="Which one?", deciders="Ines", reviewers="Dana", customer_facing="Dana", profile="concept", variant="bot-first")  # fmt: skip
    assert told.get("say") == "The review “Which one?” is open.", told
    return room


def test_a_review_opened_in_the_studio_offers_the_other_concepts_of_the_folder(path: Path) -> None:
    path.write_bytes(places.example().read_bytes())
    variant(path)
    path.with_name("broken.cx.yaml").write_text("steps: [")
    room = Room(path, "Ines")
    html = room.html()
    assert re.findall(r'name="variant" value="([^"]*)"', html) == ["bot-first"]
    assert "Bot first" in html
    assert re.search(r'name="until" value="20\d\d-', html)
    assert 'name="rating_about"' in html
    assert 'name="deputy_by"' in html
    assert "cookie" not in html
    told = room.form(
        "open", title="Which?", deciders="Ines", profile="first_look", variant="../../etc/passwd"
    )
    assert "here is no concept" in told["error"]
    assert not room.file.state().reviews


def test_options_stand_side_by_side_as_pictures_that_are_no_cards_of_the_board(path: Path) -> None:
    room = compared(path)
    html = room.html()
    assert len(re.findall(r'class="rv-drawn"', html)) == len(room.review.options) == 2
    drawn = html[html.index('class="rv-drawn"') : html.index('id="rv-s-votes"')]
    assert "Bot call" in drawn
    assert not re.search(r'data-(at|k|cell|point)=|href="#|<a [^>]*cv-leads', drawn)
    room.form("beside", id="exchange")
    chosen = re.search(r'href="\?beside=(\w+)[^>]*aria-current', room.html())
    assert chosen and chosen[1] == "exchange"
    room.form("beside", id="<script>")
    assert "<script>" not in room.html()


def test_what_a_review_keeps_can_be_compared_on_the_boards(path: Path) -> None:
    room = compared(path)
    found = re.search(r'href="#compare\?from=(\w+)&amp;to=(\w+)"', room.html())
    assert found
    room.say("show", views=["compare"])
    assert "error" not in room.say("against", version=f"review:{found[1]}:{found[2]}")
    html = room.say("show", views=["compare"])["html"]["compare"]
    assert "Which one?: Bot first" in html
    assert "Bot call" in html
    room.say("set", at="care-call.name", value="Help call")
    assert "error" not in room.say("against", version=f"review:{found[1]}")
    html = room.say("show", views=["compare"])["html"]["compare"]
    assert "as it is here now" in html
    assert "Help call" in html
    assert "no such version" in room.say("against", version="review:0123456789ab")["error"]
    assert "no such version" in room.say("against", version=f"review:{found[1]}:nothing")["error"]


def test_what_is_sent_twice_counts_once_also_from_another_program(path: Path) -> None:
    begin(path)
    room, other = Room(path, "Ines"), Room(path, "Ines")
    words = {"type": "idea", "text": "Once is enough", "once": "k" * 32}
    assert "sent twice" not in room.form("comment", **words)["say"]
    for each in (room, other):
        assert "sent twice" in each.form("comment", **words)["say"]
    assert "error" in room.form("comment", **{**words, "once": "short"})
    room.form("comment", **{**words, "once": "l" * 32})
    assert len(room.review.comments) == 2


def test_a_verdict_on_a_board_is_on_what_the_board_shows(path: Path) -> None:
    begin(path)
    room = Room(path, "Ines")
    room.say("set", at="early-help.mechanism", value="Said in another way")
    assert "on the part as it is now" in room.html()
    room.form("verdict", part="exchange", verdict="approve", hash=_hash(room, "exchange"))
    assert "changed since it was approved" not in room.html()
