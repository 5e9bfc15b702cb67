"""Saving by itself: in the background, in words, stopped by nothing that it cannot undo."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cxcanvas as cx
from cxcanvas.errors import ConflictError, EditError
from cxcanvas.session import Session, follow, keeper
from cxcanvas.store import Stored, save_stored
from cxcanvas.versions import conflicts
from tests.keeping import TEXT, crash, opened, threads, undo_file, until

pytestmark = pytest.mark.usefixtures("nobody_else")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "care.cx.yaml"
    path.write_text(TEXT)
    return path


def _slow_disk(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """A disk that tells when a write begins, and goes on when it is told."""
    began, go_on = threading.Event(), threading.Event()

    def slow(*given: Any) -> Stored:
        began.set()
        assert go_on.wait(20)
        return save_stored(*given)

    monkeypatch.setattr("cxcanvas.session.writing.save_stored", slow)
    return began, go_on


@pytest.fixture(autouse=True)
def _no_thread_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keeper, "QUIET", 0.05)
    monkeypatch.setattr(follow, "LOOK", 0.05)
    yield
    until(lambda: not threads())


def test_each_change_is_in_the_file_after_a_moment(path: Path) -> None:
    with opened(path, autosave=True) as (session, waiting):
        session.apply(cx.Set("call.name", "Writes"))
        assert (session.saving, session.unsaved) == ("Saving …", 1)
        waiting.until(lambda: not session.dirty)
        assert session.saving.startswith("Saved at ")
        assert path.read_text() == TEXT.replace("name: Calls", "name: Writes")
        session.undo()
        waiting.until(lambda: not session.dirty)
        assert path.read_text() == TEXT
        assert session.redo_label == "Set name of the step “Calls” to “Writes”", "saving takes no redo away"


def test_it_is_off_until_somebody_switches_it_on(path: Path) -> None:
    with opened(path) as (session, waiting):
        session.apply(cx.Set("call.name", "Writes"))
        session.apply(cx.Set("call.name", "Shouts"))
        until(lambda: undo_file(path).exists())
        assert path.read_text() == TEXT
        assert session.saving == "2 changes not saved"
        session.undo()
        assert session.saving == "1 change not saved"
        session.autosave = True
        waiting.until(lambda: not session.dirty)
        assert cx.load(path)["call"].name == "Writes"


def test_steady_typing_is_saved_meanwhile(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "QUIET", 60.0)
    monkeypatch.setattr(keeper, "AT_MOST", 0.2)
    with opened(path, autosave=True) as (session, waiting):
        session.apply(cx.Set("call.name", "Never quiet"))
        waiting.until(lambda: not session.dirty)


def test_nobody_waits_for_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is edited while the file is written stays, unsaved, and is written next."""
    began, go_on = _slow_disk(monkeypatch)
    with opened(path, autosave=True) as (session, waiting):
        session.apply(cx.Set("call.name", "Writes"))
        assert began.wait(20)
        session.apply(cx.Set("pay.name", "Pays late"))  # at once, though the disk is slow
        assert session.unsaved == 2
        assert "Writes" not in path.read_text()
        session._keeper.autosave = False  # so that the second write waits for us
        go_on.set()
        waiting.until(lambda: session.unsaved == 1)
        assert "Writes" in path.read_text()
        assert "Pays late" not in path.read_text()
        assert session.canvas["pay"].name == "Pays late"
        session.undo()
        assert not session.dirty
        session.redo()
        session.autosave = True
        waiting.until(lambda: not session.dirty)
        assert cx.load(path) == session.canvas


