"""The folder `.cxcanvas` of a workspace: what a machine keeps for a person, and git need not see.

A workspace may come from anywhere: nothing here follows a link, waits at a pipe, or
believes what it reads.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cxcanvas.errors import StoreError
from cxcanvas.store.disk import in_words
from cxcanvas.store.locks import HIDDEN, hidden_folder
from cxcanvas.store.workspace import SUFFIX

#: Bytes of a name; file systems end at 255, and endings are added to it.
LONGEST_NAME: Final = 180

#: Within `.cxcanvas`: texts as they were before a merge by meaning took their marks away.
MARKED: Final = "marked"


def stem_of(canvas: Path) -> str:
    """A canvas file's name for files that belong to it: without its ending, short enough."""
    name = canvas.name.removesuffix(SUFFIX)
    if len(name.encode("utf-8", "replace")) <= LONGEST_NAME:
        return name
    return f"{name[:40]}-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:16]}"


def kept_marked(canvas: Path, folder: Path | None = None) -> Path:
    """Where the text of a canvas is kept as it was with git's marks of a merge in it."""
    return (folder or canvas.parent / HIDDEN / MARKED) / f"{stem_of(canvas)}.txt"


def private_folder(workspace: Path, *inner: str) -> Path:
    """A folder within `.cxcanvas`, made where it is missing; StoreError where it cannot be, or is a link."""
    try:
        folder = workspace / HIDDEN
        if not folder.is_symlink():
            folder = hidden_folder(workspace)
        for name in ("", *inner):
            folder = folder / name
            if folder.is_symlink():
                raise StoreError(f"{folder.name} is a link; nothing is written through it")
            folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder {HIDDEN} cannot be made: {in_words(error)}") from None
    except ValueError:
        raise StoreError("this is no name of a folder") from None
    return folder


def read_json(workspace: Path, name: str, largest: int) -> dict[str, Any] | None:
    """The object in a file of `.cxcanvas`; None where there is none that can be believed."""
    try:
        path = workspace / HIDDEN / name
        if any(
            each.is_symlink() for each in (path, *path.parents) if each.is_relative_to(workspace / HIDDEN)
        ):
            return None
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > largest:
            return None
        with path.open("rb") as file:
            raw = file.read(largest + 1)
        if len(raw) > largest:
            return None
        data = json.loads(raw.decode("utf-8"), parse_constant=_refused)
        json.dumps(data, ensure_ascii=False).encode("utf-8")  # half a character can be written in JSON only
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _refused(word: str) -> None:
    raise ValueError(word)


@contextlib.contextmanager
def only_one(lock: Path, wait: float) -> Iterator[None]:
    """Nobody else is at it meanwhile; StoreError when somebody is for too long, or there can be no lock."""
    from filelock import FileLock, Timeout

    if os.path.islink(lock):
        raise StoreError(f"{lock.name} is a link; nothing is written through it")
    held = FileLock(lock, mode=0o666)
    try:
        held.acquire(timeout=wait)
    except Timeout:
        raise StoreError("another program is at it") from None
    except (OSError, NotImplementedError, ValueError):
        raise StoreError("there can be no lock here") from None
    try:
        yield
    finally:
        held.release()
