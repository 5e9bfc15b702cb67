"""What changed between two versions, told as a person would."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.versions import settled
from cxcanvas.versions.changes import changes, told
from cxcanvas.versions.readable import readable
from cxcanvas.versions.wording import marked, word_by_word
from tests.strategies import canvases

BASE = Canvas.build(
    {"concept": {"title": "Calm"}},
    [
        ("stage", "worry", {"name": "Worry"}), ("stage", "reach", {"name": "Reach out"}),
        ("step", "first", {"name": "First answer", "stage": "worry", "emotions": {"relief": {"valence": -1}}}),
        ("step", "call", {"name": "Care call", "tags": ["phone", "warm"], "note": "Rings"}),
        ("step", "pay", {"name": "Pay"}),
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    ("edits", "sentences"),
    [
        ([cx.Set("first.emotions.relief.valence", 1)], ["First answer: relief −1 → +1"]),
        ([cx.Set("first.stage", "reach")], ["First answer: moved from Worry to Reach out"]),
        ([cx.Set("call.tags", ["warm", "first"])], ["Care call: tags + “first”, − “phone”"]),
        ([cx.Set("call.tags", ["warm", "phone"])], ["Care call: tags in another order: “warm”, “phone”"]),
        ([cx.Set("call.note")], ["Care call: note removed (was “Rings”)"]),
        ([cx.Set("pay.moment", {"name": "It is paid"})], ["Pay: moment of truth added: name “It is paid”"]),
        ([cx.Set("call.moment.importance", 5)], ["Care call: moment of truth added: importance 5"]),
        ([cx.Move("pay", "first")], ["Pay: moved to the front of the steps"]),
        ([cx.Move("first", None)], ["First answer: moved after “Pay”"]),
        ([cx.Rename("call", "care-call")], ["Care call: id call → care-call"]),
        ([cx.Remove("pay")], ["Removed step “Pay”"]),
        ([cx.Add("step", "wait", {"name": "Wait", "storyline": "customer", "stage": "reach"})],
         ["Added step “Wait” (customer, Reach out)"]),
        ([cx.Set("concept.title", "Calmer")], ["The concept: title “Calm” → “Calmer”"]),
        ([cx.Remove("pay"), cx.Add("finding", "pay", {"name": "Pay"})], ["Pay: became a finding (was a step)"]),
    ],
)  # fmt: skip
def test_each_change_has_its_sentence(edits: list[Any], sentences: list[str]) -> None:
    assert [one.sentence for one in told(BASE, cx.apply(BASE, *edits))] == sentences


def test_what_happened_to_one_element_is_one_sentence() -> None:
    after = cx.apply(
        BASE,
        cx.Set("first.emotions.relief.valence", 1),
        cx.Set("first.stage", "reach"),
        cx.Rename("first", "answer"),
    )
    (one,) = told(BASE, after)
    assert one.sentence == "First answer: id first → answer; moved from Worry to Reach out; relief −1 → +1"


@given(canvases(), canvases())
def test_every_difference_is_told_once_and_none_that_is_not_there(a: Canvas, b: Canvas) -> None:
    found = changes(a, b)
    assert len(found) == len(cx.diff(a, b))
    assert all(one.sentence and "\n" not in one.sentence for one in found)
    assert all(one.sentence for one in told(a, b))
    assert not changes(a, a)


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_that_stayed_went_and_came_give_both_texts_back(old: str, new: str) -> None:
    pieces = word_by_word(old, new)
    assert "".join(text for sign, text in pieces if sign != "+") == old
    assert "".join(text for sign, text in pieces if sign != "-") == new
    assert "\n" not in marked(pieces)


def test_rewritten_words_read_as_one() -> None:
    assert (
        marked(word_by_word("the red old house", "the big new house")) == "the [-red old-]{+big new+} house"
    )


def test_a_very_long_text_is_compared_in_time() -> None:
    old = "".join(f"line {n} of a long text\n" for n in range(3_000))
    new = old.replace("line 7 ", "line seven ")
    assert len(word_by_word(old, new)) == 4
    one = " ".join(str(n) for n in range(50_000))
    assert [piece.sign for piece in word_by_word(f"a {one}", f"b {one[::-1]}")] == ["-", "+"]


# -- what waits for a decision -------------------------------------------------------------------------


def test_what_waits_and_what_is_decided_is_told_in_words() -> None:
    base = cx.loads("cxcanvas: 1\nstep:\n  call: {name: Care call}\n")
    here, there = (cx.apply(base, cx.Set("call.name", name)) for name in ("Mine", "Theirs"))
    merged = cx.merge(base, here, there)
    one, *_ = [one for one in told(here, merged) if one.head == "conflicts"]
    assert one.sentence == "Two versions: name of “Care call” waits for a decision (Mine or Theirs)"
    decided = settled(merged, "remote", ["call.name"])
    (after,) = [one for one in told(merged, decided) if one.head == "conflicts"]
    assert after.sentence == "Two versions: name of “Care call” is decided"


def test_what_is_no_conflict_in_the_record_is_told_as_it_stands() -> None:
    before = cx.loads("cxcanvas: 1\n")
    (one,) = changes(before, cx.loads("cxcanvas: 1\nconflicts: nonsense\n"))
    assert "nonsense" in one.sentence


def test_the_address_of_a_conflict_is_read_as_it_is_written() -> None:
    canvas = cx.loads("cxcanvas: 1\nconflicts:\n  care-call.name: {local: a, remote: b}\n")
    assert "  care-call.name:" in list(readable(canvas))
