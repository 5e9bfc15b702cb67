"""Canvas files: opened, and saved so that nothing of anybody is lost."""

from __future__ import annotations

import os
import stat
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

from cxcanvas.canvas import Canvas
from cxcanvas.errors import StoreError, TextError
from cxcanvas.store.decoding import decode
from cxcanvas.store.disk import Stamp, clear_away, read_bytes, write_bytes
from cxcanvas.store.locks import locked
from cxcanvas.store.merging import merged
from cxcanvas.store.unmerged import keep_marked, unmerged
from cxcanvas.textfile import Document, read, spliced, write

AnyPath = str | os.PathLike[str]


class UnfinishedMerge(UserWarning):
    """A file that was read has both sides of a merge in it, with git's marks."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A canvas file as it was opened or saved last.

    `read_only_reason` says why it cannot be saved to, in a sentence; empty where it can.
    `told` says, in a sentence, that the text on disk has git's marks of a merge in it, the
    first of them in line `marked`: then `document` is the clean text that saving writes.
    """

    path: Path
    document: Document
    stamp: Stamp
    read_only_reason: str = ""
    told: str = ""
    marked: int = 0


def open_file(path: AnyPath) -> Stored:
    """Open a canvas file.

    Raises TextError when its text is no canvas, StoreError when it cannot be read.
    """
    path = Path(path)
    return opened(path, *read_bytes(path))


def opened(path: Path, data: bytes, stamp: Stamp) -> Stored:
    """The canvas file with these bytes; TextError when they are no canvas."""
    text = decode(data, str(path))
    found = unmerged(path, text)
    if found is not None:
        return Stored(path, found.document, stamp, found.document.read_only, found.told, found.line)
    document = read(text, str(path))
    return Stored(path, document, stamp, document.read_only)


def load(path: AnyPath) -> Canvas:
    """The canvas in a file; TextError when its text is no canvas, StoreError when it cannot be read.

    A file with git's marks of a merge in it is brought together by meaning, and warned of.
    """
    stored = open_file(path)
    if stored.told:
        warnings.warn(f"{path}:{stored.marked}:1: {stored.told}", UnfinishedMerge, stacklevel=2)
    return stored.document.canvas


def save(canvas: Canvas, path: AnyPath) -> None:
    """Save a canvas to a file; what stands there already changes only where the canvas differs.

    Raises StoreError when it cannot be written, or is there and is no canvas file; then
    it is as it was.
    """
    save_stored(None, canvas, Path(path))


#: Why a file was not saved that is there no more.
GONE = "the file is no longer there: it was deleted, moved or renamed"
FOLDER_GONE = "its folder is no longer there"


def save_stored(
    stored: Stored | None, canvas: Canvas, path: AnyPath | None = None, create: bool = True
) -> Stored:
    """Save a canvas to the file it came from, or to another one, and give that file as it is now.

    Only the lines of what changed differ. What somebody else saved there meanwhile is
    merged in; ConflictError when both changed the same place. Raises StoreError when the
    file cannot be written, or, unless `create`, is not there. In either case it is as it was.
    """
    if path is None:
        if stored is None:
            raise StoreError("this canvas has no file yet; say where to save it")
        path = stored.path
    path = Path(path)
    if not create and not path.exists():
        why = GONE if path.parent.is_dir() else FOLDER_GONE
        raise StoreError(f"{path} was not saved: {why}", why)
    with locked(path):
        ours = stored if stored is not None and _same_file(stored.path, path) else None
        found = _found(path, ours)
        if found is None and not create:
            raise StoreError(f"{path} was not saved: {GONE}", GONE)
        if found is None:
            document = stored.document if stored is not None else None
        elif ours is None or found.stamp.digest == ours.stamp.digest:
            document = found.document
        else:
            canvas = merged(ours.document.canvas, canvas, found.document.canvas)
            document = found.document
        after = read(write(canvas)) if document is None else spliced(document, canvas)
        if found is not None and after.text == found.document.text and not found.told:
            return found
        clear_away(path)
        if found is not None and found.told:
            keep_marked(path)
        stamp = write_bytes(path, after.text.encode("utf-8"))
    return Stored(path, replace(after, path=str(path)), stamp)


def _found(path: Path, known: Stored | None) -> Stored | None:
    """What is on disk now; None where nothing is; StoreError where it must not be overwritten."""
    try:
        found = path.stat()
        if stat.S_ISREG(found.st_mode) and found.st_size == 0:
            return None
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        pass  # opening it says what is wrong
    try:
        data, stamp = read_bytes(path)
        if known is not None and known.stamp.digest == stamp.digest:
            return replace(known, path=path, stamp=stamp)  # as it was: no need to read all that again
        stored = opened(path, data, stamp)
    except TextError as error:
        raise StoreError(
            f"{error}; it was not overwritten", f"its text is no canvas just now (line {error.line})"
        ) from None
    if stored.read_only_reason:
        raise StoreError(f"{path} was not saved: {stored.read_only_reason}", stored.read_only_reason)
    return stored


def _same_file(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def format_file(path: AnyPath, write: bool = True) -> int:
    """Bring a file into canonical text; gives the first line that is not canonical, 0 where all are.

    With `write=False` the file is only looked at. Comments are kept.
    """
    path = Path(path)
    if not write:
        return _formatted(open_file(path))[1]
    with locked(path):
        stored = open_file(path)
        text, line = _formatted(stored)
        if stored.told:
            keep_marked(path)
        if line:
            write_bytes(path, text.encode("utf-8"))
    return line


def _formatted(stored: Stored) -> tuple[str, int]:
    """The canonical text, and the first line that differs from it."""
    if stored.read_only_reason:
        raise StoreError(f"{stored.path} was not formatted: {stored.read_only_reason}")
    before, after = stored.document.text, write(stored.document.canvas)
    if stored.told:
        return after, stored.marked
    if before == after:
        return after, 0
    old, new = before.split("\n"), after.split("\n")
    differing = (number for number, pair in enumerate(zip(old, new, strict=False), 1) if pair[0] != pair[1])
    return after, next(differing, min(len(old), len(new)))


def write_text(path: AnyPath, text: str) -> None:
    """Write a text file whole or not at all; StoreError in a sentence when it cannot be."""
    write_bytes(Path(path), text.encode("utf-8"))
