"""How often somebody may say something: a bucket of words for each person and for each address, filled by time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

#: Events at once, and events a second; a person, and an address behind which many people may be.
PERSON: Final = (40.0, 1.0)
ADDRESS: Final = (400.0, 15.0)
MOST: Final = 10_000


#: The sort and the name of a bucket, its rate, and what is left in it.
_Room = tuple[str, str, float, float]


def _longest(rooms: list[_Room]) -> float:
    return max(((1 - room) / rate for _, _, rate, room in rooms if room < 1), default=0.0)


@dataclass
class Limits:
    """Who has said how much lately."""

    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[tuple[str, str], tuple[float, float]] = field(default_factory=OrderedDict)

    def admit(self, person: str, address: str) -> float:
        """0 where this may be said now; else the seconds to wait. What is refused costs nothing."""
        now = self.clock()
        rooms = self._rooms(person, address, now)
        wait = _longest(rooms)
        if wait:
            return wait
        for sort, who, _, room in rooms:
            self._left[sort, who] = (room - 1, now)
            self._left.move_to_end((sort, who))
        while len(self._left) > MOST:
            self._left.popitem(last=False)
        return 0.0

    def wait(self, person: str, address: str = "") -> float:
        """The seconds that `admit` would say, and nothing is counted."""
        return _longest(self._rooms(person, address, self.clock()))

    def _rooms(self, person: str, address: str, now: float) -> list[_Room]:
        each = [("person", person, PERSON), ("address", address, ADDRESS)]
        return [(sort, who, limit[1], self._room(sort, who, limit, now)) for sort, who, limit in each if who]

    def _room(self, sort: str, who: str, limit: tuple[float, float], now: float) -> float:
        most, rate = limit
        left, then = self._left.get((sort, who), (most, now))
        return min(most, left + (now - then) * rate)
