"""A desk: the conversation between a session and the pages that show it, without any widget.

It holds no domain logic: it checks what a page says, asks `gestures` for the edits or
`questions` for an answer, has the session apply the edits and sends back the parts of the
drawings that changed.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

from cxcanvas.boards import reviewing, versus
from cxcanvas.boards.attaching import attached
from cxcanvas.boards.deciding import decided, undecided
from cxcanvas.boards.gestures import gesture
from cxcanvas.boards.incoming import came_in
from cxcanvas.boards.judging import ANSWERS, Shown, shown
from cxcanvas.boards.looking import Looks
from cxcanvas.boards.messages import MessageError, checked, number_of, sentence_of
from cxcanvas.boards.pages import Memory, Page, Pages, touched_by
from cxcanvas.boards.privately import PrivateWordsError
from cxcanvas.boards.privately import decided as decided_privately
from cxcanvas.boards.questions import QUESTIONS
from cxcanvas.boards.reviewing import Reviewing
from cxcanvas.boards.sheets import Sheets
from cxcanvas.boards.versus import Versus
from cxcanvas.boards.words import told
from cxcanvas.checks import by_element
from cxcanvas.errors import ConflictError, CxError, Problem
from cxcanvas.session import Change, Session
from cxcanvas.store import Preferences
from cxcanvas.versions import conflicts
from cxcanvas.views import VIEWS, Op, Scene
from cxcanvas.vocabulary.fields import DEPTHS, Depth

_LOG = logging.getLogger(__name__)
#: A word for each session, so that a page can tell the work of an earlier one from this one's.
_BORN: WeakKeyDictionary[Session, str] = WeakKeyDictionary()
#: Gestures that write words over what stands there: somebody else's words must not be lost by them.
_WRITES: Final = frozenset({"set", "field", "feel", "drop"})
_OTHER_STATE: Final = "This page shows another state of the canvas; take it up again after Reconnect."

Reply = dict[str, Any]


class Desk:
    """What a board or a studio answers; several pages may show it at once.

    `send` brings a message to all of its pages. `views` are those that a page shows first.
    """

    def __init__(self, session: Session, views: Sequence[str], send: Callable[[Reply], None]) -> None:
        self.session = session
        self.first = tuple(views)
        self._found: dict[str, tuple[Problem, ...]] | None = None  # what the rules said when last asked
        folder = str(session.path.parent) if session.path is not None else ""
        self.pages = Pages(self.first, folder, self._troubles)
        self.versus = Versus(session, self._versions_came, lambda: self.reviewing)
        self.reviewing = Reviewing(
            session, self._said_more, Looks(lambda: self.preferences.looks, self._looked)
        )
        self.sheets = Sheets(self.scene, late=(versus.VIEW, reviewing.VIEW))
        self.preferences = Preferences()  # a studio keeps how somebody likes to work
        self._memory = Memory()
        self._send = send
        self._author = ""
        self._answer: Reply | None = None
        if session.path is not None:
            session.following = True
        self._unsubscribe = session.subscribe(self._on_change)

    def close(self) -> None:
        """Hear of no further change."""
        self._unsubscribe()
        self.versus.close()
        self.reviewing.close()

    # -- what is shown -------------------------------------------------------------------------

    def scene(self, view: str = "") -> Scene:
        """What the drawings are made from now, or one of them that is made from more."""
        session = self.session
        found = None if self._found is None else tuple(one for some in self._found.values() for one in some)
        scene = Scene(
            session.canvas, found, session.name, str(session.revision), editable=not session.read_only
        )
        more = {versus.VIEW: self.versus.scene, reviewing.VIEW: self.reviewing.scene}.get(view)
        return more(scene) if more is not None else scene

    def _versions_came(self) -> None:
        """Git told which versions there are: the pages that show them follow."""
        if marks := self.late():
            self._send({"marks": marks, "rev": self.session.revision})

    def _said_more(self) -> None:
        """Somebody else said something in a review: the pages that show it follow."""
        self._send({"marks": self.late(), **self.reviewing.said(), "rev": self.session.revision})

    def _looked(self, looks: tuple[str, ...]) -> None:
        """How far somebody has read in the reviews."""
        self.preferences = self.preferences.kept(looks=looks)

    def late(self) -> dict[str, list[Op]]:
        """What brings the views up to date that no edit waits for."""
        begun = time.perf_counter()
        marks = self.sheets.late(self.pages.shown())
        self.versus.drew(time.perf_counter() - begun)
        return marks

    def beginning(self) -> Reply:
        """What a page begins with."""
        with self.session.lock:
            return self.whole(self.first)

    def whole(self, views: Sequence[str]) -> Reply:
        """The drawings as they are now, and how things stand."""
        html = {view: self.sheets.html(view) for view in views}
        return {"html": html, "rev": self.session.revision, "state": self.state()}

    def state(self) -> Reply:
        """How things stand: what can be undone, and what is saved, in words."""
        session = self.session
        recovered = session.recovered
        return {
            "dirty": session.dirty, "undo": session.undo_label, "redo": session.redo_label, "readOnly": session.read_only,
            "saved": "Read only" if session.read_only else session.saving, "autosave": session.autosave, "undecided": undecided(session),
            "recovered": recovered.sentence if recovered is not None else "", "unreadable": session.unreadable,
            "born": _BORN.setdefault(session, secrets.token_hex(6)), "place": _place(session),
        }  # fmt: skip

    def _on_change(self, change: Change) -> None:
        """The session changed, here or elsewhere: the parts that differ go to the pages."""
        touched = touched_by(change.edits)
        self.reviewing.changed(change)
        self._memory.note(change.revision, touched, self._author)
        if self.pages.all_gone:
            self.sheets.forget()  # a board whose cell was run again or deleted costs nothing more
            return
        news = self._news(change)
        base = change.revision - 1 if change.edits else change.revision
        if change.edits or change.by:
            news["came"] = came_in(change)
        if self._answer is not None:
            _join(self._answer, news)
        else:
            self._send({**news, "base": base, "rev": change.revision, "state": self.state()})
        for name, page in self.pages.items():
            if name != self._author and (inspected := page.refresh(change.after, touched)):
                self._send({**inspected, "rev": change.revision, "page": name})

    def _news(self, change: Change) -> Reply:
        if not change.edits:
            return {"ops": {}}
        shown = self.pages.shown()
        try:
            return {"ops": self.sheets.follow(change, shown)}
        except Exception:  # whatever a drawing stumbles over must not stop the session or other boards
            _LOG.exception("a board could not draw a change")
            self.sheets.forget()
            return {"html": {view: self.sheets.html(view) for view in shown}}

    # -- what the rules say ------------------------------------------------------------------------

    def depth(self) -> Depth:
        """The depth that is worked at here: what is deeper is not missed yet."""
        depth = self.preferences.depth
        return depth if depth in DEPTHS else DEPTHS[0]

    def shown(self) -> Shown:
        """The problems that belong on the screen here; the rules run again where an edit could matter to them."""
        return shown(self.session.judged, self.depth())

    def judge(self) -> Reply:
        """What the rules say now, and what it changes on the boards and in the fields of each page."""
        now = self.shown()
        before, self._found = self._found, by_element((*now.bad, *now.missing, *now.hints))
        marks: dict[str, list[Op]] = {}
        if self._found != before:
            marks = self.sheets.mark(self.pages.shown())
            for name, page in self.pages.items():
                if inspected := page.refresh(self.session.canvas, (page.selected,)):
                    self._send({**inspected, "rev": self.session.revision, "page": name})
        marks |= {} if self.versus.waits() else self.late()
        return {
            "count": len(now.bad) + len(conflicts(self.session.canvas)),
            **self.reviewing.said(),
            **({"marks": marks} if marks else {}),
        }

    def _troubles(self, id_: str) -> tuple[Problem, ...] | None:
        """The problems of an element as they were last found; None while the rules have not run."""
        return None if self._found is None else self._found.get(id_, ())

    # -- what a page says ------------------------------------------------------------------------

    def hear(self, content: object, buffers: Sequence[Any] = ()) -> None:
        """Answer a message; on whatever thread it comes, one after the other."""
        n, name = number_of(content)
        with self.session.lock:
            answer: Reply = {"ack": n, "page": name, "base": self.session.revision}
            self._author, self._answer = name, answer
            try:
                answer |= self._handled(checked(content), name, buffers)
            except CxError as error:
                answer["error"] = sentence_of(error)
                if isinstance(error, PrivateWordsError):
                    answer["private"] = error.html
            except Exception:  # a page must get an answer, whatever happens
                _LOG.exception("a board could not answer a message")
                self.sheets.forget()
                answer["error"] = "Something went wrong in here; the board was drawn again."
                answer["html"] = {view: self.sheets.html(view) for view in self.pages.shown()}
            finally:
                self._author, self._answer = "", None
            if "say" in answer and not answer.get("came", {}).get("by", "x"):
                answer["came"]["said"] = answer["say"]  # an undo says so to the others, too
            self._send({**answer, "rev": self.session.revision, "state": self.state()})

    def _handled(self, message: Reply, name: str, buffers: Sequence[Any]) -> Reply:
        page = self.pages[name]
        match message["do"]:
            case "hello":
                return {}
            case "bye":
                self.pages.leave(name)
                return {}
            case "pull":
                page.views = self._known(message.get("views", page.views))
                return {**self.whole(page.views), **page.look(self.session.canvas, page.selected)}
            case "show":
                return self._shown(page, message["views"])
            case "select":
                return page.look(self.session.canvas, message["at"], message.get("open"))
        asked = self._asked(message, page)
        if asked is not None:
            return asked
        if page.was_told(message["n"]):
            return {}
        if message.get("rev", 0) > self.session.revision:
            raise MessageError(_OTHER_STATE)
        said = self._done(message, page, name, buffers)
        page.handled.append(message["n"])
        return said

    def _asked(self, message: Reply, page: Page) -> Reply | None:
        """The answer to a question, which changes nothing in the canvas; None where it is no question."""
        answer = QUESTIONS.get(message["do"])
        return None if answer is None else answer(self, page, message)

    def _shown(self, page: Page, views: Sequence[str]) -> Reply:
        page.views = self._known(views)
        return {"html": {view: self.sheets.html(view) for view in page.views}}

    def _known(self, views: Sequence[str]) -> tuple[str, ...]:
        if any(view not in VIEWS for view in views):
            raise MessageError("There is no such view.")
        return tuple(dict.fromkeys(views))

    def _done(self, message: Reply, page: Page, name: str, buffers: Sequence[Any]) -> Reply:
        session = self.session
        match message["do"]:
            case "save":
                return self._saved(page)
            case "undo":
                return self._told(session.undo(), "Undone: ", page)
            case "redo":
                return self._told(session.redo(), "Done again: ", page)
            case "forget":
                session.forget_history()
                return {"say": "What undo remembered is forgotten, here and on the disk."}
            case "recover":
                return self._recovered(message, page)
            case "resolve":
                return self._told(decided(session, message), "", page)
            case "review":
                heard = self.reviewing.hear(message["form"])
                return {**heard, "marks": self.late(), **self.reviewing.said()}
        self._hold_against_others(message, name)
        if message["do"] == "attach":
            message = attached(session, message, buffers)
        answer = ANSWERS.get(message["do"])
        plan = answer(session, message) if answer is not None else gesture(session.canvas, message)
        plan = decided_privately(session.canvas, plan, message.get("private", ""))
        about = {"at": plan.at, **({"ats": plan.ats} if plan.ats else {})}
        if not plan.edits:
            return about
        told_of = self._told(session.apply(*plan.edits, label=plan.label), "", page)
        return {**about, **told_of}

    def _saved(self, page: Page) -> Reply:
        """Save; what somebody else wrote meanwhile stands in the fields of this page, too."""
        said: Reply
        try:
            said = {"say": f"Saved to {self.session.save().name}."}
        except ConflictError as error:
            said = {"error": sentence_of(error)}
        return {**said, **page.refresh(self.session.canvas, (page.selected,))}

    def _recovered(self, message: Reply, page: Page) -> Reply:
        """Take in what an earlier session had not saved, or forget it."""
        if not message["take"]:
            self.session.forget_recovered()
            return {"say": "What was not saved is forgotten."}
        change = self.session.recover(anyway=message.get("anyway", False))
        return self._told(change, "", page) if change is not None else {"say": "All of it is here already."}

    def _told(self, change: Change, word: str, page: Page) -> Reply:
        inspected = page.refresh(change.after, touched_by(change.edits))
        return {"say": f"{word}{change.label if word else told(change.label)}.", **inspected}

    def _hold_against_others(self, message: Reply, name: str) -> None:
        """Refuse a change of a place that somebody else changed after this page last looked."""
        now = self.session.revision
        seen = message.get("rev", now)
        if self._memory.is_too_old(seen, now):
            raise MessageError(_OTHER_STATE)
        counted = message["do"] == "drop"  # its address counts places, which a page's own earlier drops moved
        if message["do"] in _WRITES and self._memory.is_contested(
            message["at"], seen, "" if counted else name
        ):
            raise MessageError("Somebody else changed this while you were at it; their words are shown.")


def _join(answer: Reply, news: Reply) -> None:
    """Adds what a change brought to the answer in the making."""
    if "html" in news:
        answer["html"] = news["html"]
    for view, ops in news.get("ops", {}).items():
        answer.setdefault("ops", {}).setdefault(view, []).extend(ops)
    answer.setdefault("ops", {})
    if "came" in news:
        answer["came"] = news["came"]


def _place(session: Session) -> str:
    """A word for the file and the notebook, by which a page finds its own work again after a restart."""
    home = f"{session.path or session.name}|{os.environ.get('JPY_SESSION_NAME', '')}"
    return hashlib.sha256(home.encode("utf-8", "replace")).hexdigest()[:16]
