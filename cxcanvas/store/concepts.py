"""The concepts of a workspace as a designer handles them: begun, duplicated, renamed, deleted, brought back.

Nothing is ever overwritten, and what is deleted lies in `.cxcanvas/deleted` until somebody
brings it back. What a person calls a concept is its title; the name of its file is made
from it and stays out of sight.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set, apply
from cxcanvas.errors import CxError, StoreError, UsageError
from cxcanvas.examples import STARTERS, example_path, starter_path
from cxcanvas.store import belongings, traces
from cxcanvas.store.disk import in_words, move_new, write_bytes, write_new
from cxcanvas.store.files import load, open_file
from cxcanvas.store.hidden import only_one, private_folder, stem_of
from cxcanvas.store.locks import WAIT, locked
from cxcanvas.store.naming import LONGEST, stems, title_of
from cxcanvas.store.preferences import Preferences
from cxcanvas.store.workspace import SUFFIX
from cxcanvas.textfile import read, splice

#: The starter that is no starter: the worked concept, to look at and to change.
EXAMPLE: Final = "example"
_PIECE: Final = re.compile(r"[^/\\:\0]{1,240}")

AnyPath = str | os.PathLike[str]


def create(folder: AnyPath, name: str, template: str = "blank") -> Path:
    """Begin a concept in a folder from a starter (or from the worked concept, "example").

    UsageError says what is wrong with the name, StoreError why it could not be written;
    then nothing was.
    """
    title = title_of(name)
    if template != EXAMPLE and template not in STARTERS:
        raise UsageError(f"there is no starter called “{template[:80]}”")
    source = example_path() if template == EXAMPLE else starter_path(template)
    text = _titled(source.read_text(encoding="utf-8"), title)
    home = Path(folder)
    with _sentences(title, "begun"):
        home.mkdir(parents=True, exist_ok=True)
        with _alone(home):
            return _written(home, title, text)


def duplicate(path: AnyPath, name: str = "") -> Path:
    """Another concept with all that is in this one, under another name; its review stays with the first.

    Without a name it is called after the first.
    """
    path = _concept(path)
    stored = open_file(path)
    if stored.read_only_reason:
        raise StoreError(stored.read_only_reason)
    was = _title(stored.document.canvas) or path.name.removesuffix(SUFFIX)
    with _sentences(was, "duplicated"), _alone(path.parent):
        title = title_of(name) if name.strip() else _copy_of(path.parent, was)
        made = _written(path.parent, title, _titled(stored.document.text, title))
        replace(Preferences.load(path), canvas=made).save()
        return made


def rename(path: AnyPath, name: str) -> Path:
    """Give a concept another name, and its file the name that goes with it; gives its new place."""
    path, title = _concept(path), title_of(name)
    with _sentences(title, "renamed"), _alone(path.parent), locked(path):
        stored = open_file(_own(path))
        if stored.read_only_reason:
            raise StoreError(stored.read_only_reason)
        data = _titled(stored.document.text, title).encode("utf-8")
        made = _written(path.parent, title, "", path, data)
        if made == path:
            return path
        belongings.move(path, made)
        replace(Preferences.load(path), canvas=made).save()
        Preferences(canvas=path).save()
        traces.note(path, made)
        path.unlink()
        return made


def remove(path: AnyPath) -> Path:
    """Take a concept out of the workspace; gives the folder in which it waits to be brought back."""
    path = _concept(path)
    with _sentences(path.name.removesuffix(SUFFIX), "deleted"), _alone(path.parent), locked(path):
        _own(path)
        folder = _new_folder(private_folder(path.parent, traces.DELETED), stem_of(path))
        try:
            os.rename(path, folder / path.name)
        except OSError:
            folder.rmdir()
            raise
        belongings.put_aside(path, folder)
        return folder


def restore(folder: AnyPath, word: str) -> Path:
    """Bring a deleted concept back into its folder; `word` is the name of the folder in which it waits."""
    home = Path(folder)
    if not _PIECE.fullmatch(word) or word in (".", ".."):
        raise StoreError("there is no deleted concept of that name")
    with _sentences(word, "brought back"), _alone(home):
        aside = private_folder(home, traces.DELETED) / word
        kept = traces.canvas_in(aside)
        if kept is None:
            raise StoreError("this concept has been brought back already, or is gone for good")
        for stem in _free(home, [kept.name.removesuffix(SUFFIX), *_few(stems(called(kept)))]):
            target = home / f"{stem}{SUFFIX}"
            with contextlib.suppress(FileExistsError):
                move_new(kept, target)
                break
        else:
            raise StoreError("there are too many concepts of that name")
        traces.forget(target)
        belongings.bring_back(aside, target)
        with contextlib.suppress(OSError):
            aside.rmdir()
        return target


# -- names and places ------------------------------------------------------------------------------


def _written(home: Path, title: str, text: str, own: Path | None = None, data: bytes = b"") -> Path:
    """Write a concept under the first name that is free; one of the same title there already is refused.

    `own` is the file that gets the name; where it has it already, only its content changes.
    """
    like = own.stat() if own is not None else None
    taken = _taken(home)
    for stem in _few(stems(title)):
        path = home / f"{stem}{SUFFIX}"
        if own is not None and path.name == own.name:
            write_bytes(own, data)
            return own
        if path.name.casefold() in taken and (own is None or own.name.casefold() != path.name.casefold()):
            _refuse_same(path, title)
            continue
        try:
            write_new(path, data or text.encode("utf-8"), like)
        except FileExistsError:
            continue
        traces.forget(path)
        return path
    raise StoreError(f"there are too many concepts called “{title}”")


def _refuse_same(path: Path, title: str) -> None:
    """Two concepts of one name cannot be told apart; two names that only look alike in a file's name can."""
    if not path.is_file():
        return
    try:
        other = _title(load(path))
    except CxError:
        raise StoreError(
            f"there is a file {path.name} already that cannot be read; choose another name"
        ) from None
    if other.casefold() == title.casefold():
        raise StoreError(f"there is a concept called “{other}” already; choose another name")


