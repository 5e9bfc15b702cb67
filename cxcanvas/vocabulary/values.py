"""What is wrong with a value in the light of its field: one sentence each, never a refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cxcanvas.vocabulary.fields import LARGEST, Field, Type

Fault = tuple[str, str]
Judge = Callable[[Field, Any], Iterator[Fault]]


def faults(field: Field, value: Any) -> Iterator[Fault]:
    """Yields (path below the field, sentence) for whatever the field cannot mean; a blank is fine."""
    if value is None:
        return
    judge = _JUDGES.get(field.type)
    if judge is not None:
        yield from judge(field, value)


def shown(value: object) -> str:
    """A value as it is quoted in a sentence, cut where it is long."""
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _when(wrong: bool, message: str) -> Iterator[Fault]:
    if wrong:
        yield "", message


def _text(field: Field, value: Any) -> Iterator[Fault]:
    yield from _when(not isinstance(value, str), f"{field.label} is a text, not {shown(value)}")


def _flag(field: Field, value: Any) -> Iterator[Fault]:
    yield from _when(not isinstance(value, bool), f"{field.label} is true or false, not {shown(value)}")


def _date(field: Field, value: Any) -> Iterator[Fault]:
    yield from _when(not _is_date(value), f"{field.label} is a day such as 2026-10-28, not {shown(value)}")


def _integer(field: Field, value: Any) -> Iterator[Fault]:
    yield from _number(field, value, whole=True)


def _number(field: Field, value: Any, whole: bool = False) -> Iterator[Fault]:
    word = "a whole number" if whole else "a number"
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        yield "", f"{field.label} is {word}, not {shown(value)}"
    elif abs(value) > LARGEST:
        yield "", f"{field.label} is {shown(value)}, too large to calculate with"
    elif (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
        yield (
            "",
            f"{field.label} is {value}; it goes from {field.range}"
            if field.high is not None
            else (f"{field.label} is {value}; it is {field.range}"),
        )


def _choice(field: Field, value: Any) -> Iterator[Fault]:
    if value not in field.values:
        yield "", f"{field.label} is one of {', '.join(field.values)}, not {shown(value)}"


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _list(field: Field, value: Any, each: Judge) -> Iterator[Fault]:
    if not isinstance(value, tuple):
        yield from each(field, value)  # a single entry may stand without its list
        return
    for place, one in enumerate(value):
        for path, message in each(field, one):
            yield f"{place}.{path}".rstrip("."), message


def _reference(field: Field, value: Any) -> Iterator[Fault]:
    if isinstance(value, Mapping):
        if not isinstance(value.get("to"), str):
            yield "", f"an entry of {field.label} says with 'to' what it points at"
        for name, one in value.items():
            part = field.fields.get(name)
            for path, message in faults(part, one) if part else ():
                yield f"{name}.{path}".rstrip("."), message
    elif not isinstance(value, str):
        yield "", f"{field.label} holds an id, not {shown(value)}"


def _estimate(field: Field, value: Any) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield from _number(field, value)
        return
    yield from _record(field, value)
    bounds = [value[name] for name in ("low", "mode", "high") if _is_number(value.get(name))]
    if bounds != sorted(bounds):
        yield "", f"{field.label}: low, most likely and high are out of order"
    elif not bounds:
        yield "", f"{field.label} is a number, or has low, mode and high"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _record(field: Field, value: Any) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield (
            "",
            f"{field.label} has fields of its own ({', '.join(list(field.fields)[:4])} …), not {shown(value)}",
        )
        return
    for name, one in value.items():
        part = field.fields.get(name)
        for path, message in faults(part, one) if part else ():
            yield f"{name}.{path}".rstrip("."), message


def _keyed(field: Field, value: Any) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield "", f"{field.label} has entries, each under a name of its own, not {shown(value)}"
        return
    for slug, one in value.items():
        if not isinstance(one, Mapping):
            yield slug, f"an entry of {field.label} has fields of its own, not {shown(one)}"
            continue
        for path, message in _record(field, one):
            yield f"{slug}.{path}".rstrip("."), message


_JUDGES: dict[Type, Judge] = {
    "text": _text,
    "prose": _text,
    "texts": lambda field, value: _list(field, value, _text),
    "number": _number,
    "scale": _number,
    "integer": _integer,
    "flag": _flag,
    "choice": _choice,
    "choices": lambda field, value: _list(field, value, _choice),
    "date": _date,
    "ref": _reference,
    "refs": lambda field, value: _list(field, value, _reference),
    "estimate": _estimate,
    "record": _record,
    "keyed": _keyed,
}
