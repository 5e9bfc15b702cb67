"""The review of a concept on a board: drawn from the log beside its file, heard by the desk that hears every page.

Who speaks here says their name once; it is self-declared, and shown so. Where a server knows who signed in, or lets only
links speak, the page of the review is the place for it, and a board only shows.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cxcanvas.boards.looking import Looks
from cxcanvas.boards.messages import MessageError
from cxcanvas.boards.variants import Variants
from cxcanvas.errors import CxError, StoreError, sentence_of
from cxcanvas.store.reviews import ReviewFile, log_path
from cxcanvas.store.watching import Watched
from cxcanvas.views.scene import Scene

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas
    from cxcanvas.review import Review, Sight, Who
    from cxcanvas.session import Change, Session
    from cxcanvas.session.reviewing import ReviewDesk
    from cxcanvas.views.review import Around

#: The view that shows it.
VIEW: Final = "review"
#: Where links of a review lead on a board, whose script follows them: the boards, and the one that compares.
_CONCEPT: Final = "#concept"
_COMPARE: Final = "#compare"
_UNSAVED: Final = "Save the concept first: a review is kept beside its file."
_ELSEWHERE: Final = (
    "Here the review can be read; speak on its page in the dashboards, which knows who you are."
)
_READ_ONLY: Final = "Here the review can be read; speak on its page in the dashboards."
Form = Mapping[str, Sequence[str]]
_NOTHING: Final[dict[str, Any]] = {"said": {}, "pins": []}


class Reviewing:
    """What a desk shows of the reviews of its concept, and what people say in them; call it with the session's lock held.

    `tell` is called, with the lock, when somebody else said something.
    """

    def __init__(self, session: Session, tell: Callable[[], None], looks: Looks) -> None:
        self._session, self._tell, self._looks = session, tell, looks
        self._taking: Change | None = None
        self._hearing = False
        #: What was taken over here, and what of it was undone: (label, review, comment), the last one last.
        self._taken: list[_Taken] = []
        self._undone: list[_Taken] = []
        self._desk: ReviewDesk | None = None
        self._watched: Watched | None = None
        self._who: Who | None = None
        self._variants = Variants(lambda: session.path)
        self._chosen = self._answering = self._beside = ""
        self._opening = self._closed = self._pushed = False
        self._counted: tuple[object, object, dict[str, Any]] = (None, None, {})

    # -- showing -----------------------------------------------------------------------------------

    def scene(self, scene: Scene) -> Scene:
        """The scene as the review view shows it."""
        self._listen()
        try:
            html = self._drawn()
        except CxError as error:
            html = _sentence(sentence_of(error))
        return replace(scene, editable=False, review=html)

    def said(self) -> dict[str, Any]:
        """What is open, for the boards.

        `said` is how many comments there are at each card, by its id ("" counts those about the whole concept),
        `pins` are the places that people pointed at: view, x and y (0 to 1), and the comment's short id.
        """
        desk = self._at()
        if desk is None or not log_path(desk.store.canvas).exists():
            return _NOTHING
        try:
            state, canvas = desk.store.state(), self._session.canvas
            if self._counted[:2] != (state, canvas):
                self._counted = state, canvas, self._count(desk)
        except CxError:
            return _NOTHING
        return self._counted[2]

    def _count(self, desk: ReviewDesk) -> dict[str, Any]:
        from cxcanvas.views.review_rows import places

        found = desk.find(self._chosen)
        if found is None or found.closed is not None:
            return _NOTHING
        found_at = places(desk.look(self._who, found.id), ("open",))
        each = [(thread.id, thread.comment.place) for one in found_at for thread in one.threads]
        pins = [[str(at["view"]), float(at["x"]), float(at["y"]), id_] for id_, at in each if at is not None]
        return {"said": {one.address: len(one.threads) for one in found_at}, "pins": pins}

    def _drawn(self) -> str:
        from cxcanvas.views import review as views

        desk = self._at()
        if desk is None:
            return _sentence(_UNSAVED)
        found = desk.find(self._chosen)
        if found is None or self._opening:
            opening = self._opened(desk)
            return opening if found is None else f"{_button('back', 'Back to the review')}{opening}"
        sight = desk.look(
            self._who, found.id, self._looks.look(found.id, desk.store.state(), not self._pushed)
        )
        if self._silent() and not sight.read_only:
            sight = replace(sight, read_only=self._silent().rstrip("."))
        return views.body(sight, self._around(desk, sight))

    def _opened(self, desk: ReviewDesk) -> str:
        """Where a review is opened."""
        from cxcanvas.views.review import answer_by, opening

        name = desk.store.canvas.name.removesuffix(".cx.yaml")
        others = self._variants.offered() if self._speaks() and self._who is not None else ()
        return opening(
            self._session.canvas, self._around(desk, None), name, self._who, answer_by(), others, desk.store.state().reviews
        )  # fmt: skip

    def _around(self, desk: ReviewDesk, sight: Sight | None) -> Around:
        """What surrounds a review here. A board shows the concept as it is now: that is what a verdict given here is on."""
        from cxcanvas.store.reviewed import user_name
        from cxcanvas.views.catalogue import TITLES, telling
        from cxcanvas.views.review import Around, shelf

        others = shelf(desk.store.state().reviews)
        there = telling(sight.canvas) if sight is not None and sight.canvas is not None else ()
        beside, pictures = self._variants.pictures(sight, self._beside) if sight is not None else ("", {})
        return Around(
            home=f"#{sight.review.id}" if sight is not None else "#", base="#", concept=_CONCEPT, compare=_COMPARE, every=True, shown="now",
            views={name: TITLES[name] for name in there}, beside=beside, pictures=pictures, answering=self._answering, edit=self._speaks(),
            others=tuple((f"#{id_}", title, how) for id_, title, how in others),
            suggested="" if self._who is not None else user_name(desk.store.canvas.absolute().parent),
        )  # fmt: skip

    # -- versions ----------------------------------------------------------------------------------

    def kept(self) -> tuple[tuple[str, str], ...]:
        """The versions that the reviews keep: (id, what it is called), the latest review first."""
        from cxcanvas.views.review_kept import kept

        desk = self._at()
        if desk is None or not log_path(desk.store.canvas).exists():
            return ()
        try:
            return tuple(kept(desk.store.state()))
        except CxError:
            return ()

    def version(self, word: str) -> tuple[Canvas, str]:
        """The version whose id begins with a word, and what it is called; MessageError where the reviews keep none."""
        from cxcanvas.store.reviewed import reviewed

        desk = self._at()
        found = [one for one in self.kept() if word and one[0].startswith(word)]
        if desk is None or len(found) != 1:
            raise MessageError("The reviews keep no such version.")
        [(id_, said)] = found
        return reviewed(desk.store.state().snapshots[id_], desk.store.canvas), said

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
        told = self._heard_by(desk, self._who, do, form)
        if do == "open":
            self._opening, self._chosen = False, ""
        self._answering = ""
        return {"say": told}

    def _heard_by(self, desk: ReviewDesk, who: Who, do: str, form: Form) -> str:
        """What the desk says; a comment that was taken over is remembered, so that an undo opens it again."""
        self._taking, self._hearing = None, True
        try:
            told = desk.hear(who, form)
        finally:
            self._hearing = False
        if do == "apply" and self._taking is not None:
            review, comment = (next(iter(form.get(name, ())), "") for name in ("review", "to"))
            self._taken.append(_Taken(self._taking.label, review, comment, who))
            self._undone.clear()
        return told

    def changed(self, change: Change) -> None:
        """The concept changed: where that takes back what was taken over, or does it again, the comment says so."""
        if not change.edits or change.by:
            return
        if self._hearing:
            self._taking = change
            return
        for source, target, outcome in (
            (self._taken, self._undone, "open"),
            (self._undone, self._taken, "resolved"),
        ):
            if source and source[-1].label == change.label:
                one = source.pop()
                target.append(one)
                self._settle(one, outcome)
                return

    def _settle(self, one: _Taken, outcome: str) -> None:
        from cxcanvas.review import draft

        desk = self._at()
        why = "The change was undone." if outcome == "open" else "The change was done again."
        if desk is not None:
            with suppress(CxError):  # closed meanwhile, or write-protected: the log says what was done then
                desk.store.append(
                    draft("resolve", one.review, {"to": one.comment, "outcome": outcome, "reason": why}),
                    one.who,
                )

    def _looked(self, desk: ReviewDesk, do: str, id_: str) -> dict[str, Any]:
        """What is only looked at: another review, a thread with its forms, the record."""
        if do == "record":
            found = desk.find(self._chosen)
            if found is None:
                raise MessageError("There is no review yet.")
            return {"record": self._record(desk, found), "markdown": self._markdown(desk, found)}
        if do == "choose":
            self._chosen, self._opening = (id_ if desk.find(id_) is not None else ""), False
        elif do == "beside":
            self._beside = id_[:64]
        elif do == "answer":
            self._answering = id_[:64]
        else:
            self._opening = do == "again"
        return {}

    def _record(self, desk: ReviewDesk, found: Review) -> str:
        from cxcanvas.review import decision
        from cxcanvas.views.review import Around, drawn_record

        sight = desk.look(None, found.id)
        return drawn_record(
            decision(desk.store.state(), found), Around(home="#", concept=_CONCEPT), sight.canvas
        )

    def _markdown(self, desk: ReviewDesk, found: Review) -> str:
        from cxcanvas.review import decision, markdown

        return markdown(decision(desk.store.state(), found))

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
            self._desk = ReviewDesk(ReviewFile(path), change, lambda: session.canvas, self._variants.path_of)
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
                self._pushed = True
                try:
                    self._tell()
                finally:
                    self._pushed = False

    def close(self) -> None:
        """Nobody looks any more."""
        self._closed = True
        self._leave()

    def _leave(self) -> None:
        if self._watched is not None:
            self._watched.close()
            self._watched = None


class _Taken(NamedTuple):
    """A comment that was taken over, by whom, and the label of the step that did it."""

    label: str
    review: str
    comment: str
    who: Who


_LOOKS: Final = frozenset({"choose", "answer", "beside", "again", "back", "record"})


def _apply(session: Session, edits: tuple[Any, ...], label: str) -> None:
    session.apply(*edits, label=label)


def _sentence(words: str) -> str:
    from markupsafe import escape

    return f'<div class="cx rv"><p class="rv-question">{escape(words)}</p></div>'


def _button(do: str, words: str) -> str:
    return f'<p class="cx-review-way"><button type="button" data-review-do="{do}">{words}</button></p>'
