"""What somebody pastes becomes cards, stages or other elements: one plan, shown first and then taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cxcanvas.boards.gestures import arrivals
from cxcanvas.boards.gestures.making import Item, Making
from cxcanvas.boards.gestures.plan import Plan
from cxcanvas.boards.messages import one_line
from cxcanvas.boards.placing import LANES
from cxcanvas.boards.tables import Rows, outside, rows_of
from cxcanvas.boards.words import GestureError, parsed
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Edit
from cxcanvas.values import ABSENT
from cxcanvas.vocabulary import KINDS, Field, Kind

#: The words by which a storyline is known in somebody's table.
_LANE_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("customer", "customers", "customer journey", "customer's journey", "customer actions", "user", "actions"), "customer"),
    **dict.fromkeys(("encounter", "encounters", "touchpoint", "touchpoints", "contact", "contacts"), "encounter"),
    **dict.fromkeys(("onstage", "on stage", "frontstage", "front stage", "provider, in sight"), "onstage"),
    **dict.fromkeys(("backstage", "back stage", "provider", "process", "provider's process"), "backstage"),
    **dict.fromkeys(("support", "support processes", "systems"), "support"),
    **dict.fromkeys(("emotion", "emotions", "feeling", "feelings", "feels", "mood"), "feeling"),
}  # fmt: skip
_SHOWN: Final = 40
_NAME_WORDS: Final = ("name", "title", "step", "card", "what")


@dataclass(frozen=True, slots=True)
class Pasting:
    """What a paste will make, in which form; the forms that it may be read in; and the edits that do it."""

    form: str
    forms: tuple[str, ...]
    items: tuple[Item, ...]
    edits: tuple[Edit, ...]
    ids: tuple[str, ...]
    left: str = ""

    @property
    def sentence(self) -> str:
        """What will be made, in words."""
        counts: dict[str, int] = {}
        for one in self.items:
            counts[one.kind] = counts.get(one.kind, 0) + 1
        made = [f"{count} {_word(KINDS[kind], count)}" for kind, count in counts.items()]
        words = " and ".join([", ".join(made[:-1]), made[-1]] if len(made) > 1 else made)
        return f"{words}{f'; {self.left}' if self.left else ''}"


def _word(kind: Kind, count: int) -> str:
    if kind.name == "step":
        return "card" if count == 1 else "cards"
    return kind.label if count == 1 else kind.plural


def paste(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Make what was shown before; all of it in one step, or nothing."""
    made = pasting(canvas, message)
    return Plan(made.edits, f"Paste {made.sentence}", made.ids[0], ats=made.ids)


def pasting(canvas: Canvas, message: Mapping[str, Any]) -> Pasting:
    """What a paste would make; GestureError with a sentence where it makes nothing."""
    text: str = message["text"]
    if arrivals.is_clip(text):
        return _arriving(canvas, message)
    rows = rows_of(text)
    forms = _forms(rows, message)
    form = message.get("as", forms[0])
    if form not in forms:
        raise GestureError("It cannot be read in this way.")
    making = Making(canvas, message)
    _FORMS[form](making, rows)
    if not making.items:
        raise GestureError("There is nothing to paste.")
    left = "; ".join(filter(None, (_left_out(outside(text)), _noted(making, rows) if form == "rows" else "")))
    return Pasting(form, forms, tuple(making.items), tuple(making.edits), tuple(making.ids), left)


def _left_out(there: tuple[str, ...]) -> str:
    """What stands around a table, in words: it becomes nothing."""
    if not there:
        return ""
    first = one_line(there[0])
    shown = first if len(first) <= _SHOWN else f"{first[:_SHOWN].rstrip()}…"
    more = (
        f" and {len(there) - 1} more lines"
        if len(there) > 2
        else " and 1 more line"
        if len(there) == 2
        else ""
    )
    return f"left out: “{shown}”{more}"


