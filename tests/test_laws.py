"""The laws of edits, on random canvases."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cxcanvas.canvas import Canvas
from cxcanvas.edits import apply, diff, from_json, invert, removal, sentence, to_json
from cxcanvas.errors import EditError
from tests.strategies import canvases, edits_for


@given(canvases(), canvases())
def test_applying_the_difference_gives_the_other_canvas(a: Canvas, b: Canvas) -> None:
    assert apply(a, *diff(a, b)) == b


@given(canvases())
def test_a_canvas_does_not_differ_from_itself(a: Canvas) -> None:
    assert diff(a, a) == ()


@given(canvases(), st.data())
def test_every_edit_can_be_taken_back(a: Canvas, data: st.DataObject) -> None:
    edit = data.draw(edits_for(a))
    try:
        after = apply(a, edit)
    except EditError:
        assume(False)
    assert apply(after, *invert(a, edit)) == a


@given(canvases(), st.data())
def test_the_index_of_references_follows_every_edit(a: Canvas, data: st.DataObject) -> None:
    a.referrers("e1")  # builds the index, so that the edit has to carry it over
    edit = data.draw(edits_for(a))
    try:
        after = apply(a, edit)
    except EditError:
        assume(False)
    fresh = Canvas.build(after.records, [(after[id_].kind, id_, after[id_].fields) for id_ in after])
    for id_ in [*after, *a, "nowhere"]:
        assert set(after.referrers(id_)) == set(fresh.referrers(id_))
    for kind in after.kinds:
        assert sorted(after.ids(kind), key=after.rank) == list(after.ids(kind))


@given(canvases(), st.data())
def test_an_edit_survives_json_and_can_be_told(a: Canvas, data: st.DataObject) -> None:
    edit = data.draw(edits_for(a))
    assert from_json(to_json(edit)) == edit
    assert sentence(edit, a)


@given(canvases(), st.data())
def test_a_removal_leaves_nothing_that_points_at_it(a: Canvas, data: st.DataObject) -> None:
    assume(len(a))
    id_ = data.draw(st.sampled_from(list(a)))
    after = apply(a, *removal(a, id_))
    assert id_ not in after
    assert after.referrers(id_) == ()


@given(canvases(), st.data())
def test_an_edit_that_does_not_fit_changes_nothing(a: Canvas, data: st.DataObject) -> None:
    before = Canvas.build(a.records, [(a[id_].kind, id_, a[id_].fields) for id_ in a])
    try:
        apply(a, data.draw(edits_for(a)))
    except EditError as error:
        assert str(error)
    assert a == before


@pytest.mark.parametrize(
    "data", [None, [], {}, {"op": "sing"}, {"op": "set"}, {"op": "set", "address": 3}, {"op": "add", "kind": "step"},
             {"op": "set", "address": "a.b", "value": float("nan")}, {"op": "remove", "id": ""}],
)  # fmt: skip
def test_json_that_is_no_edit_is_refused_in_a_sentence(data: object) -> None:
    with pytest.raises(EditError, match=r".+"):
        from_json(data)
