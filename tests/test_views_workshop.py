"""The workshop on a page: said and there side by side, groups compared, hostile and half-filled records shown as what they are."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set, apply
from cxcanvas.session import Session
from cxcanvas.store import load
from cxcanvas.values import ABSENT
from cxcanvas.views import VIEWS, Scene, fragment
from cxcanvas.views.parts import Tree
from cxcanvas.views.workshop import board_of, root
from tests.boardrig import Page
from tests.pagetree import Node, elements


@pytest.fixture(scope="module")
def example(example_path: Path) -> Canvas:
    return load(example_path)


def drawn(canvas: Canvas, editable: bool = False) -> list[Node]:
    return elements(fragment(Scene(canvas, editable=editable), "workshop"))


def text(nodes: list[Node]) -> str:
    return " ".join(nodes[0].text().split())


def keyed(nodes: list[Node], key: str) -> str:
    (found,) = [one for one in nodes if one.attributes.get("data-k") == key]
    return " ".join(found.text().split())


class TestSteps:
    def test_where_record_and_canvas_disagree_it_shows(self, example: Canvas) -> None:
        nodes = drawn(example)
        assert "an owner of 1 of 4 actions" in keyed(nodes, "workshop-step/13")
        assert "said to be done" in keyed(nodes, "workshop-step/13")
        assert "there, not ticked" in keyed(nodes, "workshop-step/14")
        assert "✓ done" in keyed(nodes, "workshop-step/4") and "said to be" not in keyed(
            nodes, "workshop-step/4"
        )

    def test_a_reader_gets_no_buttons_and_a_designer_all_of_them(self, example: Canvas) -> None:
        assert not [one for one in drawn(example) if one.tag == "button"]
        nodes = drawn(example, editable=True)
        assert [one.attributes["data-tick"] for one in nodes if "data-tick" in one.attributes] == [
            str(number) for number in range(1, 17)
        ]
        checked = [one.attributes["aria-checked"] for one in nodes if "data-tick" in one.attributes]
        assert checked.count("true") == 14
        assert all(
            one.attributes["data-board-open"] in VIEWS for one in nodes if "data-board-open" in one.attributes
        )

    def test_an_empty_canvas_says_what_belongs_there(self) -> None:
        said = text(drawn(Canvas.build({}, [])))
        assert "No step of the workshop is ticked" in said
        assert "Write ten statements about the customer" in said
        assert "Each group draws the typical customer apart" in said
        assert "missing: an action with an owner and a date" in said

    def test_every_board_that_is_opened_is_there(self) -> None:
        assert {board_of(number) for number in range(1, 17)} <= set(VIEWS)


class TestGroups:
    def test_the_most_disputed_statements_stand_out(self, example: Canvas) -> None:
        said = keyed(drawn(example), "workshop-shared")
        assert "kappa 0.27 (−0.10 to 0.64) over 10 statements" in said
        assert said.count("most disputed") == 2
        assert "It cannot tell who is right" in said

    def test_drafts_stand_side_by_side(self) -> None:
        canvas = Canvas.build(
            {"workshop": {"drafts": ("a", "b")}},
            [
                ("party", "a", {"name": "Dana", "quote": "I wait"}),
                ("party", "b", {"name": "Dana", "quote": "I call"}),
            ],
        )
        nodes = drawn(canvas)
        own = [one.text() for one in nodes if "cv-ws-own" in one.attributes.get("class", "")]
        assert own == ["I wait", "I call"]
        assert "≠ differs" in keyed(nodes, "workshop-drafts")


HOSTILE: list[Any] = [
    "notes", 7, None, (), {"steps_done": "all"}, {"steps_done": (17, "<b>x</b>", True, None, 3)},
    {"started": "soon", "ended": 7, "functions": {"a": 1}}, {"functions": ("<i>x</i>", 3, None)},
    {"drafts": ("ghost", "me", "me"), "ratings": {"counts": ((1, 2), (3,))}},
    {"ratings": {"labels": (True, "<script>"), "counts": ((2, 0, 1), (0, 0)), "statements": ("<img src=x>", 3)}},
    {"ratings": "five"}, {"ratings": {"counts": ((0, 0),)}}, {"ratings": {"counts": ((10**9, 1),)}},
]  # fmt: skip


@pytest.mark.parametrize("record", HOSTILE)
@pytest.mark.parametrize("editable", [True, False])
def test_whatever_the_record_holds_is_shown_as_what_it_is(record: Any, editable: bool) -> None:
    canvas = Canvas.build({"workshop": record}, [("party", "me", {"name": "<script>alert(1)</script>" * 20})])
    html = fragment(Scene(canvas, editable=editable), "workshop")
    for bad in ("<script", "<b>x", "<i>x", "<img"):
        assert bad not in html
    assert html.count('data-k="workshop-step/') == 16


def test_patches_tell_the_page_the_same_as_a_new_drawing(example: Canvas) -> None:
    tree = Tree(Scene(example, editable=True), root.of())
    after = example
    for edit in (
        Set("workshop.steps_done", (1, 2)), Set("workshop.ratings", {"counts": ((2, 0),)}), Set("workshop", ABSENT),
        Set("workshop.functions", ("it",)), Set("bill-79.version", "1"), Set("workshop.drafts", ("dana", "ghost")),
    ):  # fmt: skip
        after = apply(after, edit)
        tree.update(Scene(after, editable=True))
        assert tree.html() == fragment(Scene(after, editable=True), "workshop")


def test_it_takes_at_most_three_times_as_long_as_the_journey(example: Canvas) -> None:
    def quickest(view: str) -> float:
        times = []
        for _ in range(7):
            began = time.perf_counter()
            fragment(Scene(example), view)
            times.append(time.perf_counter() - began)
        return min(times)

    quickest("workshop")
    assert quickest("workshop") <= 3 * quickest("journey")


class TestRoom:
    """The step that fills the screen, as Python draws it."""

    def test_it_goes_on_where_the_record_ends(self, example: Canvas) -> None:
        page = Page(Session(example), view="journey", studio=True)
        made = page.say("room", step=0)["room"]
        assert (made["step"], made["title"], made["minutes"]) == (14, "A day to look again", 10)
        assert "There, though nobody ticked it" in made["html"]

    def test_a_step_that_is_none_is_the_one_to_go_on_with(self) -> None:
        page = Page(view="journey", studio=True)
        for step in (0, 17, -1, 99):
            assert page.say("room", step=step)["room"]["step"] == 1

    def test_it_changes_nothing_and_a_tick_is_one_step(self) -> None:
        page = Page(view="journey", studio=True)
        before = page.session.canvas
        page.say("room", step=3)
        assert page.session.canvas is before
        answer = page.say("tick", step=3)
        assert answer["say"] and page.session.canvas.value("workshop.steps_done") == (3,)
        page.session.undo()
        assert "workshop" not in page.session.canvas.records

    def test_hostile_words_are_only_words(self) -> None:
        canvas = Canvas.build(
            {"workshop": {"functions": ("<script>x</script>",)}},
            [("stage", "s", {"name": "<img src=x>"}), ("stage", "t", {"name": "T"})],
        )
        page = Page(Session(canvas), view="journey", studio=True)
        for step in range(1, 17):
            html = page.say("room", step=step)["room"]["html"]
            assert "<script" not in html and "<img" not in html
            assert json.dumps(html)
