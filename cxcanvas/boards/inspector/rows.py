"""The rows of an element's fields, made from the vocabulary: which input fits a field and its value."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, Final

from cxcanvas.boards.inspector.model import Chip, Option, Row
from cxcanvas.boards.inspector.pictures import pictures_of
from cxcanvas.boards.inspector.records import record_titled
from cxcanvas.boards.notation import written
from cxcanvas.canvas import Canvas
from cxcanvas.values import Absent, Frozen, Value
from cxcanvas.vocabulary import KINDS, Field
from cxcanvas.vocabulary.values import faults

#: Kept by the tool itself: the ids that an element had before it was renamed.
HIDDEN: Final = frozenset({"formerly"})
#: The parts of an estimate that stand in one line; the others follow below it.
NUMBERS: Final = ("low", "mode", "high")


def rows_of(
    canvas: Canvas,
    base: str,
    fields: Mapping[str, Field],
    values: Value | Absent,
    depth: str | None,
    depths: Collection[str],
    folder: str = "",
) -> Iterator[Row]:
    """The rows of one depth, of all where it is None; records and entries show their parts as deep as is opened."""
    held = values if isinstance(values, Frozen) else Frozen()
    shown = {"sketch", *((depth,) if depth else ()), *depths}
    for name, one in fields.items():
        if depth in (None, one.depth) and name not in HIDDEN:
            yield _row(canvas, f"{base}.{name}", one, held.get(name), shown, folder)


def _row(
    canvas: Canvas, address: str, one: Field, value: Value, depths: Collection[str], folder: str = ""
) -> Row:
    match one.type:
        case "record":
            return _group(canvas, address, one, value, depths)
        case "keyed":
            return _entries(canvas, address, one, value, depths)
        case "ref" | "refs":
            return _reference(canvas, address, one, value)
        case "estimate":
            return _estimate(canvas, address, one, value, depths)
        case "any" if one.name == "attachments":
            return Row(
                address, "Pictures", one.help, "pictures", pictures=pictures_of(folder, address, value)
            )
        case "any":
            return Row(address, label_of(one), one.help, "free", written(value))
    if isinstance(value, Frozen) or (isinstance(value, tuple) and one.type not in ("texts", "choices")):
        return Row(
            address, label_of(one), f"{one.help} It is written in a way of its own.", "free", written(value)
        )
    control, options = _control(one, value)
    shown = text_of(value) if control not in ("select", "segments", "checks") else ""
    return Row(
        address, label_of(one), one.help, control, shown, one.range if control == "number" else "", options
    )


def _group(canvas: Canvas, address: str, one: Field, value: Value, depths: Collection[str]) -> Row:
    """A record that is there shows its fields; the star makes one, not an empty form."""
    if value is None and one.name == "moment":
        return Row(address, label_of(one), one.help, "absent")
    if value is not None and not isinstance(value, Frozen):
        return Row(address, label_of(one), one.help, "free", written(value))
    parts = _parts(canvas, address, one, value, depths)
    return Row(address, label_of(one), one.help, "group", rows=parts, drops=one.name == "moment")


def _entries(canvas: Canvas, address: str, one: Field, value: Value, depths: Collection[str]) -> Row:
    held = value if isinstance(value, Frozen) else Frozen()
    groups = tuple(
        Row(f"{address}.{slug}", str(_inside(entry, "name") or slug.replace("-", " ")), "", "group", drops=True,
            rows=_parts(canvas, f"{address}.{slug}", one, entry, depths))
        for slug, entry in held.items()
    )  # fmt: skip
    return Row(address, label_of(one), one.help, "entries", rows=groups)


def _parts(
    canvas: Canvas, address: str, one: Field, value: Value, depths: Collection[str]
) -> tuple[Row, ...]:
    """The fields of a record, as deep as is opened."""
    shown = ((name, part) for name, part in one.fields.items() if part.depth in depths)
    return tuple(
        _row(canvas, f"{address}.{name}", part, _inside(value, name), depths) for name, part in shown
    )


def _inside(value: Value, name: str) -> Value:
    found: Value = value.get(name) if isinstance(value, Frozen) else None
    return found


def label_of(one: Field) -> str:
    """The field's word, as it stands above its input."""
    words = one.label or one.name.replace("_", " ")
    return words[:1].upper() + words[1:]


