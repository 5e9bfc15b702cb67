"""A review as one person has it before them: what may be seen, what may be said, how it stands today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from cxcanvas.canvas import Canvas
from cxcanvas.review.admission import SERIOUS
from cxcanvas.review.deciding import outcome
from cxcanvas.review.event import Who
from cxcanvas.review.fates import fate_words
from cxcanvas.review.gate import Gate
from cxcanvas.review.kinds import KINDS
from cxcanvas.review.people import key
from cxcanvas.review.seen import Seen
from cxcanvas.review.state import Comment, Review, State
from cxcanvas.review.verdicts import Standing
from cxcanvas.versions.changes import Told

__all__ = ["GUEST_KINDS", "Sight", "may"]

#: What somebody may say whose link was given to them for comments only.
GUEST_KINDS: Final = frozenset({"comment", "reply", "park"})
_HELD_UP: Final = (
    "It does not hold yet: the gate is not passed, and no decider has overridden it with a reason."
)
Shown = Literal["then", "now"]


def may(review: Review, who: Who | None, only: frozenset[str] | None = None) -> frozenset[str]:
    """The kinds of events that somebody may say now; `only` narrows it further. None is somebody without a name."""
    if who is None:
        return frozenset()
    capacities = review.people.capacities(who.speaker, review.guests)
    signed = who.how == "signed_in" or not review.signed_in
    return frozenset(
        name
        for name, kind in KINDS.items()
        if (only is None or name in only)
        and (review.closed is None or kind.after)
        and not capacities.isdisjoint(kind.who)
        and (signed or name not in SERIOUS)
    )


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything that a page of a review shows to one person.

    `then` is the version under review and `now` the concept as it is; None where one is gone,
    `trouble` then says why. `changes` are the elements that differ, `new` the events since this
    person's last look. `can` are the kinds of events that they may say, `only` what their link
    narrows them to. `editable` says whether comments can be taken over into the concept here,
    `read_only` why nothing can be said ("" where it can).
    """

    state: State
    seen: Seen
    who: Who | None
    then: Canvas | None
    now: Canvas | None
    standings: Mapping[str, Standing]
    gate: Gate | None
    changes: tuple[Told, ...]
    new: frozenset[str]
    can: frozenset[str]
    editable: bool = False
    read_only: str = ""
    trouble: tuple[str, ...] = ()
    only: frozenset[str] | None = None

    @property
    def review(self) -> Review:
        """The review, with the ballots and ratings of nobody else."""
        return self.seen.review

    @property
    def canvas(self) -> Canvas | None:
        """The version under review; where that is gone, the concept as it is."""
        return self.then if self.then is not None else self.now

    @property
    def version(self) -> str:
        """The version under review in words: its name, the hash of its content, its git revision."""
        snapshot = self.state.snapshots.get(self.review.snapshot)
        if snapshot is None or not snapshot.hash:
            return "a version that was taken out of the log"
        git = f", git {snapshot.revision[:8]}" if snapshot.revision else ""
        return f"{snapshot.name or 'unnamed'} (content {snapshot.hash[:8]}{git})"

    @property
    def held_up(self) -> str:
        """Why a decision to go on does not hold yet, in a sentence; "" where it does, or none was made."""
        made = outcome(self.review)
        if self.review.closed is not None or self.gate is None or self.gate.passed:
            return ""
        return _HELD_UP if made.word.startswith("go") and not made.override else ""

    def fate(self, comment: Comment) -> str:
        """What became of a comment that was taken over, in words: `taken over as a change, and taken back since`."""
        return fate_words(comment, self.then, self.now)

    def may_settle(self, comment: Comment) -> bool:
        """Whether a comment can be settled, or opened again: by whoever leads, works on it, or said it."""
        if self.read_only or self.who is None or self.review.closed is not None:
            return False
        mine = bool(comment.said.who.by) and key(comment.said.who.speaker) == key(self.who.speaker)
        allowed = self.only is None or "resolve" in self.only
        return allowed and ("resolve" in self.can or mine)
