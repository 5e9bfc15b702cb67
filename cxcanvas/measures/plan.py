"""The plan: who does what by when, what is missing in it, and how much of the work goes to moments of truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.answers import is_open, targets_of
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, day, ids_of, number, words
from cxcanvas.values import Frozen

#: At least so much of the open work should go to the moments of truth (MT007).
ENOUGH: Final = 0.5


@dataclass(frozen=True, slots=True)
class Task:
    """An action of the plan: who, by when, how far, and what it answers.

    `overdue`: it was due before the day that was asked about, and is not done.
    """

    id: str
    owner: str
    due: dt.date | None
    work: str
    days: float | None
    on_moment: bool
    answers: tuple[str, ...]
    overdue: bool

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.work not in ("done", "dropped")


def plan(source: Source, today: dt.date | None = None) -> tuple[Task, ...]:
    """The actions by the day they are due, those without a day last; what is done comes after what is not.

    Nothing is overdue unless `today` is given.
    """
    found = [task(source, one, today) for one in source.of("action")]
    return tuple(sorted(found, key=lambda one: (not one.open, one.due is None, one.due or dt.date.max)))


def task(source: Source, one: Element, today: dt.date | None = None) -> Task:
    """One action of the plan."""
    owner = next((id_ for id_ in ids_of(one.get("owner")) if _can_own(source.get(id_))), "")
    due, to_do = day(one.get("due")), is_open(one)
    late = to_do and today is not None and due is not None and due < today
    answers, work = targets_of(source, one), words(one.get("work"))
    days = number(one.get("effort_days"), 0)
    return Task(one.id, owner, due, work, days, _on_moment(source, answers), answers, late)


def _can_own(who: Element | None) -> bool:
    return who is not None and who.kind in ("role", "party")


def _on_moment(source: Source, targets: Iterable[str]) -> bool:
    """Whether an action works on a moment of truth itself: on the moment or on its whole step."""
    for at in targets:
        id_, _, path = at.partition(".")
        step = source.get(id_)
        if step is None or step.kind != "step" or not isinstance(step.get("moment"), Frozen):
            continue
        if not path or path == "moment" or path.startswith("moment."):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Effort:
    """The days of open work, those on moments of truth, and the actions that do not say how many."""

    days: float
    on_moments: float
    unsaid: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The share of the work that goes to moments of truth; None where nobody said how many days."""
        return self.on_moments / self.days if self.days else None


def effort(tasks: Iterable[Task]) -> Effort:
    """How much of the open work goes to the moments of truth (MT007)."""
    to_do = [one for one in tasks if one.open]
    known = [one for one in to_do if one.days is not None]
    return Effort(
        sum(one.days or 0 for one in known),
        sum(one.days or 0 for one in known if one.on_moment),
        tuple(one.id for one in to_do if one.days is None),
    )


def plan_measured(source: Source, today: dt.date | None = None) -> Measure:
    """The open actions, and those without an owner or a date; with `today`, those that are overdue too."""
    tasks = [one for one in plan(source, today) if one.open]
    value = {
        "open": len(tasks),
        "without_owner": [one.id for one in tasks if not one.owner],
        "without_date": [one.id for one in tasks if one.due is None],
        "answers_nothing": [one.id for one in tasks if not one.answers],
        "overdue": [one.id for one in tasks if one.overdue] if today is not None else None,
    }
    return Measure("plan", plan_said(tasks), value, "actions", tuple(one.id for one in tasks))


def plan_said(tasks: Iterable[Task]) -> str:
    """What is missing in the plan, in a sentence."""
    tasks = tuple(tasks)
    if not tasks:
        return "Nothing is planned."
    gaps = [
        (sum(not one.owner for one in tasks), "without an owner"),
        (sum(one.due is None for one in tasks), "without a date"),
        (sum(one.overdue for one in tasks), "overdue"),
    ]
    many = len(tasks)
    said = [
        f"{'' if many == 1 else 'all ' if count == many else f'{count} '}{word}"
        for count, word in gaps
        if count
    ]
    lead = f"{len(tasks)} open actions" if len(tasks) > 1 else "One open action"
    if said:
        return f"{lead}, {', '.join(said)}."
    return f"{lead}, {'each ' if len(tasks) > 1 else ''}with an owner and a date."
