"""The questions about presence: whom distress meets, where a channel leads on to, whether it is there at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import customer, quoted
from cxcanvas.guidance.sketch import write
from cxcanvas.measures.distress import alone_in_distress
from cxcanvas.measures.handoffs import has_people, leads_to
from cxcanvas.measures.presence import ASPECTS, lonely_communities, meetings
from cxcanvas.measures.reading import number, words

_SCORES: Final = {
    "availability": "Is {} there when {} needs it, from 0 to 5?",
    "reach": "Does {} get to where {} is, from 0 to 5?",
    "relevance": "Does {} fit the situation that {} is in, from 0 to 5?",
    "human_touch": "Does {1} sense a person in {0}, from 0 to 5?",
}


def in_distress(facts: Facts) -> Iterator[Question]:
    """Who is there when the customer is in distress?"""
    name = customer(facts)
    for one in meetings(facts.canvas):
        if not one.distress:
            continue
        step, channel = facts.get(one.step), facts.get(one.channel)
        if one.people is None and not facts.of("channel"):
            text = f"By what means does {name} meet you at {quoted(step)}: a line, an app, a visit? Name that channel."
            why = "At the worst moment it matters whether a person can be reached."
            yield Question("first-channel", text, why, one.step, Start("new", "presence", "channel"))
        elif one.people is None:
            text = f"At {quoted(step)} it hurts: who is there for {name}, a person or a machine?"
            why = "Who is alone with a machine at the worst moment remembers that."
            key, at = (
                (f"channel-type:{one.channel}", f"{one.channel}.type")
                if one.channel
                else (f"who-is-there:{one.step}", f"{one.step}.channel")
            )
            yield Question(key, text, why, at, write("presence"))
        elif one.unaided and channel is not None:
            text = f"At {quoted(step)} {name} is in distress and meets a machine: whom does {quoted(channel)} hand over to?"
            why = "A machine knows no way out for the one case that nobody thought of."
            yield Question(f"way-out:{one.step}", text, why, f"{one.channel}.handoff_to", write("presence"))


def nobody_there(facts: Facts) -> Iterator[Question]:
    """What could be there where the customer is alone in distress?"""
    for id_ in alone_in_distress(facts.canvas) if facts.encounters else ():
        text = f"At {quoted(facts.get(id_))} it hurts, and nobody is there: what could meet {customer(facts)} at that point?"
        why = "Need does not wait until somebody calls."
        yield Question(f"nobody-there:{id_}", text, why, f"{id_}.meets", write("presence"))


def sold_to(facts: Facts) -> Iterator[Question]:
    """Is anything sold in distress?"""
    for one in meetings(facts.canvas):
        if one.distress and one.selling:
            text = f"What would be lost if nothing were sold at {quoted(facts.get(one.step))}, where {customer(facts)} is in distress?"
            why = "Who is sold to in need feels used."
            at = f"{one.step}.commercial_messages"
            yield Question(f"selling:{one.step}", text, why, at, write("presence"))


def what_sort(facts: Facts) -> Iterator[Question]:
    """Who or what is in a channel?"""
    for one in facts.of("channel"):
        if not words(one.get("type")):
            text = f"Who or what does {customer(facts)} meet in {quoted(one)}: people, a machine, other customers?"
            why = "Whether a person can be reached depends on it."
            yield Question(f"channel-type:{one.id}", text, why, f"{one.id}.type", write("presence"))


def when_open(facts: Facts) -> Iterator[Question]:
    """When is a channel with people open?"""
    for one in facts.of("channel"):
        if has_people(one) and one.get("type") != "community" and not words(one.get("hours")):
            text = f"When is {quoted(one)} open?"
            why = "Need does not keep office hours."
            yield Question(f"hours:{one.id}", text, why, f"{one.id}.hours", write("presence"))


def leads_where(facts: Facts) -> Iterator[Question]:
    """Where does a machine lead on to?"""
    asked = {one.channel for one in meetings(facts.canvas) if one.unaided}
    for one in facts.of("channel"):
        if one.id not in asked and has_people(one) is False and not leads_to(facts.canvas, one.id):
            text = f"When {quoted(one)} cannot help, where does it lead on to?"
            why = "At a dead end the customer begins again, and tells everything twice."
            yield Question(f"handoff:{one.id}", text, why, f"{one.id}.handoff_to", write("presence"))


def which_machine(facts: Facts) -> Iterator[Question]:
    """Does artificial intelligence answer?"""
    for one in facts.of("channel"):
        if one.get("type") == "automated" and not words(one.get("ai")):
            text = f"Does artificial intelligence answer in {quoted(one)}, and does it say so?"
            why = "Who finds out late that it was a machine trusts the next person less."
            yield Question(f"ai:{one.id}", text, why, f"{one.id}.ai", write("presence"))


def bridge(facts: Facts) -> Iterator[Question]:
    """Where do customers get to know of a community?"""
    for id_ in lonely_communities(facts.canvas):
        text = f"At which encounter does {customer(facts)} get to know of {quoted(facts.get(id_))}?"
        why = "Customers who help each other are worth a bridge to them."
        yield Question(f"community:{id_}", text, why, id_, Start("select", "presence"))


def scored(facts: Facts) -> Iterator[Question]:
    """How present is a channel?"""
    for one in facts.of("channel"):
        for field in ASPECTS:
            if number(one.get(field), 0, 5) is None:
                text = _SCORES[field].format(quoted(one), customer(facts))
                why = "A zero makes a channel nothing; a blank says only that nobody looked."
                yield Question(f"{field}:{one.id}", text, why, f"{one.id}.{field}", write("presence"))
                break


#: At the working depth, and with numbers.
PRESENCE: Final[tuple[Ask, ...]] = (
    in_distress, nobody_there, sold_to, what_sort, leads_where, which_machine, when_open, bridge,
)  # fmt: skip
PRESENCE_MEASURED: Final[tuple[Ask, ...]] = (scored,)
