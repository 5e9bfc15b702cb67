"""The workshop in a room with a projector: one step at a time, large, with what the canvas really holds of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.measures.sixteen import STEPS
from cxcanvas.measures.workshop import go_on_at, standings
from cxcanvas.views.methods import METHODS
from cxcanvas.views.workshop import VERDICTS, board_of

if TYPE_CHECKING:
    from cxcanvas.boards.desk import Desk


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
