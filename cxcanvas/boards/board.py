"""A board: one view of a session that can be touched, in JupyterLab, Notebook and Voilà.

session = cx.open("breathing-space.cx.yaml")
Board(session, view="journey")
"""

from __future__ import annotations

from cxcanvas.boards.desk import Desk
from cxcanvas.boards.shell import shell
from cxcanvas.boards.widget import DeskWidget
from cxcanvas.session import Session


class Board(DeskWidget):
    """A view of a session to work on: select, type, drag, undo, save.

    `view` is one of canvas, journey, exchange, loyalty. Several boards on one session stay
    in step. `close()` ends it. Whatever a page sends is checked and bounded; what does not
    fit changes nothing and is answered with a sentence.
    """

    def __init__(self, session: Session, view: str = "canvas", **unknown: object) -> None:
        self._open(session, view, unknown, Desk)

    def _shell(self) -> str:
        return shell(self.view)
