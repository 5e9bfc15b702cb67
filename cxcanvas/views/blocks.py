"""The blocks that views are built of: an opening question, a sentence, lists, heat maps, chains, written fields.

The macros are in `templates/blocks.html`; here is what they are given. A view draws its own
parts with them, so that everything of one sort looks and behaves alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import escape

from cxcanvas.views.jinja import macros
from cxcanvas.views.methods import METHODS
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.scene import Eye

#: So many lines of a list are shown on a page for readers; on a board all of them, up to a bound.
MOST: Final = 12
MOST_EDITED: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: where it lives, its text, what is said of it, what is missing, what is wrong.

    `field` is written in place where it is given; `sign` is one of the signs of the legend with
    its class `tint`; `tone` is "", "bad", "warn" or "good" and never stands without words.
    """

    at: str
    text: str
    said: tuple[str, ...] = ()
    missing: str = ""
    wrong: str = ""
    field: str = ""
    type: str = "line"
    sign: str = ""
    tint: str = ""
    tone: str = ""
    blank: str = "…"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column or a row: its words, a smaller word below, and what it is about."""

    text: str
    said: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a heat map: its words, its tone (0 to 5, "none", "bad"), and what a screen reader says of it."""

    text: str
    tone: str = ""
    said: str = ""
    at: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row of a heat map."""

    text: str
    cells: tuple[Cell, ...]
    said: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One column of a chain: its title, its lines, and what belongs there when it is empty."""

    title: str
    lines: tuple[Line, ...]
    empty: str = ""
    tone: str = ""
    editable: bool = False


@part("opening")
def opening(eye: Eye, key: str, view: str) -> Part:
    """The question that a view answers; why it matters, and what good looks like, for whoever asks."""
    method = METHODS[view]
    html = macros("blocks").opening(
        k=key, view=view, question=method.question, why=method.why, good=method.good
    )
    return filled(html)


def gone(key: str) -> Part:
    """The place of an element that is not there any more."""
    return filled(f'<div data-k="{escape(key)}"></div>')


def sentence(key: str, text: str, tone: str = "") -> Part:
    """A sentence that says first what the picture says then."""
    return filled(macros("blocks").says(k=key, text=text, tone=tone))


def listing(
    eye: Eye,
    key: str,
    title: str,
    lines: Sequence[Line],
    empty: str,
    *,
    kind: str = "",
    preset: str = "",
    word: str = "",
    note: str = "",
) -> Part:
    """A panel with a list; what is more than fits is counted, not shown.

    `kind`, `preset` and `word` make the button that adds one, on a board.
    """
    most = MOST_EDITED if eye.editable else MOST
    html = macros("blocks").listing(
        k=key, title=title, lines=lines[:most], more=len(lines) - most, empty=empty, kind=kind, preset=preset,
        word=word, editable=eye.editable, note=note,
    )  # fmt: skip
    return filled(html)


def heat(key: str, caption: str, corner: str, heads: Iterable[Head], rows: Iterable[HeatRow]) -> Part:
    """A table whose cells are tinted by what they say; the words in each say the same."""
    html = macros("blocks").heat(k=key, caption=caption, corner=corner, heads=tuple(heads), rows=tuple(rows))
    return filled(html)


def chain(key: str, caption: str, columns: Iterable[Link]) -> Part:
    """Columns that lead from one to the next."""
    return filled(macros("blocks").chain(k=key, caption=caption, columns=tuple(columns)))


def table(key: str, summary: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Part:
    """The same as a table, folded away; the first cell of a row is its head."""
    return filled(macros("panels").table(k=key, summary=summary, heads=heads, rows=rows))
