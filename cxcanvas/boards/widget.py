"""What a board and a studio have in common as widgets: one script, one style sheet, messages that are checked."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from cxcanvas.boards.desk import Desk
from cxcanvas.boards.script import BOARD_STYLE, SCRIPT
from cxcanvas.session import Session
from cxcanvas.views import STYLE, VIEWS


class DeskWidget(anywidget.AnyWidget):
    """A desk in a notebook or on a page of Voilà."""

    _esm = SCRIPT
    _css = STYLE + BOARD_STYLE
    #: What a page begins with; drawn at the moment a page asks, so that it is never stale.
    _first = traitlets.Dict().tag(sync=True, to_json=lambda _, widget: widget._beginning())

    _desk: Desk | None = None  # also for a widget that is refused

    def _open(self, session: Session, view: str, unknown: dict[str, object], desk: type[Desk]) -> None:
        """Check what was asked for, and begin; called once, by whoever is made."""
        name = type(self).__name__
        if not isinstance(session, Session):
            raise TypeError(f"a {name.lower()} shows a session: {name}(cx.open('NAME.cx.yaml'))")
        if view not in VIEWS and (view or name == "Board"):
            raise ValueError(f"there is no view '{view}'; there are {', '.join(VIEWS)}")
        if unknown:
            raise TypeError(
                f"a {name.lower()} has no option '{next(iter(unknown))}'; it takes a session and view=…"
            )
        with session.lock:
            self._desk = desk(session, (view,), lambda content: self.send(content))
            super().__init__()
        self.on_msg(self._on_message)

    @property
    def desk(self) -> Desk:
        """The conversation behind it."""
        assert self._desk is not None
        return self._desk

    @property
    def session(self) -> Session:
        """The session that it works on."""
        return self.desk.session

    @property
    def view(self) -> str:
        """Which view it shows first."""
        return self.desk.first[0]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.session.name}, view='{self.view}')"

    def close(self) -> None:
        """End it: it leaves the page and hears of no further change."""
        if self._desk is not None:
            self._desk.close()
        super().close()

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take no state from a page: what a person does comes as a message that is checked."""

    def _beginning(self) -> dict[str, Any]:
        return {"shell": self._shell(), **self.desk.beginning()}

    def _shell(self) -> str:
        raise NotImplementedError

    def _on_message(self, _: object, content: object, buffers: list[Any]) -> None:
        self.desk.hear(content, buffers)
