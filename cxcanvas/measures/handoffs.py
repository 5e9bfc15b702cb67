"""Where a channel leads on to when it cannot help: ways to people, dead ends, circles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, ids_of, words

__all__ = [
    "Handoffs",
    "channel_of",
    "handoffs",
    "handoffs_measured",
    "has_people",
    "is_machine_first",
    "leads_to",
    "onward",
    "way_along",
]

_PEOPLE: Final = frozenset({"human", "assisted", "field", "partner", "community"})
_MACHINE: Final = frozenset({"automated", "self_service"})
_MACHINE_FIRST: Final = frozenset({"first_line", "autonomous"})


def has_people(channel: Element) -> bool | None:
    """Whether one meets people in a channel; None where nobody said what it is.

    Other customers in a community are people too. Artificial intelligence that answers first
    makes a channel a machine, unless it is said to be one with people.
    """
    sort = words(channel.get("type"))
    if sort in _PEOPLE:
        return words(channel.get("ai")) != "autonomous"
    if sort in _MACHINE or channel.get("ai") in _MACHINE_FIRST:
        return False
    return None


def is_machine_first(channel: Element) -> bool:
    """Whether artificial intelligence answers first, or alone."""
    return channel.get("ai") in _MACHINE_FIRST


def channel_of(source: Source, step: Element) -> Element | None:
    """The channel of an encounter; None where it names none that is there."""
    for one in ids_of(step.get("channel")):
        channel = source.get(one)
        if channel is not None and channel.kind == "channel":
            return channel
    return None


def leads_to(source: Source, channel_id: str) -> tuple[str, ...]:
    """The channels that a channel hands over to and that are there; one that hands over to itself does not."""
    channel = source.get(channel_id)
    named = dict.fromkeys(ids_of(channel.get("handoff_to"))) if channel is not None else ()
    return tuple(
        one
        for one in named
        if one != channel_id and (there := source.get(one)) is not None and there.kind == "channel"
    )


def onward(source: Source) -> dict[str, str]:
    """The next channel on the shortest way to people, for each channel from which one leads there."""
    every = source.of("channel")
    back: dict[str, list[str]] = {one.id: [] for one in every}
    for one in every:
        for other in leads_to(source, one.id):
            back[other].append(one.id)
    waiting = [one.id for one in every if has_people(one)]
    reached, found = set(waiting), dict[str, str]()
    for here in waiting:
        for one_id in back[here]:
            if one_id not in reached:
                reached.add(one_id)
                found[one_id] = here
                waiting.append(one_id)
    return found


def way_along(next_: Mapping[str, str], channel_id: str) -> tuple[str, ...]:
    """The way from a channel to people, without the channel itself; empty where none leads there."""
    way = []
    while channel_id in next_:
        channel_id = next_[channel_id]
        way.append(channel_id)
    return tuple(way)


@dataclass(frozen=True, slots=True)
class Handoffs:
    """All hand-offs, and what is wrong with them.

    `dead_ends` lead nowhere; `traps` are machines from which no way leads to people; `circles`
    are channels that hand over to each other in a ring (in the file's order), `traps` among them
    where nobody is a person; `own` hand over to themselves.
    """

    edges: tuple[tuple[str, str], ...]
    dead_ends: tuple[str, ...]
    traps: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]
    own: tuple[str, ...]
    undeclared: tuple[str, ...]


def handoffs(source: Source) -> Handoffs:
    """Where each channel leads on to."""
    every = source.of("channel")
    ways = {one.id: leads_to(source, one.id) for one in every}
    next_ = onward(source)
    return Handoffs(
        edges=tuple((one, other) for one, others in ways.items() for other in others),
        dead_ends=tuple(one for one, others in ways.items() if not others),
        traps=tuple(one.id for one in every if has_people(one) is False and one.id not in next_),
        circles=_circles(ways),
        own=tuple(one.id for one in every if one.id in ids_of(one.get("handoff_to"))),
        undeclared=tuple(one.id for one in every if is_machine_first(one) and not ways[one.id]),
    )


def _circles(ways: dict[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The channels that reach each other, each ring once (Kosaraju's two walks, without recursion)."""
    back: dict[str, list[str]] = {one: [] for one in ways}
    for one, others in ways.items():
        for other in others:
            back[other].append(one)
    seen: set[str] = set()
    found = []
    for start in reversed(_finished(ways)):
        if start in seen:
            continue
        ring, waiting = set[str](), [start]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                ring.add(here)
                waiting.extend(one for one in back[here] if one not in seen)
        if len(ring) > 1:
            found.append(tuple(one for one in ways if one in ring))
    order = list(ways)
    return tuple(sorted(found, key=lambda ring: order.index(ring[0])))


def _finished(ways: dict[str, tuple[str, ...]]) -> list[str]:
    """The channels in the order in which a walk along the hand-offs is done with them."""
    seen: set[str] = set()
    done: list[str] = []
    for start in ways:
        waiting = [(start, False)]
        while waiting:
            here, left = waiting.pop()
            if left:
                done.append(here)
            elif here not in seen:
                seen.add(here)
                waiting.append((here, True))
                waiting.extend((one, False) for one in ways[here] if one not in seen)
    return done


def handoffs_said(source: Source, found: Handoffs) -> str:
    """What happens to somebody whom a channel cannot help, in a sentence."""

    def name(id_: str) -> str:
        channel = source.get(id_)
        return f"“{channel.title}”" if channel is not None else id_

    if not source.ids("channel"):
        return "No channel is named yet, so nothing is handed over."
    if found.traps:
        more = f" (and {len(found.traps) - 1} more)" if len(found.traps) > 1 else ""
        return f"From {name(found.traps[0])}{more} no way leads to a person: who has an unusual question is stuck there."
    if found.dead_ends:
        named = " and ".join(name(one) for one in found.dead_ends[:2])
        more = f" and {len(found.dead_ends) - 2} more" if len(found.dead_ends) > 2 else ""
        return f"A way to people leads from everywhere; {named}{more} hand over to nobody."
    if found.circles:
        named = " and ".join(name(one) for one in found.circles[0][:2])
        return (
            f"Everybody can be handed over; {named} hand over to each other: somebody has to keep the case."
        )
    return "From every channel a way leads on to people, and none leads in a circle."


def handoffs_measured(source: Source) -> Measure:
    """Dead ends, circles, and machines that do not lead to people."""
    found = handoffs(source)
    value = {
        "handoffs": len(found.edges),
        "dead_ends": list(found.dead_ends),
        "no_person": list(found.traps),
        "circles": [list(ring) for ring in found.circles],
        "undeclared": list(found.undeclared),
    }
    parts = (*found.dead_ends, *(one for ring in found.circles for one in ring))
    said = handoffs_said(source, found)
    return Measure(
        "handoffs", said, value if source.ids("channel") else None, "channels", tuple(dict.fromkeys(parts))
    )
