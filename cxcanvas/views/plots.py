"""The pictures of numbers that one interval cannot show: who stays, year by year, and what a result hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from cxcanvas.measures.case import called
from cxcanvas.measures.model import Measure
from cxcanvas.views.phrases import percent, short
from cxcanvas.views.scene import Eye

_LEFT, _RIGHT, _TOP, _BOTTOM = 38.0, 300.0, 8.0, 112.0
MOST_CURVES: Final = 4
_MOST_BARS: Final = 8


@dataclass(frozen=True, slots=True)
class Curve:
    """Who is left of a group: points that were counted, the model's line through and beyond them, its interval.

    `counted` and `projected` are paths and `band` a polygon, ready to be drawn; `points` are (x, y).
    """

    name: str
    said: str
    points: tuple[tuple[float, float], ...]
    counted: str
    projected: str
    band: str
    end: float  # where counting ends
    years: tuple[tuple[float, str], ...]
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How much a result hangs on one number: a rank correlation from −1 to +1."""

    at: str
    name: str
    value: float
    said: str


def curves(found: Measure, eye: Eye) -> tuple[Curve, ...]:
    """The retention of each group that has a model."""
    each = found.value or {}
    return tuple(_curve(eye.title(id_), one) for id_, one in each.items() if "survival" in one)[:MOST_CURVES]


def _curve(name: str, one: dict[str, Any]) -> Curve:
    seen, model, between = one["observed"], one["survival"], one["survival_interval"]
    last, years = len(seen) - 1, max(len(seen), len(model)) - 1

    def x(year: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * year / years

    line = [f"{x(year):.1f} {_y(share):.1f}" for year, share in enumerate(model)]
    upper = [f"{x(year):.1f} {_y(high):.1f}" for year, (_, high) in enumerate(between or ())]
    lower = [f"{x(year):.1f} {_y(low):.1f}" for year, (low, _) in enumerate(between or ())]
    rows = tuple(
        (
            str(year),
            percent(seen[year]) if year <= last else "",
            percent(model[year]) if year < len(model) else "",
            " to ".join(map(percent, between[year])) if between and year < len(between) else "",
        )
        for year in range(years + 1)
    )
    return Curve(
        name, _said(name, one), tuple((x(year), _y(share)) for year, share in enumerate(seen)),
        "M" + "L".join(line[: last + 1]), "M" + "L".join(line[last:]) if last < len(line) - 1 else "",
        " ".join((*upper, *reversed(lower))), x(last),
        tuple((x(year), str(year)) for year in sorted({0, last, years})), rows,
    )  # fmt: skip


def _y(share: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * share


def _said(name: str, one: dict[str, Any]) -> str:
    seen, model, between = one["observed"], one["survival"], one["survival_interval"]
    last, end = len(seen) - 1, len(model) - 1
    counted = (
        f"{short(name, 40)}: {_of(seen[last])} left after {last} year{'' if last == 1 else 's'}, counted"
    )
    if last >= end:
        return counted
    sure = f", 95% interval {_of(between[end][0])} to {_of(between[end][1])}" if between else ""
    lacks = f"; no interval: {one['interval_why']}" if one.get("interval_why") else ""
    return f"{counted}; {_of(model[end])} after {end}, projected{sure}{lacks}"


def _of(share: float) -> str:
    return f"{share:.0%}"


def bars(found: Measure, eye: Eye) -> tuple[Bar, ...]:
    """What a simulated result hangs on, most first."""
    hangs = (found.value or {}).get("tornado", {})
    first = sorted(hangs, key=lambda at: -abs(hangs[at]))[:_MOST_BARS]
    return tuple(Bar(at, _plainly(called(eye, at)), hangs[at], _signed(hangs[at])) for at in first)


def _plainly(name: str) -> str:
    """A name without its quotation marks."""
    bare = name.removeprefix("“").removesuffix("”").removeprefix("the ")
    return short(f"{bare[:1].upper()}{bare[1:]}", 60)


def _signed(value: float) -> str:
    """A number with its sign and two digits."""
    said = f"{value:+.2f}".replace("-", "−")
    return "0.00" if said in ("+0.00", "−0.00") else said
