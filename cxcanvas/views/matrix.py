"""Involvement x commitment: where each customer group stands."""

from __future__ import annotations

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
    rows = [
        (one.name, f"{plain(one.y)} of 7", f"{plain(one.x)} of 7", words(standing(eye, one.at).cell))
        for one in found
    ]
    said = "; ".join(f"{row[0]}: {row[3]}" for row in rows) or "No customer group has a place yet"
    empty = (
        "Customer groups find their place here, by how much it matters to them and whether they want to stay."
    )
    return filled(scatter.drawing(key, GROUND, found, rows, unknown, empty, said))
