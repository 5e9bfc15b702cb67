"""Sense: places of a canvas that cannot both be right, whatever its concept is about."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import bears, title
from cxcanvas.edits import Set
from cxcanvas.measures.answers import is_open
from cxcanvas.measures.guesses import disputed, for_and_against
from cxcanvas.measures.reading import day, entries, ids_of, polarity
from cxcanvas.values import ABSENT


@rule("SN001", "for-and-against", "error")
def for_and_against_at_once(look: Look) -> Iterator[Finding]:
    """A piece of evidence speaks for a place or against it, not both.

    Looks at: every piece of evidence, for a place that it supports and contradicts.
    Why: what speaks for and against the same sentence says nothing of it.
    Source: a convention of this tool.

    Fails:
        cxcanvas: 1
        step: {call: {name: The call}}
        evidence:
          heard: {name: What Dana said, supports: [call], contradicts: [call]}
    Passes:
        cxcanvas: 1
        step: {call: {name: The call}}
        evidence:
          heard: {name: What Dana said, supports: [call]}
    """
    for one in look.of("evidence"):
        for at in sorted({*ids_of(one.get("supports"))} & {*ids_of(one.get("contradicts"))}):
            yield Finding(
                f"{one.id}.contradicts",
                f"“{title(look, one.id)}” speaks for “{title(look, at)}” and against it",
            )


@rule("SN002", "part-of-itself", "error")
def part_of_itself(look: Look) -> Iterator[Finding]:
    """Nobody is a part of itself.

    Looks at: every party and what it is a part of, up to the whole.
    Why: a circle has no top; whoever adds up its members counts them for ever.
    Source: a convention of this tool.

    Fails:
        cxcanvas: 1
        party:
          team: {name: Care team, part_of: us}
          us: {name: The company, part_of: team}
    Passes:
        cxcanvas: 1
        party:
          team: {name: Care team, part_of: us}
          us: {name: The company}
    """
    for one in look.of("party"):
        waiting, seen = list(ids_of(one.get("part_of"))), set[str]()
        while waiting:
            here = waiting.pop().partition(".")[0]
            if here == one.id:
                fix = (Set(f"{one.id}.part_of"),) if here in ids_of(one.get("part_of")) else ()
                yield Finding(f"{one.id}.part_of", f"“{one.title}” is a part of itself", fix)
                break
            element = look.get(here)
            if here not in seen and element is not None:
                seen.add(here)
                waiting.extend(ids_of(element.get("part_of")))


@rule("SN003", "closed-too-soon", "error")
def closed_too_soon(look: Look) -> Iterator[Finding]:
    """A guess is settled by tests that were done.

    Looks at: every confirmed hypothesis with tests, for one that is not merely planned.
    Why: a test that nobody has run confirms nothing.
    Source: C14.

    Fails:
        cxcanvas: 1
        hypothesis:
          calls: {statement: They call first, verdict: confirmed, tests: {pilot: {work: planned}}}
    Passes:
        cxcanvas: 1
        hypothesis:
          calls: {statement: They call first, verdict: testing, tests: {pilot: {work: planned}}}
    """
    for one in look.of("hypothesis"):
        tests = [entry for _, entry in entries(one.get("tests"))]
        if (
            one.get("verdict") == "confirmed"
            and tests
            and all(test.get("work") == "planned" for test in tests)
        ):
            yield Finding(
                f"{one.id}.verdict",
                f"“{title(look, one.id)}” is confirmed, and every test of it is still planned",
                (Set(f"{one.id}.verdict", "testing"),),
            )


@rule("SN004", "confirmed-and-denied", "error")
def confirmed_and_denied(look: Look) -> Iterator[Finding]:
    """What is called confirmed is not denied by what was heard.

    Looks at: every confirmed hypothesis, for evidence that speaks against it.
    Why: evidence against a guess is what it was kept for; it is answered, or the guess is open again.
    Source: C14.

    Fails:
        cxcanvas: 1
        hypothesis:
          calls: {statement: They call first, verdict: confirmed}
        evidence:
          heard: {name: They write first, contradicts: [calls]}
    Passes:
        cxcanvas: 1
        hypothesis:
          calls: {statement: They call first, verdict: testing}
        evidence:
          heard: {name: They write first, contradicts: [calls]}
    """
    for id_ in disputed(look):
        against = for_and_against(look, id_)[1]
        yield Finding(
            f"{id_}.verdict",
            f"“{title(look, id_)}” is confirmed, and “{title(look, against[0].id)}” speaks against it",
            (Set(f"{id_}.verdict", "testing"),),
        )


@rule("SN005", "one-way-and-both", "error")
def one_way_and_both(look: Look) -> Iterator[Finding]:
    """An exchange that is called one-sided holds gains of one side.

    Looks at: every exchange with the reciprocity one_sided, for gains of customers and of the provider in it.
    Why: either the word or a gain is wrong, and the balance is read from both.
    Source: A04.

    Fails:
        cxcanvas: 1
        party:
          dana: {name: Dana, role: customer}
          us: {name: The company, role: provider}
        value:
          calm: {name: Calm, polarity: benefit, bearer: dana}
          fees: {name: Fees, polarity: benefit, bearer: us}
        exchange:
          care: {name: Care, between: [dana, us], includes: [calm, fees], reciprocity: one_sided}
    Passes:
        cxcanvas: 1
        party:
          dana: {name: Dana, role: customer}
          us: {name: The company, role: provider}
        value:
          calm: {name: Calm, polarity: benefit, bearer: dana}
          fees: {name: Fees, polarity: benefit, bearer: us}
        exchange:
          care: {name: Care, between: [dana, us], includes: [calm, fees], reciprocity: direct}
    """
    for one in look.of("exchange"):
        if one.get("reciprocity") != "one_sided":
            continue
        held = [value for at in ids_of(one.get("includes")) if (value := look.get(at)) is not None]
        gains = [value for value in held if value.kind == "value" and polarity(value) > 0]
        if all(any(bears(look, value, customer) for value in gains) for customer in (True, False)):
            yield Finding(
                f"{one.id}.reciprocity", f"“{one.title}” is called one-sided, and both sides gain in it"
            )


@rule("SN006", "after-its-goal", "error")
def after_its_goal(look: Look) -> Iterator[Finding]:
    """An action is due before the goal that it works for.

    Looks at: every action that is not done or dropped, against the dates of the objectives it works toward.
    Why: what is finished after the goal's day cannot help to reach it.
    Source: a convention of this tool.

    Fails:
        cxcanvas: 1
        objective:
          fewer: {name: Fewer arrears, due: 2026-06-01}
        action:
          train: {name: Train the agents, due: 2026-09-01, toward: [fewer]}
    Passes:
        cxcanvas: 1
        objective:
          fewer: {name: Fewer arrears, due: 2026-12-01}
        action:
          train: {name: Train the agents, due: 2026-09-01, toward: [fewer]}
    """
    for one in look.of("action"):
        due = day(one.get("due"))
        for at in ids_of(one.get("toward")) if due is not None and is_open(one) else ():
            goal = look.get(at)
            end = day(goal.get("due")) if goal is not None and goal.kind == "objective" else None
            if due is not None and end is not None and end < due:
                yield Finding(
                    f"{one.id}.due",
                    f"“{one.title}” is due after “{title(look, at)}”, the goal that it works for",
                )


@rule("SN007", "hands-over-to-itself", "error")
def hands_over_to_itself(look: Look) -> Iterator[Finding]:
    """A channel hands over to another.

    Looks at: every channel, for itself among those that it hands over to.
    Why: a way that leads back to where one stands is none.
    Source: A52.

    Fails:
        cxcanvas: 1
        channel:
          bot: {name: The bot, handoff_to: [bot]}
    Passes:
        cxcanvas: 1
        channel:
          bot: {name: The bot, handoff_to: [line]}
          line: {name: The line}
    """
    for one in look.of("channel"):
        targets = ids_of(one.get("handoff_to"))
        if one.id in targets:
            rest = tuple(at for at in targets if at != one.id)
            mended = Set(f"{one.id}.handoff_to", rest or ABSENT)
            yield Finding(f"{one.id}.handoff_to", f"“{one.title}” hands over to itself", (mended,))


@rule("SN008", "people-without-people", "error")
def people_without_people(look: Look) -> Iterator[Finding]:
    """Where a channel is one with people, people are there.

    Looks at: every channel with people or helped by people, for artificial intelligence that is alone in it.
    Why: customers are promised somebody, and nobody is there.
    Source: A52.

    Fails:
        cxcanvas: 1
        channel:
          line: {name: The line, type: human, ai: autonomous}
    Passes:
        cxcanvas: 1
        channel:
          line: {name: The line, type: human, ai: assists_staff}
    """
    for one in look.of("channel"):
        if one.get("type") in ("human", "assisted", "field") and one.get("ai") == "autonomous":
            yield Finding(
                f"{one.id}.ai",
                f"“{one.title}” is said to be with people, and artificial intelligence is alone in it",
            )
