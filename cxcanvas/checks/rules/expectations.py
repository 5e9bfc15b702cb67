"""Promises and expectations: who keeps what is promised, and whether it is good enough."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import title
from cxcanvas.measures.answered import last_of, waves_of
from cxcanvas.measures.order import columns
from cxcanvas.measures.presence import DISTRESS, LOW_CONTROL, meetings
from cxcanvas.measures.promises import expected, keepers
from cxcanvas.measures.reading import customers, ids_of, number, owner_of, words
from cxcanvas.measures.recommendation import unreachable


@rule("EX001", "empty-promise", "error", asks=("promise.kept_by",))
def empty_promise(look: Look) -> Iterator[Finding]:
    """Each promise is kept by somebody or something.

    Looks at: every promise, for a step, a role or a service in `kept_by` that is there.
    Why: a promise that nobody keeps costs more than one that was never made.
    Source: E02.

    Fails:
        cxcanvas: 1
        promise:
          today: {name: An answer today}
    Passes:
        cxcanvas: 1
        step:
          roster: {name: The roster, storyline: provider}
        promise:
          today: {name: An answer today, kept_by: [roster]}
    """
    for one in look.of("promise"):
        if not keepers(look, one):
            yield Finding(f"{one.id}.kept_by", f"Nobody keeps “{one.title}”")


@rule("EX002", "unmeasured-promise", "warning", asks=("promise.measurable",))
def unmeasured_promise(look: Look) -> Iterator[Finding]:
    """For each promise it is said how one would notice that it was broken.

    Looks at: every promise, for what is counted or seen.
    Why: what nobody would notice is kept by chance.
    Source: E02.

    Fails:
        cxcanvas: 1
        promise:
          today: {name: An answer today}
    Passes:
        cxcanvas: 1
        promise:
          today: {name: An answer today, measurable: share of calls answered on the day}
    """
    for one in look.of("promise"):
        if not words(one.get("measurable")):
            yield Finding(
                f"{one.id}.measurable", f"It is not said how one would notice that “{one.title}” was broken"
            )


@rule("EX003", "below-tolerance", "warning")
def below_tolerance(look: Look) -> Iterator[Finding]:
    """What customers get is at least just good enough.

    Looks at: every expectation whose perceived and adequate levels are known.
    Why: below what would just do, every further contact makes it worse.
    Source: Zeithaml, Berry and Parasuraman 1993.

    Fails:
        cxcanvas: 1
        expectation:
          answer: {name: A human answer, adequate: 3, perceived: 2.5}
    Passes:
        cxcanvas: 1
        expectation:
          answer: {name: A human answer, adequate: 3, perceived: 3.5}
    """
    for one in look.of("expectation"):
        found = expected(one)
        if found.standing == "below":
            yield Finding(
                f"{one.id}.perceived",
                f"“{one.title}” lies below what they would still accept: {found.perceived:g} where {found.adequate:g} would just do",
            )


@rule("EX004", "good-is-undefined", "error", asks=("expectation.five_looks_like",))
def good_is_undefined(look: Look) -> Iterator[Finding]:
    """For each customer group that the concept is made for it is said what good looks like.

    Looks at: the expectations that a target group, or a persona of it, holds, for a description of a five.
    Why: without it everybody has another five in mind, and all of them are reached.
    Source: E07.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, target: true}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, target: true}
        expectation:
          answer: {name: An answer, holder: [savers], five_looks_like: one call and a name}
    """
    defined = {
        up
        for one in look.of("expectation")
        if words(one.get("five_looks_like"))
        for at in ids_of(one.get("holder"))
        for up in owner_of(look, at.partition(".")[0])
    }
    for one in customers(look):
        if one.get("target") is True and one.id not in defined:
            yield Finding(
                one.id,
                f"It is said nowhere what good looks like for “{one.title}”: describe a five of what they expect",
            )


@rule("EX005", "impossible-target", "warning")
def impossible_target(look: Look) -> Iterator[Finding]:
    """A target can be reached.

    Looks at: the target of each indicator that is a mean on a scale: against the highest mean that can be reached
    where it is known how many people never give the best mark, and against the top of the scale.
    Why: some never give the best mark; a target beyond what they allow makes people work on the number.
    Source: E10, E11.

    Fails:
        cxcanvas: 1
        indicator:
          happy:
            name: Happy
            target: 5
            waves:
              first: {scale: 1-5, distribution: [0, 0, 10, 20, 10]}
    Passes:
        cxcanvas: 1
        indicator:
          happy:
            name: Happy
            target: 4.2
            waves:
              first: {scale: 1-5, distribution: [0, 0, 10, 20, 10]}
    """
    for one in look.of("indicator"):
        why = unreachable(number(one.get("target")), last_of(waves_of(one)))
        if why:
            yield Finding(f"{one.id}.target", f"“{one.title}” asks too much; {why}")


@rule("EX006", "sink-not-support", "error")
def sink_not_support(
    look: Look, *, distress: float = DISTRESS, control: float = LOW_CONTROL
) -> Iterator[Finding]:
    """Where the customer is in distress and has no control, people are there.

    Looks at: encounters felt as -2 or worse where the customer's control is 2 of 5 or less; fires where it is
    said who is there and it is no person. Where nobody said, other rules ask for the channel.
    Why: help that takes away the last control is no help; it is where people sink.
    Source: E14; the thresholds are conventions of this tool.

    Fails:
        cxcanvas: 1
        step:
          warning:
            name: The warning
            storyline: encounter
            control: 1
            channel: app
            emotions: {shame: {valence: -3}}
        channel:
          app: {name: The app, type: automated}
    Passes:
        cxcanvas: 1
        step:
          warning:
            name: The warning
            storyline: encounter
            control: 1
            channel: line
            emotions: {shame: {valence: -3}}
        channel:
          line: {name: The line, type: human}
    """
    for one in look.ask(meetings):
        if one.people is False and one.feels(distress) and one.controls(control):
            yield Finding(
                one.step,
                f"At “{title(look, one.step)}” they are in distress with little control, and no person is there",
            )


@rule("EX007", "state-blind-phase", "warning", asks=("step.emotions",))
def state_blind_phase(look: Look) -> Iterator[Finding]:
    """In each stage it is said how the customer feels.

    Looks at: every stage with steps, for a feeling at one of them.
    Why: what is needed depends on the state somebody is in; a stage without a feeling is planned for nobody.
    Source: E13; step 6 of the workshop.

    Fails:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          worry: {name: Worry, journey: bill}
        step:
          opens: {name: Opens the letter, storyline: customer, stage: [worry]}
    Passes:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          worry: {name: Worry, journey: bill}
        step:
          opens: {name: Opens the letter, storyline: customer, stage: [worry], emotions: {fear: {valence: -2}}}
    """
    for stage in look.of("stage"):
        steps = [one for id_ in look.ask(columns).get(stage.id, ()) if (one := look.get(id_)) is not None]
        if steps and not any(one.get("emotions") for one in steps):
            yield Finding(stage.id, f"It is said nowhere how it feels in “{stage.title}”")
