"""What was heard, and what came of it: perspectives, small odd signs, and evidence that led to a deed.

An insight is acted on when an action addresses it, or a place that it speaks for or against,
or an opportunity that answers the pain it speaks of. Its way to a deed is counted from the
day it was heard to the day the first of these actions is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.answers import actions_on, answering, is_pain, pointing, works_on
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, day, ids_of, number

PERSPECTIVES: Final = ("customer", "frontline", "management", "partner")
#: Evidence of this strength at most is a weak signal.
WEAK: Final = 2
#: Where less than this share of what was heard led to something, talk and action lie apart.
ENOUGH: Final = 0.5


# -- what came of it -------------------------------------------------------------------------


def places_of(evidence: Element) -> tuple[str, ...]:
    """The addresses that evidence speaks for or against."""
    return tuple(dict.fromkeys((*ids_of(evidence.get("supports")), *ids_of(evidence.get("contradicts")))))


def deeds(source: Source, evidence: Element) -> tuple[Element, ...]:
    """The actions that follow from evidence."""
    found = {one.id: one for one in actions_on(source, evidence.id)}
    for place in places_of(evidence):
        found |= {one.id: one for one in works_on(source, place)}
    return tuple(found.values())


def acted_on(source: Source, evidence: Element) -> bool:
    """Whether any action follows from evidence."""
    return bool(deeds(source, evidence))


@dataclass(frozen=True, slots=True)
class Insight:
    """The evidence that led to an action and that which led to nothing, and how long the way took.

    `days` is the half-life: within so many days half of all dated evidence leads to something
    that is due. None where less than half of it does.
    """

    acted: tuple[str, ...]
    idle: tuple[str, ...]
    dated: int
    days: int | None

    @property
    def ratio(self) -> float | None:
        """The share that led to an action; None without any evidence."""
        total = len(self.acted) + len(self.idle)
        return len(self.acted) / total if total else None


def insight(source: Source) -> Insight:
    """What came of everything that was heard."""
    acted: list[str] = []
    idle: list[str] = []
    ways: list[int | None] = []
    for one in source.of("evidence"):
        found = deeds(source, one)
        (acted if found else idle).append(one.id)
        heard = day(one.get("date"))
        if heard is not None:
            due = [when for action in found if (when := day(action.get("due"))) is not None]
            ways.append(max((min(due) - heard).days, 0) if due else None)
    return Insight(tuple(acted), tuple(idle), len(ways), _half(ways))


def _half(ways: list[int | None]) -> int | None:
    """The time within which half of them arrived; what never arrives counts as later than all."""
    arrived = sorted(one for one in ways if one is not None)
    place = (len(ways) + 1) // 2 - 1
    return arrived[place] if 0 <= place < len(arrived) else None


def unheard_complaints(source: Source) -> tuple[str, ...]:
    """The complaints from which neither an opportunity nor an action came (DG004)."""
    return tuple(
        one.id
        for one in source.of("evidence")
        if one.get("type") == "complaint" and not acted_on(source, one) and not _gave_chance(source, one)
    )


def _gave_chance(source: Source, complaint: Element) -> bool:
    for place in places_of(complaint):
        finding = source.get(place.partition(".")[0])
        if finding is None or finding.kind != "finding":
            continue
        if not is_pain(finding) or answering(source, finding.id):
            return True
    return any(not is_pain(one) for one in pointing(source, complaint.id, "finding", "at"))


# -- through whose eyes ----------------------------------------------------------------------


def perspectives(source: Source) -> dict[str, tuple[str, ...]]:
    """The evidence seen through the eyes of each; under "" what does not say."""
    found: dict[str, list[str]] = {name: [] for name in PERSPECTIVES}
    for one in source.of("evidence"):
        eyes = one.get("perspective")
        found.setdefault(eyes if eyes in PERSPECTIVES else "", []).append(one.id)
    return {name: tuple(ids) for name, ids in found.items()}


def weak_signals(source: Source) -> tuple[str, ...]:
    """The small odd signs that are kept: tagged weak-signal, or evidence of strength 1 or 2."""
    return tuple(one.id for one in source.of("evidence") if is_weak(one))


def is_weak(evidence: Element) -> bool:
    """Whether evidence is a small odd sign."""
    tags = evidence.get("tags")
    tagged = "weak-signal" in tags if isinstance(tags, tuple) else tags == "weak-signal"
    return tagged or number(evidence.get("strength"), 1, WEAK) is not None


# -- said ------------------------------------------------------------------------------------


def insight_said(found: Insight) -> str:
    """What came of it, in a sentence."""
    total = len(found.acted) + len(found.idle)
    if not total:
        return "Nothing has been heard yet that could lead to anything."
    if not found.acted:
        return f"Nothing that was heard has led to an action yet: 0 of {total}."
    lead = f"{len(found.acted)} of {total} pieces of evidence led to an action"
    if found.days is None:
        return f"{lead}."
    return f"{lead}; half of what was heard is due to change something within {found.days} days."


def insight_measured(source: Source) -> Measure:
    """The share of evidence that led to an action, and its half-life in days."""
    found = insight(source)
    value = {
        "acted": list(found.acted),
        "idle": list(found.idle),
        "ratio": found.ratio,
        "half_life_days": found.days,
        "dated": found.dated,
    }
    return Measure("insight_to_action", insight_said(found), value, "evidence", (*found.acted, *found.idle))


def perspectives_said(found: dict[str, tuple[str, ...]]) -> str:
    """Through whose eyes it was seen, in a sentence."""
    seen = [name for name in PERSPECTIVES if found[name]]
    if not seen:
        return "Nobody's eyes are named yet."
    if len(seen) == 1:
        return f"Everything was seen through one pair of eyes: {EYES[seen[0]]}."
    missing = [EYES[name] for name in PERSPECTIVES if not found[name]]
    count = sum(len(found[name]) for name in seen)
    much = f"{count} pieces of evidence through the eyes of {_joined([EYES[name] for name in seen])}"
    return f"{much}; not of {_joined(missing)}." if missing else f"{much}."


#: Whose eyes they are, in words.
EYES: Final = {
    "customer": "customers",
    "frontline": "the frontline",
    "management": "management",
    "partner": "partners",
}


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def perspectives_measured(source: Source) -> Measure:
    """How the evidence is spread over the four perspectives."""
    found = perspectives(source)
    value = {name or "unsaid": len(ids) for name, ids in found.items()}
    parts = tuple(id_ for ids in found.values() for id_ in ids)
    return Measure("perspectives", perspectives_said(found), value, "evidence", parts)
