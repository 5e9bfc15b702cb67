"""The parties and what passes between them, as a drawing whose labels keep apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot

from cxcanvas.measures.exchange import parties_of
from cxcanvas.measures.reading import ids_of, is_customer, number, owner_of
from cxcanvas.measures.relationship import is_captive
from cxcanvas.views.phrases import counted, human
from cxcanvas.views.scatter import Box, text_width
from cxcanvas.views.scene import Eye
from cxcanvas.views.value import Flow, ends_of, flows

BOX_WIDTH, BOX_HEIGHT, PITCH, MARGIN = 176.0, 58.0, 104.0, 14.0
WIDTH = 940.0
LINE = 14.0
BOLD = 12.6  # the size that bold letters of 12 count as
APART = 12.0  # how far the two directions run from the middle line


@dataclass(frozen=True, slots=True)
class Node:
    """A party in its place: the middle of its box, its lines of text, its side."""

    at: str
    x: float
    y: float
    lines: tuple[str, ...]
    role: str
    tint: str

    @property
    def box(self) -> Box:
        """The room it takes."""
        return (
            self.x - BOX_WIDTH / 2,
            self.y - BOX_HEIGHT / 2,
            self.x + BOX_WIDTH / 2,
            self.y + BOX_HEIGHT / 2,
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A text in its place, and the room it takes."""

    text: str
    x: float
    y: float
    box: Box
    tint: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two parties: an arrow of what passes, or a bond."""

    x1: float
    y1: float
    x2: float
    y2: float
    tint: str
    width: int = 0
    captive: bool = False


@dataclass(slots=True)
class Drawing:
    """Everything in the picture."""

    nodes: list[Node] = field(default_factory=list)
    arrows: list[Line] = field(default_factory=list)
    bonds: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    badges: list[Label] = field(default_factory=list)
    height: float = 0.0
    taken: list[Box] = field(default_factory=list)

    def has_room(self, box: Box, over_lines: bool = False) -> bool:
        """Whether nothing is there yet, and it lies inside the picture."""
        inside = box[0] > 2 and box[2] < WIDTH - 2 and box[1] > 2 and box[3] < self.height - 2
        if not inside or any(_touch(box, other) for other in self.taken):
            return False
        return over_lines or not any(_crosses(line, box) for line in (*self.arrows, *self.bonds))


def drawing(eye: Eye) -> Drawing:
    """The picture of a canvas: deterministic, and no text over another."""
    made = Drawing()
    made.nodes, made.height = placed(eye)
    made.taken = [one.box for one in made.nodes]
    places = {one.at: one for one in made.nodes}
    pairs = _pairs(eye, places)
    for (a, b), exchanges in pairs.items():
        _draw_pair(eye, made, places[a], places[b], exchanges)
    held = _bonds(eye, places)
    for (a, b), each in held.items():
        _draw_bond(made, places[a], places[b], each)
    for (a, b), each in held.items():
        _count(made, places[a], places[b], counted(len(each), "bond"))
    for (a, b), exchanges in pairs.items():
        _say(made, places[a], places[b], [flow for _, found in exchanges for flow in found])
    return made


# -- where the parties stand -------------------------------------------------------------------


def placed(eye: Eye) -> tuple[list[Node], float]:
    """We stand left, customers right, everybody else above and below the middle."""
    whole = [one for one in eye.of("party") if not any(eye.get(up) for up in ids_of(one.get("part_of")))]
    busy = [end for one in eye.of("exchange") for end in parties_of(eye, one)]
    right = sorted((one.id for one in whole if is_customer(eye, one.id)), key=lambda one: one not in busy)
    left = [one.id for one in whole if one.get("role") == "provider"]
    middle = [one.id for one in whole if one.id not in right and one.id not in left]
    if not left and len(middle) + len(right) > 1:
        left, middle = (middle[:1], middle[1:]) if middle else (right[: len(right) // 2], middle)
        right = [one for one in right if one not in left]
    elif not right and len(left) + len(middle) > 1:
        right, middle = (middle[:1], middle[1:]) if middle else (left[(len(left) + 1) // 2 :], middle)
        left = [one for one in left if one not in right]
    above, below = middle[::2], middle[1::2]
    rows = max(len(left), len(right), 1)
    top = MARGIN + BOX_HEIGHT / 2 + -(-len(above) // 2) * PITCH
    nodes = [
        *_stack(eye, left, MARGIN + BOX_WIDTH / 2, top, rows),
        *_stack(eye, right, WIDTH - MARGIN - BOX_WIDTH / 2, top, rows),
    ]
    nodes += _shelf(eye, above, top - PITCH, -PITCH)
    bottom = top + (rows - 1) * PITCH
    nodes += _shelf(eye, below, bottom + PITCH, PITCH)
    order = {id_: place for place, id_ in enumerate(eye.ids("party"))}
    height = bottom + -(-len(below) // 2) * PITCH + BOX_HEIGHT / 2 + MARGIN
    return sorted(nodes, key=lambda one: order[one.at]), max(height, 180.0)


def _stack(eye: Eye, ids: list[str], x: float, top: float, rows: int) -> Iterator[Node]:
    """Parties one below the other; a single one stands beside its first counterpart, so that their line is level."""
    start = top + ((rows - len(ids)) // 2 * PITCH if len(ids) > 1 else 0.0)
    for place, id_ in enumerate(ids):
        yield _node(eye, id_, x, start + place * PITCH)


def _shelf(eye: Eye, ids: list[str], y: float, step: float) -> Iterator[Node]:
    """Parties two in a row, rows going outward."""
    for place, id_ in enumerate(ids):
        alone = place == len(ids) - 1 and place % 2 == 0
        offset = 0.0 if alone else (-1 if place % 2 == 0 else 1) * (BOX_WIDTH / 2 + 20)
        yield _node(eye, id_, WIDTH / 2 + offset, y + place // 2 * step)


def _node(eye: Eye, id_: str, x: float, y: float) -> Node:
    element = eye.get(id_)
    role = human(element.get("role")) if element is not None else ""
    tint = "customer" if is_customer(eye, id_) else "provider" if role == "provider" else "encounter"
    return Node(id_, x, y, wrapped(eye.title(id_), BOX_WIDTH - 16), role, tint)


def wrapped(text: str, wide: float) -> tuple[str, ...]:
    """A name on at most two lines that fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, BOLD) <= wide or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > 2:
        lines = [lines[0], " ".join(lines[1:])]
    return tuple(_fitting(line, wide, BOLD) for line in lines)


