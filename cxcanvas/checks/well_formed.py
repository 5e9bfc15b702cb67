"""Whether a canvas holds together: what a merge must not break although each side was right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.checks.look import Look
from cxcanvas.checks.rules import BOOK
from cxcanvas.checks.vocabulary import element_problems, record_problems
from cxcanvas.errors import Problem
from cxcanvas.versions import merge as merge_as_told

#: Rules about how elements hang together; none of them asks what day it is.
_STRUCTURE: Final = ("broken-order", "part-of-itself", "hands-over-to-itself", "for-and-against")


def ill_formed(canvas: Canvas, ids: Collection[str]) -> Iterator[Problem]:
    """What does not hold together in a canvas: values and references of these elements and records, and circles anywhere."""
    for id_ in ids:
        yield from element_problems(canvas, id_) if id_ in canvas else record_problems(canvas, id_)
    look = Look(canvas, dt.date.min)
    for name in _STRUCTURE:
        rule = BOOK[name]
        for one in rule(look):
            yield Problem(rule.name, rule.severity, one.address, one.message)


def merge(base: Canvas, local: Canvas, remote: Canvas) -> Canvas:
    """The canvas that two sides have made from `base`, by meaning: see `cxcanvas.versions.merge`.

    What does not hold together in the whole, although it did on each side, is a conflict
    too. What could not be brought together stands in the record `conflicts`, with both sides.
    """
    return merge_as_told(base, local, remote, ill_formed)
