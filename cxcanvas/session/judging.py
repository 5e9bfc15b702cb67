"""What the rules say of a canvas that is being worked on, found again only where an edit could have changed it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cxcanvas.canvas import Canvas
from cxcanvas.checks import BOOK, Judge, Judged, Settings, settings_for
from cxcanvas.checks.settings import NONE
from cxcanvas.errors import UsageError


class Judging:
    """The judge of one session; made when it is first asked, and anew on another day."""

    def __init__(self) -> None:
        self._judge: Judge | None = None
        self._canvas: Canvas | None = None
        self._judged: Judged | None = None
        self.unsettled = ""  # why the workspace's settings of the rules do not count

    def judged(self, canvas: Canvas, path: Path | None) -> Judged:
        """What the rules say of a canvas now, by the settings of the folder of its file."""
        today = dt.date.today()
        if self._judge is None or self._judge.look.today != today:
            self._judge = Judge(canvas, BOOK, today, self._settings(path))
        elif canvas is not self._canvas:
            self._judge.follow(canvas)
        elif self._judged is not None:
            return self._judged
        self._canvas, self._judged = canvas, self._judge.judged()
        return self._judged

    def _settings(self, path: Path | None) -> Settings:
        self.unsettled = ""
        try:
            return settings_for(path.parent, BOOK) if path is not None else NONE
        except UsageError as error:  # a slip in a settings file must not end the work on a canvas
            self.unsettled = str(error)
            return NONE
