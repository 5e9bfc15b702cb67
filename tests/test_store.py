"""Files on disk: whole or not at all, and nobody's work is lost."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.errors import ConflictError, StoreError, TextError
from cxcanvas.store import disk, format_file, locks, open_file, save_stored, write_text
from cxcanvas.textfile import dumps

HAND = Path(__file__).with_name("by_hand.cx.yaml")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
posix = pytest.mark.skipif(os.name == "nt", reason="modes and links are another matter on Windows")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A canvas written by hand, to be changed."""
    copy = tmp_path / "hand.cx.yaml"
    copy.write_bytes(HAND.read_bytes())
    return copy


def left_behind(folder: Path) -> list[str]:
    """What is in a folder besides canvases and the folder for locks."""
    return [
        one.name for one in folder.iterdir() if not one.name.endswith(".cx.yaml") and one.name != ".cxcanvas"
    ]


def renamed(path: Path, name: str) -> cx.Canvas:
    return cx.apply(cx.load(path), cx.Set("asks.name", name))


# -- saving -----------------------------------------------------------------------------------


def test_a_save_changes_the_line_of_what_changed(path: Path) -> None:
    cx.save(renamed(path, "Calls"), path)
    assert path.read_text("utf-8") == HAND.read_text("utf-8").replace("Asks for help", "Calls")
    assert left_behind(path.parent) == []


def test_bytes_of_line_ends_and_mark_stay(path: Path) -> None:
    data = b"\xef\xbb\xbf" + HAND.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(data)
    cx.save(renamed(path, "Calls"), path)
    assert path.read_bytes() == data.replace(b"Asks for help", b"Calls")


def test_a_new_file_is_canonical(tmp_path: Path) -> None:
    canvas = cx.load(HAND)
    cx.save(canvas, tmp_path / "new.cx.yaml")
    assert (tmp_path / "new.cx.yaml").read_text("utf-8") == dumps(canvas)


def test_an_empty_file_may_be_filled(tmp_path: Path) -> None:
    path = tmp_path / "empty.cx.yaml"
    path.touch()
    cx.save(cx.load(HAND), path)
    assert len(cx.load(path)) == 5


def test_what_is_no_canvas_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all,\n", encoding="utf-8")
    with pytest.raises(StoreError, match="not overwritten"):
        cx.save(cx.load(HAND), path)
    assert path.read_text("utf-8") == "Dear all,\n"


def test_saving_nothing_new_does_not_touch_the_file(path: Path) -> None:
    os.utime(path, ns=(1, 1))
    cx.save(cx.load(path), path)
    assert path.stat().st_mtime_ns == 1


def test_saving_elsewhere_keeps_the_hand_writing(path: Path, tmp_path: Path) -> None:
    session = cx.open(path)
    session.apply(cx.Set("asks.name", "Calls"))
    session.save(tmp_path / "copy.cx.yaml")
    assert (tmp_path / "copy.cx.yaml").read_text("utf-8") == HAND.read_text("utf-8").replace(
        "Asks for help", "Calls"
    )
    assert path.read_bytes() == HAND.read_bytes()


def test_a_deleted_file_comes_back(path: Path) -> None:
    session = cx.open(path)
    path.unlink()
    session.apply(cx.Set("asks.name", "Calls"))
    session.save()
    assert "# The turn." in path.read_text("utf-8")


@posix
def test_permissions_stay(path: Path) -> None:
    path.chmod(0o640)
    cx.save(renamed(path, "Calls"), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@posix
def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    cx.save(cx.load(HAND), tmp_path / "new.cx.yaml")
    assert (tmp_path / "new.cx.yaml").stat().st_mode == (tmp_path / "plain").stat().st_mode


@posix
@pytest.mark.skipif(not IS_ROOT, reason="only root may give files away")
def test_the_owner_stays(path: Path) -> None:
    os.chown(path, 1234, 1234)
    cx.save(renamed(path, "Calls"), path)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 1234)


