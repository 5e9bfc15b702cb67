"""How encounters come across: attitude, competence and fluency, against what each matters there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.order import lane_of
from cxcanvas.measures.reading import number, words
from cxcanvas.values import Frozen
from cxcanvas.views.jinja import macros
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import clipped, human, plain
from cxcanvas.views.scene import Eye

_MOST: Final = 16
_MOST_EDITED: Final = 200
_EXPRESSIONS: Final = (
    ("attitude", "on my side, with respect"),
    ("competence", "knows, and can do"),
    ("fluency", "runs without friction"),
)
#: A gap of this or more is red.
_WIDE: Final = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """One expression of an encounter: score, importance, the gap between them, and who says so."""

    at: str
    score: str
    importance: str
    gap: float | None
    tone: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """An encounter with its three expressions."""

    at: str
    name: str
    star: bool
    marks: tuple[Mark, ...]
    widest: float


def meetings(eye: Eye) -> tuple[Meeting, ...]:
    """The encounters that say how they come across, and every moment of truth, the widest gap first."""
    found = [_meeting(eye, one) for one in eye.of("step") if lane_of(one) == "encounter"]
    shown = [
        one for one in found if one.star or any(mark.score or mark.name for mark in one.marks) or eye.editable
    ]
    return tuple(sorted(shown, key=lambda one: -one.widest))


def _meeting(eye: Eye, step: Element) -> Meeting:
    expression = step.get("expression")
    marks = tuple(
        _mark(step.id, name, expression.get(name) if isinstance(expression, Frozen) else None)
        for name, _ in _EXPRESSIONS
    )
    widest = max((mark.gap for mark in marks if mark.gap is not None), default=-9.0)
    return Meeting(step.id, step.title, isinstance(step.get("moment"), Frozen), marks, widest)


def _mark(step: str, name: str, given: object) -> Mark:
    at = f"{step}.expression.{name}"
    if not isinstance(given, Frozen):
        return Mark(at, "", "", None, "none", "", "")
    score, importance = number(given.get("score"), 1, 5), number(given.get("importance"), 1, 5)
    gap = importance - score if score is not None and importance is not None else None
    tone = "bad" if gap is not None and gap >= _WIDE else str(round(score)) if score is not None else "none"
    ratings = number(given.get("ratings"), 0)
    who = words(given.get("source"))
    said = [
        f"“{clipped(words(given.get('statement')), 90)}”" if words(given.get("statement")) else "",
        f"from {human(who)}" if who else "",
        f"rated by {plain(ratings)}" if ratings else "one judgement, no n",
    ]
    return Mark(
        at, plain(score) if score is not None else "", plain(importance) if importance is not None else "", gap, tone,
        words(given.get("name")), " · ".join(word for word in said if word),
    )  # fmt: skip


@part("trust-expressions")
def expressions(eye: Eye, key: str) -> Part:
    """How encounters come across: attitude, competence, fluency, against what each matters there."""
    found = meetings(eye)
    most = _MOST_EDITED if eye.editable else _MOST
    heard = any(
        words(mark.get("source")) == "frontline"
        for one in eye.of("step")
        for _, mark in _entries(one.get("expression"))
    )
    scored = any(mark.score for one in found for mark in one.marks)
    note = "" if heard or not scored else "Nobody from the front line was asked, who sees it every day."
    empty = "How does an encounter come across: is it on their side, can it, does it run? Each is scored against what it matters."
    html = macros("trust").expressions(
        k=key, heads=_EXPRESSIONS, rows=found[:most], more=len(found) - most, note=note, empty=empty,
        editable=eye.editable,
    )  # fmt: skip
    return filled(html)


def _entries(given: object) -> list[tuple[str, Frozen]]:
    return (
        [(name, one) for name, one in given.items() if isinstance(one, Frozen)]
        if isinstance(given, Frozen)
        else []
    )
