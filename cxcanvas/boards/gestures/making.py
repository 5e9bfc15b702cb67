"""Elements made from what was pasted: each with an id of its own, in order, and where it stands in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cxcanvas.boards.gestures.plan import is_there
from cxcanvas.boards.messages import one_line
from cxcanvas.boards.placing import LANES, Cell, place_after
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas, slugify
from cxcanvas.edits import Add, Edit
from cxcanvas.values import ABSENT, Frozen, freeze
from cxcanvas.vocabulary import KINDS, Kind
from cxcanvas.vocabulary.values import faults

MOST_MADE: Final = 1_000
LONGEST: Final = 160  # characters of a name; what is longer goes on in the note


@dataclass(frozen=True, slots=True)
class Item:
    """One element that will be made: its kind, its name, and where it will stand, in words."""

    kind: str
    name: str
    place: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


class Making:
    """Gathers what a paste makes, with ids of its own and in order."""

    def __init__(self, canvas: Canvas, message: Mapping[str, Any]) -> None:
        self.canvas = canvas
        self.kind: str = message.get("kind", "step")
        if self.kind not in KINDS:
            raise GestureError("The vocabulary has no such kind of element.")
        self.preset = _checked_preset(canvas, KINDS[self.kind], message.get("preset", {}))
        cell: str = message.get("cell") or "/"
        self.stage, _, self.lane = cell.partition("/")
        if self.lane not in LANES:
            self.stage, self.lane = _cell_of_preset(self.preset)
        if self.stage and self.stage not in canvas:
            raise GestureError("This stage is not there any more.")
        self.items: list[Item] = []
        self.edits: list[Edit] = []
        self.ids: list[str] = []
        self._after: dict[Cell, str | None] = {}
        self._taken = {*canvas, *canvas.records}
        self._stages = {one_line(one.title).casefold(): one.id for one in canvas.of("stage")}

    def add(self, kind: str, cell: str, place: str = "", before: str | None = None, **fields: Any) -> str:
        """One more element; what is too long for a name goes on in its note."""
        if len(self.items) >= MOST_MADE:
            raise GestureError(f"One paste makes at most {MOST_MADE:,} elements; paste it in parts.")
        name, note = named(cell)
        if note and "note" not in fields:
            fields["note"] = note
        id_ = slugify(name, self._taken)
        self._taken.add(id_)
        fields = {"name": name, **{key: value for key, value in fields.items() if value is not ABSENT}}
        self.items.append(Item(kind, name, place, fields))
        self.edits.append(
            Add(kind, id_, Frozen({key: freeze(value) for key, value in fields.items()}), before)
        )
        self.ids.append(id_)
        return id_

    def card(self, cell: str, stage: str, lane: str, place: str = "", **more: Any) -> str:
        """A card in a cell of the map."""
        storyline, visibility = LANES[lane]
        fields = {"storyline": storyline, **({"visibility": visibility} if visibility else {})}
        if (stage, lane) not in self._after:
            self._after[stage, lane] = place_after(self.canvas, (stage, lane))
        before = self._after[stage, lane]
        if stage:
            fields["stage"] = stage
        return self.add("step", cell, place, before, **fields, **more)

    def stage_named(self, cell: str) -> str:
        """The stage of that name: the one that is there, or a new one."""
        name = named(cell)[0]
        known = self._stages.get(name.casefold())
        if known is None:
            journey = self._journey()
            known = self.add("stage", name, **({"journey": journey} if journey else {}))
            self._stages[name.casefold()] = known
        return known

    def _journey(self) -> str:
        named = self.canvas[self.stage].get("journey") if self.stage else self.preset.get("journey")
        if isinstance(named, tuple):
            named = named[0] if named else None
        journeys = self.canvas.ids("journey")
        return str(named) if named in journeys else journeys[0] if journeys else ""


def _checked_preset(canvas: Canvas, kind: Kind, preset: Mapping[str, Any]) -> dict[str, Any]:
    made = {}
    for key, value in preset.items():
        one, frozen = kind.fields.get(key), freeze(value)
        if one is None or any(True for _ in faults(one, frozen)):
            raise GestureError(f"A {kind.label} has no such field, or not with this value.")
        entries = frozen if isinstance(frozen, tuple) else (frozen,)
        if one.to and any(isinstance(to, str) and not is_there(canvas, one.to, to) for to in entries):
            raise GestureError("The place it should stand in is not there any more.")
        made[key] = frozen
    return made


def _cell_of_preset(preset: Mapping[str, Any]) -> tuple[str, str]:
    stage = preset.get("stage")
    here = (preset.get("storyline"), preset.get("visibility"))
    lane = next((lane for lane, what in LANES.items() if what == here), "customer")
    return (stage if isinstance(stage, str) else ""), lane


def named(cell: str) -> tuple[str, str]:
    """A name in one line, and what does not fit into it."""
    line = one_line(cell)
    if len(line) <= LONGEST:
        return line, ""
    return f"{line[:LONGEST].rpartition(' ')[0] or line[:LONGEST]} …", cell
