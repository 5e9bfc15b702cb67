"""What a feature does to satisfaction, from answers to pairs of questions (Kano and others 1984).

A wave of an indicator whose instrument is `kano_pair` counts people by category. Better = (attractive +
one-dimensional) / those who count, worse = -(one-dimensional + must-be) / the same (Berger and others 1993);
reverse and questionable answers do not count. A feature is what most said of it; where two are equal, what
hurts more when it is missing comes first: must-be, one-dimensional, attractive, indifferent.
"""

from __future__ import annotations

from typing import Any, Final

from cxcanvas.canvas import Element
from cxcanvas.formulas.figures import NoFigureError
from cxcanvas.formulas.intervals import wilson
from cxcanvas.formulas.kano import coefficients
from cxcanvas.measures.answered import Wave
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, entries, number, words
from cxcanvas.values import Frozen

__all__ = ["CATEGORIES", "is_kano", "kano_measured"]

#: Word of the vocabulary -> letter of the table; of equal counts the first is the feature's.
CATEGORIES: Final = {
    "must_be": "M", "one_dimensional": "O", "attractive": "A", "indifferent": "I", "reverse": "R", "questionable": "Q",
}  # fmt: skip
INSTRUMENT: Final = "kano_pair"


def is_kano(wave: Wave) -> bool:
    """Whether a wave asked pairs of questions about a feature."""
    return wave.instrument == INSTRUMENT


def kano_measured(source: Source) -> Measure:
    """The two coefficients of every feature that was asked for, with their intervals."""
    value: dict[str, Any] = {}
    for one in source.of("indicator"):
        for slug, wave in entries(one.get("waves")):
            if words(wave.get("instrument")) == INSTRUMENT:
                value[f"{one.id}.waves.{slug}"] = _feature(wave)
    return Measure("kano", _said(source, value), value or None, "better 0 to 1, worse −1 to 0", tuple(value))


def _feature(wave: Frozen) -> dict[str, Any]:
    given = wave.get("distribution")
    if not isinstance(given, Frozen):
        return {"why": "the answers are not counted by category: " + ", ".join(CATEGORIES)}
    strange = [str(name) for name in given if name not in CATEGORIES]
    if strange:
        return {"why": f"“{strange[0]}” is no category; there are {', '.join(CATEGORIES)}"}
    odd = [str(name) for name, count in given.items() if number(count, 0) is None]
    if odd:
        return {"why": f"the count of {odd[0]} is no number from 0 on"}
    counts = {letter: number(given.get(name), 0) or 0.0 for name, letter in CATEGORIES.items()}
    try:
        found = coefficients(counts)
        better, worse = (wilson(round(abs(one) * found.n, 9), found.n) for one in (found.better, found.worse))
    except NoFigureError as none:
        return {"why": str(none)}
    most = max(CATEGORIES, key=lambda name: counts[CATEGORIES[name]])
    return {
        "better": found.better, "better_interval": list(better), "worse": found.worse,
        "worse_interval": [-one for one in reversed(worse)], "n": found.n, "asked": sum(counts.values()), "category": most,
    }  # fmt: skip


def _said(source: Source, value: dict[str, Any]) -> str:
    known = {at: one for at, one in value.items() if "better" in one}
    if not known:
        why = next((one["why"] for one in value.values()), "")
        return (
            f"What a feature does to satisfaction cannot be said: {why}."
            if why
            else "Nobody was asked with and without a feature, so nothing tells what it does to satisfaction."
        )
    at = min(known, key=lambda one: (known[one]["worse"], -known[one]["better"]))
    one, element = known[at], source.get(at.partition(".")[0])
    low, high = one["worse_interval"]
    said = (
        f"Missing hurts most with “{_title(element, at)}”: {one['worse']:.2f} ({low:.2f} to {high:.2f}); being there pleases by "
        f"{one['better']:.2f}, {one['n']:,.0f} answers."
    )
    return said.replace("-", "−")


def _title(element: Element | None, at: str) -> str:
    return element.title if element is not None else at
