"""Runs the rules over a canvas, and after an edit only those that looked at what it touched. Knows no rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, Rule
from cxcanvas.checks.settings import NONE, Settings
from cxcanvas.checks.vocabulary import line_of
from cxcanvas.checks.waivers import Waiver, waived, waivers
from cxcanvas.errors import Problem

__all__ = ["Judge", "Judged", "judge"]

#: From this length on the names in a message are cut; no message is longer than that.
_LONG: Final = 240
_LONGEST: Final = 600
_NAMED: Final = re.compile("“([^”]{80})[^”]+”")


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a canvas: problems by line, those that are waived, and how each could be mended."""

    problems: tuple[Problem, ...]
    waived: dict[Problem, Waiver]
    fixes: dict[Problem, Finding]


class Judge:
    """The rules of a book over a canvas that changes."""

    def __init__(
        self, canvas: Canvas, book: Mapping[str, Rule], today: dt.date, settings: Settings = NONE
    ) -> None:
        self.look = Look(canvas, today, tracking=True)
        self.settings = settings
        self._rules = {name: one for name, one in book.items() if name not in settings.off}

    def follow(self, canvas: Canvas) -> None:
        """Judge a later canvas; what does not differ in it is not judged again."""
        self.look.follow(canvas)

    def judged(self) -> Judged:
        """What the rules say now."""
        return _gathered(
            self.look, self._rules, self.settings, lambda rule: self.look.ask(self._find, rule.name)
        )

    def _find(self, look: Look, name: str) -> tuple[Finding, ...]:
        return self._rules[name](look, **self.settings.limits.get(name, {}))


def judge(canvas: Canvas, book: Mapping[str, Rule], today: dt.date, settings: Settings = NONE) -> Judged:
    """What the rules of a book say of a canvas, once."""
    look = Look(canvas, today)
    rules = {name: one for name, one in book.items() if name not in settings.off}
    return _gathered(look, rules, settings, lambda rule: rule(look, **settings.limits.get(rule.name, {})))


def _in_one_line(message: str) -> str:
    """A message as it can be read: names may hold line ends, and a whole book."""
    flat = " ".join(message.split())
    return flat if len(flat) <= _LONG else _NAMED.sub(lambda found: f"“{found[1]} …”", flat)[:_LONGEST]


def _gathered(
    look: Look, rules: Mapping[str, Rule], settings: Settings, find: Callable[[Rule], Iterable[Finding]]
) -> Judged:
    fixes: dict[Problem, Finding] = {}
    for rule in rules.values():
        for one in find(rule):
            line = line_of(look.canvas, one.address)
            message = _in_one_line(one.message)
            fixes.setdefault(Problem(rule.name, settings.severity(rule), one.address, message, line), one)
    by_waiver = waived(fixes, waivers(look.canvas), look.today)
    left = sorted((one for one in fixes if one not in by_waiver), key=lambda one: (one.line, one.address))
    return Judged(tuple(left), by_waiver, {one: found for one, found in fixes.items() if found.fix})


def check(canvas: Canvas, today: dt.date | None = None, settings: Settings = NONE) -> list[Problem]:
    """Every problem of a canvas by the rule book, in the order of its file; what is waived is left out.

    `today` is the day to judge by: some rules ask how old something is, and waivers end.
    """
    from cxcanvas.checks.rules import BOOK  # many rules and the measures they ask: loaded when they are

    return list(judge(canvas, BOOK, today or dt.date.today(), settings).problems)
