"""Whether a canvas holds together: what a merge must not break although each side was right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Final

from cxcanvas.canvas import Canvas, Element, Value
from cxcanvas.checks.vocabulary import element_problems, record_problems
from cxcanvas.errors import Problem
from cxcanvas.values import same
from cxcanvas.versions import merge as merge_as_told

#: Rules about how elements hang together, each with the kind and the fields that it asks; none asks what day it is.
_STRUCTURE: Final = {
    "broken-order": ("step", ("next", "storyline")),
    "part-of-itself": ("party", ("part_of",)),
    "hands-over-to-itself": ("channel", ("handoff_to",)),
    "for-and-against": ("evidence", ("supports", "contradicts")),
}


def emerged(
    canvas: Canvas, local: Canvas, remote: Canvas, ids: Collection[str], touched: Collection[str]
) -> Iterator[Problem]:
    """What does not hold together in a merged canvas although it did on both sides.

    Values and references of the elements and records in `ids` (those that are as on
    neither side, or point at one of another kind), and circles through `touched` (the
    elements that differ between the sides).
    """
    for id_ in ids:
        found = _problems(canvas, id_)
        if found:
            known = {(one.rule, one.address) for side in (local, remote) for one in _problems(side, id_)}
            yield from (one for one in found if (one.rule, one.address) not in known)
    by_kind = _by_kind(touched, canvas, local, remote)
    for name, (kind, fields) in _STRUCTURE.items():
        if all(_differs(canvas, side, by_kind[kind], kind, fields) for side in (local, remote)):
            yield from _new(name, canvas, local, remote)


def _by_kind(ids: Collection[str], *canvases: Canvas) -> dict[str, list[str]]:
    """The ids by the kinds that a rule asks; one that is of two kinds stands in both."""
    found: dict[str, list[str]] = {kind: [] for kind, _ in _STRUCTURE.values()}
    for id_ in ids:
        for kind in {one.kind for each in canvases if (one := each.get(id_)) is not None}:
            if kind in found:
                found[kind].append(id_)
    return found


def _problems(canvas: Canvas, id_: str) -> tuple[Problem, ...]:
    if id_ in canvas:
        return element_problems(canvas, id_)
    return record_problems(canvas, id_) if id_ in canvas.records else ()


def _differs(
    canvas: Canvas, side: Canvas, touched: Collection[str], kind: str, fields: tuple[str, ...]
) -> bool:
    """Whether what a rule asks differs; where it does not, the rule finds what it found there."""
    for id_ in touched:
        one, other = canvas.get(id_), side.get(id_)
        if one is not other and any(
            not same(_asked(one, kind, name), _asked(other, kind, name)) for name in fields
        ):
            return True
    return False


def _asked(element: Element | None, kind: str, name: str) -> Value:
    return element.get(name) if element is not None and element.kind == kind else None


def _new(name: str, *canvases: Canvas) -> Iterator[Problem]:
    from cxcanvas.checks.look import Look
    from cxcanvas.checks.rules import BOOK  # many rules: loaded when two did change what one of these asks

    rule = BOOK[name]
    found, *known = (rule(Look(one, dt.date.min)) for one in canvases)
    places = {one.address for each in known for one in each}
    for one in found:
        if one.address not in places:
            yield Problem(name, rule.severity, one.address, one.message)


def merge(base: Canvas, local: Canvas, remote: Canvas) -> Canvas:
    """The canvas that two sides have made from `base`, by meaning: see `cxcanvas.versions.merge`.

    What does not hold together in the whole, although it did on each side, is a conflict
    too. What could not be brought together stands in the record `conflicts`, with both sides.
    """
    return merge_as_told(base, local, remote, emerged)
