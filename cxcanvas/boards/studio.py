"""The studio: all boards of a concept in one working place, with its fields, search, trouble and guidance.

session = cx.open("breathing-space.cx.yaml")
Studio(session)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cxcanvas.boards.desk import Desk, Reply
from cxcanvas.boards.shell import studio_shell
from cxcanvas.boards.widget import DeskWidget
from cxcanvas.session import Session


class StudioDesk(Desk):
    """A desk that keeps how somebody likes to work, and says how the whole concept stands."""

    def __init__(self, session: Session, views: Sequence[str], send: Callable[[Reply], None]) -> None:
        super().__init__(session, views, send)

    def state(self) -> Reply:
        """How things stand, and what the frame around the boards shows."""
        return {**super().state(), "title": self.session.canvas.concept.title}


class Studio(DeskWidget):
    """Everything to work on a concept with: its boards in tabs, fields, search, trouble, guidance.

    `view` is the board that is shown first: canvas, journey, exchange or loyalty. Several
    studios and boards on one session stay in step. `close()` ends it.
    """

    def __init__(self, session: Session, view: str = "canvas", **unknown: object) -> None:
        self._open(session, view, unknown, StudioDesk)

    def _shell(self) -> str:
        return studio_shell()
