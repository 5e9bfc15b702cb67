"""The columns of the diagnosis: a function is asked, or its answers are taken out; a rating is cleared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxcanvas.boards.gestures.plan import Plan, quoted
from cxcanvas.boards.messages import one_line
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set
from cxcanvas.measures.diagnosis import answers, functions, spoken
from cxcanvas.values import ABSENT, Absent, Frozen, Value
from cxcanvas.vocabulary import ASPECTS
from cxcanvas.vocabulary.people import FUNCTIONS


def ask(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """A function is asked: its column comes with a blank, whether there was a diagnosis or not."""
    name: str = message["function"]
    if name not in FUNCTIONS.split():
        raise GestureError("The vocabulary has no such function.")
    if name in functions(canvas):
        raise GestureError(f"{_opened(spoken(name))} is asked already.")
    free = (code for code in ASPECTS if _takes(canvas.value(f"diagnosis.{code}")))
    code = next(free, None)
    if code is None or not _takes(canvas.value("diagnosis")):
        raise GestureError("The diagnosis is written in a way that no function can be added to.")
    return Plan((Set(f"diagnosis.{code}.{name}", None),), f"Ask {spoken(name)}", "diagnosis")


def _takes(value: Value | Absent) -> bool:
    return value is None or isinstance(value, (Absent, Frozen))


def unask(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """All answers of a function go, and its column with them."""
    name: str = message["function"]
    held = {code: answers(canvas, code) for code in ASPECTS}
    edits = tuple(
        Set(f"diagnosis.{code}", one.with_(name, ABSENT)) for code, one in held.items() if name in one
    )
    if not edits:
        raise GestureError("This function is not asked any more.")
    return Plan(edits, f"Take the answers of {quoted(one_line(spoken(name)))} out", "diagnosis")


def cleared(canvas: Canvas, address: str) -> Value | Absent:
    """What is left of a cleared rating: nothing; a blank where it is all that keeps the function's column."""
    _, code, *name = address.split(".")
    others = (one for one in ASPECTS if one != code)
    is_last = (
        len(name) == 1
        and name[0] in answers(canvas, code)
        and not any(name[0] in answers(canvas, one) for one in others)
    )
    return None if is_last else ABSENT


def _opened(said: str) -> str:
    return said[:1].upper() + said[1:]
