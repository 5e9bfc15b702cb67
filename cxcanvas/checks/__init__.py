"""What a reader should know about a canvas: problems, each with its place."""

from __future__ import annotations

from cxcanvas.canvas import Canvas
from cxcanvas.checks.vocabulary import element_problems, record_problems
from cxcanvas.errors import Problem

__all__ = ["check", "element_problems", "record_problems"]


def check(canvas: Canvas) -> list[Problem]:
    """Every problem of a canvas, in the order of its file (of its elements, where it has no file)."""
    found = [one for name in canvas.records for one in record_problems(canvas, name)]
    found += [one for id_ in canvas for one in element_problems(canvas, id_)]
    return sorted(found, key=lambda one: one.line)
