"""A file may hold what nobody may make: ids with a dot, without a letter, that are words of the file. What it says wins."""

from __future__ import annotations

from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.edits import Add, Rename, diff, replay

PLAIN = "cxcanvas: 1\nconcept: {title: Calls}\nparty:\n  p: {name: P}\nstep:\n  s: {name: S}\n"
ODD = {
    "a dot": PLAIN + "  a.b: {name: Odd}\n",
    "no letter": PLAIN + "  '': {name: Odd}\n",
    "a tab": PLAIN + '  "a\\tb": {name: Odd}\n',
    "too long": PLAIN + f"  {'x' * 260}: {{name: Odd}}\n",
    "a kind": PLAIN + "  party: {name: Odd}\n",
    "a record": PLAIN + "  concept: {name: Odd}\n",
    "a record, and that differs": PLAIN.replace("Calls", "Letters") + "  concept: {name: Odd}\n",
    "a concept that is none": PLAIN.replace("{title: Calls}", "[Calls]"),
}
odd = pytest.mark.parametrize("text", ODD.values(), ids=ODD)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "care.cx.yaml"


@odd
@pytest.mark.parametrize("back", [False, True], ids=["comes", "goes"])
def test_what_the_file_says_is_read_again_and_taken_back(path: Path, text: str, back: bool) -> None:
    before, after = (text, PLAIN) if back else (PLAIN, text)
    path.write_text(before)
    session = cx.open(path)
    path.write_text(after)
    session.reload()
    assert session.canvas == cx.loads(after)
    assert not session.dirty
    if "concept:\n" not in text and "  concept:" not in text:  # there the two cannot be told apart
        session.undo()
        assert session.canvas == cx.loads(before)
        session.redo()
        assert session.canvas == cx.loads(after)


@odd
def test_what_was_typed_is_merged_into_it(path: Path, text: str) -> None:
    path.write_text(PLAIN)
    session = cx.open(path)
    session.apply(cx.Set("s.how", "by phone"))
    path.write_text(text)
    session.save()
    assert session.canvas == cx.load(path)
    assert cx.load(path)["s"]["how"] == "by phone"
    assert cx.load(path).concept == cx.loads(text).concept
    assert set(cx.loads(text)) <= set(cx.load(path))


@pytest.mark.parametrize("id_", ["a.b", "party"])
def test_such_an_element_that_was_deleted_can_be_had_back(path: Path, id_: str) -> None:
    path.write_text(f"{PLAIN}  {id_}: {{name: Odd}}\n")
    session = cx.open(path)
    session.apply(cx.Remove(id_))
    session.save()
    session.undo()
    assert session.canvas[id_].name == "Odd"


@pytest.mark.parametrize(
    "edit", [Add("step", "a.b"), Add("step", "party"), Rename("s", "a.b"), Rename("s", "concept")]
)
def test_nobody_makes_one_by_hand(edit: cx.Add | cx.Rename) -> None:
    session = cx.Session(cx.loads(PLAIN))
    for tried in (session.apply, lambda one: cx.apply(session.canvas, one)):
        with pytest.raises(cx.EditError, match="cannot be an id"):
            tried(edit)
    assert session.canvas == cx.loads(PLAIN)


def test_a_difference_leads_there_also_where_no_address_does() -> None:
    one = cx.loads(f"{PLAIN}  a.b: {{name: Odd, how: by phone}}\n")
    other = cx.loads(f"{PLAIN}  a.b: {{name: Other}}\n")
    assert replay(one, *diff(one, other)) == other
    assert replay(other, *diff(other, one)) == one
