"""The inspector: the fields of what is selected, made from the vocabulary, in the words of its help.

A designer sees the sketch fields; "More" and "For measuring" open what is deeper. Every
input carries the address of its value, and what is written there takes the same way as
any other gesture.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.canvas import Canvas
from cxcanvas.values import Absent, Frozen, Value
from cxcanvas.vocabulary import Field, kind

MOST_OPTIONS: Final = 200
DEPTHS: Final = ("sketch", "work", "measure")
_FOLDS: Final = (("work", "More"), ("measure", "For measuring"))
HIDDEN: Final = frozenset({"formerly", "attachments"})


#: As the ops of a drawing, and one more: ["value", key, what the input is set to].
PanelOp = list[Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of an input."""

    value: str
    label: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One field as it is shown: its address, its words, what kind of input, and what stands in it."""

    address: str
    label: str
    help: str
    control: str
    value: str = ""
    range: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = field(default_factory=tuple)


Depths = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Panel:
    """The inspector of one element: whole as html, and its rows, to send only what changed."""

    at: str
    title: str
    html: str
    rows: Depths


def panel(canvas: Canvas, at: str, opened: Collection[str] = ()) -> Panel | None:
    """The inspector of the element at an address, with the depths that are opened; None where there is nothing to show."""
    id_ = at.partition(".")[0]
    element = canvas.get(id_) or (canvas.concept if id_ == "concept" else None)
    known = kind(element.kind) if element is not None else None
    if element is None or known is None:
        return None
    depths = [depth for depth in DEPTHS if depth == "sketch" or depth in opened]
    rows = {depth: tuple(_rows(canvas, id_, known.fields, element.fields, depth, depths)) for depth in depths}
    there = {one.depth for one in known.fields.values()}
    folds = [(depth, words, rows.get(depth)) for depth, words in _FOLDS if depth in there]
    html = ENVIRONMENT.get_template("inspector.html").render(
        kind=known.label, title=element.title, help=known.help, sketch=rows["sketch"], folds=folds,
    )  # fmt: skip
    return Panel(id_, element.title, html, rows)


def changes(old: Panel, new: Panel) -> list[PanelOp] | None:
    """The ops from one state of an inspector to the next; None where it must be drawn as a whole."""
    if old.rows.keys() != new.rows.keys():
        return None
    ops: list[PanelOp] = (
        [["put", "i/title", str(_macros().title(new.title))]] if old.title != new.title else []
    )
    for depth, rows in new.rows.items():
        found = _between(old.rows[depth], rows)
        if found is None:
            return None
        ops += found
    return ops


def _between(old: tuple[Row, ...], new: tuple[Row, ...]) -> list[PanelOp] | None:
    """The ops between two lists of rows; None where a new one has no known row after it."""
    before = {row.address: row for row in old}
    after = {row.address for row in new}
    ops: list[PanelOp] = [["drop", f"i/{address}"] for address in before if address not in after]
    following: str | None = None
    for row in reversed(new):
        was = before.get(row.address)
        if was is None:
            if following is None:
                return None
            ops.append(["into", "i", f"i/{following}", str(_macros().line(row))])
        elif was != row:
            ops += _within(was, row)
        following = row.address
    return ops


def _within(old: Row, new: Row) -> list[PanelOp]:
    """The ops for one row that changed: of a group, only the rows in it where the rest is the same."""
    if old.control == new.control == "group" and (old.label, len(old.rows)) == (new.label, len(new.rows)):
        inner = _between(old.rows, new.rows)
        if inner is not None:
            return inner
    if replace(old, value=new.value, options=new.options) == new and _choices(old) == _choices(new):
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


def _rows(
    canvas: Canvas,
    base: str,
    fields: Mapping[str, Field],
    values: Value | Absent,
    depth: str,
    depths: Collection[str],
) -> Iterator[Row]:
    held = values if isinstance(values, Frozen) else Frozen()
    for name, one in fields.items():
        if one.depth == depth and name not in HIDDEN:
            row = _row(canvas, f"{base}.{name}", one, held.get(name), {"sketch", depth, *depths})
            if row is not None:
                yield row


def _row(canvas: Canvas, address: str, one: Field, value: Value, depths: Collection[str]) -> Row | None:
    if one.type == "record":
        return _group(canvas, address, one, value, depths)
    if one.type == "keyed":
        return _entries(canvas, address, one, value, depths)
    if one.type == "any" or isinstance(value, Frozen):
        return Row(address, _label(one), one.help, "shown", _brief(value)) if value is not None else None
    control, options = _control(canvas, one, value)
    shown = _text(value) if control not in ("select", "segments", "checks") else ""
    return Row(
        address, _label(one), one.help, control, shown, one.range if control == "number" else "", options
    )


def _group(canvas: Canvas, address: str, one: Field, value: Value, depths: Collection[str]) -> Row | None:
    """A record that is there shows its fields; the star makes one, not an empty form."""
    if value is None and one.name == "moment":
        return None
    return Row(address, _label(one), one.help, "group", rows=_parts(canvas, address, one, value, depths))


def _entries(canvas: Canvas, address: str, one: Field, value: Value, depths: Collection[str]) -> Row | None:
    if not isinstance(value, Frozen) or not value:
        return None
    groups = tuple(
        Row(f"{address}.{slug}", str(_inside(entry, "name") or slug.replace("-", " ")), "", "group",
            rows=_parts(canvas, f"{address}.{slug}", one, entry, depths))
        for slug, entry in value.items()
    )  # fmt: skip
    return Row(address, _label(one), one.help, "group", rows=groups)


def _parts(
    canvas: Canvas, address: str, one: Field, value: Value, depths: Collection[str]
) -> tuple[Row, ...]:
    """The fields of a record, as deep as is opened."""
    shown = ((name, part) for name, part in one.fields.items() if part.depth in depths)
    rows = (_row(canvas, f"{address}.{name}", part, _inside(value, name), depths) for name, part in shown)
    return tuple(row for row in rows if row is not None)


def _inside(value: Value, name: str) -> Value:
    found: Value = value.get(name) if isinstance(value, Frozen) else None
    return found


def _label(one: Field) -> str:
    words = one.label or one.name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _control(canvas: Canvas, one: Field, value: Value) -> tuple[str, tuple[Option, ...]]:
    """The input that fits a field and its value."""
    match one.type:
        case "choice":
            return "select", _words(one.values, (value,))
        case "choices":
            return "checks", _words(one.values, _list(value))
        case "flag":
            return "select", (Option("true", "yes", value is True), Option("false", "no", value is False))
        case "scale" if one.low is not None and one.high is not None and _on_scale(one, value):
            return "segments", _segments(one.low, one.high, value)
        case "number" | "integer" | "scale" | "estimate":
            return "number", ()
        case "ref":
            return _references(canvas, one, (value,), "select")
        case "refs":
            return _references(canvas, one, _list(value), "checks")
        case "texts":
            return "texts", ()
        case "prose":
            return "prose", ()
        case "date" if value is None or (isinstance(value, str) and len(value) == 10):
            return "date", ()
    return "line", ()


def _list(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _words(values: tuple[str, ...], chosen: tuple[Value, ...]) -> tuple[Option, ...]:
    strange = tuple(str(one) for one in chosen if one is not None and one not in values)
    return tuple(
        Option(one, one.replace("_", " "), one in chosen or one in strange) for one in (*values, *strange)
    )


def _on_scale(one: Field, value: Value) -> bool:
    whole = isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer()
    return value is None or (whole and one.low <= value <= one.high)  # type: ignore[operator]  # bounds and number are known here


def _segments(low: float, high: float, value: Value) -> tuple[Option, ...]:
    steps = range(int(low), int(high) + 1)
    signed = low < 0
    return (Option("", "–", value is None), *(
        Option(str(step), f"{step:+d}".replace("-", "−") if signed and step else str(step), value == step and value is not None)
        for step in steps
    ))  # fmt: skip


def _references(
    canvas: Canvas, one: Field, chosen: tuple[Value, ...], control: str
) -> tuple[str, tuple[Option, ...]]:
    """The elements that a field may point at, by name; those it points at come first where there are many."""
    pointed = {_target(entry) for entry in chosen} - {None}
    kinds = [name for name in one.to if name != "@"]
    ids = [id_ for name in kinds for id_ in canvas.ids(name)]
    here = [id_ for id_ in ids if id_ in pointed]
    if len(ids) > MOST_OPTIONS:
        ids = here + [id_ for id_ in ids if id_ not in pointed][: MOST_OPTIONS - len(here)]
    elsewhere = [str(target) for target in pointed if target not in set(ids)]
    options = tuple(Option(id_, _titled(canvas, id_), id_ in pointed) for id_ in (*elsewhere, *ids))
    return ("select" if control == "select" else "checks"), options


def _target(entry: Value) -> str | None:
    value = entry.get("to") if isinstance(entry, Frozen) else entry
    return value if isinstance(value, str) else None


def _titled(canvas: Canvas, address: str) -> str:
    id_, _, rest = address.partition(".")
    element = canvas.get(id_)
    title = element.title if element is not None else f"{id_} (not there)"
    return f"{title} · {rest.replace('.', ' · ')}" if rest else title


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(_text(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _brief(value: Any) -> str:
    if isinstance(value, Frozen):
        return ", ".join(f"{name} {_brief(one)}" for name, one in list(value.items())[:8])
    if isinstance(value, tuple):
        return ", ".join(_brief(one) for one in value[:8]) + (" …" if len(value) > 8 else "")
    return _text(value)