def _copy_of(home: Path, title: str) -> str:
    """“Care (copy)”, “Care (copy 2)”: the first that no concept is called."""
    known = {name.removesuffix(SUFFIX) for name in _taken(home)}
    head = re.sub(r" \(copy(?: \d+)?\)$", "", title)[: LONGEST - 12]
    for number in range(1, 1000):
        words = f"{head} (copy)" if number == 1 else f"{head} (copy {number})"
        if next(stems(words)) not in known:
            return words
    raise StoreError(f"there are too many copies of “{title}”")


def _taken(home: Path) -> set[str]:
    """The names in a folder, as a disk that does not tell large from small letters sees them."""
    return {name.casefold() for name in os.listdir(home)}


def _free(home: Path, wanted: list[str]) -> Iterator[str]:
    taken = _taken(home)
    return (stem for stem in wanted if f"{stem}{SUFFIX}".casefold() not in taken)


def _few(names: Iterator[str]) -> Iterator[str]:
    return (name for name, _ in zip(names, range(1000), strict=False))


def _titled(text: str, title: str) -> str:
    """The text of a canvas with another title; every other line stays as it is."""
    document = read(text)
    return splice(document, apply(document.canvas, Set("concept.title", title)))


def _title(canvas: Canvas) -> str:
    title = canvas.concept.get("title")
    return title if isinstance(title, str) else ""


def called(path: Path) -> str:
    """What a canvas file is called; the file's own name where it does not say."""
    try:
        return _title(load(path)) or path.name.removesuffix(SUFFIX)
    except CxError:
        return path.name.removesuffix(SUFFIX)


def _concept(path: AnyPath) -> Path:
    """The path of a canvas file that is there; never one that leads elsewhere."""
    path = Path(path)
    try:
        found = path.lstat()
    except (OSError, ValueError):
        gone = traces.whereabouts(path)
        raise StoreError(gone.sentence if gone else "there is no such concept") from None
    if not path.name.endswith(SUFFIX) or path.name == SUFFIX:
        raise StoreError(f"“{path.name}” is no canvas file")
    if stat.S_ISLNK(found.st_mode):
        raise StoreError(f"“{path.name}” is a link to another file; open that one instead")
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"“{path.name}” is no file that holds text")
    return path


def _own(path: Path) -> Path:
    """The path, once nobody else is at it, if it may be changed."""
    if not os.access(_concept(path), os.W_OK):
        raise StoreError(f"“{path.name}” is write-protected")
    return path


def _new_folder(home: Path, stem: str) -> Path:
    """A folder with the moment in its name, that nobody has yet."""
    moment = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    for number in range(1, 1000):
        folder = home / (f"{moment}-{stem}" if number == 1 else f"{moment}-{number}-{stem}")
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            return folder
    raise StoreError("too much is deleted at once")


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Nobody else begins, renames or deletes a concept in this folder meanwhile."""
    with only_one(private_folder(home) / "concepts.lock", WAIT):
        yield


@contextlib.contextmanager
def _sentences(name: str, done: str) -> Iterator[None]:
    """What the system refuses, in words."""
    try:
        yield
    except OSError as error:
        why = in_words(error)
        raise StoreError(f"“{name}” was not {done}: {why}", why) from None
