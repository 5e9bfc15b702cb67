"""Which concepts and notebooks a workspace holds, and whether a file has changed since."""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path

SUFFIX = ".cx.yaml"
SKIPPED = {"node_modules", "__pycache__", "site-packages"}
MOST_FILES = 20_000  # a home folder served by mistake is not searched for minutes
RESCAN_SECONDS = 1.0
LARGEST_BYTES = 50_000_000

Stamp = tuple[int, int, int, int]


class Unreadable(Exception):
    """A concept that cannot be shown; its text is a sentence for the reader."""

    def __init__(self, message: str, status: int = 500) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the workspace: the name in its address, and where it lies."""

    name: str
    path: Path


@dataclass
class Workspace:
    """A folder with canvases and notebooks; what lies outside of it is never opened."""

    root: Path
    _concepts: dict[str, Entry] = field(default_factory=dict)
    _notebooks: dict[str, Entry] = field(default_factory=dict)
    _inside: dict[Path, Stamp] = field(default_factory=dict)
    _scanned: float = -RESCAN_SECONDS

    def __post_init__(self) -> None:
        self.root = self.root.resolve()

    def concepts(self) -> list[Entry]:
        """The workspace's concepts as they are now, by name."""
        self._scan()
        return [self._concepts[name] for name in sorted(self._concepts)]

    def notebooks(self) -> list[Entry]:
        """The workspace's notebooks, by path."""
        self._scan()
        return [self._notebooks[name] for name in sorted(self._notebooks)]

    def concept(self, name: str) -> Entry | None:
        """The concept of that name; a name unknown so far is looked for on disk (at most once a second)."""
        if name not in self._concepts and time.monotonic() - self._scanned > RESCAN_SECONDS:
            self._scan()
        return self._concepts.get(name)

    def notebook(self, name: str) -> Entry | None:
        """The notebook at that path inside the workspace."""
        if name not in self._notebooks and time.monotonic() - self._scanned > RESCAN_SECONDS:
            self._scan()
        return self._notebooks.get(name)

    def stamp(self, entry: Entry) -> Stamp:
        """What tells one state of the file from another; refuses what is no file of the workspace."""
        try:
            found = os.stat(entry.path)
        except OSError as error:
            raise Unreadable(f"“{entry.name}” is no longer there: {_reason(error)}.", 404) from None
        stamp = (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)
        if self._inside.get(entry.path) != stamp:  # a link may point elsewhere since
            self._admit(entry, found)
            self._inside[entry.path] = stamp
        return stamp

    def _admit(self, entry: Entry, found: os.stat_result) -> None:
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable(f"“{entry.path.name}” is not a file; a canvas is a text file.")
        if not entry.path.resolve().is_relative_to(self.root):
            raise Unreadable(
                f"“{entry.path.name}” is a link to a place outside this workspace; it is not shown.", 403
            )
        if found.st_size > LARGEST_BYTES:
            raise Unreadable(
                f"“{entry.path.name}” has {found.st_size // 1_000_000} MB; a canvas may have 50."
            )

    def _scan(self) -> None:
        concepts: dict[str, Entry] = {}
        notebooks: dict[str, Entry] = {}
        seen = 0
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
            seen += len(files)
            if seen > MOST_FILES:
                break
            for file in files:
                path = Path(folder, file)
                if file.startswith("."):
                    continue
                name = path.relative_to(self.root).as_posix()
                if file.endswith(SUFFIX) and _printable(name):
                    short = name.removesuffix(SUFFIX)
                    concepts[short] = Entry(short, path)
                elif (
                    file.endswith(".ipynb") and _printable(name) and path.resolve().is_relative_to(self.root)
                ):
                    notebooks[name] = Entry(name, path)
        self._concepts, self._notebooks = concepts, notebooks
        self._scanned = time.monotonic()


def _printable(name: str) -> bool:
    """Names that are no text (broken encodings, control characters) have no address."""
    return name.isprintable()


def _reason(error: OSError) -> str:
    return (error.strerror or "it cannot be opened").lower()
