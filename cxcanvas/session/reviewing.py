"""A review desk: a canvas and its review log as a page shows them, and the one place that hears what people say.

    desk = ReviewDesk(ReviewFile(path))
    sight = desk.look(Who.named("Dana"))
    told = desk.hear(Who.named("Dana"), {"do": ["comment"], "type": ["risk"], "text": ["Who calls back?"]})

Everything that is said is judged by the table of kinds and by the roles of the review.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import Any, Final, NamedTuple

from cxcanvas.canvas import Canvas
from cxcanvas.checks import BOOK, settings_for
from cxcanvas.checks.gate import gate_of
from cxcanvas.checks.settings import NONE, Settings
from cxcanvas.edits import Edit, apply
from cxcanvas.errors import CxError, ReviewError, StoreError, UsageError, sentence_of
from cxcanvas.review import (
    Event,
    Gate,
    Review,
    Sight,
    Standing,
    State,
    Who,
    draft,
    may,
    news,
    seen_by,
    standing,
)
from cxcanvas.review.judging import name_of
from cxcanvas.review.people import key
from cxcanvas.review.seen import state_seen_by
from cxcanvas.session.hearing import ACTS
from cxcanvas.session.saying import Form, first, once
from cxcanvas.store import load, open_file, save_stored
from cxcanvas.store.reviewed import reviewed
from cxcanvas.store.reviews import ReviewFile
from cxcanvas.versions.changes import Told, told

__all__ = ["ReviewDesk", "Versions", "saver"]

Changer = Callable[[tuple[Edit, ...], str], None]
_TWICE: Final = "This is kept; it was sent twice, and counts once."
_READ_ONLY: Final = "This concept can only be read here; whoever works on it can take comments over."


def saver(path: Path) -> Changer:
    """Changes the canvas in a file, as one saves it; what others saved meanwhile is merged in."""

    def change(edits: tuple[Edit, ...], label: str) -> None:
        stored = open_file(path)
        save_stored(stored, apply(stored.document.canvas, *edits), create=False)

    return change


class Versions(NamedTuple):
    """The version under review (`then`) and the concept as it is (`now`); None where one is gone, `trouble` says why."""

    then: Canvas | None
    now: Canvas | None
    trouble: tuple[str, ...] = ()


class ReviewDesk:
    """One concept's reviews, looked at by anybody and spoken to by people with a name; safe to use from any thread.

    `canvas` gives the concept as it is (the file's, where nothing else is said), `change` changes
    it; without `change` nobody can from here. `others` gives the file of another concept by its
    name, None where there is none; without it no variants can be chosen.
    """

    def __init__(
        self, store: ReviewFile, change: Changer | None = None, canvas: Callable[[], Canvas] | None = None,
        others: Callable[[str], Path | None] | None = None,
    ) -> None:  # fmt: skip
        self.store = store
        self.change = change
        self.others = others
        self.canvas = canvas or _Kept(store)
        self._lock = RLock()
        self._then: tuple[str, Canvas] | None = None
        self._judged: _Judged | None = None
        self._state: State | None = None

    # -- looking -----------------------------------------------------------------------------------

    def find(self, word: str = "") -> Review | None:
        """The review whose id begins with a word; without one the latest that is open, else the latest."""
        every = list(self.store.state().reviews.values())
        if word:
            found = [one for one in every if one.id.startswith(word)]
            return found[0] if len(found) == 1 else None
        return next((one for one in reversed(every) if one.closed is None), every[-1] if every else None)

    def look(
        self, who: Who | None, review: str, known: Iterable[str] = (), only: frozenset[str] | None = None
    ) -> Sight:
        """A review as this person may see it; `known` are the heads of the log at their last look.

        Raises ReviewError where there is no such review, StoreError where the log cannot be read.
        """
        with self._lock:
            state = self.store.state()
            found = self.review(review)
            then, now, trouble = self._versions(state, found)
            judged = self._judgement(state, found, then, now)
            heads, person = tuple(known), who.speaker if who is not None else ""
            return Sight(
                state_seen_by(state, person), seen_by(found, person), who, then, now, judged.standings,
                judged.gate, judged.changes, frozenset(_of_others(state, news(state, found, heads), person)) if heads else frozenset(),
                may(found, who, only), self.change is not None, self.store.read_only_reason, trouble, only,
            )  # fmt: skip

    def review(self, id_: str) -> Review:
        """The review of that id as it stands; ReviewError where the log has none."""
        found = self.store.state().reviews.get(id_)
        if found is None:
            raise ReviewError("there is no such review in this log")
        return found

    def _versions(self, state: State, review: Review) -> Versions:
        then, now, trouble = None, None, []
        try:
            if self._then is None or self._then[0] != review.snapshot:
                self._then = (review.snapshot, reviewed(state.snapshot(review), self.store.canvas))
            then = self._then[1]
        except CxError as error:
            trouble.append(sentence_of(error))
        try:
            now = self.canvas()
        except CxError as error:
            trouble.append(sentence_of(error))
        return Versions(then, now, tuple(trouble))

    def _judgement(self, state: State, review: Review, then: Canvas | None, now: Canvas | None) -> _Judged:
        if then is None or now is None:
            return _Judged({}, None, ())
        today = dt.date.today()
        kept = self._judged
        here = kept is not None and kept.then is then and kept.now is now
        if kept is not None and here and (kept.state, kept.review, kept.day) == (id(state), review.id, today):
            return kept
        changes = kept.changes if kept is not None and here else told(then, now)
        gate = gate_of(review, then, now, today, self._settings())
        self._state = state  # kept, so that no other state can have its identity
        self._judged = _Judged(
            standing(review, then, now), gate, changes, id(state), review.id, today, then, now
        )
        return self._judged

    def _settings(self) -> Settings:
        """The thresholds of the workspace; a slip in them must not end a review, `cxcanvas check` tells it."""
        try:
            return settings_for(self.store.canvas.absolute().parent, BOOK)
        except UsageError:
            return NONE

    # -- hearing -----------------------------------------------------------------------------------

    def hear(self, who: Who, form: Form, only: frozenset[str] | None = None) -> str:
        """Keep what a form says, and say what was kept.

        A form with a key in its field `once` (see `cxcanvas.session.saying`) is kept once, however often it
        arrives, from whichever program: also after a restart, and where the answer to the first was lost.
        Raises CxError (ReviewError, StoreError, ConflictError) in a sentence; then nothing was kept.
        """
        with self._lock:
            do = first(form, "do")
            if do not in ACTS:
                raise ReviewError("there is no such thing to do in a review")
            if only is not None and do not in only:
                raise ReviewError(f"your link does not let you {ACTS[do].verb} here")
            said_by = first(form, "said_by").strip()
            speaker = replace(who, said_by=name_of(said_by) if said_by else who.said_by, once=once(form))
            with self.store.alone():
                if speaker.once and self._was_heard(speaker):
                    return _TWICE
                return ACTS[do].hear(self, speaker, form)

    def _was_heard(self, who: Who) -> bool:
        """Whether the message that somebody sends was kept before; of several events, the last one tells."""
        me = key(who.speaker)
        return any(one.once == who.once and one.author == me for one in self.store.state().events.values())

    def keep(self, kind: str, review: str, data: Mapping[str, Any], who: Who) -> Event:
        """Keep one event."""
        return self.store.append(draft(kind, review, data), who)

    def review_of(self, form: Form) -> Review:
        """The review that a form names."""
        return self.review(first(form, "review"))

    def versions(self, review: Review) -> Versions:
        """The version under review and the concept as it is."""
        with self._lock:
            return self._versions(self.store.state(), review)

    def gate(self, review: Review) -> Gate | None:
        """The gate as it stands; None where a version is gone."""
        return self._stands(review).gate

    def standing(self, review: Review, part: str) -> Standing | None:
        """How a part stands; None where the review has no such part, or a version is gone."""
        return self._stands(review).standings.get(part)

    def changes(self, review: Review) -> tuple[Told, ...]:
        """What differs between the version under review and the concept as it is, element by element."""
        return self._stands(review).changes

    def _stands(self, review: Review) -> _Judged:
        with self._lock:
            state = self.store.state()
            then, now, _ = self._versions(state, review)
            return self._judgement(state, review, then, now)

    def variant(self, name: str) -> tuple[Path, Canvas]:
        """Another concept by its name; StoreError where there is none, or it cannot be read."""
        path = self.others(name) if self.others is not None else None
        if path is None:
            raise StoreError(f"there is no concept “{name[:60]}” here to compare with")
        return path, load(path)

    def edit(self, edits: tuple[Edit, ...], label: str) -> None:
        """Change the concept; StoreError where it can only be read here."""
        if self.change is None:
            raise StoreError(_READ_ONLY)
        self.change(edits, label)


def _of_others(state: State, events: Iterable[str], person: str) -> Iterator[str]:
    """What somebody said themselves is no news to them."""
    return (one for one in events if not person or state.events[one].author != key(person))


@dataclass(frozen=True, slots=True)
class _Judged:
    """What does not depend on who looks; and of what it was made."""

    standings: Mapping[str, Standing]
    gate: Gate | None
    changes: tuple[Told, ...]
    state: int = 0
    review: str = ""
    day: dt.date | None = None
    then: Canvas | None = None
    now: Canvas | None = None


class _Kept:
    """The canvas of a file, read again only when the file has changed."""

    def __init__(self, store: ReviewFile) -> None:
        self._store = store
        self._held: tuple[tuple[Any, ...], Canvas] | None = None

    def __call__(self) -> Canvas:
        path = self._store.canvas
        try:
            found = path.stat()
        except OSError:
            return load(path)  # it says why it cannot be read
        stamp = (path, found.st_ino, found.st_mtime_ns, found.st_size)
        if self._held is None or self._held[0] != stamp:
            self._held = stamp, load(path)
        return self._held[1]
