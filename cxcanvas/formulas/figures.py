"""What every formula says when its numbers allow no figure, and how it reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, isfinite

from cxcanvas.errors import CxError
from cxcanvas.vocabulary.fields import LARGEST


class NoFigureError(CxError):
    """There is no figure, and the text says why in one sentence."""


def finite(value: float, name: str) -> float:
    """A number that is one; NoFigureError for infinity, for what is not a number, and for what nobody counts to."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value or abs(value) == inf:
        raise NoFigureError(f"{name} is not a finite number")
    if abs(value) > LARGEST:
        raise NoFigureError(f"{name} is too large to calculate with")
    return float(value)


def reckoned(value: float, name: str) -> float:
    """A result; NoFigureError where it grew beyond all numbers on the way."""
    if not isfinite(value):
        raise NoFigureError(f"{name} grows beyond all numbers")
    return value


def finite_list(values: Iterable[float], name: str) -> list[float]:
    """Numbers that are all finite."""
    return [finite(value, f"{name} {place}") for place, value in enumerate(values)]


def share(value: float, name: str) -> float:
    """A number from 0 to 1."""
    found = finite(value, name)
    if not 0 <= found <= 1:
        raise NoFigureError(f"{name} is {found:g}; it lies between 0 and 1")
    return found


def rate(value: float, name: str = "the discount rate") -> float:
    """A rate for a period, such as 0.09; above -100 %."""
    found = finite(value, name)
    if found <= -1:
        raise NoFigureError(f"{name} is {found:.0%}; at −100 % and below nothing can be discounted")
    return found


def table(rows: Sequence[Sequence[float]], name: str, least: int = 2) -> list[list[float]]:
    """Rows of the same length, with numbers only; a row with a gap, or with what is no number, is left out."""
    found = [[float(one) for one in row] for row in rows if all(abs(one) <= LARGEST for one in row)]
    if len({len(row) for row in found}) > 1:
        raise NoFigureError(f"the rows of {name} are not of one length")
    if len(found) < least:
        raise NoFigureError(
            f"{len(found)} row{' is' if len(found) == 1 else 's are'} complete in {name}; {least} are needed"
        )
    return found