def test_what_somebody_else_saved_while_here_was_edited_is_merged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on = _slow_disk(monkeypatch)
    with opened(path, autosave=True) as (session, waiting):
        session.apply(cx.Set("call.name", "Writes"))
        assert began.wait(20)
        path.write_text(TEXT.replace("name: Dana", "name: Dana Scully").replace("Pays", "Pays on Friday"))
        session.apply(cx.Set("call.note", "meanwhile"))
        session._keeper.autosave = False
        go_on.set()
        waiting.until(lambda: session.canvas["dana"].name == "Dana Scully")
        assert session.undo_label == "Merged what somebody else saved"
        assert (session.canvas["call"].note, session.unsaved) == ("meanwhile", 1)
        began.clear()
        session.save()
        assert cx.load(path) == session.canvas
        assert session.canvas["pay"].name == "Pays on Friday"


def test_a_clash_with_words_typed_during_the_write_keeps_both(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on = _slow_disk(monkeypatch)
    with opened(path, autosave=True) as (session, waiting):
        session.apply(cx.Set("call.name", "Writes"))
        assert began.wait(20)
        path.write_text(TEXT.replace("Pays", "Theirs"))
        session.apply(cx.Set("pay.name", "Mine"))
        go_on.set()
        waiting.until(lambda: session.conflict)
        assert session.conflict == ("pay.name",)
        assert (cx.load(path)["pay"].name, session.canvas["pay"].name) == ("Theirs", "Mine")
        assert cx.load(path)["call"].name == "Writes"
        session.resolve(mine=True)
        assert cx.load(path)["pay"].name == "Mine"


@pytest.mark.parametrize("mine", [True, False])
def test_a_conflict_pauses_and_says_how_to_go_on(path: Path, mine: bool) -> None:
    with opened(path, autosave=True) as (session, waiting):
        path.write_text(TEXT.replace("Calls", "Theirs").replace("Dana", "Dana Scully"))
        session.apply(cx.Set("call.name", "Mine"))
        waiting.until(lambda: session.conflict)
        assert session.saving == (
            "Not saved: somebody else changed name of “Calls” as well. Keep yours or take theirs to go on"
        )
        session.apply(cx.Set("pay.name", "Goes on"))
        assert session.unsaved == 2
        assert cx.load(path)["call"].name == "Theirs"
        session.resolve(mine=mine)
        waiting.until(lambda: not session.dirty)
        assert (session.conflict, session.saving[:8]) == ((), "Saved at")
        assert cx.load(path) == session.canvas
        assert session.canvas["call"].name == ("Mine" if mine else "Theirs")
        assert (session.canvas["dana"].name, session.canvas["pay"].name) == ("Dana Scully", "Goes on")
        session.undo()
        (asked,) = conflicts(session.canvas)
        assert (asked.base, asked.local, asked.remote) == ("Calls", "Mine", "Theirs"), (
            "nothing of either is lost"
        )
        assert session.conflict == ("call.name",), "it asks again"
        session.redo()
        waiting.until(lambda: not session.dirty)


def test_each_place_is_decided_by_itself_and_the_last_one_saves(path: Path) -> None:
    with opened(path) as (session, _):
        path.write_text(TEXT.replace("Calls", "Theirs").replace("Pays", "Their pay").replace("Dana", "Ines"))
        session.apply(cx.Set("call.name", "Mine"), cx.Set("pay.name", "My pay"), cx.Set("dana.name", "Dora"))
        with pytest.raises(ConflictError, match="nothing was overwritten"):
            session.save()
        assert list(session.conflict) == ["dana.name", "call.name", "pay.name"]
        assert session.canvas["call"].name == "Mine", "mine stands until it is decided"
        session.decide("call.name", take="remote")
        assert session.undo_label == "Took theirs: name of “Calls”"
        with pytest.raises(ConflictError):
            session.save()
        assert cx.load(path)["dana"].name == "Ines"
        session.decide("pay.name", take="both")
        session.undo()
        assert list(session.conflict) == ["dana.name", "pay.name"]
        session.redo()
        session.decide("dana.name", take=None)
        assert not session.dirty
        file = cx.load(path)
        assert (file["call"].name, file["pay"].name, file["dana"].name) == (
            "Theirs",
            "My pay / Their pay",
            "Dora",
        )
        assert "conflicts" not in file.records
        with pytest.raises(EditError, match="no conflict"):
            session.decide("call.name", take="local")


def test_to_take_back_my_words_is_to_take_theirs(path: Path) -> None:
    with opened(path, autosave=True) as (session, waiting):
        path.write_text(TEXT.replace("Calls", "Theirs"))
        session.apply(cx.Set("call.name", "Mine"))
        waiting.until(lambda: session.conflict)
        assert session.undo_label == "Kept my words beside theirs"
        session.undo()
        assert not session.dirty
        assert session.conflict == ()
        assert session.canvas["call"].name == "Theirs"
        session.redo()
        assert list(session.conflict) == ["call.name"]
        assert session.canvas["call"].name == "Mine"
        assert cx.load(path)["call"].name == "Theirs"


def test_what_was_undecided_at_the_end_comes_back_with_both_sides(path: Path) -> None:
    with opened(path, autosave=True) as (session, waiting):
        path.write_text(TEXT.replace("Calls", "Theirs"))
        session.apply(cx.Set("call.name", "Mine"))
        waiting.until(lambda: session.conflict)
        session.apply(cx.Set("pay.note", "written before anybody decided"))
        until(lambda: undo_file(path).exists() and "before anybody" in undo_file(path).read_text())
        crash(session)
    again = cx.open(path)
    assert again.recovered is not None
    again.recover()
    (one,) = conflicts(again.canvas)
    assert (one.base, one.local, one.remote) == ("Calls", "Mine", "Theirs")
    assert again.canvas["pay"].note == "written before anybody decided"
    again.close()


def test_what_was_decided_and_cannot_be_saved_is_said_and_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "RETRY", 0.05)
    with opened(path, autosave=True) as (session, waiting):
        path.write_text(TEXT.replace("Calls", "Theirs"))
        session.apply(cx.Set("call.name", "Mine"))
        waiting.until(lambda: session.conflict)
        path.write_text("step: [half")
        session.decide("call.name", take="local")
        assert session.saving.startswith("Not saved: its text is no canvas just now")
        assert (session.conflict, session.dirty) == ((), True)
        path.write_text(TEXT.replace("Calls", "Theirs"))
        waiting.until(lambda: not session.dirty)
        assert cx.load(path)["call"].name == "Mine"


