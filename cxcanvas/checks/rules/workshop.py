"""The workshop: all in one room, one customer, and work with an owner and a date."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import title
from cxcanvas.measures.agreement import agreement, ratings
from cxcanvas.measures.held import many
from cxcanvas.measures.mapped import functions
from cxcanvas.measures.plan import plan
from cxcanvas.measures.reading import day, words
from cxcanvas.measures.sixteen import STEPS
from cxcanvas.measures.workshop import ticked
from cxcanvas.values import Frozen


def _held(look: Look) -> bool:
    return isinstance(look.value("workshop"), Frozen)


@rule("WS001", "skipped-steps", "warning", asks=("workshop.steps_done",))
def skipped_steps(look: Look) -> Iterator[Finding]:
    """All sixteen steps of the workshop were done.

    Looks at: the record of a workshop that was held, for steps that are not ticked.
    Why: each step is there because leaving it out was paid for by somebody; the last ones most often.
    Source: the sixteen steps of the journey workshop.

    Fails:
        cxcanvas: 1
        workshop:
          steps_done: [1, 2, 3]
    Passes:
        cxcanvas: 1
        workshop:
          steps_done: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
    """
    if not _held(look):
        return
    missing = [number for number in STEPS if number not in look.ask(ticked)]
    if missing:
        named = ", ".join(f"{number} {STEPS[number].title}" for number in missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        yield Finding("workshop.steps_done", f"Steps of the workshop are not done: {named}{more}")


@rule("WS002", "not-cross-functional", "warning", asks=("workshop.functions",))
def not_cross_functional(look: Look, *, fewest: int = 4) -> Iterator[Finding]:
    """At least four functions took part, the frontline among them.

    Looks at: the functions that took part in a workshop that was held.
    Why: a journey crosses functions, and those who are not in the room are drawn as others see them.
    Source: step 1 of the workshop; the number is a convention of this tool.

    Fails:
        cxcanvas: 1
        workshop:
          functions: [product, marketing]
    Passes:
        cxcanvas: 1
        workshop:
          functions: [frontline, product, credit, it]
    """
    if not _held(look):
        return
    came = functions(look)
    if len(came) < fewest:
        yield Finding(
            "workshop.functions",
            f"Only {many(len(came), 'function')} took part in the workshop: who else meets the customer, or works for those who do?",
        )
    elif "frontline" not in came:
        yield Finding(
            "workshop.functions", "Nobody from the frontline took part in the workshop, and they know most"
        )


@rule("WS003", "dragging-on", "info")
def dragging_on(look: Look, *, days: int = 7) -> Iterator[Finding]:
    """The workshop takes a week at most.

    Looks at: the first and the last day of the workshop.
    Why: after a week nobody remembers the first day, and the loudest have stayed.
    Source: step 13 of the workshop.

    Fails:
        cxcanvas: 1
        workshop:
          started: 2026-10-01
          ended: 2026-10-20
    Passes:
        cxcanvas: 1
        workshop:
          started: 2026-10-13
          ended: 2026-10-16
    """
    began, ended = day(look.value("workshop.started")), day(look.value("workshop.ended"))
    if began and ended and (ended - began).days + 1 > days:
        yield Finding(
            "workshop.ended",
            f"The workshop took {(ended - began).days + 1} days: after a week nobody remembers the first day",
        )


@rule("WS004", "no-shared-customer", "warning")
def no_shared_customer(look: Look, *, kappa: float = 0.4) -> Iterator[Finding]:
    """The groups see one customer.

    Looks at: how the groups sorted statements about the typical customer: Fleiss' kappa against 0.4.
    Why: functions that see different customers build different services, and the customer gets all of them.
    Source: step 3 of the workshop; Fleiss 1971; the threshold is a convention.

    Fails:
        cxcanvas: 1
        workshop:
          ratings:
            labels: ["true", "false"]
            counts:
              - [2, 2]
              - [2, 2]
              - [1, 3]
    Passes:
        cxcanvas: 1
        workshop:
          ratings:
            labels: ["true", "false"]
            counts:
              - [4, 0]
              - [0, 4]
              - [4, 0]
    """
    found = agreement(ratings(look))
    if found.kappa is not None and found.kappa < kappa:
        value = f"{found.kappa:.2f}".replace("-", "−")
        yield Finding(
            "workshop.ratings",
            f"The groups do not see one customer: beyond chance they agree by {value} of 1 (Fleiss' kappa)",
        )


@rule("WS005", "action-without-owner-or-date", "error", asks=("action.owner", "action.due"))
def action_without_owner_or_date(look: Look) -> Iterator[Finding]:
    """Work that is still to be done has an owner and a date.

    Looks at: every action that is neither done nor dropped.
    Why: what belongs to everybody by some day is done by nobody on no day.
    Source: step 13 of the workshop.

    Fails:
        cxcanvas: 1
        action:
          call: {name: Call back}
    Passes:
        cxcanvas: 1
        role:
          lead: {name: Care lead}
        action:
          call: {name: Call back, owner: lead, due: 2027-01-31}
    """
    for one in look.ask(plan):
        if one.open and (not one.owner or one.due is None):
            lacks = (
                "an owner and a date"
                if not one.owner and one.due is None
                else "a date"
                if one.owner
                else "an owner"
            )
            yield Finding(
                f"{one.id}.{'owner' if not one.owner else 'due'}", f"“{title(look, one.id)}” lacks {lacks}"
            )


@rule("WS006", "not-distributed", "info", asks=("journey.audience",))
def not_distributed(look: Look, *, fewest: int = 3) -> Iterator[Finding]:
    """A journey is handed to at least three functions that work with it.

    Looks at: the audience of every journey, or of the concept where a journey names none.
    Why: a map on one wall changes one room.
    Source: step 16 of the workshop; the number is a convention of this tool.

    Fails:
        cxcanvas: 1
        journey:
          bill: {name: The bill, audience: [product]}
    Passes:
        cxcanvas: 1
        journey:
          bill: {name: The bill, audience: [product, frontline, it]}
    """
    whole = _texts(look.concept.get("audience"))
    for one in look.of("journey"):
        readers = _texts(one.get("audience")) or whole
        if len(set(readers)) < fewest:
            yield Finding(
                f"{one.id}.audience",
                f"“{one.title}” is handed to {many(len(set(readers)), 'function') if readers else 'nobody'}: who else works with it?",
            )


def _texts(given: object) -> list[str]:
    each = given if isinstance(given, tuple) else (given,)
    return [text for one in each if (text := words(one))]
