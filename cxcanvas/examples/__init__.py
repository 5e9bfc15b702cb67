"""What comes with cxcanvas to learn from and to begin with: the worked concept and the starters."""

from __future__ import annotations

from pathlib import Path

from cxcanvas import places
from cxcanvas.errors import StoreError

__all__ = ["STARTERS", "example_here", "example_path", "starter_here", "starter_path", "starter_sentence"]

#: The filled-in beginnings, by the name that `cxcanvas new --template` takes.
STARTERS: tuple[str, ...] = (
    "product-launch", "service-concept", "offering", "acquisition", "commercial-model", "blank",
)  # fmt: skip


def example_path() -> Path:
    """The worked concept, a complete canvas to learn from; for reading, so copy it before you change it."""
    return places.example()


def starter_path(name: str) -> Path:
    """The starter of that name; KeyError when there is none."""
    if name not in STARTERS:
        raise KeyError(name)
    return places.shipped("templates/starters") / f"{name}.cx.yaml"


def starter_sentence(name: str) -> str:
    """What a starter is for, in a sentence: the first line of its file says so."""
    with starter_path(name).open(encoding="utf-8") as file:
        return file.readline().lstrip("#").strip()


def example_here(folder: str | Path = ".") -> Path:
    """The worked concept in this folder; a copy is put there when there is none yet."""
    return _copied(example_path(), Path(folder) / example_path().name)


def starter_here(name: str, path: str | Path) -> Path:
    """A concept of your own at this path, begun from a starter; one that is there already is kept."""
    return _copied(starter_path(name), Path(path))


def _copied(source: Path, target: Path) -> Path:
    """The target, copied from the source unless somebody has worked on it already."""
    if not target.exists():
        try:
            target.write_bytes(source.read_bytes())
        except OSError as error:
            raise StoreError(f"{target}: the canvas cannot be put there ({error.strerror})") from error
    return target