def _fitting(text: str, wide: float, size: float) -> str:
    """A text cut where it would not fit."""
    while text_width(text, size) > wide and len(text) > 1:
        text = f"{text[:-2].rstrip()}…"
    return text


# -- what passes between them ------------------------------------------------------------------


Exchanges = list[tuple[int, list[Flow]]]


def _pairs(eye: Eye, places: dict[str, Node]) -> dict[tuple[str, str], Exchanges]:
    """The exchanges between each two parties, by their number in the list below."""
    found: dict[tuple[str, str], Exchanges] = {}
    for number_, one in enumerate(eye.of("exchange"), 1):
        ends = [end for end in (_whole(eye, end, places) for end in ends_of(eye, one)) if end]
        passing = flows(eye, one, ends_of(eye, one)) if len(ends) == 2 else []
        for other in ends[1:]:
            if other != ends[0]:
                found.setdefault((ends[0], other), []).append((number_, passing))
    return found


def _whole(eye: Eye, party: str, places: dict[str, Node]) -> str:
    """The party in the picture that a persona or subsidiary belongs to."""
    return next((one for one in owner_of(eye, party) if one in places), "")


def _draw_pair(eye: Eye, made: Drawing, a: Node, b: Node, exchanges: Exchanges) -> None:
    made.arrows.append(_between(a, b, APART, a.tint))
    made.arrows.append(_between(b, a, APART, b.tint))
    text = ", ".join(str(number_) for number_, _ in exchanges)
    wide = max(20.0, text_width(text, BOLD) + 10)
    for share in (0.5, 0.38, 0.62, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85):
        x, y = _at(a, b, share)
        box = (x - wide / 2, y - 10, x + wide / 2, y + 10)
        if made.has_room(box, over_lines=True):
            made.taken.append(box)
            made.badges.append(Label(text, x, y + 4, box))
            return


