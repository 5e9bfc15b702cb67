"""What a gesture comes to: the edits, their label in the history, and what it is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cxcanvas.boards.messages import one_line
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas, Element
from cxcanvas.edits import Edit
from cxcanvas.vocabulary import RECORDS, field_at

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
    head = address.partition(".")[0]
    element = canvas.get(head)
    if element is None and head in RECORDS:
        raise GestureError(f"This is no element of its own, but a part of the {RECORDS[head].label}.")
    if element is None:
        raise GestureError("This element is not there any more.")
    return element


def is_there(canvas: Canvas, to: Collection[str], address: str) -> bool:
    """Whether a field that points at these kinds may hold an address: "@" takes records such as the diagnosis too."""
    head = address.partition(".")[0]
    return head in canvas or ("@" in to and head in canvas.records)


def owner_named(canvas: Canvas, address: str) -> str:
    """Whose field is at an address, for a sentence: an element, the concept, or a part of another record."""
    head, *path = address.split(".")
    element = canvas.get(head)
    if element is not None:
        return named(element)
    around = field_at(head, tuple(path[:-1]))
    return quoted(around.label or around.name) if around is not None else f"the {head}"


def named(element: Element) -> str:
    """An element's name for a sentence."""
    return quoted(one_line(element.title))


def quoted(title: str) -> str:
    """A name in quotation marks, short enough for a sentence."""
    return f"“{title if len(title) <= LONGEST_NAME else title[: LONGEST_NAME - 1] + '…'}”"
