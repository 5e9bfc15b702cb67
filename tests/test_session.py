"""A session: history, watchers, its file, and what happens when somebody else writes it."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.session import HISTORY, Change, Session
from tests.strategies import canvases, edits_for

TEXT = """\
cxcanvas: 1
concept:
  title: Care   # the working title
party:
  dana:
    name: Dana
step:
  call:
    name: Calls
    storyline: customer
  pay:
    name: Pays
    storyline: customer
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "care.cx.yaml"
    path.write_text(TEXT)
    return path


def test_a_change_is_saved_as_exactly_that_line(path: Path) -> None:
    session = cx.open(path)
    assert (session.name, session.dirty, session.undo_label) == ("care", False, "")
    session.apply(cx.Set("call.name", "Writes one line"))
    assert session.dirty
    assert path.read_text() == TEXT
    session.save()
    assert not session.dirty
    assert path.read_text() == TEXT.replace("name: Calls", "name: Writes one line")


def test_git_shows_exactly_that_line(path: Path) -> None:
    def git(*args: str) -> str:
        command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *args]
        return subprocess.run(command, cwd=path.parent, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", path.name)
    git("commit", "-qm", "before")
    session = cx.open(path)
    session.apply(cx.Set("pay.name", "Pays on Friday"))
    session.save()
    changed = [
        line
        for line in git("diff", "-U0").splitlines()
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert changed == ["-    name: Pays", "+    name: Pays on Friday"]


def test_undo_and_redo_travel_and_know_what_is_saved(path: Path) -> None:
    session = cx.open(path)
    first = session.canvas
    session.apply(cx.Set("call.name", "Writes"))
    session.apply(cx.Remove("pay"))
    assert session.undo_label == "Removed the step “Pays”"
    session.undo()
    assert session.redo_label == "Removed the step “Pays”"
    session.save()
    session.undo()
    assert session.canvas == first
    assert session.dirty, "the file holds what was undone"
    session.redo()
    assert not session.dirty, "an undone and redone step is the saved one again"
    session.apply(cx.Set("call.name", "Shouts"))
    assert session.redo_label == ""
    with pytest.raises(cx.EditError, match="nothing to do again"):
        session.redo()


def test_an_undo_that_does_not_fit_any_more_says_so(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    session._canvas = cx.apply(session.canvas, cx.Remove("call"))  # as if somebody had gone behind its back
    with pytest.raises(cx.EditError, match=r"cannot be undone now: there is no element 'call' any more"):
        session.undo()
    assert session.undo_label == "Set name of the step “Calls” to “Writes”"


def test_an_edit_that_does_not_fit_leaves_no_trace(path: Path) -> None:
    session = cx.open(path)
    seen: list[Change] = []
    session.subscribe(seen.append)
    with pytest.raises(cx.EditError, match="'nobody'"):
        session.apply(cx.Set("call.name", "Writes"), cx.Set("nobody.name", "x"))
    assert (session.canvas["call"].name, session.revision, seen, session.dirty) == ("Calls", 0, [], False)


def test_watchers_hear_of_every_change_until_they_leave(path: Path) -> None:
    session = cx.open(path)
    seen: list[Change] = []
    leave = session.subscribe(seen.append)
    session.apply(cx.Set("call.name", "Writes"))
    session.save()
    assert [(one.revision, len(one.edits)) for one in seen] == [(1, 1), (1, 0)]
    leave()
    session.undo()
    assert len(seen) == 2


def test_what_somebody_else_saved_is_merged_where_the_places_differ(path: Path) -> None:
    mine, theirs = cx.open(path), cx.open(path)
    theirs.apply(cx.Set("pay.name", "Pays later"))
    theirs.save()
    mine.apply(cx.Set("call.name", "Writes"))
    mine.save()
    assert mine.canvas["pay"].name == "Pays later"
    assert cx.load(path) == mine.canvas
    assert not mine.dirty
    assert "# the working title" in path.read_text()


def test_two_who_changed_the_same_place_lose_nothing(path: Path) -> None:
    mine, theirs = cx.open(path), cx.open(path)
    theirs.apply(cx.Set("call.name", "Shouts"))
    theirs.save()
    mine.apply(cx.Set("call.name", "Writes"))
    with pytest.raises(cx.StoreError, match=r"call\.name"):
        mine.save()
    assert cx.load(path)["call"].name == "Shouts"
    assert mine.canvas["call"].name == "Writes"
    assert mine.dirty


def test_reading_the_file_again_can_be_undone(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    path.write_text(TEXT.replace("Pays", "Pays later"))
    session.reload()
    assert (session.canvas["call"].name, session.canvas["pay"].name, session.dirty) == (
        "Calls",
        "Pays later",
        False,
    )
    session.undo()
    assert session.canvas["call"].name == "Writes"


def test_a_read_only_session_says_why(path: Path) -> None:
    session = cx.open(path, read_only="This page is for reading.")
    for change in (lambda: session.apply(cx.Remove("pay")), session.undo, session.save):
        with pytest.raises(cx.CxError, match="for reading"):
            change()


def test_a_canvas_without_a_file_asks_for_one(tmp_path: Path) -> None:
    session = Session(cx.loads(TEXT))
    session.apply(cx.Set("call.name", "Writes"))
    with pytest.raises(cx.StoreError, match="say where"):
        session.save()
    session.save(tmp_path / "new.cx.yaml")
    assert (session.name, session.dirty) == ("new", False)
    assert cx.load(tmp_path / "new.cx.yaml") == session.canvas


def test_many_threads_may_edit_at_once(path: Path) -> None:
    session = cx.open(path)

    def work(number: int) -> None:
        for turn in range(50):
            session.apply(cx.Add("value", f"v-{number}-{turn}", {"name": "v"}))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (session.revision, len(session.canvas.ids("value"))) == (200, 200)
    for _ in range(200):
        session.undo()
    assert session.canvas.ids("value") == ()
    assert not session.dirty


def test_the_history_is_bounded_and_still_knows_what_is_saved() -> None:
    session = Session(Canvas.build(elements=[("step", "a", {})]))
    for turn in range(HISTORY + 5):
        session.apply(cx.Set("a.name", str(turn)))
    for _ in range(HISTORY):
        session.undo()
    assert session.undo_label == ""
    assert session.canvas["a"].name == "4"
    assert session.dirty


@given(canvases(), st.data())
def test_undoing_everything_is_where_it_began(canvas: Canvas, data: st.DataObject) -> None:
    session = Session(canvas)
    for _ in range(4):
        try:
            session.apply(data.draw(edits_for(session.canvas)))
        except cx.EditError:
            continue
    after, steps = session.canvas, session.revision
    for _ in range(steps):
        session.undo()
    assert session.canvas == canvas
    for _ in range(steps):
        session.redo()
    assert session.canvas == after
