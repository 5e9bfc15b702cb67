"""Whether somebody is there when the customer needs it: channels, encounters, and what distress meets.

Presence of a channel = (availability x reach x relevance x human touch)^(1/4), each 0 to 5: the
geometric mean, so that a zero makes it zero whatever the others are. A blank is not a zero:
where one of the four is missing there is no index. An encounter has the channel's scores
unless it has its own. Distress: a feeling of -2 or less at an encounter, or at what the
customer does while meeting it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, Final

from cxcanvas.canvas import Element
from cxcanvas.measures.evidence import is_customers
from cxcanvas.measures.handoffs import channel_of, has_people, onward, way_along
from cxcanvas.measures.model import Measure
from cxcanvas.measures.order import lane_of, stage_ids
from cxcanvas.measures.reading import Source, entries, number, words
from cxcanvas.values import Frozen

__all__ = [
    "ASPECTS",
    "DEAF",
    "DISTRESS",
    "LOW_CONTROL",
    "Meeting",
    "Presence",
    "begun_by_us",
    "channel_presence",
    "encounter_presence",
    "encounters",
    "lonely_communities",
    "meeting",
    "meetings",
    "presence_measured",
    "selling_nothing",
    "valences",
]

ASPECTS: Final = ("availability", "reach", "relevance", "human_touch")
#: A feeling of this or less is distress; a control of this or less is low.
DISTRESS: Final = -2
LOW_CONTROL: Final = 2
#: A machine whose attitude is felt as this or less is polite and deaf.
DEAF: Final = 2
_WITH_PEOPLE: Final = frozenset({"blended", "human_first", "human_only"})


# -- the four scores -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Presence:
    """The four scores (None for a blank), their geometric mean, and which of them an encounter has of its own."""

    scores: tuple[float | None, ...]
    own: tuple[str, ...] = ()

    @property
    def index(self) -> float | None:
        """The geometric mean of the four, 0 to 5; None while one of them is missing."""
        known = [one for one in self.scores if one is not None]
        return prod(known) ** (1 / len(ASPECTS)) if len(known) == len(ASPECTS) else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The scores that nobody gave yet."""
        return tuple(name for name, one in zip(ASPECTS, self.scores, strict=True) if one is None)

    @property
    def zeros(self) -> tuple[str, ...]:
        """The scores that make it zero."""
        return tuple(name for name, one in zip(ASPECTS, self.scores, strict=True) if one == 0)


def _scores(fields: Element | Mapping[str, Any] | None) -> tuple[float | None, ...]:
    return tuple(number(fields.get(name), 0, 5) if fields is not None else None for name in ASPECTS)


def channel_presence(source: Source, channel_id: str) -> Presence:
    """How present a channel is."""
    channel = source.get(channel_id)
    return Presence(_scores(channel if channel is not None and channel.kind == "channel" else None))


def encounter_presence(source: Source, step: Element) -> Presence:
    """How present we are at an encounter: its own scores, and the channel's where it has none."""
    stated = step.get("presence")
    own = _scores(stated if isinstance(stated, Frozen) else None)
    channel = channel_of(source, step)
    lent = _scores(channel)
    scores = tuple(mine if mine is not None else theirs for mine, theirs in zip(own, lent, strict=True))
    named = tuple(
        name
        for name, mine, theirs in zip(ASPECTS, own, lent, strict=True)
        if mine is not None and mine != theirs
    )
    return Presence(scores, named)


# -- encounters ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meeting:
    """One encounter: by which channel and in which stages, how present we are, and whom distress meets.

    `people` is None where nobody said who is there; `way` are the channels that lead on to people,
    empty where there are people already or where no way leads to any.
    """

    step: str
    channel: str
    stages: tuple[str, ...]
    presence: Presence
    people: bool | None
    way: tuple[str, ...]
    valence: float | None
    control: float | None
    selling: int
    moment: bool
    attitude: float | None
    volume: float | None

    def feels(self, most: float) -> bool:
        """Whether it feels as bad as that, or worse."""
        return self.valence is not None and self.valence <= most

    def controls(self, most: float) -> bool:
        """Whether the customer has as little control as that, or less."""
        return self.control is not None and self.control <= most

    @property
    def distress(self) -> bool:
        """Whether the customer is in distress here."""
        return self.feels(DISTRESS)

    @property
    def helpless(self) -> bool:
        """Whether the customer is in distress and has little control."""
        return self.distress and self.controls(LOW_CONTROL)

    @property
    def unaided(self) -> bool:
        """Whether distress meets a machine here, and no way leads on to a person."""
        return self.distress and self.people is False and not self.way

    @property
    def deaf(self) -> bool:
        """Whether a machine is polite here, and felt as not listening."""
        return self.people is False and self.attitude is not None and self.attitude <= DEAF


def encounters(source: Source) -> tuple[Element, ...]:
    """The encounters in the file's order."""
    return tuple(one for one in source.of("step") if lane_of(one) == "encounter")


