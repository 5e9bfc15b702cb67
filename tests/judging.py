"""What the rules say of a canvas, as tests ask for it."""

from __future__ import annotations

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.checks import is_contradiction
from cxcanvas.errors import Problem

#: What follows from the vocabulary alone.
FAULTS = {"broken-reference", "illegal-edge-or-value", "unknown-field", "unknown-kind"}


def contradictions(canvas: Canvas) -> list[Problem]:
    """What cannot stay as it is."""
    return [one for one in cx.check(canvas) if is_contradiction(one)]


def faults(canvas: Canvas) -> list[Problem]:
    """What the vocabulary does not allow or does not know."""
    return [one for one in cx.check(canvas) if one.rule in FAULTS]
