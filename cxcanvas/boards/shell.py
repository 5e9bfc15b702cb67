"""What stands around a drawing on a board: the toolbar, the inspector's place, the line that says what happened."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cxcanvas.boards.templates import ENVIRONMENT

#: gesture, key, sign, word on the button, what it does
_SIGNS: Final = (
    ("star", "*", "★", "Moment", "Mark as a moment of truth, or take the mark away"),
    ("pain", "!", "▲", "Pain", "Add a pain here"),
    ("opportunity", "+", "◆", "Opportunity", "Add an opportunity here"),
    ("quote", '"', "❝", "Quote", "Add a quote here"),
    ("guess", "?", "?", "Guess", "Add a guess that has no evidence yet"),
    ("remove", "Delete", "✕", "Delete", "Delete what is selected"),
)


@lru_cache(maxsize=16)
def shell(view: str) -> str:
    """The markup around one view, with nothing of the canvas in it."""
    signs = [dict(zip(("do", "key", "sign", "word", "label"), one, strict=True)) for one in _SIGNS]
    return ENVIRONMENT.get_template("shell.html").render(label=f"Board: {view}", signs=signs)
