"""The questions of a sketch: the first ten minutes, in the order in which a good facilitator asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.guidance.facts import Facts, tests_of
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import customer, first_name, is_nobody, opened, quoted
from cxcanvas.measures.reading import ids_of, number, words
from cxcanvas.values import Frozen
from cxcanvas.vocabulary import KINDS

#: A note that is longer is a text, and not a question that somebody left.
_LONGEST_NOTE: Final = 300
#: A sketch has this many steps of the customer, and feelings at as many.
STEPS: Final = 3


def cell(stage: str, storyline: str) -> Start:
    """Begins a card in a cell of the map."""
    lane = {"visibility": "backstage"} if storyline == "provider" else {}
    where = {"stage": stage} if stage else {}
    return Start("new", "journey", "step", Frozen({"storyline": storyline, **lane, **where}))


def write(view: str) -> Start:
    """Opens the field that the question is about."""
    return Start("write", view)


def who(facts: Facts) -> Iterator[Question]:
    """Who is the customer?"""
    if facts.who is None:
        start = Start("new", "canvas", "party", Frozen(role="customer"))
        text = "Who is the customer? Name one person you know well enough to describe an evening of theirs."
        yield Question("customer", text, "A segment has no evening. A person has.", "", start)
    elif is_nobody(facts.who):
        text = "What is the customer called? Give one real or invented person a name."
        why = "With a name, a customer stops being an average."
        yield Question("customer-name", text, why, f"{facts.who.id}.name", write("canvas"))


def quote(facts: Facts) -> Iterator[Question]:
    """What would they say?"""
    if facts.who is not None and not facts.quoted:
        text = f"What would {customer(facts)} say about it, in one sentence of their own?"
        why = "Their words keep you from writing yours."
        yield Question(f"quote:{facts.who.id}", text, why, f"{facts.who.id}.quote", write("canvas"))


def provider(facts: Facts) -> Iterator[Question]:
    """Who offers it?"""
    if facts.provider is None:
        text = f"And who are you: who offers something to {customer(facts)}?"
        why = "Value for both sides begins with naming both."
        yield Question("provider", text, why, "", Start("new", "canvas", "party", Frozen(role="provider")))


def exchange(facts: Facts) -> Iterator[Question]:
    """What is given, and what comes back?"""
    if facts.who is not None and not facts.of("exchange"):
        text = f"What do you give {customer(facts)}, and what comes back? Name that exchange in a few words."
        why = "Only what both sides gain from holds."
        yield Question("exchange", text, why, "", Start("new", "canvas", "exchange"))


def mechanism(facts: Facts) -> Iterator[Question]:
    """Because we …, they give …"""
    for one in facts.of("exchange"):
        if not words(one.get("mechanism")):
            name = customer(facts)
            text = f"Because you …, {name} …; because {name} …, you …: how do these sentences end?"
            why = "If you cannot say why value for one makes value for the other, numbers will not help."
            yield Question(f"mechanism:{one.id}", text, why, f"{one.id}.mechanism", write("canvas"))


def _next_cell(facts: Facts) -> Start:
    """Where the customer's next card belongs: after the last one, else in the first stage."""
    stages = facts.canvas.ids("stage")
    here = facts.stage_of[facts.doings[-1].id] if facts.doings else stages[0] if stages else ""
    return cell(here, "customer")


def begins(facts: Facts) -> Iterator[Question]:
    """How does it begin for them, and what comes next?"""
    name = customer(facts)
    if not facts.doings:
        text = f"How does it begin for {name}? Write the first thing {name} does, as they would say it."
        why = "The map follows the customer, not your departments."
        yield Question("begins", text, why, "", _next_cell(facts))
    elif len(facts.doings) == 1:
        last = facts.doings[0]
        text = f"And then? What does {name} do after {quoted(last)}?"
        yield Question(
            f"then:{last.id}", text, "One card at a time, in their order.", last.id, _next_cell(facts)
        )


