"""The questions of a workshop that has begun: who is in the room, what the groups dispute, what a tick left behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import customer
from cxcanvas.guidance.sketch import write
from cxcanvas.measures.agreement import agreement, ratings, statement
from cxcanvas.measures.drafts import drafts
from cxcanvas.measures.mapped import functions
from cxcanvas.measures.workshop import standings
from cxcanvas.values import Frozen


def _has_begun(facts: Facts) -> bool:
    held = facts.canvas.value("workshop")
    return isinstance(held, Frozen) and len(held) > 0


def came(facts: Facts) -> Iterator[Question]:
    """Which functions are in the room?"""
    if not _has_begun(facts):
        return
    here = functions(facts.canvas)
    if not here:
        text = "Which functions take part in the workshop, and who comes from the frontline?"
    elif "frontline" not in here:
        text = f"Who of those who meet {customer(facts)} every day can come to the workshop?"
    else:
        return
    why = "Who is not in the room will be surprised by the map, and does not work with it."
    yield Question("workshop:came", text, why, "workshop.functions", write("workshop"))


def disputed(facts: Facts) -> Iterator[Question]:
    """On which sentence do the groups disagree, and who could know?"""
    if not _has_begun(facts):
        return
    found = ratings(facts.canvas)
    made = agreement(found)
    select = Start("select", "workshop")
    if made.disputed and not made.shared:
        text = f"The groups dispute {statement(found, made.disputed[0])}: who could know about {customer(facts)}?"
        why = "What the groups dispute is what nobody knows; the map would hide it."
        yield Question("workshop:disputed", text, why, "workshop.ratings", select)
    elif not found.counts and len(drafts(facts.canvas)) > 1:
        text = f"Which statements about {customer(facts)} do the groups hold to be true, and which false?"
        why = "Drafts that sound alike can mean different people."
        yield Question("workshop:sorted", text, why, "workshop.ratings", select)


def believed(facts: Facts) -> Iterator[Question]:
    """What is missing from a step that is ticked?"""
    if not _has_begun(facts):
        return
    for one in standings(facts.canvas):
        if one.verdict == "claimed" and one.number != 3:
            text = f"Step {one.number}, “{one.step.title}”, is ticked: where is {one.held.missing.split(';')[0]}?"
            why = f"What was agreed about {customer(facts)} and is not written down was not agreed."
            yield Question(
                f"workshop:step-{one.number}", text, why, "workshop.steps_done", Start("select", "workshop")
            )


#: In the order in which they are asked.
WORKSHOP: Final[tuple[Ask, ...]] = (came, disputed, believed)
