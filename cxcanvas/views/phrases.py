"""How things are said on a page: numbers, dates, shares, and the words of the vocabulary."""

from __future__ import annotations

import re
from typing import Any

from cxcanvas.measures.emotion import signed
from cxcanvas.measures.reading import number, rounded, words
from cxcanvas.values import Frozen
from cxcanvas.views.scene import none_given

__all__ = [
    "UNHEARD",
    "amount",
    "clipped",
    "counted",
    "date",
    "human",
    "joined",
    "lines",
    "percent",
    "plain",
    "rounded",
    "short",
    "signed",
]

#: How it is said where a hollow or dashed shape cannot be seen.
UNHEARD = "nobody has seen or heard it yet"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")


def human(word: Any) -> str:
    """A word of the vocabulary as people write it (human_first -> human first)."""
    return words(word).replace("_", " ")


def plain(value: float) -> str:
    """A number without needless digits (3.0 -> 3, 0.626866 -> 0.63)."""
    return (
        f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "−")
        if abs(value) < 100
        else f"{value:,.0f}".replace("-", "−")
    )


def percent(value: float) -> str:
    """A share in per cent (0.87 -> 87%)."""
    return f"{round(value * 1000) / 10:g}%"


def date(value: Any) -> str:
    """A day as people write it (2026-12-15 -> 15 Dec 2026)."""
    text = words(value)
    match = _DATE.match(text)
    if match is None or not 1 <= int(match[2]) <= 12:
        return text
    return f"{int(match[3])} {_MONTHS[int(match[2]) - 1]} {match[1]}"


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun (1 bond, 3 bonds)."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def joined(names: list[str] | tuple[str, ...]) -> str:
    """Names in a row with an "and" before the last."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def clipped(text: str, most: int = 160) -> str:
    """A text cut at a word where it is too long for its place; the inspector and the file have all of it."""
    if len(text) <= most:
        return text
    head = text[:most].rsplit(None, 1)[0] if " " in text[:most] else text[:most]
    return f"{head.rstrip(' ,;:.')} …"


def short(text: str, most: int = 28) -> str:
    """A name short enough for a narrow place."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def amount(value: Any, currency: str = "", per: Any = None) -> str:
    """An amount or an estimate with its spread (210 AUD a year, 140 to 265)."""
    if none_given(value):
        return ""
    middle = number(value)
    if middle is None:
        return words(value.get("label")) if isinstance(value, Frozen) else words(value)
    often = {"once": "once", "use": "a use", "month": "a month", "year": "a year"}.get(words(per), "")
    unit = (words(value.get("unit")) if isinstance(value, Frozen) else "") or currency
    said = " ".join(part for part in (plain(middle), unit, often) if part)
    low, high = (number(value.get(name)) if isinstance(value, Frozen) else None for name in ("low", "high"))
    return f"{said}, {plain(low)} to {plain(high)}" if low is not None and high is not None else said


def lines(value: Any) -> tuple[str, ...]:
    """The texts of a list; one text counts as a list of one."""
    each = value if isinstance(value, tuple) else (value,)
    return tuple(text for one in each if (text := words(one)))