@posix
def test_a_links_target_is_written_and_the_link_stays(path: Path, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    link = tmp_path / "else" / "link.cx.yaml"
    link.symlink_to(path)
    cx.save(renamed(link, "Calls"), link)
    assert link.is_symlink()
    assert "Calls" in path.read_text("utf-8")
    assert not (tmp_path / "else" / ".cxcanvas").exists()


def test_the_hidden_folder_ignores_itself(path: Path) -> None:
    cx.save(renamed(path, "Calls"), path)
    assert (path.parent / ".cxcanvas" / ".gitignore").read_text("utf-8") == "*\n"


# -- what cannot be read or written -------------------------------------------------------------


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        cx.load(tmp_path)
    with pytest.raises(StoreError, match="is a folder"):
        cx.save(cx.load(HAND), tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file"):
        cx.load(tmp_path / "none.cx.yaml")
    with pytest.raises(StoreError, match="no such file or folder"):
        cx.save(cx.load(HAND), tmp_path / "none" / "a.cx.yaml")


@posix
def test_a_pipe_is_neither_waited_for_nor_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.cx.yaml"
    os.mkfifo(pipe)
    with pytest.raises(StoreError, match="no file that holds text"):
        cx.load(pipe)
    with pytest.raises(StoreError):
        cx.save(cx.load(HAND), pipe)
    with pytest.raises(StoreError):
        write_text(pipe, "x")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["a\0b.cx.yaml", "x" * 300 + ".cx.yaml"])
def test_names_that_no_file_has(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError):
        cx.load(tmp_path / name)
    with pytest.raises(StoreError):
        cx.save(cx.load(HAND), tmp_path / name)


@posix
def test_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "loop.cx.yaml"
    link.symlink_to(link)
    with pytest.raises(StoreError):
        cx.load(link)
    with pytest.raises(StoreError):
        cx.save(cx.load(HAND), link)


def failing(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("seam", "number", "words"),
    [
        ("os.fsync", errno.ENOSPC, "no space is left"),
        ("os.fsync", errno.EIO, "disk reports an error"),
        ("os.replace", errno.EROFS, "read-only"),
        ("os.replace", errno.EACCES, "you may not"),
        ("tempfile.mkstemp", errno.EACCES, "you may not"),
        ("tempfile.mkstemp", errno.EROFS, "read-only"),
        ("os.fdopen", errno.ENOSPC, "no space is left"),
    ],
)
def test_a_disk_that_refuses(
    path: Path, monkeypatch: pytest.MonkeyPatch, seam: str, number: int, words: str
) -> None:
    canvas = renamed(path, "Calls")
    with locks.locked(path):  # the folder for locks is there already, as after any save before
        pass
    monkeypatch.setattr(f"cxcanvas.store.disk.{seam}", failing(number))
    with pytest.raises(StoreError, match=words):
        cx.save(canvas, path)
    monkeypatch.undo()
    assert path.read_bytes() == HAND.read_bytes()
    assert left_behind(path.parent) == []


LIMITED = """
import resource, sys
import cxcanvas as cx
canvas = cx.apply(cx.load(sys.argv[1]), cx.Set("asks.note", "long " * 20_000))
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    cx.save(canvas, sys.argv[1])
except cx.StoreError as error:
    print(error)
"""


@posix
def test_a_file_that_may_not_grow_stays_as_it_was(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, cwd=ROOT
    )
    assert "larger than files may be" in done.stdout, done.stderr
    assert path.read_bytes() == HAND.read_bytes()
    assert left_behind(path.parent) == []


ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB, where one may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if not IS_ROOT or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_no_space_left_on_a_real_disk(small_disk: Path) -> None:
    path = small_disk / "hand.cx.yaml"
    path.write_bytes(HAND.read_bytes())
    canvas = cx.apply(cx.load(path), cx.Set("asks.note", "long " * 20_000))
    with pytest.raises(StoreError, match="no space is left"):
        cx.save(canvas, path)
    assert path.read_bytes() == HAND.read_bytes()
    assert left_behind(small_disk) == []


def test_a_read_only_disk(small_disk: Path) -> None:
    path = small_disk / "hand.cx.yaml"
    path.write_bytes(HAND.read_bytes())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    canvas = renamed(path, "Calls")
    with pytest.raises(StoreError, match="read-only"):
        cx.save(canvas, path)
    assert path.read_bytes() == HAND.read_bytes()


@posix
@pytest.mark.skipif(IS_ROOT, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(path: Path) -> None:
    canvas = renamed(path, "Calls")
    path.parent.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="you may not"):
            cx.save(canvas, path)
    finally:
        path.parent.chmod(0o700)
    assert path.read_bytes() == HAND.read_bytes()


# -- others at the same file ---------------------------------------------------------------------


def test_the_wait_for_another_writer_ends(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAIT", 0.1)
    canvas = renamed(path, "Calls")
    with locks.locked(path), pytest.raises(StoreError, match="another program"):
        cx.save(canvas, path)
    cx.save(canvas, path)


def test_what_somebody_else_saved_is_merged(path: Path) -> None:
    mine, theirs = cx.open(path), cx.open(path)
    theirs.apply(cx.Set("dana.name", "Dana K."), cx.Add("stage", "help", {"name": "Help"}))
    theirs.save()
    mine.apply(cx.Set("asks.name", "Calls"), cx.Remove("leaves"))
    mine.save()
    canvas = cx.load(path)
    assert canvas == mine.canvas
    assert canvas["dana"].name == "Dana K." and canvas["asks"].name == "Calls"
    assert "help" in canvas and "leaves" not in canvas
    assert "# The turn." in path.read_text("utf-8")


def test_the_same_change_on_both_sides_is_no_conflict(path: Path) -> None:
    mine, theirs = cx.open(path), cx.open(path)
    for session in (theirs, mine):
        session.apply(cx.Set("asks.name", "Calls"))
        session.save()
    assert cx.load(path)["asks"].name == "Calls"


@pytest.mark.parametrize(
    ("their_edit", "my_edit", "words"),
    [
        (cx.Set("asks.name", "A"), cx.Set("asks.name", "B"), "name of “Asks for help”"),
        (cx.Remove("asks"), cx.Set("asks.minutes", 6), "“Asks for help” (asks)"),
        (cx.Set("asks.minutes", 6), cx.Remove("asks"), "“Asks for help” (asks)"),
        (cx.Add("step", "new", {"name": "A"}), cx.Add("step", "new", {"name": "B"}), "new"),
        (cx.Set("asks.moment.name", "A"), cx.Set("asks.moment", None), "moment of truth of “Asks for help”"),
        (cx.Set("concept.title", "A"), cx.Set("concept.title", "B"), "title of concept"),
    ],
)  # fmt: skip
def test_both_changed_one_place(path: Path, their_edit: cx.Set, my_edit: cx.Set, words: str) -> None:
    mine, theirs = cx.open(path), cx.open(path)
    theirs.apply(their_edit)
    theirs.save()
    after = path.read_bytes()
    mine.apply(my_edit)
    with pytest.raises(ConflictError) as caught:
        mine.save()
    assert words in str(caught.value) and "nothing was overwritten" in str(caught.value)
    assert caught.value.addresses
    assert path.read_bytes() == after


def test_what_is_no_canvas_any_more_is_not_overwritten(path: Path) -> None:
    session = cx.open(path)
    path.write_text("cxcanvas: 1\n\tbroken", encoding="utf-8")
    session.apply(cx.Set("asks.name", "Calls"))
    with pytest.raises(StoreError, match="not overwritten"):
        session.save()
    assert path.read_text("utf-8") == "cxcanvas: 1\n\tbroken"


WRITER = """
import sys
import cxcanvas as cx
path, me = sys.argv[1:]
for turn in range(15):
    cx_session = cx.open(path)
    cx_session.apply(cx.Set(f"{me}.note", f"turn {turn}\\nof {me}\\n"), cx.Add("stage", f"{me}-{turn}", {}))
    cx_session.save()
"""


def test_two_programs_save_at_once_and_nothing_is_lost(path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), me], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        for me in ("asks", "dana")
    ]
    for writer in writers:
        said = writer.communicate(timeout=60)[1]
        assert writer.returncode == 0, said
    canvas = cx.load(path)
    assert canvas["asks"].note == "turn 14\nof asks\n" and canvas["dana"].note == "turn 14\nof dana\n"
    assert {f"{me}-{turn}" for me in ("asks", "dana") for turn in range(15)} == set(canvas.ids("stage"))
    assert left_behind(path.parent) == []


