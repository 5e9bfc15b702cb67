"""When a channel is open: opening hours as people write them, as the half hours of a week.

    open_slots("Mon-Sat 08-20")      72 hours of 168
    open_slots("by appointment")     None: nobody can tell

What is not understood is None, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from cxcanvas.measures.handoffs import has_people
from cxcanvas.measures.reading import Source, words

__all__ = ["DAYS", "hours_a_week", "open_slots", "with_people", "with_people_said"]

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: Half hours in a day.
_DAY: Final = 48
_WEEK: Final = frozenset(range(7 * _DAY))
_ALWAYS: Final = re.compile(
    r"24\s*/\s*7|24\s*(?:h|hours?)(?: a day)?|always|around the clock|at any time|day and night"
)
_NAMES: Final = {
    "daily": range(7), "every day": range(7), "weekdays": range(5), "weekday": range(5),
    "weekends": range(5, 7), "weekend": range(5, 7),
}  # fmt: skip
_TIME: Final = r"(\d{1,2})(?:[:.h](\d\d))?\s*(am|pm)?"
_SPAN: Final = re.compile(rf"^(?P<days>[a-z ,&–-]*?)\s*{_TIME}\s*(?:-|–|to)\s*{_TIME}$")
_LONGEST: Final = 200


def open_slots(text: str) -> frozenset[int] | None:
    """The half hours of a week (0 is Monday at midnight) in which it is open; None for what nobody can tell."""
    said = " ".join(text.lower().split())[:_LONGEST]
    if not said:
        return None
    if _ALWAYS.fullmatch(said):
        return _WEEK
    found: set[int] = set()
    for piece in re.split(r"\s*;\s*|,\s*(?=[a-z]+[^,]*\d)", said):
        slots = _piece(piece)
        if slots is None:
            return None
        found |= slots
    return frozenset(found)


def _piece(text: str) -> set[int] | None:
    match = _SPAN.match(text)
    if match is None:
        return None
    days = _days(match["days"].strip(" ,"))
    start, stop = _clock(*match.groups()[1:4]), _clock(*match.groups()[4:7])
    if days is None or start is None or stop is None:
        return None
    long = stop - start if stop > start else stop - start + _DAY
    return {(day * _DAY + start + slot) % (7 * _DAY) for day in days for slot in range(long)}


def _clock(hour: str, minute: str | None, half: str | None) -> int | None:
    """The half hour of a day; a piece of one counts as none of it."""
    whole, minutes = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= whole <= 12:
            return None
        whole = whole % 12 + (12 if half == "pm" else 0)
    if whole > 24 or minutes > 59 or (whole == 24 and minutes):
        return None
    return whole * 2 + minutes // 30


def _days(text: str) -> list[int] | None:
    if not text:
        return list(range(7))
    if text in _NAMES:
        return list(_NAMES[text])
    found: list[int] = []
    for piece in re.split(r"\s*(?:,|&| and )\s*", text):
        ends = [_day(one) for one in re.split(r"\s*(?:-|–| to )\s*", piece)]
        if len(ends) > 2 or None in ends:
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return found


def _day(text: str) -> int | None:
    if len(text) < 2:
        return None
    return next((number for number, name in enumerate(DAYS) if name.lower().startswith(text)), None)


def hours_a_week(slots: Iterable[int]) -> float:
    """How many hours of a week."""
    return len(frozenset(slots)) / 2


def with_people(source: Source) -> frozenset[int] | None:
    """When one of ours can be reached in a channel with people; None where no such channel says its hours.

    Other customers in a community are people, but none of ours.
    """
    open_ = [
        slots
        for one in source.of("channel")
        if has_people(one)
        and one.get("type") != "community"
        and (slots := open_slots(words(one.get("hours")))) is not None
    ]
    return frozenset().union(*open_) if open_ else None


def with_people_said(found: frozenset[int]) -> str:
    """When a person can be reached, and when only machines are there."""
    hours = hours_a_week(found)
    if hours == len(_WEEK) / 2:
        return "A person can be reached at any hour of the week."
    shut = [
        name for day, name in enumerate(DAYS) if not any(day * _DAY + slot in found for slot in range(_DAY))
    ]
    never = [slot for slot in range(_DAY) if not any(day * _DAY + slot in found for day in range(7))]
    said = f"A person can be reached in {hours:g} of {len(_WEEK) // 2} hours of a week"
    gaps = [f"never on {' or '.join(shut)}" if shut else "", _night(never)]
    rest = ", ".join(one for one in gaps if one)
    return f"{said}: {rest}." if rest else f"{said}."


def _night(never: list[int]) -> str:
    """The longest stretch of a day in which nobody is ever there, over midnight too."""
    if not never:
        return ""
    shut = set(never)
    start = next((slot for slot in never if (slot - 1) % _DAY not in shut), never[0])
    long = 0
    best = (0, 0)
    for step in range(2 * _DAY):
        slot = (start + step) % _DAY
        long = long + 1 if slot in shut else 0
        if best[1] < long <= _DAY:
            best = ((slot - long + 1) % _DAY, long)
    first, last = best[0], (best[0] + best[1]) % _DAY
    return f"never between {_said(first)} and {_said(last)}"


def _said(slot: int) -> str:
    return f"{slot // 2:02d}:{'30' if slot % 2 else '00'}"