def alone(facts: Facts) -> Iterator[Question]:
    """What do they do when nobody is there?"""
    if len(facts.doings) == STEPS - 1:
        last = facts.doings[-1]
        text = f"What does {customer(facts)} do when nobody of yours is there?"
        why = "Most of the experience happens without you."
        yield Question("alone", text, why, last.id, _next_cell(facts))


def feelings(facts: Facts) -> Iterator[Question]:
    """How does it feel there?"""
    if len(facts.feelings) >= min(STEPS, len(facts.doings)):
        return
    for one in facts.doings:
        if one.id not in facts.valences:
            text = f"How does {customer(facts)} feel at {quoted(one)}? Drag its point up or down."
            why = "The lowest point is where the concept has its work to do."
            yield Question(
                f"feeling:{one.id}", text, why, f"{one.id}.emotions.feeling", Start("feel", "journey")
            )


def meet(facts: Facts) -> Iterator[Question]:
    """Where do the two sides meet?"""
    if facts.doings and not facts.encounters:
        low = facts.lowest.step if facts.lowest is not None else facts.doings[0].id
        text = f"Where do you and {customer(facts)} meet: a call, a letter, a counter, an app?"
        why = "An encounter is the only place where you can change what happens."
        yield Question("meet", text, why, low, cell(facts.stage_of[low], "encounter"))


def support(facts: Facts) -> Iterator[Question]:
    """What supports it?"""
    if facts.encounters and not any(map(facts.is_supported, facts.encounters)):
        one = facts.encounters[0]
        text = f"What do you do behind {quoted(one)}, so that it works?"
        why = "An encounter that nobody supports is a wish."
        yield Question(f"support:{one.id}", text, why, one.id, cell(facts.stage_of[one.id], "provider"))


def decides(facts: Facts) -> Iterator[Question]:
    """Which one decides?"""
    if len(facts.doings) + len(facts.encounters) >= STEPS and not facts.moments:
        met = [one for one in facts.encounters if one.id in facts.valences] or list(
            facts.encounters or facts.doings
        )
        likely = min(met, key=lambda one: facts.valences.get(one.id, 0))
        text = f"Which one card decides whether {customer(facts)} stays? Give it the star."
        why = "Unequal moments deserve unequal care."
        yield Question("decides", text, why, likely.id, Start("sign", "journey", "star"))


def hurts(facts: Facts) -> Iterator[Question]:
    """What hurts?"""
    if not facts.findings["pain"] and (facts.lowest is not None or len(facts.doings) >= STEPS):
        at = facts.lowest.step if facts.lowest is not None else facts.doings[0].id
        text = f"What is it at {quoted(facts.get(at))} that hurts {customer(facts)}? Mark the pain."
        why = "The feeling is a point on the curve; a pain is its cause."
        yield Question("hurts", text, why, at, Start("sign", "journey", "pain"))


def believed(facts: Facts) -> Iterator[Question]:
    """What do you only believe?"""
    if not facts.of("hypothesis") and facts.doings:
        moment = facts.moments[0] if facts.moments else None
        spot = facts.lowest.step if facts.lowest is not None else facts.doings[0].id
        at = moment.id if moment is not None else spot
        text = f"What do you only believe about {customer(facts)}, without having seen or heard it?"
        why = "A guess that is marked can be tested; one that is not becomes a fact by itself."
        yield Question("believed", text, why, at, Start("sign", "journey", "guess"))


def shown(facts: Facts) -> Iterator[Question]:
    """What would show it?"""
    for one in facts.guesses:
        if not tests_of(one) and not words(one.get("kill_criterion")):
            text = f"What would show you that {quoted(one)} is wrong?"
            why = "A belief that nothing could shake is not worth testing."
            yield Question(f"shown:{one.id}", text, why, f"{one.id}.kill_criterion", write("canvas"))


def stages(facts: Facts) -> Iterator[Question]:
    """Which stages are there?"""
    if len(facts.doings) >= STEPS and not facts.of("stage"):
        name = customer(facts)
        journey = facts.canvas.ids("journey")[:1]
        text = f"What comes before, what during, what after? Name the first stage as {name} would."
        start = Start("new", "journey", "stage", Frozen(journey=journey[0]) if journey else Frozen())
        yield Question(
            "stages", text, "Stages give every card a place, and show where there is none.", "", start
        )


