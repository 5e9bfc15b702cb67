"""Changes gathered by the part of the canvas that they belong to."""

from __future__ import annotations

from typing import Final

from cxcanvas.measures.order import lane_of
from cxcanvas.versions.changes import Told
from cxcanvas.versions.telling import standing_in_words
from cxcanvas.views import layout
from cxcanvas.views.marks import differences
from cxcanvas.views.scene import Eye
from cxcanvas.vocabulary import KINDS

_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "Concept": ("concept",),
    "Who exchanges value": ("party", "role", "offering", "service", "goal"),
    "Value exchange": ("value", "exchange"),
    "What holds the relationship": ("bond", "indicator"),
    "The journey and its channels": ("journey", "stage", "channel"),
}
_MORE: Final[dict[str, tuple[str, ...]]] = {
    "What they may count on": ("expectation", "promise", "company_value"),
    "Pains and opportunities": ("finding",),
    "Evidence": ("research", "evidence", "hypothesis"),
    "What follows": ("action", "objective"),
}
_REST: Final = "Records and the rest"
_LANES: Final = tuple(layout.LANE_NAMES.values())
#: The parts of a canvas in the order in which they are told.
GROUPS: Final = (*_KINDS, *_LANES, *_MORE, _REST)
_OF_KIND: Final = {kind: name for name, kinds in (_KINDS | _MORE).items() for kind in kinds}


def grouped(eye: Eye) -> dict[str, tuple[str, ...]]:
    """The heads of what changed by the part of the canvas, steps in the order of their stages, as a query."""
    found: dict[str, list[str]] = {}
    for one in eye.ask(differences):
        found.setdefault(group_of(eye, one), []).append(one.head)
    for lane in _LANES:
        if lane in found:
            stages = eye.ask(_ranks)
            found[lane].sort(key=lambda head: stages.get(_stage(eye, head), len(stages)))
    return {name: tuple(found[name]) for name in GROUPS if name in found}


def group_of(eye: Eye, one: Told) -> str:
    """The part of the canvas that an element or a record belongs to."""
    if one.kind == "step":
        step = eye.seeing(one.head).get(one.head)
        return layout.LANE_NAMES[lane_of(step)] if step is not None else _REST
    return _OF_KIND.get(one.kind, _REST)


def _ranks(eye: Eye) -> dict[str, int]:
    stages = [stage for one in eye.ask(layout.sections) for stage in eye.ask(layout.columns, one)]
    return {stage: place for place, stage in reversed(list(enumerate(stages)))}


def _stage(eye: Eye, head: str) -> str:
    here: layout.Place = eye.seeing(head).ask(layout.place, head)
    return here.stage


def where(eye: Eye, head: str) -> str:
    """The stage of a step, by name."""
    step = eye.seeing(head).get(head)
    stage = _stage(eye, head) if step is not None and step.kind == "step" else ""
    return eye.seeing(stage).title(stage) if stage else ""


def kind_label(one: Told) -> str:
    """What an element is; nothing where its name says so (a record)."""
    return KINDS[one.kind].label if one.kind in KINDS else ""


def holds(eye: Eye, one: Told) -> tuple[tuple[str, str], ...]:
    """What an element that came or went holds, field by field."""
    seen = eye.seeing(one.head)
    element = seen.get(one.head)
    return standing_in_words(seen.canvas, element) if element is not None else ()
