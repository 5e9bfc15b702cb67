"""What a person does on a board, told as edits: pure functions from a canvas and a gesture to a plan.

    plan = gesture(canvas, {"do": "star", "at": "care-call"})
    session.apply(*plan.edits, label=plan.label)

The messages have passed `messages.checked`; here they are held against the canvas.
GestureError says in a sentence why one does not fit; nothing is changed then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cxcanvas.boards.gestures import (
    elements,
    entries,
    linking,
    pasting,
    rating,
    signs,
    sorting,
    ticking,
    words,
)
from cxcanvas.boards.gestures.plan import Gesture, Plan
from cxcanvas.boards.gestures.several import several
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas

__all__ = ["GESTURES", "GestureError", "Plan", "gesture"]

GESTURES: Final[dict[str, Gesture]] = {
    "set": words.write, "field": words.write, "rename": words.rename, "add": elements.add, "remove": elements.remove,
    "place": elements.place, "star": signs.star, "mark": signs.mark, "feel": signs.feel,
    "several": several, "link": linking.link, "entry": entries.entry, "drop": entries.drop, "new": entries.new, "attach": entries.attach,
    "paste": pasting.paste, "ask": rating.ask, "unask": rating.unask, "tick": ticking.tick, "sort": sorting.sort,
}  # fmt: skip


def gesture(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """The edits that a gesture asks for; GestureError with a sentence where it does not fit the canvas."""
    made = GESTURES.get(message["do"])
    if made is None:
        raise GestureError("A board does not know this gesture.")
    return made(canvas, message)
