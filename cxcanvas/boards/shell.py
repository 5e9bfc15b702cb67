"""What stands around a drawing on a board: the toolbar, the inspector's place, the line that says what happened."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from cxcanvas.boards.keys import SIGNS
from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.views.catalogue import groups
from cxcanvas.views.methods import METHODS

#: name, word on the screen, what it shows: filters over the same canvas, never copies of it
LENSES: Final = (
    ("everything", "Everything", "All that the canvas holds."),
    ("customer", "Customer", "Only the customer: who they are, what they do, how it feels."),
    ("encounters", "Encounters", "Only where both sides meet, and how it feels on the way."),
    ("provider", "Provider", "Only what we do, in sight and behind it, and what we gain and promise."),
    (
        "blueprint",
        "Blueprint",
        "The three storylines and the lines between them, without feelings and signs.",
    ),
    ("value", "Value", "Only what each side gives and gets."),
    ("evidence", "Evidence", "What was heard and what is only believed; dashed cards carry no quote."),
    ("trouble", "Trouble", "Only pains, guesses, what cannot be right and what is missing."),
)


class Tab(NamedTuple):
    """The tab of a board: its title, its question, and whether a group of tabs begins with it."""

    view: str
    title: str
    question: str
    first: bool


@lru_cache(maxsize=16)
def shell(view: str) -> str:
    """The markup around one view, with nothing of the canvas in it."""
    return ENVIRONMENT.get_template("shell.html").render(label=f"Board: {view}", signs=SIGNS)


@lru_cache(maxsize=1)
def studio_shell() -> str:
    """The markup around the boards of a studio, with nothing of the canvas in it."""
    tabs = [
        Tab(view, METHODS[view].title, METHODS[view].question, view == views[0])
        for views in groups().values()
        for view in views
    ]
    return ENVIRONMENT.get_template("studio.html").render(signs=SIGNS, tabs=tabs, lenses=LENSES)
