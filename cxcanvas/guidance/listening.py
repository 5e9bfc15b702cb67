"""The questions about listening: what comes of it, who goes, and who was never asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import customer, quoted
from cxcanvas.guidance.sketch import write
from cxcanvas.measures.listening import LIVED, cases, complaints, leaders, listened, speechless
from cxcanvas.measures.reading import words
from cxcanvas.values import Frozen


def lived(facts: Facts) -> Iterator[Question]:
    """Has one of us lived as a customer?"""
    log = listened(facts.canvas)
    if log and not any(one.method in LIVED for one in log):
        text = f"When could one of you live for a day as {customer(facts)} does?"
        why = "Who has been on hold for an hour reads the figures differently."
        yield Question(
            "lived", text, why, "", Start("new", "listening", "research", Frozen(method="immersion"))
        )


def made_real(facts: Facts) -> Iterator[Question]:
    """What made an immersion real?"""
    for one in facts.of("research"):
        if one.get("method") == "immersion" and not words(one.get("constraint")):
            text = f"What made {quoted(one)} as real as it is for {customer(facts)}: what did you go without?"
            why = "Without a constraint it is an excursion."
            yield Question(f"made-real:{one.id}", text, why, f"{one.id}.constraint", write("listening"))


def came_of(facts: Facts) -> Iterator[Question]:
    """What comes of an immersion?"""
    for one in listened(facts.canvas):
        element = facts.get(one.id)
        if one.method != "immersion" or one.deed or one.planned or element is None:
            continue
        why = "To listen and do nothing is worse than not to listen."
        if not one.heard:
            start = Start("new", "listening", "evidence", Frozen(from_research=one.id))
            yield Question(
                f"heard-there:{one.id}", f"What did you see or hear in {quoted(element)}?", why, one.id, start
            )
        else:
            start = Start("new", "priorities", "action", Frozen(addresses=(one.heard[0],)))
            yield Question(
                f"came-of:{one.id}", f"What do you do because of {quoted(element)}?", why, one.id, start
            )


def speaks(facts: Facts) -> Iterator[Question]:
    """What does it speak for?"""
    for id_ in speechless(facts.canvas):
        element = facts.get(id_)
        if element is not None:
            text = f"What does {quoted(element)} speak for, or against?"
            why = "What speaks for nothing will be forgotten, however true it is."
            yield Question(f"speaks:{id_}", text, why, f"{id_}.supports", write("listening"))


def archived(facts: Facts) -> Iterator[Question]:
    """What can be made of a complaint?"""
    for id_ in complaints(facts.canvas)[1]:
        element = facts.get(id_)
        if element is not None:
            text = f"What could be better for {customer(facts)} because of {quoted(element)}?"
            why = "A complaint is work that somebody did for you, unpaid."
            start = Start("new", "priorities", "finding", Frozen(type="opportunity", at=(id_,)))
            yield Question(f"complaint:{id_}", text, why, id_, start)


def why_decided(facts: Facts) -> Iterator[Question]:
    """Why did they decide so?"""
    for id_ in cases(facts.canvas).uncoded:
        element = facts.get(id_)
        if element is not None:
            text = f"Why did they decide so in {quoted(element)}? One word for each reason."
            why = "Words that come back can be counted."
            yield Question(f"why-decided:{id_}", text, why, f"{id_}.reasons", write("listening"))


def who_decides(facts: Facts) -> Iterator[Question]:
    """When do those who decide listen?"""
    for id_, last in leaders(facts.canvas).items():
        element = facts.get(id_)
        if last is None and element is not None and facts.of("research"):
            text = f"When does {quoted(element)} next listen to {customer(facts)}?"
            why = "Whoever decides without having been there decides about somebody else."
            start = Start("new", "listening", "research", Frozen(method="immersion", participants=(id_,)))
            yield Question(f"listens:{id_}", text, why, id_, start)


#: In the order in which they are asked, at the working depth.
LISTENING: Final[tuple[Ask, ...]] = (
    came_of, speaks, lived, made_real, archived, why_decided, who_decides,
)  # fmt: skip
