"""A conflict as it is shown: both sides whole, what was before, and nothing that is not so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.checks.well_formed import merge
from cxcanvas.errors import EditError
from cxcanvas.values import ABSENT, same
from cxcanvas.versions import TAKES, conflicts, resolved, settled
from cxcanvas.versions.sides import contested, in_all
from tests.boardrig import contested_canvas, two_versions
from tests.test_versions_merge import changed, files


@given(files, st.data())
def test_every_conflict_is_shown_with_both_sides(base: Canvas, data: st.DataObject) -> None:
    merged = merge(base, changed(base, data), changed(base, data))
    known = {one.address: one for one in conflicts(merged)}
    shown = contested(merged)
    assert sorted(one.address for one in shown) == sorted(known)
    assert bool(in_all(merged)) == bool(known)
    for one in shown:
        conflict = known[one.address]
        for side in (one.local, one.remote, one.base):
            assert side.lines
            assert all(line.strip() for line in side.lines)
            if side.pieces:
                assert "".join(text for sign, text in side.pieces if sign != "-") == conflict.of(side.side)
                assert "".join(text for sign, text in side.pieces if sign != "+") == conflict.base
            elif isinstance(value := conflict.of(side.side), str) and "." in one.address and len(value) > 60:
                assert value in side.lines


@given(files, st.data())
def test_each_place_can_be_ended_by_itself_and_leaves_the_others_as_they_were(
    base: Canvas, data: st.DataObject
) -> None:
    canvas = merge(base, changed(base, data), changed(base, data))
    while waiting := conflicts(canvas):
        one = data.draw(st.sampled_from(waiting))
        take = data.draw(st.sampled_from([*TAKES, None]))
        try:
            after = cx.apply(canvas, *resolved(canvas, one.address, take))
        except EditError:
            after = cx.apply(canvas, *resolved(canvas, one.address, None))
        left = {each.address for each in conflicts(after)}
        assert len(left) == len(waiting) - 1
        if take in ("local", "remote") and "." in one.address and not one.address.endswith(".(id)"):
            assert same(after.value(one.address), one.of(take)) or one.head not in after
        assert cx.loads(cx.dumps(after)) == after
        canvas = after


def shown(canvas: Canvas) -> dict[str, list[str]]:
    return {
        one.address: ["; ".join(side.lines) for side in (one.local, one.remote, one.base)]
        for one in contested(canvas)
    }


def test_each_sort_of_conflict_is_told_in_words() -> None:
    canvas = contested_canvas()
    said = shown(canvas)
    assert said["customer-worry.name"] == ["Worries at night", "Worries by day", "Does worry"]
    assert said["customer-help"][:2] == ["name “Does help” → “Asks for help”", "deleted"]
    assert said["stage"] == ["“Later” first", "“Later” after “Worry”", "“Worry” · “Help” · “After” · “Later”"]
    by = {one.address: one for one in contested(canvas)}
    assert by["customer-worry.name"].place == "name of “Does worry”"
    assert by["customer-worry.note"].both
    assert not by["stage"].both
    assert by["stage"].at == ""
    assert (
        in_all(canvas)
        == "Two people changed the same 6 places. Both versions are kept until somebody decides."
    )


def test_what_holds_together_on_each_side_alone_says_why_it_does_not_in_the_whole() -> None:
    canvas = contested_canvas()
    (here, *_) = [one for one in contested(canvas) if one.address == "us.part_of"]
    assert "part of itself" in here.why
    assert here.why in here.sentence
    assert cx.loads(cx.dumps(canvas)).records["conflicts"] == canvas.records["conflicts"]
    assert {one.why for one in conflicts(cx.loads(cx.dumps(canvas))) if one.address == "us.part_of"} == {
        here.why
    }


@pytest.mark.parametrize(("side", "which"), [("local", 1), ("remote", 2)])
def test_to_decide_all_for_one_side_is_what_that_side_said(side: str, which: int) -> None:
    versions = two_versions()
    canvas = contested_canvas()
    done = settled(canvas, side, [one.address for one in conflicts(canvas)])  # type: ignore[arg-type]
    for address in ("customer-worry.name", "customer-worry.note", "us.part_of", "team.part_of"):
        assert same(done.value(address), versions[which].value(address))
    assert ("customer-help" in done) == ("customer-help" in versions[which])
    assert done.ids("stage") == versions[which].ids("stage")
    assert "conflicts" not in done.records


@pytest.mark.parametrize(
    ("address", "mine", "theirs", "both"),
    [
        ("call.name", "A", "B", "A / B"),
        ("call.note", "A", "B", "A\n\nB"),
        ("call.note", "A and B", "B", "A and B"),
        ("call.tags", ("a", "b"), ("b", "c"), ("a", "b", "c")),
        ("call.stage", "a", "b", ABSENT),
        ("call.effort", 1, 2, ABSENT),
        ("nobody.note", "A", "B", ABSENT),
        ("step", ("a",), ("b",), ABSENT),
    ],
)
def test_both_stand_together_where_they_are_words_or_lists(
    address: str, mine: object, theirs: object, both: object
) -> None:
    record = {address: {"base": "x", "local": mine, "remote": theirs}}
    canvas = cx.apply(
        Canvas.build(elements=[("step", "call", {"name": "Calls"})]), cx.Set("conflicts", record)
    )
    if both is ABSENT:
        with pytest.raises(EditError):
            resolved(canvas, address, "both")
    else:
        assert cx.apply(canvas, *resolved(canvas, address, "both")).value(address) == both


def test_the_other_conflicts_of_an_element_go_along_with_its_new_id() -> None:
    base = Canvas.build(elements=[("step", "call", {"name": "Calls"})])
    mine = cx.apply(base, cx.Rename("call", "a-call"), cx.Set("a-call.name", "Mine"))
    theirs = cx.apply(base, cx.Rename("call", "the-call"), cx.Set("the-call.name", "Theirs"))
    canvas = merge(base, mine, theirs)
    assert {one.address for one in conflicts(canvas)} == {"a-call.(id)", "a-call.name"}
    canvas = cx.apply(canvas, *resolved(canvas, "a-call.(id)", "remote"))
    canvas = cx.apply(canvas, *resolved(canvas, "the-call.name", "local"))
    assert canvas["the-call"].name == "Mine"
    assert "conflicts" not in canvas.records
