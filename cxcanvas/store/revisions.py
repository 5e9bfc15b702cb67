"""A version of a canvas, named as people name it: a file, or what a file said at a revision."""

from __future__ import annotations

import os
from pathlib import Path

from cxcanvas.canvas import Canvas
from cxcanvas.errors import StoreError, TextError
from cxcanvas.store.decoding import decode
from cxcanvas.store.files import load
from cxcanvas.store.git import Refusal, asked
from cxcanvas.store.unmerged import unmerged
from cxcanvas.textfile import read
from cxcanvas.textfile.limits import LARGEST, too_large


def canvas_at(folder: Path, revision: str, name: str) -> Canvas:
    """The canvas in a file of the repository as it was at a revision.

    `name` counts from `folder` unless it begins with `/`, which stands for the top of the
    repository. StoreError where there is none, TextError where it is no canvas.
    """
    place = name[1:] if name.startswith("/") else f"./{name}"
    told = f"{revision}:{name.lstrip('/')}"
    if revision.startswith("-"):
        raise StoreError(f"'{revision}' is no revision")
    size = int(asked(folder, "cat-file", "-s", f"{revision}:{place}") or b"0")
    if size > LARGEST:
        raise TextError(too_large(size), told)
    return canvas_in(asked(folder, "cat-file", "blob", f"{revision}:{place}"), told)


def canvas_in(data: bytes, told: str) -> Canvas:
    """The canvas in the bytes of a version, also of one that was committed with the marks of a merge in it."""
    text = decode(data, told)
    found = unmerged(None, text, told)
    return found.document.canvas if found is not None else read(text, told).canvas


def version(said: str) -> Canvas:
    """The canvas that a person names: a file, or `REV:FILE` of the repository that the file is in.

    What git calls a file that is not there (`/dev/null`) is an empty canvas. StoreError
    where there is none, TextError where it is no canvas.
    """
    if said in ("/dev/null", os.devnull):
        return Canvas.build()
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
