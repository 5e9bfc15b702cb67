"""The emotion curve: one point a step, in the order in which the customer lives through them.

Volatility = root mean square of the changes from one point to the next (von Neumann 1941; for feelings Jahng,
Wood and Trull 2008, Psychological Methods 13): of two curves with the same points, the one that goes up and
down is the more volatile.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from cxcanvas.canvas import Element
from cxcanvas.measures.evidence import is_customers
from cxcanvas.measures.model import Measure
from cxcanvas.measures.order import columns, stages_of_journey, steps_of_stage
from cxcanvas.measures.reading import Source, entries, number, words


@dataclass(frozen=True, slots=True)
class Feeling:
    """The strongest feeling at a step."""

    step: str
    slug: str
    valence: float
    label: str
    known_by: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """The points along a journey, and what they come to."""

    points: tuple[Feeling, ...]
    mean: float | None = None
    peak: float | None = None
    end: float | None = None
    peak_end: float | None = None
    lowest: str | None = None
    volatility: float | None = None


def feeling_at(source: Source, step_id: str) -> Feeling | None:
    """The strongest feeling of a customer at a step; of two as strong, the worse."""
    step = source.get(step_id)
    if step is None:
        return None
    felt = [
        (slug, one, valence)
        for slug, one in entries(step.get("emotions"))
        if (valence := number(one.get("valence"), -3, 3)) is not None and is_customers(source, one)
    ]
    if not felt:
        return None
    slug, one, valence = max(felt, key=lambda entry: (abs(entry[2]), entry[2] < 0))
    label = words(one.get("label")) or words(one.get("name"))
    return Feeling(step_id, slug, valence, label, words(one.get("known_by")))


def summary(points: Iterable[Feeling]) -> Curve:
    """Mean, peak, end and lowest of some points (peak-end: Kahneman and others 1993)."""
    found = tuple(points)
    if not found:
        return Curve(())
    values = [one.valence for one in found]
    peak = max(values, key=lambda value: (abs(value), value < 0))
    lowest = min(found, key=lambda one: one.valence)
    mean = sum(values) / len(values)
    return Curve(found, mean, peak, values[-1], (peak + values[-1]) / 2, lowest.step, volatility(values))


def volatility(values: list[float]) -> float | None:
    """The root mean square of the changes from one to the next; None for less than two."""
    turns = [(after - before) ** 2 for before, after in itertools.pairwise(values)]
    return sqrt(sum(turns) / len(turns)) if turns else None


def emotion_curve(
    source: Source, journey_id: str, inside: Mapping[str, tuple[str, ...]] | None = None
) -> Curve:
    """The curve of a journey, stage by stage; `inside` are the steps of each stage where they are known already."""
    stages = stages_of_journey(source, journey_id)
    each = (
        inside.get(stage, ()) if inside is not None else steps_of_stage(source, stage) for stage in stages
    )
    felt = (feeling_at(source, step) for some in each for step in some)
    return summary(one for one in felt if one is not None)


def said(curve: Curve, low: Element | None) -> str:
    """The curve in a sentence."""
    if curve.end is None or curve.peak is None:
        return "No feelings on this journey yet."
    where = (
        f" The lowest point, {signed(min(one.valence for one in curve.points))}, is “{low.title}”."
        if low
        else ""
    )
    return f"The journey {ends(curve.points[0].valence, curve.end)}.{where}"


def ends(start: float, end: float) -> str:
    """How a journey ends, in words."""
    well = "ends well" if end > 0 else "ends badly" if end < 0 else "ends without feeling"
    if len({start, end}) == 1:
        return f"{well}, as it began ({signed(end)})"
    return f"{well}: it begins at {signed(start)} and ends at {signed(end)}"


def each_said(curve: Curve) -> str:
    """The numbers of a curve in a row, with how far the feeling moves from one point to the next."""
    if curve.mean is None or curve.peak is None or curve.end is None or curve.peak_end is None:
        return "no feelings yet"
    told = (("mean", curve.mean), ("peak", curve.peak), ("end", curve.end), ("peak-end", curve.peak_end))
    row = ", ".join(f"{name} {signed(value)}" for name, value in told)
    if curve.volatility is None:
        return f"{row}; with one point nothing tells how restless it is"
    return f"{row}; volatility {curve.volatility:.2g} (how far a feeling lies from the one before, root mean square)"


def signed(value: float) -> str:
    """A number with its sign, as it is printed (+2, −3, 0)."""
    return f"{value:+.3g}".replace("-", "−") if value else "0"


def measured(source: Source) -> Measure:
    """The emotion curve of every journey."""
    inside = columns(source)
    found = {one.id: emotion_curve(source, one.id, inside) for one in source.of("journey")}
    value = {
        id_: {
            "sequence": [[one.step, one.valence] for one in curve.points],
            "mean": curve.mean, "peak": curve.peak, "end": curve.end, "peak_end": curve.peak_end,
            "lowest": curve.lowest, "volatility": curve.volatility,
        }
        for id_, curve in found.items()
    }  # fmt: skip
    first = next((one for one in found.values() if one.points), Curve(()))
    parts = tuple(f"{one.step}.emotions.{one.slug}" for curve in found.values() for one in curve.points)
    low = source.get(first.lowest) if first.lowest else None
    return Measure("emotion_curve", said(first, low), value or None, "−3 to +3", parts)
