"""When a designer looked last at a review: what was said since is new, until they have been away for a while."""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cxcanvas.review import State

#: After so many seconds without a look, what was said meanwhile is new; so often a look is noted.
VISIT: Final = 1800
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
        every = {one.partition(" ")[0]: one for one in self._kept()}
        _, before, last, then = (*every.pop(review[:_SHORT], "").split(" "), "", "", "", "")[:4]
        now = int(time())
        since = now - int(then) if then.isdigit() else 0
        if since > VISIT:
            before = last
        heads = ".".join(one[:_SHORT] for one in state.heads[:_HEADS])
        if seen and (heads != last or not then or since > OFTEN):
            told = f"{review[:_SHORT]} {before} {heads} {now}"
            self._keep((*list(every.values())[-_MOST:], told))
        short = before.split(".")
        return tuple(id_ for id_ in state.events if id_[:_SHORT] in short)
