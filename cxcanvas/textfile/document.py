"""A text and the canvas in it."""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.canvas import FORMAT, Canvas


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a canvas file, exactly as it is, and what it says.

    `newline` is how its lines end, `bom` whether it begins with a byte order mark (which
    is part of `text`), `format` the version that the text names.
    """

    text: str
    canvas: Canvas
    path: str = ""
    newline: str = "\n"
    bom: bool = False
    format: int = FORMAT

    @property
    def read_only(self) -> str:
        """Why it cannot be changed, in a sentence; empty where it can."""
        if self.format <= FORMAT:
            return ""
        return (
            f"this file has format {self.format}, and this cxcanvas knows up to {FORMAT}: "
            "it can be looked at, and changed with a newer cxcanvas"
        )
