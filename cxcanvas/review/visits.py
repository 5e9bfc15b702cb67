"""When somebody comes back to a review: what was said since the visit before is new to them, for all of this visit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cxcanvas.review.state import State

__all__ = ["VISIT", "came_back", "heads_of", "word_of"]

#: After so many seconds without a look, the next one begins another visit.
VISIT: Final = 1800


def came_back(last: str, at: int, now: int) -> bool:
    """Whether a look begins another visit: `last` is what the last look saw (`word_of`), `at` when that was, in seconds."""
    return bool(last) and now - at > VISIT


def word_of(heads: Sequence[str], most: int, signs: int) -> str:
    """The heads of a log as one word: the first signs of so many of them at most."""
    return ".".join(one[:signs] for one in heads[:most])


def heads_of(word: str, state: State, signs: int) -> tuple[str, ...]:
    """The events that such a word names, of those that the log still has."""
    short = set(filter(None, word.split(".")))
    return tuple(id_ for id_ in state.events if id_[:signs] in short) if short else ()
