"""A workspace: a folder with canvases, and the pictures and documents that they show."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cxcanvas.errors import StoreError
from cxcanvas.store.disk import in_words

SUFFIX = ".cx.yaml"

#: Folders within folders that are looked into, and how many at most.
DEEPEST = 4
MOST_FOLDERS = 2_000

#: Bytes of one attachment; what is larger does not belong into a page.
LARGEST_ATTACHMENT = 5_000_000

#: What an attachment may be, by how its bytes begin (names can be anything).
_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)


class Concept(NamedTuple):
    """A canvas file of a workspace: `name` is its path in it without `.cx.yaml`."""

    name: str
    path: Path


def workspace(folder: str | os.PathLike[str]) -> list[Concept]:
    """The canvas files of a folder, by name; hidden folders and links out of it are passed over."""
    root = Path(os.path.realpath(folder))
    if not root.is_dir():
        raise StoreError(f"{folder} is no folder; expected a workspace")
    found = [path for place in _folders(root) for path in _canvases(place, root)]
    named = (Concept(path.relative_to(root).as_posix().removesuffix(SUFFIX), path) for path in found)
    return sorted(named)


def _folders(root: Path) -> Iterator[Path]:
    waiting = [(root, 0)]
    for count, (folder, depth) in enumerate(waiting):
        yield folder
        if depth < DEEPEST and count < MOST_FOLDERS:
            inside = (entry for entry in _entries(folder) if entry.is_dir(follow_symlinks=False))
            waiting += [(Path(entry.path), depth + 1) for entry in inside]


def _canvases(folder: Path, root: Path) -> Iterator[Path]:
    for entry in _entries(folder):
        named = entry.name.endswith(SUFFIX) and entry.is_file()
        if named and (not entry.is_symlink() or Path(os.path.realpath(entry.path)).is_relative_to(root)):
            yield Path(entry.path)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder and not hidden, by name; nothing where it may not be looked into."""
    try:
        with os.scandir(folder) as entries:
            return sorted((one for one in entries if not one.name.startswith(".")), key=lambda one: one.name)
    except OSError:
        return []


def attachment(folder: str | os.PathLike[str], name: str) -> tuple[str, bytes]:
    """The type and the bytes of a picture or document of a workspace.

    Raises StoreError for what is not in it, is hidden, too large, or neither picture nor PDF.
    """
    root = Path(os.path.realpath(folder))
    try:
        path = Path(os.path.realpath(root / name))
        inside = path.is_relative_to(root) and not any(
            part.startswith(".") for part in path.relative_to(root).parts
        )
        if not inside or not path.is_file():
            raise StoreError(f"the attachment '{name[:80]}' is not in the workspace")
        if path.stat().st_size > LARGEST_ATTACHMENT:
            raise StoreError(f"the attachment '{name[:80]}' is larger than {LARGEST_ATTACHMENT / 1e6:.0f} MB")
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"the attachment '{name[:80]}' cannot be read: {in_words(error)}") from None
    except ValueError:
        raise StoreError("an attachment's name is no name of a file") from None
    kind = type_of(data)
    if kind is not None:
        return kind, data
    raise StoreError(f"the attachment '{name[:80]}' is neither a picture (PNG, JPEG, GIF, WebP) nor a PDF")


def type_of(data: bytes) -> str | None:
    """What bytes are, by how they begin; None where they are neither picture nor PDF."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for beginning, kind in _TYPES if data.startswith(beginning)), None)
