"""Which concepts and notebooks a workspace holds, and whether a file has changed since."""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from cxcanvas import store
from cxcanvas.errors import StoreError, sentence_of
from cxcanvas.store import traces
from cxcanvas.store.reviews import log_path
from cxcanvas.store.workspace import SUFFIX

NOTEBOOK = ".ipynb"
SKIPPED = {"node_modules", "__pycache__", "site-packages"}
MOST_FOLDERS = 2_000  # a home folder served by mistake is not searched for minutes
MOST_KNOWN = 20_000
LARGEST_TITLED = 5_000_000
_HEADING = re.compile(r"^#{1,3} +(.+?)#*$", re.MULTILINE)
LONGEST_NAME = 1000
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
    _known: dict[str, Entry] = field(default_factory=dict)
    _inside: dict[Path, Stamp] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = self.root.resolve()

    def concepts(self) -> list[Entry]:
        """The workspace's concepts as they are now, by name."""
        try:
            return [Entry(each.name, each.path) for each in store.workspace(self.root) if plain(each.name)]
        except StoreError:  # the folder is gone; /health says so
            return []

    def notebooks(self) -> list[Entry]:
        """The workspace's notebooks, by path."""
        found = []
        for count, (folder, folders, files) in enumerate(os.walk(self.root)):
            folders[:] = [name for name in folders if plain(name)] if count < MOST_FOLDERS else []
            paths = (Path(folder, file) for file in files if file.endswith(NOTEBOOK) and plain(file))
            inside = (path for path in paths if path.resolve().is_relative_to(self.root))
            found += [Entry(path.relative_to(self.root).as_posix(), path) for path in inside]
        return sorted(found, key=lambda each: each.name)

    def concept(self, name: str) -> Entry | None:
        """The concept of that name; also one that was made this moment."""
        return self._find(name, name + SUFFIX)

    def notebook(self, name: str) -> Entry | None:
        """The notebook at that path inside the workspace."""
        entry = self._find(name, name) if name.endswith(NOTEBOOK) else None
        return entry if entry is not None and entry.path.resolve().is_relative_to(self.root) else None

    def _find(self, name: str, file: str) -> Entry | None:
        known = self._known.get(file)
        if known is not None and not os.path.lexists(known.path):
            del self._known[file]
            known = None
        if known is None and plain(file) and os.path.lexists(self.root / file):
            known = Entry(name, self.root / file)
            if len(self._known) < MOST_KNOWN:
                self._known[file] = known
        return known

    def moved(self, entry: Entry) -> str:
        """The address of a concept that was renamed; empty where it was not."""
        gone = traces.whereabouts(entry.path)
        return f"/c/{quote(self.name(gone.now))}" if gone is not None and gone.now is not None else ""

    def gone(self, name: str) -> traces.Gone | None:
        """What became of the concept of that name; None where nobody can know."""
        path = self.root / f"{name}{SUFFIX}"
        if not plain(f"{name}{SUFFIX}") or not path.parent.resolve().is_relative_to(self.root):
            return None
        gone = traces.whereabouts(path)
        return gone if gone is not None and (gone.now or gone.word) else None

    def left(self, name: str) -> Entry | None:
        """A concept whose file is gone, by whatever hand, and whose reviews are there; None where it is not so."""
        path = self.root / f"{name}{SUFFIX}"
        log = log_path(path)
        if not plain(f"{name}{SUFFIX}") or os.path.lexists(path) or not log.is_file():
            return None
        return Entry(name, path) if log.resolve().is_relative_to(self.root) else None

    def name(self, path: Path) -> str:
        """The name of a concept by its file."""
        return path.relative_to(self.root).as_posix().removesuffix(SUFFIX)

    def stamp(self, entry: Entry) -> Stamp:
        """What tells one state of the file from another; refuses what is no file of the workspace."""
        try:
            found = os.stat(entry.path)
        except OSError as error:
            gone = self.gone(entry.name)
            said = (
                sentence_of(StoreError(gone.sentence))
                if gone
                else f"“{entry.name}” is no longer there: {_reason(error)}."
            )
            raise Unreadable(said, 404) from None
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


def heading(path: Path) -> str:
    """The first heading of a notebook; empty where there is none, or it cannot be read."""
    try:
        if path.stat().st_size > LARGEST_TITLED:
            return ""
        cells = json.loads(path.read_text("utf-8"))["cells"]
        prose = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        found = (_HEADING.search(text) for text in prose)
        return next((match[1].strip() for match in found if match), "")
    except (OSError, ValueError, LookupError, TypeError, RecursionError):  # whatever it is, it is no notebook
        return ""


def plain(name: str) -> bool:
    """Whether each part is an ordinary name: nothing hidden, no way up, no control characters, no other drive."""
    if "\\" in name or ":" in name or not name.isprintable() or len(name) > LONGEST_NAME:
        return False
    return all(part and not part.startswith(".") and part not in SKIPPED for part in name.split("/"))


def _reason(error: OSError) -> str:
    return (error.strerror or "it cannot be opened").lower()
