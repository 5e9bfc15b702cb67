"""When a reader looked last at each review, in one cookie: ids of events and a time, and nobody's name.

The cookie holds `REVIEW:BEFORE:LAST:TIME|…`, the latest review at the end; what no browser would keep is dropped from the
beginning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

__all__ = ["VISIT", "Look", "looks", "seen"]

#: After so many seconds without a look, what was said meanwhile is new.
VISIT: Final = 1800
#: Signs of the cookie: browsers keep 4,096 with its name and attributes.
LONGEST: Final = 3_000
#: Signs of an event's id, and heads of a log that are remembered.
ID: Final = 16
HEADS: Final = 20
_ENTRY: Final = re.compile(r"([0-9a-f]{12}):([0-9a-f.]{0,400}):([0-9a-f.]{0,400}):(\d{1,12})")


class Look(NamedTuple):
    """The heads of the log at the visit before, and at the last look; when that was."""

    before: str
    last: str
    at: int


def looks(cookie: str) -> dict[str, Look]:
    """What a cookie says, by review; what is none is nothing."""
    found = (_ENTRY.fullmatch(one) for one in cookie[: 2 * LONGEST].split("|"))
    return {one[1]: Look(one[2], one[3], int(one[4])) for one in found if one is not None}


def seen(every: Mapping[str, Look], review: str, heads: Sequence[str], now: int) -> tuple[str, Look]:
    """The cookie after a look at a review, and what it says of that review."""
    known = every.get(review[:12], Look("", "", 0))
    before = known.last if known.last and now - known.at > VISIT else known.before
    look = Look(before, ".".join(one[:ID] for one in heads[:HEADS]), now)
    kept = {**{one: each for one, each in every.items() if one != review[:12]}, review[:12]: look}
    told = [f"{one}:{each.before}:{each.last}:{each.at}" for one, each in kept.items()]
    while len(told) > 1 and sum(map(len, told)) + len(told) > LONGEST:
        del told[0]
    return "|".join(told), look
