"""The review of a concept on a board: drawn from the log beside its file, heard by the desk that hears every page.

Who speaks here says their name once; it is self-declared, and shown so. Where a server knows who signed in, or lets only
links speak, the page of the review is the place for it, and a board only shows.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from cxcanvas.boards.messages import MessageError
from cxcanvas.errors import CxError, StoreError, sentence_of
from cxcanvas.store.reviews import ReviewFile, log_path
from cxcanvas.store.watching import Watched
from cxcanvas.views.scene import Scene

if TYPE_CHECKING:
    from cxcanvas.review import Review, Sight, Who
    from cxcanvas.session import Session
    from cxcanvas.session.reviewing import ReviewDesk
    from cxcanvas.views.review import Around

#: The view that shows it.
VIEW: Final = "review"
_UNSAVED: Final = "Save the concept first: a review is kept beside its file."
_ELSEWHERE: Final = (
    "Here the review can be read; speak on its page in the dashboards, which knows who you are."
)
_READ_ONLY: Final = "Here the review can be read; speak on its page in the dashboards."
Form = Mapping[str, Sequence[str]]


class Reviewing:
    """What a desk shows of the reviews of its concept, and what people say in them; call it with the session's lock held.

    `tell` is called, with the lock, when somebody else said something.
    """

    def __init__(self, session: Session, tell: Callable[[], None]) -> None:
        self._session, self._tell = session, tell
        self._desk: ReviewDesk | None = None
        self._watched: Watched | None = None
        self._who: Who | None = None
        self._chosen = self._answering = ""
        self._opening = self._closed = False
        self._counted: tuple[object, object, dict[str, int]] = (None, None, {})

    # -- showing -----------------------------------------------------------------------------------

    def scene(self, scene: Scene) -> Scene:
        """The scene as the review view shows it."""
        self._listen()
        try:
            html = self._drawn()
        except CxError as error:
            html = _sentence(sentence_of(error))
        return replace(scene, editable=False, review=html)

    def said(self) -> dict[str, int]:
        """How many open comments there are at each card, by its id; "" counts those about the whole concept."""
        desk = self._at()
        if desk is None or not log_path(desk.store.canvas).exists():
            return {}
        try:
            state, canvas = desk.store.state(), self._session.canvas
            if self._counted[:2] != (state, canvas):
                self._counted = state, canvas, self._count(desk)
        except CxError:
            return {}
        return self._counted[2]

    def _count(self, desk: ReviewDesk) -> dict[str, int]:
        from cxcanvas.views.review_rows import places

        found = desk.find(self._chosen)
        if found is None or found.closed is not None:
            return {}
        sight = desk.look(self._who, found.id)
        return {one.address: len(one.threads) for one in places(sight, ("open",))}

    def _drawn(self) -> str:
        from cxcanvas.views import review as views

        desk = self._at()
        if desk is None:
            return _sentence(_UNSAVED)
        found = desk.find(self._chosen)
        if found is None or self._opening:
            name = desk.store.canvas.name.removesuffix(".cx.yaml")
            opening = views.opening(self._session.canvas, self._around(desk, None), name, self._who)
            return opening if found is None else f"{_button('back', 'Back to the review')}{opening}"
        sight = desk.look(self._who, found.id)
        if self._silent() and not sight.read_only:
            sight = replace(sight, read_only=self._silent().rstrip("."))
        again = _button("again", "Open another review") if found.closed is not None and self._speaks() else ""
        return f"{again}{views.body(sight, self._around(desk, sight))}"

    def _around(self, desk: ReviewDesk, sight: Sight | None) -> Around:
        from cxcanvas.store.reviewed import user_name
        from cxcanvas.views.review import Around, shelf

        others = shelf(desk.store.state().reviews)
        return Around(
            home=f"#{sight.review.id}" if sight is not None else "#", every=True, answering=self._answering, edit=self._speaks(),
            others=tuple((f"#{id_}", title, how) for id_, title, how in others),
            suggested="" if self._who is not None else user_name(desk.store.canvas.absolute().parent),
        )  # fmt: skip

    # -- hearing -----------------------------------------------------------------------------------

    def hear(self, form: Form) -> dict[str, Any]:
        """Keep what a form of the view says; what is to be told then. CxError in a sentence where it is not kept."""
        desk, do = self._at(), next(iter(form.get("do", ())), "")
        if desk is None:
            raise StoreError(_UNSAVED)
        if do in _LOOKS:
            return self._looked(desk, do, next(iter(form.get("id", ())), ""))
        if not self._speaks():
            raise MessageError(self._silent())
        if do == "name":
            return {"say": self._named(desk, next(iter(form.get("name", ())), ""))}
        if self._who is None:
            raise MessageError("Say who you are first.")
        told = desk.hear(self._who, form)
        if do == "open":
            self._opening, self._chosen = False, ""
        self._answering = ""
        return {"say": told}

    def _looked(self, desk: ReviewDesk, do: str, id_: str) -> dict[str, Any]:
        """What is only looked at: another review, a thread with its forms, the record."""
        if do == "record":
            found = desk.find(self._chosen)
            if found is None:
                raise MessageError("There is no review yet.")
            return {"record": self._record(desk, found)}
        if do == "choose":
            self._chosen, self._opening = (id_ if desk.find(id_) is not None else ""), False
        elif do == "answer":
            self._answering = id_[:64]
        else:
            self._opening = do == "again"
        return {}

    def _record(self, desk: ReviewDesk, found: Review) -> str:
        from cxcanvas.review import decision
        from cxcanvas.views.review import Around, drawn_record

        return drawn_record(decision(desk.store.state(), found), Around(home="#", concept="#"))

    def _named(self, desk: ReviewDesk, words: str) -> str:
        from cxcanvas.review import Who
        from cxcanvas.store.invites import reserved

        given = Who.named(words)
        if reserved(desk.store.canvas.parent, desk.store.state().reviews, given.by):
            raise MessageError(f"{given.by} was sent a link to speak; open that link, or use another name.")
        self._who = given
        return f"You are {given.by}."

    def _speaks(self) -> bool:
        return not self._silent()

    def _silent(self) -> str:
        """Why nothing can be said here; "" where it can."""
        if os.environ.get("CXCANVAS_USER_HEADER") or os.environ.get("CXCANVAS_REVIEW_LINKS") == "required":
            return _ELSEWHERE
        return _READ_ONLY if self._session.read_only else ""

    # -- the log -----------------------------------------------------------------------------------

    def _at(self) -> ReviewDesk | None:
        """The desk of the session's file; None while it is in no file."""
        from cxcanvas.session.reviewing import ReviewDesk

        path = self._session.path
        if path is None:
            return None
        if self._desk is None or self._desk.store.canvas != path:
            session = self._session
            change = None if session.read_only else (lambda edits, label: _apply(session, edits, label))
            self._desk = ReviewDesk(ReviewFile(path), change, lambda: session.canvas)
            self._leave()
        return self._desk

    def _listen(self) -> None:
        """Hear from the system when somebody else writes the log."""
        desk = self._at()
        if desk is not None and self._watched is None and not self._closed:
            heard = weakref.WeakMethod(self._heard)  # a board that nobody closes is not kept by its listening

            def hear() -> None:
                if (tell := heard()) is not None:
                    tell()

            self._watched = Watched(log_path(desk.store.canvas), hear)
            weakref.finalize(self, self._watched.close).atexit = False

    def _heard(self) -> None:
        with self._session.lock:
            if not self._closed:
                self._tell()

    def close(self) -> None:
        """Nobody looks any more."""
        self._closed = True
        self._leave()

    def _leave(self) -> None:
        if self._watched is not None:
            self._watched.close()
            self._watched = None


_LOOKS: Final = frozenset({"choose", "answer", "again", "back", "record"})


def _apply(session: Session, edits: tuple[Any, ...], label: str) -> None:
    session.apply(*edits, label=label)


def _sentence(words: str) -> str:
    from markupsafe import escape

    return f'<div class="cx rv"><p class="rv-question">{escape(words)}</p></div>'


def _button(do: str, words: str) -> str:
    return f'<p class="cx-review-way"><button type="button" data-review-do="{do}">{words}</button></p>'
