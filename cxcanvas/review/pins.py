"""Where a comment is pinned today, whatever became of what it was said about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cxcanvas.canvas import Canvas
from cxcanvas.review.parts import current
from cxcanvas.review.state import Comment

__all__ = ["Pin", "pin"]


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a comment stands: its address now, what that is called, and how it got there.

    `how` is `there`, `renamed`, `within` (the field is gone, its element is there), `orphaned`
    (gone; `title` is what it was called), or `whole` (said about the whole concept, or a place on the picture).
    """

    address: str
    title: str
    how: Literal["there", "renamed", "within", "orphaned", "whole"]


def pin(comment: Comment, then: Canvas | None, now: Canvas) -> Pin:
    """Where a comment stands; `then` is the version under review, where one knows it, `now` the concept as it is."""
    if not comment.about:
        return Pin("", str(now.concept.title), "whole")
    head, _, rest = comment.about.partition(".")
    found = current(now, comment.about)
    if found is not None:
        return Pin(found, _title(now, found), "there" if found == comment.about else "renamed")
    element = current(now, head)
    if rest and element is not None:
        return Pin(element, _title(now, element), "within")
    return Pin(comment.about, _title(then, comment.about) if then is not None else comment.about, "orphaned")


def _title(canvas: Canvas, address: str) -> str:
    element = canvas.get(address.partition(".")[0])
    return element.title if element is not None else address
