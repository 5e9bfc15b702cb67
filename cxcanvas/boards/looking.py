"""When a designer looked last at a review: what was said since is new, until they have been away for a while."""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cxcanvas.review import State

#: So often, in seconds, a look is noted.
OFTEN: Final = 60
#: Signs of an id, and heads of a log, that are remembered.
_SHORT: Final = 12
_HEADS: Final = 3
_MOST: Final = 50

Words = tuple[str, ...]


class Looks:
    """The last looks, each as one word: `REVIEW BEFORE LAST SECONDS`; `kept` gives them, `keep` has them kept."""

    def __init__(self, kept: Callable[[], Words], keep: Callable[[Words], None]) -> None:
        self._kept, self._keep = kept, keep

    def look(self, review: str, state: State, seen: bool = True) -> Words:
        """The heads of the log at the visit before this one; none at the first.

        Asking is a look, unless it is not `seen`: drawn because somebody else said something.
        """
        from cxcanvas.review.visits import came_back, heads_of, word_of

        every = {one.partition(" ")[0]: one for one in self._kept()}
        _, before, last, then = (*every.pop(review[:_SHORT], "").split(" "), "", "", "", "")[:4]
        now = int(time())
        at = int(then) if then.isdigit() else now
        if came_back(last, at, now):
            before = last
        heads = word_of(state.heads, _HEADS, _SHORT)
        if seen and (heads != last or not then or now - at > OFTEN):
            told = f"{review[:_SHORT]} {before} {heads} {now}"
            self._keep((*list(every.values())[-_MOST:], told))
        return heads_of(before, state, _SHORT)
