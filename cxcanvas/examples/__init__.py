"""What comes with cxcanvas to learn from and to begin with: the worked concept and the starters."""

from __future__ import annotations

from pathlib import Path

from cxcanvas import places

__all__ = ["STARTERS", "example_path", "starter_path"]

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
