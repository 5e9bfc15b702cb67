"""When a reader looked last at each review, in one cookie: ids of events, marks of changes and a time, and nobody's name.

The cookie holds `REVIEW:BEFORE:LAST:TIME:CHANGED BEFORE:CHANGED LAST|…`, the latest review at the end; what no browser would keep is dropped from the
beginning.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from cxcanvas.review.visits import came_back, word_of

__all__ = ["Look", "looks", "mark", "marks", "seen"]

#: Signs of the cookie: browsers keep 4,096 with its name and attributes.
LONGEST: Final = 3_000
#: Signs of an event's id, and heads of a log that are remembered.
ID: Final = 16
HEADS: Final = 20
_ENTRY: Final = re.compile(
    r"([0-9a-f]{12}):([0-9a-f.]{0,400}):([0-9a-f.]{0,400}):(\d{1,12})(?::([0-9a-f]{0,240}):([0-9a-f]{0,240}))?"
)
#: Signs that a change of the concept is known by, and changes that are remembered; where there are more, none is.
_MARK: Final = 4
_CHANGES: Final = 60
_UNKNOWN: Final = "0"


class Look(NamedTuple):
    """The heads of the log at the visit before, and at the last look; when that was; what had changed by then."""

    before: str
    last: str
    at: int
    changed_before: str = ""
    changed: str = ""

    @property
    def known(self) -> frozenset[str] | None:
        """The marks of the changes that were there at the visit before; None where nobody knows."""
        return marks(self.changed_before) if self.before and self.changed_before != _UNKNOWN else None


def mark(sentence: str) -> str:
    """What a change of the concept is known by again."""
    return hashlib.sha256(sentence.encode("utf-8", "replace")).hexdigest()[:_MARK]


def marks(changed: str) -> frozenset[str]:
    """The marks that a cookie holds."""
    return frozenset(changed[at : at + _MARK] for at in range(0, len(changed), _MARK))


def looks(cookie: str) -> dict[str, Look]:
    """What a cookie says, by review; what is none is nothing."""
    found = (_ENTRY.fullmatch(one) for one in cookie[: 2 * LONGEST].split("|"))
    return {
        one[1]: Look(
            one[2],
            one[3],
            int(one[4]),
            _UNKNOWN if one[5] is None else one[5],
            _UNKNOWN if one[6] is None else one[6],
        )
        for one in found
        if one is not None
    }


def seen(
    every: Mapping[str, Look], review: str, heads: Sequence[str], now: int, changes: Iterable[str] = ()
) -> tuple[str, Look]:
    """The cookie after a look at a review, and what it says of that review; `changes` are sentences."""
    known = every.get(review[:12], Look("", "", 0))
    again = came_back(known.last, known.at, now)
    before, earlier = (known.last, known.changed) if again else (known.before, known.changed_before)
    told_of = [mark(one) for one in changes]
    changed = "".join(told_of) if len(told_of) <= _CHANGES else _UNKNOWN
    look = Look(before, word_of(heads, HEADS, ID), now, earlier, changed)
    kept = {**{one: each for one, each in every.items() if one != review[:12]}, review[:12]: look}
    told = [
        f"{one}:{each.before}:{each.last}:{each.at}:{each.changed_before}:{each.changed}"
        for one, each in kept.items()
    ]
    while len(told) > 1 and sum(map(len, told)) + len(told) > LONGEST:
        del told[0]
    return "|".join(told), look
