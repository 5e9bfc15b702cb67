"""How customer groups moved on the loyalty matrix from one version of a canvas to a later one.

A move is a change of what was written down: it may be the customers that changed, or what is known of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxcanvas.measures.held import listed
from cxcanvas.measures.reading import Source, customers
from cxcanvas.measures.relationship import Standing, standing

__all__ = ["Move", "as_json", "moved_said", "movements"]


@dataclass(frozen=True, slots=True)
class Move:
    """A group and where it stood before and stands now; None where it was not there, or is no more."""

    party: str
    name: str
    before: Standing | None
    after: Standing | None

    @property
    def cells(self) -> tuple[str | None, str | None]:
        """The cell before and now."""
        return (self.before.cell if self.before else None, self.after.cell if self.after else None)

    @property
    def steps(self) -> tuple[float | None, float | None]:
        """How far it moved by relevance and by affective commitment; None where one of the two is not known."""
        if self.before is None or self.after is None:
            return None, None
        pairs = (
            (self.before.relevance, self.after.relevance),
            (self.before.affective, self.after.affective),
        )
        relevance, affective = (None if one is None or two is None else two - one for one, two in pairs)
        return relevance, affective


def movements(before: Source, after: Source) -> tuple[Move, ...]:
    """Every group of either version that stands elsewhere than it stood, in the order of the later one."""
    then = {one.id: one for one in customers(before)}
    now = {one.id: one for one in customers(after)}
    found = []
    for id_ in dict.fromkeys((*now, *then)):
        was = standing(before, id_) if id_ in then else None
        stands = standing(after, id_) if id_ in now else None
        if was != stands:
            name = (now.get(id_) or then[id_]).title
            found.append(Move(id_, name, was, stands))
    return tuple(found)


def moved_said(found: tuple[Move, ...]) -> str:
    """What moved, in a sentence."""
    if not found:
        return "No customer group moved on the loyalty matrix."
    return f"{listed(_said(one) for one in found)}.".replace("-", "−")


def _said(one: Move) -> str:
    before, after = one.cells
    if one.before is None:
        return f"“{one.name}” is new" + (f" among the {after}" if after else "")
    if one.after is None:
        return f"“{one.name}” is gone" + (f" from the {before}" if before else "")
    if before != after:
        return f"“{one.name}” went from {before or 'nowhere'} to {after or 'nowhere'}"
    far = [
        f"{step:+g} by {axis}"
        for step, axis in zip(one.steps, ("relevance", "wanting to stay"), strict=True)
        if step
    ]
    where = f"stays among the {after}" if after else "has no place yet"
    return f"“{one.name}” {where}" + (f" ({listed(far)})" if far else "")


def as_json(found: tuple[Move, ...]) -> list[dict[str, Any]]:
    """The moves as JSON."""
    return [
        {"party": one.party, "from": one.cells[0], "to": one.cells[1], "relevance": one.steps[0], "affective": one.steps[1]}
        for one in found
    ]  # fmt: skip