def test_a_place_that_was_written_anew_is_decided_as_it_stands(path: Path) -> None:
    with opened(path, autosave=True) as (session, waiting):
        path.write_text(TEXT.replace("Calls", "Theirs"))
        session.apply(cx.Set("call.name", "Mine"))
        waiting.until(lambda: session.conflict)
        session.apply(cx.Set("call.name", "Ours"))
        assert list(session.conflict) == ["call.name"]
        session.decide("call.name", take=None)
        waiting.until(lambda: not session.dirty)
        assert session.conflict == ()
        assert cx.load(path)["call"].name == "Ours"


def test_a_full_disk_is_said_and_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "RETRY", 0.05)
    full = threading.Event()
    full.set()
    right = os.replace

    def replace(old: object, new: object) -> None:
        if full.is_set() and str(new).endswith(".yaml"):
            raise OSError(errno.ENOSPC, "no space")
        right(old, new)  # type: ignore[arg-type]

    monkeypatch.setattr("cxcanvas.store.disk.os.replace", replace)
    with opened(path, autosave=True) as (session, waiting):
        session.apply(cx.Set("call.name", "Writes"))
        waiting.until(lambda: session.saving.startswith("Not saved"))
        assert session.saving == "Not saved: no space is left on the disk. It is tried again"
        assert session.unsaved == 1
        full.clear()
        waiting.until(lambda: not session.dirty)
        assert session.saving.startswith("Saved at ")


