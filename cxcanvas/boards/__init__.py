"""Boards: a session on the screen, to be touched.

from cxcanvas.boards import Board, Studio
Studio(cx.open("breathing-space.cx.yaml"))
Board(cx.open("breathing-space.cx.yaml"), view="journey")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxcanvas.boards.board import Board
    from cxcanvas.boards.studio import Studio

__all__ = ["Board", "Studio"]


def __getattr__(name: str) -> Any:
    """Import a board or the studio, and with it the widgets, when somebody asks for it."""
    if name not in __all__:
        raise AttributeError(f"cxcanvas.boards has no '{name}'")
    return getattr(import_module(f"cxcanvas.boards.{name.lower()}"), name)
