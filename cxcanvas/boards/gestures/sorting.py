"""How the groups of a workshop sorted the statements about the customer, written down as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cxcanvas.boards.gestures.plan import Plan
from cxcanvas.boards.messages import one_line
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set
from cxcanvas.measures.agreement import ratings
from cxcanvas.values import ABSENT, Absent, Frozen, same

ADDRESS: Final = "workshop.ratings"
LABELS: Final = ("true", "false", "unsure")


def labels_of(canvas: Canvas) -> tuple[str, ...]:
    """The labels that the groups sort into."""
    return ratings(canvas).labels or LABELS


def sort(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Write the whole table; a row without words and counts is none."""
    record, held = canvas.value("workshop"), canvas.value(ADDRESS)
    if not _takes(record) or not _takes(held):
        raise GestureError("The ratings are written in a way that no table can be put in their place.")
    labels = labels_of(canvas)
    rows = [(one_line(words), tuple(counts)) for words, *counts in message["rows"]]
    rows = [(words, counts) for words, counts in rows if words or any(counts)]
    if any(len(counts) != len(labels) for _, counts in rows):
        raise GestureError(f"Each statement needs {len(labels)} numbers: {', '.join(labels)}.")
    kept = held if isinstance(held, Frozen) else Frozen()
    made = kept.with_("labels", labels).with_("counts", tuple(counts for _, counts in rows))
    said = tuple(words for words, _ in rows)
    made = made.with_("statements", said if any(said) else ABSENT)
    if same(held, made):
        return Plan((), "", "workshop")
    return Plan(
        (Set(ADDRESS, made if rows else ABSENT),), "Write how the groups sorted the statements", "workshop"
    )


def _takes(value: object) -> bool:
    return value is None or isinstance(value, (Absent, Frozen))
