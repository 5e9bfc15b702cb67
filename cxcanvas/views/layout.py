"""Where everything stands on the map: sections, columns, cells, and the points of the emotion curve.

Each function is a query (`eye.ask`): small, so that an edit is followed only where it matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cxcanvas.measures.emotion import Feeling, feeling_at
from cxcanvas.measures.order import LANES, lane_of, lived, stage_ids, stages_of_journey
from cxcanvas.measures.reading import ids_of
from cxcanvas.views.scene import Eye

LANE_NAMES = {
    "customer": "Customer’s journey", "encounter": "Encounters", "onstage": "Provider, in sight",
    "backstage": "Provider’s process", "support": "Support",
}  # fmt: skip
_RUN = 8
Cells = dict[tuple[str, str], tuple[str, ...]]


class Place(NamedTuple):
    """The column ("" for none) and the lane of a step, and the further columns that it spans."""

    stage: str
    lane: str
    more: tuple[str, ...] = ()


def place(eye: Eye, step_id: str) -> Place:
    """Where a step stands."""
    step = eye.get(step_id)
    if step is None:
        return Place("", "customer")
    stages: tuple[str, ...] = stage_ids(eye, step)
    return Place(stages[0] if stages else "", lane_of(step), stages[1:])


def cells(eye: Eye) -> Cells:
    """The steps of every cell in the file's order."""
    found: dict[tuple[str, str], list[str]] = {}
    for id_ in eye.ids("step"):
        here: Place = eye.ask(place, id_)
        found.setdefault((here.stage, here.lane), []).append(id_)
    return {key: tuple(ids) for key, ids in found.items()}


def continued(eye: Eye) -> Cells:
    """The steps that go on in a cell, having begun in an earlier column."""
    found: dict[tuple[str, str], list[str]] = {}
    for id_ in eye.ids("step"):
        here: Place = eye.ask(place, id_)
        for stage in here.more:
            found.setdefault((stage, here.lane), []).append(id_)
    return {key: tuple(ids) for key, ids in found.items()}


def cell(eye: Eye, stage: str, lane: str) -> tuple[str, ...]:
    """The steps of one cell."""
    everything: Cells = eye.ask(cells)
    return everything.get((stage, lane), ())


def going_on(eye: Eye, stage: str, lane: str) -> tuple[str, ...]:
    """The steps that go on in one cell."""
    everything: Cells = eye.ask(continued)
    return everything.get((stage, lane), ())


def sections(eye: Eye) -> tuple[str, ...]:
    """The journeys, also those that an earlier version had; "" stands for a map that no journey is named for yet."""
    own = eye.ids("journey") or ("",)
    return interleaved([one for one in eye.before.ids("journey") if one], own) if eye.before else own


def columns(eye: Eye, journey: str) -> tuple[str, ...]:
    """The columns of a journey; "" is the column of what has no place yet, in the first journey."""
    found: tuple[str, ...] = stages_of_journey(eye, journey)
    first = (eye.ids("journey") or ("",))[0] == journey
    unplaced = any(eye.ask(cell, "", lane) for lane in LANES)
    own = (*found, "") if first and (unplaced or (eye.editable and not found)) else found
    if eye.before is None:
        return own
    known = set(eye.ids("stage"))  # what stands in another journey now is shown there
    then: tuple[str, ...] = eye.before.ask(columns, journey)
    there = [one for one in then if one in own or (one not in known and (one or first))]
    return interleaved(there, own)


def shown_lanes(eye: Eye, journey: str) -> tuple[str, ...]:
    """The lanes of a journey; what is done in sight of the customer has one only where there is such a thing."""
    onstage = eye.editable or any(cards(eye, stage, "onstage") for stage in eye.ask(columns, journey))
    return tuple(lane for lane in LANES if lane != "onstage" or onstage)


def cards(eye: Eye, stage: str, lane: str) -> tuple[tuple[str, bool], ...]:
    """What is shown in one cell: each step, and whether it only stood there in an earlier version."""
    own: tuple[str, ...] = eye.ask(cell, stage, lane)
    then: tuple[str, ...] = eye.before.ask(cell, stage, lane) if eye.before else ()
    here = set(own)
    return tuple((one, one not in here) for one in interleaved(then, own))


def interleaved(then: Iterable[str], own: Sequence[str]) -> tuple[str, ...]:
    """What is there now in its order, with what was there before behind what it stood behind."""
    known = set(own)
    behind: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for one in then:
        if one in known:
            anchor = one
        else:
            behind.setdefault(anchor, []).append(one)
    if not behind:
        return tuple(own)
    return (*behind.get(None, ()), *(each for one in own for each in (one, *behind.get(one, ()))))


def meets(eye: Eye, step_id: str) -> tuple[str, ...]:
    """The encounters that a step meets."""
    step = eye.get(step_id)
    return ids_of(step.get("meets")) if step is not None else ()


def order(eye: Eye, stage: str) -> tuple[str, ...]:
    """The steps of a column as they are lived."""
    steps = [(id_, lane) for lane in LANES for id_ in eye.ask(cell, stage, lane)]
    return lived([(id_, lane, eye.ask(meets, id_)) for id_, lane in steps])


