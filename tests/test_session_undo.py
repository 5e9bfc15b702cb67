"""Undo reaches over the end of a program, and what was not saved waits to be taken in or forgotten."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.session import HISTORY, Session
from cxcanvas.session.keeper import Keeper
from cxcanvas.store.undo import LARGEST
from tests.keeping import TEXT, crash, keep, undo_file
from tests.strategies import canvases, edits_for

pytestmark = pytest.mark.usefixtures("nobody_else")


@pytest.fixture(autouse=True)
def _by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread: these tests say when the background has its turn."""
    monkeypatch.setattr(Keeper, "_run", lambda self: None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "care.cx.yaml"
    path.write_text(TEXT)
    return path


def labels(session: Session) -> tuple[list[str], list[str]]:
    undo, redo = session._history.undo, session._history.redo
    return [re.sub(r"[\x00-\x1f]", " ", one.label) for one in undo], [
        re.sub(r"[\x00-\x1f]", " ", one.label) for one in redo
    ]


def restarted(session: Session) -> Session:
    """The same file after the kernel was killed and started again."""
    assert session.path is not None
    crash(session)
    return cx.open(session.path)


def test_undo_and_redo_reach_over_a_restart(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    session.apply(cx.Remove("pay"))
    session.apply(cx.Set("concept.title", "Help"))
    session.undo()
    session.save()
    keep(session)
    before = labels(session)
    session = restarted(session)
    assert labels(session) == before
    assert not session.dirty
    assert session.recovered is None
    session.redo()
    assert session.canvas.concept.title == "Help"
    for _ in range(3):
        session.undo()
    assert session.canvas == cx.loads(TEXT)
    assert session.unsaved == 2


def test_after_a_crash_what_was_not_saved_is_offered_and_taken_in(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    session.save()
    for name in ("Shouts", "Sings"):
        session.apply(cx.Set("call.name", name))
    session.apply(cx.Set("pay.name", "Pays late"))
    session.undo()
    keep(session)
    before, canvas = labels(session), session.canvas
    session = restarted(session)
    assert session.canvas["call"].name == "Writes", "the file as it is, until somebody decides"
    assert not session.dirty
    assert session.undo_label == "Set name of the step “Calls” to “Writes”"
    assert session.recovered is not None
    assert session.recovered.count == 2
    assert session.recovered.sentence.startswith("2 changes of an earlier session (")
    change = session.recover()
    assert change is not None
    assert change.label == "Took in 2 changes of an earlier session"
    assert session.canvas == canvas
    assert labels(session) == before, "every single step can be taken back"
    assert session.unsaved == 2
    session.redo()
    assert session.canvas["pay"].name == "Pays late"
    session.save()
    keep(session)
    assert restarted(session).recovered is None


def test_what_is_forgotten_is_not_offered_again(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    keep(session)
    session = restarted(session)
    session.forget_recovered()
    keep(session)
    assert session.recovered is None
    assert restarted(session).recovered is None
    assert "Writes" not in undo_file(path).read_text()


def test_what_nobody_decided_about_is_offered_until_somebody_does(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    keep(session)
    session = restarted(session)
    session.apply(cx.Set("pay.name", "Pays late"))  # works on, without a look at the offer
    keep(session)
    session = restarted(session)
    assert session.recovered is not None
    assert session.recovered.count == 2
    session.recover()
    assert (session.canvas["call"].name, session.canvas["pay"].name) == ("Writes", "Pays late")
    session.undo()
    assert session.canvas == cx.loads(TEXT)


def test_where_somebody_else_wrote_meanwhile_both_are_kept(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    session.apply(cx.Set("pay.name", "Pays late"))
    keep(session)
    crash(session)
    path.write_text(TEXT.replace("Calls", "Shouts"))
    session = cx.open(path)
    with pytest.raises(cx.StoreError, match="something else stands there by now: name of “Shouts”"):
        session.recover()
    assert session.recovered is not None
    assert session.canvas == cx.load(path)
    session.recover(anyway=True)
    assert (session.canvas["call"].name, session.canvas["pay"].name) == ("Writes", "Pays late")
    session.undo()
    assert session.canvas["call"].name == "Shouts"


def test_what_is_in_the_file_by_now_is_not_offered(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    keep(session)
    session.save()  # and killed before the undo file knew
    session = restarted(session)
    assert session.recovered is None
    assert session.canvas["call"].name == "Writes"


def test_a_history_of_another_text_is_not_taken_up(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    session.save()
    keep(session)
    crash(session)
    path.write_text(TEXT)
    assert labels(cx.open(path)) == ([], [])


def test_forgetting_the_history_leaves_no_deleted_quote(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Add("finding", "secret", {"type": "quote", "quote": "My name is Dana Scully"}))
    session.apply(cx.Remove("secret"))
    session.save()
    keep(session)
    assert "Scully" in undo_file(path).read_text()
    session.forget_history()
    assert not undo_file(path).exists()
    assert (session.undo_label, session.dirty) == ("", False)
    session.apply(cx.Set("call.name", "Writes"))
    keep(session)
    assert "Scully" not in undo_file(path).read_text()
    session.forget_history()
    assert session.unsaved == 1, "what is not saved stays unsaved"


def test_the_undo_file_is_private_bounded_and_hidden_from_git(path: Path) -> None:
    session = cx.open(path)
    for number in range(HISTORY + 100):
        session.apply(cx.Set("call.note", f"{number} " + "long words " * 300))
    session.save()
    keep(session)
    file = undo_file(path)
    assert file.stat().st_size <= LARGEST
    assert (path.parent / ".cxcanvas" / ".gitignore").read_text() == "*\n"
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    data = json.loads(file.read_text())
    assert 100 < len(data["undo"]) <= HISTORY
    session = restarted(session)
    session.undo()
    assert str(session.canvas["call"].note).startswith(f"{HISTORY + 98} ")


def test_two_sessions_on_one_canvas_keep_their_own(path: Path) -> None:
    first, second = cx.open(path), cx.open(path)
    first.apply(cx.Set("call.name", "Writes"))
    second.apply(cx.Set("pay.name", "Pays late"))
    keep(first)
    keep(second)
    third = cx.open(path)
    assert third.recovered is None, "both are at work"
    assert labels(third) == ([], [])
    crash(first)
    crash(second)
    third = cx.open(path)
    assert third.recovered is not None
    assert third.recovered.count == 2
    third.recover()
    assert (third.canvas["call"].name, third.canvas["pay"].name) == ("Writes", "Pays late")
    keep(third)
    assert not (undo_file(path).parent / "2" / "care.json").exists(), "one file again"
    fourth = restarted(third)
    assert fourth.recovered is not None
    assert len(fourth.recovered.left) == 1, "taken in as one step"


def test_a_cell_that_is_run_again_goes_on_with_the_history(path: Path) -> None:
    """The session of the first run is still there, but everything of it is saved."""
    first = cx.open(path)
    first.apply(cx.Set("call.name", "Writes"))
    first.save()
    keep(first)
    second = cx.open(path)
    assert second.undo_label == "Set name of the step “Calls” to “Writes”"
    second.undo()
    second.save()
    keep(second)
    assert cx.open(path).redo_label == "Set name of the step “Calls” to “Writes”"


def test_a_session_that_was_opened_before_another_crashed_still_carries_what_that_left(path: Path) -> None:
    first, second = cx.open(path), cx.open(path)
    first.apply(cx.Set("call.name", "Writes"))
    keep(first)
    crash(first)
    second.apply(cx.Set("pay.name", "Pays late"))
    second.save()
    keep(second)  # in the place of the first
    second.apply(cx.Set("pay.name", "Pays"))
    second.save()
    keep(second)
    third = restarted(second)
    assert third.recovered is not None
    third.recover()
    assert third.canvas["call"].name == "Writes"


def test_saving_under_another_name_takes_the_history_along(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    keep(session)
    session.save(path.with_name("other.cx.yaml"))
    keep(session)
    assert undo_file(path.with_name("other.cx.yaml")).exists()
    session = restarted(session)
    assert session.name == "other"
    session.undo()
    assert session.canvas["call"].name == "Calls"


def test_a_session_to_read_neither_keeps_nor_offers(path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    keep(session)
    crash(session)
    reader = cx.open(path, read_only="Only to read.")
    assert (reader.recovered, reader.undo_label, reader.saving) == (None, "", "Only to read.")


def test_a_script_that_changes_nothing_leaves_nothing(path: Path) -> None:
    session = cx.open(path)
    session.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


# -- hostile and broken undo files -----------------------------------------------------------------


def _good(path: Path) -> dict[str, Any]:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    session.save()
    session.apply(cx.Set("call.name", "Shouts"))
    keep(session)
    crash(session)
    data: dict[str, Any] = json.loads(undo_file(path).read_text())
    return data


_BAD: list[Any] = [
    {"undo": 3}, {"undo": [1]}, {"undo": [{"label": 1, "edits": []}]}, {"undo": [{"label": "x", "edits": [{}]}]},
    {"undo": [{"label": "x", "edits": [{"op": "set", "address": 3}]}]}, {"undo": [{"edits": []}]},
    {"undo": [{"label": "a\nb", "edits": []}]}, {"undo": [{"label": "x", "edits": []}] * 501},
    {"undo": [{"label": "x" * 500, "edits": []}]}, {"undo": [{"label": "\ud800", "edits": []}]},
    {"saved": -1}, {"saved": 10**9}, {"saved": True}, {"saved": "1"}, {"digest": 7}, {"redo": None},
    {"unsaved": []}, {"unsaved": {"edits": [], "was": [], "count": 1, "moment": ""}},
    {"unsaved": {"edits": [{"op": "remove", "id": "pay"}], "was": [], "count": 1, "moment": ""}},
    {"unsaved": {"edits": [{"op": "remove", "id": "pay"}], "was": [None], "count": -1, "moment": ""}},
    {"earlier": {}}, {"earlier": [3]}, {"cxcanvas-undo": 2}, {"cxcanvas-undo": None},
]  # fmt: skip


@pytest.mark.parametrize("change", _BAD, ids=lambda change: json.dumps(change)[:40])
def test_an_undo_file_that_cannot_be_believed_is_passed_over(path: Path, change: dict[str, Any]) -> None:
    undo_file(path).write_text(json.dumps(_good(path) | change))
    session = cx.open(path)
    assert session.recovered is None
    assert labels(session) == ([], [])
    session.apply(cx.Set("pay.name", "Pays late"))
    keep(session)
    assert json.loads(undo_file(path).read_text())["undo"]


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"[" * 200_000, b'{"undo": NaN}', b"9" * 5000, b"null"])
def test_what_is_no_undo_file_at_all_is_passed_over(path: Path, text: bytes) -> None:
    undo_file(path).parent.mkdir(parents=True)
    undo_file(path).write_bytes(text)
    assert labels(cx.open(path)) == ([], [])


@pytest.mark.parametrize("left", ["cut short", "garbled", "of a later version", "empty"])
def test_an_undo_file_that_cannot_be_read_is_told_and_kept(path: Path, left: str) -> None:
    """A machine that crashed may leave anything: nobody overwrites what somebody may still want."""
    whole = json.dumps(_good(path)).encode()
    bytes_of = {
        "cut short": whole[: len(whole) // 2], "garbled": bytes(reversed(whole)), "empty": b"",
        "of a later version": json.dumps(_good(path) | {"cxcanvas-undo": 99}).encode(),
    }  # fmt: skip
    undo_file(path).write_bytes(bytes_of[left])
    session = cx.open(path)
    assert session.recovered is None
    assert "cannot be read; it was put aside as .cxcanvas/undo/care.unreadable." in session.unreadable
    aside = undo_file(path).with_name("care.unreadable")
    session.apply(cx.Set("pay.name", "Pays late"))
    keep(session)
    assert aside.read_bytes() == bytes_of[left]
    if os.name == "posix":
        assert aside.stat().st_mode & 0o077 == 0
    crash(session)
    undo_file(path).write_bytes(b"again")
    again = cx.open(path)
    assert "care.unreadable-2." in again.unreadable
    assert aside.read_bytes() == bytes_of[left], "the first is kept as well"
    again.forget_history()
    assert again.unreadable == ""
    assert not list(undo_file(path).parent.glob("care.unreadable*"))


def test_what_cannot_be_read_does_not_pile_up(path: Path) -> None:
    for _ in range(15):
        _good(path)
        undo_file(path).write_bytes(b"x")
        assert cx.open(path).unreadable
    assert len(list(undo_file(path).parent.glob("care.unreadable*"))) == 9


def test_edits_that_do_not_fit_say_so_and_change_nothing(path: Path) -> None:
    data = _good(path)
    data["undo"] = [{"label": "Evil", "edits": [{"op": "remove", "id": "nobody"}]}]
    data["unsaved"] = {"edits": [{"op": "remove", "id": "pay"}, {"op": "move", "id": "x", "before": "y"},
        {"op": "set", "address": ".", "value": 1}], "was": [3, None, "x"], "count": 5, "moment": "x" * 30}  # fmt: skip
    data["saved"] = 1
    undo_file(path).write_text(json.dumps(data))
    session = cx.open(path)
    before = session.canvas
    with pytest.raises(cx.EditError, match="cannot be undone now"):
        session.undo()
    assert session.recovered is not None
    assert session.recovered.sentence == "5 changes of an earlier session were not saved."
    with pytest.raises(cx.StoreError):
        session.recover()
    assert session.canvas == before
    session.recover(anyway=True)
    assert "pay" not in session.canvas


def test_nothing_is_read_or_written_through_links(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "care.json").write_text("precious")
    (tmp_path / ".cxcanvas").mkdir()
    (tmp_path / ".cxcanvas" / "undo").symlink_to(elsewhere)
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    keep(session)
    assert (elsewhere / "care.json").read_text() == "precious"
    assert [one.name for one in elsewhere.iterdir()] == ["care.json"]
    session.save()
    assert not session.dirty


def test_where_nothing_can_be_kept_the_work_goes_on(path: Path, tmp_path: Path) -> None:
    (tmp_path / ".cxcanvas").mkdir()
    (tmp_path / ".cxcanvas" / "undo").write_text("a file in its place")
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    keep(session)
    session.undo()
    assert (session.canvas["call"].name, session.saving) == ("Calls", "Saved")


# -- the law ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


_ACTS = st.lists(
    st.sampled_from(["edit", "edit", "edit", "undo", "redo", "save", "autosave", "keep", "crash"]),
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(canvases(), _ACTS, st.data())
def test_whatever_happens_file_and_undo_file_lose_nothing(
    folder: Path, canvas: cx.Canvas, acts: list[str], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as made:
        path = Path(made) / "any.cx.yaml"
        cx.save(canvas, path)
        session = cx.open(path)
        for act in [*acts, "crash"]:
            if act == "crash":
                keep(session)
                session = _after_a_crash(session)
            else:
                _act(session, act, data)
            assert session.dirty == (session.unsaved > 0)
            if not session.dirty:
                assert session.canvas == cx.load(path)
        crash(session)


def _act(session: Session, act: str, data: st.DataObject) -> None:
    session.autosave = act == "autosave"
    try:
        match act:
            case "edit":
                session.apply(data.draw(edits_for(session.canvas)))
            case "undo":
                session.undo()
            case "redo":
                session.redo()
            case "save":
                session.save()
            case "keep" | "autosave":
                keep(session)
    except cx.EditError:
        pass


def _after_a_crash(session: Session) -> Session:
    """What a session was before it was killed is there again: its canvas, and what can be undone from there."""
    before, known, unsaved = session.canvas, labels(session), session.dirty
    session = restarted(session)
    if session.recovered is not None:
        session.recover()
    assert session.canvas == before
    if session.dirty or not unsaved:
        assert labels(session) == known
    return session
