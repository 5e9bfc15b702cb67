"""What is there for a step of a workshop and what is missing, and the words in which both are said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Held:
    """What is there for a step, and what is missing; "" where it is enough."""

    there: str
    missing: str = ""

    @property
    def enough(self) -> bool:
        """Whether the step's work can be seen in the canvas."""
        return not self.missing


_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def dated(when: dt.date) -> str:
    """A day as people write it."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def spoken(word: str) -> str:
    """A word of the vocabulary in a sentence (it -> IT)."""
    return {"it": "IT", "hr": "HR"}.get(word, word.replace("_", " "))


def many(count: int, one: str, several: str = "") -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def listed(names: Iterable[str]) -> str:
    """Names in a row with an "and" before the last; blanks are passed over."""
    some = [one for one in names if one]
    return f"{', '.join(some[:-1])} and {some[-1]}" if len(some) > 1 else "".join(some)


def both(*pieces: str) -> str:
    """What is said of several things, in one line; blanks are passed over."""
    return "; ".join(one for one in pieces if one)
