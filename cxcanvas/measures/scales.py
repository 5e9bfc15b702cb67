"""Answers on a scale, other than recommendation: satisfaction, effort, commitment, wave by wave.

Each wave has its mean with Student's interval, the share of the highest mark and of the two highest with
Wilson's, and where it is known how many never give the highest mark, what could be reached at best and how
many of those who ever give it did. The last two waves are compared after Welch.
"""

from __future__ import annotations

from typing import Any

from cxcanvas.canvas import Element
from cxcanvas.formulas.intervals import Estimate, wilson
from cxcanvas.measures.answered import Wave, is_recommendation, last_of, waves_of
from cxcanvas.measures.kano import is_kano
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source
from cxcanvas.measures.recommendation import compared

__all__ = ["scales_measured"]


def scales_measured(source: Source) -> Measure:
    """The waves of every indicator that is no recommendation."""
    asked = {one.id: waves for one in source.of("indicator") if (waves := _waves(one))}
    value = {id_: _as_value(waves) for id_, waves in asked.items()}
    parts = tuple(f"{id_}.waves.{wave.slug}" for id_, waves in asked.items() for wave in waves)
    return Measure("scales", _said(source, asked), value or None, "mean of its scale", parts)


def _waves(indicator: Element) -> tuple[Wave, ...]:
    if is_recommendation(indicator):
        return ()
    return tuple(one for one in waves_of(indicator) if not is_kano(one))


def _as_value(waves: tuple[Wave, ...]) -> dict[str, Any]:
    change, unlike = compared(waves)
    told = None if change is None else {
        "value": change.value, "interval": list(change.interval), "p": change.p, "noise": change.noise, "needed": change.needed,
    }  # fmt: skip
    return {"waves": {one.slug: _wave(one) for one in waves}, "difference": told, "unlike": unlike}


def _wave(wave: Wave) -> dict[str, Any]:
    here = wave.estimate
    if here is None:
        return {"value": None, "why": wave.why}
    return {
        "value": here.value, "n": round(here.n), "interval": list(here.interval), "from": here.bottom, "to": here.top,
        "sd": here.variance**0.5, "top": _share(wave.top_share, here), "top_two": _share(wave.top_two_share, here),
        "never_top": wave.never_top, "best_reachable": wave.best, "top_of_those_who_do": wave.top_of_those_who_do,
    }  # fmt: skip


def _share(found: float | None, here: Estimate) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"share": found, "interval": list(wilson(min(here.n, found * here.n), here.n))}


def _said(source: Source, asked: dict[str, tuple[Wave, ...]]) -> str:
    known = [(id_, last) for id_, waves in asked.items() if (last := last_of(waves)) is not None]
    if not known:
        waves = next(iter(asked.values()), ())
        why = f": {waves[-1].why}" if waves else ""
        return f"No answers on a scale can be told{why}."
    id_, last = known[0]
    here, element = last.estimate, source.get(id_)
    if here is None:
        return "No answers on a scale can be told."
    title = element.title if element is not None else id_
    low, high = here.interval
    said = f"“{title}”: {here.value:.2f} of {here.top:g} ({low:.2f} to {high:.2f}), {here.n:,.0f} answers"
    if last.best is not None:
        said += f"; {last.best:.2f} is the best that can be reached"
    return f"{said}.".replace("-", "−")
