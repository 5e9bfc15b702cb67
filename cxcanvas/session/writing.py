"""Writing a canvas to its file, in three parts: what is taken along, the work, and what came of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Edit, diff, replay
from cxcanvas.errors import ConflictError, CxError, EditError
from cxcanvas.store import Stored, open_file, save_stored

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Writing:
    """One write: made and settled under the session's lock, `run` without it."""

    stored: Stored | None
    canvas: Canvas
    path: Path | None = None
    #: Whether a file that is not there is made.
    create: bool = True
    after: Stored | None = None
    #: What somebody else had written meanwhile, and the canvas that is in the file now.
    theirs: tuple[Edit, ...] = ()
    clean: Canvas | None = None
    error: Exception | None = None
    #: What stood there when both had changed the same place.
    found: Stored | None = None

    def run(self) -> None:
        """Do the work on the disk; what goes wrong is kept for whoever settles it."""
        try:
            self.after = save_stored(self.stored, self.canvas, self.path, self.create)
            now = self.after.document.canvas
            self.theirs = diff(self.canvas, now)
            self.clean = led(self.canvas, self.theirs, now).with_places(now.lines, now.comments)
        except ConflictError as error:
            self.after, self.error = None, error
            self._look(self.path or (self.stored.path if self.stored is not None else None))
        except Exception as error:
            if not isinstance(error, CxError):
                _LOG.exception("a canvas could not be saved")
            self.after, self.error = None, error

    def _look(self, path: Path | None) -> None:
        """Read what somebody else wrote; where that cannot be read any more, that is the error."""
        try:
            self.found = open_file(path) if path is not None else None
        except CxError as error:
            self.error = error


def led(canvas: Canvas, edits: tuple[Edit, ...], there: Canvas) -> Canvas:
    """Where edits lead, with all that did not change shared; `there` itself where they do not lead there.

    No edit can say which of two a file means by `concept` where it calls a step so.
    """
    try:
        reached = replay(canvas, *edits) if edits else canvas
    except EditError:
        return there
    return reached if not edits or reached == there else there
