"""Presence: are we there when, where and how they need us, and what distress meets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import Final

from cxcanvas.measures import distress as hurt
from cxcanvas.measures import presence as there
from cxcanvas.measures.handoffs import handoffs_said
from cxcanvas.measures.order import stage_ids, stages_of_journey
from cxcanvas.measures.presence import Meeting, Presence
from cxcanvas.measures.reading import ids_of
from cxcanvas.views import channels
from cxcanvas.views.blocks import Head, Line, listing, opening, sentence
from cxcanvas.views.channels import led, met
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import counted, human, joined, percent, plain, signed
from cxcanvas.views.scene import Eye

_MOST: Final = 24
_MOST_EDITED: Final = 200
#: So many encounters are named in one cell on a page for readers.
_MOST_HERE: Final = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """One encounter in its cell: its name, its sign, what is said of it, and what is wrong there."""

    at: str
    name: str
    star: bool
    said: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of the map: its encounters, its tone, and the words that say the same as the tone."""

    chips: tuple[Chip, ...]
    tone: str
    words: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One channel of the map: its name, what it is, and its cells."""

    at: str
    text: str
    said: str
    places: tuple[Place, ...]


# -- channels x stages -----------------------------------------------------------------------


def stages(eye: Eye) -> tuple[str, ...]:
    """The columns: the stages, and "" where an encounter has none."""
    journeys = eye.ids("journey") or ("",)
    found = tuple(stage for one in journeys for stage in stages_of_journey(eye, one))
    loose = any(not stage_ids(eye, one) for one in there.encounters(eye))
    return (*found, "") if loose else found


def heads(eye: Eye, columns: Iterable[str]) -> tuple[Head, ...]:
    """The names of the columns; the journey below where there are several."""
    several = len(eye.ids("journey")) > 1
    found = []
    for one in columns:
        stage = eye.get(one)
        journey = ids_of(stage.get("journey")) if stage is not None and several else ()
        said = eye.title(journey[0]) if journey else ""
        found.append(Head(stage.title if stage is not None else "no stage yet", said, one))
    return tuple(found)


def tone_of(presence: Presence, meetings: Iterable[Meeting]) -> str:
    """The tint of a cell: by how present we are, or as bad where distress meets a machine."""
    if any(one.distress and one.people is False for one in meetings):
        return "bad"
    return "none" if presence.index is None else str(round(presence.index))


def index_words(presence: Presence) -> str:
    """How present, in words."""
    if presence.index is None:
        return "not scored yet" if len(presence.missing) == len(there.ASPECTS) else "not fully scored"
    return f"presence {plain(presence.index)}"


def chip(eye: Eye, one: Meeting) -> Chip:
    """An encounter in its cell."""
    wrong = []
    if one.distress and one.people is False:
        wrong.append("distress meets a machine" + ("" if one.way else ", no way to a person"))
    if one.distress and one.selling:
        wrong.append("something is sold in distress")
    own = joined([human(name) for name in one.presence.own])
    said = f"{index_words(one.presence)} here, by its own {own}" if own else ""
    return Chip(one.step, eye.title(one.step), one.moment, said, "; ".join(wrong))


def place(eye: Eye, meetings: tuple[Meeting, ...]) -> Place:
    """One cell of the map."""
    if not meetings:
        return Place((), "", "")
    least = min(meetings, key=lambda one: (one.presence.index is None, one.presence.index or 0)).presence
    most = _MOST_EDITED if eye.editable else _MOST_HERE
    worst = sorted(meetings, key=lambda one: not one.distress) if len(meetings) > most else meetings
    chips = tuple(chip(eye, one) for one in worst[:most])
    return Place(chips, tone_of(least, meetings), index_words(least), max(0, len(meetings) - most))


@part("presence-map")
def presence_map(eye: Eye, key: str) -> Part:
    """Which channel is met in which stage, by which encounters."""
    columns, found = stages(eye), met(eye)
    cells: dict[tuple[str, str], list[Meeting]] = {}
    for one in found:
        for stage in one.stages or ("",):
            cells.setdefault((one.channel, stage), []).append(one)
    ids = eye.ids("channel")
    rows = [_row(eye, one, columns, cells) for one in ids]
    if any(not one.channel for one in found):
        rows.append(_row(eye, "", columns, cells))
    most = _MOST_EDITED if eye.editable else _MOST
    html = macros("presence").map(
        k=key, heads=heads(eye, columns), rows=rows[:most], more=len(rows) - most, editable=eye.editable,
        empty=_empty(bool(ids), bool(found)), preset=preset(),
    )  # fmt: skip
    return filled(html)


def _empty(channels_: bool, encounters: bool) -> str:
    if not channels_ and not encounters:
        return (
            "By what means do you meet: an app, a phone line, a visit? Name each channel; its encounters find "
            "their place by the stages of the journey, and what is never met stands out."
        )
    return "" if channels_ else "No channel is named yet: by what means do these encounters happen?"


def _row(eye: Eye, id_: str, columns: tuple[str, ...], cells: dict[tuple[str, str], list[Meeting]]) -> Row:
    channel = eye.get(id_)
    places = tuple(place(eye, tuple(cells.get((id_, stage), ()))) for stage in columns)
    if channel is None:
        return Row("", "No channel", "who is there, nobody said", places)
    said = channels.sort_of(channel)
    unmet = "" if any(one.chips for one in places) else "met nowhere on the map"
    return Row(id_, channel.title, " · ".join(one for one in (said, unmet) if one), places)


# -- distress --------------------------------------------------------------------------------


@part("presence-distress")
def distress(eye: Eye, key: str) -> Part:
    """Where the customer is in distress, the worst first, and who is there."""
    found = sorted(
        (one for one in met(eye) if one.distress),
        key=lambda one: (not one.unaided, one.people is not False, one.valence or 0),
    )
    lines = [_distress(eye, one) for one in found]
    alone: tuple[str, ...] = eye.ask(hurt.alone_in_distress)
    lines += [
        Line(one, eye.title(one), wrong="nobody is there: no encounter is met", tone="bad") for one in alone
    ]
    empty = (
        "Where does it hurt? Encounters with a feeling of −2 or worse come here, with whom the customer meets there: "
        "in distress it should be a person, and nothing should be sold."
    )
    return listing(eye, key, "In distress: who is there?", lines, empty)


def _distress(eye: Eye, one: Meeting) -> Line:
    by = eye.title(one.channel) if one.channel else ""
    said = [
        f"feeling {signed(one.valence)}" if one.valence is not None else "",
        f"control {plain(one.control)} of 5" if one.control is not None else "",
        f"by {by}" if by else "",
        "a person is there" if one.people else "",
        f"a machine first; it hands over: {channels.through(eye, one.way)}" if one.way else "",
    ]
    missing = "" if one.people is not None else "nobody said who is there"
    wrong = [
        "a machine, and no way leads on to a person" if one.unaided else "",
        f"tries to sell {counted(one.selling, 'thing')} here" if one.selling else "",
        "polite and deaf: its attitude is felt as " + plain(one.attitude or 0) + " of 5" if one.deaf else "",
    ]
    tone = "bad" if one.unaided or one.selling else "warn" if one.people is False else ""
    return Line(
        one.step, eye.title(one.step), tuple(filter(None, said)), missing, "; ".join(filter(None, wrong)),
        sign="★" if one.moment else "", tint="star", tone=tone,
    )  # fmt: skip


# -- people and machines ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """How many of something are with people: its name, the share, and the numbers in words."""

    name: str
    share: float | None
    said: str


def balance(eye: Eye) -> tuple[Share, ...]:
    """How many encounters, and how many contacts a year, are with people: all of them, then by stage."""
    found = [one for one in met(eye) if one.people is not None]
    if not found:
        return ()
    rows = [_of("All encounters", found)]
    counted_ = [one for one in found if one.volume is not None]
    if counted_:
        whole = sum(one.volume or 0 for one in counted_)
        ours = sum(one.volume or 0 for one in counted_ if one.people)
        rows.append(
            Share(
                "All contacts in a year",
                ours / whole if 0 < whole < inf else None,
                f"{plain(ours)} of {plain(whole)}"
                + (f" ({percent(round(ours / whole, 3))})" if 0 < whole < inf else ""),
            )
        )
    for stage in stages(eye):
        here = [one for one in found if (one.stages or ("",))[0] == stage]
        if here:
            rows.append(_of(eye.title(stage) if stage else "no stage yet", here))
    return tuple(rows)


def _of(name: str, found: list[Meeting]) -> Share:
    ours = sum(1 for one in found if one.people)
    return Share(name, ours / len(found), f"{ours} of {len(found)}")


def manners(eye: Eye) -> tuple[str, ...]:
    """Who begins, and how much is useful without selling, where it is known."""
    (ours, known), (useful, told) = there.begun_by_us(eye), there.selling_nothing(eye)
    return tuple(
        filter(
            None,
            (
                f"{ours} of {counted(known, 'encounter')} are begun by us, before anybody asks."
                if known
                else "",
                f"{useful} of {counted(told, 'encounter')} sell nothing." if told else "",
            ),
        )
    )


@part("presence-balance")
def balanced(eye: Eye, key: str) -> Part:
    """How much of it is with people, and how much with machines."""
    unknown = sum(1 for one in met(eye) if one.people is None)
    html = macros("presence").balance(
        k=key, manners=manners(eye), rows=balance(eye), unknown=counted(unknown, "encounter") if unknown else "",
        empty="How much of it is with people, and how much with machines? It shows here once channels say what they are.",
    )  # fmt: skip
    return filled(html)


# -- the view --------------------------------------------------------------------------------


@part("presence-said")
def said(eye: Eye, key: str) -> Part:
    """What distress meets, and where a channel leads on to, in two sentences."""
    every = [one for one in met(eye) if one.distress]
    if not eye.ids("channel") and not there.encounters(eye):
        return sentence(key, "No channel and no encounter is named yet: by what means do you meet?")
    found = led(eye)
    both = (hurt.distress_said(eye, every), handoffs_said(eye, found))
    return sentence(key, " ".join(both))


@part("presence-rows")
def rows(eye: Eye, key: str) -> Part:
    """The panels of the presence view."""
    html = f'<div class="cv-flowing" data-k="{key}">{SLOT}</div>'
    panels = (
        distress.of(),
        channels.handoffs.of(),
        balanced.of(),
        channels.machines.of(),
        channels.communities.of(),
    )
    return filled(html, panels)


@part("presence")
def root(eye: Eye, key: str) -> Part:
    """The presence view."""
    html = macros("overview").view(k=key, view="presence", slot=SLOT)
    return filled(
        html,
        (opening.of("presence"), said.of(), presence_map.of(), channels.scores.of(), rows.of(), legend.of()),
    )
