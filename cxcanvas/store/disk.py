"""Files on disk: read with bounds, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cxcanvas.errors import StoreError, TextError
from cxcanvas.textfile.limits import LARGEST, too_large

#: How long a refused replacement is tried again: on Windows, whoever has the file open refuses it.
PATIENCE = 3.0
OPEN_FILES_REFUSE = os.name == "nt"
#: Seconds after which a temporary file is of a program that was killed: no write takes that long.
LEFT_AFTER = 600.0
_LEFT = re.compile(r"[a-z0-9_]{8}\.tmp")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file was like when it was read; `digest` decides whether it changed."""

    size: int
    mtime_ns: int
    digest: str


def read_bytes(path: Path) -> tuple[bytes, Stamp]:
    """A file's bytes and its stamp; StoreError in a sentence when it cannot be read."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise StoreError(f"{path} is a folder; expected a canvas file", "a folder stands there now")
        if not stat.S_ISREG(found.st_mode):
            why = "what stands there now is no file that holds text"
            raise StoreError(f"{path} is no file that holds text; expected a canvas file", why)
        if found.st_size > LARGEST:
            raise TextError(too_large(found.st_size), str(path))
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {in_words(error)}", in_words(error)) from None
    except ValueError:  # a NUL in the name
        raise StoreError("this is no name of a file") from None
    return data, stamp_of(data, found.st_mtime_ns)


def stamp_of(data: bytes, mtime_ns: int) -> Stamp:
    """The stamp of bytes that were read at a time."""
    return Stamp(len(data), mtime_ns, hashlib.sha256(data).hexdigest())


def write_bytes(path: Path, data: bytes) -> Stamp:
    """Put bytes in the place of a file: all of them, lasting, or none.

    They go into a new file in the same folder first, which then takes the place of the
    old one. A link's target is written, the link stays. Mode and, where possible, owner
    are kept. Raises StoreError; then the file on disk is as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        before = _existing(target)
        temporary = _written_beside(target, data, before)
        try:
            _replace(temporary, target)
        except BaseException:
            _remove(temporary)
            raise
        settle_folder(target.parent)
        return stamp_of(data, target.stat().st_mtime_ns)
    except OSError as error:
        why = in_words(error)
        raise StoreError(f"{path} was not saved: {why}; the file is as it was", why) from None
    except ValueError:
        raise StoreError("this is no name of a file; nothing was saved") from None


def write_beside(path: Path, data: bytes, private: bool = False) -> None:
    """Put bytes in the place of a file, all or none; a link there is replaced, not followed.

    With `private` nobody but its owner may read it.
    """
    try:
        temporary = _written_beside(path, data, None, private)
        try:
            _replace(temporary, path)
        except BaseException:
            _remove(temporary)
            raise
    except OSError as error:
        raise StoreError(f"{path} was not written: {in_words(error)}", in_words(error)) from None
    except ValueError:
        raise StoreError("this is no name of a file; nothing was saved") from None


def write_new(path: Path, data: bytes, like: os.stat_result | None = None) -> None:
    """Write a file that is not there yet, whole or not at all; FileExistsError where something is.

    `like` is a file whose mode and owner it gets.
    """
    temporary = _written_beside(path, data, like)
    try:
        move_new(temporary, path)
    except BaseException:
        _remove(temporary)
        raise
    settle_folder(path.parent)


def move_new(source: Path, target: Path) -> None:
    """Give a file another name on the same disk; FileExistsError where something has it already."""
    if os.name == "nt":
        os.rename(source, target)  # refuses by itself
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without links: hold the name, then put the file in its place
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        os.replace(source, target)
        return
    os.unlink(source)


def _existing(target: Path) -> os.stat_result | None:
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise FileExistsError(errno.EEXIST, "a device or a pipe")  # never put a file in its place
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "write-protected")
    return found


def _written_beside(target: Path, data: bytes, before: os.stat_result | None, private: bool = False) -> Path:
    handle, name = tempfile.mkstemp(prefix=_beginning(target), suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if not private:  # a new temporary file is its owner's alone
                _keep_permissions(file.fileno(), before)
            os.fsync(file.fileno())
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def clear_away(target: Path) -> None:
    """Remove what killed programs have left beside a file while they wrote it; the caller is alone at the file."""
    target = Path(os.path.realpath(target))
    with contextlib.suppress(OSError), os.scandir(target.parent) as entries:
        for one in entries:
            if one.name.startswith(_beginning(target)) and _LEFT.fullmatch(
                one.name[len(_beginning(target)) :]
            ):
                found = one.stat(follow_symlinks=False)
                if stat.S_ISREG(found.st_mode) and time.time() - found.st_mtime > LEFT_AFTER:
                    _remove(Path(one.path))


def _beginning(target: Path) -> str:
    return f".{target.name[:40]}."


def _keep_permissions(handle: int, before: os.stat_result | None) -> None:
    if os.name == "nt":
        return
    if before is None:
        os.fchmod(handle, 0o666 & ~_umask())
        return
    with contextlib.suppress(OSError):  # only root may give a file away
        now = os.fstat(handle)
        if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
            os.fchown(handle, before.st_uid, before.st_gid)
    os.fchmod(handle, stat.S_IMODE(before.st_mode))


def _umask() -> int:
    """What a new file may not allow; read without changing it where the system tells."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("Umask:")[2].split()[0], 8)
    return 0o022


def _replace(temporary: Path, target: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Put one file in the place of another, with patience where another program has it open."""
    waited, pause = 0.0, 0.02
    while True:
        try:
            os.replace(temporary, target)
            return
        except PermissionError:
            if waited >= PATIENCE or not OPEN_FILES_REFUSE:
                raise
        sleep(pause)
        waited, pause = waited + pause, min(pause * 2, 0.5)


def _remove(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()


def settle_folder(folder: Path) -> None:
    """Make a folder's change last; not every system can, and the file itself is safe by now."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_WORDS = {
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "you may not; the file or its folder is write-protected, or closed to you",
    errno.EPERM: "you may not; the file or its folder is write-protected",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "no space is left on the disk",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EFBIG: "it would become larger than files may be here",
    errno.EISDIR: "it is a folder; expected a file",
    errno.EEXIST: "what stands there is no file that holds text",
    errno.ENOTDIR: "what should be its folder is a file",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ELOOP: "it is a link that leads back to itself",
    errno.EIO: "the disk reports an error",
    errno.EMFILE: "too many files are open",
}


def in_words(error: OSError) -> str:
    """Why the system refused, in words."""
    return _WORDS.get(error.errno or 0, (error.strerror or type(error).__name__).lower())
