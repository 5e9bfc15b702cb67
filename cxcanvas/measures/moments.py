"""The moments of truth: how much hangs on each, what is done about it, and what was overlooked.

Weight of a moment = criticality (1 to 5) x frequency (0 to 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.answers import actions_on, is_pain, pointing, works_on
from cxcanvas.measures.emotion import feeling_at
from cxcanvas.measures.model import Measure
from cxcanvas.measures.order import lane_of
from cxcanvas.measures.plan import Effort, effort, plan
from cxcanvas.measures.reading import Source, number, words
from cxcanvas.values import Frozen

#: More moments than this, and than this share of the encounters, are too many (MT002).
MANY: Final = 3
MANY_SHARE: Final = 0.3
#: Where it feels as bad as this, something should be marked (MT008).
TROUGH: Final = -2


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of truth: its step, what it is called, how much hangs on it, how often, and what is done about it.

    `actions` address the moment itself; `near` answer only a pain at its step.
    """

    step: str
    name: str
    criticality: float | None
    frequency: float | None
    actions: tuple[str, ...]
    chances: tuple[str, ...]
    near: tuple[str, ...]
    effects: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()

    @property
    def at(self) -> str:
        """Its address."""
        return f"{self.step}.moment"

    @property
    def weight(self) -> float | None:
        """Criticality x frequency; None where one of them is not known."""
        known = self.criticality is not None and self.frequency is not None
        return (self.criticality or 0) * (self.frequency or 0) if known else None


def moments(source: Source) -> tuple[Moment, ...]:
    """The moments of truth, the heaviest first, those that cannot be weighed last."""
    found = [_moment(source, one) for one in source.of("step") if isinstance(one.get("moment"), Frozen)]
    return tuple(sorted(found, key=lambda one: (one.weight is None, -(one.weight or 0))))


def _moment(source: Source, step: Element) -> Moment:
    said = step.get("moment")
    here = pointing(source, f"{step.id}.moment", "finding", "at")
    own = tuple(one.id for one in actions_on(source, f"{step.id}.moment"))
    around = (action.id for one in here if is_pain(one) for action in works_on(source, one.id))
    return Moment(
        step.id,
        words(said.get("name")) or step.title,
        number(said.get("criticality"), 1, 5),
        number(said.get("frequency"), 0, 1),
        own,
        tuple(one.id for one in here if not is_pain(one)),
        tuple(one for one in dict.fromkeys(around) if one not in own),
        _texts(said.get("effects")),
        _texts(said.get("rivals")),
    )


def _texts(value: object) -> tuple[str, ...]:
    each = value if isinstance(value, tuple) else (value,)
    return tuple(text for one in each if (text := words(one)))


def crowded(source: Source) -> bool:
    """Whether so many steps are called decisive that none is: more than 3, and than 30% of the encounters."""
    marked = sum(isinstance(one.get("moment"), Frozen) for one in source.of("step"))
    met = sum(lane_of(one) == "encounter" for one in source.of("step"))
    return marked > max(MANY, MANY_SHARE * met)


def overlooked(source: Source) -> tuple[str, ...]:
    """The steps that feel bad and are marked neither as a moment of truth nor with a pain."""
    return tuple(one.id for one in source.of("step") if is_overlooked(source, one))


def is_overlooked(source: Source, step: Element, trough: float = TROUGH) -> bool:
    """Whether a step feels as bad as that and is marked neither as a moment of truth nor with a pain."""
    if not step.get("emotions") or isinstance(step.get("moment"), Frozen):
        return False
    felt = feeling_at(source, step.id)
    if felt is None or felt.valence > trough:
        return False
    return not any(is_pain(one) for one in pointing(source, step.id, "finding", "at"))


def moments_measured(source: Source) -> Measure:
    """The weight of each moment of truth, and how much of the open work goes to them."""
    found, spent = moments(source), effort(plan(source))
    value = {
        "weights": {one.at: one.weight for one in found},
        "effort_share": spent.share,
        "days": spent.days,
    }
    parts = tuple(one.at for one in found)
    return Measure("moments", moments_said(found, spent), value, "criticality x frequency", parts)


def moments_said(found: tuple[Moment, ...], spent: Effort) -> str:
    """Where the effort goes, in a sentence."""
    if not found:
        return "No moment of truth is named yet, so nobody can say where the effort belongs."
    if spent.share is None:
        return "Nobody has said yet how many days the open work takes."
    much = f"{round(spent.share * 100)}% of the open work" if spent.share else "None of the open work"
    return f"{much} goes to moments of truth ({spent.on_moments:g} of {spent.days:g} days)."
