"""A studio: several views of one session on one page, drawn when they are shown, in step whatever is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.boards import Studio
from cxcanvas.boards.sheets import Sheets
from cxcanvas.edits import Move, Set
from cxcanvas.session import Session
from cxcanvas.session import open as open_session
from cxcanvas.store import load
from cxcanvas.views import VIEWS, Scene, fragment
from tests.boardrig import Page, small_canvas


def test_it_is_named_and_says_what_it_takes() -> None:
    session = Session(small_canvas())
    assert repr(Studio(session, view="journey")) == "Studio(untitled, view='journey')"
    with pytest.raises(ValueError, match="there are canvas, "):
        Studio(session, view="moon")
    with pytest.raises(TypeError, match=r"a studio shows a session: Studio\(cx\.open"):
        Studio("breathing-space.cx.yaml")  # type: ignore[arg-type]  # what a newcomer writes


def test_a_board_is_drawn_when_it_is_first_shown() -> None:
    page = Page(studio=True, view="journey")
    assert list(page.board.get_state()["_first"]["html"]) == ["journey"]
    answer = page.say("show", views=["exchange"])
    assert list(answer["html"]) == ["exchange"]
    assert answer["html"]["exchange"] == fragment(page.board.desk.scene(), "exchange")


def test_a_change_reaches_the_views_that_are_shown_and_no_others() -> None:
    page = Page(studio=True, view="journey")
    page.say("show", views=["canvas"])
    assert list(page.say("set", at="customer-worry.name", value="Opens the letter")["ops"]) == ["canvas"]
    page.say("show", views=["canvas", "journey"])
    ops = page.say("set", at="customer-worry.name", value="Reads the letter")["ops"]
    assert set(ops) == {"canvas", "journey"}
    assert "Reads the letter" in str(ops["journey"])


def test_pages_may_show_different_views_of_one_studio() -> None:
    page = Page(studio=True, view="journey")
    page.say("show", views=["journey"])
    page.raw({"n": 1, "page": "other", "do": "show", "views": ["canvas"]})
    assert set(page.say("set", at="customer-worry.name", value="Waits")["ops"]) == {"journey", "canvas"}
    page.raw({"n": 2, "page": "other", "do": "bye"})
    assert set(page.say("set", at="customer-worry.name", value="Goes")["ops"]) == {"journey"}


def test_a_page_that_lost_its_place_is_given_what_it_shows() -> None:
    page = Page(studio=True, view="journey")
    assert list(page.say("pull", views=["loyalty", "canvas"])["html"]) == ["loyalty", "canvas"]
    assert list(page.say("pull")["html"]) == ["loyalty", "canvas"]


@pytest.mark.parametrize("views", [["moon"], [], ["canvas", "journey", "loyalty"], "canvas", [["canvas"]]])
def test_what_is_no_view_is_refused(views: Any) -> None:
    page = Page(studio=True)
    answer = page.say("show", views=views)
    assert answer["error"].endswith(".")
    assert page.board.desk.pages.shown() == ("journey",)


def test_an_element_says_where_it_is_seen_best() -> None:
    page = Page(studio=True)
    assert page.say("where", at="customer-worry.name")["view"] == "journey"
    assert page.say("where", at="household")["view"] == "canvas"
    gone = page.say("where", at="nobody")
    assert (gone["view"], gone["say"]) == ("", "What this link leads to is not there any more.")


def test_how_things_stand_names_the_concept() -> None:
    page = Page(studio=True)
    assert page.say("hello")["state"]["title"] == "Small"


EDITS = [
    Set("customer-worry.name", "Another"), Set("us.name", "They"), Set("customer-help.stage", "worry"), Move("customer-after", "customer-worry"),
    Set("customer-help.emotions", None), Set("concept.title", "Other"),
]  # fmt: skip


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(EDITS) | st.lists(st.sampled_from(VIEWS), min_size=1, max_size=2, unique=True),
        max_size=12,
    )
)
def test_a_view_that_was_away_comes_back_as_it_would_be_drawn_now(what: list[Any]) -> None:
    session = Session(small_canvas())
    sheets = Sheets(lambda _: Scene(session.canvas, editable=True))
    shown: list[str] = ["canvas"]
    for view in VIEWS:
        sheets.html(view)
    session.subscribe(lambda change: [sheets.follow(change, shown)].clear())
    for one in what:
        if isinstance(one, list):
            shown[:] = one
        else:
            session.apply(one)
    for view in VIEWS:
        assert sheets.html(view) == fragment(Scene(session.canvas, editable=True), view)


class TestSaving:
    def test_what_an_earlier_session_left_is_offered(self, example_copy: Path) -> None:
        earlier = open_session(example_copy)
        earlier.apply(Set("care-call.name", "The call that cares"))
        earlier._keeper.close(earlier)  # it ended without a save, and left its undo file
        page = Page(open_session(example_copy), studio=True)
        state = page.say("hello")["state"]
        assert "1 change of an earlier session" in state["recovered"]
        answer = page.say("recover", take=True)
        assert answer["say"].endswith(".")
        assert not answer["state"]["recovered"]
        assert page.session.canvas["care-call"].name == "The call that cares"
        page.session.close()

    def test_a_conflict_asks_and_either_answer_goes_on(self, example_copy: Path) -> None:
        for mine in (True, False):
            page = Page(open_session(example_copy), studio=True)
            page.say("prefer", autosave=False)
            other = open_session(example_copy)
            other.apply(Set("care-call.name", f"Theirs {mine}"))
            other.save()
            page.say("set", at="care-call.name", value=f"Mine {mine}")
            assert "error" in page.say("save")
            state = page.say("hello")["state"]
            assert (state["undecided"]["count"], state["undecided"]["at"]) == (1, "care-call")
            assert "somebody else changed name of" in state["undecided"]["sentence"]
            assert page.say("resolve", take="local" if mine else "remote")["state"]["undecided"] == {
                "count": 0
            }
            assert load(example_copy)["care-call"].name == f"{'Mine' if mine else 'Theirs'} {mine}"
            page.session.close()
            other.close()

    def test_autosave_is_on_unless_it_was_switched_off(self, example_copy: Path) -> None:
        page = Page(open_session(example_copy), studio=True)
        assert page.say("hello")["state"]["autosave"]
        page.say("prefer", autosave=False)
        page.session.close()
        again = Page(open_session(example_copy), studio=True)
        assert not again.say("hello")["state"]["autosave"]
        again.session.close()

    def test_it_opens_on_what_was_shown_last(self, example_copy: Path) -> None:
        page = Page(open_session(example_copy), studio=True)
        page.say("show", views=["loyalty", "exchange"])
        again = Studio(open_session(example_copy))
        assert list(again.get_state()["_first"]["html"]) == ["loyalty", "exchange"]
        page.session.close()
        again.session.close()
