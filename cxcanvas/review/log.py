"""A log of events: read from its lines, put into an order that no clock decides, and what is wrong with it."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, NamedTuple

from cxcanvas.errors import ReviewError
from cxcanvas.review.event import Event, NewerError, parsed, without

__all__ = ["EMPTY", "LONGEST_LINE", "Log", "Trouble", "ancestry", "extended", "read"]

#: Characters of a line; what is longer is not looked into.
LONGEST_LINE: Final = 8_200_000
_MARK: Final = re.compile(r"(<<<<<<<|\|\|\|\|\|\|\||>>>>>>>) |=======$")


class Trouble(NamedTuple):
    """What is wrong with a log: the line (0 where it is none of one line), what, and which event where one knows."""

    line: int
    message: str
    event: str = ""


@dataclass(frozen=True)
class Log:
    """Events by id as they stand in the file, the lines that are none, and why nothing can be added, if so."""

    events: Mapping[str, Event] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    broken: tuple[Trouble, ...] = ()
    read_only: str = ""
    count: int = 0

    @cached_property
    def order(self) -> tuple[Event, ...]:
        """All events, each after its parents and what it speaks of, else by id: the same for every order of the lines.

        What follows a line that is missing comes after all that is whole: it still counts, on what is known.
        """
        ups = {id_: {up for up in _before(one) if up in self.events} for id_, one in self.events.items()}
        waiting = {id_: len(each) for id_, each in ups.items()}
        below: dict[str, list[str]] = {}
        for id_, each in ups.items():
            for up in each:
                below.setdefault(up, []).append(id_)
        cut = {id_ for id_, one in self.events.items() if any(up not in self.events for up in one.parents)}
        ready = [(id_ in cut, id_) for id_, many in waiting.items() if not many]
        heapq.heapify(ready)
        found = []
        while ready:
            after_gap, id_ = heapq.heappop(ready)
            found.append(self.events[id_])
            for down in below.get(id_, ()):
                waiting[down] -= 1
                if after_gap:
                    cut.add(down)
                if not waiting[down]:
                    heapq.heappush(ready, (down in cut, down))
        return tuple(found)

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The events that nothing follows: what is written next names them as its parents."""
        followed = {up for one in self.events.values() for up in one.parents}
        return tuple(sorted(id_ for id_ in self.events if id_ not in followed))

    @cached_property
    def troubles(self) -> tuple[Trouble, ...]:
        """Lines that are no events, and events whose parents are missing, by line."""
        missing = []
        for id_, one in self.events.items():
            gone = [up for up in one.parents if up not in self.events]
            if gone:
                more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
                missing.append(
                    Trouble(self.lines[id_], f"what it follows is missing ({gone[0][:8]}{more})", id_)
                )
        return tuple(sorted((*self.broken, *missing)))

    def ancestors(self, id_: str) -> frozenset[str]:
        """Everything that an event follows, itself included."""
        return ancestry(self.parents, (id_,))

    @cached_property
    def parents(self) -> Mapping[str, tuple[str, ...]]:
        """What each event follows."""
        return {id_: one.parents for id_, one in self.events.items()}

    def only(self, ids: frozenset[str]) -> Log:
        """The log with these events alone."""
        return replace(self, events={id_: one for id_, one in self.events.items() if id_ in ids})

    def with_event(self, event: Event) -> Log:
        """The log with one event more at its end."""
        return extended(self, [event.line])


EMPTY: Final = Log()
#: Fields that name another event: it was there before, as nobody knows an id that is not.
_NAMES: Final = ("to", "event", "snapshot", "supersedes")


def _before(event: Event) -> Iterator[str]:
    """What an event comes after for certain."""
    yield from event.parents
    yield event.review
    for name in _NAMES if event.data is not None else ():
        spoken = event.data.get(name) if event.data is not None else None
        if isinstance(spoken, str):
            yield spoken


def ancestry(parents: Mapping[str, tuple[str, ...]], ids: Iterable[str]) -> frozenset[str]:
    """These events and everything that they follow."""
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        here = waiting.pop()
        if here not in found and here in parents:
            found.add(here)
            waiting.extend(parents[here])
    return frozenset(found)


def read(lines: Iterable[str]) -> Log:
    """The log that these lines hold."""
    return extended(EMPTY, lines)


def extended(log: Log, lines: Iterable[str]) -> Log:
    """The log with further lines; what is broken is told with its number and skipped."""
    events, places, broken = dict(log.events), dict(log.lines), list(log.broken)
    read_only, number = log.read_only, log.count
    for number, line in enumerate(lines, log.count + 1):
        line = line.rstrip("\r\n")
        if not line.strip():
            continue
        try:
            if _MARK.match(line):
                raise ReviewError("it is a mark of a merge that git left; it can be deleted")
            if len(line) > LONGEST_LINE:
                raise ReviewError(f"it has {len(line):,} characters; expected at most {LONGEST_LINE:,}")
            event = parsed(line)
        except NewerError as error:
            read_only = (
                read_only or f"the review log was written by a newer version of cxcanvas (line {number})"
            )
            broken.append(Trouble(number, str(error)))
            continue
        except ReviewError as error:
            broken.append(Trouble(number, str(error)))
            continue
        known = events.get(event.id)
        if known is None:
            events[event.id], places[event.id] = event, number
            continue
        events[event.id] = kept = _barer(known, event)
        same = kept.whole == known.whole == event.whole
        again = f"it stands in line {places[event.id]} already"
        broken.append(
            Trouble(number, again if same else f"{again}, with less taken out in one of them", event.id)
        )
    return replace(log, events=events, lines=places, broken=tuple(broken), read_only=read_only, count=number)


def _barer(one: Event, other: Event) -> Event:
    """Of two lines of one event, what both still say: what was taken out of one is taken out."""
    if other.who is None:  # who it was is never taken out alone
        return without(one, "all")
    return without(one, "words") if other.data is None else one
