"""What a page may ask without changing the canvas: each question is one function, found by its word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cxcanvas.boards.desk import Desk
    from cxcanvas.boards.pages import Page

Question = Callable[["Desk", "Page", Mapping[str, Any]], dict[str, Any]]

#: On which view an element of a kind is seen best; what is not named is on the canvas.
_VIEW_OF: Final[Mapping[str, str]] = {
    "journey": "journey", "stage": "journey", "step": "journey", "exchange": "exchange", "bond": "loyalty",
}  # fmt: skip


def view_of(desk: Desk, at: str) -> str:
    """The view on which the element at an address is seen best."""
    element = desk.session.canvas.get(at.partition(".")[0])
    return _VIEW_OF.get(element.kind, "canvas") if element is not None else "canvas"


def _where(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    return {"view": view_of(desk, message["at"])}


QUESTIONS: Final[dict[str, Question]] = {"where": _where}