def test_a_reader_never_sees_half_a_file(path: Path) -> None:
    ended = threading.Event()
    wrong: list[Exception] = []

    def look() -> None:
        while not ended.is_set():
            try:
                cx.load(path)
            except Exception as error:
                wrong.append(error)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for turn in range(20):
            cx.save(renamed(path, f"turn {turn}"), path)
    finally:
        ended.set()
        reader.join()
    assert wrong == []


def test_a_refusal_because_the_file_is_open_is_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = [PermissionError(errno.EACCES, "open elsewhere")] * 3
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if refusals:
            raise refusals.pop()
        real(source, target)

    monkeypatch.setattr("cxcanvas.store.disk.os.replace", replace)
    monkeypatch.setattr(disk, "OPEN_FILES_REFUSE", True)
    monkeypatch.setattr(disk, "PATIENCE", 1.0)
    cx.save(renamed(path, "Calls"), path)
    assert cx.load(path)["asks"].name == "Calls"


# -- formatting ------------------------------------------------------------------------------------


def test_format_keeps_the_canvas_and_every_comment(path: Path) -> None:
    before = cx.load(path)
    assert format_file(path, write=False) == 3
    assert path.read_bytes() == HAND.read_bytes()
    assert format_file(path) == 3
    after = cx.load(path)
    assert after == before
    words = sorted(line for comment in before.comments.values() for line in (*comment.above, comment.beside))
    assert words == sorted(
        line for comment in after.comments.values() for line in (*comment.above, comment.beside)
    )
    assert format_file(path) == 0


def test_the_stored_file_knows_what_was_saved(path: Path) -> None:
    stored = open_file(path)
    again = save_stored(stored, cx.apply(stored.document.canvas, cx.Set("asks.name", "Calls")))
    assert again.document.text == path.read_text("utf-8")
    assert open_file(path).stamp == again.stamp
    with pytest.raises(StoreError, match="no file yet"):
        save_stored(None, stored.document.canvas)


def test_a_file_that_grew_too_large_is_not_read(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(60_000_000)
    with pytest.raises(TextError, match="too large: 60 MB, expected at most 16 MB"):
        cx.load(path)