def test_a_folder_that_went_is_said_and_nothing_is_lost(path: Path) -> None:
    with opened(path, autosave=True) as (session, waiting):
        shutil.rmtree(path.parent)
        session.apply(cx.Set("call.name", "Writes"))
        waiting.until(lambda: session.saving.startswith("Not saved"))
        assert session.saving == "Not saved: its folder is no longer there. It is tried again"
        path.parent.mkdir()
        session.save()
        assert cx.load(path)["call"].name == "Writes"


def test_a_file_that_was_deleted_comes_back_only_when_somebody_says_so(path: Path) -> None:
    with opened(path, autosave=True, following=True) as (session, waiting):
        path.unlink()
        waiting.until(lambda: "no longer there" in session.saving)
        assert session.saving == (
            "The file is no longer there: it was deleted, moved or renamed. Save writes it again"
        )
        assert session.dirty, "the button to save is there"
        session.apply(cx.Set("call.name", "Writes"))
        until(lambda: not session._keeper.pending)
        assert not path.exists()
        session.save()
        assert cx.load(path)["call"].name == "Writes"
        assert session.saving.startswith("Saved at")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_write_protected_file_says_so(path: Path) -> None:
    path.chmod(0o444)
    with opened(path, autosave=True) as (session, waiting):
        session.apply(cx.Set("call.name", "Writes"))
        waiting.until(lambda: session.saving.startswith("Not saved: you may not"))


def test_a_session_without_a_file_or_to_read_saves_nothing(path: Path) -> None:
    session = Session(cx.loads(TEXT))
    session.autosave = True
    session.apply(cx.Set("call.name", "Writes"))
    assert (session.saving, threads()) == ("No file yet", [])
    session.close()
    reader = cx.open(path, read_only="Only to read.")
    reader.autosave = True
    assert (reader.saving, threads()) == ("Only to read.", [])


def test_opening_and_looking_starts_no_thread(path: Path) -> None:
    session = cx.open(path)
    assert (session.saving, session.canvas.concept.title) == ("Saved", "Care")
    assert "broken-reference" not in {one.rule for one in session.problems}
    assert threads() == []
    assert not (path.parent / ".cxcanvas").exists()


def test_a_session_that_nobody_needs_leaves_no_thread(path: Path) -> None:
    session = cx.open(path)
    session.following = True
    assert threads()
    del session
    until(lambda: not threads())


def test_closing_writes_what_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "QUIET", 60.0)
    monkeypatch.setattr(keeper, "AT_MOST", 60.0)
    with opened(path, autosave=True) as (session, _):
        session.apply(cx.Set("call.name", "Writes"))
    assert cx.load(path)["call"].name == "Writes"
    session.apply(cx.Set("call.name", "After the end"))
    assert threads() == []
    with opened(path) as (session, _):
        session.apply(cx.Set("call.name", "Not asked to save"))
        with session.lock:  # also where a page's message is being answered
            session.close()
    assert "Not asked to save" in undo_file(path).read_text()


@pytest.mark.parametrize("autosave", [True, False])
def test_the_end_of_a_program_writes_what_waits(path: Path, autosave: bool) -> None:
    code = (
        "import sys, cxcanvas as cx\nsession = cx.open(sys.argv[1])\n"
        f"session.autosave = {autosave}\nsession.apply(cx.Set('call.name', 'Writes'))\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, timeout=60)
    session = cx.open(path)
    assert (session.canvas["call"].name == "Writes") is autosave
    assert (session.recovered is None) is autosave
    assert bool(session.undo_label) is autosave


def test_many_threads_edit_while_it_saves(path: Path) -> None:
    with opened(path, autosave=True, following=True) as (session, waiting):

        def work(number: int) -> None:
            for turn in range(60):
                session.apply(cx.Add("value", f"v-{number}-{turn}", {"name": "v"}))

        workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
        waiting.until(lambda: not session.dirty)
        assert len(cx.load(path).ids("value")) == 240
        assert cx.load(path) == session.canvas
