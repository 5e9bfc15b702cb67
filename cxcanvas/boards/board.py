"""A board: one view of a session that can be touched, in JupyterLab, Notebook and Voilà.

    session = cx.open("breathing-space.cx.yaml")
    Board(session, view="journey")

The board holds no domain logic: it checks what the page says, asks `gestures` for the
edits, has the session apply them and sends back the parts of the drawing that changed.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import anywidget
import traitlets

from cxcanvas.boards.gestures import gesture
from cxcanvas.boards.messages import MessageError, checked, number_of, sentence_of
from cxcanvas.boards.pages import Memory, Pages, touched_by
from cxcanvas.boards.script import BOARD_STYLE, SCRIPT
from cxcanvas.boards.shell import shell
from cxcanvas.boards.words import told
from cxcanvas.errors import CxError
from cxcanvas.session import Change, Session
from cxcanvas.views import STYLE, VIEWS, Live, Scene

_LOG = logging.getLogger(__name__)
#: A word for each session, so that a page can tell the work of an earlier one from this one's.
_BORN: WeakKeyDictionary[Session, str] = WeakKeyDictionary()


class Board(anywidget.AnyWidget):
    """A view of a session to work on: select, type, drag, undo, save.

    `view` is one of canvas, journey, exchange, loyalty. Several boards on one session stay
    in step. `close()` ends it. Whatever a page sends is checked and bounded; what does not
    fit changes nothing and is answered with a sentence.
    """

    _esm = SCRIPT
    _css = STYLE + BOARD_STYLE
    #: What a page begins with; drawn at the moment a page asks, so that it is never stale.
    _first = traitlets.Dict().tag(sync=True, to_json=lambda _, board: board._beginning())

    def __init__(self, session: Session, view: str = "canvas", **unknown: object) -> None:
        self._unsubscribe: Callable[[], None] = lambda: None  # also for a board that is refused
        if not isinstance(session, Session):
            raise TypeError("a board shows a session: Board(cx.open('NAME.cx.yaml'))")
        if view not in VIEWS:
            raise ValueError(f"there is no view '{view}'; there are {', '.join(VIEWS)}")
        if unknown:
            raise TypeError(f"a board has no option '{next(iter(unknown))}'; it takes a session and view=…")
        self._session, self._view = session, view
        self._pages, self._memory = Pages(), Memory()
        self._author = ""
        self._answer: dict[str, Any] | None = None
        self._live: Live | None = None
        with session.lock:
            super().__init__()
            self._unsubscribe = session.subscribe(self._on_change)
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        return f"Board({self._session.name}, view='{self._view}')"

    @property
    def session(self) -> Session:
        """The session that the board works on."""
        return self._session

    @property
    def view(self) -> str:
        """Which view it shows."""
        return self._view

    def close(self) -> None:
        """End the board: it leaves the page and hears of no further change."""
        self._unsubscribe()
        super().close()

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take no state from a page: what a person does comes as a message that is checked."""

    # -- the drawing ---------------------------------------------------------------------------

    def _drawing(self) -> Live:
        if self._live is None:
            self._live = Live(self._scene(), self._view)
        return self._live

    def _scene(self) -> Scene:
        session = self._session
        return Scene(
            session.canvas, name=session.name, revision=str(session.revision), editable=not session.read_only
        )

    def _beginning(self) -> dict[str, Any]:
        with self._session.lock:
            return {"shell": shell(self._view), **self._whole()}

    def _whole(self) -> dict[str, Any]:
        return {"html": self._drawing().html(), "rev": self._session.revision, "state": self._state()}

    def _state(self) -> dict[str, Any]:
        session = self._session
        dirty = session.dirty
        if session.read_only:
            saved = "Read only"
        elif session.path is None:
            saved = "No file yet"
        else:
            saved = "Not saved yet" if dirty else "Saved"
        return {
            "dirty": dirty, "undo": session.undo_label, "redo": session.redo_label, "saved": saved,
            "readOnly": session.read_only, "born": _BORN.setdefault(session, secrets.token_hex(6)), "place": _place(session),
        }  # fmt: skip

    def _on_change(self, change: Change) -> None:
        """The session changed, here or elsewhere: the parts that differ go to the pages."""
        touched = touched_by(change.edits)
        self._memory.note(change.revision, touched, self._author)
        if self._pages.all_gone:
            self._live = None  # a board whose cell was run again or deleted costs nothing more
            return
        try:
            ops = self._drawing().update(self._scene(), change) if change.edits else []
            news: dict[str, Any] = {"ops": ops}
        except Exception:  # whatever a drawing stumbles over must not stop the session or other boards
            _LOG.exception("a board could not draw a change")
            self._live = None
            news = {"html": self._drawing().html()}
        base = change.revision - 1 if change.edits else change.revision
        if self._answer is not None:
            _join(self._answer, news)
        else:
            self.send({**news, "base": base, "rev": change.revision, "state": self._state()})
        for name, page in self._pages.items():
            if name != self._author and (inspected := page.refresh(change.after, touched)):
                self.send({**inspected, "rev": change.revision, "page": name})

    # -- what a page says ----------------------------------------------------------------------

    def _on_message(self, _: object, content: object, buffers: object) -> None:
        """Answer a message; on whatever thread it comes, one after the other."""
        n, page = number_of(content)
        with self._session.lock:
            base = self._session.revision
            answer: dict[str, Any] = {"ack": n, "page": page, "base": base}
            self._author, self._answer = page, answer
            try:
                answer |= self._handled(checked(content), page)
            except CxError as error:
                answer["error"] = sentence_of(error)
            except Exception:  # a page must get an answer, whatever happens
                _LOG.exception("a board could not answer a message")
                self._live = None
                answer |= {
                    "error": "Something went wrong in here; the board was drawn again.",
                    "html": self._drawing().html(),
                }
            finally:
                self._author, self._answer = "", None
            self.send({**answer, "rev": self._session.revision, "state": self._state()})

    def _handled(self, message: dict[str, Any], name: str) -> dict[str, Any]:
        page = self._pages[name]
        match message["do"]:
            case "hello":
                return {}
            case "bye":
                self._pages.leave(name)
                return {}
            case "pull":
                return {**self._whole(), **page.look(self._session.canvas, page.selected)}
            case "select":
                return page.look(self._session.canvas, message["at"], message.get("open"))
        if message["n"] in page.handled:
            return {}
        said = self._done(message, name)
        page.handled.append(message["n"])
        return said

    def _done(self, message: dict[str, Any], name: str) -> dict[str, Any]:
        session = self._session
        match message["do"]:
            case "save":
                return {"say": f"Saved to {session.save().name}."}
            case "undo":
                return self._told(session.undo(), "Undone: ", name)
            case "redo":
                return self._told(session.redo(), "Done again: ", name)
        self._hold_against_others(message, name)
        plan = gesture(session.canvas, message)
        if not plan.edits:
            return {"at": plan.at}
        return {"at": plan.at, **self._told(session.apply(*plan.edits, label=plan.label), "", name)}

    def _told(self, change: Change, word: str, name: str) -> dict[str, Any]:
        inspected = self._pages[name].refresh(change.after, touched_by(change.edits))
        return {"say": f"{word}{change.label if word else told(change.label)}.", **inspected}

    def _hold_against_others(self, message: dict[str, Any], name: str) -> None:
        """Refuse a change of a place that somebody else changed after this page last looked."""
        now = self._session.revision
        seen = message.get("rev", now)
        if seen > now or self._memory.is_too_old(seen, now):
            raise MessageError(
                "This page shows another state of the canvas; take it up again after Reconnect."
            )
        if message["do"] in ("set", "field", "feel") and self._memory.is_contested(message["at"], seen, name):
            raise MessageError("Somebody else changed this while you were at it; their words are shown.")


def _join(answer: dict[str, Any], news: dict[str, Any]) -> None:
    """Adds what a change brought to the answer in the making."""
    if "html" in news:
        answer["html"] = news["html"]
    answer.setdefault("ops", []).extend(news.get("ops", ()))


def _place(session: Session) -> str:
    """A word for the file and the notebook, by which a page finds its own work again after a restart."""
    home = f"{session.path or session.name}|{os.environ.get('JPY_SESSION_NAME', '')}"
    return hashlib.sha256(home.encode("utf-8", "replace")).hexdigest()[:16]
