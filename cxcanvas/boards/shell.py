"""What stands around a drawing on a board: the toolbar, the inspector's place, the line that says what happened."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.views import VIEWS

#: gesture, key, sign, word on the button, what it does
_SIGNS: Final = (
    ("star", "*", "★", "Moment", "Mark as a moment of truth, or take the mark away"),
    ("pain", "!", "▲", "Pain", "Add a pain here"),
    ("opportunity", "+", "◆", "Opportunity", "Add an opportunity here"),
    ("quote", '"', "❝", "Quote", "Add a quote here"),
    ("guess", "?", "?", "Guess", "Add a guess that has no evidence yet"),
    ("remove", "Delete", "✕", "Delete", "Delete what is selected"),
)


#: name, word on the screen, what it shows: filters over the same canvas, never copies of it
LENSES: Final = (
    ("everything", "Everything", "All that the canvas holds."),
    ("customer", "Customer", "Only what the customer does and feels."),
    ("encounters", "Encounters", "Where the two meet, with the feelings there."),
    ("provider", "Provider", "What the provider does, onstage and behind it."),
    ("blueprint", "Blueprint", "All storylines with the lines between them, without words about them."),
    ("value", "Value", "What each side gives and gets."),
    ("evidence", "Evidence", "What is known and what is only believed."),
    ("trouble", "Trouble", "Pains, contradictions and what is not there yet."),
)


def _signs() -> list[dict[str, str]]:
    return [dict(zip(("do", "key", "sign", "word", "label"), one, strict=True)) for one in _SIGNS]


@lru_cache(maxsize=16)
def shell(view: str) -> str:
    """The markup around one view, with nothing of the canvas in it."""
    return ENVIRONMENT.get_template("shell.html").render(label=f"Board: {view}", signs=_signs())


@lru_cache(maxsize=1)
def studio_shell() -> str:
    """The markup around the boards of a studio, with nothing of the canvas in it."""
    tabs = [(view, view.capitalize()) for view in VIEWS]
    return ENVIRONMENT.get_template("studio.html").render(signs=_signs(), tabs=tabs, lenses=LENSES)
