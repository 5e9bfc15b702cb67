"""Involvement x commitment: where each customer group stands, as a drawing with labels that keep apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from cxcanvas.measures.reading import number, words
from cxcanvas.measures.relationship import Standing, standing
from cxcanvas.views.jinja import macros
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import plain, short
from cxcanvas.views.scene import Eye
from cxcanvas.views.value import customer_ids

WIDTH, HEIGHT = 360, 236
LEFT, TOP, RIGHT, BOTTOM = 30, 8, 352, 200
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Bubble:
    """One customer group in the drawing."""

    at: str
    name: str
    text: str
    x: float
    y: float
    r: float
    label_x: float
    label_y: float
    anchor: str
    target: bool
    box: Box


def text_width(text: str, size: float = 11.0) -> float:
    """How much room a label takes at most, in a wide font; signs of other scripts count as squares."""
    return size * sum(
        _WIDE.get(letter) or (0.8 if letter.isupper() else 0.65 if ord(letter) < 0x590 else 1.15)
        for letter in text
    )


_WIDE = {
    **dict.fromkeys("mwMWÆæŒœ@%—…", 1.1),
    **dict.fromkeys("ijl.,:;'|!()[]", 0.42),
    **dict.fromkeys(" frt-", 0.46),
}


def bubbles(eye: Eye) -> tuple[tuple[Bubble, ...], tuple[str, ...]]:
    """The groups with a place, and the names of those that have none yet."""
    known, unknown = [], []
    for id_ in eye.ask(customer_ids):
        stand: Standing = standing(eye, id_)
        if stand.relevance is None or stand.affective is None:
            unknown.append(eye.title(id_))
        else:
            known.append((id_, stand))
    sizes = {id_: number((e := eye.get(id_)) and e.get("size"), 0) or 0.0 for id_, _ in known}
    largest = max(sizes.values(), default=0.0)
    circles = []
    for id_, stand in known:
        x = LEFT + (RIGHT - LEFT) * ((stand.affective or 1) - 1) / 6
        y = BOTTOM - (BOTTOM - TOP) * ((stand.relevance or 1) - 1) / 6
        r = 6 + 12 * sqrt(sizes[id_] / largest) if largest else 9.0
        circles.append((id_, min(max(x, LEFT + r), RIGHT - r), min(max(y, TOP + r), BOTTOM - r), r))
    return placed_labels(eye, circles), tuple(unknown)


def placed_labels(eye: Eye, circles: list[tuple[str, float, float, float]]) -> tuple[Bubble, ...]:
    """Labels beside their circles; where there is no room, the number of the list below stands in the circle."""
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for _, x, y, r in circles]
    taken += [(LEFT, TOP, LEFT + 60, TOP + 16), (RIGHT - 60, TOP, RIGHT, TOP + 16)]
    taken += [(LEFT, BOTTOM - 16, LEFT + 60, BOTTOM), (RIGHT - 60, BOTTOM - 16, RIGHT, BOTTOM)]
    found = []
    for number_, (id_, x, y, r) in enumerate(circles, 1):
        element = eye.get(id_)
        name = eye.title(id_)
        place = _room(short(name, 24), x, y, r, taken)
        text, label_x, label_y, anchor, box = place or (
            str(number_),
            x,
            y + 4,
            "middle",
            (x - 7, y - 7, x + 7, y + 7),
        )
        if place:
            taken.append(box)
        target = bool(element is not None and element.get("target") is True)
        found.append(Bubble(id_, name, text, x, y, r, label_x, label_y, anchor, target, box))
    return tuple(found)


def _room(
    text: str, x: float, y: float, r: float, taken: list[Box]
) -> tuple[str, float, float, str, Box] | None:
    wide = text_width(text)
    for label_x, label_y, anchor in (
        (x + r + 4, y + 4, "start"), (x - r - 4, y + 4, "end"), (x, y - r - 4, "middle"), (x, y + r + 12, "middle"),
        (x + r, y - r - 2, "start"), (x - r, y - r - 2, "end"), (x + r, y + r + 10, "start"), (x - r, y + r + 10, "end"),
    ):  # fmt: skip
        left = label_x - {"start": 0, "end": wide, "middle": wide / 2}[anchor]
        box = (left, label_y - 10, left + wide, label_y + 3)
        inside = box[0] >= LEFT and box[2] <= RIGHT and box[1] >= TOP and box[3] <= BOTTOM
        if inside and not any(_touch(box, other) for other in taken):
            return text, label_x, label_y, anchor, box
    return None


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@part("matrix")
def matrix(eye: Eye, key: str) -> Part:
    """The matrix, with a sentence and a table that say the same."""
    found, unknown = bubbles(eye)
    rows = []
    for one in found:
        stand: Standing = standing(eye, one.at)
        rows.append(
            (
                one.name,
                f"{plain(stand.relevance or 0)} of 7",
                f"{plain(stand.affective or 0)} of 7",
                words(stand.cell),
            )
        )
    listed = [(number_, one.name) for number_, one in enumerate(found, 1) if one.text == str(number_)]
    html = macros("loyalty").matrix(
        k=key, bubbles=found, rows=rows, listed=listed, unknown=unknown, sentence=_said(rows), w=WIDTH, h=HEIGHT,
        left=LEFT, top=TOP, right=RIGHT, bottom=BOTTOM,
    )  # fmt: skip
    return filled(html)


def _said(rows: list[tuple[str, str, str, str]]) -> str:
    each = [f"{name}: {cell}" for name, _, _, cell in rows]
    return "; ".join(each) if each else "No customer group has a place yet"
