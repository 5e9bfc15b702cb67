"""Two versions on one picture: every change is told once, nothing else is, and hostile text stays text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Edit, Move, Rename, Set, apply, removal
from cxcanvas.errors import EditError
from cxcanvas.measures import MEASURES
from cxcanvas.session import Session
from cxcanvas.store import load
from cxcanvas.versions.changes import changes
from cxcanvas.views import Live, Scene, fragment
from cxcanvas.views.compare import SAME, compared_page
from cxcanvas.views.layout import interleaved
from cxcanvas.views.marks import SIGNS
from cxcanvas.views.scene import Compared, Eye
from cxcanvas.views.tendency import both, moved_measures
from tests.hostile import STRINGS, hostile_canvas
from tests.pagetree import Node, elements, parsed, patch
from tests.strategies import canvases, edits_for
from tests.test_views_pages import only_ours
from tests.twoversions import CAME, MOVED, RENAMED, WENT, later
from tests.viewrig import text


@pytest.fixture(scope="module")
def before(example_path: Path) -> Canvas:
    return load(example_path)


@pytest.fixture(scope="module")
def after(before: Canvas) -> Canvas:
    return later(before)


def drawn(before: Canvas, after: Canvas) -> str:
    return fragment(Scene(after, compared=Compared(before, "September", "October")), "compare")


def told_on(html: str) -> Counter[str]:
    """The changes that a page tells, each with how often."""
    return Counter(one.attributes["data-change"] for one in elements(html) if "data-change" in one.attributes)


def expected(before: Canvas, after: Canvas) -> Counter[str]:
    """One for each change; what became of another kind, or was written anew, is told where it is now."""
    found = changes(before, after)
    return Counter(
        f"{one.op} {one.address}" for one in found if not (one.op == "remove" and one.head in after)
    )


def by_sign(html: str, name: str) -> set[str]:
    return {
        one.attributes["data-at"]
        for one in elements(html)
        if "cv-told" in one.classes() and f"cv-is-{name}" in one.classes()
    }


def card(html: str, id_: str) -> Node:
    [found] = [one for one in elements(html) if one.key == f"brief/{id_}"]
    return found


# -- what is told ----------------------------------------------------------------------------


@settings(max_examples=40)
@given(canvases(), canvases())
def test_every_change_of_two_canvases_is_told_exactly_once(one: Canvas, other: Canvas) -> None:
    html = drawn(one, other)
    assert told_on(html) == expected(one, other)
    assert (SAME in html) is (not changes(one, other))


@settings(max_examples=40)
@given(st.data())
def test_every_change_of_a_few_edits_is_told_exactly_once(data: st.DataObject) -> None:
    one = data.draw(canvases())
    try:
        other = apply(one, data.draw(edits_for(one)))
    except EditError:
        return
    assert told_on(drawn(one, other)) == expected(one, other)


def test_nothing_is_told_where_nothing_changed(before: Canvas) -> None:
    html = drawn(before, before)
    assert SAME in html
    assert not told_on(html)
    assert not [one for one in elements(html) if one.tag in ("article", "svg", "table", "del", "ins")]


def test_the_worked_concept_a_month_later(before: Canvas, after: Canvas) -> None:
    html = drawn(before, after)
    for name, ids in (("came", CAME), ("went", WENT), ("moved", MOVED), ("renamed", RENAMED)):
        assert by_sign(html, name) == ids, name
    said = text(html)
    assert "2 came, 1 went, 3 moved" in said
    assert "The customer gains more than we do, as before (now 0.88 : 0.47, before 0.84 : 0.50)." in said
    assert "The journey feels better on average: −0.2 → +0.8." in said
    assert "“Stretched households” went from seekers to partners. Dashed where" in said
    assert "September" in said and "October" in said


def test_a_part_without_a_change_is_not_drawn(before: Canvas) -> None:
    html = drawn(before, apply(before, Set("concept.tagline", "Another")))
    assert "1 changed" in text(html)
    assert not [one for one in elements(html) if "cv-map" in one.classes() or "cv-pair" in one.classes()]
    assert [one.key for one in elements(html) if (one.key or "").startswith("compare-group/")] == [
        "compare-group/Concept"
    ]


def test_signs_say_in_words_what_they_show(before: Canvas, after: Canvas) -> None:
    html = drawn(before, after)
    assert text_of(card(html, "callback-by-night")).startswith("+ new")
    assert text_of(card(html, "chatbot")).startswith("− gone")
    assert "↷ moved from Help to Cannot pay" in text_of(card(html, "asks-for-help"))
    assert "~ changed: relief +2 → +3" in text_of(card(html, "care-call"))
    [legend] = [one for one in elements(html) if one.key == "compare-legend"]
    assert all(said in text_of(legend) for _, _, said in SIGNS.values())


def text_of(node: Node) -> str:
    return " ".join(node.text().split())


def test_what_moved_stands_in_both_places(before: Canvas, after: Canvas) -> None:
    html = drawn(before, after)
    cells = {one.attributes["data-cell"]: one for one in elements(html) if "data-cell" in one.attributes}
    assert "stood here; now under Cannot pay" in text_of(cells["help/customer"])
    assert "Asks for help" in text_of(cells["cannot-pay/customer"])


def test_what_went_is_a_ghost_at_its_old_place(before: Canvas) -> None:
    gone = apply(before, *removal(before, "help"))
    html = drawn(before, gone)
    names = [text_of(one) for one in elements(html) if "cv-stage-name" in one.classes()]
    assert names[:4] == ["Bill arrives", "Cannot pay", "Help", "Back on track"]


def test_a_journey_that_went_is_not_asked_about(before: Canvas) -> None:
    said = text(drawn(before, Canvas.build()))
    assert "This journey is gone. Before, it ends well" in said
    assert "how does the customer feel" not in said


def test_both_curves_are_drawn_and_the_table_says_the_same(before: Canvas, after: Canvas) -> None:
    html = drawn(before, after)
    assert any("cv-run-then" in one.classes() for one in elements(html))
    assert any("cv-run-now" in one.classes() for one in elements(html))
    rows = [text_of(one) for one in elements(html) if (one.key or "").startswith("feel-rows/")]
    assert any("Care call" in row and row.endswith("relief +2relief +3") for row in rows), rows
    assert any("Chatbot" in row and row.endswith("anger −2–") for row in rows), rows
    hollow = [one for one in elements(html) if "cv-was" in one.classes()]
    assert len(hollow) == 4, "shame, relief and pride are felt otherwise, anger is gone; worry is as it was"


def test_both_exchanges_stand_side_by_side(before: Canvas, after: Canvas) -> None:
    html = drawn(before, after)
    pairs = [one for one in elements(html) if "cv-pair" in one.classes()]
    assert [one.key for one in pairs] == ["compare-exchange/early-help"]
    [new] = [one for one in pairs[0].walk() if one.tag == "ins"]
    assert text_of(new) == "+ Sleeps again"


def test_long_texts_are_told_word_by_word(before: Canvas, after: Canvas) -> None:
    [said] = [
        one
        for one in elements(drawn(before, after))
        if one.attributes.get("data-change") == "set early-help.mechanism"
    ]
    assert [text_of(one) for one in said.walk() if one.tag == "del"] == ["gone: same-day", "gone: 196"]
    assert "new: 214" in [text_of(one) for one in said.walk() if one.tag == "ins"]


# -- how the numbers moved -------------------------------------------------------------------


def test_a_number_is_told_only_where_it_says_something_else(before: Canvas, after: Canvas) -> None:
    moved = moved_measures(Eye(Scene(after, compared=Compared(before))))
    assert "emotion_curve" in moved and "business_case" not in moved
    assert set(moved) < set(MEASURES)
    assert moved_measures(Eye(Scene(before, compared=Compared(before)))) == ()


def test_uncertain_numbers_are_drawn_on_one_scale(before: Canvas) -> None:
    dearer = apply(before, Set("case.fixed", {"low": 900_000, "mode": 1_000_000, "high": 1_200_000}))
    html = drawn(before, dearer)
    assert "What it is worth on average: 554k → −2.37M AUD." in text(html)
    scale = [one for one in elements(html) if "cv-both" in one.classes()]
    assert scale and all("range" in text_of(one) for one in scale)
    assert both((), ()) == []


# -- how it is drawn -------------------------------------------------------------------------


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_what_was_there_stands_behind_what_it_stood_behind(then: list[int], own: list[int]) -> None:
    words = [[str(one) for one in some] for some in (then, own)]
    found = interleaved(*words)
    assert sorted(found) == sorted({*words[0], *words[1]})
    assert [one for one in found if one in words[1]] == words[1]


def test_hostile_text_stays_text(before: Canvas) -> None:
    hostile = hostile_canvas()
    for one, other in (
        (hostile, before),
        (before, hostile),
        (Canvas.build(), hostile),
        (hostile, Canvas.build()),
    ):
        only_ours(compared_page(one, other, STRINGS[0], STRINGS[1]))
    named = {f"{id_}.name": f"{STRINGS[0]}{'x' * 60}{STRINGS[1]}" for id_ in hostile.ids("step")}
    worded = apply(hostile, *(Set(address, value) for address, value in named.items()))
    only_ours(compared_page(hostile, worded, STRINGS[2], STRINGS[3]))


@settings(max_examples=25)
@given(canvases(), canvases())
def test_no_two_canvases_break_a_page(one: Canvas, other: Canvas) -> None:
    html = compared_page(one, other, "a", "b")
    only_ours(html)
    keys = [node.key for node in elements(html) if node.key]
    assert len(keys) == len(set(keys))


def followed(before: Canvas, session: Session, edits: list[Edit]) -> None:
    """Patched is as freshly drawn after each edit."""
    compared = Compared(before)
    live = Live(Scene(session.canvas, compared=compared), "compare")
    page = parsed(live.html())
    for edit in edits:
        change = session.apply(edit)
        patch(page, live.update(Scene(session.canvas, compared=compared), change))
        fresh = fragment(Scene(session.canvas, compared=compared), "compare")
        assert live.html() == fresh
        assert page.shape() == parsed(fresh).shape()


def test_the_picture_follows_edits(before: Canvas) -> None:
    followed(
        before, Session(before),
        [
            Set("care-call.name", "Care call at night"), Set("care-call.emotions.relief.valence", 3),
            Set("care-call.stage", ("cannot-pay",)), Move("care-call", None), Rename("care-call", "night-call"),
            Set("night-call.name", "Night call"), Set("early-help.reciprocity", "deferred"),
            Set("stretched-households.affective", 5), *removal(before, "home-check"),
        ],
    )  # fmt: skip


@settings(max_examples=25)
@given(st.data())
def test_patched_is_fresh_on_random_canvases(data: st.DataObject) -> None:
    before = data.draw(canvases())
    session = Session(data.draw(st.sampled_from([before, data.draw(canvases())])))
    for _ in range(3):
        try:
            followed(before, session, [data.draw(edits_for(session.canvas))])
        except EditError:
            continue
