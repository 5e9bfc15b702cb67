"""The plan as a table: who does what by when, how far it is, and what it answers."""

from __future__ import annotations

import datetime as dt
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures import plan as planned
from cxcanvas.measures.answers import is_open, is_pain, pointing
from cxcanvas.measures.reading import day, ids_of, number, words
from cxcanvas.views.blocks import Line, gone, listing
from cxcanvas.views.jinja import macros
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import clipped, date, human, joined, plain
from cxcanvas.views.scene import Eye

_MOST: Final = 40
_MOST_EDITED: Final = 200
_SIGNS: Final = {
    "moment": ("★", "star"),
    "pain": ("▲", "pain"),
    "opportunity": ("◆", "idea"),
    "hypothesis": ("?", "guess"),
    "evidence": ("❝", "quote"),
}


def looked_at(eye: Eye) -> dt.date | None:
    """The day on which the concept was last looked at together: a picture knows no other today."""
    return day(eye.concept.get("reviewed"))


@part("plan")
def plan(eye: Eye, key: str) -> Part:
    """The actions by the day they are due; what has no owner, no date or is late says so."""
    when = looked_at(eye)
    tasks: tuple[planned.Task, ...] = eye.ask(planned.plan, when)
    most = _MOST_EDITED if eye.editable else _MOST
    to_do = [one for one in tasks if one.open]
    bad = any(one.overdue or not one.owner or one.due is None for one in to_do)
    empty = "What happens next, who does it, and until when? Insight that nobody acts on is talk."
    html = macros("priorities").plan(
        k=key, note=planned.plan_said(to_do) if tasks else "", tone="warn" if bad else "", slot=SLOT, count=len(tasks),
        empty=empty, editable=eye.editable, more=len(tasks) - most,
    )  # fmt: skip
    return filled(html, (task.of(one.id) for one in tasks[:most])) if tasks else filled(html)


@part("task")
def task(eye: Eye, key: str, id_: str) -> Part:
    """One action of the plan."""
    one = eye.get(id_)
    if one is None:
        return gone(key)
    when = looked_at(eye)
    found = planned.task(eye, one, when)
    name, said = words(one.get("name")), words(one.get("due"))
    due = f"due {date(said)}" if found.due is not None else f"“{clipped(said, 40)}” is no day" if said else ""
    late = (
        f"was to be done before it was last looked at, {date(when.isoformat())}"
        if found.overdue and when
        else ""
    )
    html = macros("priorities").task(
        k=key, at=id_, name=name or ("" if eye.editable else one.title), who=eye.title(found.owner) if found.owner else "",
        due=due, late=late, work=human(one.get("work")), days=counted_days(found.days),
        answers=[_answer(eye, at) for at in found.answers], gone=not found.open, editable=eye.editable,
        problems=eye.problems(id_),
    )  # fmt: skip
    return filled(html)


def _answer(eye: Eye, at: str) -> Line:
    id_, _, path = at.partition(".")
    one = eye.get(id_)
    if one is None:
        return Line(id_, at)
    text, kind = one.title, one.kind
    if kind == "finding":
        kind = "pain" if is_pain(one) else "opportunity"
    if path == "moment":
        said = one.get("moment")
        text, kind = (words(said.get("name")) if isinstance(said, dict) else "") or text, "moment"
    sign, tint = _SIGNS.get(kind, ("", ""))
    return Line(id_, clipped(text, 100), sign=sign, tint=tint)


def counted_days(days: float | None) -> str:
    """So many days of work; nothing where nobody said."""
    return "" if days is None else f"{plain(days)} {'day' if days == 1 else 'days'}"


@part("objectives")
def objectives(eye: Eye, key: str) -> Part:
    """What all of it is for: where each goal of the relationship stands, where it shall be, and who works for it."""
    lines = [_objective(eye, one) for one in eye.of("objective")]
    empty = "What shall be different between you and the customer in a year? Without a destination every step looks like progress."
    return listing(
        eye, key, "What all of it is for", lines, empty, kind="objective", preset="{}", word="a goal"
    )


def _objective(eye: Eye, one: Element) -> Line:
    start, aim = number(one.get("baseline")), number(one.get("target"))
    owner = next((eye.title(id_) for id_ in ids_of(one.get("owner")) if eye.get(id_) is not None), "")
    signs = [eye.title(id_) for id_ in ids_of(one.get("measured_by")) if eye.get(id_) is not None]
    work = [action.title for action in pointing(eye, one.id, "action", "toward") if is_open(action)]
    due = words(one.get("due")) if day(one.get("due")) is not None else ""
    said = (
        f"from {plain(start)} to {plain(aim)}" if start is not None and aim is not None else "",
        f"by {date(due)}" if due else "",
        owner,
        f"seen by {joined(signs)}" if signs else "",
        f"worked for by: {joined(work)}" if work else "",
    )
    gaps = (
        "" if work else "nobody works for it",
        "" if owner else "no owner",
        "" if aim is not None else "no target",
        "" if signs else "no sign by which it is seen",
    )
    name = words(one.get("name")) or ("" if eye.editable else one.title)
    missing = ", ".join(word for word in gaps if word)
    return Line(
        one.id, name, tuple(word for word in said if word), missing, field="name", blank="Name this goal"
    )