# -- one value -----------------------------------------------------------------------------------


def _control(one: Field, value: Value) -> tuple[str, tuple[Option, ...]]:
    """The input that fits a field and its value."""
    match one.type:
        case "choice":
            return "select", _words(one.values, (value,))
        case "choices":
            return "checks", _words(one.values, list_of(value))
        case "flag":
            strange = () if value in (None, True, False) else (Option(text_of(value), text_of(value), True),)
            return "select", (
                Option("true", "yes", value is True),
                Option("false", "no", value is False),
                *strange,
            )
        case "scale" if one.low is not None and one.high is not None and _on_scale(one, value):
            return "segments", _segments(one.low, one.high, value)
        case "number" | "integer" | "scale":
            return "number", ()
        case "texts":
            return "texts", ()
        case "prose":
            return "prose", ()
        case "date" if value is None or (isinstance(value, str) and _is_day(value)):
            return "date", ()
    return "line", ()


def _is_day(text: str) -> bool:
    """Whether an input for a day can show it; another way of writing one stands in a line as it is."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def list_of(value: Value) -> tuple[Value, ...]:
    """A list; a single entry without its list is one."""
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


def text_of(value: Value) -> str:
    """A value as it stands in an input."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(text_of(one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


# -- references and estimates ----------------------------------------------------------------------


def _reference(canvas: Canvas, address: str, one: Field, value: Value) -> Row:
    """What a field points at, each as a chip that can be taken away."""
    many = one.type == "refs"
    chips = tuple(
        _chip(canvas, one, f"{address}.{place}" if isinstance(value, tuple) else address, entry)
        for place, entry in enumerate(list_of(value))
    )
    kinds = "element" if "@" in one.to else " or ".join(KINDS[kind].label for kind in one.to if kind in KINDS)
    return Row(address, label_of(one), one.help, "reference", chips=chips, many=many, kinds=kinds)


def _chip(canvas: Canvas, one: Field, address: str, entry: Value) -> Chip:
    to = entry.get("to") if isinstance(entry, Frozen) else entry
    target = to if isinstance(to, str) else text_of(to if not isinstance(to, Frozen) else None)
    rows = tuple(
        _row(canvas, f"{address}.{name}", part, _inside(entry, name), ("sketch", "work", "measure"))
        for name, part in one.fields.items()
    )
    head = target.partition(".")[0]
    return Chip(
        address, target, titled(canvas, target), head not in canvas and head not in canvas.records, rows
    )


def titled(canvas: Canvas, address: str) -> str:
    """What a person calls the place at an address."""
    id_, _, rest = address.partition(".")
    element = canvas.get(id_)
    if element is None and id_ in canvas.records:
        return record_titled(address)
    title = element.title if element is not None else f"{id_} (not there)"
    return f"{title} · {rest.replace('.', ' · ')}" if rest else title


def _estimate(canvas: Canvas, address: str, one: Field, value: Value, depths: Collection[str]) -> Row:
    """A number, or low, likely and high in one line; what else is said of it below."""
    parts: Mapping[str, Any] = (
        value if isinstance(value, Frozen) else {} if value is None else {"mode": value}
    )
    if not isinstance(value, (Frozen, int, float)) and value is not None:
        return Row(address, label_of(one), one.help, "free", written(value))
    numbers = tuple(
        Row(f"{address}.{name}", words, "", "number", text_of(parts.get(name)))
        for name, words in zip(NUMBERS, ("low", "most likely", "high"), strict=True)
    )
    more = tuple(
        _row(canvas, f"{address}.{name}", part, parts.get(name), depths)
        for name, part in one.fields.items()
        if name not in NUMBERS and (part.depth in depths or name in parts)
    )
    unit = parts.get("unit") or one.unit or one.range
    dist = str(parts.get("dist") or "pert")
    fault = (
        next((message for path, message in faults(one, value) if not path), "") if value is not None else ""
    )
    return Row(
        address, label_of(one), one.help, "estimate", dist, str(unit or ""), rows=(*numbers, *more), fault=fault
    )  # fmt: skip
