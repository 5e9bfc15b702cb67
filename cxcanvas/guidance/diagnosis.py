"""The questions of the diagnosis and of maturity: who answers, what is done about a bad sign, what shows a gate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import brief, customer
from cxcanvas.guidance.sketch import write
from cxcanvas.measures import maturity
from cxcanvas.measures.diagnosis import ignored, index, mean_of
from cxcanvas.measures.reading import words
from cxcanvas.values import Frozen
from cxcanvas.vocabulary import ASPECTS


def rated(facts: Facts) -> Iterator[Question]:
    """What do the frontline and leadership say, each for itself?"""
    if facts.who is None:
        return
    asked = (
        (
            "frontline",
            f"What do those who meet {customer(facts)} every day say of the twenty signs, from 1 to 5?",
        ),
        (
            "leadership",
            f"What do those who decide about {customer(facts)} say of the twenty signs, from 1 to 5?",
        ),
    )
    for name, text in asked:
        if not index(facts.canvas, [name]).n:
            why = "Between what leaders say and what the frontline sees lies the work."
            yield Question(f"rated:{name}", text, why, f"diagnosis.P01.{name}", Start("select", "diagnosis"))


def acted(facts: Facts) -> Iterator[Question]:
    """What is done about a bad sign that is true?"""
    for code in ignored(facts.canvas):
        mean, n = mean_of(facts.canvas, code)
        text = f"What will you do about “{ASPECTS[code]}”? It is true by {mean or 0:.1f} of 5, say {n} functions."
        if n == 1:
            text = f"What will you do about “{ASPECTS[code]}”? The one function that was asked says {mean or 0:g} of 5."
        why = f"What is known and left alone teaches everybody that {customer(facts)} does not count."
        start = Start("new", "diagnosis", "action", Frozen(addresses=(f"diagnosis.{code}",)))
        yield Question(f"bad-sign:{code}", text, why, f"diagnosis.{code}", start)


def claimed(facts: Facts) -> Iterator[Question]:
    """What does the company say of itself?"""
    if words(facts.canvas.value("maturity.claimed")) or not index(facts.canvas).n:
        return
    us = brief(words(facts.canvas.concept.get("company"))) or "the company"
    text = f"What does {us} say of itself: nothing, centric, obsessed or devoted?"
    why = "A claim that is written down can be held against what is shown."
    yield Question("claimed", text, why, "maturity.claimed", write("diagnosis"))


def shown(facts: Facts) -> Iterator[Question]:
    """What shows that a gate is met?"""
    for one in maturity.unproven(facts.canvas):
        text = f"“{one.name.replace('_', ' ').capitalize()}” is said to be met: what shows it?"
        why = "A gate that nothing shows is a wish, and does not count."
        yield Question(f"shown:{one.name}", text, why, f"{one.at}.evidence", write("diagnosis"))


#: In the order in which they are asked, after those of the measuring depth.
DIAGNOSIS: Final[tuple[Ask, ...]] = (rated, acted, claimed, shown)
