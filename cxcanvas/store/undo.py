"""The undo file: what was done and taken back, and what is not saved, over the end of a program.

`.cxcanvas/undo/NAME.json` belongs to one session at a time: it holds the lock as long as
something is not saved; further sessions on the same canvas have `.cxcanvas/undo/2/NAME.json`
and so on. What lies there unsaved while the lock is free is of a session that ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cxcanvas.edits import Edit, from_json, to_json
from cxcanvas.errors import EditError, StoreError
from cxcanvas.store.disk import move_new, write_beside
from cxcanvas.store.hidden import kept_marked, private_folder, read_json, stem_of
from cxcanvas.store.locks import HIDDEN

if TYPE_CHECKING:
    from filelock import BaseFileLock

FORMAT: Final = 1
#: Steps that are kept, and bytes of the file. What is not saved is never left out for its size.
MOST_STEPS: Final = 500
LARGEST: Final = 1_000_000
#: Bytes that are read at most: a file with a whole canvas that was never saved.
LARGEST_READ: Final = 40_000_000
MOST_EDITS: Final = 500_000
MOST_COUNTED: Final = 1_000_000
LONGEST_LABEL: Final = 400
#: Sessions on one canvas that can keep an undo file at the same time.
MOST_SESSIONS: Final = 9

Steps = tuple[tuple[tuple[Edit, ...], str], ...]


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Edits that are in no file yet: `was` says what stood at the place of each, `count` how many steps they were."""

    edits: tuple[Edit, ...]
    was: tuple[Any, ...]
    count: int
    moment: str

    @property
    def key(self) -> str:
        """Tells these edits from others."""
        text = json.dumps([to_json(edit) for edit in self.edits], sort_keys=True)
        return sha256(text.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """What an undo file says: steps as (edits, label), those below `saved` saved; `digest` is the canvas file's.

    `earlier` are unsaved edits of sessions before, which nobody has applied or forgotten yet.
    """

    digest: str
    undo: Steps = ()
    redo: Steps = ()
    saved: int | None = 0
    unsaved: Unsaved | None = None
    earlier: tuple[Unsaved, ...] = ()

    @property
    def left(self) -> tuple[Unsaved, ...]:
        """All that is not saved, oldest first."""
        return self.earlier if self.unsaved is None else (*self.earlier, self.unsaved)


class UndoFile:
    """The undo file of one session on a canvas file."""

    def __init__(self, canvas: Path, seen: Iterable[Unsaved] = ()) -> None:
        """`seen` is what this session knows of already, and decides about."""
        self.canvas = Path(os.path.realpath(canvas))
        self._seen: set[str] = set()
        self.know(seen)
        self._found: tuple[Unsaved, ...] = ()
        self._lock: BaseFileLock | None = None
        self._path: Path | None = None
        self._written = b""

    def write(self, kept: Kept) -> None:
        """Write what is to be kept; StoreError where that cannot be."""
        path, others = self._own()
        found = [one for each in others.values() for one in each.left if one.key not in self._seen]
        self._found = (*self._found, *found)
        data = _packed(replace(kept, earlier=(*self._found, *kept.earlier)))
        if data != self._written or not path.exists():
            write_beside(path, data, private=True)
            self._written = data
        for other in others.keys() - {path}:
            _remove(other)
        if kept.unsaved is None:
            self.release()  # the next session goes on from here, even while this one is looked at

    def forget(self) -> None:
        """Remove what this session and those that ended have kept."""
        with contextlib.suppress(StoreError):
            path, others = self._own()
            for each in (path, *others, *unreadable_ones(self.canvas), kept_marked(self.canvas)):
                _remove(each)
        self.release()

    def release(self) -> None:
        """Leave the file to the next session."""
        if self._lock is not None:
            self._lock.release()
        self._lock = self._path = None
        self._written, self._found = b"", ()

    def know(self, seen: Iterable[Unsaved]) -> None:
        """The session knows of these as well, and decides about them."""
        self._seen |= {one.key for one in seen}

    def _own(self) -> tuple[Path, dict[Path, Kept]]:
        """The path of this session's file, and, once, what sessions that ended have left there and beside it."""
        if self._path is not None:
            return self._path, {}
        left: dict[Path, Kept] = {}
        for inner in _INNER:
            if self._path is not None and not _file(self.canvas, inner).exists():
                continue
            lock = _locked(self.canvas, inner)
            if lock is None:
                continue
            path, kept = _file(self.canvas, inner), _read(self.canvas, inner)
            if kept is not None:
                left[path] = kept
            else:
                _put_aside(self.canvas, inner)
            if self._path is None:
                self._lock, self._path = lock, path
            else:
                lock.release()
        if self._path is None:
            raise StoreError("no undo file is free")
        return self._path, {path: kept for path, kept in left.items() if kept.left or path != self._path}


#: Undo files that could not be read and are kept beside it; more than these are passed over where they are.
MOST_UNREADABLE: Final = 9


def unreadable_ones(canvas: Path) -> tuple[Path, ...]:
    """The undo files of a canvas that could not be read and were put aside, as far as they are there."""
    canvas = Path(os.path.realpath(canvas))
    with contextlib.suppress(OSError, ValueError):
        return tuple(path for path in _aside(canvas) if path.is_file() and not path.is_symlink())
    return ()


def _aside(canvas: Path) -> Iterator[Path]:
    for number in range(1, MOST_UNREADABLE + 1):
        ending = "unreadable" if number == 1 else f"unreadable-{number}"
        yield canvas.parent.joinpath(HIDDEN, "undo", f"{stem_of(canvas)}.{ending}")


def _put_aside(canvas: Path, inner: Sequence[str]) -> None:
    """An undo file that cannot be read is kept beside it: it may hold what somebody still wants."""
    path = _file(canvas, inner)
    with contextlib.suppress(OSError, StoreError):
        if not stat.S_ISREG(path.lstat().st_mode):
            return
        private_folder(canvas.parent, "undo")  # and no link
        private_folder(canvas.parent, *inner)
        for target in _aside(canvas):
            with contextlib.suppress(FileExistsError):
                move_new(path, target)
                target.chmod(0o600)
                return


def left_behind(canvas: Path) -> tuple[list[Kept], bool]:
    """What sessions on a canvas have kept that ended or have saved all; and whether others are at work."""
    canvas = Path(os.path.realpath(canvas))
    found: list[Kept] = []
    at_work = False
    for inner in _INNER:
        with contextlib.suppress(OSError, ValueError):
            if not _file(canvas, inner).exists():
                continue
            lock = _locked(canvas, inner, unknown=True)
            if lock is None:
                at_work = True
                continue
            kept = _read(canvas, inner)
            if kept is None:
                _put_aside(canvas, inner)
            lock.release()
            if kept is not None:
                found.append(kept)
    return found, at_work


_INNER: Final[tuple[tuple[str, ...], ...]] = (
    ("undo",), *(("undo", str(number)) for number in range(2, MOST_SESSIONS + 1))
)  # fmt: skip


def _file(canvas: Path, inner: Sequence[str]) -> Path:
    return canvas.parent.joinpath(HIDDEN, *inner, f"{stem_of(canvas)}.json")


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


class _NoLock:
    """Stands for the lock of a folder that cannot be written: whoever kept something there has ended."""

    def release(self) -> None:
        """Nothing is held."""


def _locked(canvas: Path, inner: Sequence[str], unknown: bool = False) -> Any:
    """The lock of an undo file; None where a session holds it, or, unless `unknown`, there can be none."""
    from filelock import FileLock, Timeout

    try:
        lock = FileLock(private_folder(canvas.parent, *inner) / f"{stem_of(canvas)}.lock", mode=0o666)
        if os.path.islink(lock.lock_file):
            return None
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except (OSError, NotImplementedError, ValueError, StoreError):
        return _NoLock() if unknown else None
    return lock


# -- the text ------------------------------------------------------------------------------------


def _packed(kept: Kept) -> bytes:
    """The text of an undo file: what is not saved in any case, then the newest steps that fit."""
    data: dict[str, Any] = {
        "cxcanvas-undo": FORMAT, "digest": kept.digest,
        "unsaved": None if kept.unsaved is None else _plain(kept.unsaved),
        "earlier": [_plain(one) for one in kept.earlier],
    }  # fmt: skip
    room = LARGEST - len(_text(data)) - 100
    undo, room = _fitting(kept.undo, room, MOST_STEPS)
    redo, _ = _fitting(kept.redo, room, MOST_STEPS - len(undo))
    saved = None if kept.saved is None else kept.saved - (len(kept.undo) - len(undo))
    data["saved"] = saved if saved is not None and saved >= 0 else None
    return b"".join(
        (_text(data)[:-1], b', "undo": [', b",".join(undo), b'], "redo": [', b",".join(redo), b"]}")
    )


def _fitting(steps: Steps, room: int, most: int) -> tuple[list[bytes], int]:
    """The texts of the newest steps that fit into the room, oldest first; and the room left."""
    texts: list[bytes] = []
    for edits, label in reversed(steps[-most:] if most else ()):
        line = "".join(sign if sign >= " " else " " for sign in label[:LONGEST_LABEL])
        text = _text({"label": line, "edits": [to_json(edit) for edit in edits]})
        room -= len(text) + 1
        if room < 0:
            break
        texts.append(text)
    return texts[::-1], room


def _text(data: object) -> bytes:
    return json.dumps(data).encode("ascii")


def _plain(unsaved: Unsaved) -> dict[str, Any]:
    return {
        "edits": [to_json(edit) for edit in unsaved.edits], "was": unsaved.was, "count": unsaved.count,
        "moment": unsaved.moment,
    }  # fmt: skip


def _read(canvas: Path, inner: Sequence[str]) -> Kept | None:
    data = read_json(canvas.parent, "/".join((*inner, f"{stem_of(canvas)}.json")), LARGEST_READ)
    try:
        return None if data is None else _kept(data)
    except (EditError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _kept(data: Mapping[str, Any]) -> Kept:
    if data["cxcanvas-undo"] != FORMAT:
        raise ValueError
    undo, redo, saved = _steps(data["undo"]), _steps(data["redo"]), data["saved"]
    if saved is not None:
        saved = _number(saved, len(undo))
    unsaved = None if data["unsaved"] is None else _unsaved(data["unsaved"])
    return Kept(
        _word(data["digest"], 128),
        undo,
        redo,
        saved,
        unsaved,
        tuple(map(_unsaved, _list(data["earlier"], 100))),
    )


def _steps(data: object) -> Steps:
    return tuple(
        (_edits(one["edits"]), _word(one["label"], LONGEST_LABEL)) for one in _list(data, MOST_STEPS)
    )


def _unsaved(data: Any) -> Unsaved:
    edits, was = _edits(data["edits"]), _list(data["was"], MOST_EDITS)
    if len(edits) != len(was) or not edits:
        raise ValueError
    return Unsaved(edits, tuple(was), _number(data["count"], MOST_COUNTED), _word(data["moment"], 40))


def _edits(data: object) -> tuple[Edit, ...]:
    return tuple(map(from_json, _list(data, MOST_EDITS)))


def _list(data: object, most: int) -> list[Any]:
    if not isinstance(data, list) or len(data) > most:
        raise ValueError
    return data


def _word(data: object, longest: int) -> str:
    if not isinstance(data, str) or len(data) > longest or any(sign < " " for sign in data):
        raise ValueError
    return data


def _number(data: object, most: int) -> int:
    if type(data) is not int or not 0 <= data <= most:
        raise ValueError
    return data
