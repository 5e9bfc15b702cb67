"""Two kinds of trouble: what is not there yet, and what cannot both be right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.checks import check
from cxcanvas.errors import Problem
from cxcanvas.guidance.diagnosis import spin
from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.names import quoted
from cxcanvas.measures.answers import is_open
from cxcanvas.measures.guesses import disputed
from cxcanvas.measures.guesses import for_and_against as for_and_against_of
from cxcanvas.measures.reading import day, entries, ids_of


def contradictions(canvas: Canvas) -> tuple[Problem, ...]:
    """What cannot be right as it stands: faults of the vocabulary, and places that speak against each other."""
    faults = tuple(one for one in check(canvas) if one.severity == "error")
    facts = Facts(canvas)
    return (*faults, *(one for find in _FINDERS for one in find(facts)))


def _problem(rule: str, address: str, message: str) -> Problem:
    return Problem(rule, "error", address, message, 0)


def for_and_against(facts: Facts) -> Iterator[Problem]:
    """One piece of evidence speaks for and against the same place."""
    for one in facts.of("evidence"):
        both = set(ids_of(one.get("supports"))) & set(ids_of(one.get("contradicts")))
        for at in sorted(both):
            message = f"{quoted(one)} speaks for {quoted(facts.get(at))} and against it"
            yield _problem("for-and-against", f"{one.id}.contradicts", message)


def part_of_itself(facts: Facts) -> Iterator[Problem]:
    """A party is a part of itself, by however many steps."""
    for one in facts.of("party"):
        waiting, seen = list(ids_of(one.get("part_of"))), set[str]()
        while waiting:
            here = waiting.pop().partition(".")[0]
            if here == one.id:
                yield _problem("part-of-itself", f"{one.id}.part_of", f"{quoted(one)} is a part of itself")
                break
            element = facts.get(here)
            if here not in seen and element is not None:
                seen.add(here)
                waiting.extend(ids_of(element.get("part_of")))


def closed_too_soon(facts: Facts) -> Iterator[Problem]:
    """A guess is settled while its only tests were never done."""
    for one in facts.of("hypothesis"):
        tests = [entry for _, entry in entries(one.get("tests"))]
        if (
            one.get("verdict") == "confirmed"
            and tests
            and all(test.get("work") == "planned" for test in tests)
        ):
            message = f"{quoted(one)} is confirmed, and every test of it is still planned"
            yield _problem("closed-too-soon", f"{one.id}.verdict", message)


def one_way(facts: Facts) -> Iterator[Problem]:
    """An exchange is called one-sided, and holds gains of both sides."""
    gains = {one.id: True for one in facts.borne(True, True)} | {
        one.id: False for one in facts.borne(False, True)
    }
    for one in facts.of("exchange"):
        sides = {gains[at] for at in ids_of(one.get("includes")) if at in gains}
        if one.get("reciprocity") == "one_sided" and len(sides) == 2:
            message = f"{quoted(one)} is called one-sided, and both sides gain in it"
            yield _problem("one-way-and-both", f"{one.id}.reciprocity", message)


def confirmed_and_denied(facts: Facts) -> Iterator[Problem]:
    """A guess is called confirmed, and something that was heard speaks against it."""
    for id_ in disputed(facts.canvas):
        against = for_and_against_of(facts.canvas, id_)[1]
        message = f"{quoted(facts.get(id_))} is confirmed, and {quoted(against[0])} speaks against it"
        yield _problem("confirmed-and-denied", f"{id_}.verdict", message)


def after_its_goal(facts: Facts) -> Iterator[Problem]:
    """An action is due only after the goal that it works for."""
    for one in facts.of("action"):
        due = day(one.get("due"))
        for at in ids_of(one.get("toward")) if due is not None and is_open(one) else ():
            goal = facts.get(at)
            end = day(goal.get("due")) if goal is not None and goal.kind == "objective" else None
            if due is not None and end is not None and end < due:
                message = f"{quoted(one)} is due after {quoted(goal)}, the goal that it works for"
                yield _problem("after-its-goal", f"{one.id}.due", message)


def to_itself(facts: Facts) -> Iterator[Problem]:
    """A channel hands over to itself."""
    for one in facts.of("channel"):
        if one.id in ids_of(one.get("handoff_to")):
            yield _problem(
                "hands-over-to-itself", f"{one.id}.handoff_to", f"{quoted(one)} hands over to itself"
            )


def people_without_people(facts: Facts) -> Iterator[Problem]:
    """A channel is said to be one with people, and artificial intelligence is alone in it."""
    for one in facts.of("channel"):
        if one.get("type") in ("human", "assisted", "field") and one.get("ai") == "autonomous":
            message = f"{quoted(one)} is said to be with people, and artificial intelligence is alone in it"
            yield _problem("people-without-people", f"{one.id}.ai", message)


_FINDERS: Final = (
    for_and_against,
    part_of_itself,
    closed_too_soon,
    one_way,
    confirmed_and_denied,
    after_its_goal,
    spin,
    to_itself,
    people_without_people,
)
