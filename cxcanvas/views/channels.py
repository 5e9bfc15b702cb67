"""Channels: how present each is, where it leads on to, which are machines, and where customers help each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures import handoffs as ways
from cxcanvas.measures import hours
from cxcanvas.measures import presence as there
from cxcanvas.measures.presence import Meeting
from cxcanvas.measures.reading import number, words
from cxcanvas.views.blocks import Line, listing
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import human, joined, plain, short
from cxcanvas.views.scene import Eye

_MOST: Final = 24
_MOST_EDITED: Final = 200
_AI: Final = {
    "none": "",
    "assists_staff": "AI helps the staff",
    "first_line": "AI answers first",
    "autonomous": "AI alone",
}
_ASPECTS: Final = {
    "availability": ("Available", "there when needed"),
    "reach": ("Reach", "where they are"),
    "relevance": ("Relevant", "fits the situation"),
    "human_touch": ("Human", "one senses a person"),
}


def met(eye: Eye) -> tuple[Meeting, ...]:
    """Every encounter, found once for all that shows it."""
    found: tuple[Meeting, ...] = eye.ask(there.meetings)
    return found


def led(eye: Eye) -> ways.Handoffs:
    """Every hand-off, found once for all that shows it."""
    found: ways.Handoffs = eye.ask(ways.handoffs)
    return found


def through(eye: Eye, way: tuple[str, ...]) -> str:
    """A way by hand-offs, in words; of a long one its first and its last."""
    names = [eye.title(one) for one in way]
    return " → ".join(names if len(names) <= 3 else (names[0], "…", names[-1]))


def sort_of(channel: Element) -> str:
    """What a channel is, in words: its type, and what artificial intelligence does in it."""
    ai = words(channel.get("ai"))
    return " · ".join(one for one in (human(channel.get("type")), _AI.get(ai, human(ai))) if one)


# -- the four scores -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """One of the four scores in its cell."""

    field: str
    text: str
    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A channel with its four scores, what they come to, and when it is open."""

    at: str
    name: str
    said: str
    hours: str
    open: str
    scores: tuple[Score, ...]
    index: str
    tone: str
    why: str


@part("channel-scores")
def scores(eye: Eye, key: str) -> Part:
    """How present each channel is: four scores and what they come to."""
    found = [_scored(eye, one) for one in eye.of("channel")]
    most = _MOST_EDITED if eye.editable else _MOST
    open_ = hours.with_people(eye)
    html = macros("presence").scores(
        k=key, note=hours.with_people_said(open_) if open_ is not None else "", heads=tuple(_ASPECTS.values()), rows=found[:most], more=len(found) - most, editable=eye.editable,
        empty="Is it there when it is needed, does it reach them, does it fit, does one sense a person? "
        "Four scores from 0 to 5 for each channel; one zero makes it nothing.",
    )  # fmt: skip
    return filled(html)


def _scored(eye: Eye, channel: Element) -> Scored:
    found = there.channel_presence(eye, channel.id)
    cells = tuple(
        Score(
            field, plain(value) if value is not None else "", str(round(value)) if value is not None else "none",
            f"{head[0]}: {plain(value)} of 5" if value is not None else f"{head[0]}: not said",
        )
        for (field, head), value in zip(_ASPECTS.items(), found.scores, strict=True)
    )  # fmt: skip
    why = f"no {joined([human(one) for one in found.zeros])}" if found.zeros else ""
    if 0 < len(found.missing) < len(found.scores):
        why = f"missing: {joined([human(one) for one in found.missing])}"
    index = plain(found.index) if found.index is not None else ""
    tone = "bad" if found.index == 0 else str(round(found.index)) if found.index is not None else "none"
    when = words(channel.get("hours"))
    slots = hours.open_slots(when)
    open_ = f"{hours.hours_a_week(slots):g} hours a week" if slots is not None else ""
    return Scored(channel.id, channel.title, sort_of(channel), when, open_, cells, index, tone, why)


# -- hand-offs -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Knot:
    """A channel in the picture of hand-offs: its name, what it is, where it stands."""

    at: str
    name: str
    said: str
    tint: str
    y: float
    end: str
    stuck: bool


@dataclass(frozen=True, slots=True)
class Arc:
    """A hand-off in the picture: its curve and its point."""

    path: str
    tip: str
    ring: bool


_LEFT: Final = 218.0
_STEP: Final = 46.0
_WIDEST: Final = 110.0


@part("channel-handoffs")
def handoffs(eye: Eye, key: str) -> Part:
    """Where each channel leads on to, as a picture and in words."""
    found, ids = led(eye), eye.ids("channel")
    most = _MOST_EDITED if eye.editable else _MOST
    shown = ids[:most]
    places = {id_: 24 + _STEP * number_ for number_, id_ in enumerate(shown)}
    knots = [_knot(eye, id_, y, found) for id_, y in places.items()]
    rings = {id_: number_ for number_, ring in enumerate(found.circles) for id_ in ring}
    arcs = [
        _arc(places[one], places[other], one in rings and rings[one] == rings.get(other))
        for one, other in found.edges
        if one in places and other in places
    ]
    html = macros("presence").handoffs(
        k=key, knots=knots, arcs=arcs, height=_STEP * len(shown) + 6, sentence=ways.handoffs_said(eye, found),
        lines=_in_words(eye, found), rows=[(eye.title(one), _onward(eye, one)) for one in shown], more=len(ids) - most,
        empty="When a channel cannot help, where does it lead on to? Without a way on, the customer tells everything again.",
    )  # fmt: skip
    return filled(html)


