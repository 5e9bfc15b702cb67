"""Findings that somebody decided to live with: with a reason and a name, and until a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cxcanvas.errors import Problem
from cxcanvas.measures.reading import Source, day, entries, ids_of, words

__all__ = ["Waiver", "waived", "waivers"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision: which rule, where (everywhere where no address is said), why, who, until when."""

    slug: str
    rule: str
    address: str
    reason: str
    by: str
    until: dt.date | None
    unread: str = ""

    def holds(self, today: dt.date) -> bool:
        """Whether it counts: it has a reason and a name, and its day can be read and has not passed."""
        if self.unread or not (self.rule and self.reason and self.by):
            return False
        return self.until is None or today <= self.until

    def covers(self, problem: Problem) -> bool:
        """Whether it speaks of a problem: of its rule, at its address or around it."""
        around = not self.address or f"{problem.address}.".startswith(f"{self.address}.")
        return self.rule == problem.rule and around


def waivers(source: Source) -> tuple[Waiver, ...]:
    """The waivers of a canvas, also those that do not hold."""
    return tuple(
        Waiver(
            slug, words(one.get("rule")), next(iter(ids_of(one.get("address"))), ""), words(one.get("reason")),
            words(one.get("by")), day(one.get("until")), _unread(one.get("until")),
        )
        for slug, one in entries(source.value("waivers"))
    )  # fmt: skip


def _unread(until: Any) -> str:
    """What stands where a day belongs and is none: a waiver until "soon" would hold for ever."""
    if until is None or until == "" or day(until) is not None:
        return ""
    return words(until) or "what is written there"


def waived(problems: Iterable[Problem], held: Iterable[Waiver], today: dt.date) -> dict[Problem, Waiver]:
    """The problems that a waiver covers which still holds, each with the first of them."""
    holding = [one for one in held if one.holds(today)]
    found = {one: next((each for each in holding if each.covers(one)), None) for one in problems}
    return {one: by for one, by in found.items() if by is not None}
