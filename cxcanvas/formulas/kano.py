"""Kano's evaluation table and the two coefficients.

Functional question by dysfunctional question (Kano and others 1984); the coefficients (Berger and others
1993, Timko): better = (A + O) / (A + O + M + I), worse = -(O + M) / (A + O + M + I).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cxcanvas.formulas.figures import NoFigureError, finite

__all__ = ["ANSWERS", "CATEGORIES", "Kano", "classify", "coefficients"]

#: What can be answered to each of the two questions.
ANSWERS: Final = ("like", "must", "neutral", "live", "dislike")
#: A attractive, O one-dimensional, M must-be, I indifferent, R reverse, Q questionable.
CATEGORIES: Final = "AOMIRQ"
_TABLE: Final = {
    "like": "QAAAO",
    "must": "RIIIM",
    "neutral": "RIIIM",
    "live": "RIIIM",
    "dislike": "RRRRQ",
}


def classify(functional: str, dysfunctional: str) -> str:
    """The category of one person's two answers: with the feature, and without it."""
    if functional not in ANSWERS or dysfunctional not in ANSWERS:
        raise NoFigureError(f"an answer is one of {', '.join(ANSWERS)}")
    return _TABLE[functional][ANSWERS.index(dysfunctional)]


@dataclass(frozen=True, slots=True)
class Kano:
    """How much a feature can please when it is there (0 to 1), and displease when it is not (-1 to 0)."""

    better: float
    worse: float
    n: float


def coefficients(counts: Mapping[str, float]) -> Kano:
    """The two coefficients of counted categories; reverse and questionable answers do not count."""
    if not isinstance(counts, Mapping):
        raise NoFigureError("the answers are counted by category, A, O, M and I")
    held = {name: finite(counts.get(name, 0), f"the count of {name}") for name in "AOMI"}
    if min(held.values()) < 0:
        raise NoFigureError("a count is below zero")
    whole = sum(held.values())
    if not whole:
        raise NoFigureError("nobody answered in a way that counts")
    return Kano((held["A"] + held["O"]) / whole, -(held["O"] + held["M"]) / whole, whole)