def _knot(eye: Eye, id_: str, y: float, found: ways.Handoffs) -> Knot:
    channel = eye.get(id_)
    people = ways.has_people(channel) if channel is not None else None
    tint = "customer" if people else "encounter" if people is None else "provider"
    said = (sort_of(channel) if channel is not None else "") or "what it is, nobody said"
    end = ""
    if id_ in found.dead_ends:
        reached = any(other == id_ for _, other in found.edges)
        end = "" if reached else "no way to a person" if id_ in found.traps else "ends here"
        said = f"{said} · ends here" if reached else said
    return Knot(id_, short(eye.title(id_), 28), short(said, 36), tint, y, end, id_ in found.traps)


def _arc(start: float, stop: float, ring: bool) -> Arc:
    """A curve on the right of the channels; the way back lies outside the way there."""
    down = stop > start
    away = 3.0 if down else 9.0
    leave, arrive = (start + away, stop - away) if down else (start - away, stop + away)
    bulge = min(_WIDEST, 14 + 16 * abs(stop - start) / _STEP) + (0 if down else 16)
    path = f"M{_LEFT} {leave:.1f}C{_LEFT + bulge:.1f} {leave:.1f} {_LEFT + bulge:.1f} {arrive:.1f} {_LEFT + 7} {arrive:.1f}"
    tip = f"M{_LEFT} {arrive:.1f}l8 -4v8z"
    return Arc(path, tip, ring)


def _onward(eye: Eye, id_: str) -> str:
    return joined([eye.title(one) for one in ways.leads_to(eye, id_)]) or "nobody"


def _in_words(eye: Eye, found: ways.Handoffs) -> tuple[Line, ...]:
    """What is wrong with the hand-offs, each in a line."""
    lines = []
    for id_ in found.traps:
        ring = next((one for one in found.circles if id_ in one), ())
        wrong = "leads in a circle of machines, and to no person" if ring else "no way leads on to a person"
        lines.append(Line(id_, eye.title(id_), wrong=wrong, tone="bad"))
    for ring in found.circles:
        if not set(ring) <= set(found.traps):
            names = joined([eye.title(one) for one in ring])
            asked = ("they hand over to each other: who keeps the case?",)
            lines.append(Line(ring[0], names, asked, tone="warn"))
    for id_ in found.dead_ends:
        if id_ not in found.traps:
            channel = eye.get(id_)
            people = ways.has_people(channel) if channel is not None else None
            said: tuple[str, ...] = (
                ("ends here: fine as long as whoever is there can decide",) if people else ()
            )
            lines.append(Line(id_, eye.title(id_), said, missing="" if people else "it hands over to nobody"))
    for id_ in found.own:
        lines.append(Line(id_, eye.title(id_), wrong="it hands over to itself", tone="bad"))
    return tuple(lines)


# -- machines and communities ----------------------------------------------------------------


@part("channel-machines")
def machines(eye: Eye, key: str) -> Part:
    """Where a machine answers: whether it says so, whether it hands over, whether it listens."""
    found = led(eye)
    lines = [_machine(eye, one, found) for one in eye.of("channel") if _answers(one)]
    deaf = [
        Line(one.step, eye.title(one.step), wrong=f"polite and deaf: its attitude is felt as {plain(one.attitude or 0)} of 5", tone="bad")
        for one in met(eye)
        if one.deaf and not one.distress
    ]  # fmt: skip
    empty = "Nobody has said yet where a machine answers. Where one does, it says that it is one and leads on to a person."
    return listing(eye, key, "Where a machine answers", [*lines, *deaf], empty)


def _answers(channel: Element) -> bool:
    return ways.is_machine_first(channel) or channel.get("type") == "automated"


def _machine(eye: Eye, channel: Element, found: ways.Handoffs) -> Line:
    ai = words(channel.get("ai"))
    wrong = (
        "nothing says that it is a machine, and it hands over to nobody"
        if channel.id in found.undeclared
        else ""
    )
    way = ways.way_along(eye.ask(ways.onward), channel.id)
    said = (
        _AI.get(ai, human(ai)) if ai else "",
        f"leads on to {through(eye, way)}; does it say that it is a machine?" if way else "",
    )
    return Line(
        channel.id, channel.title, tuple(filter(None, said)), "" if ai else "does artificial intelligence answer here?",
        wrong, tone="bad" if wrong else "",
    )  # fmt: skip


@part("channel-communities")
def communities(eye: Eye, key: str) -> Part:
    """Where customers help each other, and whether it is a bridge to us."""
    lonely = there.lonely_communities(eye)
    lines = [
        Line(
            one.id, one.title, (f"human touch {plain(touch)} of 5",) if (touch := number(one.get("human_touch"), 0, 5)) is not None else (),
            missing="no encounter uses it, it builds nothing, and nothing was heard there" if one.id in lonely else "",
        )
        for one in eye.of("channel")
        if one.get("type") == "community"
    ]  # fmt: skip
    empty = "Do customers help each other anywhere? A community answers what you cannot, if it is met on the journey."
    return listing(
        eye, key, "Where customers help each other", lines, empty, kind="channel", preset=preset(type="community"),
        word="a community",
    )  # fmt: skip
