"""A session follows its file while it is open, and two programs work on one file at once."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.boards.incoming import came_in
from cxcanvas.session import Change, follow, keeper
from cxcanvas.store.hands import writer_of
from tests.keeping import TEXT, opened, threads, undo_file, until

pytestmark = pytest.mark.usefixtures("nobody_else")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "care.cx.yaml"
    path.write_text(TEXT)
    return path


@pytest.fixture(autouse=True, params=["told", "looking"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Told by the system, or by looking where it tells nothing; nothing is left at work in the end."""
    monkeypatch.setattr(keeper, "QUIET", 0.05)
    monkeypatch.setattr(follow, "LOOK", 0.05)
    if request.param == "told":
        monkeypatch.setattr(follow, "UNSURE", 0.0)  # nothing is looked at twice
        monkeypatch.setattr(follow, "CALM", 600.0)
    else:
        monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    yield request.param
    until(lambda: not threads())


def test_what_somebody_else_saves_is_taken_over_as_a_step(path: Path) -> None:
    with opened(path, following=True) as (session, waiting):
        session.apply(cx.Set("call.name", "Writes"))
        session.undo()
        path.write_text(TEXT.replace("Pays", "Pays late"))
        waiting.until(lambda: session.canvas["pay"].name == "Pays late")
        assert (session.dirty, session.undo_label) == (False, "Took over what somebody else saved")
        assert session.redo_label == "Set name of the step “Calls” to “Writes”"
        session.undo()
        assert session.canvas == cx.loads(TEXT)
        assert session.dirty


def test_the_same_size_within_the_same_moment_is_seen(path: Path) -> None:
    with opened(path, following=True) as (session, waiting):
        found = path.stat()
        for name in ("Sings", "Walks", "Waits"):
            path.write_text(TEXT.replace("Calls", name))
            os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
            waiting.until(lambda name=name: session.canvas["call"].name == name)  # type: ignore[misc]


def test_another_file_in_its_place_is_seen(path: Path) -> None:
    with opened(path, following=True) as (session, waiting):
        other = path.with_name("new")
        other.write_text(TEXT.replace("Calls", "Sings"))
        other.replace(path)
        waiting.until(lambda: session.canvas["call"].name == "Sings")


def test_unsaved_work_is_not_touched_and_the_next_save_puts_both_together(path: Path) -> None:
    with opened(path, following=True) as (session, waiting):
        session.apply(cx.Set("call.name", "Writes"))
        path.write_text(TEXT.replace("Pays", "Pays late"))
        waiting.until(lambda: "meanwhile" in session.saving)
        assert session.saving == (
            "1 change not saved. The file was changed by somebody else meanwhile: Save puts both together"
        )
        assert session.canvas["pay"].name == "Pays"
        session.save()
        assert (session.canvas["pay"].name, session.canvas["call"].name) == ("Pays late", "Writes")
        assert cx.load(path) == session.canvas


def test_text_that_is_broken_just_now_keeps_the_last_good_state(path: Path) -> None:
    with opened(path, following=True) as (session, waiting):
        path.write_text(TEXT + "<<<<<<< mine\n")
        waiting.until(lambda: "(line 14)" in session.saving)  # half-written, it may break at line 1 first
        assert session.saving == (
            "The file was changed by somebody else: its text is no canvas just now (line 14). "
            "What you see is what was there before"
        )
        assert session.canvas == cx.loads(TEXT)
        session.autosave = True
        session.apply(cx.Set("call.name", "Writes"))
        waiting.until(lambda: session.saving.startswith("Not saved: its text is no canvas just now"))
        assert "<<<<<<<" in path.read_text()
        path.write_text(TEXT.replace("Pays", "Mended"))
        waiting.until(lambda: not session.dirty)
        assert (session.canvas["pay"].name, session.canvas["call"].name) == ("Mended", "Writes")


def test_what_waits_is_saved_as_soon_as_a_broken_text_is_mended(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "RETRY", 600.0)  # nothing here is saved because time passes
    with opened(path, following=True) as (session, waiting):
        path.write_text(TEXT + "<<<<<<< mine\n")
        waiting.until(lambda: "(line 14)" in session.saving)
        session.autosave = True
        session.apply(cx.Set("call.name", "Writes"))
        waiting.until(lambda: "(line 14)" in session.saving and session.saving.startswith("Not saved"))
        path.write_text(TEXT + "\n<<<<<<< mine, still\n")
        waiting.until(lambda: "(line 15)" in session.saving)
        path.write_text(TEXT.replace("Pays", "Mended"))
        waiting.until(lambda: not session.dirty)
        assert cx.load(path)["call"].name == "Writes"
        assert session.canvas["pay"].name == "Mended"


