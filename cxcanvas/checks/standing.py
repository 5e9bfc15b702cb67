"""How a problem is shown: as a contradiction, as something that is not there yet, or as a hint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cxcanvas.checks.rules import BOOK
from cxcanvas.errors import Problem
from cxcanvas.vocabulary import field_at
from cxcanvas.vocabulary.fields import DEPTHS, Depth

__all__ = ["by_element", "depth_of", "is_contradiction", "is_hint"]


def is_contradiction(problem: Problem) -> bool:
    """Whether it speaks of things that stand there and cannot stay so, rather than of something that is missing.

    That is: its rule asks for no field, and it is more than a remark.
    """
    return problem.severity != "info" and not (problem.rule in BOOK and BOOK[problem.rule].asks)


def is_hint(problem: Problem) -> bool:
    """Whether it is a remark only: it is counted by itself, never among what is not there yet."""
    return problem.severity == "info"


def depth_of(problem: Problem) -> Depth:
    """From which depth on it is shown: the deepest of the fields that its rule asks for; a remark is for working it out."""
    asks = BOOK[problem.rule].asks if problem.rule in BOOK else ()
    if not asks:
        return "work" if problem.severity == "info" else "sketch"
    return _DEPTH[problem.rule]


def by_element(problems: Iterable[Problem]) -> dict[str, tuple[Problem, ...]]:
    """Problems by the element or record that they are at."""
    found: dict[str, tuple[Problem, ...]] = {}
    for one in problems:
        head = one.address.partition(".")[0]
        found[head] = (*found.get(head, ()), one)
    return found


def _deepest(asks: tuple[str, ...]) -> Depth:
    found = (field_at(kind, tuple(rest.split("."))) for kind, _, rest in (one.partition(".") for one in asks))
    return max((one.depth for one in found if one is not None), key=DEPTHS.index, default="sketch")


_DEPTH: Final[dict[str, Depth]] = {one.name: _deepest(one.asks) for one in BOOK.values() if one.asks}
