"""The inspector: the fields of what is selected, made from the vocabulary, in the words of its help.

A designer sees the sketch fields; "More" and "For measuring" open what is deeper. Every
input carries the address of its value, and what is written there takes the same way as
any other gesture.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.canvas import Canvas
from cxcanvas.values import Absent, Frozen, Value
from cxcanvas.vocabulary import Field, kind

MOST_OPTIONS: Final = 200
DEPTHS: Final = ("sketch", "work", "measure")
_FOLDS: Final = (("work", "More"), ("measure", "For measuring"))
HIDDEN: Final = frozenset({"formerly", "attachments"})


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


@dataclass(frozen=True, slots=True)
class Panel:
    """The inspector of one element: html as a whole, and by part to send only what changed."""

    at: str
    html: str
    parts: Mapping[str, str]


def panel(canvas: Canvas, at: str, opened: Collection[str] = ()) -> Panel | None:
    """The inspector of the element at an address, with the depths that are opened; None where there is nothing to show."""
    id_ = at.partition(".")[0]
    element = canvas.get(id_) or (canvas.concept if id_ == "concept" else None)
    if element is None:
        return None
    known = kind(element.kind)
    if known is None:
        return None
    depths = [depth for depth in DEPTHS if depth == "sketch" or depth in opened]
    rows = {depth: tuple(_rows(canvas, id_, known.fields, element.fields, depth)) for depth in depths}
    there = {one.depth for one in known.fields.values()}
    folds = [(depth, words, rows.get(depth)) for depth, words in _FOLDS if depth in there]
    html = ENVIRONMENT.get_template("inspector.html").render(
        kind=known.label, title=element.title, help=known.help, sketch=rows["sketch"], folds=folds,
    )  # fmt: skip
    line = ENVIRONMENT.get_template("rows.html").module.line  # type: ignore[attr-defined]  # a macro of the template
    leaves = [row for depth in depths for row in _leaves(rows[depth])]
    head = f"{element.title}|{'|'.join(row.address for row in leaves)}"
    return Panel(id_, html, {"": head, **{f"i/{row.address}": str(line(row)) for row in leaves}})


def changes(old: Panel, new: Panel) -> list[list[str]] | None:
    """The ops from one state of an inspector to the next; None where it must be drawn as a whole."""
    if old.parts.keys() != new.parts.keys() or old.parts[""] != new.parts[""]:
        return None
    return [["put", key, html] for key, html in new.parts.items() if key and old.parts[key] != html]


def _leaves(rows: tuple[Row, ...]) -> Iterator[Row]:
    for row in rows:
        if row.control == "group":
            yield from _leaves(row.rows)
        else:
            yield row


def _rows(
    canvas: Canvas, base: str, fields: Mapping[str, Field], values: Value | Absent, depth: str
) -> Iterator[Row]:
    held = values if isinstance(values, Frozen) else Frozen()
    for name, one in fields.items():
        if one.depth == depth and name not in HIDDEN:
            row = _row(canvas, f"{base}.{name}", one, held.get(name))
            if row is not None:
                yield row


def _row(canvas: Canvas, address: str, one: Field, value: Value) -> Row | None:
    if one.type == "record":
        return _group(canvas, address, one, value)
    if one.type == "keyed":
        return _entries(canvas, address, one, value)
    label = _label(one)
    help_ = one.help
    if one.type == "any" or isinstance(value, Frozen):
        return Row(address, label, help_, "shown", _brief(value)) if value is not None else None
    control, options = _control(canvas, one, value)
    shown = _text(value) if control not in ("select", "segments", "checks") else ""
    return Row(address, label, help_, control, shown, one.range if control == "number" else "", options)


def _group(canvas: Canvas, address: str, one: Field, value: Value) -> Row | None:
    """A record that is there shows its fields; the star makes one, not an empty form."""
    if value is None and one.name == "moment":
        return None
    rows = tuple(row for name, part in one.fields.items()
                 if (row := _row(canvas, f"{address}.{name}", part, _inside(value, name))) is not None)  # fmt: skip
    return Row(address, _label(one), one.help, "group", rows=rows)


def _entries(canvas: Canvas, address: str, one: Field, value: Value) -> Row | None:
    if not isinstance(value, Frozen) or not value:
        return None
    groups = []
    for slug, entry in value.items():
        parts = {
            name: part
            for name, part in one.fields.items()
            if part.depth != "measure" or _inside(entry, name) is not None
        }
        rows = tuple(row for name, part in parts.items()
                     if (row := _row(canvas, f"{address}.{slug}.{name}", part, _inside(entry, name))) is not None)  # fmt: skip
        groups.append(
            Row(
                f"{address}.{slug}",
                str(_inside(entry, "name") or slug.replace("-", " ")),
                "",
                "group",
                rows=rows,
            )
        )
    return Row(address, _label(one), one.help, "group", rows=tuple(groups))


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
