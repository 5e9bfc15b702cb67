"""Merging by meaning: its laws on random canvases, and what two people meet."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.errors import EditError
from cxcanvas.textfile import dumps, loads
from cxcanvas.values import ABSENT, same
from cxcanvas.versions import Conflict, conflicts, merge, place_in_words, resolved, settled
from tests.strategies import canvases, edits_for


def changed(canvas: Canvas, data: st.DataObject, most: int = 5) -> Canvas:
    """The canvas after some random edits."""
    for _ in range(data.draw(st.integers(0, most))):
        try:
            canvas = cx.apply(canvas, data.draw(edits_for(canvas)))
        except EditError:
            continue
    return read(canvas)


def read(canvas: Canvas) -> Canvas:
    """The canvas as its file holds it, made of objects of its own."""
    return loads(dumps(canvas))


files = canvases().map(read)


def without_conflicts(canvas: Canvas) -> Canvas:
    return cx.apply(canvas, cx.Set("conflicts")) if "conflicts" in canvas.records else canvas


def mirrored(canvas: Canvas) -> set[tuple[Any, ...]]:
    return {(one.address, repr(one.base), repr(one.remote), repr(one.local)) for one in conflicts(canvas)}


def plain(canvas: Canvas) -> set[tuple[Any, ...]]:
    return {(one.address, repr(one.base), repr(one.local), repr(one.remote)) for one in conflicts(canvas)}


@given(files, st.data())
def test_a_side_that_did_nothing_takes_what_the_other_did(base: Canvas, data: st.DataObject) -> None:
    other = changed(base, data)
    assert merge(base, read(base), other) == other
    assert merge(base, other, read(base)) == other
    assert merge(base, other, read(other)) == other


@given(files, st.data())
def test_merging_does_not_ask_who_was_first(base: Canvas, data: st.DataObject) -> None:
    one, other = changed(base, data), changed(base, data)
    there, back = merge(base, one, other), merge(base, other, one)
    assert without_conflicts(there) == without_conflicts(back)
    assert dumps(without_conflicts(there)) == dumps(without_conflicts(back))
    assert plain(there) == mirrored(back)


@given(files, files, files)
def test_any_three_canvases_merge_into_one_that_loads(base: Canvas, one: Canvas, other: Canvas) -> None:
    merged = merge(base, one, other)
    assert loads(dumps(merged)) == merged


@given(files, files, files)
def test_nothing_of_either_side_is_dropped(base: Canvas, one: Canvas, other: Canvas) -> None:
    """What a side changed stands in the result, or in a conflict at the place or around it."""
    merged = merge(base, one, other)
    told = {each.address for each in conflicts(merged)}

    def around(address: str) -> bool:
        parts = address.split(".")
        return any(".".join(parts[:length]) in told for length in range(1, len(parts) + 1))

    for side in (one, other):
        for edit in cx.diff(base, side):
            match edit:
                case cx.Set(address, value):
                    said = leaves(address, value)
                case cx.Add(_, id_, fields):
                    said = leaves(id_, fields)
                case cx.Remove(id_):
                    assert (
                        id_ not in merged or around(id_) or merged[id_].kind != base[id_].kind or id_ in side
                    )
                    continue
                case _:
                    continue
            for address, value in said:
                there: Any = merged.value(address)
                if isinstance(value, tuple):
                    before: Any = base.value(address) or ()
                    mine = [each for each in value if not isinstance(before, tuple) or each not in before]
                    assert around(address) or all(each in there for each in mine)
                else:
                    assert same(there, value) or around(address)


def leaves(address: str, value: Any) -> list[tuple[str, Any]]:
    """What stands in a mapping that an address can name."""
    if isinstance(value, dict):
        return [
            one
            for name, inner in value.items()
            if name and "." not in name
            for one in leaves(f"{address}.{name}", inner)
        ]
    return [(address, value)]


@given(files, st.data())
def test_a_decision_for_one_side_can_always_be_made(base: Canvas, data: st.DataObject) -> None:
    one, other = changed(base, data), changed(base, data)
    merged = merge(base, one, other)
    for side in ("local", "remote"):
        done = settled(merged, side, [each.address for each in conflicts(merged)])
        assert conflicts(done) == ()
        assert loads(dumps(done)) == done
    for each in conflicts(merged):
        assert place_in_words(each.address, merged)


def step(**fields: Any) -> dict[str, Any]:
    return {"name": "Care call", **fields}


def canvas(*elements: tuple[str, str, dict[str, Any]], **records: Any) -> Canvas:
    return Canvas.build(records, elements)


BASE = canvas(
    ("party", "family", {"name": "Family"}),
    ("step", "call", step(note="Rings", tags=["phone"])),
    ("step", "pay", step(name="Pay")),
    ("step", "wait", step(name="Wait")),
)


def test_different_elements_and_different_fields_come_together() -> None:
    mine = cx.apply(BASE, cx.Set("call.name", "Welcome call"), cx.Add("step", "thank", {"name": "Thank"}))
    theirs = cx.apply(BASE, cx.Set("call.note", "Rings twice"), cx.Set("pay.name", "Pays"))
    merged = merge(BASE, mine, theirs)
    assert conflicts(merged) == ()
    assert dict(merged["call"]) == {"name": "Welcome call", "note": "Rings twice", "tags": ("phone",)}
    assert merged["pay"].name == "Pays"
    assert merged.ids("step") == ("call", "pay", "wait", "thank")


def test_additions_to_a_list_come_together_and_what_was_taken_out_stays_out() -> None:
    base = cx.apply(BASE, cx.Set("call.tags", ["phone", "old"]))
    mine = cx.apply(base, cx.Set("call.tags", ["phone", "warm"]))
    theirs = cx.apply(base, cx.Set("call.tags", ["phone", "old", "first"]))
    assert set(merge(base, mine, theirs)["call"].tags) == {"phone", "warm", "first"}
    assert conflicts(merge(base, mine, theirs)) == ()


def test_one_field_changed_by_both_keeps_both_and_stands_as_it_was() -> None:
    mine, theirs = (cx.apply(BASE, cx.Set("call.note", words)) for words in ("Rings twice", "Writes"))
    merged = merge(BASE, mine, theirs)
    assert conflicts(merged) == (Conflict("call.note", "Rings", "Rings twice", "Writes"),)
    assert merged["call"].note == "Rings"
    assert cx.apply(merged, *resolved(merged, "call.note", "remote")) == theirs
    assert cx.apply(merged, *resolved(merged, "call.note", "local")) == mine
    assert cx.apply(merged, *resolved(merged, "call.note", None)) == BASE


def test_the_same_id_added_by_both_with_other_words_keeps_both() -> None:
    mine = cx.apply(BASE, cx.Add("step", "thank", {"name": "Thank", "note": "by mail"}))
    theirs = cx.apply(BASE, cx.Add("step", "thank", {"name": "Thank you", "note": "by mail"}))
    merged = merge(BASE, mine, theirs)
    assert [one.address for one in conflicts(merged)] == ["thank"]
    assert merged["thank"] in (mine["thank"], theirs["thank"])
    assert settled(merged, "local", ["thank"]) == mine
    assert settled(merged, "remote", ["thank"]) == theirs
    other = cx.apply(BASE, cx.Add("finding", "thank", {"name": "Thanks"}))
    merged = merge(BASE, mine, other)
    assert [one.address for one in conflicts(merged)] == ["thank"]
    assert settled(merged, "remote", ["thank"]) == other
    assert settled(merged, "local", ["thank"]) == mine


def test_what_one_removed_and_the_other_changed_stays_until_somebody_decides() -> None:
    mine, theirs = cx.apply(BASE, cx.Remove("call")), cx.apply(BASE, cx.Set("call.note", "Writes"))
    merged = merge(BASE, mine, theirs)
    assert merged["call"].note == "Writes"
    (one,) = conflicts(merged)
    assert (one.address, one.local) == ("call", ABSENT)
    assert settled(merged, "local", ["call"]) == mine
    assert settled(merged, "remote", ["call"]) == theirs


def test_what_one_removed_and_the_other_points_at_stays_with_all_that_it_points_at() -> None:
    base = canvas(
        ("party", "family", {"name": "Family"}),
        ("journey", "year", {"name": "A year", "customers": ["family"]}),
        ("step", "call", step()),
    )
    mine = cx.apply(base, *[cx.Remove("year"), cx.Remove("family")])
    theirs = cx.apply(
        base, cx.Set("call.journey", "year"), cx.Add("stage", "early", {"name": "Early", "journey": "year"})
    )
    merged = merge(base, mine, theirs)
    assert {"year", "family"} <= set(merged)
    assert {one.address for one in conflicts(merged)} == {"year", "family"}
    gone = settled(merged, "local", ["family", "year"])
    assert "year" not in gone
    assert gone["early"].get("journey") is None


def test_a_part_that_one_took_out_and_the_other_points_at_stays() -> None:
    base = canvas(
        ("step", "call", step(promises={"calm": {"text": "You can be calm"}})),
        ("evidence", "said", {"name": "Said"}),
    )
    mine = cx.apply(base, cx.Set("call.promises"))
    theirs = cx.apply(base, cx.Set("said.supports", ["call.promises.calm"]))
    merged = merge(base, mine, theirs)
    assert merged.value("call.promises.calm.text") == "You can be calm"
    assert [one.address for one in conflicts(merged)] == ["call.promises.calm"]


def test_moves_of_different_elements_come_together_and_two_places_for_one_are_a_conflict() -> None:
    base = canvas(*[("step", name, {"name": name}) for name in "abcdef"])
    mine, theirs = cx.apply(base, cx.Move("a", None)), cx.apply(base, cx.Move("f", "c"))
    merged = merge(base, mine, theirs)
    assert merged.ids("step") == ("b", "f", "c", "d", "e", "a")
    assert conflicts(merged) == ()
    theirs = cx.apply(base, cx.Move("a", "d"))
    merged = merge(base, mine, theirs)
    (one,) = conflicts(merged)
    assert (one.address, one.base) == ("step", tuple("abcdef"))
    assert merged.ids("step") == tuple("abcdef")
    assert settled(merged, "local", ["step"]).ids("step") == mine.ids("step")
    assert settled(merged, "remote", ["step"]).ids("step") == theirs.ids("step")


def test_a_new_name_of_one_side_meets_the_changes_of_the_other() -> None:
    mine = cx.apply(BASE, cx.Rename("call", "care-call"))
    theirs = cx.apply(
        BASE, cx.Set("call.note", "Writes"), cx.Add("finding", "late", {"name": "Late", "at": ["call"]})
    )
    for merged in (merge(BASE, mine, theirs), merge(BASE, theirs, mine)):
        assert conflicts(merged) == ()
        assert "call" not in merged
        assert merged["care-call"].note == "Writes"
        assert merged["late"].at == ("care-call",)


def test_two_new_names_for_one_element_are_a_conflict_that_a_choice_ends() -> None:
    base = cx.apply(BASE, cx.Add("finding", "late", {"name": "Late", "at": ["call"]}))
    mine, theirs = (cx.apply(base, cx.Rename("call", name)) for name in ("care-call", "welcome"))
    merged = merge(base, mine, theirs)
    assert [one.address for one in conflicts(merged)] == ["care-call.(id)"]
    chosen = settled(merged, "remote", ["care-call.(id)"])
    assert "care-call" not in chosen
    assert chosen["late"].at == ("welcome",)
    assert settled(merged, "local", ["care-call.(id)"])["late"].at == ("care-call",)


def test_comments_of_both_sides_stay() -> None:
    text = "cxcanvas: 1\nstep:\n  call:  # beside\n    name: Care call\n"
    mine = text.replace("  call:", "  # mine\n  call:")
    theirs = text.replace("  call:", "  # theirs\n  call:").replace("# beside", "# beside it")
    merged = merge(loads(text), loads(mine), loads(theirs))
    comment = merged.comments["call"]
    assert set(comment.above) == {"# mine", "# theirs"}
    assert comment.beside == "# beside it"
    assert all(words in dumps(merged) for words in ("# mine", "# theirs", "# beside it"))


def test_conflicts_of_an_earlier_merge_stay_until_they_are_ended() -> None:
    mine, theirs = (cx.apply(BASE, cx.Set("call.note", words)) for words in ("A", "B"))
    left = merge(BASE, mine, theirs)
    ended = cx.apply(left, *resolved(left, "call.note", "local"))
    assert merge(left, ended, cx.apply(left, cx.Set("pay.name", "Pays"))) == cx.apply(
        ended, cx.Set("pay.name", "Pays")
    )
    other = cx.apply(left, *resolved(left, "call.note", "remote"))
    again = merge(left, ended, other)
    assert conflicts(again) == (Conflict("call.note", "Rings", "A", "B"),)


def test_a_second_conflict_at_a_place_keeps_the_first() -> None:
    mine, theirs = (cx.apply(BASE, cx.Set("call.note", words)) for words in ("A", "B"))
    left = merge(BASE, mine, theirs)
    one, other = (cx.apply(left, cx.Set("call.note", words)) for words in ("C", "D"))
    record: Any = merge(left, one, other).records["conflicts"]
    entry = record["call.note"]
    assert (entry["local"], entry["remote"]) == ("C", "D")
    assert entry["earlier"] == ({"base": "Rings", "local": "A", "remote": "B"},)


@pytest.mark.parametrize("address", ["call.name", "nothing", "conflicts"])
def test_what_is_no_conflict_cannot_be_ended(address: str) -> None:
    with pytest.raises(EditError, match="no conflict"):
        resolved(BASE, address, "local")


@pytest.mark.parametrize("record", ["words", [1], {"call.note": 3}, {"call.note": {}}, {"": {"local": 1}}])
def test_a_record_of_conflicts_that_is_none_does_no_harm(record: Any) -> None:
    odd = cx.apply(BASE, cx.Set("conflicts", record))
    for one in conflicts(odd):
        assert cx.apply(odd, *resolved(odd, one.address, None))
    mine, theirs = (cx.apply(odd, cx.Set("call.note", words)) for words in ("A", "B"))
    merged = merge(odd, mine, theirs)
    assert "call.note" in {one.address for one in conflicts(merged)} or not isinstance(record, dict)
    assert loads(dumps(merged)) == merged
