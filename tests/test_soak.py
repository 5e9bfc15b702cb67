"""Whatever fails, nobody's work is lost: real programs that are killed, full disks, disks that lie, locks that never come.

`make soak` runs this for long (CXCANVAS_SOAK=1); among the other tests it is short.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.errors import StoreError
from cxcanvas.store import locks
from tests.keeping import keep, opened, undo_file, until

LONG = os.environ.get("CXCANVAS_SOAK") == "1"
KILLS = 200 if LONG else 8
WRITERS, EDITS = (8, 50) if LONG else (3, 12)
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(os.name != "posix", reason="no signal kills at once here"),
    pytest.mark.timeout(3000 if LONG else 300),
]


def large(steps: int = 250) -> str:
    """A text with a hand's comment that takes a while to save."""
    lines = [f"  s{n}:\n    name: Step {n}  # by hand\n    storyline: customer\n" for n in range(steps)]
    return "cxcanvas: 1\n# The head.\nstep:\n" + "".join(lines) + "party:\n  dana:\n    name: Edit 0\n"


def told(number: int) -> str:
    """The whole text once edit `number` is saved."""
    return large().replace("Edit 0", f"Edit {number}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "care.cx.yaml"
    file.write_text(large(), "utf-8")
    return file


def program(code: str, *words: object, **environ: str) -> subprocess.Popen[str]:
    """A program of its own; what it says can be read, and it can be told to go on."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)], text=True, env={**os.environ, **environ},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


# -- kills -----------------------------------------------------------------------------------------------

_SAVES = """
import itertools, sys
import cxcanvas as cx
session = cx.open(sys.argv[1])
print("ready", flush=True)
for number in itertools.count(1):
    session.apply(cx.Set("dana.name", f"Edit {number}"))
    session._keeper.write_undo(session)
    print("kept", number, flush=True)
    session.save()
    print("saved", number, flush=True)
"""


def test_a_kill_at_any_moment_leaves_the_old_or_the_new_text_and_the_rest_in_the_undo_file(
    path: Path, tmp_path: Path
) -> None:
    chance = random.Random(11)
    behind = 0
    for _ in range(KILLS):
        path.write_text(large(), "utf-8")
        shutil.rmtree(tmp_path / ".cxcanvas", ignore_errors=True)
        with program(_SAVES, path) as process:
            assert process.stdout is not None
            said = [line_of(process) for _ in range(chance.randrange(2, 6))]
            time.sleep(chance.random() * 0.15)  # any moment: that is what is tried
            process.send_signal(signal.SIGKILL)
            said += re.findall("(.*)\n", process.stdout.read())  # a line that was cut off says nothing
        last = {"kept": 0, "saved": 0} | {word: int(number) for word, number in map(str.split, said[1:])}
        number = int(cx.load(path)["dana"].name.removeprefix("Edit "))
        assert path.read_text("utf-8") == told(number), "whole, with every comment"
        assert number in (last["saved"], last["saved"] + 1), "the old text, or the new one"
        behind += number < last["kept"]
        assert _brought_back(path) >= max(number, last["kept"]), "what was kept is not lost"
    assert behind or not LONG, "some kills fell before the file was written"


def _brought_back(path: Path) -> int:
    """The number of the edit that a person has who opens the file after a crash and takes in what was not saved."""
    with opened(path) as (session, _):
        saved = session.canvas["dana"].name
        if session.recovered is not None:
            session.recover()
            assert session.canvas["dana"].name != saved
            now = session.canvas["dana"].name
            session.undo()
            session.redo()
            assert session.canvas["dana"].name == now
        session.save()
        assert path.read_text("utf-8") == told(int(session.canvas["dana"].name.removeprefix("Edit ")))
        return int(session.canvas["dana"].name.removeprefix("Edit "))


def test_what_a_killed_save_leaves_beside_the_file_is_cleared_away_by_a_later_save(path: Path) -> None:
    left = path.with_name(f".{path.name}.abcd1234.tmp")
    fresh, other = path.with_name(f".{path.name}.efgh5678.tmp"), path.with_name(".care.cx.yaml.notes")
    for one in (left, fresh, other):
        one.write_text("half a te", "utf-8")
    long_ago = time.time() - 24 * 3600
    for one in (left, other):
        os.utime(one, (long_ago, long_ago))
    cx.save(cx.apply(cx.load(path), cx.Set("dana.name", "Dana")), path)
    assert not left.exists()
    assert fresh.exists(), "somebody may be writing it just now"
    assert other.exists(), "none of ours"


# -- many hands ------------------------------------------------------------------------------------------

_WRITES = """
import json, random, sys
import cxcanvas as cx
path, me, edits = sys.argv[1], sys.argv[2], int(sys.argv[3])
chance = random.Random(me)
session = cx.open(path)
print("ready", flush=True)
sys.stdin.readline()
done = []

def end_conflict():
    while session.conflict or session.dirty:
        try:
            session.resolve(mine=False) if session.conflict else session.save()
        except cx.StoreError as error:
            if not session.conflict and "another program" not in str(error):
                raise

for number in range(edits):
    what = chance.choice(("own", "add", "shared"))
    if what == "add":
        edit = cx.Add("finding", f"f{me}-{number}", {"name": f"{me} {number}"})
    else:
        step = f"s{int(me) * 20 + number % 20}" if what == "own" else "dana"
        edit = cx.Set(f"{step}.note" if what == "own" else f"{step}.tags", f"{me} {number}" if what == "own" else [f"{me} {number}"])
    session.apply(edit)
    told = ""
    while not told:
        try:
            session.save()
            told = "saved"
        except cx.CxError as error:
            if session.conflict:
                told = str(error)
                end_conflict()
            elif "another program" not in str(error):  # that is tried again, as saving by itself does
                raise
    done.append([edit.id if what == "add" else edit.address, f"{me} {number}", told])
print(json.dumps(done))
"""


def test_many_programs_on_one_file_lose_no_edit(path: Path) -> None:
    writers = [program(_WRITES, path, number, EDITS) for number in range(WRITERS)]
    for one in writers:
        assert line_of(one) == "ready"
    for one in writers:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    told_of: list[list[list[str]]] = []
    for one in writers:
        said, wrong = one.communicate(timeout=600)
        assert one.returncode == 0, wrong[-2000:]
        told_of.append(json.loads(said))
    file = cx.load(path)
    assert sum(map(len, told_of)) == WRITERS * EDITS
    for done in told_of:
        last: dict[str, str] = {}
        for address, words, outcome in done:
            if outcome != "saved":
                assert "somebody else changed the same place" in outcome
                assert address in outcome, "the place is named"
            elif address != "dana.tags":
                last[address] = words
        for address, words in last.items():
            stands = file.value(address if "." in address else f"{address}.name")
            assert stands == words, f"{address} of one writer is gone"
    shared: object = file.value("dana.tags")
    saved = {
        words
        for done in told_of
        for address, words, outcome in done
        if address == "dana.tags" and outcome == "saved"
    }
    assert isinstance(shared, tuple) or not saved
    assert not isinstance(shared, tuple) or {*shared} <= saved
    assert "# The head." in path.read_text("utf-8")
    assert path.read_text("utf-8").count("# by hand") == 250


# -- disks -----------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 256 KB, where one may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if not IS_ROOT or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_full_says_so_and_once_there_is_room_all_is_saved(small_disk: Path) -> None:
    path = small_disk / "care.cx.yaml"
    path.write_text(large(), "utf-8")
    with opened(path, autosave=True) as (session, waiting):
        ballast = small_disk / "ballast"
        with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="space"):
            while True:
                file.write(b"0" * 4096)
        session.apply(cx.Set("dana.name", "Edit 1"))
        waiting.until(lambda: "no space is left on the disk" in session.saving)
        assert path.read_text("utf-8") == told(0)
        assert session.dirty
        with pytest.raises(StoreError, match="no space is left"):
            session.save()
        keep(session)  # the undo file has no room either: nothing is raised, and the words stay here
        assert session.canvas["dana"].name == "Edit 1"
        assert not [one for one in small_disk.iterdir() if one.name.endswith(".tmp")]
        ballast.unlink()
        session.save()
        assert path.read_text("utf-8") == told(1)


_LYING = """
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
int fsync(int fd) { if (access(getenv("DISK_FAILS"), F_OK) == 0) { errno = EIO; return -1; } return 0; }
int fdatasync(int fd) { return fsync(fd); }
"""
_ON_A_LYING_DISK = """
import sys
import cxcanvas as cx
session = cx.open(sys.argv[1])
for number in (1, 2):
    session.apply(cx.Set("dana.name", f"Edit {number}"))
    try:
        session.save()
        print("saved", flush=True)
    except cx.CxError as error:
        print(error, flush=True)
    print(session.dirty, session.saving, flush=True)
    sys.stdin.readline()
"""


def test_a_disk_that_cannot_make_it_last_says_so_and_the_old_text_stays(path: Path, tmp_path: Path) -> None:
    """A real program whose system refuses every fsync, as a dying disk does, until it is repaired."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("no compiler here to make a disk that fails")
    (tmp_path / "lying.c").write_text(_LYING, "utf-8")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", tmp_path / "lying.so", tmp_path / "lying.c"], check=True
    )
    fails = tmp_path / "fails"
    fails.touch()
    process = program(_ON_A_LYING_DISK, path, LD_PRELOAD=str(tmp_path / "lying.so"), DISK_FAILS=str(fails))
    assert "the disk reports an error; the file is as it was" in line_of(process)
    assert line_of(process).startswith("True Not saved"), "and the session still has it"
    assert path.read_text("utf-8") == told(0)
    assert not [one for one in tmp_path.iterdir() if one.name.endswith(".tmp")]
    fails.unlink()
    said, wrong = process.communicate("go\ngo\n", timeout=60)
    assert said.startswith("saved\nFalse"), wrong
    assert path.read_text("utf-8") == told(2)


_HOLDS = """
import sys
from pathlib import Path
from cxcanvas.store.locks import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_lock_that_never_comes_is_not_waited_for_for_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "WAIT", 0.2)
    holder = program(_HOLDS, path)
    assert line_of(holder) == "held"
    with opened(path, autosave=True) as (session, waiting):
        session.apply(cx.Set("dana.name", "Edit 1"))
        waiting.until(lambda: "another program is saving it" in session.saving)
        with pytest.raises(StoreError, match="another program; try again"):
            session.save()
        assert session.dirty
        assert path.read_text("utf-8") == told(0)
        keep(session)
        until(lambda: "Edit 1" in undo_file(path).read_text("utf-8"))
        holder.send_signal(signal.SIGKILL)  # who held it dies: the system frees it
        holder.communicate()
        session.save()
        assert path.read_text("utf-8") == told(1)
