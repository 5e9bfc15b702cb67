"""The order of a journey: no long silence, no circle, a whole life, and a day to look again."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.journeys import steps_of
from cxcanvas.checks.rules.value_exchange import title
from cxcanvas.measures.held import listed
from cxcanvas.measures.order import lane_of, stages_of_journey
from cxcanvas.measures.reading import day, ids_of, number, words

_BEFORE: Final = frozenset({"need", "search", "choose", "join"})
_END: Final = frozenset({"renew", "leave", "return"})


@rule("JN005", "long-silence", "info")
def long_silence(look: Look, *, most: int = 3) -> Iterator[Finding]:
    """No more than three of the customer's steps in a row meet nobody of ours.

    Looks at: the customer's steps of every journey in their order, for runs that meet no encounter.
    Why: in a long silence people fill in what they do not know, and rarely with something good.
    Source: A26, A48; the number is a convention of this tool.

    Fails:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          worry: {journey: bill}
        step:
          a: {name: Waits, storyline: customer, stage: [worry]}
          b: {name: Wonders, storyline: customer, stage: [worry]}
          c: {name: Asks a friend, storyline: customer, stage: [worry]}
          d: {name: Gives up, storyline: customer, stage: [worry]}
    Passes:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          worry: {journey: bill}
        step:
          a: {name: Waits, storyline: customer, stage: [worry]}
          b: {name: Wonders, storyline: customer, stage: [worry], meets: [call]}
          c: {name: Asks a friend, storyline: customer, stage: [worry]}
          d: {name: Goes on, storyline: customer, stage: [worry]}
          call: {name: We call, storyline: encounter, stage: [worry]}
    """
    for journey in look.of("journey"):
        run: list[Element] = []
        for one in (*(one for one in steps_of(look, journey.id) if lane_of(one) == "customer"), None):
            if one is not None and not any(look.get(at) for at in ids_of(one.get("meets"))):
                run.append(one)
                continue
            if len(run) > most:
                yield Finding(
                    run[0].id,
                    f"From “{run[0].title}” to “{run[-1].title}” they meet nobody of ours in {len(run)} steps",
                )
            run = []


@rule("JN006", "broken-order", "error")
def broken_order(look: Look) -> Iterator[Finding]:
    """What follows what has an end, and stays in its storyline.

    Looks at: what is said to follow each step: for a way that leads back to itself, and for a step that is followed by
    one of another storyline.
    Why: without an order there is no timeline; what crosses storylines is a meeting or a support, and no sequence.
    Source: step 5 of the workshop.

    Fails:
        cxcanvas: 1
        step:
          asks: {name: Asks, storyline: customer, next: [waits]}
          waits: {name: Waits, storyline: customer, next: [asks]}
    Passes:
        cxcanvas: 1
        step:
          asks: {name: Asks, storyline: customer, next: [waits]}
          waits: {name: Waits, storyline: customer}
    """
    follows = {
        one.id: [at.partition(".")[0] for at in ids_of(one.get("next"))]
        for one in look.of("step")
        if one.get("next")
    }
    for id_, after in follows.items():
        here = look.get(id_)
        for at in after:
            there = look.get(at)
            if (
                here is not None
                and there is not None
                and there.kind == "step"
                and _storyline(here) != _storyline(there)
            ):
                yield Finding(
                    f"{id_}.next",
                    f"“{here.title}” is followed by “{there.title}”, a step of another storyline",
                )
    for ring in _circles(follows):
        named = listed([f"“{title(look, id_)}”" for id_ in ring[:3]])
        yield Finding(f"{ring[0]}.next", f"What follows {named} leads back to where it began")


def _circles(follows: dict[str, list[str]]) -> Iterator[list[str]]:
    """The ways that lead back to where they began, until what is left has an order; those that share a step count once."""
    left = dict(follows)
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as circle:
            ring = list(dict.fromkeys(circle.args[1]))
            yield ring
            left = {id_: after for id_, after in left.items() if id_ not in ring}
        else:
            return


def _storyline(step: Element) -> str:
    """Whose story a step belongs to, as it is drawn: the provider's on stage or behind it is one."""
    lane = lane_of(step)
    return lane if lane in ("customer", "encounter") else "provider"


@rule("JN007", "half-a-life", "info", asks=("stage.lifecycle",))
def half_a_life(look: Look) -> Iterator[Finding]:
    """A journey begins before the purchase and goes on to its renewal or its end.

    Looks at: the places of the stages of every journey in the life of the relationship.
    Why: what happens before and after decides more than what is sold in between.
    Source: B10; Lemon and Verhoef 2016.

    Fails:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          uses: {name: Uses it, journey: bill, lifecycle: use}
    Passes:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          needs: {name: Needs it, journey: bill, lifecycle: need}
          stays: {name: Stays, journey: bill, lifecycle: renew}
    """
    for one in look.of("journey"):
        stages = [
            stage for id_ in look.ask(stages_of_journey, one.id) if (stage := look.get(id_)) is not None
        ]
        places = {words(stage.get("lifecycle")) for stage in stages}
        lacks = [
            said
            for group, said in ((_BEFORE, "before the purchase"), (_END, "at the end"))
            if not places & group
        ]
        if stages and lacks:
            yield Finding(one.id, f"“{one.title}” has no stage {' and none '.join(lacks)}")


@rule("JN009", "stale-map", "warning")
def stale_map(look: Look) -> Iterator[Finding]:
    """A journey is looked at again when its time has come.

    Looks at: the day on which each journey was last looked at, and how often it should be, against the reference date.
    Why: customers move on; a map that nobody looks at describes the year before last.
    Source: step 14 of the workshop.

    Fails:
        cxcanvas: 1
        journey:
          bill: {name: The bill, reviewed: 2026-01-10, review_every_days: 90}
    Passes:
        cxcanvas: 1
        journey:
          bill: {name: The bill, reviewed: 2026-10-28, review_every_days: 90}
    """
    for one in look.of("journey"):
        last, often = day(one.get("reviewed")), number(one.get("review_every_days"), 1)
        if last is not None and often is not None and (look.today - last).days > often:
            yield Finding(
                f"{one.id}.reviewed",
                f"“{one.title}” was last looked at {(look.today - last).days} days ago, and should be every {often:g}",
            )
