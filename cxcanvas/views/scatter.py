"""A picture of points on two axes, with labels that keep apart and a table that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cxcanvas.views.jinja import macros
from cxcanvas.views.phrases import short

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Field:
    """The ground of a picture: its axes with their ranges and words, and the names of its corners.

    `corners` are named from the top left, line by line. The cross stands at `middle`, or in
    the centre. `unknown` begins the sentence about what has no place, `ask` ends it.
    """

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    x_label: str
    y_label: str
    x_ends: tuple[str, str, str]
    y_ends: tuple[str, str]
    corners: tuple[str, str, str, str]
    heads: tuple[str, ...]
    table: str
    unknown: str = "No place yet:"
    ask: str = ""
    middle: tuple[float, float] | None = None
    width: int = 360
    height: int = 236
    left: int = 30
    top: int = 8
    right: int = 352
    bottom: int = 200

    @property
    def middle_x(self) -> float:
        """Where the cross stands."""
        return self.x(self.middle[0]) if self.middle else (self.left + self.right) / 2

    @property
    def middle_y(self) -> float:
        """Where the cross stands."""
        return self.y(self.middle[1]) if self.middle else (self.top + self.bottom) / 2

    def x(self, value: float) -> float:
        """Where a value lies on the axis to the right."""
        low, high = self.x_range
        return self.left + (self.right - self.left) * (value - low) / (high - low)

    def y(self, value: float) -> float:
        """Where a value lies on the axis upwards."""
        low, high = self.y_range
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)


@dataclass(frozen=True, slots=True)
class Dot:
    """What is to be drawn: an element, its name, its two values, its radius, and how it stands out."""

    at: str
    name: str
    x: float
    y: float
    r: float = 9.0
    strong: bool = False
    tint: str = ""
    #: Where it stood in an earlier version, if that was elsewhere.
    was: tuple[float, float] | None = None
    #: Whether only an earlier version has it.
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A dot in its place, with its label beside it or its number in it."""

    at: str
    name: str
    text: str
    x: float
    y: float
    r: float
    label_x: float
    label_y: float
    anchor: str
    strong: bool
    tint: str
    box: Box
    was: tuple[float, float] | None = None
    gone: bool = False


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


def points(field: Field, dots: Iterable[Dot]) -> tuple[Point, ...]:
    """Each dot in its place; where there is no room for a label, the number of the list below stands in the circle."""
    circles = [(one, *_inside(field, one)) for one in dots]
    taken: list[Box] = [(x - one.r, y - one.r, x + one.r, y + one.r) for one, x, y in circles]
    taken += _corners(field)
    taken += [box for one, x, y in circles for box in _way(field, one, x, y)]
    found = []
    for number, (one, x, y) in enumerate(circles, 1):
        place = _room(field, short(one.name, 24), x, y, one.r, taken)
        middle = (str(number), x, y + 4, "middle", (x - 7, y - 7, x + 7, y + 7))
        text, label_x, label_y, anchor, box = place or middle
        if place:
            taken.append(box)
        was = _inside(field, replace(one, x=one.was[0], y=one.was[1])) if one.was else None
        found.append(
            Point(
                one.at, one.name, text, x, y, one.r, label_x, label_y, anchor, one.strong, one.tint, box, was, one.gone
            )
        )  # fmt: skip
    return tuple(found)


def drawing(
    key: str,
    field: Field,
    dots: Sequence[Dot],
    rows: Sequence[Sequence[str]],
    unknown: Sequence[str] = (),
    empty: str = "",
    sentence: str = "",
) -> str:
    """The markup of a picture: what has a place, what has none yet, and the table.

    `sentence` says the same as the picture; `empty` what belongs there when nothing has a place.
    """
    placed = points(field, dots)
    listed = [(number, one.name) for number, one in enumerate(placed, 1) if one.text == str(number)]
    return str(
        macros("blocks").scatter(
            k=key,
            made=field,
            points=placed,
            rows=rows,
            listed=listed,
            unknown=unknown,
            empty=empty,
            sentence=sentence,
        )
    )


def _inside(field: Field, one: Dot) -> tuple[float, float]:
    x, y = field.x(one.x), field.y(one.y)
    return (
        min(max(x, field.left + one.r), field.right - one.r),
        min(max(y, field.top + one.r), field.bottom - one.r),
    )


def _way(field: Field, one: Dot, x: float, y: float) -> list[Box]:
    """The room that the way from where a dot stood takes: small boxes along it, and its old circle."""
    if one.was is None:
        return []
    old_x, old_y = _inside(field, replace(one, x=one.was[0], y=one.was[1]))
    along = ((old_x + (x - old_x) * n / 12, old_y + (y - old_y) * n / 12) for n in range(13))
    return [(old_x - one.r, old_y - one.r, old_x + one.r, old_y + one.r)] + [
        (a - 2, b - 2, a + 2, b + 2) for a, b in along
    ]


def _corners(field: Field) -> list[Box]:
    """The room that the names of the corners take."""
    wide = [text_width(name) + 8 if name else 0.0 for name in field.corners]
    left, right, top, bottom = field.left, field.right, field.top, field.bottom
    return [
        (left, top, left + wide[0], top + 16), (right - wide[1], top, right, top + 16),
        (left, bottom - 16, left + wide[2], bottom), (right - wide[3], bottom - 16, right, bottom),
    ]  # fmt: skip


def _room(
    field: Field, text: str, x: float, y: float, r: float, taken: list[Box]
) -> tuple[str, float, float, str, Box] | None:
    wide = text_width(text)
    for label_x, label_y, anchor in (
        (x + r + 4, y + 4, "start"), (x - r - 4, y + 4, "end"), (x, y - r - 4, "middle"), (x, y + r + 12, "middle"),
        (x + r, y - r - 2, "start"), (x - r, y - r - 2, "end"), (x + r, y + r + 10, "start"), (x - r, y + r + 10, "end"),
    ):  # fmt: skip
        left = label_x - {"start": 0, "end": wide, "middle": wide / 2}[anchor]
        box = (left, label_y - 10, left + wide, label_y + 3)
        inside = (
            box[0] >= field.left and box[2] <= field.right and box[1] >= field.top and box[3] <= field.bottom
        )
        if inside and not any(_touch(box, other) for other in taken):
            return text, label_x, label_y, anchor, box
    return None


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