def _noted(making: Making, rows: Rows) -> str:
    """The columns that no field knows, in words: they go into the note."""
    names = _columns(KINDS[making.kind], rows[0])
    at_name = names.index("name") if "name" in names else 0
    lost = [one_line(head) for at, head in enumerate(rows[0]) if at != at_name and names[at] is None and head]
    return f"into the note: {', '.join(lost[:4])}{' …' if len(lost) > 4 else ''}" if lost else ""


def _arriving(canvas: Canvas, message: Mapping[str, Any]) -> Pasting:
    made = arrivals.arriving(canvas, message["text"], message.get("cell"))
    items = tuple(Item(kind, name) for kind, name in made.items)
    left = (
        f"{made.left_out} reference{'' if made.left_out == 1 else 's'} to what is not here left out"
        if made.left_out
        else ""
    )
    return Pasting("elements", ("elements",), items, made.edits, made.ids, left)


# -- in which form -----------------------------------------------------------------------------


def _forms(rows: Rows, message: Mapping[str, Any]) -> tuple[str, ...]:
    """The forms that rows may be read in, the likeliest first."""
    wide = max(map(len, rows)) > 1
    if "kind" in message and message["kind"] != "step":
        return ("rows", "cards") if wide and len(rows) > 1 else ("cards",)
    if not wide:
        return ("stages", "cards") if message.get("kind") == "stage" else ("cards", "stages")
    likely = []
    if len(rows) > 1 and any(_lane(row[0]) for row in rows[1:]):
        likely.append("map")
    if len(rows) > 1 and sum(_known(KINDS["step"], cell) is not None for cell in rows[0]) * 2 >= len(rows[0]):
        likely.append("rows")
    return tuple(dict.fromkeys([*likely, "stages", *(["rows"] if len(rows) > 1 else []), "cards"]))


def _lane(cell: str) -> str | None:
    return _LANE_WORDS.get(one_line(cell).casefold().rstrip(":"))


def _known(kind: Kind, cell: str) -> str | None:
    """The field that a column's heading names."""
    word = one_line(cell).casefold().rstrip(":")
    if word in _NAME_WORDS:
        return "name"
    found = (
        one.name for one in kind.fields.values() if word in (one.name.replace("_", " "), one.label.casefold())
    )
    return next((name for name in found if _fillable(kind.fields[name])), None)


def _fillable(one: Field) -> bool:
    return one.type not in ("record", "keyed", "any", "estimate")


def _several(cell: str) -> Iterator[str]:
    return (line for line in cell.split("\n") if line.strip())


def _as_cards(making: Making, rows: Rows) -> None:
    for row in rows:
        for cell in filter(None, row):
            if making.kind == "step":
                making.card(cell, making.stage, making.lane)
            else:
                making.add(making.kind, cell, **making.preset)


def _as_stages(making: Making, rows: Rows) -> None:
    """The first row's cells are stages, what stands under them their cards; lines alone are stages."""
    heads = rows[0] if max(map(len, rows)) > 1 else [cell for row in rows for cell in row]
    body = rows[1:] if max(map(len, rows)) > 1 else []
    stages = [making.stage_named(cell) if cell else "" for cell in heads]
    for row in body:
        for at, cell in enumerate(row):
            head = heads[at] if at < len(heads) else ""
            for line in _several(cell):
                making.card(line, stages[at] if at < len(stages) else "", making.lane, place=one_line(head))


def _as_map(making: Making, rows: Rows) -> None:
    """Columns are stages, rows are storylines; numbers in a row of feelings are felt at the stage's first card."""
    heads = rows[0][1:]
    stages = [making.stage_named(cell) if cell else "" for cell in heads]
    felt = {}
    for row in rows[1:]:
        if _lane(row[0]) == "feeling":
            felt = {at: value for at, cell in enumerate(row[1:]) if (value := _valence(cell)) is not None}
    for row in rows[1:]:
        lane = _lane(row[0]) or making.lane
        if lane == "feeling":
            continue
        for at, cell in enumerate(row[1:]):
            head = one_line(heads[at]) if at < len(heads) else ""
            for line in _several(cell):
                valence = felt.pop(at, None) if lane == "customer" else None
                feeling = {"feeling": {"valence": valence, "known_by": "assumed"}}
                more = {"emotions": feeling} if valence is not None else {}
                stage = stages[at] if at < len(stages) else ""
                making.card(line, stage, lane, place=f"{head} · {lane}" if head else lane, **more)


