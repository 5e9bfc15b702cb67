"""Earlier versions of a canvas file: which there are, and what each says, as git keeps them."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import StoreError, TextError
from cxcanvas.store.decoding import decode
from cxcanvas.store.files import load
from cxcanvas.store.git import Refusal, git
from cxcanvas.textfile import read
from cxcanvas.textfile.limits import LARGEST, too_large

#: Seconds that git may take to walk a long history.
PATIENCE: Final = 20.0
#: Versions that are listed.
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Revision:
    """One version in git: its id, when (ISO 8601) and by whom it was kept, why, and what the file was called then."""

    id: str
    moment: str
    author: str
    subject: str
    path: str

    @property
    def short(self) -> str:
        """The id as people write it."""
        return self.id[:8]


def revisions(path: Path, most: int = MOST) -> list[Revision]:
    """The versions of a file, the latest first, also under the names it had before.

    Raises StoreError where the file is in no repository, or git does not answer.
    """
    path = Path(os.path.realpath(path))
    form = "--format=%x1e%H%x1f%cI%x1f%an%x1f%s"
    told = _asked(
        path.parent, "log", "--follow", "--no-ext-diff", "--no-textconv", f"--max-count={most}", "--name-only",
        "--no-show-signature", "-z", form, "--", path.name,
    ).decode("utf-8", "replace")  # fmt: skip
    found = []
    for entry in told.split("\x1e")[1:]:
        head, _, names = entry.partition("\n") if "\n" in entry else entry.partition("\0")
        parts = head.strip("\0").split("\x1f")
        name = names.strip("\0\n").split("\0")[0] or path.name
        if len(parts) == 4:
            found.append(Revision(parts[0], parts[1], parts[2], parts[3], name))
    return found


def canvas_at(folder: Path, revision: str, name: str) -> Canvas:
    """The canvas in a file of the repository as it was at a revision.

    `name` counts from `folder` unless it begins with `/`, which stands for the top of the
    repository. StoreError where there is none, TextError where it is no canvas.
    """
    place = name[1:] if name.startswith("/") else f"./{name}"
    told = f"{revision}:{name.lstrip('/')}"
    if revision.startswith("-"):
        raise StoreError(f"'{revision}' is no revision")
    size = int(_asked(folder, "cat-file", "-s", f"{revision}:{place}") or b"0")
    if size > LARGEST:
        raise TextError(too_large(size), told)
    return read(decode(_asked(folder, "cat-file", "blob", f"{revision}:{place}"), told), told).canvas


def version(said: str) -> Canvas:
    """The canvas that a person names: a file, or `REV:FILE` of the repository that the file is in.

    StoreError where there is none, TextError where it is no canvas.
    """
    path = Path(said)
    revision, colon, name = said.partition(":")
    if path.exists() or not colon or not revision or not name:
        return load(path)
    file = Path(name)
    folder = file.parent if file.parent.is_dir() else Path.cwd()
    try:
        return canvas_at(folder, revision, os.path.relpath(file, folder))
    except Refusal as refusal:
        try:
            return canvas_at(folder, revision, f"/{name}")  # as git itself counts, from the top
        except StoreError:
            raise refusal from None


def _asked(folder: Path, *words: str) -> bytes:
    try:
        return git(folder, *words, seconds=PATIENCE)
    except FileNotFoundError:
        raise StoreError("git is not installed here, and keeps the earlier versions") from None
    except subprocess.TimeoutExpired:
        raise StoreError(f"git did not answer within {PATIENCE:g} seconds") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"git could not be asked: {error}") from None
