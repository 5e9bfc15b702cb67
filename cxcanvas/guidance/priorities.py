"""The questions about what comes first: how heavy a pain is, what an opportunity takes, what the work answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import customer, quoted
from cxcanvas.guidance.sketch import write
from cxcanvas.measures.answers import is_open, targets_of
from cxcanvas.measures.moments import moments
from cxcanvas.measures.priorities import pains
from cxcanvas.measures.reading import number
from cxcanvas.values import Frozen

#: A pain that hurts so much is not left without an action.
_GRAVE: Final = 4


def hurts_how(facts: Facts) -> Iterator[Question]:
    """How much does a pain hurt?"""
    for one in facts.findings["pain"]:
        if number(one.get("severity"), 1, 5) is None:
            text = f"How much does {quoted(one)} hurt {customer(facts)}, from 1 to 5?"
            why = "Weight comes from how bad it is for them, not from who asked."
            yield Question(f"severity:{one.id}", text, why, f"{one.id}.severity", write("priorities"))


def changes_what(facts: Facts) -> Iterator[Question]:
    """What would an opportunity change, and what would it take?"""
    for one in facts.findings["opportunity"]:
        asked = (
            ("impact", f"How much would {quoted(one)} change for {customer(facts)}, from 1 to 5?"),
            ("effort_to_build", f"How much work would {quoted(one)} be, from 1 to 5?"),
        )
        for field, text in asked:
            if number(one.get(field), 1, 5) is None:
                why = "Effort follows what is loud unless somebody weighs it."
                yield Question(f"{field}:{one.id}", text, why, f"{one.id}.{field}", write("priorities"))


def decided_there(facts: Facts) -> Iterator[Question]:
    """What is done about a moment of truth itself?"""
    if not facts.of("action"):
        return
    for one in moments(facts.canvas):
        if not one.actions and not one.chances:
            text = f"What do you do so that {quoted(facts.get(one.step))} goes well?"
            why = "It was named as the place that decides, and nobody works on it."
            start = Start("new", "priorities", "action", Frozen(addresses=(one.at,)))
            yield Question(f"at-moment:{one.step}", text, why, one.step, start)


def left_alone(facts: Facts) -> Iterator[Question]:
    """Who does something about the worst pain?"""
    for one in pains(facts.canvas):
        if (one.severity or 0) >= _GRAVE and not one.actions:
            text = f"What do you do about {quoted(facts.get(one.id))}?"
            why = "Known and ignored hurts more than unseen."
            start = Start("new", "priorities", "action", Frozen(addresses=(one.id,)))
            yield Question(f"about-pain:{one.id}", text, why, one.id, start)
            return


def what_for(facts: Facts) -> Iterator[Question]:
    """What does an action answer?"""
    for one in facts.of("action"):
        if is_open(one) and not targets_of(facts.canvas, one):
            text = f"What does {quoted(one)} answer: which pain, moment or opportunity?"
            why = "Work that answers nothing on the map answers somebody's wish."
            yield Question(f"answers:{one.id}", text, why, f"{one.id}.addresses", write("priorities"))


def destination(facts: Facts) -> Iterator[Question]:
    """Who works for a goal?"""
    for one in facts.of("objective"):
        if not facts.pointing(one.id, "action", "toward"):
            text = f"What do you do first to reach {quoted(one)}?"
            why = "A goal for which nobody works is a decoration."
            start = Start("new", "priorities", "action", Frozen(toward=(one.id,)))
            yield Question(f"toward:{one.id}", text, why, one.id, start)


def how_many(facts: Facts) -> Iterator[Question]:
    """In how many journeys does it hurt?"""
    for one in facts.findings["pain"]:
        if number(one.get("share_of_journeys"), 0, 1) is None:
            text = f"In what share of journeys does {quoted(one)} happen, from 0 to 1?"
            why = "What is rare and grave is another matter than what is frequent."
            yield Question(f"share:{one.id}", text, why, f"{one.id}.share_of_journeys", write("priorities"))


def takes_days(facts: Facts) -> Iterator[Question]:
    """How many days does an action take?"""
    for one in facts.of("action"):
        if is_open(one) and number(one.get("effort_days"), 0) is None:
            text = f"How many days of work is {quoted(one)}?"
            why = "Only then can be seen whether the effort goes where it is decided."
            yield Question(f"days:{one.id}", text, why, f"{one.id}.effort_days", write("priorities"))


#: In the order in which they are asked, at the working depth.
PRIORITIES: Final[tuple[Ask, ...]] = (
    hurts_how,
    left_alone,
    decided_there,
    changes_what,
    what_for,
    destination,
)
#: With numbers.
PRIORITIES_MEASURED: Final[tuple[Ask, ...]] = (how_many, takes_days)
