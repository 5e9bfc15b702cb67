"""What a gesture comes to: the edits, their label in the history, and what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cxcanvas.boards.messages import one_line
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas, Element
from cxcanvas.edits import Edit

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """The edits of one gesture, their label in the history, and the element they are about."""

    edits: tuple[Edit, ...]
    label: str
    at: str = ""
    #: Where there are several, all of them.
    ats: tuple[str, ...] = ()


Gesture = Callable[[Canvas, Mapping[str, Any]], Plan]


def element_at(canvas: Canvas, address: str) -> Element:
    """The element of an address; GestureError where it has gone."""
    element = canvas.get(address.partition(".")[0])
    if element is None:
        raise GestureError("This element is not there any more.")
    return element


def named(element: Element) -> str:
    """An element's name for a sentence."""
    title = one_line(element.title)
    return f"“{title if len(title) <= LONGEST_NAME else title[: LONGEST_NAME - 1] + '…'}”"