def gains(facts: Facts) -> Iterator[Question]:
    """What do both sides gain, and what do they give up for it?"""
    theirs, ours = facts.who, facts.provider
    if theirs is not None and not facts.borne(True, True):
        yield _value(theirs, f"What does {customer(facts)} gain from it, in a few words?", "benefit",
                     "Value arises when they use it, not when you deliver it.")  # fmt: skip
    if theirs is not None and not facts.borne(True, False):
        yield _value(theirs, f"And what does {customer(facts)} give up for it, money aside?", "sacrifice",
                     "Time, effort, privacy and pride are paid too.")  # fmt: skip
    if ours is not None and not facts.borne(False, True):
        yield _value(ours, "What do you gain from it, money aside?", "benefit",
                     "What you gain only by their loss will not last.")  # fmt: skip


def _value(bearer: Element, text: str, polarity: str, why: str) -> Question:
    preset = Frozen(bearer=(bearer.id,), polarity=polarity)
    return Question(f"{polarity}:{bearer.id}", text, why, bearer.id, Start("new", "canvas", "value", preset))


def bundled(facts: Facts) -> Iterator[Question]:
    """Which of the values belong to the exchange?"""
    if len(facts.of("value")) < 2:
        return
    for one in facts.of("exchange"):
        if not ids_of(one.get("includes")):
            text = f"Which gains and sacrifices belong to {quoted(one)}? Choose them under “includes”."
            why = "Then it shows whether both sides gain."
            yield Question(f"includes:{one.id}", text, why, f"{one.id}.includes", write("canvas"))


def weighed(facts: Facts) -> Iterator[Question]:
    """How much does each value matter?"""
    for one in facts.of("value"):
        if number(one.get("importance"), 1, 5) is None:
            bearer = next((facts.get(id_) for id_ in ids_of(one.get("bearer"))), None)
            whom = first_name(bearer) if bearer is not None else "them"
            text = f"How much does {quoted(one)} matter to {whom}, from 1 to 5?"
            why = "Not everything weighs the same; a rough number is enough."
            yield Question(f"importance:{one.id}", text, why, f"{one.id}.importance", write("canvas"))


def titled(facts: Facts) -> Iterator[Question]:
    """What is it called?"""
    title = words(facts.canvas.concept.get("title"))
    if facts.doings and (not title or title.casefold() in ("a new concept", "untitled")):
        text = f"{opened(customer(facts))} asks what it is called. What do you say?"
        yield Question(
            "title", text, "A name makes it possible to talk about it.", "concept.title", write("canvas")
        )


def summed_up(facts: Facts) -> Iterator[Question]:
    """Why do both sides gain?"""
    if facts.doings and facts.of("exchange") and not words(facts.canvas.concept.get("summary")):
        text = "Why do both sides gain? Say it in a sentence to somebody who decides."
        why = "It is the first thing they read, and often the last."
        yield Question("summary", text, why, "concept.summary", write("canvas"))


def left_open(facts: Facts) -> Iterator[Question]:
    """Which questions did the starter, or somebody, leave in a note?"""
    for kind in KINDS:
        for one in facts.of(kind):
            note = words(one.get("note"))
            if note.endswith("?") and len(note) <= _LONGEST_NOTE:
                why = f"It stands as a note at {quoted(one)}: write your answer over it, and it is gone."
                view = "journey" if kind in ("stage", "step") else "canvas"
                yield Question(f"note:{one.id}", note, why, f"{one.id}.note", write(view))


#: In the order in which they are asked.
SKETCH: Final[tuple[Ask, ...]] = (
    who, quote, provider, exchange, mechanism, begins, alone, feelings, meet, support, decides, hurts, believed,
    shown, stages, gains, bundled, weighed, titled, summed_up, left_open,
)  # fmt: skip
