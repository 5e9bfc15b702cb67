"""A figure and how it is said: measured, its limit, whether it is reached."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure; `limit` is the most it may be, or the least where `at_least` says so."""

    name: str
    measured: float
    limit: float | None = None
    unit: str = ""
    at_least: bool = False
    detail: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        if self.limit is None:
            return None
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def quantity(value: float, unit: str) -> str:
    """A number with its unit, in as many digits as matter."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f} {unit}".rstrip()


def as_text(figures: Iterable[Figure]) -> str:
    """One table, as Markdown, for the terminal and for bench/README.md."""
    rows = [("figure", "measured", "limit", "reached", "how")]
    for figure in figures:
        sign = "≥" if figure.at_least else "≤"
        limit = "-" if figure.limit is None else f"{sign} {quantity(figure.limit, figure.unit)}"
        reached = {None: "-", True: "yes", False: "NO"}[figure.reached]
        rows.append((figure.name, quantity(figure.measured, figure.unit), limit, reached, figure.detail))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        "| " + " | ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def as_json(figures: Iterable[Figure]) -> str:
    """The same for scripts."""
    return json.dumps(
        [{**asdict(figure), "reached": figure.reached} for figure in figures], ensure_ascii=False, indent=2
    )
