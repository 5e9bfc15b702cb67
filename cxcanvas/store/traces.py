"""Where a concept went that is no longer where it was: renamed, or deleted and waiting to be brought back."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cxcanvas.errors import CxError, StoreError
from cxcanvas.store.disk import write_beside
from cxcanvas.store.files import load
from cxcanvas.store.hidden import private_folder, read_json
from cxcanvas.store.locks import HIDDEN
from cxcanvas.store.workspace import SUFFIX

NAME: Final = "renamed.json"
DELETED: Final = "deleted"
LARGEST: Final = 200_000
MOST: Final = 300
#: Deleted concepts that are listed, the latest first.
LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of a concept: a sentence; where it is `now`, or the `word` that brings it back."""

    sentence: str
    now: Path | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Deleted:
    """A deleted concept: the word that brings it back, what it is called, when it was deleted."""

    word: str
    title: str
    when: datetime


def whereabouts(path: str | os.PathLike[str]) -> Gone | None:
    """What became of a canvas file; None where it is still in its place."""
    path = Path(path)
    with contextlib.suppress(OSError, ValueError):
        if path.is_file():
            return None
        now = _followed(path)
        if now is not None:
            return Gone(f"this concept was renamed to “{_title(now)}”", now)
        for each in _aside(path.parent):
            kept = canvas_in(each)
            if kept is not None and kept.name == path.name:
                return Gone("this concept was deleted; it can be brought back", None, each.name)
    return Gone("the file of this concept is no longer there; it was moved or deleted")


def deleted(folder: str | os.PathLike[str]) -> list[Deleted]:
    """The concepts that were deleted from a folder and can be brought back, the latest first."""
    found = []
    for each in _aside(Path(folder)):
        kept = canvas_in(each)
        if kept is not None:
            found.append(Deleted(each.name, _title(kept), datetime.fromtimestamp(each.stat().st_mtime)))
        if len(found) >= LISTED:
            break
    return found


def note(old: Path, new: Path) -> None:
    """Keep that a concept was renamed, so that links and open pages find it."""
    renamed = {**_renamed(old.parent), old.name: new.name}
    renamed.pop(new.name, None)
    _keep(old.parent, dict(list(renamed.items())[-MOST:]))


def forget(path: Path) -> None:
    """A concept has this name now: whoever had it before is not looked for here any more."""
    renamed = _renamed(path.parent)
    if renamed.pop(path.name, None) is not None:
        _keep(path.parent, renamed)


def canvas_in(folder: Path) -> Path | None:
    """The one canvas file in a folder of something deleted; None where there is none to be trusted."""
    try:
        if not stat.S_ISDIR(folder.lstat().st_mode):
            return None
        files = [path for path in folder.iterdir() if path.name.endswith(SUFFIX)]
        good = [path for path in files if stat.S_ISREG(path.lstat().st_mode) and path.name != SUFFIX]
    except (OSError, ValueError):
        return None
    return good[0] if len(files) == len(good) == 1 else None


def _aside(home: Path) -> Iterator[Path]:
    """The folders of what was deleted, the latest first: their names begin with the moment."""
    place = home / HIDDEN / DELETED
    if any(each.is_symlink() for each in (place, place.parent)):
        return iter(())
    try:
        return iter(sorted(place.iterdir(), key=lambda each: each.name, reverse=True)[:MOST])
    except OSError:
        return iter(())


def _followed(path: Path) -> Path | None:
    """The file that a renamed one has become, however often; None where there is none."""
    renamed, name = _renamed(path.parent), path.name
    for _ in range(len(renamed)):
        name = renamed.get(name, "")
        if not name:
            return None
        if (path.parent / name).is_file():
            return path.parent / name
    return None


def _renamed(home: Path) -> dict[str, str]:
    found = (read_json(home, NAME, LARGEST) or {}).get("renamed")
    pairs = found.items() if isinstance(found, dict) else ()
    return {old: new for old, new in pairs if isinstance(new, str) and _plain(new)}


def _plain(name: str) -> bool:
    return name.endswith(SUFFIX) and not name.startswith(".") and not any(sign in name for sign in "/\\:\0")


def _keep(home: Path, renamed: dict[str, str]) -> None:
    text = json.dumps({"renamed": renamed}, ensure_ascii=False, indent=1)
    with contextlib.suppress(StoreError):
        write_beside(private_folder(home) / NAME, text.encode("utf-8", "replace") + b"\n")


def _title(path: Path) -> str:
    try:
        title = load(path).concept.get("title")
    except CxError:
        title = None
    return title if isinstance(title, str) and title else path.name.removesuffix(SUFFIX)
