"""A file that only grows: one line more at its end, lasting; and what was added since the last look."""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cxcanvas.errors import StoreError
from cxcanvas.store.disk import in_words, settle_folder

__all__ = ["LARGEST_LOG", "Tail", "append_line", "read_tail"]

#: Bytes of a whole file of lines.
LARGEST_LOG: Final = 64_000_000
#: Bytes before the end of what was read, by which one knows that the file went on and is no other one.
_KNOWN: Final = 4096
_FLAGS: Final = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Tail:
    """How far a file was read, and what was new: whole `lines`, and a `rest` without a line end.

    `goes_on` is False where it is another file than before, and was read from its beginning.
    """

    offset: int = 0
    mark: tuple[int, int, int, int] = (0, 0, -1, 0)
    known: bytes = b""
    lines: tuple[str, ...] = ()
    rest: str = ""
    goes_on: bool = True

    def settled(self) -> Tail:
        """The same once its lines were taken over."""
        return replace(self, lines=(), rest="")


def read_tail(path: Path, before: Tail) -> Tail:
    """What was added to a file; `before` itself where nothing was. A file that is not there is empty."""
    try:
        handle = os.open(path, os.O_RDONLY | _FLAGS | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return before if before.mark == Tail().mark else Tail(goes_on=False)
    except OSError as error:
        raise _unread(path, error) from None
    except ValueError:
        raise StoreError("this is no name of a file") from None
    try:
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise StoreError(f"{path} is no file that holds text; expected a review log")
            mark = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
            if mark == before.mark:
                return before
            if found.st_size > LARGEST_LOG:
                raise StoreError(f"{path} is too large: {found.st_size / 1e6:,.0f} MB, expected at most {LARGEST_LOG / 1e6:,.0f} MB")  # fmt: skip
            same = mark[:2] == before.mark[:2] and found.st_size >= before.offset
            file.seek(before.offset - len(before.known) if same else 0)
            data = file.read(LARGEST_LOG + 1)
    except OSError as error:
        raise _unread(path, error) from None
    if same and not data.startswith(before.known):
        return replace(read_tail(path, Tail()), goes_on=False)
    fresh = data[len(before.known) :] if same else data
    return _split(fresh, before if same else Tail(), data, mark, same)


def _split(fresh: bytes, before: Tail, data: bytes, mark: tuple[int, int, int, int], same: bool) -> Tail:
    whole, _, rest = fresh.rpartition(b"\n") if b"\n" in fresh else (b"", b"", fresh)
    used = len(whole) + 1 if b"\n" in fresh else 0
    lines = tuple(one.decode("utf-8", "replace") for one in whole.split(b"\n")) if used else ()
    seen = data[: len(data) - len(rest)]
    return Tail(before.offset + used, mark, seen[-_KNOWN:], lines, rest.decode("utf-8", "replace"), same)


def append_line(path: Path, data: bytes, create: bool) -> None:
    """Put a line at the end of a file, lasting, or nothing at all; a line that was cut off before it is ended first.

    Raises StoreError where it cannot be written; unless `create`, also where there is no file.
    """
    new = False
    try:
        new = not os.path.lexists(path)
        if new and not create:
            raise StoreError(f"nothing was written: {path.name} is no longer there")
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _FLAGS, 0o666)
    except OSError as error:
        raise _unwritten(path, error) from None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise StoreError(f"nothing was written: {path.name} is no file that holds text")
        size = found.st_size
        if size and not _ends_line(handle, size):
            data = b"\n" + data
        if size + len(data) > LARGEST_LOG:
            raise StoreError(f"nothing was written: {path.name} is full ({LARGEST_LOG / 1e6:,.0f} MB)")
        _write(handle, data, size)
    except OSError as error:
        raise _unwritten(path, error) from None
    finally:
        os.close(handle)
    if new:
        settle_folder(path.parent)


def _write(handle: int, data: bytes, size: int) -> None:
    """All of it, or the file is as long as it was."""
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, size)
        raise


def _ends_line(handle: int, size: int) -> bool:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) == b"\n"


def _unread(path: Path, error: OSError) -> StoreError:
    if path.is_symlink():
        return StoreError(f"{path} is a link to another file; a review log is a file of its own")
    return StoreError(f"{path} cannot be read: {in_words(error)}", in_words(error))


def _unwritten(path: Path, error: OSError) -> StoreError:
    if path.is_symlink():
        return StoreError(f"nothing was written: {path.name} is a link to another file")
    why = in_words(error)
    return StoreError(f"nothing was written to {path.name}: {why}", why)
