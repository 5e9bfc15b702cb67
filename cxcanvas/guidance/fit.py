"""The questions about fit: how hard an offering is, who helps with it, whether they can, and for whom it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import customer, first_name, quoted
from cxcanvas.guidance.sketch import write
from cxcanvas.measures.fit import customers_of, inherited, pairs, service_of, targeted
from cxcanvas.measures.hands import skills
from cxcanvas.measures.reading import ids_of, number, words


def for_whom(facts: Facts) -> Iterator[Question]:
    """For whom is an offering?"""
    for one in facts.of("offering"):
        if not customers_of(facts.canvas, one):
            text = f"For whom is {quoted(one)}?"
            why = "What is for everybody fits nobody."
            yield Question(f"serves:{one.id}", text, why, f"{one.id}.serves", write("fit"))


def supported(facts: Facts) -> Iterator[Question]:
    """Who helps with an offering?"""
    for one in facts.of("offering"):
        service = service_of(facts.canvas, one)
        if service is None:
            text = f"When {customer(facts)} is stuck with {quoted(one)}, who helps: people, technology, both?"
            why = "The service is a part of what is sold, whether it was planned or not."
            start = write("fit") if facts.of("service") else Start("new", "fit", "service")
            yield Question(f"service:{one.id}", text, why, f"{one.id}.service", start)


def shared_how(facts: Facts) -> Iterator[Question]:
    """How do people and technology share the work?"""
    for one in facts.of("service"):
        if not words(one.get("blend")):
            text = f"In {quoted(one)}, what comes first: people or technology?"
            why = "What is difficult or dear needs people; what is simple hardly anybody."
            yield Question(f"blend:{one.id}", text, why, f"{one.id}.blend", write("fit"))


def how_hard(facts: Facts) -> Iterator[Question]:
    """How hard is an offering?"""
    for one in facts.of("offering"):
        if number(one.get("complexity"), 1, 5) is None:
            text = f"How hard is {quoted(one)} for {customer(facts)} to understand and to use, from 1 to 5?"
            why = "Service that does not follow the difficulty is too little or too much."
            yield Question(f"complexity:{one.id}", text, why, f"{one.id}.complexity", write("fit"))


def how_much(facts: Facts) -> Iterator[Question]:
    """How much service does a group need?"""
    for one in facts.groups if facts.of("offering") else ():
        if inherited(facts.canvas, one.id, "service_need", 1) is None:
            text = f"How much service does {first_name(one)} need, from 1 to 5?"
            why = "The same service is too little for one and too much for another."
            yield Question(f"service_need:{one.id}", text, why, f"{one.id}.service_need", write("fit"))


def left_to_machines(facts: Facts) -> Iterator[Question]:
    """What would help those who get too little?"""
    for one in pairs(facts.canvas):
        if one.verdict == "under" and one.service:
            whom = first_name(party) if (party := facts.get(one.customer)) is not None else customer(facts)
            text = f"{quoted(facts.get(one.offering))} gives {whom} less service than they need: who could help them?"
            why = "Too little service loses the customer."
            yield Question(
                f"too-little:{one.offering}:{one.customer}",
                text,
                why,
                f"{one.offering}.service",
                write("fit"),
            )


def not_for_whom(facts: Facts) -> Iterator[Question]:
    """For whom is it not?"""
    if len(facts.groups) < 2 or any(targeted(facts.canvas, one.id) is False for one in facts.groups):
        return
    for one in facts.groups:
        if targeted(facts.canvas, one.id) is None:
            text = f"Is the concept made for {first_name(one)}, or would they be better served elsewhere?"
            why = "A concept that is for everybody decides nothing."
            yield Question(f"target:{one.id}", text, why, f"{one.id}.target", write("fit"))


def trained(facts: Facts) -> Iterator[Question]:
    """Who does the work, and how well are they trained?"""
    for one in facts.of("service"):
        if words(one.get("blend")) != "technology_only" and not _staffed(facts, one):
            text = f"Who does the work of {quoted(one)}?"
            why = "A service without people is a brochure."
            yield Question(f"staffed_by:{one.id}", text, why, f"{one.id}.staffed_by", write("fit"))
    for id_ in dict.fromkeys(one.role for one in skills(facts.canvas) if one.skill is None):
        text = f"How well is {quoted(facts.get(id_))} trained for what they have to do, from 1 to 5?"
        why = "Who is left alone with what is too hard passes it on to the customer."
        yield Question(f"skill:{id_}", text, why, f"{id_}.skill", write("fit"))


def _staffed(facts: Facts, service: Element) -> bool:
    found = (facts.get(one) for one in ids_of(service.get("staffed_by")))
    return any(one is not None and one.kind == "role" for one in found)


_NUMBERS: Final = (
    ("cost_per_contact", "What does one contact of {} cost?"),
    ("contacts_per_customer_year", "How often in a year does a customer need {}?"),
    ("handle_minutes", "How many minutes does one contact of {} take?"),
    ("level", "How much service does {} give, from 1 to 5?"),
)


def counted(facts: Facts) -> Iterator[Question]:
    """What does a service cost, how often is it needed, how long does it take?"""
    for one in facts.of("service"):
        for field, text in _NUMBERS:
            if number(one.get(field), 0) is None:
                why = "Too little support loses the customer, too much loses the margin."
                yield Question(
                    f"{field}:{one.id}", text.format(quoted(one)), why, f"{one.id}.{field}", write("fit")
                )


def enough_hands(facts: Facts) -> Iterator[Question]:
    """How many hours does a role have?"""
    for id_ in dict.fromkeys(one.role for one in skills(facts.canvas)):
        role = facts.get(id_)
        if role is not None and number(role.get("capacity_hours_month"), 0) is None:
            text = f"How many hours a month does {quoted(role)} have?"
            why = "A promise breaks first where there are not enough hands."
            yield Question(f"capacity:{id_}", text, why, f"{id_}.capacity_hours_month", write("fit"))


#: At the working depth, and with numbers.
FIT: Final[tuple[Ask, ...]] = (
    for_whom, supported, shared_how, how_hard, how_much, left_to_machines, not_for_whom, trained,
)  # fmt: skip
FIT_MEASURED: Final[tuple[Ask, ...]] = (counted, enough_hands)
