"""Raw survey tables: whether the items of a scale agree, and how people use it.

One table a name under `samples`: a row a person, a column an item. The ends of a scale are the lowest and
the highest answer that anybody gave.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cxcanvas.formulas.figures import NoFigureError
from cxcanvas.formulas.intervals import wilson
from cxcanvas.formulas.reliability import alpha, styles
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, number
from cxcanvas.values import Frozen

__all__ = ["reliability_measured", "response_styles_measured", "tables"]

#: Below this the items of a scale do not measure one thing well enough to be added up.
RELIABLE = 0.7
#: With fewer answers than this nobody can be said to avoid a mark.
FEWEST = 5


def tables(source: Source) -> Iterator[tuple[str, list[list[float]]]]:
    """The survey tables by name; what is no number in a row is a gap."""
    found = source.value("samples")
    for name, rows in found.items() if isinstance(found, Frozen) else ():
        if isinstance(rows, tuple) and any(isinstance(row, tuple) for row in rows):
            yield name, [[_answer(one) for one in row] for row in rows if isinstance(row, tuple)]


def _answer(given: Any) -> float:
    found = number(given)
    return float("nan") if found is None else float(found)


def reliability_measured(source: Source) -> Measure:
    """Cronbach's alpha of each table with its 95% interval (Feldt 1965)."""
    value: dict[str, Any] = {}
    for name, rows in tables(source):
        try:
            made = alpha(rows)
            value[name] = {
                "cronbach_alpha": made.alpha,
                "low": made.low,
                "high": made.high,
                "n": made.n,
                "items": made.items,
            }
        except NoFigureError as none:
            value[name] = {"why": str(none)}
    parts = tuple(f"samples.{name}" for name in value)
    return Measure("reliability", _reliability_said(value), value or None, "Cronbach's alpha", parts)


def _reliability_said(value: dict[str, Any]) -> str:
    known = {name: one for name, one in value.items() if "cronbach_alpha" in one}
    if not known:
        why = next((one["why"] for one in value.values()), "")
        return (
            f"Whether items agree cannot be said: {why}."
            if why
            else "No answers to several items are kept here."
        )
    name = min(known, key=lambda name: known[name]["cronbach_alpha"])
    one = known[name]
    verdict = (
        "agree" if one["low"] >= RELIABLE else "may not agree" if one["high"] >= RELIABLE else "do not agree"
    )
    low, high = (f"{one[end]:.2f}".replace("-", "−") for end in ("low", "high"))
    title = name.replace("_", " ")
    return (
        f"The {one['items']} items of “{title}” {verdict}: alpha {one['cronbach_alpha']:.2f} "
        f"({low} to {high}), {one['n']} people."
    )


def response_styles_measured(source: Source) -> Measure:
    """Who never gives the highest mark, how extreme people answer, and the items without either."""
    value: dict[str, Any] = {}
    for name, rows in tables(source):
        whole = [row for row in rows if all(one == one for one in row)]
        every = [one for row in whole for one in row]
        try:
            made = styles(whole, min(every, default=0.0), max(every, default=0.0))
        except NoFigureError as none:
            value[name] = {"why": str(none)}
            continue
        value[name] = {
            "never_top_rows": list(made.never_top), "never_top_share": made.never_top_share,
            "never_top_interval": list(wilson(len(made.never_top), made.n)),
            "extreme_share_by_row": list(made.extreme), "column_means": list(made.means),
            "column_means_within_person": list(made.centred), "n": made.n,
        }  # fmt: skip
    parts = tuple(f"samples.{name}" for name in value)
    return Measure("response_styles", _styles_said(value), value or None, "", parts)


def _styles_said(value: dict[str, Any]) -> str:
    known = {
        name: one
        for name, one in value.items()
        if one.get("never_top_share") and len(one["column_means"]) >= FEWEST
    }
    if not known:
        return (
            "Nobody is known to avoid the highest mark."
            if value
            else "No answers are kept here, so nobody can see how people use the scale."
        )
    name = max(known, key=lambda name: known[name]["never_top_share"])
    one = known[name]
    return (
        f"{len(one['never_top_rows'])} of {one['n']} people in “{name.replace('_', ' ')}” never give the highest mark: "
        "compare groups by what each person's own scale leaves."
    )
