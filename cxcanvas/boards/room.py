"""The workshop in a room with a projector: one step at a time, large, with what the canvas really holds of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cxcanvas.boards.gestures.sorting import labels_of
from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.measures.agreement import ratings
from cxcanvas.measures.sixteen import STEPS
from cxcanvas.measures.workshop import go_on_at, standings
from cxcanvas.views.methods import METHODS
from cxcanvas.views.workshop import VERDICTS, board_of

if TYPE_CHECKING:
    from cxcanvas.boards.desk import Desk

#: So many rows a table of statements begins with, and so many it may have.
_ROWS: Final = 10
_MOST_ROWS: Final = 60


def room(desk: Desk, wanted: int) -> dict[str, Any]:
    """One step as it is presented; 0 asks for the one to go on with."""
    canvas = desk.session.canvas
    number = wanted if wanted in STEPS else go_on_at(canvas)
    some = standings(canvas)
    here = some[number - 1]
    view = board_of(number)
    html = ENVIRONMENT.get_template("room.html").render(
        number=number, step=here.step, here=here, said=here.said, word=VERDICTS[here.verdict], some=some,
        verdicts=VERDICTS, view=view, board=METHODS[view].title, done=sum(one.ticked for one in some), last=len(STEPS),
        readonly=bool(desk.session.read_only),
    )  # fmt: skip
    return {"step": number, "title": here.step.title, "minutes": here.step.minutes, "html": html}


def ratings_form(desk: Desk) -> str:
    """The statements with their counts, and empty rows for more; ten are enough for a room."""
    canvas = desk.session.canvas
    found, labels = ratings(canvas), labels_of(canvas)
    rows = []
    for place in range(min(max(len(found.counts) + 2, _ROWS), _MOST_ROWS)):
        words = found.statements[place] if place < len(found.statements) else ""
        counts = found.counts[place] if place < len(found.counts) else ()
        blank = "" if not counts else 0
        rows.append((place + 1, words, [*counts, *[blank] * len(labels)][: len(labels)]))
    return ENVIRONMENT.get_template("ratings.html").render(labels=labels, rows=rows)
