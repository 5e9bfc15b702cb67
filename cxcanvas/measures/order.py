"""Where a step stands: its journey, its column, its storyline, and what comes before it."""

from __future__ import annotations

from cxcanvas.canvas import Element
from cxcanvas.measures.reading import Source, ids_of

LANES = ("customer", "encounter", "onstage", "backstage", "support")


def stage_ids(source: Source, step: Element) -> tuple[str, ...]:
    """The columns of a step that are there; an encounter without one stands under the first activity that meets it."""
    own = _there(source, step)
    if own or step.get("storyline") != "encounter":
        return own
    for one in source.referrers(step.id):
        activity = source.get(one.source)
        if one.relation == "meets" and activity is not None and (found := _there(source, activity)):
            return found[:1]
    return ()


def _there(source: Source, step: Element) -> tuple[str, ...]:
    found = ((one, source.get(one)) for one in dict.fromkeys(ids_of(step.get("stage"))))
    return tuple(id_ for id_, stage in found if stage is not None and stage.kind == "stage")


def lane_of(step: Element) -> str:
    """The storyline in which a step is drawn; a provider's step that does not say is backstage."""
    storyline = step.get("storyline")
    if storyline != "provider":
        return str(storyline) if storyline in ("customer", "encounter") else "customer"
    visibility = step.get("visibility")
    return str(visibility) if visibility in ("onstage", "backstage", "support") else "backstage"


def stages_of_journey(source: Source, journey_id: str) -> tuple[str, ...]:
    """The columns of a journey; those that name no journey belong to the first ("" where there is none)."""
    journeys = source.ids("journey")
    first = journey_id == (journeys[0] if journeys else "")
    found = ((stage.id, ids_of(stage.get("journey"))) for stage in source.of("stage"))
    return tuple(
        id_
        for id_, named in found
        if journey_id in named or (first and not any(one in journeys for one in named))
    )


def steps_of_stage(source: Source, stage_id: str) -> tuple[str, ...]:
    """The steps of a column in the order in which they are lived: each encounter after whoever meets it."""
    standing = [one for one in source.of("step") if stage_ids(source, one)[:1] == (stage_id,)]
    return lived([(one.id, lane_of(one), ids_of(one.get("meets"))) for one in standing])


def columns(source: Source) -> dict[str, tuple[str, ...]]:
    """The steps of every column in the order in which they are lived, found in one walk; "" for those in none."""
    found: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for one in source.of("step"):
        here = (stage_ids(source, one) or ("",))[0]
        found.setdefault(here, []).append((one.id, lane_of(one), ids_of(one.get("meets"))))
    return {stage: lived(steps) for stage, steps in found.items()}


def lived(steps: list[tuple[str, str, tuple[str, ...]]]) -> tuple[str, ...]:
    """Order (id, lane, meets): the customer's steps as they stand, each encounter after the first that meets it."""
    activities = [one for one in steps if one[1] == "customer"]
    first_met: dict[str, int] = {}
    for place, (_, _, meets) in enumerate(activities):
        for one in meets:
            first_met.setdefault(one, place)
    keyed = [(place, 0, place, id_) for place, (id_, _, _) in enumerate(activities)]
    last = 0
    for place, (id_, _, _) in enumerate(one for one in steps if one[1] == "encounter"):
        last = max(last, first_met.get(id_, last))
        keyed.append((last, 1, place, id_))
    behind = [id_ for id_, lane, _ in steps if lane not in ("customer", "encounter")]
    return (*(one[3] for one in sorted(keyed)), *behind)
