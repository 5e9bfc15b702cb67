"""The questions of a concept that is to be measured and calculated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question
from cxcanvas.guidance.names import first_name, quoted
from cxcanvas.guidance.sketch import write
from cxcanvas.measures.reading import entries, number
from cxcanvas.values import Frozen


def _targets(facts: Facts) -> list[Element]:
    return [one for one in facts.groups if one.get("target") is not False]


def stands(facts: Facts) -> Iterator[Question]:
    """How much does it matter to them, and do they want to stay?"""
    for one in _targets(facts):
        name = first_name(one)
        asked = (
            ("relevance", f"How much does it matter to {name}, from 1 to 7?"),
            ("affective", f"How much does {name} want to stay, from 1 to 7?"),
            ("calculative", f"How much does {name} stay because leaving would cost, from 1 to 7?"),
        )
        for field, text in asked:
            if number(one.get(field), 1, 7) is None:
                why = "Wanting to stay and not getting away need different treatment."
                yield Question(f"{field}:{one.id}", text, why, f"{one.id}.{field}", write("loyalty"))


def many(facts: Facts) -> Iterator[Question]:
    """How many are they, what do they bring, what does it cost to win one, how many stay?"""
    for one in _targets(facts):
        name = first_name(one)
        asked = (
            ("size", f"How many are there of {name}? A range is enough."),
            ("survivors", f"Of a hundred like {name}, how many are left after each year?"),
            ("annual_contribution", f"What does one of {name} contribute in a year? A range is enough."),
            ("acquisition_cost", f"What does it cost to win one of {name}?"),
        )
        for field, text in asked:
            if one.get(field) in (None, "", (), Frozen()):
                why = "Without it, nobody can say what the relationship is worth to you."
                yield Question(f"{field}:{one.id}", text, why, f"{one.id}.{field}", write("loyalty"))


def measured(facts: Facts) -> Iterator[Question]:
    """What did the sign say last time, and how many answered?"""
    for one in facts.of("indicator"):
        waves = list(entries(one.get("waves")))
        if not waves:
            text = f"What did {quoted(one)} say when it was last measured?"
            why = "A sign that nobody reads is an ornament."
            yield Question(f"waves:{one.id}", text, why, f"{one.id}.waves", write("loyalty"))
            continue
        slug, last = waves[-1]
        if number(last.get("n"), 0) is None and not last.get("distribution"):
            text = f"How many answered when {quoted(one)} was measured?"
            why = "A number without its n cannot be told from noise."
            yield Question(f"n:{one.id}", text, why, f"{one.id}.waves.{slug}.n", write("loyalty"))


def reached(facts: Facts) -> Iterator[Question]:
    """Which value do you want to reach?"""
    for one in facts.of("indicator"):
        if number(one.get("target")) is None:
            text = f"Which value do you want {quoted(one)} to reach?"
            why = "Without a target any number can be called good."
            yield Question(f"target:{one.id}", text, why, f"{one.id}.target", write("loyalty"))


def worth(facts: Facts) -> Iterator[Question]:
    """What are our gains worth?"""
    for one in facts.borne(False, True):
        if one.get("amount") in (None, "", Frozen()):
            text = f"What is {quoted(one)} worth in a year? Lowest, most likely, highest."
            why = "A range says more than a number, and is easier to give."
            yield Question(f"amount:{one.id}", text, why, f"{one.id}.amount", write("canvas"))


def calculated(facts: Facts) -> Iterator[Question]:
    """By which rate, over which time, in which currency, by which convention?"""
    if not facts.borne(False, True):
        return
    asked = (
        ("currency", "In which currency do you calculate?"),
        ("horizon_years", "Over how many years do you calculate?"),
        ("discount_rate", "At which yearly rate do you discount?"),
        ("clv_convention", "Does the first payment count in what a customer is worth?"),
    )
    for field, text in asked:
        if facts.canvas.concept.get(field) in (None, ""):
            why = "Without it, nobody can calculate it again."
            yield Question(f"case:{field}", text, why, f"concept.{field}", write("canvas"))


def hard(facts: Facts) -> Iterator[Question]:
    """How hard is it, and how often does it fail?"""
    for one in facts.moments:
        moment = one.get("moment")
        if number(moment.get("criticality"), 1, 5) is None:
            text = f"How much hangs on {quoted(one)}, from 1 to 5?"
            why = "Effort should follow what is at stake."
            yield Question(
                f"criticality:{one.id}", text, why, f"{one.id}.moment.criticality", write("journey")
            )
        if number(moment.get("frequency"), 0, 1) is None:
            text = f"In which share of journeys does {quoted(one)} happen, from 0 to 1?"
            why = "What is rare and grave is another matter than what is frequent."
            yield Question(f"frequency:{one.id}", text, why, f"{one.id}.moment.frequency", write("journey"))


def kept(facts: Facts) -> Iterator[Question]:
    """In what share of cases is a promise kept?"""
    for one in facts.of("promise"):
        if number(one.get("kept_rate"), 0, 1) is None:
            text = f"In what share of cases do you keep {quoted(one)}, from 0 to 1?"
            why = "A promise that is not measured is kept by chance."
            yield Question(f"kept_rate:{one.id}", text, why, f"{one.id}.kept_rate", write("canvas"))


def tolerated(facts: Facts) -> Iterator[Question]:
    """What is just good enough, and what do they get?"""
    for one in facts.of("expectation"):
        for field, text in (
            ("adequate", "What is just good enough"),
            ("perceived", "What do they get today"),
        ):
            if number(one.get(field), 1, 5) is None:
                why = "Between good enough and hoped for lies what they tolerate."
                yield Question(
                    f"{field}:{one.id}", f"{text}, for {quoted(one)}, from 1 to 5?", why, f"{one.id}.{field}", write("loyalty")
                )  # fmt: skip


def aimed(facts: Facts) -> Iterator[Question]:
    """Where does an objective stand, and where shall it be?"""
    for one in facts.of("objective"):
        for field, text in (("baseline", "Where does {} stand today?"), ("target", "Where shall {} be?")):
            if number(one.get(field)) is None:
                why = "A goal without a number cannot be missed, or reached."
                yield Question(
                    f"{field}:{one.id}", text.format(quoted(one)), why, f"{one.id}.{field}", write("canvas")
                )


#: In the order in which they are asked, after those of the working depth.
MEASURE: Final[tuple[Ask, ...]] = (
    hard, stands, measured, reached, kept, tolerated, aimed, many, worth, calculated,
)  # fmt: skip
