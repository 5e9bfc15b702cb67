"""What comes first: how heavy each pain is, and which opportunities pay.

Formulas: weight of a pain = severity (1 to 5) x share of journeys; an opportunity = impact
(1 to 5) against effort to build (1 to 5). Where two weigh the same, the one at a moment of
truth comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cmp_to_key
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.answers import (
    actions_on,
    answering,
    is_pain,
    works_on,
)
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, ids_of, number
from cxcanvas.values import Frozen

__all__ = [
    "Chance",
    "Pain",
    "opportunities",
    "pains",
    "pains_measured",
]

# -- pains -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pain:
    """A pain: how bad, how frequent, whether it is at a moment of truth, and what answers it."""

    id: str
    severity: float | None
    share: float | None
    at_moment: bool
    chances: tuple[str, ...]
    actions: tuple[str, ...]

    @property
    def weight(self) -> float | None:
        """Severity x share of journeys; None where one of them is not known."""
        return None if self.severity is None or self.share is None else self.severity * self.share


def pains(source: Source) -> tuple[Pain, ...]:
    """The pains, the heaviest first, those that cannot be weighed last."""
    found = [_pain(source, one) for one in source.of("finding") if is_pain(one)]
    return tuple(sorted(found, key=lambda one: (one.weight is None, -(one.weight or 0), not one.at_moment)))


def _pain(source: Source, one: Element) -> Pain:
    return Pain(
        one.id,
        number(one.get("severity"), 1, 5),
        number(one.get("share_of_journeys"), 0, 1),
        at_moment(source, one),
        tuple(chance.id for chance in answering(source, one.id)),
        tuple(action.id for action in works_on(source, one.id)),
    )


def at_moment(source: Source, finding: Element) -> bool:
    """Whether a finding is at a step that is a moment of truth."""
    steps = (source.get(at.partition(".")[0]) for at in ids_of(finding.get("at")))
    return any(step is not None and isinstance(step.get("moment"), Frozen) for step in steps)


# -- opportunities ---------------------------------------------------------------------------

#: Corner -> what to do with an opportunity there; high means above 3.
CORNERS: Final = {
    "now": "much change for little work",
    "plan": "much change for much work",
    "aside": "little change for little work",
    "leave": "little change for much work",
}


@dataclass(frozen=True, slots=True)
class Chance:
    """An opportunity: what it would change, how much work it is, which pains it answers, who works on it."""

    id: str
    impact: float | None
    effort: float | None
    at_moment: bool
    pains: tuple[str, ...]
    actions: tuple[str, ...]

    @property
    def corner(self) -> str:
        """Where it stands: now, plan, aside or leave; "" where it has no place, "middle" at the cross."""
        if self.impact is None or self.effort is None:
            return ""
        if self.impact == 3 or self.effort == 3:
            return "middle"
        if self.impact > 3:
            return "now" if self.effort < 3 else "plan"
        return "aside" if self.effort < 3 else "leave"


def opportunities(source: Source) -> tuple[Chance, ...]:
    """The opportunities: by what a day of work changes, those at a moment of truth first where equal."""
    found = [_chance(source, one) for one in source.of("finding") if not is_pain(one)]
    return tuple(sorted(found, key=cmp_to_key(_sooner)))


def _chance(source: Source, one: Element) -> Chance:
    answered = (source.get(id_.partition(".")[0]) for id_ in ids_of(one.get("answers")))
    return Chance(
        one.id,
        number(one.get("impact"), 1, 5),
        number(one.get("effort_to_build"), 1, 5),
        at_moment(source, one),
        tuple(
            dict.fromkeys(
                pain.id for pain in answered if pain is not None and pain.kind == "finding" and is_pain(pain)
            )
        ),
        tuple(action.id for action in actions_on(source, one.id)),
    )


def _sooner(a: Chance, b: Chance) -> int:
    """Impact / effort, compared without dividing; then impact, then the moment of truth."""
    if a.impact is None or a.effort is None or b.impact is None or b.effort is None:
        known = [one.impact is not None and one.effort is not None for one in (a, b)]
        return known[1] - known[0]
    ratio = b.impact * a.effort - a.impact * b.effort
    tied = ratio or b.impact - a.impact or b.at_moment - a.at_moment
    return (tied > 0) - (tied < 0)


# -- said ------------------------------------------------------------------------------------


def pains_measured(source: Source) -> Measure:
    """The weight of each pain."""
    found = pains(source)
    value = {one.id: one.weight for one in found}
    return Measure("pains", pains_said(source, found), value, "severity x share", tuple(value))


def pains_said(source: Source, found: tuple[Pain, ...]) -> str:
    """Which pain weighs most, and how many are left alone, in a sentence."""
    if not found:
        return "No pain is on the map yet."
    name = _title(source, found[0].id)
    lead = f"Of {len(found)} pains {name} weighs most" if len(found) > 1 else f"The only pain is {name}"
    if found[0].weight is None:
        lead = "No pain is weighed yet"
    idle = sum(not one.actions for one in found)
    alone = (
        "no action answers it"
        if len(found) == 1
        else f"no action answers {'any' if idle == len(found) else idle} of them"
    )
    return f"{lead}; {alone}." if idle else f"{lead}."


def _title(source: Source, id_: str) -> str:
    element = source.get(id_)
    return f"“{element.title if element is not None else id_}”"
