"""The questions about what may be counted on: values that show, promises that are kept, what good looks like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import customer, quoted
from cxcanvas.guidance.sketch import write
from cxcanvas.measures.promises import behaviours, expectations_of, is_poster, unraised
from cxcanvas.measures.reading import words
from cxcanvas.values import Frozen


def done_for(facts: Facts) -> Iterator[Question]:
    """What do people do because of a value?"""
    for one in facts.of("company_value"):
        if not behaviours(one):
            text = f"What do people do because of {quoted(one)}, that a customer or a colleague could see?"
            why = "A value that shows in nothing is a poster; everybody knows it, and nobody says so."
            yield Question(f"behaviours:{one.id}", text, why, f"{one.id}.behaviours", write("promises"))


def made_real(facts: Facts) -> Iterator[Question]:
    """Which promise or step makes a value real?"""
    for one in facts.of("company_value"):
        if behaviours(one) and not is_poster(facts.canvas, one) and not one.get("operationalised_by"):
            text = f"Which promise, step or role makes {quoted(one)} real?"
            why = "What people do on their good days is no standard; a promise is."
            yield Question(f"real:{one.id}", text, why, f"{one.id}.operationalised_by", write("promises"))


def raises(facts: Facts) -> Iterator[Question]:
    """Which expectation does a promise raise?"""
    for one in facts.of("promise"):
        if not expectations_of(facts.canvas, one):
            text = f"What does {customer(facts)} expect after hearing {quoted(one)}?"
            why = "A promise is measured by what it lets people hope for, not by its wording."
            yield Question(f"sets:{one.id}", text, why, f"{one.id}.sets", write("promises"))


def noticed(facts: Facts) -> Iterator[Question]:
    """How would a broken promise be noticed?"""
    for one in facts.of("promise"):
        if not words(one.get("measurable")):
            text = f"How would one notice, the same day, that {quoted(one)} was broken?"
            why = "What nobody notices cannot be kept knowingly."
            yield Question(f"measurable:{one.id}", text, why, f"{one.id}.measurable", write("promises"))


def from_nowhere(facts: Facts) -> Iterator[Question]:
    """Where does an expectation come from that nobody raised?"""
    for id_ in unraised(facts.canvas):
        one = facts.get(id_)
        if one is not None and not words(one.get("source")):
            text = f"Where does {quoted(one)} come from, if none of your promises raised it?"
            why = "Expectations that nobody raised come from others: competitors, the past, the law."
            yield Question(f"source:{id_}", text, why, f"{id_}.source", write("promises"))


def insiders(facts: Facts) -> Iterator[Question]:
    """Is any value for colleagues too?"""
    values = facts.of("company_value")
    if values and not any(one.get("audience") in ("employees", "both") for one in values):
        text = f"Which of your values do colleagues feel from each other, before {customer(facts)} does?"
        why = "Colleagues are customers of each other; what they do not get they cannot give."
        start = Start("new", "promises", "company_value", Frozen(audience="employees"))
        yield Question("insiders", text, why, values[0].id, start)


PROMISES: Final[tuple[Ask, ...]] = (done_for, made_real, raises, noticed, from_nowhere, insiders)