def test_a_file_that_went_and_came_back_is_followed_again(path: Path) -> None:
    with opened(path, following=True) as (session, waiting):
        path.rename(path.with_name("elsewhere"))
        waiting.until(lambda: "deleted, moved or renamed" in session.saving)
        path.with_name("elsewhere").rename(path)
        waiting.until(lambda: session.saving == "Saved")
        path.unlink()
        path.mkdir()
        waiting.until(lambda: "a folder stands there now" in session.saving)


def test_what_another_session_leaves_when_it_ends_is_offered(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is loaded again begins before the one before has ended."""
    monkeypatch.setattr(keeper, "LOOK_AGAIN", 0.05)
    with opened(path) as (first, _):
        first.apply(cx.Set("call.name", "Writes"))
        until(lambda: undo_file(path).exists())
        with opened(path, following=True) as (second, waiting):
            assert second.recovered is None
            first.close()
            waiting.until(lambda: second.recovered)
            assert second.recovered is not None
            assert second.recovered.count == 1
            second.recover()
            second.save()
            assert cx.load(path)["call"].name == "Writes"


def test_who_only_reads_follows_too(path: Path) -> None:
    session = cx.open(path, read_only="Only to read.")
    session.following = True
    path.write_text(TEXT.replace("Calls", "Sings"))
    until(lambda: session.canvas["call"].name == "Sings")
    session.following = False
    until(lambda: not threads())
    session.close()


# -- two programs ----------------------------------------------------------------------------------

_EDITOR = """
import random, sys, threading
import cxcanvas as cx

path, mine, other, seed = sys.argv[1:]
chance, news = random.Random(int(seed)), threading.Condition()
session = cx.open(path)

def heard(change):
    with news:
        news.notify_all()

session.subscribe(heard)
session.autosave = session.following = True
print("ready", flush=True)
sys.stdin.readline()
for turn in range(40):
    ids = [one for one in session.canvas.ids("value") if one.startswith(mine)]
    what = chance.random()
    if what < 0.4 or not ids:
        session.apply(cx.Add("value", f"{mine}-{turn}", {"name": f"{turn}"}))
    elif what < 0.5:
        session.apply(cx.Remove(chance.choice(ids)))
    elif what < 0.6:
        session.apply(cx.Rename(chance.choice(ids), f"{mine}-renamed-{turn}"))
    else:
        session.apply(cx.Set(f"{chance.choice(ids)}.note", f"note {turn}"))
    threading.Event().wait(chance.random() * 0.12)
session.apply(cx.Add("value", f"done-{mine}", {"name": "done"}))
kept = {one: session.canvas[one].fields for one in session.canvas if one.startswith(mine)}
with news:
    while not (f"done-{other}" in session.canvas and not session.dirty):
        if not news.wait(60):
            sys.exit(f"{session.saving} {session.conflict}")
assert {one: session.canvas[one].fields for one in session.canvas if one.startswith(mine)} == kept
print("done", flush=True)
sys.stdin.readline()
print(cx.dumps(session.canvas), end="")
print("#", session.dirty, session.conflict)
session.close()
"""


def test_two_programs_edit_one_file_and_end_with_the_same(path: Path) -> None:
    both = [_editor(path, *names) for names in (("a", "b", "1"), ("b", "a", "2"))]
    for turn in ("ready", "done"):
        for one in both:
            assert one.stdout is not None
            assert one.stdout.readline() == f"{turn}\n"
        for one in both:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
    said = [one.communicate(timeout=60)[0] for one in both]
    assert said[0] == said[1]
    assert said[0].endswith("# False ()\n")
    file = cx.load(path)
    assert cx.loads(said[0]) == file
    assert {"done-a", "done-b"} <= set(file)
    assert "# the working title" in path.read_text()


def _editor(path: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _EDITOR, str(path), *words]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_programs_on_the_same_words_both_keep_theirs(path: Path) -> None:
    code = (
        "import sys, cxcanvas as cx\nsession = cx.open(sys.argv[1])\n"
        "session.apply(cx.Set('call.name', 'Theirs'))\nsession.save()\nsession.close()\n"
    )
    with opened(path, autosave=True, following=True) as (session, waiting):
        with session.lock:  # nothing is saved between the two
            session.apply(cx.Set("call.name", "Mine"))
            subprocess.run([sys.executable, "-c", code, str(path)], check=True, timeout=60)
        waiting.until(lambda: session.conflict)
        assert "somebody else changed name of “Calls” as well" in session.saving
        assert (cx.load(path)["call"].name, session.canvas["call"].name) == ("Theirs", "Mine")
        until(lambda: undo_file(path).exists() or undo_file(path).parent.joinpath("2", "care.json").exists())
    again = cx.open(path)
    assert again.recovered is not None, "mine waits, though the session was closed in the conflict"
    again.recover(anyway=True)
    assert again.canvas["call"].name == "Mine"
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="no signal kills at once here")
def test_a_program_that_is_killed_leaves_what_it_had_not_saved(path: Path) -> None:
    code = (
        "import sys, threading, cxcanvas as cx\nsession = cx.open(sys.argv[1])\n"
        "for n in range(3): session.apply(cx.Set('call.name', f'Name {n}'))\nthreading.Event().wait(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(path)])
    until(lambda: undo_file(path).exists() and "Name 2" in undo_file(path).read_text())
    assert cx.open(path).recovered is None, "it is still at work"
    process.send_signal(signal.SIGKILL)
    process.wait()
    with opened(path) as (session, _):
        assert session.recovered is not None
        assert session.recovered.count == 3
        session.recover()
        session.undo()
        assert session.canvas["call"].name == "Name 1"


_PROTECTED = """
import os, sys, threading
import cxcanvas as cx

path = sys.argv[1]
news = threading.Condition()
session = cx.open(path)

def heard(change):
    with news:
        news.notify_all()

def until(true):
    with news:
        while not true():
            assert news.wait(30), session.saving

session.subscribe(heard)
session.autosave = session.following = True
os.chmod(path, 0o444)
until(lambda: "write-protected" in session.saving)
print(session.saving)
session.apply(cx.Set("call.name", "Writes"))
until(lambda: session.saving.startswith("Not saved: you may not"))
os.chmod(path, 0o644)
until(lambda: not session.dirty)
print(cx.load(path)["call"].name)
session.close()
"""


@pytest.mark.skipif(
    os.name != "posix" or (os.geteuid() == 0 and shutil.which("setpriv") is None),
    reason="who may write everywhere cannot be kept from it here",
)
def test_a_file_that_becomes_write_protected_says_so_and_is_saved_when_it_may_be(path: Path) -> None:
    humble = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*humble, sys.executable, "-c", _PROTECTED, str(path)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "The file is write-protected now: what you change is kept here and saved when it may be written",
        "Writes",
    ]


def test_who_it_was_is_told_where_the_system_knows(path: Path) -> None:
    with opened(path, following=True) as (session, waiting):
        path.write_text(TEXT.replace("Calls", "Sings").replace("Pays", "Pays late"))
        waiting.until(lambda: session.canvas["call"].name == "Sings")
        (came,) = [change for change in waiting.heard if change.edits]
        assert came.by == "Somebody else"
        assert came_in(came) == {
            "said": "Somebody else changed Sings: name “Calls” → “Sings” and 1 more.",
            "at": ["call", "pay"],
            "by": "Somebody else",
        }
        session.apply(cx.Set("call.note", "mine"))
        mine = waiting.heard[-1]
        assert came_in(mine) == {"said": "Set note of the step “Sings” to “mine”.", "at": ["call"], "by": ""}
    if os.geteuid() == 0:
        os.chown(path, pwd.getpwnam("daemon").pw_uid, -1)
        assert writer_of(path) == "daemon"
    assert writer_of(path.with_name("nobody")) == "Somebody else"


def test_what_came_in_is_one_sentence_whatever_it_was() -> None:
    base = cx.loads(TEXT)

    def said(*edits: cx.Edit) -> str:
        return str(came_in(Change(1, base, cx.apply(base, *edits), edits, "", "Ines"))["said"])

    assert said(cx.Set("pay.name", "Pays\nlate")) == "Ines changed Pays late: name “Pays” → “Pays late”."
    assert said(cx.Remove("pay")) == "Ines removed step “Pays” (customer)."
    assert said(cx.Add("party", "us", {"name": "We"})) == "Ines added party “We”."
    assert said(cx.Set("conflicts", {"pay.name": {"local": "A"}})) == "Ines decided between two versions."
