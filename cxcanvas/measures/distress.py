"""Whom the customer meets in distress: a person, a machine with or without a way on, or nobody."""

from __future__ import annotations

from collections.abc import Sequence

from cxcanvas.measures.model import Measure
from cxcanvas.measures.order import lane_of, stage_ids
from cxcanvas.measures.presence import DISTRESS, Meeting, meetings, valences
from cxcanvas.measures.reading import Source, ids_of

__all__ = ["alone_in_distress", "distress_measured", "distress_said"]


def alone_in_distress(source: Source) -> tuple[str, ...]:
    """What the customer does in distress while nobody is met, by machine or in person.

    Where an encounter of the same stage is met by no step, it may be with this one, unless it is
    said that the customer is alone.
    """
    every = source.of("step")
    doings = [one for one in every if lane_of(one) == "customer"]
    there = {one.id: one for one in every if lane_of(one) == "encounter"}
    met = {id_ for one in doings for id_ in ids_of(one.get("meets"))}
    loose = {
        stage for id_, one in there.items() if id_ not in met for stage in stage_ids(source, one) or ("",)
    }
    found = []
    for one in doings:
        hurts = min(valences(source, one), default=0) <= DISTRESS
        stages = set(stage_ids(source, one) or ("",))
        alone = one.get("alone") is True or not stages & loose
        if hurts and alone and not any(id_ in there for id_ in ids_of(one.get("meets"))):
            found.append(one.id)
    return tuple(found)


def distress_measured(source: Source) -> Measure:
    """Where distress meets a machine, and whether a way leads on to a person."""
    every = [one for one in meetings(source) if one.distress]
    machine = [one for one in every if one.people is False]
    alone = alone_in_distress(source)
    parts = (*(one.step for one in machine), *alone)
    value = {
        "in_distress": [one.step for one in every],
        "machine": [one.step for one in machine],
        "no_person": [one.step for one in machine if one.unaided],
        "low_control": [one.step for one in every if one.helpless],
        "selling": [one.step for one in every if one.selling],
        "alone": list(alone),
    }
    return Measure(
        "distress", distress_said(source, every), value if every or alone else None, "steps", parts
    )


def distress_said(source: Source, every: Sequence[Meeting]) -> str:
    """Whom the customer meets at the worst, in a sentence."""
    if not every:
        alone = alone_in_distress(source)
        if alone:
            return f"At “{_title(source, alone[0])}” the customer is in distress, and nobody is there."
        return "No encounter is marked as distress (a feeling of −2 or worse)."
    machine = [one for one in every if one.people is False]
    unaided = [one for one in machine if one.unaided]
    unknown = [one for one in every if one.people is None]
    if unaided:
        named = " and ".join(f"“{_title(source, one.step)}”" for one in unaided[:2])
        more = f" and {len(unaided) - 2} more" if len(unaided) > 2 else ""
        return f"In distress the customer meets a machine, and no way leads to a person: {named}{more}."
    if machine:
        return f"In distress the customer meets a machine at “{_title(source, machine[0].step)}”; a way leads on to a person."
    if unknown:
        return f"Nobody said who is there when the customer is in distress at “{_title(source, unknown[0].step)}”."
    return "Wherever the customer is in distress, a person is there."


def _title(source: Source, id_: str) -> str:
    element = source.get(id_)
    return element.title if element is not None else id_
