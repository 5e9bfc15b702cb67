"""The gate of a review, with what the rule book says of the concept as it is now."""

from __future__ import annotations

import datetime as dt

from cxcanvas.canvas import Canvas
from cxcanvas.checks.judging import judge
from cxcanvas.checks.rules import BOOK
from cxcanvas.checks.settings import NONE, Settings
from cxcanvas.checks.standing import is_contradiction
from cxcanvas.review import Gate, Review, gate, standing

__all__ = ["gate_of"]


def gate_of(
    review: Review, then: Canvas, now: Canvas, today: dt.date | None = None, settings: Settings = NONE
) -> Gate:
    """What stands in the way of deciding; `then` is the version under review, `now` the concept as it is."""
    judged = judge(now, BOOK, today or dt.date.today(), settings)
    waived = (
        f"{problem.message} ({by.by}: {by.reason})"
        for problem, by in judged.waived.items()
        if is_contradiction(problem)
    )
    left = [one for one in judged.problems if is_contradiction(one)]
    return gate(review, now, standing(review, then, now), left, waived, then)