def _valence(cell: str) -> int | float | None:
    try:
        value = float(one_line(cell).replace("−", "-"))
    except ValueError:
        return None
    return (int(value) if value.is_integer() else value) if -3 <= value <= 3 else None


def _as_rows(making: Making, rows: Rows) -> None:
    """Each row is an element, each column a field by its heading; a column that no field knows goes into the note."""
    kind = KINDS[making.kind]
    names = _columns(kind, rows[0])
    at_name = names.index("name") if "name" in names else 0
    for row in rows[1:]:
        cells = dict(enumerate(row))
        title = cells.get(at_name) or next(filter(None, row))
        fields: dict[str, Any] = {}
        notes = []
        for at, cell in cells.items():
            if at == at_name or not cell:
                continue
            one = kind.fields.get(names[at] or "") if at < len(names) else None
            value = _read(making.canvas, one, cell) if one is not None else None
            if value is None:
                notes.append(f"{one_line(rows[0][at]) if at < len(rows[0]) else ''}: {cell}".lstrip(": "))
            else:
                fields[one.name if one is not None else ""] = value
        if notes:
            fields["note"] = "\n".join(filter(None, [fields.get("note"), *notes]))
        _add_row(making, title, fields)


def _columns(kind: Kind, heads: list[str]) -> list[str | None]:
    """The fields that the columns fill: of two columns for one field, the first."""
    names = [_known(kind, cell) for cell in heads]
    return [None if name in names[:at] else name for at, name in enumerate(names)]


def _add_row(making: Making, title: str, fields: dict[str, Any]) -> None:
    if making.kind != "step":
        making.add(making.kind, title, **{**making.preset, **fields})
        return
    stage = fields.pop("stage", making.stage)
    stage = stage[0] if isinstance(stage, tuple) else stage
    own = (fields.pop("storyline", None), fields.pop("visibility", None))
    lane = next((lane for lane, what in LANES.items() if what == own), None)
    if lane is None:
        lane = next((lane for lane, what in LANES.items() if what[0] == own[0]), making.lane)
    making.card(title, stage, lane, **fields)


def _read(canvas: Canvas, one: Field, cell: str) -> Any:
    """A cell as the value of a field; None where it is no such value."""
    try:
        if one.type in ("ref", "refs"):
            return _targets(canvas, one, cell)
        given: Any = cell.casefold() if one.type in ("choice", "choices", "flag") else cell
        if one.type in ("texts", "choices"):
            given = [part for line in given.split("\n") for part in line.split(",")]
        value = parsed(canvas, one, given, ABSENT)
    except GestureError:
        return None
    return None if value is ABSENT else value


def _targets(canvas: Canvas, one: Field, cell: str) -> Any:
    """The elements that a cell names, by name or id; None where one of them is not there."""
    known = {
        one_line(each.title).casefold(): each.id
        for kind in one.to
        if kind in KINDS
        for each in canvas.of(kind)
    }
    known |= {id_: id_ for kind in one.to if kind in KINDS for id_ in canvas.ids(kind)}
    parts = [cell] if one.type == "ref" else cell.replace("\n", ",").split(",")
    found = [known.get(one_line(part).casefold()) for part in parts if part.strip()]
    if not found or None in found:
        return None
    return found[0] if one.type == "ref" else tuple(found)


_FORMS: Final[Mapping[str, Callable[[Making, Rows], None]]] = {
    "cards": _as_cards, "stages": _as_stages, "map": _as_map, "rows": _as_rows,
}  # fmt: skip
