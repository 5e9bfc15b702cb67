"""Journeys: three storylines that hold together and lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.canvas import Element
from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.measures.answers import pointing
from cxcanvas.measures.handoffs import channel_of, has_people
from cxcanvas.measures.held import listed
from cxcanvas.measures.order import columns, lane_of, stages_of_journey
from cxcanvas.measures.reading import ids_of, words


def steps_of(look: Look, journey: str) -> tuple[Element, ...]:
    """The steps of a journey in the order in which they are lived."""
    ids = (id_ for stage in look.ask(stages_of_journey, journey) for id_ in look.ask(columns).get(stage, ()))
    return tuple(one for id_ in ids if (one := look.get(id_)) is not None)


def lane(look: Look, name: str) -> list[Element]:
    """The steps of a storyline; "provider" is what the provider does, on stage or behind it."""
    ours = name == "provider"
    return [
        one
        for one in look.of("step")
        if (lane_of(one) not in ("customer", "encounter") if ours else lane_of(one) == name)
    ]


def _theirs(look: Look, step: Element) -> bool:
    """Whether a touchpoint is not the provider's: what people tell each other needs nobody behind it."""
    return step.get("owned_by_side") in ("social", "customer")


def _led_to(look: Look, relation: str, starts: list[Element]) -> set[str]:
    return {at.partition(".")[0] for one in starts for at in ids_of(one.get(relation))}


@rule("JN001", "missing-storyline", "error", asks=("step.storyline",))
def missing_storyline(look: Look) -> Iterator[Finding]:
    """A journey has all three storylines: the customer's, the encounters, the provider's.

    Looks at: the steps in the stages of every journey.
    Why: without the customer's own story it is a process; without the process it is a wish.
    Source: A27.

    Fails:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          worry: {journey: bill}
        step:
          opens: {name: Opens it, storyline: customer, stage: [worry]}
    Passes:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          worry: {journey: bill}
        step:
          opens: {storyline: customer, stage: [worry]}
          call: {storyline: encounter, stage: [worry]}
          roster: {storyline: provider, stage: [worry]}
    """
    names = {
        "customer": "the customer's own steps",
        "encounter": "encounters",
        "provider": "the provider's process",
    }
    for one in look.of("journey"):
        there = {lane_of(step) if lane_of(step) in names else "provider" for step in steps_of(look, one.id)}
        lacks = [said for name, said in names.items() if name not in there]
        if lacks:
            yield Finding(one.id, f"“{one.title}” lacks {listed(lacks)}")


@rule("JN002", "orphan-touchpoint", "error", asks=("step.meets",))
def orphan_touchpoint(look: Look) -> Iterator[Finding]:
    """At each encounter a customer's step meets us.

    Looks at: every encounter, for a step of the customer that names it in what it meets.
    Why: an encounter without a customer is a channel that is open.
    Source: A25.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter}
    Passes:
        cxcanvas: 1
        step:
          asks: {name: Asks, storyline: customer, meets: [call]}
          call: {name: The call, storyline: encounter}
    """
    met = _led_to(look, "meets", lane(look, "customer"))
    for one in lane(look, "encounter"):
        if one.id not in met:
            yield Finding(one.id, f"No step of the customer leads to “{one.title}”")


@rule("JN003", "unsupported-touchpoint", "warning", asks=("step.supported_by",))
def unsupported_touchpoint(look: Look) -> Iterator[Finding]:
    """Behind each encounter of ours stands a piece of the provider's process.

    Looks at: every encounter that is not the customers' own affair, for a step in `supported_by` that is there.
    Why: what nobody does behind it happens by luck.
    Source: A24.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, supported_by: [roster]}
          roster: {name: The roster, storyline: provider}
    """
    for one in lane(look, "encounter"):
        if not _theirs(look, one) and not any(look.get(at) for at in ids_of(one.get("supported_by"))):
            yield Finding(
                f"{one.id}.supported_by",
                f"Nothing of ours stands behind “{one.title}”: what makes it happen?",
            )


@rule("JN004", "process-to-nowhere", "info")
def process_to_nowhere(look: Look) -> Iterator[Finding]:
    """Each piece of the process leads to an encounter.

    Looks at: every step of the provider, whether some encounter is supported by it, directly or through what
    that depends on.
    Why: work that reaches no customer is done for ourselves.
    Source: A24, N02.

    Fails:
        cxcanvas: 1
        step:
          report: {name: The monthly report, storyline: provider}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, supported_by: [roster]}
          roster: {storyline: provider, depends_on: [plan]}
          plan: {storyline: provider}
    """
    reached: set[str] = set()
    waiting = list(_led_to(look, "supported_by", lane(look, "encounter")))
    while waiting:
        here = waiting.pop()
        step = look.get(here)
        if here not in reached and step is not None:
            reached.add(here)
            waiting.extend(at.partition(".")[0] for at in ids_of(step.get("depends_on")))
    for one in lane(look, "provider"):
        if one.id not in reached:
            yield Finding(one.id, f"“{one.title}” reaches no encounter: for whom is it done?")


