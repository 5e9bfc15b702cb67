"""A board answers every message; boards on one session stay in step; nothing bad changes anything."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.boards import Board
from cxcanvas.boards.messages import SHAPES
from cxcanvas.edits import Set
from cxcanvas.session import Session
from cxcanvas.views import VIEWS
from tests.boardrig import Page, small_canvas


def test_it_is_named_without_an_address_and_without_canvas_text(example_copy: Path) -> None:
    from cxcanvas.session import open as open_session

    board = Board(open_session(example_copy), view="journey")
    assert repr(board) == "Board(breathing-space, view='journey')"
    bundle = board._repr_mimebundle_()
    assert bundle is not None
    data = bundle[0]
    assert data["text/plain"] == repr(board)
    assert "Breathing Space" not in str(data)


def test_it_says_what_it_takes() -> None:
    session = Session(small_canvas())
    with pytest.raises(TypeError, match="no option 'colour'"):
        Board(session, colour="red")
    with pytest.raises(ValueError, match="there are canvas, "):
        Board(session, view="moon")
    with pytest.raises(TypeError, match=r"cx\.open"):
        Board("breathing-space.cx.yaml")  # type: ignore[arg-type]  # what a newcomer writes


def test_what_a_page_begins_with_is_never_stale() -> None:
    page = Page()
    page.say("set", at="customer-worry.name", value="Opens the letter")
    first = page.board.get_state()["_first"]
    assert "Opens the letter" in first["html"]["journey"]
    assert first["rev"] == page.session.revision


def test_an_edit_is_answered_with_the_parts_that_changed() -> None:
    page = Page()
    answer = page.say("set", at="customer-worry.name", value="Opens the letter")
    assert answer["ack"] == 1
    assert (answer["base"], answer["rev"]) == (0, 1)
    assert "Opens the letter" in str(answer["ops"])
    assert "Runs help" not in str(answer["ops"])
    assert answer["state"]["dirty"]
    assert answer["state"]["undo"]
    assert page.session.canvas["customer-worry"].name == "Opens the letter"


def test_undo_and_redo() -> None:
    page = Page()
    page.say("star", at="customer-worry")
    assert "Undone" in page.say("undo")["say"]
    assert page.session.canvas == small_canvas()
    assert "again" in page.say("redo")["say"]
    page.say("undo")
    assert page.say("undo")["error"].endswith(".")


def test_saving_says_where(example_copy: Path) -> None:
    from cxcanvas.session import open as open_session

    before = example_copy.read_text("utf-8")
    session = open_session(example_copy)
    page = Page(session)
    step = session.canvas.of("step")[0]
    page.say("set", at=f"{step.id}.name", value="Quite another name")
    answer = page.say("save")
    assert answer["say"] == "Saved to breathing-space.cx.yaml."
    assert not answer["state"]["dirty"]
    after = example_copy.read_text("utf-8")
    changed = [pair for pair in zip(before.split("\n"), after.split("\n"), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1
    assert "Quite another name" in changed[0][1]


def test_saving_without_a_file_is_said() -> None:
    answer = Page().say("save")
    assert "no file" in answer["error"]


def test_a_read_only_session_refuses_in_a_sentence() -> None:
    page = Page(Session(small_canvas(), read_only="This canvas is for reading."))
    assert page.say("star", at="customer-worry")["error"] == "This canvas is for reading."
    assert page.board.get_state()["_first"]["state"]["readOnly"]


def test_boards_on_one_session_stay_in_step() -> None:
    here = Page()
    there = Page(here.session, view="canvas")
    here.heard.clear()
    there.heard.clear()
    here.say("set", at="customer-worry.name", value="Opens the letter")
    (news,) = there.heard
    assert (news["base"], news["rev"]) == (0, 1)
    assert "Opens the letter" in str(news["ops"])
    assert "ack" not in news


def test_a_board_that_was_closed_hears_nothing() -> None:
    here = Page()
    there = Page(here.session)
    there.board.close()
    there.heard.clear()
    here.say("star", at="customer-worry")
    assert there.heard == []


def test_a_board_whose_pages_have_left_sleeps_and_wakes() -> None:
    page = Page()
    page.say("hello")
    page.say("bye")
    page.heard.clear()
    page.session.apply(Set("us.name", "They"))
    assert page.heard == []
    assert list(page.say("pull")["html"]) == ["journey"]
    page.heard.clear()
    page.session.apply(Set("customer-worry.name", "Theirs"))
    assert "Theirs" in str(page.heard)


def test_a_message_that_comes_twice_is_done_once() -> None:
    page = Page()
    first = page.say("add", kind="party", preset={}, name="Neighbours", before=None)
    again = page.raw(
        {"n": 1, "page": "page", "rev": 0, "do": "add", "kind": "party", "preset": {}, "name": "Neighbours"}
    )
    assert first["ack"] == again["ack"]
    assert len(page.session.canvas.of("party")) == 3


def test_a_page_that_missed_something_pulls() -> None:
    page = Page()
    page.session.apply(Set("us.name", "They"))
    answer = page.say("pull")
    assert answer["html"]
    assert answer["rev"] == 1


def test_words_that_somebody_else_changed_meanwhile_are_not_overwritten() -> None:
    page = Page()
    page.session.apply(Set("customer-worry.name", "Theirs"))
    answer = page.raw(
        {"n": 1, "page": "page", "rev": 0, "do": "set", "at": "customer-worry.name", "value": "Mine"}
    )
    assert "else" in answer["error"]
    assert page.session.canvas["customer-worry"].name == "Theirs"
    other = page.raw(
        {"n": 2, "page": "page", "rev": 0, "do": "set", "at": "customer-help.name", "value": "Mine"}
    )
    assert "error" not in other


def test_ones_own_quick_changes_are_no_quarrel() -> None:
    page = Page()
    for number, words in enumerate(("One", "Two", "Three")):
        answer = page.raw(
            {"n": number, "page": "page", "rev": 0, "do": "set", "at": "us.name", "value": words}
        )
        assert "error" not in answer
    assert page.session.canvas["us"].name == "Three"


def test_a_page_from_another_time_is_told_so() -> None:
    answer = Page().raw({"n": 1, "page": "page", "rev": 99, "do": "star", "at": "customer-worry"})
    assert "Reconnect" in answer["error"]


def test_the_inspector_shows_what_is_selected_and_follows() -> None:
    page = Page()
    answer = page.say("select", at="customer-worry")
    assert 'data-field="customer-worry.storyline"' in answer["inspector"]
    assert "For measuring" in answer["inspector"]
    assert "failure_rate" not in answer["inspector"]
    assert "failure_rate" in page.say("select", at="customer-worry", open=["measure"])["inspector"]
    changed = page.say("place", at="customer-worry", cell="worry/encounter", before=None)
    assert [op[:2] for op in changed["panel"]] == [["value", "i/customer-worry.storyline"]]
    gone = page.say("remove", at="customer-worry")
    assert gone["inspector"] == ""


def test_a_field_that_cannot_be_meant_is_answered_with_a_sentence() -> None:
    page = Page()
    assert (
        page.say("field", at="customer-worry.effort", value="9")["error"]
        == "Effort is 9; it goes from 1 to 7."
    )
    assert page.session.canvas == small_canvas()


def test_a_page_sets_no_state() -> None:
    page = Page()
    page.board.set_state({"_esm": "alert(1)", "_css": "x", "_first": {"html": "<script>"}})
    assert "alert(1)" not in page.board.get_state()["_esm"]
    assert "<script>" not in str(page.board.get_state()["_first"])


@pytest.mark.parametrize(
    "content",
    [None, [], "x", {}, {"do": "eval", "n": 1}, {"n": 1, "do": "set", "at": "us.name", "value": {}}],
)
def test_a_bad_message_changes_nothing_and_is_answered(content: object) -> None:
    page = Page()
    assert page.raw(content)["error"].endswith(".")
    assert page.session.canvas == small_canvas()
    assert page.session.revision == 0


HOSTILE = "<img src=x onerror=alert(1)>\"'</script><script>alert(2)</script>"


def test_words_are_escaped_wherever_they_go() -> None:
    page = Page()
    page.say("select", at="customer-worry")
    answer = page.say("set", at="customer-worry.name", value=HOSTILE)
    drawn = [op for op in answer["panel"] if op[0] != "value"]  # a value is set on an input, never parsed
    shown = page.say("pull")
    for html in (
        str(answer["ops"]),
        str(drawn),
        answer.get("inspector", ""),
        shown["html"]["journey"],
        shown["inspector"],
    ):
        assert "<img" not in html
        assert "<script" not in html


IDS = [*small_canvas(), "nobody", "concept", "step"]
PATHS = [
    "",
    ".name",
    ".stage",
    ".moment",
    ".moment.name",
    ".emotions",
    ".emotions.feeling.valence",
    ".effort",
    ".zzz",
    ".next.0",
]
addresses = st.builds(str.__add__, st.sampled_from(IDS), st.sampled_from(PATHS))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=6) | st.sampled_from(IDS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["to", "low", "name", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
ARGUMENTS: dict[str, st.SearchStrategy[Any]] = {
    "at": addresses | values, "value": values, "kind": st.sampled_from(["step", "party", "value", "dragon"]),
    "preset": st.dictionaries(st.sampled_from(["stage", "storyline", "role", "zzz"]), values, max_size=2),
    "name": st.text(max_size=8), "before": st.none() | st.sampled_from(IDS), "sign": st.sampled_from(["pain", "guess", "x"]),
    "cell": st.builds("{}/{}".format, st.sampled_from(IDS), st.sampled_from(["customer", "encounter", "support", "x"])),
    "valence": st.integers(-4, 4) | values, "to": st.text(max_size=6) | addresses, "open": values, "from": addresses,
    "views": st.lists(st.sampled_from([*VIEWS, "moon"]), max_size=3), "text": st.text(max_size=30),
    "alt": st.text(max_size=6), "words": st.text(max_size=6), "relation": st.sampled_from(["channel", "next", "zzz"]),
    "ats": st.lists(addresses, max_size=4), "act": st.sampled_from(["remove", "place", "duplicate", "star", "mark", "tag", "state", "x"]),
    "word": st.text(max_size=6), "take": st.booleans(), "as": st.sampled_from(["lines", "table", "x"]), "want": st.lists(st.sampled_from(["guide", "trouble", "filters", "version", "x"]), max_size=3),
    "by": st.dictionaries(st.sampled_from(["party", "tag", "x"]), st.lists(st.text(max_size=4), max_size=2), max_size=2),
    "lens": st.sampled_from(["customer", "x"]), "depth": st.sampled_from(["work", "x"]), "side": st.text(max_size=4), "autosave": values,
    "question": st.text(max_size=6), "mine": st.booleans(), "anyway": st.booleans(), "step": st.integers(-2, 20), "rows": st.lists(st.lists(st.text(max_size=4) | st.integers(-1, 9), max_size=5), max_size=3),
    "function": st.sampled_from(["frontline", "leadership", "x", ""]),
}  # fmt: skip


@st.composite
def anything(draw: st.DrawFn) -> dict[str, Any]:
    do = draw(st.sampled_from(sorted(set(SHAPES) - {"save"})))
    keys = [key for key in SHAPES[do] if draw(st.integers(0, 9))]
    return {"do": do, **{key: draw(ARGUMENTS.get(key, values)) for key in keys}}


@settings(max_examples=120)
@given(st.lists(anything(), max_size=12))
def test_whatever_comes_a_board_answers_and_the_drawing_stays_true(messages: list[dict[str, Any]]) -> None:
    page = Page()
    for number, message in enumerate(messages):
        before = page.session.canvas
        answer = page.raw({"n": number, "page": "page", "rev": page.session.revision, **message})
        assert answer["ack"] == number
        assert "drawn again" not in answer.get("error", "")
        if "error" in answer:
            assert page.session.canvas is before
    page.board.send({})
    for view in page.board.desk.pages.shown():
        assert page.board.desk.sheets.html(view) == Page(page.session).board.desk.sheets.html(view)


def test_messages_from_several_threads_come_one_after_the_other() -> None:
    page = Page()

    def work(name: str) -> None:
        for number in range(20):
            page.board._on_message(
                page.board,
                {
                    "n": number,
                    "page": name,
                    "do": "add",
                    "kind": "party",
                    "preset": {},
                    "name": f"{name} {number}",
                },
                [],
            )

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(page.session.canvas.of("party")) == 62
    assert page.session.revision == 60
