"""What happens to a file is heard of from the system, and where it tells nothing that is known."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.session import follow
from cxcanvas.store import watching
from cxcanvas.store.watching import Watched
from tests.keeping import TEXT, threads, until

pytestmark = pytest.mark.usefixtures("nobody_else")


class Heard:
    """Waits until something was heard of a file."""

    def __init__(self, path: Path) -> None:
        self.news = threading.Event()
        self.watched = Watched(path, self.news.set)

    def ready(self, first: bool = True) -> None:
        """Wait until all is told, and forget what was before."""
        until(lambda: self.watched.sure)
        assert not first or self.news.wait(20), "the first of a folder is told once in the beginning"
        self.news.clear()

    def wait(self) -> None:
        assert self.news.wait(20), "nothing was heard"
        threading.Event().wait(0.4)  # what belongs to the same change comes within this time
        self.news.clear()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "care.cx.yaml"
    path.write_text(TEXT)
    return path


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    yield
    until(lambda: not threads())
    assert not watching._FOLDERS


@pytest.fixture
def heard(path: Path) -> Iterator[Heard]:
    made = Heard(path)
    made.ready()
    yield made
    made.watched.close()


def test_each_way_to_change_a_file_is_heard_of(heard: Heard, path: Path) -> None:
    path.write_text(TEXT + "# in place\n")
    heard.wait()
    other = path.with_name("other")
    other.write_text(TEXT)
    other.replace(path)
    heard.wait()
    path.rename(path.with_name("elsewhere"))
    heard.wait()
    path.with_name("elsewhere").rename(path)
    heard.wait()
    path.unlink()
    heard.wait()
    path.write_text(TEXT)
    heard.wait()
    assert heard.watched.sure


def test_what_happens_to_other_files_is_not(heard: Heard, path: Path) -> None:
    (path.parent / "other.cx.yaml").write_text(TEXT)
    (path.parent / "folder").mkdir()
    (path.parent / "folder" / path.name).write_text(TEXT)
    path.write_text(TEXT + "#\n")
    heard.wait()
    other = Heard(path.parent / "other.cx.yaml")
    other.ready(first=False)
    heard.news.clear()
    (path.parent / "other.cx.yaml").write_text(TEXT + "# news\n")
    other.wait()
    assert not heard.news.is_set()
    assert len([name for name in threads() if name == "cxcanvas-watch"]) == 1, "one thread a folder"
    other.watched.close()


def test_the_file_behind_a_link_is_watched(tmp_path: Path, path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "care.cx.yaml"
    link.symlink_to(path)
    heard = Heard(link)
    heard.ready()
    path.write_text(TEXT + "# behind it\n")
    heard.wait()
    heard.watched.close()


def test_a_folder_that_goes_and_comes_back_is_watched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "AGAIN", 0.0)
    folder = tmp_path / "team"
    folder.mkdir()
    path = folder / "care.cx.yaml"
    path.write_text(TEXT)
    heard = Heard(path)
    heard.ready()
    folder.rename(tmp_path / "gone")
    assert heard.news.wait(20)
    until(lambda: not heard.watched.sure)
    heard.watched.renew()
    assert not heard.watched.sure
    folder.mkdir()
    path.write_text(TEXT)
    until(lambda: heard.watched.renew() or heard.watched.sure)  # type: ignore[func-returns-value]
    until(heard.news.is_set)
    heard.news.clear()
    path.write_text(TEXT + "# again\n")
    heard.wait()
    heard.watched.close()


@pytest.mark.parametrize(("said", "sure"), [("1", False), ("true", False), ("false", True), ("", True)])
def test_looking_can_be_asked_for(path: Path, said: str, sure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", said)
    watched = Watched(path, lambda: None)
    if sure:
        until(lambda: watched.sure)
    else:
        watched.renew()
        assert not watched.sure
        assert not threads()
    watched.close()
    assert not watched.sure


@pytest.mark.skipif(not Path("/proc/self/mounts").exists(), reason="nobody tells of disks here")
def test_drives_of_other_machines_are_told_from_ones_own(tmp_path: Path) -> None:
    assert watching._disk("/proc") == "proc"
    assert watching._disk(str(tmp_path)) not in ("", "proc")


def test_a_session_that_nobody_closes_leaves_no_thread(path: Path) -> None:
    session = cx.open(path)
    session.following = True
    until(lambda: "cxcanvas-watch" in threads())
    del session
    until(lambda: gc.collect() < 0 or not threads())


_IDLE = """
import sys, time, cxcanvas as cx
session = cx.open(sys.argv[1])
session.following = True
while session._keeper.follower._watched is None or not session._keeper.follower._watched.sure:
    time.sleep(0.02)
print("ready", flush=True)
sys.stdin.readline()
"""


def test_a_program_that_ends_while_it_follows_ends_quietly(path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _IDLE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    _, errors = process.communicate("\n", timeout=60)
    assert (process.returncode, errors) == (0, "")


def test_a_change_that_nobody_told_of_is_seen_and_the_disk_not_believed_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "LOOK", 0.05)
    monkeypatch.setattr(follow, "CALM", 0.2)
    monkeypatch.setattr(follow, "UNSURE", 0.0)
    monkeypatch.setattr(
        Watched, "sure", property(lambda self: not self._failed)
    )  # as a drive of another machine
    monkeypatch.setattr(watching._Folder, "_run", lambda self: self._stop.wait(60))
    session = cx.open(path)
    session.following = True
    until(lambda: session._keeper.follower is not None and session._keeper.follower._seen is not None)
    path.write_text(TEXT.replace("Calls", "Sings"))
    now = os.stat(path).st_mtime - 5
    os.utime(path, (now, now))
    until(lambda: session.canvas["call"].name == "Sings")
    assert session._keeper.follower is not None
    assert session._keeper.follower._watched is not None
    until(lambda: not session._keeper.follower._watched.sure)  # type: ignore[union-attr]
    session.close()