def meetings(source: Source) -> tuple[Meeting, ...]:
    """Every encounter as a place where somebody is there, or nobody."""
    next_ = onward(source)
    return tuple(meeting(source, one, next_) for one in encounters(source))


def meeting(source: Source, step: Element, next_: Mapping[str, str]) -> Meeting:
    """One encounter: who is there, and how the customer feels; `next_` are the ways to people."""
    channel = channel_of(source, step)
    people = _people(source, step, channel)
    here = (step, *_who_meets(source, step))
    felt = [valence for one in here for valence in valences(source, one)]
    control = [value for one in here if (value := number(one.get("control"), 1, 5)) is not None]
    expression = step.get("expression")
    attitude = expression.get("attitude") if isinstance(expression, Frozen) else None
    return Meeting(
        step=step.id,
        channel=channel.id if channel is not None else "",
        stages=stage_ids(source, step),
        presence=encounter_presence(source, step),
        people=people,
        way=way_along(next_, channel.id) if channel is not None and people is False else (),
        valence=min(felt, default=None),
        control=min(control, default=None),
        selling=int(number(step.get("commercial_messages"), 0, 1e9) or 0),
        moment=isinstance(step.get("moment"), Frozen),
        attitude=number(attitude.get("score"), 1, 5) if isinstance(attitude, Frozen) else None,
        volume=number(step.get("volume_year"), 0),
    )


def _people(source: Source, step: Element, channel: Element | None) -> bool | None:
    """Whether a person is there: by the service that delivers it, else by the channel."""
    service = source.get(words(step.get("service")))
    blend = words(service.get("blend")) if service is not None and service.kind == "service" else ""
    there = has_people(channel) if channel is not None else None
    return True if blend in _WITH_PEOPLE else False if blend and not there else there


def _who_meets(source: Source, step: Element) -> tuple[Element, ...]:
    """What the customer does while meeting it."""
    ids = dict.fromkeys(one.source for one in source.referrers(step.id) if one.relation == "meets")
    found = (source.get(one) for one in ids if one != step.id)
    return tuple(one for one in found if one is not None and lane_of(one) == "customer")


def valences(source: Source, step: Element) -> list[float]:
    """How good or bad a step feels to the customer: each feeling for itself."""
    return [
        valence
        for _, one in entries(step.get("emotions"))
        if (valence := number(one.get("valence"), -3, 3)) is not None and is_customers(source, one)
    ]


# -- manners -------------------------------------------------------------------------------


def begun_by_us(source: Source) -> tuple[int, int]:
    """How many encounters we begin before anybody asks, of those where it is said who does."""
    said = [one.get("initiated_by") for one in encounters(source)]
    known = [one for one in said if one in ("customer", "provider")]
    return known.count("provider"), len(known)


def selling_nothing(source: Source) -> tuple[int, int]:
    """How many encounters sell nothing, of those where it is said."""
    said = [number(one.get("commercial_messages"), 0) for one in encounters(source)]
    known = [one for one in said if one is not None]
    return known.count(0), len(known)


# -- communities -----------------------------------------------------------------------------


def lonely_communities(source: Source) -> tuple[str, ...]:
    """Communities of users that no encounter uses, that build nothing, and of which nothing was heard."""
    bridging = ("channel", "built_by", "supports", "contradicts")
    return tuple(
        one.id
        for one in source.of("channel")
        if one.get("type") == "community"
        and not any(ref.relation in bridging for ref in source.referrers(one.id))
    )


# -- what can be said ------------------------------------------------------------------------


def presence_said(source: Source, found: Mapping[str, Presence]) -> str:
    """Which channel is hardly there, or what is not known yet."""
    known = {id_: one.index for id_, one in found.items() if one.index is not None}
    if not found:
        return "No channel is named yet."
    if not known:
        return (
            "No channel has all four of its scores yet: is it there, does it reach, does it fit, is it human?"
        )
    least = min(known, key=lambda id_: known[id_] or 0)
    channel, zeros = source.get(least), found[least].zeros
    name = channel.title if channel is not None else least
    rest = "" if len(known) == len(found) else f" {len(known)} of {len(found)} channels are scored."
    if zeros:
        lacking = " and no ".join(one.replace("_", " ") for one in zeros)
        return f"“{name}” has no {lacking}: as a presence it comes to nothing, whatever else it does.{rest}"
    value = f"{known[least]:.2f}".rstrip("0").rstrip(".")
    return f"Of the channels that are scored, “{name}” is the least present: {value} of 5.{rest}"


def presence_measured(source: Source) -> Measure:
    """The presence of every channel."""
    found = {one.id: channel_presence(source, one.id) for one in source.of("channel")}
    value = {id_: round(one.index, 4) for id_, one in found.items() if one.index is not None}
    return Measure("presence", presence_said(source, found), value or None, "0 to 5", tuple(value))
