"""Laws of diff and merge on random canvases that were renamed, moved, merged before, and commented by hand."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas, Comment
from cxcanvas.edits import Add, Remove, Rename, Set
from cxcanvas.textfile import dumps, loads
from cxcanvas.values import ABSENT, Frozen, same
from cxcanvas.versions import conflicts, settled
from cxcanvas.versions.changes import changes, told
from cxcanvas.versions.wording import word_by_word
from tests.strategies import IDS
from tests.test_versions_merge import changed, files, mirrored, plain, read, without_conflicts


@st.composite
def merged_before(draw: st.DrawFn) -> Canvas:
    """A canvas that a merge left, now and then with conflicts in it."""
    base, data = draw(files), draw(st.data())
    return read(cx.merge(base, changed(base, data, 3), changed(base, data, 3)))


commented = st.lists(st.sampled_from(["# one", "# two", "# three"]), max_size=2, unique=True)


@st.composite
def with_comments(draw: st.DrawFn, canvas: Canvas) -> Canvas:
    """The canvas with some comments of a hand."""
    notes = {
        id_: Comment(tuple(draw(commented)), draw(st.sampled_from(["", "# beside", "# there"])))
        for id_ in canvas
    }
    return canvas.with_places(canvas.lines, {at: one for at, one in notes.items() if one != Comment()})


def held(value: Any) -> list[Any]:
    """Every text, number, yes and no in a value."""
    if isinstance(value, dict):
        return [one for inner in value.values() for one in held(inner)]
    if isinstance(value, tuple):
        return [one for inner in value for one in held(inner)]
    return [value]


def all_of(canvas: Canvas) -> list[Any]:
    """Everything that a canvas says, its conflicts included."""
    return [*held(canvas.records), *(one for id_ in canvas for one in held(canvas[id_].fields))]


@given(merged_before(), st.data())
def test_a_difference_leads_there_and_tells_each_place_once(before: Canvas, data: st.DataObject) -> None:
    after = changed(before, data)
    edits = cx.diff(before, after)
    assert cx.apply(before, *edits) == after
    assert cx.diff(before, read(before)) == ()
    seen: set[tuple[type, str]] = set()
    canvas = before
    for edit in edits:
        place = (type(edit), edit.address if isinstance(edit, Set) else edit.id)
        assert place not in seen, "told twice"
        seen.add(place)
        now = cx.apply(canvas, edit)
        assert now != canvas, "told although nothing changed"
        canvas = now
    assert len(changes(before, after)) == len(edits)
    assert sum(len(one.changes) for one in told(before, after)) <= len(edits)


@given(merged_before(), st.data())
def test_the_laws_hold_on_what_was_merged_before(base: Canvas, data: st.DataObject) -> None:
    one, other = changed(base, data), changed(base, data)
    assert cx.merge(base, read(base), other) == other
    assert cx.merge(base, one, read(one)) == one
    there, back = cx.merge(base, one, other), cx.merge(base, other, one)
    assert without_conflicts(there) == without_conflicts(back)
    assert loads(dumps(there)) == there
    if not conflicts(base):
        assert plain(there) == mirrored(back)
    else:
        assert {each.address for each in conflicts(there)} == {each.address for each in conflicts(back)}


@given(merged_before(), st.data())
def test_every_word_that_a_side_wrote_is_in_the_result_or_in_its_conflicts(
    base: Canvas, data: st.DataObject
) -> None:
    one, other = changed(base, data), changed(base, data)
    merged = cx.merge(base, one, other)
    said = all_of(merged)
    names = {*IDS, *base, *one, *other}
    for side, opposite in ((one, other), (other, one)):
        for edit in cx.diff(base, side):
            new = edit.value if isinstance(edit, Set) else edit.fields if isinstance(edit, Add) else None
            address = edit.address if isinstance(edit, Set) else ""
            if (
                not isinstance(edit, Set | Add)
                or address.startswith("conflicts")
                or _taken_out(base, opposite, edit)
            ):
                continue
            for value in held(new):
                if value is ABSENT or (isinstance(value, str) and value.partition(".")[0] in names):
                    continue
                assert any(same(value, there) for there in said), f"{value!r} at {edit} is gone"


def _taken_out(base: Canvas, opposite: Canvas, edit: Any) -> bool:
    """Whether an edit only says again what was there, and the other side took out."""
    if not isinstance(edit, Set):
        return False
    before: Any = base.value(edit.address)
    return isinstance(before, (tuple, Frozen)) and not same(before, opposite.value(edit.address))


@given(files, st.data())
def test_comments_of_both_sides_stay_on_what_stays(base: Canvas, data: st.DataObject) -> None:
    base = read(data.draw(with_comments(base)))
    one, other = (read(data.draw(with_comments(read(base)))) for _ in range(2))
    merged = cx.merge(base, one, other)
    for id_ in merged:
        there = merged.comments.get(id_, Comment())
        lines = {*there.above, there.beside}
        before = base.comments.get(id_, Comment())
        for side in (one, other):
            comment = side.comments.get(id_, Comment())
            fresh = {*comment.above, comment.beside} - {*before.above, before.beside, ""}
            assert fresh <= lines


@given(merged_before(), st.data(), st.sampled_from(["local", "remote"]))
def test_deciding_everything_for_one_side_ends_all_conflicts(
    base: Canvas, data: st.DataObject, side: Any
) -> None:
    merged = cx.merge(base, changed(base, data), changed(base, data))
    done = settled(merged, side, [each.address for each in conflicts(merged)])
    assert conflicts(done) == ()
    assert loads(dumps(done)) == done


# -- the worst that can come ------------------------------------------------------------------------------

MANY = 5_000


def _many(name: str = "s", **fields: Any) -> Canvas:
    return Canvas.build(elements=[("step", f"{name}{n}", {"name": f"{n}", **fields}) for n in range(MANY)])


def _renamed() -> Canvas:
    return Canvas.build(
        elements=[("step", f"t{n}", {"name": f"{n}", "formerly": [f"s{n}"]}) for n in range(300)]
    )


TAGS = tuple(f"tag {n}" for n in range(MANY))
TEXT = " ".join(f"word{n % 997}" for n in range(25_000))


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        (_many(), _many(note="x"), MANY),
        (_many(), Canvas.build(elements=[("step", f"s{n}", {"name": f"{n}"}) for n in reversed(range(MANY))]), MANY - 1),
        (_many(), _many("other"), 2 * MANY),
        (Canvas.build(elements=[("step", "s", {"tags": TAGS})]), Canvas.build(elements=[("step", "s", {"tags": TAGS[::-1]})]), 1),
        (Canvas.build(elements=[("step", "s", {"note": TEXT})]), Canvas.build(elements=[("step", "s", {"note": TEXT[::-1]})]), 1),
        (Canvas.build(elements=[("step", "s", {"note": "a\n" * 60_000})]), Canvas.build(elements=[("step", "s", {"note": "a\nb\n" * 60_000})]), 1),
        (Canvas.build(elements=[("step", f"s{n}", {"name": f"{n}"}) for n in range(300)]), _renamed(), 300),
    ],
    ids=["all changed", "all moved", "all others", "a list reversed", "200 KB rewritten", "all alike", "all renamed"],
)  # fmt: skip
def test_the_worst_is_told_and_merged_in_time(before: Canvas, after: Canvas, count: int) -> None:
    began = time.process_time()
    assert len(changes(before, after)) == count
    assert told(before, after)
    assert cx.merge(before, read(before), after) == after
    assert (
        loads(dumps(cx.merge(before, after, cx.apply(before, Set("concept.title", "T"))))).concept.title
        == "T"
    )
    assert time.process_time() - began < 60, "the square of what changed would take minutes"


def test_a_long_text_is_never_compared_by_the_square_of_its_words() -> None:
    one, other = "a b " * 50_000, "b c " * 50_000
    began = time.process_time()
    pieces = word_by_word(one, other)
    assert "".join(text for sign, text in pieces if sign != "+") == one
    assert time.process_time() - began < 20


def test_names_that_are_exchanged_are_told_as_what_they_are() -> None:
    """a became b and b became a: no rename leads there in one go, and nothing is lost on the way."""
    before = Canvas.build(elements=[("step", "a", {"name": "A"}), ("step", "b", {"name": "B"})])
    after = cx.apply(before, Rename("a", "x"), Rename("b", "a"), Rename("x", "b"))
    assert cx.apply(before, *cx.diff(before, after)) == after
    assert cx.merge(before, after, cx.apply(before, Set("concept.title", "T"))).concept.title == "T"
    assert {one.name for one in cx.merge(before, after, cx.apply(before, Remove("a"))).of("step")} >= {"B"}
