"""What runs in a live page's kernel: it warms up, settles where it is sent, and shows the board."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxcanvas.boards.widget import DeskWidget


def warm() -> None:
    """Import what a live page needs, before anybody asks for one."""
    import cxcanvas.boards
    import cxcanvas.session
    import cxcanvas.views  # noqa: F401


def settle(folder: str, environment: dict[str, str]) -> None:
    """Take over the folder and the environment of the notebook that is going to run here."""
    os.environ.update(environment)
    os.chdir(folder)
    if folder not in sys.path:
        sys.path.insert(0, folder)


READ_ONLY = "This page is for reading. To change the concept, start the server with --edit."


def board(path: str, view: str = "canvas", edit: bool = False) -> DeskWidget:
    """The concept's studio; without `edit` its board, and nothing can change it, whatever a page sends.

    Either follows the file. What waits to be saved when the page is closed is written then.
    """
    from cxcanvas.boards import Board, Studio
    from cxcanvas.session import open as open_session

    session = open_session(path, read_only="" if edit else READ_ONLY)
    session.following = True
    return Studio(session, view=view) if edit else Board(session, view=view)
