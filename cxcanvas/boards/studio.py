"""The studio: all boards of a concept in one working place, with its fields, search, trouble and guidance.

session = cx.open("breathing-space.cx.yaml")
Studio(session)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cxcanvas.boards.desk import Desk, Reply
from cxcanvas.boards.pages import Page
from cxcanvas.boards.shell import studio_shell
from cxcanvas.boards.widget import DeskWidget
from cxcanvas.measures.reading import words
from cxcanvas.session import Session
from cxcanvas.store import Preferences
from cxcanvas.views import VIEWS


class StudioDesk(Desk):
    """A desk that keeps how somebody likes to work, and says how the whole concept stands."""

    def __init__(self, session: Session, views: Sequence[str], send: Callable[[Reply], None]) -> None:
        preferences = Preferences.load(session.path)
        last = [view for view in (preferences.view, preferences.beside) if view in VIEWS]
        super().__init__(session, [view for view in views if view] or last or VIEWS[:1], send)
        self.preferences = preferences
        if session.path is not None and not session.read_only:
            session.autosave = preferences.autosave

    def state(self) -> Reply:
        """How things stand, and what the frame around the boards shows."""
        liked = self.preferences
        return {
            **super().state(), "title": words(self.session.canvas.concept.get("title")), "lens": liked.lens, "side": liked.side,
            "depth": liked.depth, "version": self.session.version,
        }  # fmt: skip

    def _shown(self, page: Page, views: Sequence[str]) -> Reply:
        answer = super()._shown(page, views)
        view, beside = (*page.views, "")[:2]
        self.preferences = self.preferences.kept(view=view, beside=beside)
        return answer


class Studio(DeskWidget):
    """Everything to work on a concept with: its boards in tabs, fields, search, trouble, guidance.

    `view` is the board that is shown first (canvas, portrait, journey …: the names in
    `cxcanvas.views.VIEWS`); without it, the one that was shown last. Several studios and boards on one session stay in step.
    Changes are saved by themselves unless that is switched off. `close()` ends it.
    """

    def __init__(self, session: Session, view: str = "", **unknown: object) -> None:
        self._open(session, view, unknown, StudioDesk)

    def _shell(self) -> str:
        return studio_shell()
