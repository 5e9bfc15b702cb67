"""The questions of a concept that is worked out: what was heard, what holds, who does what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import brief, customer, first_name, quoted
from cxcanvas.guidance.sketch import cell, write
from cxcanvas.measures.reading import ids_of, number, words
from cxcanvas.measures.relationship import bonds_of, trust_anatomy
from cxcanvas.values import Frozen

_EXPRESSIONS: Final = {
    "attitude": "feel met",
    "competence": "notice that you know and can",
    "fluency": "get through it without friction",
}
_SIGNS: Final = {
    "satisfaction": "is content",
    "commitment": "wants to stay",
    "involvement": "cares about it",
    "engagement": "does more than buy",
    "bonds": "is held by something",
}


def heard(facts: Facts) -> Iterator[Question]:
    """Who said or showed that the moment decides?"""
    for one in sorted(facts.moments, key=facts.criticality, reverse=True):
        if not facts.is_backed(one.id):
            text = f"Who said, or what showed, that {quoted(one)} decides? Keep one sentence of it."
            why = "A moment of truth without a witness is an opinion."
            yield Question(f"heard:{one.id}", text, why, one.id, Start("sign", "journey", "quote"))


def lowest(facts: Facts) -> Iterator[Question]:
    """How do you know the worst feeling?"""
    low = facts.lowest
    if low is None or low.valence >= 0 or low.known_by not in ("", "assumed") or facts.is_backed(low.step):
        return
    text = (
        f"How do you know what {customer(facts)} feels at {quoted(facts.get(low.step))}? Keep what was said."
    )
    why = "The worst point carries the concept; it should not be assumed."
    yield Question(f"known:{low.step}", text, why, low.step, Start("sign", "journey", "quote"))


def person(facts: Facts) -> Iterator[Question]:
    """Who is a person of this group?"""
    for one in facts.groups:
        if one.get("grain") == "segment" and one.get("target") is not False and facts.person_of(one) is one:
            text = f"Who is one person of {quoted(one)}? Give them a name and an evening."
            preset = Frozen(role="customer", part_of=(one.id,), grain="persona")
            why = "You cannot stand in the shoes of a group."
            yield Question(f"person:{one.id}", text, why, one.id, Start("new", "loyalty", "party", preset))


def by_themselves(facts: Facts) -> Iterator[Question]:
    """Where is nobody there?"""
    for one in facts.doings if facts.encounters and not facts.alone else ():
        if not isinstance(one.get("alone"), bool):
            text = f"Is {customer(facts)} alone at {quoted(one)}, with nobody of yours there?"
            why = "What happens without you is the larger part, and the one nobody looks at."
            yield Question(f"by-themselves:{one.id}", text, why, f"{one.id}.alone", write("journey"))


def life(facts: Facts) -> Iterator[Question]:
    """How do they live, what comes first, how do they decide?"""
    if facts.who is None:
        return
    name, id_ = customer(facts), facts.who.id
    asked = (
        ("holds_dear", f"What does {name} hold dear, in life and not only here?"),
        ("life_environment", f"How does {name} live: home, work, time, money, people around?"),
        ("priorities", f"What comes first for {name} when not everything is possible?"),
        ("decision_process", f"How does {name} decide, and whom do they ask first?"),
    )
    for field, text in asked:
        if not facts.who.get(field):
            why = "Opportunities are found by seeing what is missing in a life."
            yield Question(f"{field}:{id_}", text, why, f"{id_}.{field}", write("canvas"))


def reached(facts: Facts) -> Iterator[Question]:
    """Through which channel do you meet there?"""
    for one in _first_moments(facts, facts.encounters):
        if not ids_of(one.get("channel")) and not words(one.get("medium")):
            text = f"By what means does {quoted(one)} happen: voice, letter, app, face to face?"
            why = "Whether somebody can be reached there depends on it."
            yield Question(f"medium:{one.id}", text, why, f"{one.id}.medium", write("journey"))


def _first_moments(facts: Facts, steps: tuple[Element, ...]) -> list[Element]:
    """The steps that decide first, then the others."""
    stars = {one.id for one in facts.moments}
    return sorted(steps, key=lambda one: one.id not in stars)


def stands_behind(facts: Facts) -> Iterator[Question]:
    """What stands behind each encounter?"""
    for one in _first_moments(facts, facts.encounters):
        if not facts.is_supported(one):
            text = f"What do you do behind {quoted(one)}, so that it works every time?"
            why = "Nobody delivers what nothing supports."
            start = cell(facts.stage_of[one.id], "provider")
            yield Question(f"support:{one.id}", text, why, one.id, start)


def who_answers(facts: Facts) -> Iterator[Question]:
    """Who answers for the moment?"""
    for one in facts.moments:
        moment = one.get("moment")
        if not ids_of(moment.get("owner")) and not ids_of(one.get("owner")) and facts.of("role"):
            text = f"Who of you answers for {quoted(one)}, where it is decided?"
            why = "What everybody answers for, nobody does."
            yield Question(f"owner:{one.id}", text, why, f"{one.id}.owner", write("journey"))


def comes_across(facts: Facts) -> Iterator[Question]:
    """How does the moment come across?"""
    for one in facts.moments:
        found = one.get("expression")
        for name, words_ in _EXPRESSIONS.items():
            if not isinstance(found, Frozen) or not isinstance(found.get(name), Frozen):
                text = f"At {quoted(one)}: by what does {customer(facts)} {words_}?"
                why = "Attitude, competence and fluency are what is felt of you."
                yield Question(
                    f"{name}:{one.id}", text, why, f"{one.id}.expression.{name}.name", write("journey")
                )
                break


def arrives(facts: Facts) -> Iterator[Question]:
    """How much of each value arrives?"""
    for one in facts.of("value"):
        if number(one.get("importance"), 1, 5) is not None and number(one.get("delivered"), 0, 5) is None:
            text = f"How much of {quoted(one)} really arrives today, from 0 to 5?"
            why = "A promise of value and value are two things."
            yield Question(f"delivered:{one.id}", text, why, f"{one.id}.delivered", write("canvas"))


def felt_at(facts: Facts) -> Iterator[Question]:
    """Where on the journey is a gain felt?"""
    for one in facts.borne(True, True) if facts.steps else ():
        if not ids_of(one.get("realised_at")):
            text = f"At which step does {customer(facts)} notice {quoted(one)}?"
            why = "Value arises in use; what is noticed nowhere is not there."
            yield Question(f"realised:{one.id}", text, why, f"{one.id}.realised_at", write("canvas"))


def answered(facts: Facts) -> Iterator[Question]:
    """What could answer a pain?"""
    for one in facts.findings["pain"]:
        if not facts.pointing(one.id, "finding", "answers") and not facts.pointing(
            one.id, "action", "addresses"
        ):
            at = next((place for place in ids_of(one.get("at")) if facts.get(place) is not None), one.id)
            text = f"What could be better about {quoted(one)}? Mark the opportunity."
            why = "A pain that is known and left says more than one that was never seen."
            yield Question(
                f"answer:{one.id}", text, why, at.partition(".")[0], Start("sign", "journey", "opportunity")
            )
            return


def good(facts: Facts) -> Iterator[Question]:
    """What does a five look like?"""
    name = customer(facts)
    if facts.who is not None and not facts.of("expectation"):
        preset = Frozen(holder=(facts.who.id,))
        text = f"What does {name} expect of you, in a few words?"
        why = "You cannot meet what you never asked for."
        yield Question("expects", text, why, facts.who.id, Start("new", "loyalty", "expectation", preset))
    for one in facts.of("expectation"):
        if not words(one.get("five_looks_like")):
            text = f"What does a five out of five look like to {name}, for {quoted(one)}?"
            why = "Without it, everybody has another five in mind."
            yield Question(f"five:{one.id}", text, why, f"{one.id}.five_looks_like", write("loyalty"))


def promised(facts: Facts) -> Iterator[Question]:
    """What may they count on, and what keeps it?"""
    if facts.encounters and not facts.of("promise"):
        text = f"What may {customer(facts)} count on, whatever happens? Say it as a promise."
        yield Question(
            "promise",
            text,
            "A promise that is kept builds more than a campaign.",
            "",
            Start("new", "canvas", "promise"),
        )
    for one in facts.of("promise"):
        if not ids_of(one.get("kept_by")):
            text = f"Who or what keeps the promise {quoted(one)}?"
            why = "An empty promise costs more than none."
            yield Question(f"kept:{one.id}", text, why, f"{one.id}.kept_by", write("canvas"))


def holds(facts: Facts) -> Iterator[Question]:
    """What holds the relationship?"""
    for one in facts.groups:
        if (
            one.get("target") is not False
            and facts.provider is not None
            and not bonds_of(facts.canvas, one.id)
        ):
            text = f"What holds {first_name(one)} to you: trust, habit, a contract, a person they know?"
            preset = Frozen(between=(facts.provider.id, one.id))
            why = "Why they stay is another question than why they bought."
            yield Question(f"bond:{one.id}", text, why, one.id, Start("new", "loyalty", "bond", preset))


def freely(facts: Facts) -> Iterator[Question]:
    """Would they want to be held by it?"""
    for one in facts.of("bond"):
        if not isinstance(one.get("voluntary"), bool) and not words(one.get("felt_as")):
            text = f"Could {customer(facts)} leave {quoted(one)} behind, and does not want to?"
            why = "Being held and wanting to stay look the same in the numbers."
            yield Question(f"voluntary:{one.id}", text, why, f"{one.id}.voluntary", write("loyalty"))


def signs(facts: Facts) -> Iterator[Question]:
    """By which sign would you notice?"""
    if not facts.of("bond") and not facts.of("indicator"):
        return
    for name, found in trust_anatomy(facts.canvas).items():
        if not found:
            text = f"By which sign would you notice whether {customer(facts)} {_SIGNS[name]}?"
            construct = {"bonds": "bond", "commitment": "commitment_affective"}.get(name, name)
            start = Start("new", "loyalty", "indicator", Frozen(construct=construct))
            yield Question(f"sign:{name}", text, "Trust is seen by its signs, or not at all.", "", start)


def tested(facts: Facts) -> Iterator[Question]:
    """How is the riskiest guess tested?"""
    for one in facts.guesses:
        if number(one.get("risk"), 1, 5) is None:
            text = f"How much goes wrong if {quoted(one)} is not true, from 1 to 5?"
            yield Question(
                f"risk:{one.id}",
                text,
                "The riskiest guess is tested first.",
                f"{one.id}.risk",
                write("canvas"),
            )


def next_work(facts: Facts) -> Iterator[Question]:
    """What happens next, who does it, until when?"""
    if facts.moments and not facts.of("action"):
        one = facts.moments[0]
        start = Start("new", "canvas", "action", Frozen(addresses=(one.id,)))
        text = f"What is the next thing you do about {quoted(one)}?"
        yield Question("action", text, "Insight that nobody acts on is spin.", one.id, start)
    for one in facts.of("action"):
        if one.get("work") in ("done", "dropped"):
            continue
        for field, text in (("owner", "Who does {}?"), ("due", "By when is {} done?")):
            if not one.get(field):
                why = "Work without an owner and a date is a wish."
                yield Question(
                    f"{field}:{one.id}", text.format(quoted(one)), why, f"{one.id}.{field}", write("canvas")
                )


def situation(facts: Facts) -> Iterator[Question]:
    """In which situation does the journey begin?"""
    for one in facts.of("journey"):
        if not words(one.get("scenario")):
            text = f"In which situation does {quoted(one)} begin for {customer(facts)}?"
            why = "The same steps feel different on another day."
            yield Question(f"scenario:{one.id}", text, why, f"{one.id}.scenario", write("journey"))


def felt_everywhere(facts: Facts) -> Iterator[Question]:
    """How does each stage feel?"""
    felt = {facts.stage_of[one.step] for one in facts.feelings}
    first: dict[str, Element] = {}
    for step in (*facts.doings, *facts.encounters):
        first.setdefault(facts.stage_of[step.id], step)
    for one in facts.of("stage"):
        here = first.get(one.id)
        if here is not None and one.id not in felt:
            text = f"How does {customer(facts)} feel in {quoted(one)}, at {quoted(here)}?"
            why = "A stage without a feeling is a stage without a customer."
            yield Question(
                f"feeling:{here.id}", text, why, f"{here.id}.emotions.feeling", Start("feel", "journey")
            )


def listened(facts: Facts) -> Iterator[Question]:
    """How did you listen?"""
    if facts.of("evidence") and not facts.of("research"):
        text = f"How did you listen to {customer(facts)}: interviews, a day along with them, complaints?"
        yield Question(
            "research",
            text,
            "How something was heard decides how far it carries.",
            "",
            Start("new", "canvas", "research"),
        )


def aim(facts: Facts) -> Iterator[Question]:
    """Which goal of the relationship does it serve?"""
    if facts.of("action") and not facts.of("objective"):
        text = f"What shall be different between you and {customer(facts)} in a year?"
        yield Question(
            "objective",
            text,
            "Without a destination every step looks like progress.",
            "",
            Start("new", "canvas", "objective"),
        )


def reviewed(facts: Facts) -> Iterator[Question]:
    """When was it last looked at together?"""
    if facts.of("action") and not words(facts.canvas.concept.get("reviewed")):
        title = brief(words(facts.canvas.concept.get("title"))) or "the concept"
        text = f"When did you last look at {title} together?"
        yield Question(
            "reviewed", text, "A map that nobody looks at goes stale.", "concept.reviewed", write("canvas")
        )


#: In the order in which they are asked, after those of a sketch.
WORK: Final[tuple[Ask, ...]] = (
    heard, lowest, person, by_themselves, life, reached, stands_behind, felt_everywhere, who_answers, comes_across, arrives, felt_at,
    answered, good, promised, holds, freely, signs, tested, situation, next_work, listened, aim, reviewed,
)  # fmt: skip
