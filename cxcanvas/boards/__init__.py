"""Boards: a session on the screen, to be touched.

from cxcanvas.boards import Board
Board(cx.open("breathing-space.cx.yaml"), view="journey")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxcanvas.boards.board import Board

__all__ = ["Board"]


def __getattr__(name: str) -> Any:
    """Import the board, and with it the widgets, when somebody asks for it."""
    if name != "Board":
        raise AttributeError(f"cxcanvas.boards has no '{name}'")
    from cxcanvas.boards.board import Board

    return Board
