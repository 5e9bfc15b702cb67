"""One writer at a time, also across programs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from cxcanvas.errors import StoreError
from cxcanvas.store.disk import in_words

#: Seconds to wait for another program that is saving the same file, and between two tries: a save takes some
#: hundredths, and who tries rarely never gets a turn among many who save steadily.
WAIT = 10.0
TRY_AGAIN = 0.005

#: The folder for what git need not see.
HIDDEN = ".cxcanvas"


def hidden_folder(folder: Path) -> Path:
    """The folder `.cxcanvas` in a workspace; it ignores itself."""
    hidden = folder / HIDDEN
    hidden.mkdir(exist_ok=True)
    ignore = hidden / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return hidden


@contextlib.contextmanager
def locked(path: Path, wait: float | None = None) -> Iterator[None]:
    """Nobody else saves this file meanwhile; StoreError when somebody else is at it for too long."""
    from filelock import FileLock, Timeout  # not needed by whoever only reads

    try:
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise StoreError(f"{path} is a folder; expected a canvas file")
        # Whoever may write the canvas may lock it, whoever locked it first.
        lock = FileLock(hidden_folder(target.parent) / f"{target.name[:200]}.lock", mode=0o666)
        lock.acquire(timeout=WAIT if wait is None else wait, poll_interval=TRY_AGAIN)
    except Timeout:
        why = "another program is saving it; try again in a moment"
        raise StoreError(f"{path} is being saved by another program; try again in a moment", why) from None
    except OSError as error:
        why = in_words(error)
        raise StoreError(f"{path} was not saved: {why}; the file is as it was", why) from None
    except ValueError:
        raise StoreError("this is no name of a file; nothing was saved") from None
    except NotImplementedError:
        why = "this disk knows no locks"
        raise StoreError(f"{path} was not saved: {why}; the file is as it was", why) from None
    try:
        yield
    finally:
        lock.release()