def feeling(eye: Eye, step_id: str) -> Feeling | None:
    """The strongest feeling at a step."""
    return feeling_at(eye, step_id)


def has_feeling(eye: Eye, step_id: str) -> bool:
    """Whether a step has a point on the curve."""
    return eye.ask(feeling, step_id) is not None


def points(eye: Eye, stage: str) -> tuple[str, ...]:
    """The steps of a column that have a place on the curve; on a board also those that wait for a feeling."""
    wait = (
        set(eye.ask(cell, stage, "customer") + eye.ask(cell, stage, "encounter")) if eye.editable else set()
    )
    return tuple(id_ for id_ in eye.ask(order, stage) if id_ in wait or eye.ask(has_feeling, id_))


def slots(eye: Eye, stage: str) -> tuple[str, ...]:
    """The steps that have a place on the drawing of the curve: those of now, and those that an earlier version had there."""
    own: tuple[str, ...] = eye.ask(points, stage)
    return interleaved(eye.before.ask(points, stage), own) if eye.before else own


def felt(eye: Eye, stage: str, step_id: str, then: bool = False) -> Feeling | None:
    """The feeling at a step in a column: as it is now, or as it was in the earlier version."""
    looked = eye.before if then else eye
    if looked is None or (eye.before is not None and step_id not in looked.ask(points, stage)):
        return None
    found: Feeling | None = looked.ask(feeling, step_id)
    return found


def first_point(eye: Eye, stage: str, then: bool) -> tuple[str, str, float] | None:
    """The first step with a feeling in a column: the column, the step, and how far across its point is (0 to 1)."""
    shown = slots(eye, stage)
    for position, id_ in enumerate(shown):
        if felt(eye, stage, id_, then) is not None:
            return stage, id_, (position + 0.5) / len(shown)
    return None


def point_after(eye: Eye, journey: str, stage: str, then: bool) -> tuple[str, str, float, int] | None:
    """The first point in the columns after this one, and how many columns lie between."""
    following = eye.ask(columns, journey)
    start = following.index(stage) + 1 if stage in following else len(following)
    for between, one in enumerate(following[start:]):
        found: tuple[str, str, float] | None = eye.ask(first_point, one, then)
        if found is not None:
            return *found, between
    return None


class Stretch(NamedTuple):
    """What a part of a curve comes to: enough to tell the whole from its parts."""

    felt: int
    total: float
    first: float
    last: float
    peak: float
    low: float
    low_at: str


def stretch(eye: Eye, stage: str) -> Stretch | None:
    """The curve within one column."""
    felt = [one for id_ in eye.ask(points, stage) if (one := eye.ask(feeling, id_)) is not None]
    each = [
        Stretch(1, one.valence, one.valence, one.valence, one.valence, one.valence, one.step) for one in felt
    ]
    return _joined(each)


def whole(eye: Eye, journey: str) -> Stretch | None:
    """The curve along a journey."""
    runs = range(-(-len(eye.ask(columns, journey)) // _RUN))
    return _joined([one for run in runs if (one := eye.ask(some, journey, run)) is not None])


def some(eye: Eye, journey: str, run: int) -> Stretch | None:
    """The curve along some columns, so that one point's change does not ask all of them."""
    stages = eye.ask(columns, journey)[run * _RUN : (run + 1) * _RUN]
    return _joined([one for stage in stages if (one := eye.ask(stretch, stage)) is not None])


def _joined(parts: list[Stretch]) -> Stretch | None:
    if not parts:
        return None
    low = min(parts, key=lambda one: one.low)
    peak = max((one.peak for one in parts), key=lambda value: (abs(value), value < 0))
    count, total = sum(one.felt for one in parts), sum(one.total for one in parts)
    return Stretch(count, total, parts[0].first, parts[-1].last, peak, low.low, low.low_at)


def sequence(eye: Eye, stage: str, lane: str) -> dict[str, int]:
    """The place of each step within its cell."""
    return {id_: number for number, id_ in enumerate(eye.ask(cell, stage, lane))}


def comes_before(eye: Eye, one: str, other: str) -> bool:
    """Whether a step stands before another on the map."""
    a, b = eye.ask(place, one), eye.ask(place, other)
    if a.stage != b.stage:
        stages = eye.ids("stage")
        return a.stage in stages and b.stage in stages and stages.index(a.stage) < stages.index(b.stage)
    if a.lane != b.lane:
        return False
    places: dict[str, int] = eye.ask(sequence, a.stage, a.lane)
    return places.get(one, 0) < places.get(other, 0)


def follows(eye: Eye, one: str, other: str) -> bool:
    """Whether a step is the very next of its storyline after another, in the same cell or the next column."""
    a, b = eye.ask(place, one), eye.ask(place, other)
    if a.lane != b.lane:
        return False
    if a.stage == b.stage:
        places: dict[str, int] = eye.ask(sequence, a.stage, a.lane)
        return places.get(other, -9) - places.get(one, 9) == 1
    mine: tuple[str, ...] = eye.ask(cell, a.stage, a.lane)
    theirs: tuple[str, ...] = eye.ask(cell, b.stage, b.lane)
    return mine[-1:] == (one,) and theirs[:1] == (other,) and eye.ask(comes_before, one, other)
