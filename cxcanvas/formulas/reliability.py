"""Whether several questions ask the same: Cronbach's alpha with Feldt's interval; and how people use a scale.

alpha = k / (k - 1) (1 - sum of the items' variances / variance of the sum) (Cronbach 1951). Feldt (1965):
(1 - alpha) / (1 - estimate) follows an F distribution with n - 1 and (n - 1)(k - 1) degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, stdev, variance
from typing import Any

from cxcanvas.formulas.figures import NoFigureError, finite, reckoned, share, table, whole

__all__ = ["Reliability", "Style", "alpha", "feldt", "styles"]

_MOST = 1_000_000_000  # people or items; beyond it the quantile of F is none any more


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha, its 95% interval, how many answered and how many items there are."""

    alpha: float
    low: float
    high: float
    n: int
    items: int


def alpha(rows: Any) -> Reliability:
    """Cronbach's alpha of answers, one row a person, one column an item; a row with a gap is left out."""
    found = table(rows, "the answers")
    n, items = len(found), len(found[0])
    if items < 2:
        raise NoFigureError("one item alone has no reliability of this kind")
    total = variance([sum(row) for row in found])
    if not total:
        alike = all(row == found[0] for row in found)
        who = "all answered alike" if alike else "everybody's answers add up to the same"
        raise NoFigureError(f"{who}: there is nothing that the items could agree in")
    value = items / (items - 1) * (1 - sum(variance(column) for column in zip(*found, strict=True)) / total)
    low, high = feldt(value, n, items)
    return Reliability(value, low, high, n, items)


def feldt(value: float, n: int, items: int, level: float = 0.95) -> tuple[float, float]:
    """Feldt's interval of an alpha that n people and so many items gave (Feldt, Woodruff and Salih 1987, formulas 6 and 7)."""
    if finite(value, "alpha") > 1:
        raise NoFigureError(f"an alpha is at most 1, and this is {value:g}")
    if whole(n, "the number of people", _MOST) < 2 or whole(items, "the number of items", _MOST) < 2:
        raise NoFigureError("an interval of alpha needs two people and two items")
    from scipy.special import fdtri  # the quantile of F, without the half second that scipy.stats takes

    beyond = (1 - share(level, "the level")) / 2
    free = (n - 1, (n - 1) * (items - 1))
    low, high = (
        reckoned(1 - (1 - value) * float(fdtri(*free, at)), "the interval of alpha")
        for at in (1 - beyond, beyond)
    )
    return low, high


@dataclass(frozen=True, slots=True)
class Style:
    """How people use a scale: who never gives its top, how extreme each is, and what is left without that.

    `centred` are the columns' means after each person's own mean and spread are taken out; none where
    everybody gave one answer to everything.
    """

    never_top: tuple[int, ...]
    extreme: tuple[float, ...]
    means: tuple[float, ...]
    centred: tuple[float, ...]
    n: int

    @property
    def never_top_share(self) -> float:
        """The share of people who never give the highest mark."""
        return len(self.never_top) / self.n


def styles(rows: Any, bottom: float, top: float) -> Style:
    """How each person (a row) used a scale from `bottom` to `top`; rows are counted from 1."""
    found = table(rows, "the answers", least=1)
    if not found[0]:
        raise NoFigureError("there are no items")
    if finite(bottom, "the lowest mark") >= finite(top, "the highest mark"):
        raise NoFigureError("all gave one and the same answer: nothing tells how they use the scale")
    if any(not bottom <= one <= top for row in found for one in row):
        raise NoFigureError(f"an answer lies outside the scale from {bottom:g} to {top:g}")
    never = tuple(place for place, row in enumerate(found, start=1) if top not in row)
    extreme = tuple(sum(one in (bottom, top) for one in row) / len(row) for row in found)
    scores = [_centred(row) for row in found]
    usable = [row for row in scores if row]
    centred = tuple(fmean(column) for column in zip(*usable, strict=True))
    return Style(
        never, extreme, tuple(fmean(column) for column in zip(*found, strict=True)), centred, len(found)
    )


def _centred(row: list[float]) -> list[float]:
    """A person's answers in their own measure; nothing where they always answered alike."""
    width = stdev(row) if len(row) > 1 else 0.0
    return [(one - fmean(row)) / width for one in row] if width else []
