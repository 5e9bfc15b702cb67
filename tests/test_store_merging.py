"""Two who changed the same canvas: what clashes, and what becomes of it when somebody decides."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.errors import ConflictError
from cxcanvas.store.merging import contested, merged
from cxcanvas.versions import settled
from tests.strategies import canvases, edits_for


def both_ways(base: Canvas, mine: Canvas, theirs: Canvas) -> tuple[Canvas, Canvas]:
    """What it comes to with their words, and with mine."""
    apart = contested(base, mine, theirs)
    return apart.theirs, settled(apart.mine, "local", apart.addresses)


def changed(canvas: Canvas, data: st.DataObject) -> Canvas:
    for _ in range(data.draw(st.integers(0, 4))):
        try:
            canvas = cx.apply(canvas, data.draw(edits_for(canvas)))
        except cx.EditError:
            continue
    return canvas


@given(canvases(), st.data())
def test_a_decision_is_always_possible_and_needed_only_in_a_conflict(
    base: Canvas, data: st.DataObject
) -> None:
    mine, theirs = changed(base, data), changed(base, data)
    kept, won = both_ways(base, mine, theirs)
    try:
        both = merged(base, mine, theirs)
    except ConflictError as error:
        assert error.addresses
    else:
        assert kept == won == both
    assert both_ways(base, mine, base) == (mine, mine)
    assert both_ways(base, base, theirs) == (theirs, theirs)


def canvas(**names: str) -> Canvas:
    return Canvas.build(elements=[("step", id_, {"name": name}) for id_, name in names.items()])


def test_each_gets_the_words_that_were_decided_for() -> None:
    base = canvas(call="Calls", pay="Pays")
    mine = cx.apply(base, cx.Set("call.name", "Mine"), cx.Set("pay.note", "mine too"))
    theirs = cx.apply(base, cx.Set("call.name", "Theirs"), cx.Set("call.note", "theirs too"))
    kept, won = both_ways(base, mine, theirs)
    assert dict(kept["call"]) == {"name": "Theirs", "note": "theirs too"}
    assert dict(won["call"]) == {"name": "Mine", "note": "theirs too"}
    assert kept["pay"].note == won["pay"].note == "mine too"


def test_what_they_removed_and_i_changed_comes_back_with_mine() -> None:
    base = canvas(call="Calls", pay="Pays")
    mine, theirs = cx.apply(base, cx.Set("call.name", "Mine")), cx.apply(base, cx.Remove("call"))
    with pytest.raises(ConflictError, match="somebody else changed the same place"):
        merged(base, mine, theirs)
    kept, won = both_ways(base, mine, theirs)
    assert "call" not in kept
    assert won["call"].name == "Mine"


def test_what_i_removed_and_they_changed_goes_with_mine() -> None:
    base = canvas(call="Calls", pay="Pays")
    mine, theirs = cx.apply(base, cx.Remove("call")), cx.apply(base, cx.Set("call.name", "Theirs"))
    kept, won = both_ways(base, mine, theirs)
    assert kept["call"].name == "Theirs"
    assert "call" not in won


def test_both_added_the_same_name() -> None:
    base = canvas(pay="Pays")
    mine = cx.apply(base, cx.Add("step", "call", {"name": "Mine"}))
    theirs = cx.apply(base, cx.Add("step", "call", {"name": "Theirs", "note": "x"}))
    kept, won = both_ways(base, mine, theirs)
    assert (kept["call"].name, dict(won["call"])) == ("Theirs", {"name": "Mine"})


def test_the_cost_of_a_merge_grows_with_what_changed_not_with_its_square() -> None:
    base = canvas(**{f"s{number}": "x" for number in range(4000)})
    mine, theirs = base, base
    mine = Canvas.build(elements=[("step", f"s{n}", {"name": "x", "note": "mine"}) for n in range(4000)])
    theirs = Canvas.build(elements=[("step", f"s{n}", {"name": "theirs"}) for n in range(4000)])
    began = time.perf_counter()
    both = merged(base, mine, theirs)
    assert dict(both["s7"]) == {"name": "theirs", "note": "mine"}
    assert time.perf_counter() - began < 10
