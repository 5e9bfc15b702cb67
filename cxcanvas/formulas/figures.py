"""What every formula says when its numbers allow no figure, and how it reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from numbers import Real
from typing import Any, TypeGuard

from cxcanvas.errors import CxError
from cxcanvas.vocabulary.fields import LARGEST


class NoFigureError(CxError):
    """There is no figure, and the text says why in one sentence."""


def _is_number(value: Any) -> TypeGuard[float]:
    """Whether it is a number, however large; numpy's are, flags and words are not."""
    return isinstance(value, Real) and not isinstance(value, bool) and bool(value == value)


def is_usable(value: Any) -> TypeGuard[float]:
    """Whether it can be calculated with: a number that is one, and none that nobody counts to."""
    return _is_number(value) and abs(value) <= LARGEST


def finite(value: Any, name: str) -> float:
    """A number that is one; NoFigureError for infinity, for what is not a number, and for what nobody counts to."""
    if not _is_number(value) or (isinstance(value, float) and not isfinite(value)):
        raise NoFigureError(f"{name} is not a finite number")
    if abs(value) > LARGEST:
        raise NoFigureError(f"{name} is too large to calculate with")
    return float(value)


def reckoned(value: float, name: str) -> float:
    """A result; NoFigureError where it grew beyond all numbers on the way."""
    if not isfinite(value):
        raise NoFigureError(f"{name} grows beyond all numbers")
    return value


def listed(values: Any, name: str) -> list[Any]:
    """What stands in a row; NoFigureError for one value alone, and for words."""
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise NoFigureError(f"{name}: a row of numbers is needed")
    return list(values)


def finite_list(values: Any, name: str) -> list[float]:
    """Numbers that are all finite."""
    return [finite(value, f"{name} {place}") for place, value in enumerate(listed(values, name))]


def whole(value: Any, name: str, most: float = LARGEST) -> int:
    """A whole number from 0 on."""
    found = finite(value, name)
    if not 0 <= found <= most or found != int(found):
        raise NoFigureError(f"{name} is {found:g}; it is a whole number from 0 to {most:,.0f}")
    return int(found)


def share(value: float, name: str) -> float:
    """A number from 0 to 1."""
    found = finite(value, name)
    if not 0 <= found <= 1:
        raise NoFigureError(f"{name} is {found:g}; it lies between 0 and 1")
    return found


def rate(value: float, name: str = "the discount rate") -> float:
    """A rate for a period, such as 0.09; above -100%."""
    found = finite(value, name)
    if found <= -1:
        raise NoFigureError(f"{name} is {found:.0%}; at −100% and below nothing can be discounted")
    return found


def table(rows: Any, name: str, least: int = 2) -> list[list[float]]:
    """Rows of the same length, with numbers only; a row with a gap, or with what is no number, is left out."""
    given = [listed(row, f"a row of {name}") for row in listed(rows, name)]
    found = [[float(one) for one in row] for row in given if all(map(is_usable, row))]
    if len({len(row) for row in found}) > 1:
        raise NoFigureError(f"the rows of {name} are not of one length")
    if len(found) < least:
        raise NoFigureError(
            f"{len(found)} row{' is' if len(found) == 1 else 's are'} complete in {name}; {least} are needed"
        )
    return found
