"""The inspector: the fields of what is selected, made from the vocabulary, in the words of its help.

A designer sees the sketch fields; "More" and "For measuring" open what is deeper. Every
input carries the address of its value, and what is written there takes the same way as
any other gesture.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from cxcanvas.boards.inspector.model import Panel, PanelOp, Row, Trouble
from cxcanvas.boards.inspector.rows import rows_of, titled
from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.canvas import Canvas
from cxcanvas.checks import element_problems
from cxcanvas.vocabulary import kind

DEPTHS: Final = ("sketch", "work", "measure")
MOST_REFERRERS: Final = 24
_FOLDS: Final = (("work", "More"), ("measure", "For measuring"))


def panel(canvas: Canvas, at: str, opened: Collection[str] = (), folder: str = "") -> Panel | None:
    """The inspector of the element at an address, with the depths that are opened; None where there is nothing to show.

    `folder` is where the canvas file lies, with the pictures beside it.
    """
    id_ = at.partition(".")[0]
    element = canvas.concept if id_ == "concept" else canvas.get(id_)  # one without fields is false
    known = kind(element.kind) if element is not None else None
    if element is None or known is None:
        return None
    depths = [depth for depth in DEPTHS if depth == "sketch" or depth in opened]
    rows = {
        depth: tuple(rows_of(canvas, id_, known.fields, element.fields, depth, depths, folder))
        for depth in depths
    }
    there = {one.depth for one in known.fields.values()}
    folds = [(depth, words, rows.get(depth)) for depth, words in _FOLDS if depth in there]
    about = str(_macros().about(_troubles(canvas, id_), *_referrers(canvas, id_)))
    html = ENVIRONMENT.get_template("inspector.html").render(
        kind=known.label, title=element.title, help=known.help, sketch=rows["sketch"], folds=folds, about=about,
        removable=id_ != "concept",
    )  # fmt: skip
    return Panel(id_, element.title, html, rows, about)


def _troubles(canvas: Canvas, id_: str) -> list[Trouble]:
    if id_ not in canvas:
        return []
    found = element_problems(canvas, id_)
    return [Trouble(one.message, one.severity == "error") for one in found]


def _referrers(canvas: Canvas, id_: str) -> tuple[list[tuple[str, str, str]], int]:
    """Who points at the element: the address, its name, and by which field; and how many more there are."""
    found = dict.fromkeys((one.source, one.relation.replace("_", " ")) for one in canvas.referrers(id_))
    shown = [(source, titled(canvas, source) if source in canvas else source, by) for source, by in found]
    return shown[:MOST_REFERRERS], max(0, len(shown) - MOST_REFERRERS)


def changes(old: Panel, new: Panel) -> list[PanelOp] | None:
    """The ops from one state of an inspector to the next; None where it must be drawn as a whole."""
    if old.rows.keys() != new.rows.keys():
        return None
    ops: list[PanelOp] = []
    if old.title != new.title:
        ops.append(["put", "i/title", str(_macros().title(new.title))])
    if old.about != new.about:
        ops.append(["put", "i/about", new.about])
    for depth, rows in new.rows.items():
        found = _between(old.rows[depth], rows)
        if found is None:
            return None
        ops += found
    return ops


def _between(old: tuple[Row, ...], new: tuple[Row, ...]) -> list[PanelOp] | None:
    """The ops between two lists of rows; None where they are not the same fields."""
    if [row.address for row in old] != [row.address for row in new]:
        return None
    return [op for was, row in zip(old, new, strict=True) if was != row for op in _within(was, row)]


def _within(old: Row, new: Row) -> list[PanelOp]:
    """The ops for one row that changed: of a group, only the rows in it where the rest is the same."""
    grouped = old.control in ("group", "entries", "estimate")
    if grouped and replace(old, rows=new.rows) == new:
        inner = _between(old.rows, new.rows)
        if inner is not None:
            return inner
    plain = replace(old, value=new.value, options=new.options) == new and not grouped
    if plain and _choices(old) == _choices(new) and new.control not in ("reference", "pictures"):
        return [["value", f"i/{new.address}", _standing(new)]]
    return [["put", f"i/{new.address}", str(_macros().line(new))]]


def _choices(row: Row) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in row.options]


def _standing(row: Row) -> str | list[str]:
    """What an input is set to: its text, or what is chosen."""
    if not row.options:
        return row.value
    chosen = [one.value for one in row.options if one.on]
    return chosen if row.control == "checks" else (chosen or [""])[0]


def _macros() -> Any:
    return ENVIRONMENT.get_template("rows.html").module
