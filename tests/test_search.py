"""Search finds anything by words, in any script; filters tell what matches."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.canvas import Canvas
from cxcanvas.examples import example_path
from cxcanvas.search import MOST, Pieces, folded, marked, matching, search
from cxcanvas.session import open
from tests.hostile import hostile_canvas
from tests.strategies import canvases

WORDS = [
    "zürich",
    "Straße",
    "CAFÉ",
    "été",
    "İstanbul",
    "ﬁnal",
    "日本語",
    "東京",
    "שלום",
    "مرحبا",
    "👩‍👩‍👧",
    "e\u0301te\u0301",
    "ΟΔΟΣ",
    "한국",
]


def joined(pieces: Pieces) -> str:
    return "".join(text for text, _ in pieces)


def on(pieces: Pieces) -> str:
    return "".join(text for text, marked in pieces if marked)


def of(*elements: tuple[str, str, dict[str, Any]]) -> Canvas:
    return Canvas.build({"concept": {"title": "Breathing Space"}}, elements)


def ids(canvas: Canvas, text: str) -> list[str]:
    return [one.at for one in search(canvas, text).hits]


@pytest.mark.parametrize("word", WORDS)
def test_every_script_is_found_whatever_its_case_and_accents(word: str) -> None:
    canvas = of(("step", "a", {"name": f"Before {word} after"}), ("step", "b", {"name": "Another"}))
    for asked in (word, word.upper(), word.lower(), folded(word)):
        found = search(canvas, asked)
        assert [one.at for one in found.hits] == ["a"], asked
        assert folded(on(found.hits[0].name)) == folded(word)
        assert joined(found.hits[0].name) == f"Before {word} after"


def test_a_name_comes_before_a_text_and_a_text_before_a_note() -> None:
    canvas = of(
        ("step", "noted", {"name": "Waits", "note": "She opens the bill"}),
        ("evidence", "said", {"name": "Quote", "text": "The bill came late"}),
        ("step", "inside", {"name": "Pays every billing"}),
        ("step", "starts", {"name": "Bill arrives"}),
        ("step", "whole", {"name": "Bill"}),
        ("step", "later", {"name": "Opens the bill"}),
    )
    assert ids(canvas, "bill") == ["whole", "starts", "inside", "later", "said", "noted"]


def test_every_word_must_occur_somewhere() -> None:
    canvas = of(
        ("step", "a", {"name": "Opens the bill", "note": "in the kitchen", "tags": ("weak-signal",)}),
        ("step", "b", {"name": "Opens the door"}),
    )
    assert ids(canvas, "bill kitchen") == ["a"]
    assert ids(canvas, "opens") == ["a", "b"]
    assert ids(canvas, "opens kitchen weak") == ["a"]
    assert ids(canvas, "bill door") == []
    assert ids(canvas, "   ") == [] and search(canvas, "").count == 0


def test_tags_kinds_ids_quotes_and_nested_texts_are_found() -> None:
    canvas = of(
        ("party", "dana", {"name": "Dana", "quote": "Only seventy-nine dollars"}),
        (
            "step",
            "care-call",
            {"name": "Calls", "emotions": {"one": {"name": "Quiet relief"}}, "moment": {"name": "Asked"}},
        ),
        ("hypothesis", "h", {"statement": "She would call", "tests": {"t": {"name": "Prototype letter"}}}),
        ("research", "r", {"tags": ("interview",)}),
    )
    assert ids(canvas, "seventy") == ["dana"]
    assert ids(canvas, "quiet") == ids(canvas, "asked") == ids(canvas, "care-call") == ["care-call"]
    assert ids(canvas, "prototype") == ids(canvas, "hypothesis") == ["h"]
    assert ids(canvas, "interview") == ["r"]
    assert ids(canvas, "breathing") == ["concept"]
    hit = search(canvas, "quiet").hits[0]
    assert hit.field == "emotions name" and on(hit.text) == "Quiet"


def test_a_long_text_is_cut_around_what_was_found() -> None:
    text = f"{'before ' * 40}needle {'after ' * 40}"
    hit = search(of(("step", "a", {"name": "A", "note": text})), "needle").hits[0]
    assert on(hit.text) == "needle" and len(joined(hit.text)) < 140
    assert joined(hit.text).startswith("… ") and joined(hit.text).endswith(" …")


def test_hits_are_bounded_and_counted() -> None:
    canvas = of(*(("step", f"s{n}", {"name": f"Step {n}"}) for n in range(200)))
    found = search(canvas, "step")
    assert len(found.hits) == MOST and found.count == 200
    assert len(search(canvas, "step " * 200).hits) == MOST


@given(canvases(), st.text(max_size=8))
@settings(max_examples=150, deadline=None)
def test_what_is_marked_is_what_was_asked_for(canvas: Canvas, text: str) -> None:
    for hit in search(canvas, text).hits:
        found = canvas.get(hit.at)  # an element without fields is false
        assert joined(hit.name) == (found if found is not None else canvas.concept).title
        for piece, is_on in (*hit.name, *hit.text):
            assert piece
            assert not is_on or any(
                word in folded(on(hit.name) + on(hit.text)) for word in folded(text).split()
            )


@given(st.text(max_size=20), st.lists(st.text(min_size=1, max_size=3), max_size=3))
@settings(deadline=None)
def test_pieces_are_the_text(text: str, wanted: list[str]) -> None:
    words = [one for word in wanted for one in folded(word).split()]
    assert joined(marked(text, words)) == text
    assert (
        any(word in folded(text) for word in words) == any(is_on for _, is_on in marked(text, words))
        or not text
    )


def test_a_hostile_canvas_is_searched_and_filtered() -> None:
    canvas = hostile_canvas()
    assert search(canvas, "script").count > 50
    for by in ({"party": ["h-party-0"]}, {"role": ["h-role-0"]}, {"tag": ["<b>"]}, {"state": ["draft", ""]}):
        assert matching(canvas, by) is not None


# -- filters ---------------------------------------------------------------------------------------


def test_nothing_chosen_filters_nothing() -> None:
    assert matching(of(), {}) is None
    assert matching(of(), {"party": [], "tag": []}) is None


def test_a_party_brings_its_values_its_journey_and_what_is_said_of_it() -> None:
    canvas = open(example_path()).canvas
    theirs = matching(canvas, {"party": ["stretched-households"]})
    ours = matching(canvas, {"party": ["wattlebank"]})
    assert theirs is not None and ours is not None
    assert {"stretched-households", "dana", "bill-79", "sees-the-bill", "worry-lifted"} <= theirs
    assert {"wattlebank", "care-agent", "early-warning"} <= ours
    assert "sees-the-bill" not in ours and "early-warning" not in theirs


def test_words_of_one_sort_widen_and_sorts_narrow() -> None:
    canvas = of(
        ("step", "a", {"tags": ("x",), "state": "draft"}),
        ("step", "b", {"tags": ("y",), "state": "agreed"}),
        ("step", "c", {"tags": ("x", "y")}),
    )
    assert matching(canvas, {"tag": ["x"]}) == frozenset({"a", "c"})
    assert matching(canvas, {"tag": ["x", "y"]}) == frozenset({"a", "b", "c"})
    assert matching(canvas, {"tag": ["x"], "state": ["draft"]}) == frozenset({"a"})
    assert matching(canvas, {"state": [""]}) == frozenset({"c"})


@given(
    canvases(),
    st.dictionaries(
        st.sampled_from(["party", "role", "state", "tag"]),
        st.lists(st.sampled_from(["e0", "e1", ""]), max_size=2),
    ),
)
@settings(deadline=None)
def test_what_passes_is_there(canvas: Canvas, by: dict[str, list[str]]) -> None:
    passing = matching(canvas, by)
    assert (passing is None) == (not any(by.values()))
    assert passing is None or passing <= {*canvas}


def test_a_large_canvas_is_searched_while_one_types() -> None:
    canvas = of(
        *(
            ("step", f"s{n}", {"name": f"Step {n}", "note": "Something longer that happens here " * 3})
            for n in range(3000)
        )
    )
    search(canvas, "warm")
    times = []
    for text in ("s", "st", "step 1", "happens 29", "nothing"):
        start = time.perf_counter()
        search(canvas, text)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.05  # a wrong order of growth would take seconds
