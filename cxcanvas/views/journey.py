"""The extended journey: the customer's own journey, the encounters and the provider's process, stage by stage."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import escape

from cxcanvas.canvas import Element
from cxcanvas.measures.emotion import Feeling, ends, signed
from cxcanvas.measures.reading import ids_of, words
from cxcanvas.views import cards, layout
from cxcanvas.views.claims import unheard
from cxcanvas.views.jinja import macros
from cxcanvas.views.marks import marked
from cxcanvas.views.parts import SLOT, Part, Spec, filled, part
from cxcanvas.views.phrases import UNHEARD, counted, date, human, joined, short
from cxcanvas.views.scene import Eye

_STORY = {"customer": {"storyline": "customer"}, "encounter": {"storyline": "encounter"}}


#: What belongs into an empty map, and why.
BEGINNING = (
    "What does the customer do, step by step, also without us? The map shows their journey on top, "
    "where we meet below it, and what we do behind."
)


def preset(**fields: Any) -> str:
    """The fields that a new element begins with, as a board reads them."""
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)


# -- a journey -------------------------------------------------------------------------------


@part("journey-map")
def section(eye: Eye, key: str, journey: str, mode: str) -> Part:
    """One journey: what it is, the map, and its curve as a table."""
    html = macros("map").section(k=key, label="", slot=SLOT)
    table = () if eye.editable else (feelings.of(journey),)
    return filled(html, (about.of(journey, mode), said.of(journey), grid.of(journey, mode), *table))


@part("about")
def about(eye: Eye, key: str, journey: str, mode: str) -> Part:
    """The name of a journey, whose it is, and how it feels, in a sentence."""
    seen = eye.seeing(journey)
    element = seen.get(journey) if journey else None
    name = (words(element.get("name")) or "Journey") if element is not None else "Journey"
    html = macros("map").about(
        k=key, at=journey, name=name, editable=eye.editable, level=3,
        facts=_facts(seen, element) if element is not None else (),
        scenario=words(element.get("scenario")) if element is not None and mode == "card" else "",
        problems=eye.problems(journey) if journey else (), only=False, mark=marked(eye, journey),
    )  # fmt: skip
    return filled(html)


def _facts(eye: Eye, journey: Element) -> list[str]:
    whose = [eye.title(one) for one in ids_of(journey.get("customers"))]
    tense = {"as_is": "as it is today", "to_be": "as it shall be"}.get(words(journey.get("tense")), "")
    reviewed = f"looked at {date(journey.get('reviewed'))}" if words(journey.get("reviewed")) else ""
    return [
        one
        for one in (f"for {joined(whose)}" if whose else "", tense, human(journey.get("purpose")), reviewed)
        if one
    ]


@part("said")
def said(eye: Eye, key: str, journey: str) -> Part:
    """A journey in a sentence: how it ends and where it is lowest."""
    whole: layout.Stretch | None = eye.ask(layout.whole, journey)
    low = eye.title(whole.low_at) if whole is not None and whole.low < 0 else ""
    begun = bool(eye.ids("step"))
    text = _told(whole, short(low, 60)) if begun else BEGINNING
    if eye.seeing(journey) is not eye:
        text, begun = "This journey is gone.", True
    then: layout.Stretch | None = eye.before.ask(layout.whole, journey) if eye.before else None
    if then is not None and (whole is None or (then.first, then.last) != (whole.first, whole.last)):
        text = f"{text} Before, it {ends(then.first, then.last)}."
    return filled(macros("map").said(k=key, text=text, empty=not begun))


def _told(whole: layout.Stretch | None, low: str) -> str:
    if whole is None:
        return "No feelings on this map yet: how does the customer feel at each step?"
    lowest = f" The lowest point, {signed(whole.low)}, is “{low}”." if low else ""
    mean, peak_end = (
        signed(round(one, 1)) for one in (whole.total / whole.felt, (whole.peak + whole.last) / 2)
    )
    together = f"Over {counted(whole.felt, 'feeling')} the mean is {mean}; peak and end together {peak_end}."
    return f"The journey {ends(whole.first, whole.last)}.{lowest} {together}"


@part("grid")
def grid(eye: Eye, key: str, journey: str, mode: str) -> Part:
    """The map itself."""
    stages: tuple[str, ...] = eye.ask(layout.columns, journey)
    name = eye.seeing(journey).title(journey) if journey else "Journey"
    onstage = "onstage" in eye.ask(layout.shown_lanes, journey)
    html = macros("map").grid(
        k=key,
        label=f"Map of {name}",
        onstage=onstage,
        count=len(stages),
        slot=SLOT,
        preset=preset(journey=journey) if eye.editable else "",
    )
    return filled(html, (lanes.of(journey), *(column.of(journey, one, mode) for one in stages)))


@part("lanes")
def lanes(eye: Eye, key: str, journey: str) -> Part:
    """The names of the storylines and the three lines."""
    return filled(macros("map").lanes(k=key, onstage="onstage" in eye.ask(layout.shown_lanes, journey)))


# -- a stage ---------------------------------------------------------------------------------


@part("column")
def column(eye: Eye, key: str, journey: str, stage: str, mode: str) -> Part:
    """One stage with its cells, top to bottom."""
    shown: tuple[str, ...] = eye.ask(layout.shown_lanes, journey)
    below = [cell.of(stage, lane, mode) for lane in shown if lane != "customer"]
    top: tuple[Spec, ...] = (stage_head.of(stage), cell.of(stage, "customer", mode), curve.of(journey, stage))
    return filled(macros("map").column(k=key, slot=SLOT), (*top, *below))


@part("stage")
def stage_head(eye: Eye, key: str, stage: str) -> Part:
    """The name of a stage."""
    element = eye.seeing(stage).get(stage) if stage else None
    html = macros("map").stage(
        k=key, at=stage, name=words(element.get("name")) if element is not None else "",
        lifecycle=human(element.get("lifecycle")) if element is not None else "",
        editable=eye.editable, level=4, problems=eye.problems(stage) if stage else (), first=not eye.ids("stage"),
        mark=marked(eye, stage),
    )  # fmt: skip
    return filled(html)


@part("cell")
def cell(eye: Eye, key: str, stage: str, lane: str, mode: str) -> Part:
    """The cards of one storyline in one stage."""
    fields = _STORY.get(lane) or {"storyline": "provider", "visibility": lane}
    hint = {"customer": "what they do", "encounter": "where we meet", "onstage": "what they see us do",
            "backstage": "what we do", "support": "what supports it"}[lane]  # fmt: skip
    html = macros("map").cell(
        k=key, stage=stage, lane=lane, label=layout.LANE_NAMES[lane], slot=SLOT,
        preset=preset(**fields, stage=stage) if eye.editable else "", hint=hint,
    )  # fmt: skip
    draw = cards.card if mode == "card" else cards.brief
    going_on = [cards.ghost.of(stage, one) for one in eye.ask(layout.going_on, stage, lane)]
    there: tuple[tuple[str, bool], ...] = layout.cards(eye, stage, lane)
    each = [cards.left.of(one) if gone and eye.get(one) is not None else draw.of(one) for one, gone in there]
    return filled(html, (*going_on, *each))


# -- the emotion curve -----------------------------------------------------------------------


@part("curve")
def curve(eye: Eye, key: str, journey: str, stage: str) -> Part:
    """The points of the emotion curve in one stage."""
    shown: tuple[str, ...] = layout.slots(eye, stage)
    own = set(eye.ask(layout.points, stage))
    points = [feel.of(journey, stage, one) if one in own else felt_then.of(stage, one) for one in shown]
    lines = [run.of(journey, stage), *([run_then.of(journey, stage)] if eye.before else [])]
    return filled(macros("map").curve(k=key, slot=SLOT), (*lines, *points))


@part("run")
def run(eye: Eye, key: str, journey: str, stage: str) -> Part:
    """The line from point to point in one stage, and on to the next that has one."""
    path = _path(eye, journey, stage, False)
    return filled(macros("map").run(k=key, path=path, tint="now" if eye.before else ""))


@part("run-then")
def run_then(eye: Eye, key: str, journey: str, stage: str) -> Part:
    """The line as it was in the earlier version."""
    return filled(macros("map").run(k=key, path=_path(eye, journey, stage, True), tint="then"))


def _path(eye: Eye, journey: str, stage: str, then: bool) -> str:
    shown: tuple[str, ...] = layout.slots(eye, stage)
    found = [(place, layout.felt(eye, stage, id_, then)) for place, id_ in enumerate(shown)]
    line = [((place + 0.5) / len(shown), one) for place, one in found if one is not None]
    after: tuple[str, str, float, int] | None = (
        eye.ask(layout.point_after, journey, stage, then) if line else None
    )
    if after is not None:
        column_after, id_, across, between = after
        felt = layout.felt(eye, column_after, id_, then)
        line += [(1 + between + across, felt)] if felt is not None else []
    return "L".join(f"{x * 100:.5g} {_height(one)}" for x, one in line) if len(line) > 1 else ""


def crowd(eye: Eye, stage: str) -> int:
    """How crowded the curve is in a stage: with many points there is room for numbers only."""
    return min(len(layout.slots(eye, stage)), 7)


@part("feel", by_last=True)
def feel(eye: Eye, key: str, journey: str, stage: str, step_id: str) -> Part:
    """One point of the curve."""
    felt: Feeling | None = eye.ask(layout.feeling, step_id)
    name = eye.title(step_id)
    tight = eye.ask(crowd, stage) > 6
    draw = macros("map").feel
    was: Feeling | None = layout.felt(eye, stage, step_id, True)
    other = was if was is not None and (felt is None or was.valence != felt.valence) else None
    more = {"was": _was(other), "fixed": eye.before is not None}
    if felt is None:
        return filled(
            draw(k=key, at=step_id, valence=0, v=0, label="", who="", name=name, tight=tight, faint=True, **more)
        )  # fmt: skip
    html = draw(
        k=key, at=f"{step_id}.emotions.{felt.slug}", valence=felt.valence, v=round(felt.valence * 2) / 2,
        label=human(felt.label), who=signed(felt.valence), name=short(name, 40), tight=tight, faint=False,
        unheard=unheard(eye, f"{step_id}.emotions.{felt.slug}"), **more,
    )  # fmt: skip
    return filled(html)


@part("felt-then")
def felt_then(eye: Eye, key: str, stage: str, step_id: str) -> Part:
    """A point that only the curve of the earlier version has."""
    was = _was(layout.felt(eye, stage, step_id, True))
    name = short(eye.before.title(step_id) if eye.before else step_id, 40)
    return filled(macros("map").felt_then(k=key, was=was, name=name))


def _was(felt: Feeling | None) -> tuple[str, str, float] | None:
    """Where a point stood, to the half, what was felt, in words, and how much exactly."""
    if felt is None:
        return None
    return (
        f"{round(felt.valence * 2) / 2:g}",
        f"{human(felt.label)} {signed(felt.valence)}".strip(),
        felt.valence,
    )


def _height(felt: Feeling) -> str:
    return f"{(3 - felt.valence) / 6 * 100:.4g}"


@part("feelings")
def feelings(eye: Eye, key: str, journey: str) -> Part:
    """The emotion curve as a table."""
    html = macros("map").feelings(k=key, slot=SLOT, both=eye.before is not None)
    stages: tuple[str, ...] = eye.ask(layout.columns, journey)
    steps = [
        (stage, id_)
        for stage in stages
        for id_ in layout.slots(eye, stage)
        if eye.before or eye.ask(layout.has_feeling, id_)
    ]
    row = feel_rows if eye.before else feel_row
    return filled(html, (row.of(stage, id_) for stage, id_ in steps))


@part("feel-rows")
def feel_rows(eye: Eye, key: str, stage: str, step_id: str) -> Part:
    """One row of that table with both versions."""
    now, then = (_was(layout.felt(eye, stage, step_id, then)) for then in (False, True))
    html = macros("map").feel_rows(
        k=key, stage=eye.seeing(stage).title(stage) if stage else "not placed yet",
        step=eye.seeing(step_id).title(step_id), then=then[1] if then else "–", now=now[1] if now else "–",
    )  # fmt: skip
    return filled(html)


@part("feel-row", by_last=True)
def feel_row(eye: Eye, key: str, stage: str, step_id: str) -> Part:
    """One row of that table."""
    felt: Feeling | None = eye.ask(layout.feeling, step_id)
    if felt is None:
        return filled(f'<tr data-k="{escape(key)}"></tr>')
    html = macros("map").feel_row(
        k=key, stage=eye.title(stage) if stage else "not placed yet", step=eye.title(step_id),
        label=human(felt.label), valence=signed(felt.valence), known=" · ".join(_known(eye, step_id, felt)),
    )  # fmt: skip
    return filled(html)


def _known(eye: Eye, step_id: str, felt: Feeling) -> list[str]:
    bare = unheard(eye, f"{step_id}.emotions.{felt.slug}")
    return [one for one in (human(felt.known_by), UNHEARD if bare else "") if one]
