"""The inspector: the fields of what is selected, made from the vocabulary, in the words of its help.

A designer sees the sketch fields; "More" and "For measuring" open what is deeper. Every
input carries the address of its value, and what is written there takes the same way as
any other gesture.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Final

from cxcanvas.boards.inspector.model import Panel, PanelOp, Row, Trouble
from cxcanvas.boards.inspector.records import PARTED, narrowed, record_titled
from cxcanvas.boards.inspector.rows import rows_of, titled
from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.canvas import Canvas, Element
from cxcanvas.checks import element_problems, is_contradiction, record_problems
from cxcanvas.errors import Problem
from cxcanvas.measures.diagnosis import functions
from cxcanvas.values import Frozen
from cxcanvas.versions.sides import contested
from cxcanvas.vocabulary import RECORDS, Kind, kind
from cxcanvas.vocabulary.fields import DEPTHS

MOST_REFERRERS: Final = 24
_FOLDS: Final = (("work", "More"), ("measure", "For measuring"))


#: The problems of an element or record by its id; None where the rules have not run.
Troubles = Callable[[str], tuple[Problem, ...] | None]


def no_troubles(id_: str) -> None:
    """Nothing is known yet of what the rules say of an element."""


def panel(
    canvas: Canvas,
    at: str,
    opened: Collection[str] = (),
    folder: str = "",
    troubles: Troubles = no_troubles,
) -> Panel | None:
    """The inspector of the element at an address, with the depths that are opened; None where there is nothing to show.

    `folder` is where the canvas file lies, with the pictures beside it.
    """
    id_ = at.partition(".")[0]
    if id_ in PARTED and id_ not in canvas:
        return _of_record(canvas, at, opened, folder, troubles)
    element = canvas.concept if id_ == "concept" else canvas.get(id_)  # one without fields is false
    known = kind(element.kind) if element is not None else None
    if element is None or known is None:
        return None
    return _drawn(canvas, element, known, opened, folder, troubles)


def _drawn(
    canvas: Canvas, element: Element, known: Kind, opened: Collection[str], folder: str, troubles: Troubles
) -> Panel:
    """The inspector of an element or of a whole record, by depth."""
    id_ = element.id
    title = record_titled(id_) if id_ in PARTED and id_ not in canvas else element.title
    depths = [depth for depth in DEPTHS if depth == "sketch" or depth in opened]
    rows: dict[str, tuple[Row, ...]] = {
        depth: tuple(rows_of(canvas, id_, known.fields, element.fields, depth, depths, folder))
        for depth in depths
    }
    there = {one.depth for one in known.fields.values()}
    folds = [(depth, words, rows.get(depth)) for depth, words in _FOLDS if depth in there]
    about = _about(canvas, troubles, id_)
    html = ENVIRONMENT.get_template("inspector.html").render(
        kind=known.label, title=title, help=known.help, sketch=rows["sketch"], folds=folds, about=about,
    )  # fmt: skip
    return Panel(id_, title, html, rows, about)


def _of_record(
    canvas: Canvas, at: str, opened: Collection[str], folder: str, troubles: Troubles
) -> Panel | None:
    """The inspector of a record, there or not; of one of its parts where the address leads into one."""
    name, *path = at.split(".")
    known = narrowed(canvas, RECORDS[name])
    held = canvas.records.get(name)
    fields = held if isinstance(held, Frozen) else Frozen()
    one = known.fields.get(path[0]) if path else None
    if one is None:
        whole = replace(known, fields={}) if name == "diagnosis" and not functions(canvas) else known
        return _drawn(canvas, Element(name, name, fields), whole, opened, folder, troubles)
    address, inner = f"{name}.{one.name}", fields.get(one.name)
    rows = {"sketch": tuple(rows_of(canvas, address, one.fields, inner, None, DEPTHS, folder))}
    title = record_titled(f"{name}.{one.name}")
    about = _about(canvas, troubles, name, one.name)
    html = ENVIRONMENT.get_template("inspector.html").render(
        kind=known.label,
        title=title,
        help=known.help if name == "diagnosis" else one.help,
        sketch=rows["sketch"],
        folds=(),
        about=about,
    )
    return Panel(name, title, html, rows, about)


def _about(canvas: Canvas, troubles: Troubles, id_: str, part: str = "") -> str:
    """What is to decide and what is wrong at an element or a part of a record, and who points at it."""
    both = contested(canvas, id_)
    if part:
        both = tuple(one for one in both if one.address.split(".")[1:2] == [part])
    found = _troubles(canvas, troubles, id_, part)
    return str(_macros().about(both, found, *_referrers(canvas, id_, part)))


def _troubles(canvas: Canvas, troubles: Troubles, id_: str, part: str = "") -> list[Trouble]:
    """What is wrong with an element, or with a record or one part of it; what the vocabulary says until rules have run."""
    judged = troubles(id_)
    if judged is not None:
        found = judged
    elif id_ in canvas:
        found = element_problems(canvas, id_)
    elif id_ in PARTED and id_ in canvas.records:
        found = record_problems(canvas, id_)
    else:
        return []
    if part:
        found = tuple(one for one in found if one.address.split(".")[1:2] in ([], [part]))
    return [Trouble(one.message, is_contradiction(one)) for one in found]


def _referrers(canvas: Canvas, id_: str, part: str = "") -> tuple[list[tuple[str, str, str]], int]:
    """Who points at the element, or into one part of it: the address, its name, and by which field; how many more."""
    found = dict.fromkeys(
        (one.source, one.relation.replace("_", " "))
        for one in canvas.referrers(id_)
        if not part or one.target_path.split(".")[0] == part
    )
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
