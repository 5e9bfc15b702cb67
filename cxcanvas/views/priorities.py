"""Priorities: which pains weigh most, which opportunities pay, where the effort goes, who does what by when."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

from markupsafe import Markup

from cxcanvas.measures import plan as planned
from cxcanvas.measures import priorities as weighed
from cxcanvas.measures.moments import Moment, crowded, moments_said
from cxcanvas.measures.moments import moments as moments_of
from cxcanvas.measures.priorities import Chance, Pain
from cxcanvas.views import scatter
from cxcanvas.views.answers import answers
from cxcanvas.views.blocks import opening, sentence
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import human, joined, percent, plain
from cxcanvas.views.plan import looked_at, objectives, plan
from cxcanvas.views.scene import Eye

PAINS: Final = scatter.Field(
    x_range=(-0.09, 1.09), y_range=(0.2, 5.8), x_label="in what share of journeys", y_label="how much it hurts",
    x_ends=("none", "half", "all"), y_ends=("low", "high"), corners=("grave and rare", "first", "let be", "small and everywhere"),
    heads=("Pain", "How much it hurts, 1 to 5", "Share of journeys", "Weight, at most 5", "What is done"),
    table="The pains as a table", unknown="Not weighed yet:", ask="How much does it hurt, and in what share of journeys?",
)  # fmt: skip
CHANCES: Final = scatter.Field(
    x_range=(0.5, 5.5), y_range=(0.2, 5.8), x_label="how much work it would be", y_label="how much it would change",
    x_ends=("little", "3", "much"), y_ends=("low", "high"), corners=("do it now", "plan it well", "when there is time", "leave it"),
    heads=("Opportunity", "How much it would change, 1 to 5", "How much work, 1 to 5", "So", "What is done"),
    table="The opportunities as a table", unknown="Not weighed yet:", ask="How much would it change, and how much work would it be?",
)  # fmt: skip
_SO: Final = {
    "now": "do it now",
    "plan": "plan it well",
    "aside": "when there is time",
    "leave": "leave it",
    "middle": "in the middle",
    "": "not weighed yet",
}


# -- pictures --------------------------------------------------------------------------------


def beside(field: scatter.Field, dots: list[scatter.Dot]) -> list[scatter.Dot]:
    """Dots that would lie upon each other stand in a small ring around their place."""
    heaps: dict[tuple[float, float], list[scatter.Dot]] = {}
    for one in dots:
        heaps.setdefault((one.x, one.y), []).append(one)
    found = []
    for (x, y), heap in heaps.items():
        radius = 0 if len(heap) == 1 else max(11.0, 21 / (2 * sin(pi / len(heap)))) if len(heap) > 1 else 0
        dx = radius * (field.x_range[1] - field.x_range[0]) / (field.right - field.left)
        dy = radius * (field.y_range[1] - field.y_range[0]) / (field.bottom - field.top)
        for place, one in enumerate(heap):
            turn = 2 * pi * place / len(heap)
            found.append(
                scatter.Dot(
                    one.at, one.name, x + dx * cos(turn), y + dy * sin(turn), one.r, one.strong, one.tint
                )
            )
    return found


def done_by(eye: Eye, actions: tuple[str, ...]) -> str:
    """What is done, in words."""
    return joined([eye.title(one) for one in actions]) or "nothing yet"


@part("pains")
def pains(eye: Eye, key: str) -> Part:
    """The pains by how much they hurt and for how many."""
    found: tuple[Pain, ...] = eye.ask(weighed.pains)
    known = [one for one in found if one.weight is not None]
    dots = [
        scatter.Dot(one.id, eye.title(one.id), one.share or 0, one.severity or 0, 8, not one.actions, "bad")
        for one in known
    ]
    rows = [_pain_row(eye, one) for one in found]
    empty = (
        "What hurts them, how much, and for how many? A pain is placed by both, not by who complains loudest."
    )
    drawing = scatter.drawing(
        f"{key}/picture", PAINS, beside(PAINS, dots), rows, [eye.title(one.id) for one in found if one.weight is None],
        empty, weighed.pains_said(eye, found),
    )  # fmt: skip
    note = "Full: nothing is done about it yet. Pale: an action answers it." if known else ""
    html = macros("priorities").picture(
        k=key, title="Pains, by how bad and for how many", drawing=Markup(drawing), kind="finding",  # noqa: S704  # made by our own templates
        preset=preset(type="pain"), word="a pain", editable=eye.editable, note=note,
    )  # fmt: skip
    return filled(html)


def _pain_row(eye: Eye, one: Pain) -> tuple[str, ...]:
    return (
        eye.title(one.id),
        plain(one.severity) if one.severity is not None else "not said",
        percent(one.share) if one.share is not None else "not said",
        plain(one.weight) if one.weight is not None else "not weighed",
        done_by(eye, one.actions),
    )


@part("opportunities")
def opportunities(eye: Eye, key: str) -> Part:
    """The opportunities by how much they would change and how much work they would be."""
    found: tuple[Chance, ...] = eye.ask(weighed.opportunities)
    known = [one for one in found if one.corner]
    dots = [
        scatter.Dot(one.id, eye.title(one.id), one.effort or 0, one.impact or 0, 8, bool(one.actions), "good")
        for one in known
    ]
    rows = [_chance_row(eye, one) for one in found]
    empty = "Where could you surprise them? An opportunity is placed by what it would change and what it would take."
    drawing = scatter.drawing(
        f"{key}/picture", CHANCES, beside(CHANCES, dots), rows, [eye.title(one.id) for one in found if not one.corner],
        empty, chances_said(eye, found),
    )  # fmt: skip
    note = "Full: somebody is working on it. Pale: nobody is yet." if known else ""
    html = macros("priorities").picture(
        k=key, title="Opportunities, by what they change and what they take", drawing=Markup(drawing), kind="finding",  # noqa: S704  # made by our own templates
        preset=preset(type="opportunity"), word="an opportunity", editable=eye.editable, note=note,
    )  # fmt: skip
    return filled(html)


def _chance_row(eye: Eye, one: Chance) -> tuple[str, ...]:
    return (
        eye.title(one.id),
        plain(one.impact) if one.impact is not None else "not said",
        plain(one.effort) if one.effort is not None else "not said",
        _SO[one.corner],
        done_by(eye, one.actions),
    )


def chances_said(eye: Eye, found: tuple[Chance, ...]) -> str:
    """Which opportunity changes most for its work."""
    if not found:
        return "No opportunity is on the map yet."
    if not found[0].corner:
        return "No opportunity is weighed yet."
    return f"Most change for its work: “{eye.title(found[0].id)}”."


# -- moments of truth ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ranked:
    """A moment of truth in its rank."""

    at: str
    name: str
    weight: float | None
    number: str
    said: str
    done: str
    missing: str


@part("ranked-moments")
def moments(eye: Eye, key: str) -> Part:
    """The moments of truth, the weightiest first, and how much of the work goes to them."""
    found: tuple[Moment, ...] = eye.ask(moments_of)
    spent = planned.effort(eye.ask(planned.plan))
    rows = [_ranked(eye, one) for one in found]
    cells = [
        (
            one.name,
            f"{plain(one.criticality)} of 5" if one.criticality is not None else "not said",
            percent(one.frequency) if one.frequency is not None else "not said",
            plain(one.weight) if one.weight is not None else "not weighed",
            done_by(eye, one.actions),
        )
        for one in found
    ]
    little = spent.share is not None and spent.share < planned.ENOUGH
    empty = "Which few steps decide whether they stay? Most of the effort belongs there."
    note = moments_said(found, spent) if found else ""
    if crowded(eye):
        note += f" {len(found)} steps are called decisive: where everything decides, nothing does."
    html = macros("priorities").ranked(
        k=key, rows=rows, cells=cells, empty=empty, note=note,
        tone="warn" if little or crowded(eye) else "",
    )  # fmt: skip
    return filled(html)


def _ranked(eye: Eye, one: Moment) -> Ranked:
    said = [
        f"hangs on it: {plain(one.criticality)} of 5" if one.criticality is not None else "",
        f"in {percent(one.frequency)} of journeys" if one.frequency is not None else "",
        f"decides about {joined([human(word) for word in one.effects])}" if one.effects else "",
        f"done better by {joined(one.rivals)}" if one.rivals else "",
    ]
    done = f"Worked on: {done_by(eye, one.actions)}." if one.actions else ""
    missing = ""
    if not one.actions and one.near:
        missing = (
            f"nothing is done about the moment itself; a pain there is answered: {done_by(eye, one.near)}"
        )
    elif not one.actions and one.chances:
        missing = f"an opportunity waits there: {done_by(eye, one.chances)}"
    elif not one.actions:
        missing = "nothing is done about it"
    if one.weight is None:
        asked = [
            word
            for word, value in (
                ("how much hangs on it", one.criticality),
                ("how often it happens", one.frequency),
            )
            if value is None
        ]
        missing = joined([word for word in (f"nobody said {joined(asked)}", missing) if word])
    number = plain(one.weight) if one.weight is not None else ""
    return Ranked(
        one.step, one.name, one.weight, number, " · ".join(word for word in said if word), done, missing
    )


# -- the view --------------------------------------------------------------------------------


@part("priorities-said")
def said(eye: Eye, key: str) -> Part:
    """What comes first, and what is missing in the plan, in a few sentences."""
    found: tuple[Pain, ...] = eye.ask(weighed.pains)
    tasks: tuple[planned.Task, ...] = eye.ask(planned.plan, looked_at(eye))
    first = weighed.pains_said(eye, found)
    text = f"{first} {planned.plan_said([one for one in tasks if one.open])}"
    return sentence(key, text)


@part("priorities")
def root(eye: Eye, key: str) -> Part:
    """The priorities view."""
    html = macros("overview").view(k=key, view="priorities", slot=SLOT)
    return filled(
        html,
        (
            opening.of("priorities"),
            said.of(),
            rows.of(),
            plan.of(),
            objectives.of(),
            answers.of(),
            legend.of(),
        ),
    )


@part("priorities-rows")
def rows(eye: Eye, key: str) -> Part:
    """The pictures of the priorities view."""
    html = f'<div class="cv-grid" data-k="{key}">{SLOT}</div>'
    return filled(html, (pains.of(), opportunities.of(), moments.of()))