def _bonds(eye: Eye, places: dict[str, Node]) -> dict[tuple[str, str], list[tuple[float, bool]]]:
    found: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    for one in eye.of("bond"):
        ends = list(
            dict.fromkeys(
                end for end in (_whole(eye, end, places) for end in ids_of(one.get("between"))) if end
            )
        )
        if len(ends) >= 2:
            pair = (ends[0], ends[1]) if places[ends[0]].x <= places[ends[1]].x else (ends[1], ends[0])
            found.setdefault(pair, []).append((number(one.get("strength"), 1, 5) or 1.0, is_captive(one)))
    return found


def _draw_bond(made: Drawing, a: Node, b: Node, held: list[tuple[float, bool]]) -> None:
    """What holds freely as one line, what holds by force as a dashed one beside it."""
    free = [strength for strength, captive in held if not captive]
    forced = [strength for strength, captive in held if captive]
    if free:
        made.bonds.append(_between(a, b, 2.5 if forced else 0.0, "", min(8, max(2, round(sum(free) / 2)))))
    if forced:
        made.bonds.append(
            _between(a, b, -4.0 if free else 0.0, "", min(6, max(2, round(sum(forced) / 2))), captive=True)
        )


def _count(made: Drawing, a: Node, b: Node, text: str) -> None:
    """How many bonds a line stands for, beside it where there is room."""
    for share in (0.16, 0.84, 0.3, 0.7, 0.22, 0.78, 0.4, 0.6):
        x, y = _at(a, b, share)
        wide = text_width(text) + 6
        for down in (-19.0, 27.0):
            box = (x - wide / 2, y + down - 10, x + wide / 2, y + down + 4)
            if made.has_room(box):
                made.taken.append(box)
                made.labels.append(Label(text, x, y + down, box, "bond"))
                return


def _say(made: Drawing, a: Node, b: Node, passing: list[Flow]) -> None:
    """What each side gets, written along the line where there is room."""
    for giver in (a, b):
        gets = [get for flow in passing if (flow.giver_at == giver.at) for get in flow.gets]
        if not gets:
            continue
        room = max(110.0, abs(a.x - b.x) - BOX_WIDTH - 30)
        text = _fitting(", ".join(gets), room, 11.0)
        _along(made, a, b, text, giver.tint, giver is a)


def _along(made: Drawing, a: Node, b: Node, text: str, tint: str, above: bool) -> None:
    wide = text_width(text)
    for share in (0.5, 0.42, 0.58, 0.34, 0.66):
        x, y = _at(a, b, share)
        for down in (-19.0, -33.0, -47.0) if above else (27.0, 41.0, 55.0):
            box = (x - wide / 2, y + down - 11, x + wide / 2, y + down + 4)
            if made.has_room(box):
                made.taken.append(box)
                made.labels.append(Label(text, x, y + down, box, tint))
                return


def _at(a: Node, b: Node, share: float) -> tuple[float, float]:
    return a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share


def _between(a: Node, b: Node, aside: float, tint: str, width: int = 0, captive: bool = False) -> Line:
    """A line from the edge of one box to the edge of another, a little aside of the middle."""
    dx, dy = b.x - a.x, b.y - a.y
    long = hypot(dx, dy) or 1.0
    sx, sy = dy / long * aside, -dx / long * aside
    start, end = _edge(sx, sy, dx, dy), _edge(sx, sy, -dx, -dy)
    gap = 0.0 if width else 5.0
    return Line(
        a.x + start[0], a.y + start[1], b.x + end[0] - dx / long * gap, b.y + end[1] - dy / long * gap,
        tint, width, captive,
    )  # fmt: skip


def _edge(x: float, y: float, dx: float, dy: float) -> tuple[float, float]:
    """From a point near the middle of a box to its edge, in a direction."""
    along = min(
        (BOX_WIDTH / 2 - x * (1 if dx > 0 else -1)) / abs(dx) if dx else 1e9,
        (BOX_HEIGHT / 2 - y * (1 if dy > 0 else -1)) / abs(dy) if dy else 1e9,
    )
    return x + dx * along, y + dy * along


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _crosses(line: Line, box: Box) -> bool:
    """Whether a line runs through a box (looked at every few units: boxes are not smaller than letters)."""
    steps = max(2, int(hypot(line.x2 - line.x1, line.y2 - line.y1) / 5))
    return any(
        box[0] < line.x1 + (line.x2 - line.x1) * n / steps < box[2]
        and box[1] < line.y1 + (line.y2 - line.y1) * n / steps < box[3]
        for n in range(steps + 1)
    )