@rule("JN008", "nobody-on-stage", "warning", asks=("step.by",))
def nobody_on_stage(look: Look) -> Iterator[Finding]:
    """Where people meet the customer, it is said who.

    Looks at: encounters of ours by a channel with people, for a role or a party in `by`, or a service with its staff.
    Why: who is nobody is not trained, not asked, and not thanked.
    Source: A27.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, channel: line}
        channel:
          line: {name: The line, type: human}
    Passes:
        cxcanvas: 1
        role:
          agent: {name: The agent}
        step:
          call: {name: The call, storyline: encounter, channel: line, by: [agent]}
        channel:
          line: {name: The line, type: human}
    """
    for one in lane(look, "encounter"):
        if _theirs(look, one):
            continue
        channel = channel_of(look, one)
        if (
            channel is None
            or has_people(channel) is not True
            or any(look.get(at) for at in ids_of(one.get("by")))
        ):
            continue
        service = look.get(words(one.get("service")))
        if service is None or not ids_of(service.get("staffed_by")):
            yield Finding(f"{one.id}.by", f"It is not said who of us is there at “{one.title}”")


@rule("JN010", "no-destination", "warning", asks=("action.toward",))
def no_destination(look: Look) -> Iterator[Finding]:
    """Something that is done on a journey works for a goal.

    Looks at: the actions that change or address something on a journey, for an objective they work toward; an action
    that names no place counts for every journey.
    Why: without a goal every improvement is as good as any other.
    Source: step 15 of the workshop, A62.

    Fails:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          worry: {journey: bill}
        step:
          opens: {name: Opens it, storyline: customer, stage: [worry]}
        action:
          kind: {name: A kinder letter, addresses: [opens]}
    Passes:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          worry: {journey: bill}
        step:
          opens: {name: Opens it, storyline: customer, stage: [worry]}
        action:
          kind: {name: A kinder letter, addresses: [opens], toward: [early]}
        objective:
          early: {name: More ask in time}
    """
    leading = [
        one
        for one in look.of("action")
        if one.get("work") != "dropped"
        and any(
            (goal := look.get(at)) is not None and goal.kind == "objective"
            for at in ids_of(one.get("toward"))
        )
    ]
    for journey in look.of("journey"):
        steps = {one.id for one in steps_of(look, journey.id)}
        if steps and not any(_is_on(look, one, steps) for one in leading):
            yield Finding(journey.id, f"No action on “{journey.title}” works toward a goal")


def _is_on(look: Look, action: Element, steps: set[str]) -> bool:
    heads = {at.partition(".")[0] for name in ("addresses", "changes") for at in ids_of(action.get(name))}
    places = set(heads)
    for head in heads:
        one = look.get(head)
        if one is not None and one.kind != "step":
            names = ("at", "about", "supports", "contradicts", "answers", "realised_at")
            places |= {at.partition(".")[0] for name in names for at in ids_of(one.get(name))}
    there = {id_ for id_ in places if (one := look.get(id_)) is not None and one.kind == "step"}
    return not there or bool(there & steps)


@rule("JN012", "untested-activity", "warning", asks=("evidence.supports", "hypothesis.about"))
def untested_activity(look: Look) -> Iterator[Finding]:
    """What the customer is said to do was seen, or is named as a guess.

    Looks at: every step of the customer, for evidence that speaks for it and for a hypothesis about it.
    Why: what is neither seen nor doubted is believed, and the rest is built on it.
    Source: A28.

    Fails:
        cxcanvas: 1
        step:
          opens: {name: Opens it at night, storyline: customer}
    Passes:
        cxcanvas: 1
        step:
          opens: {name: Opens it at night, storyline: customer}
        hypothesis:
          night: {statement: They open it when nobody sees them., about: [opens]}
    """
    for one in lane(look, "customer"):
        if not pointing(look, one.id, "hypothesis", "about") and not pointing(
            look, one.id, "evidence", "supports"
        ):
            yield Finding(
                one.id, f"Nobody has seen that the customer does “{one.title}”, and nobody doubts it"
            )
