"""Hearing that a file was written, removed or put in its place, from the system itself.

One thread a folder, however many sessions and pages look at its files; it ends with the
last of them. Where the system tells nothing (drives of other machines, no watches left,
WATCHFILES_FORCE_POLLING) nobody hears anything: `sure` says so, and whoever wants to know
looks again and again.
"""

from __future__ import annotations

import atexit
import logging
import os
import platform
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, RLock, Thread
from time import monotonic
from typing import Final

_LOG = logging.getLogger(__name__)

#: Milliseconds between two looks at what the system has told, and the most that steady writing puts a word off.
STEP: Final = 100
AT_MOST: Final = 300
#: Milliseconds after which the folder itself is looked at, which may have been moved away.
PATIENCE: Final = 2_000
#: Seconds until a folder that could not be watched is tried again.
AGAIN: Final = 5.0
#: Kinds of disks whose changes the system does not tell of: somebody else's machine writes there.
_ELSEWHERE: Final = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "vboxsf", "prl_fs", "drvfs", "virtiofs",
})  # fmt: skip


class Watched:
    """A file that is watched until `close`; `hear` is called, on a thread of its own, when something happened to it."""

    def __init__(self, path: Path, hear: Callable[[], None]) -> None:
        self.hear = hear
        self._places = _places(path)
        self._folders: list[_Folder] = []
        self._tried = -AGAIN
        self._failed = False
        self.renew()

    @property
    def sure(self) -> bool:
        """Whether every change is heard of; where not, one has to look."""
        return (
            not self._failed and bool(self._folders) and all(one.works and one.alive for one in self._folders)
        )

    def renew(self) -> None:
        """Try again where a folder could not be watched, or is there again."""
        begun = bool(self._folders) and all(one.alive for one in self._folders)
        if begun or self._failed or monotonic() < self._tried + AGAIN:
            return
        self._tried = monotonic()
        self._leave()
        if all(_tells(folder) for folder, _ in self._places):
            self._folders = [_join(folder, name, self) for folder, name in self._places]
        else:
            self._failed = True

    def missed(self) -> None:
        """A change was seen that nobody told of: this disk is not believed any more."""
        _LOG.debug("a change in %s was not told of", [folder for folder, _ in self._places])
        self._failed = True

    def close(self) -> None:
        """Hear of nothing any more."""
        self._leave()
        self._failed = True

    def _leave(self) -> None:
        for one in self._folders:
            one.leave(self)
        self._folders = []


def _places(path: Path) -> list[tuple[str, str]]:
    """The folders and names that a file has: its own, and what a link leads to."""
    real = os.path.realpath(path)
    return list(dict.fromkeys(os.path.split(one) for one in (os.path.abspath(path), real)))


class _Folder:
    """A folder with the files in it that somebody listens for."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.listeners: dict[Watched, str] = {}
        self.works = False
        self._stop = Event()
        self._process = os.getpid()
        self.thread = Thread(target=self._run, name="cxcanvas-watch", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether its thread is at work, in this process."""
        return self._process == os.getpid() and self.thread.is_alive() and not self._stop.is_set()

    def leave(self, listener: Watched) -> None:
        """One who does not listen any more; with the last one the thread ends."""
        with _LOCK:
            self.listeners.pop(listener, None)
            if not self.listeners:
                self.end()

    def end(self) -> None:
        """End the thread (it takes a step)."""
        self._stop.set()
        if _FOLDERS.get(self.path) is self:
            del _FOLDERS[self.path]

    def _run(self) -> None:
        try:
            self._watch()
        except (
            Exception
        ) as error:  # no watches left, no such folder, a system that knows none: one looks then
            _LOG.debug("%s is not watched: %s", self.path, error)
        finally:
            with _LOCK:
                self.works = False
                self.end()
                told = list(self.listeners)
            for one in told:
                one.hear()

    def _watch(self) -> None:
        # It takes a moment to import, which nobody waits for here. The backend itself is used (as its manual
        # allows): it tells when it has begun, and until then whoever wants to know has to look.
        from watchfiles._rust_notify import RustNotify

        mine = _identity(self.path)
        with RustNotify([self.path], False, False, 0, False, False) as watcher:
            self.works = True
            self._tell(None)  # what happened before it was watched
            while _identity(self.path) == mine:  # moved or removed, another one may have come in its place
                some = watcher.watch(AT_MOST, STEP, PATIENCE, self._stop)
                if isinstance(some, set):
                    self._tell({os.path.basename(path) for _, path in some})
                elif some != "timeout":
                    return

    def _tell(self, names: set[str] | None) -> None:
        with _LOCK:
            told = [one for one, name in list(self.listeners.items()) if names is None or name in names]
        for one in told:
            one.hear()


#: A session that nobody holds any more is cleared away at any moment, also while this is held.
_LOCK: Final = RLock()
_FOLDERS: Final[dict[str, _Folder]] = {}


def _join(path: str, name: str, listener: Watched) -> _Folder:
    with _LOCK:
        folder = _FOLDERS.get(path)
        if folder is None or not folder.alive:
            folder = _FOLDERS[path] = _Folder(path)
            with suppress(RuntimeError):  # the program is ending
                folder.thread.start()
        folder.listeners[listener] = name
        return folder


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _tells(path: str) -> bool:
    """Whether the system tells of changes in a folder."""
    forced = os.environ.get("WATCHFILES_FORCE_POLLING", "")
    if forced:
        return forced.lower() in ("false", "disable", "disabled")
    if "microsoft-standard" in platform.uname().release.lower():  # Linux within Windows hears nothing of it
        return False
    kind = _disk(path)
    return kind not in _ELSEWHERE and not kind.startswith("fuse.")


def _disk(path: str) -> str:
    """The kind of disk that a folder is on, where Linux tells; else ""."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        _, place, found, *_ = [*line.split(" "), "", "", ""]
        place = place.replace("\\040", " ")
        if len(place) >= len(best) and (path == place or path.startswith(place.rstrip("/") + "/")):
            best, kind = place, found
    return kind


@atexit.register
def _end_all() -> None:
    """No thread may still be at it while the interpreter goes."""
    with _LOCK:
        folders = list(_FOLDERS.values())
        for one in folders:
            one.end()
    for one in folders:
        if one._process == os.getpid():
            one.thread.join(timeout=2)
