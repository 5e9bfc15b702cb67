"""What belongs to a canvas file and lies beside it: its review, and its undo files."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cxcanvas.store.disk import move_new
from cxcanvas.store.hidden import stem_of
from cxcanvas.store.locks import HIDDEN
from cxcanvas.store.preferences import Preferences
from cxcanvas.store.workspace import SUFFIX

#: Beside the canvas, and within `.cxcanvas`: further sessions have a folder with a number.
_BESIDE: Final = (".reviews.jsonl",)
_UNDO: Final = (("undo",), *(("undo", str(number)) for number in range(2, 10)))


def belongings(canvas: Path) -> Iterator[tuple[str, Path]]:
    """The files that a canvas has beside it, each with a name that says what it is."""
    name = canvas.name.removesuffix(SUFFIX)
    for ending in _BESIDE:
        yield f"beside{ending}", canvas.with_name(name + ending)
    for inner in _UNDO:
        yield "-".join((*inner, "json")), canvas.parent.joinpath(HIDDEN, *inner, f"{stem_of(canvas)}.json")


def move(canvas: Path, target: Path) -> None:
    """What belongs to a canvas goes with it to its new name; what cannot stays, nothing is overwritten."""
    Preferences.load(canvas).moved(target)
    for (_, old), (_, new) in zip(belongings(canvas), belongings(target), strict=True):
        _moved(old, new)


def put_aside(canvas: Path, folder: Path) -> None:
    """What belongs to a canvas goes into a folder."""
    for name, path in belongings(canvas):
        _moved(path, folder / name)


def bring_back(folder: Path, canvas: Path) -> None:
    """What lay in a folder goes back to its canvas."""
    for name, path in belongings(canvas):
        _moved(folder / name, path)


def _moved(old: Path, new: Path) -> None:
    with contextlib.suppress(OSError):  # without them a concept is still whole
        if not old.is_file() or any(each.is_symlink() for each in (old, old.parent, new.parent)):
            return
        os.makedirs(new.parent, exist_ok=True)
        move_new(old, new)
