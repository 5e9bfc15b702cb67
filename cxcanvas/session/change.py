"""What watchers of a session are told."""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Edit


@dataclass(frozen=True, slots=True)
class Change:
    """What happened: the canvas before and after, the edits between them, and a label in words.

    A change without edits tells watchers that only the state of the file changed. `by` is
    who made it, where that was somebody else, in the file.
    """

    revision: int
    before: Canvas
    after: Canvas
    edits: tuple[Edit, ...]
    label: str
    by: str = ""
