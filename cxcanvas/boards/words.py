"""What somebody wrote or chose, as the value that the vocabulary means by it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from cxcanvas.boards.messages import lines, one_line
from cxcanvas.boards.notation import read
from cxcanvas.canvas import Canvas
from cxcanvas.errors import CxError
from cxcanvas.values import ABSENT, Absent, Frozen, Value
from cxcanvas.vocabulary import RECORDS, Field, field_at
from cxcanvas.vocabulary.values import faults

_DONE = {
    "Add": "Added", "Change": "Changed", "Clear": "Cleared", "Move": "Moved", "Remove": "Removed", "Rename": "Renamed",
    "Star": "Starred", "Take": "Took", "Paste": "Pasted", "Link": "Linked", "Duplicate": "Duplicated", "Tag": "Tagged", "Attach": "Attached", "Mark": "Marked",
    "Ask": "Asked",
}  # fmt: skip


def told(label: str) -> str:
    """What a gesture did, from the label that says what it does ("Move “X”" -> "Moved “X”")."""
    verb, space, rest = label.partition(" ")
    return f"{_DONE.get(verb, verb)}{space}{rest}"


class GestureError(CxError):
    """A gesture does not fit the canvas; nothing was changed."""


def field_of(canvas: Canvas, address: str) -> Field:
    """The field at an address; GestureError where the vocabulary has none.

    A record of the vocabulary that the canvas does not hold yet can be written all the same.
    """
    head, *path = address.split(".")
    element = canvas.get(head)
    if element is None and head not in RECORDS and head not in canvas.records:
        raise GestureError("This element is not there any more.")
    found = field_at(element.kind if element is not None else head, tuple(path))
    if found is None:
        raise GestureError("The vocabulary has no such field.")
    return found


def parsed(canvas: Canvas, field: Field, given: Any, before: Value | Absent) -> Any:
    """The value that somebody means; ABSENT for nothing; GestureError with a sentence where it is no such value."""
    value = _read(canvas, field, given, before)
    if value is ABSENT:
        return ABSENT
    for _, message in faults(field, value):
        raise GestureError(f"{message[:1].upper()}{message[1:]}.")
    return value


def _read(canvas: Canvas, field: Field, given: Any, before: Value | Absent) -> Any:
    if given is None or given == "" or given == []:
        return ABSENT
    label = field.label or field.name
    match field.type:
        case "flag":
            return _flag(label, given)
        case "number" | "scale" | "integer" | "estimate":
            return _number(field, given, before)
        case "texts" | "choices" | "refs":
            return _several(canvas, field, given, before)
        case "any":
            return _free(label, given)
        case "record" | "keyed":
            raise GestureError(f"{label.capitalize()} is more than one value; edit its parts.")
    if not isinstance(given, str):
        raise GestureError(f"{label.capitalize()} is one text.")
    words = lines(given) if field.type == "prose" else one_line(given)
    if words and field.type == "ref":
        _target(canvas, field, words)
    return words or ABSENT


def _free(label: str, given: Any) -> Any:
    """A value of any shape, in the notation of the file."""
    if not isinstance(given, str):
        raise GestureError(f"{label.capitalize()} is written as in the file.")
    value = read(lines(given))
    return ABSENT if isinstance(value, Absent) else value


def _flag(label: str, given: Any) -> bool:
    known = {"true": True, "yes": True, "false": False, "no": False}
    if isinstance(given, bool):
        return given
    if isinstance(given, str) and given.strip().lower() in known:
        return known[given.strip().lower()]
    raise GestureError(f"{label.capitalize()} is yes or no.")


def _number(field: Field, given: Any, before: Value | Absent) -> int | float:
    if isinstance(before, Frozen):
        raise GestureError("This estimate has several numbers; edit its low, mode or high.")
    if isinstance(given, str):
        words = _digits(one_line(given).replace("−", "-").replace("\u00a0", "").replace(" ", ""))
        try:
            given = int(words) if words.lstrip("+-").isdecimal() and len(words) < 19 else float(words)
        except ValueError:
            raise GestureError("Write a number, such as 12 or 1.5.") from None
    if isinstance(given, bool) or not isinstance(given, (int, float)) or given != given or abs(given) > 1e15:
        raise GestureError(f"{(field.label or field.name).capitalize()} is a number.")
    return int(given) if isinstance(given, float) and given.is_integer() and abs(given) < 1e15 else given


_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(,\d{3}){2,}(\.\d+)?|[+-]?\d{1,3},\d{3}\.\d+")


def _digits(words: str) -> str:
    """A number as people write it: 1,5 is one and a half, 1,200,000 is more than a million."""
    if _THOUSANDS.fullmatch(words):
        return words.replace(",", "")
    if not _COMMA.fullmatch(words):
        return words
    head, _, tail = words.partition(",")
    if len(tail) == 3 and head.lstrip("+-") not in ("0", "") and len(head.lstrip("+-")) <= 3:
        raise GestureError(f"Is {words} more than a thousand, or less? Write {head}{tail} or {head}.{tail}.")
    return f"{head}.{tail}"


def _several(canvas: Canvas, field: Field, given: Any, before: Value | Absent) -> Any:
    """A list; entries that carried more than an id keep it, and a single entry without its list stays one."""
    entries = (
        given
        if isinstance(given, (list, tuple))
        else lines(given).split("\n")
        if isinstance(given, str)
        else None
    )
    if entries is None or not all(isinstance(one, str) for one in entries):
        raise GestureError(f"{(field.label or field.name).capitalize()} is a list of words.")
    words = list(dict.fromkeys(filter(None, map(one_line, entries))))
    if field.type == "refs":
        for one in words:
            _target(canvas, field, one)
        return _merged(before, words) or ABSENT
    return tuple(words) or ABSENT


def _merged(before: Value | Absent, words: Iterable[str]) -> Any:
    was = (
        before
        if isinstance(before, tuple)
        else ()
        if isinstance(before, Absent) or before is None
        else (before,)
    )
    known: dict[Value, list[Value]] = {}  # two edges to one place are two; what points nowhere is kept too
    for one in was:
        if isinstance(one, Frozen):
            to = one.get("to")
            known.setdefault(to if isinstance(to, str) else "", []).append(one)
    now = (*(one for word in words for one in known.get(word, (word,))), *known.get("", ()))
    return now[0] if isinstance(before, str) and len(now) == 1 else now


def _target(canvas: Canvas, field: Field, address: str) -> None:
    """Refuse a reference to what is not there, or is of another kind than the field may point at."""
    head = address.partition(".")[0]
    element = canvas.get(head)
    if element is None and "@" in field.to and head in canvas.records:
        return  # a place in the diagnosis or the workshop
    if element is None:
        raise GestureError("What it should point at is not there any more.")
    if "@" not in field.to and element.kind not in field.to:
        raise GestureError(
            f"{(field.label or field.name).capitalize()} points at {' or '.join(field.to)}, not at a {element.kind}."
        )
