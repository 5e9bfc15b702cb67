"""Involvement x commitment: where each customer group stands."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import Final

from cxcanvas.measures.reading import number, words
from cxcanvas.measures.relationship import Standing, standing
from cxcanvas.views import scatter
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import plain
from cxcanvas.views.scene import Eye
from cxcanvas.views.value import customer_ids

GROUND: Final = scatter.Field(
    x_range=(1, 7), y_range=(1, 7), x_label="affective commitment: they want to stay", y_label="relevance: it matters to them",
    x_ends=("1", "4", "7"), y_ends=("1", "7"), corners=("Seekers", "Partners", "Drifters", "Settled"),
    heads=("Customer", "Relevance, 1 to 7", "Affective commitment, 1 to 7", "Cell"), table="The matrix as a table",
    ask="How much does it matter to them, and do they want to stay?",
)  # fmt: skip


def dots(eye: Eye) -> tuple[tuple[scatter.Dot, ...], tuple[str, ...]]:
    """The groups with a place, and the names of those that have none yet."""
    known: list[tuple[str, float, float]] = []
    unknown: list[str] = []
    for id_ in eye.ask(customer_ids):
        stand: Standing = standing(eye, id_)
        if stand.relevance is None or stand.affective is None:
            unknown.append(eye.title(id_))
        else:
            known.append((id_, stand.affective, stand.relevance))
    sizes = {id_: number((e := eye.get(id_)) and e.get("size"), 0) or 0.0 for id_, _, _ in known}
    largest = max(sizes.values(), default=0.0)
    found = []
    for id_, x, y in known:
        element = eye.get(id_)
        r = 6 + 12 * sqrt(sizes[id_] / largest) if largest else 9.0
        target = element is not None and element.get("target") is True
        found.append(scatter.Dot(id_, eye.title(id_), x, y, r, target))
    return tuple(found), tuple(unknown)


@part("matrix")
def matrix(eye: Eye, key: str) -> Part:
    """The matrix, with a sentence and a table that say the same."""
    found, unknown = dots(eye)
    rows = [_row(eye, one.at, one.name) for one in found]
    said = "; ".join(f"{row[0]}: {row[3]}" for row in rows) or "No customer group has a place yet"
    empty = (
        "Customer groups find their place here, by how much it matters to them and whether they want to stay."
    )
    return filled(scatter.drawing(key, GROUND, found, rows, unknown, empty, said))


def _row(eye: Eye, id_: str, name: str) -> tuple[str, str, str, str]:
    stand: Standing = standing(eye, id_)
    relevance, affective = (
        f"{plain(one)} of 7" if one is not None else "–" for one in (stand.relevance, stand.affective)
    )
    return name, relevance, affective, words(stand.cell) or "–"


@part("matrix-moved")
def moved(eye: Eye, key: str) -> Part:
    """The matrix with where each group stood in the earlier version, and where it stands."""
    now, unknown = dots(eye)
    then, _ = dots(eye.before or eye)
    stood = {one.at: one for one in then}
    here = {one.at for one in now}
    shown = [_from(one, stood.get(one.at)) for one in now]
    shown += [replace(one, gone=True) for one in then if one.at not in here]
    rows = [_rows(eye, one) for one in shown]
    said = "; ".join(f"{row[0]}: {row[3]}" for row in rows) or "No customer group has a place yet"
    return filled(scatter.drawing(key, GROUND, shown, rows, unknown, "No group has a place yet.", said))


def _from(one: scatter.Dot, was: scatter.Dot | None) -> scatter.Dot:
    there = (was.x, was.y) if was is not None else None
    return replace(one, was=there) if there != (one.x, one.y) else one


def _rows(eye: Eye, one: scatter.Dot) -> tuple[str, ...]:
    """A row of the table: both versions where they differ."""
    then = _row(eye.before or eye, one.at, one.name)
    now = _row(eye, one.at, one.name)
    return one.name, *(b if a == b else f"{a} → {b}" for a, b in zip(then[1:], now[1:], strict=True))
