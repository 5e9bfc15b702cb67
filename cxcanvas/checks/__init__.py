"""What a reader should know about a canvas: problems, each with its place, by the rules of a book.

cx.check(canvas)                                # today, by the book
judge(canvas, BOOK, dt.date(2026, 11, 21))      # also what is waived, and how each could be mended
"""

from __future__ import annotations

import datetime as dt

from cxcanvas.canvas import Canvas
from cxcanvas.checks.judge import Judge, Judged, judge
from cxcanvas.checks.rules import BOOK
from cxcanvas.checks.settings import NONE, Settings, settings_for
from cxcanvas.checks.standing import by_element, depth_of, is_contradiction
from cxcanvas.checks.vocabulary import element_problems, record_problems
from cxcanvas.errors import Problem

__all__ = [
    "BOOK", "Judge", "Judged", "Settings", "by_element", "check", "depth_of", "element_problems", "is_contradiction", "judge",
    "record_problems", "settings_for",
]  # fmt: skip


def check(canvas: Canvas, today: dt.date | None = None, settings: Settings = NONE) -> list[Problem]:
    """Every problem of a canvas by the rule book, in the order of its file; what is waived is left out.

    `today` is the day to judge by: some rules ask how old something is, and waivers end.
    """
    return list(judge(canvas, BOOK, today or dt.date.today(), settings).problems)
