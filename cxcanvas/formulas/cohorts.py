"""A cohort: how many are left, year by year."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from cxcanvas.formulas.figures import NoFigureError, finite_list


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who began, and how many of them were left after each period."""

    left: tuple[float, ...]

    @property
    def size(self) -> float:
        """How many began."""
        return self.left[0]

    @property
    def periods(self) -> int:
        """Over how many periods it was watched."""
        return len(self.left) - 1

    @property
    def lost(self) -> tuple[float, ...]:
        """How many left in each period."""
        return tuple(before - after for before, after in zip(self.left, self.left[1:], strict=False))

    @property
    def rates(self) -> tuple[float, ...]:
        """The share kept in each period; shorter where nobody was left to be kept."""
        pairs = zip(self.left, self.left[1:], strict=False)
        return tuple(after / before for before, after in pairs if before > 0)


def cohort(left: Iterable[float]) -> Cohort:
    """A cohort from its counts or percentages, those who began first; NoFigureError says what is wrong."""
    found = finite_list(left, "the cohort's number")
    if len(found) < 2:
        raise NoFigureError("a cohort needs those who began and at least one later count")
    if found[0] <= 0:
        raise NoFigureError("nobody is in the cohort")
    for place, (before, after) in enumerate(itertools.pairwise(found), start=1):
        if after < 0:
            raise NoFigureError(f"{after:g} are left after period {place}: fewer than none")
        if after > before:
            raise NoFigureError(
                f"the cohort grows in period {place}, from {before:g} to {after:g}: whoever joins later belongs to another one"
            )
    return Cohort(tuple(found))
