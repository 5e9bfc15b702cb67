"""The questions about the customer's inner life: what head and heart want, what is thought and not said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import customer
from cxcanvas.guidance.sketch import write
from cxcanvas.measures.portrait import EMPATHY, portrait
from cxcanvas.measures.reading import words
from cxcanvas.values import Frozen

_EMPATHY: Final = {
    "says": "What does {} say aloud about it?",
    "thinks": "What does {} think about it and not say?",
    "does": "What could you see {} doing, that evening?",
    "feels": "What does {} feel about it, in one word of theirs?",
}


def wants(facts: Facts) -> Iterator[Question]:
    """What do head and heart want?"""
    if facts.who is None:
        return
    name, id_ = customer(facts), facts.who.id
    known = portrait(facts.canvas, id_)
    asked = (
        ("rational", known.rational, f"What does {name} have to get done, whoever helps with it?"),
        ("emotional", known.emotional, f"How does {name} want to feel when it is over?"),
    )
    for need, there, text in asked:
        if not there:
            why = "Head and heart want different things; an offer to one of them alone is half an offer."
            start = Start("new", "portrait", "goal", Frozen(holder=(id_,), need=need))
            yield Question(f"{need}:{id_}", text, why, id_, start)


def inside(facts: Facts) -> Iterator[Question]:
    """What is said, thought, done and felt?"""
    if facts.who is None:
        return
    name, id_ = customer(facts), facts.who.id
    for field in EMPATHY:
        if not words(facts.who.get(field)):
            why = "What is said and what is thought differ most where it matters."
            yield Question(
                f"{field}:{id_}", _EMPATHY[field].format(name), why, f"{id_}.{field}", write("portrait")
            )


def drawn_from(facts: Facts) -> Iterator[Question]:
    """Where does the portrait come from?"""
    for one in facts.of("party"):
        if (
            one.get("grain") in ("persona", "portrait")
            and facts.is_customers(one.id)
            and not words(one.get("basis"))
        ):
            text = (
                f"Is “{one.title}” put together from several people, invented, or a real person who agreed?"
            )
            why = "Nobody may find themselves in a file that they never heard of."
            yield Question(f"basis:{one.id}", text, why, f"{one.id}.basis", write("portrait"))


PORTRAIT: Final[tuple[Ask, ...]] = (wants, inside, drawn_from)
