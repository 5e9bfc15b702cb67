"""Elements copied from a concept, as text that people can read, and what comes of it elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cxcanvas.boards.gestures.copies import copies, in_file_order
from cxcanvas.boards.placing import LANES, cell_of, placed
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Edit, apply
from cxcanvas.errors import TextError
from cxcanvas.textfile import dumps, loads

MOST_COPIED: Final = 1_000
_BEGINS: Final = "cxcanvas:"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What elements from elsewhere become here."""

    items: tuple[tuple[str, str], ...]
    edits: tuple[Edit, ...]
    ids: tuple[str, ...]
    left_out: int


def clip(canvas: Canvas, addresses: Sequence[str]) -> str:
    """The elements as a small canvas of their own, as text; GestureError where none is there."""
    ids = [address.partition(".")[0] for address in addresses]
    chosen = list(in_file_order(canvas, [id_ for id_ in ids if id_ in canvas]))
    if not chosen:
        raise GestureError("None of these is there any more.")
    return dumps(Canvas.build({}, [(canvas[id_].kind, id_, canvas[id_].fields) for id_ in chosen]))


def is_clip(text: str) -> bool:
    """Whether a text was copied from a concept."""
    return text.lstrip("\ufeff \n\r\t").startswith(_BEGINS)


def arriving(canvas: Canvas, text: str, cell: str | None) -> Arrival:
    """The copies of what a text holds; cards that stood in one cell go to `cell`, where one is named."""
    try:
        source = loads(text)
    except TextError as error:
        raise GestureError(f"This was copied from a concept, but cannot be read: {error}") from None
    ids = list(source)
    if not ids or len(ids) > MOST_COPIED:
        raise GestureError(f"Between 1 and {MOST_COPIED:,} elements can be pasted at once, not {len(ids):,}.")
    made = copies(canvas, source, ids)
    edits = [*made.edits, *_into(apply(canvas, *made.edits), made.ids, cell)]
    items = tuple((source[id_].kind, source[id_].title) for id_ in ids)
    return Arrival(items, tuple(edits), made.ids, made.left_out)


def _into(canvas: Canvas, ids: Sequence[str], cell: str | None) -> list[Edit]:
    """The edits that put new cards into a cell: all where they stood together, else those without a stage."""
    steps = [canvas[id_] for id_ in ids if canvas[id_].kind == "step"]
    stage, _, lane = (cell or "").partition("/")
    if not steps or lane not in LANES or (stage and stage not in canvas):
        return []
    together = len({cell_of(canvas, step) for step in steps}) == 1
    edits: list[Edit] = []
    for step in steps:
        here = cell_of(canvas, step)
        if together or not here[0]:
            found = placed(canvas, step, stage, lane if together else here[1], None)
            canvas = apply(canvas, *found)
            edits += found
    return edits
