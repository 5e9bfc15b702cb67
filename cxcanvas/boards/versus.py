"""Which version a board compares with: one that git keeps, another concept of the workspace, or how it was when opened."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cxcanvas.boards.messages import MessageError
from cxcanvas.canvas import Canvas
from cxcanvas.errors import CxError
from cxcanvas.session import Session
from cxcanvas.store import load, workspace
from cxcanvas.store.kept import Kept, Memory, Versions, versions
from cxcanvas.store.workspace import Concept
from cxcanvas.views import Compared, Offered, Scene

if TYPE_CHECKING:
    from cxcanvas.boards.reviewing import Reviewing

#: The view that shows it.
VIEW: Final = "compare"
OPENED: Final = "opened"
OPENED_SAID: Final = "as it was when this was opened"
NOW_SAID: Final = "as it is here now"
_FILE: Final = "file:"
#: A version that a review keeps, against the concept as it is, or against another one (`review:ID:ID`).
_REVIEW: Final = "review:"
_SHORT: Final = 12
#: Versions and other concepts that are offered.
MOST: Final = 60
#: Seconds from which on drawing it takes long, and for which nothing may have been edited then.
SLOW: Final = 0.3
QUIET: Final = 1.0
_ASKING: Final = "The history is being read …"
_UNSAVED: Final = "No history yet: this concept is in no file."


class Versus:
    """What a desk's compare view is held against.

    Git is asked on a thread of its own, once the view is first shown, so that nobody who
    types waits for a long history; `tell` is called when the answer is there.
    """

    def __init__(self, session: Session, tell: Callable[[], None], reviews: Callable[[], Reviewing]) -> None:
        self._session, self._tell, self._reviews = session, tell, reviews
        self._after: Canvas | None = None
        self._memory = Memory()
        self._found = Versions(note=_ASKING if session.path is not None else _UNSAVED)
        self._others: tuple[Concept, ...] = ()
        self._asked = self._reading = self._chosen = self._closed = False
        self._took = 0.0
        self._waiting = threading.Timer(QUIET, self._tell_now)
        self._picked = OPENED
        self._opened = session.canvas
        self._compared = Compared(session.canvas, OPENED_SAID, NOW_SAID)

    def scene(self, scene: Scene) -> Scene:
        """The scene as the compare view shows it: with both versions, to look at only."""
        self._ask()
        scene = replace(scene, editable=False, compared=self._compared, offered=self._offered())
        return scene if self._after is None else replace(scene, canvas=self._after, problems=None)

    def look_again(self) -> None:
        """Somebody opens the list: what was kept since it was read is asked for, and told of when it is there."""
        if self._session.path is not None and not self._reading:
            self._asked = self._reading = True
            threading.Thread(target=self._read, name="cxcanvas-versions", daemon=True).start()

    def pick(self, said: str) -> None:
        """Compare with another version; MessageError where none of that name is offered, CxError where it cannot be read."""
        after: Canvas | None = None
        now, other = (
            NOW_SAID,
            said.removeprefix(_REVIEW).partition(":")[2] if said.startswith(_REVIEW) else "",
        )
        if other:
            after, now = self._reviews().version(other)
        self._compared, self._after = Compared(*self._named(said), now), after
        self._picked, self._chosen = said, True

    @property
    def said(self) -> str:
        """What people call the version that is compared with."""
        return self._compared.old

    def close(self) -> None:
        """Nobody looks any more: what git still has to say is not waited for."""
        self._closed = True
        self._waiting.cancel()

    def drew(self, seconds: float) -> None:
        """The view was brought up to date, and took so long."""
        self._took = seconds

    def waits(self) -> bool:
        """Whether the view waits until nothing has been edited for a moment, since it takes long; it is told of then."""
        if self._took < SLOW:
            return False
        self._waiting.cancel()
        self._waiting = threading.Timer(QUIET, self._tell_now)
        self._waiting.daemon = True
        self._waiting.start()
        return True

    def _tell_now(self) -> None:
        with self._session.lock:
            if not self._closed:
                self._tell()

    def _offered(self) -> Offered:
        kept = [(one.id, one.said) for one in self._found.kept]
        kept += [(f"{_REVIEW}{id_[:_SHORT]}", said) for id_, said in self._reviews().kept()]
        if self._after is not None:
            kept.insert(0, (self._picked, self._compared.old))
        others = [(f"{_FILE}{one.name}", f"the concept “{one.name}”") for one in self._others]
        return Offered((*kept, (OPENED, OPENED_SAID), *others), self._picked, self._found.note)

    def _named(self, said: str) -> tuple[Canvas, str]:
        if said == OPENED:
            return self._opened, OPENED_SAID
        if said.startswith(_REVIEW):
            return self._reviews().version(said.removeprefix(_REVIEW).partition(":")[0])
        version = next((one for one in self._found.kept if one.id == said), None)
        if version is not None:
            return self._memory.canvas(self._found, version), version.said
        name = said.removeprefix(_FILE)
        other = next((one for one in self._others if said.startswith(_FILE) and one.name == name), None)
        if other is None:
            raise MessageError("There is no such version to compare with.")
        return load(other.path), f"the concept “{other.name}”"

    # -- asking git --------------------------------------------------------------------------------

    def _ask(self) -> None:
        if not self._asked:
            self.look_again()

    def _read(self) -> None:
        try:
            self._read_once()
        finally:
            self._reading = False

    def _read_once(self) -> None:
        path = self._session.path
        if path is None or self._closed:
            return
        found = versions(path, MOST)
        try:
            others = tuple(one for one in workspace(path.parent) if one.path != path)[:MOST]
        except CxError:
            others = ()
        latest = self._latest(found) if not self._found.kept else None  # what is looked at stays
        with self._session.lock:
            if self._closed or (found, others) == (self._found, self._others):
                return
            self._found, self._others = found, others
            if latest is not None and not self._chosen:
                version, canvas = latest
                self._picked = version.id
                self._compared = Compared(canvas, version.said, NOW_SAID)
            self._tell()

    def _latest(self, found: Versions) -> tuple[Kept, Canvas] | None:
        """The latest version that can be read."""
        for version in found.kept[:3]:
            try:
                return version, self._memory.canvas(found, version)
            except CxError:
                continue
        return None
