"""Moments of truth: named, few, known from somewhere, worked on, and with an end that is good."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.journeys import steps_of
from cxcanvas.checks.rules.value_exchange import title
from cxcanvas.edits import Set
from cxcanvas.measures.emotion import feeling_at
from cxcanvas.measures.guesses import is_told
from cxcanvas.measures.moments import is_overlooked, moments
from cxcanvas.measures.order import lane_of
from cxcanvas.measures.plan import effort, plan
from cxcanvas.measures.presence import DISTRESS
from cxcanvas.measures.reading import ids_of
from cxcanvas.values import Frozen


@rule("MT001", "no-moment-named", "error", asks=("step.moment",))
def no_moment_named(look: Look) -> Iterator[Finding]:
    """On each journey a moment of truth is named.

    Looks at: every journey with steps, for one that is marked.
    Why: where everything matters alike, care is spread until nobody feels it.
    Source: A30.

    Fails:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          worry: {journey: bill}
        step:
          call: {name: The call, storyline: encounter, stage: [worry]}
    Passes:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          worry: {journey: bill}
        step:
          call: {name: The call, storyline: encounter, stage: [worry], moment: {name: The first minute}}
    """
    for one in look.of("journey"):
        steps = steps_of(look, one.id)
        if steps and not any(isinstance(step.get("moment"), Frozen) for step in steps):
            yield Finding(one.id, f"On “{one.title}” no moment of truth is named: where is it decided?")


@rule("MT002", "everything-is-critical", "warning")
def everything_is_critical(look: Look, *, many: int = 3, share: float = 0.3) -> Iterator[Finding]:
    """Few moments are called decisive.

    Looks at: how many steps are marked, against 3 and against 30% of the encounters, whichever is more.
    Why: what is decisive everywhere is decisive nowhere.
    Source: A32; the thresholds are conventions of this tool.

    Fails:
        cxcanvas: 1
        step:
          a: {storyline: encounter, moment: {name: One}}
          b: {storyline: encounter, moment: {name: Two}}
          c: {storyline: encounter, moment: {name: Three}}
          d: {storyline: encounter, moment: {name: Four}}
    Passes:
        cxcanvas: 1
        step:
          a: {storyline: encounter, moment: {name: One}}
          b: {storyline: encounter}
    """
    marked = [one for one in look.of("step") if isinstance(one.get("moment"), Frozen)]
    met = sum(lane_of(one) == "encounter" for one in look.of("step"))
    if len(marked) > max(many, share * met):
        yield Finding(
            f"{marked[-1].id}.moment",
            f"{len(marked)} steps are called moments of truth, beside {met} encounters: which ones really decide?",
        )


@rule("MT003", "unbacked-moment", "error", asks=("evidence.supports",))
def unbacked_moment(look: Look) -> Iterator[Finding]:
    """That a moment decides is known from a story and not from a number.

    Looks at: every moment of truth, for a quote, an observation, an incident, a story or a case that speaks for it.
    Why: how much hangs on a moment is told; a count says only how often it comes.
    Source: A33.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: The first minute}}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: The first minute}}
        evidence:
          told: {type: incident, text: She hung up after the first question., supports: [call.moment]}
    """
    for one in look.ask(moments):
        if not is_told(look, one.at):
            yield Finding(
                one.at,
                f"Nobody has told a story that shows how much hangs on “{one.name}”: a quote, an incident, a case",
            )


@rule("MT004", "named-and-left", "warning", asks=("action.addresses",))
def named_and_left(look: Look) -> Iterator[Finding]:
    """Something is done, or could be, about each moment of truth.

    Looks at: every moment, for an action or an opportunity at the moment itself; work on a pain at its step does not
    count for it.
    Why: to know where it is decided and do nothing there is a decision as well.
    Source: A32.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: The first minute}}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: The first minute}}
        action:
          ring: {name: Answer by name, addresses: [call.moment]}
    """
    for one in look.ask(moments):
        if not one.actions and not one.chances:
            yield Finding(one.at, f"“{one.name}” is called a moment of truth, and nothing is done about it")


@rule("MT005", "moment-without-effect", "warning", asks=("step.moment.effects",))
def moment_without_effect(look: Look) -> Iterator[Finding]:
    """Of each moment of truth it is said what it decides about.

    Looks at: every moment, for effects that are named at it, or a bond or a sign that it builds or erodes: either says
    what it is about.
    Why: value, trust, sales and staying want different care.
    Source: A31.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: The first minute}}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: The first minute, effects: [trust]}}
    """
    moved = {
        at
        for kind in ("bond", "indicator")
        for one in look.of(kind)
        for name in ("built_by", "eroded_by")
        for at in ids_of(one.get(name))
    }
    for one in look.ask(moments):
        if not one.effects and one.at not in moved:
            yield Finding(
                f"{one.at}.effects",
                f"It is not said what “{one.name}” decides about: value, trust, sales, staying",
            )


@rule("MT006", "bad-ending", "warning")
def bad_ending(look: Look) -> Iterator[Finding]:
    """A journey ends with a good feeling.

    Looks at: the last encounter of every journey that has a feeling.
    Why: people remember the strongest moment and the last one.
    Source: E13; Kahneman, Fredrickson, Schreiber and Redelmeier 1993.

    Fails:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          after: {journey: bill}
        step:
          survey: {name: The survey, storyline: encounter, stage: [after], emotions: {bored: {valence: -1}}}
    Passes:
        cxcanvas: 1
        journey:
          bill: {name: The bill}
        stage:
          after: {journey: bill}
        step:
          thanks: {name: A word of thanks, storyline: encounter, stage: [after], emotions: {pride: {valence: 2}}}
    """
    for journey in look.of("journey"):
        felt = [
            found
            for one in steps_of(look, journey.id)
            if lane_of(one) == "encounter" and (found := look.ask(feeling_at, one.id)) is not None
        ]
        if felt and felt[-1].valence < 0:
            yield Finding(felt[-1].step, f"“{journey.title}” ends badly, at “{title(look, felt[-1].step)}”")


@rule("MT007", "effort-elsewhere", "info")
def effort_elsewhere(look: Look, *, share: float = 0.5) -> Iterator[Finding]:
    """At least half of the open work goes to moments of truth.

    Looks at: the days of all open actions that say theirs, and of those that address a moment or a pain at one.
    Why: where it is decided is where the work belongs.
    Source: A32; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: The first minute}}
        action:
          app: {name: A new app, effort_days: 60}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: The first minute}}
        action:
          ring: {name: Answer by name, effort_days: 60, addresses: [call.moment]}
    """
    spent = effort(look.ask(plan))
    if look.ask(moments) and spent.share is not None and spent.share < share:
        yield Finding(
            "concept",
            f"{f'Only {spent.share:.0%} of the' if spent.on_moments else 'No'} open work goes to moments of truth "
            f"({spent.on_moments:g} of {spent.days:g} days)",
        )


@rule("MT008", "unmarked-trough", "warning", asks=("step.moment",))
def unmarked_trough(look: Look, *, distress: float = DISTRESS) -> Iterator[Finding]:
    """Where it feels worst, something is marked.

    Looks at: encounters felt as -2 or worse, for a moment of truth or a pain there.
    Why: the lowest point is easily passed over, since nobody likes to stand there.
    Source: A30; step 7 of the workshop; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, emotions: {shame: {valence: -3}}}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, emotions: {shame: {valence: -3}}, moment: {name: The first minute}}
    """
    for one in look.of("step"):
        if lane_of(one) == "encounter" and is_overlooked(look, one, distress):
            id_ = one.id
            yield Finding(
                id_,
                f"“{one.title}” feels bad to them, and neither a moment of truth nor a pain is marked there",
                (Set(f"{id_}.moment", {"name": one.title}),),
            )
