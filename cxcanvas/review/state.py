"""What a log says when it is read through: reviews with their comments, ballots, verdicts and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cxcanvas.canvas import Canvas
from cxcanvas.errors import ReviewError
from cxcanvas.review.event import Event, Who
from cxcanvas.review.log import Trouble
from cxcanvas.review.people import People
from cxcanvas.review.snapshot import unpacked
from cxcanvas.values import Frozen

__all__ = [
    "Closing", "Comment", "Condition", "Known", "Parked", "Reply", "Review", "Said", "Snapshot", "State", "Uncounted", "Verdict",
    "Voice",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """Who said something, and when by their clock; in which event.

    `taken` says who took words out of it since, `note` what they wrote beside it.
    """

    event: str
    who: Who
    at: str
    taken: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A version that was kept: its name, the hash of its content, its git revision where there is one."""

    id: str
    name: str
    hash: str
    revision: str
    packed: str

    def canvas(self) -> Canvas:
        """The canvas as it was; ReviewError where it was taken out or cannot be read."""
        if not self.packed:
            raise ReviewError("the version that was judged was taken out of the log")
        return unpacked(self.packed, self.hash)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a comment."""

    said: Said
    text: str
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a place, the answers, and what became of it.

    `status` is open, resolved or wont_do; `became` what it was made into in the canvas (a
    change, a hypothesis, an opportunity) and where, as the log says it: whether it is still
    there, `cxcanvas.review.fates` knows. `edits` are what it proposes, as JSON.
    """

    said: Said
    type: str
    text: str
    about: str = ""
    place: Frozen | None = None
    mentions: tuple[str, ...] = ()
    edits: tuple[Any, ...] = ()
    replies: tuple[Reply, ...] = ()
    status: str = "open"
    reason: str = ""
    settled: Said | None = None
    became: str = ""
    address: str = ""

    @property
    def id(self) -> str:
        """The id of the event that made it."""
        return self.said.event


@dataclass(frozen=True, slots=True)
class Condition:
    """What an approval or a decision depends on: who sees to it, by when, who checks it; `of` is the event that set it."""

    id: str
    text: str
    owner: str
    due: str
    checker: str
    of: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Somebody's verdict on a part, bound to the hash of what they looked at; `held` are later hashes it still holds for."""

    said: Said
    part: str
    verdict: str
    hash: str
    reason: str = ""
    conditions: tuple[Condition, ...] = ()
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """What a decider said: how it goes on, and why."""

    said: Said
    outcome: str
    reason: str = ""
    conditions: tuple[Condition, ...] = ()
    impact: str = ""
    consequences: tuple[str, ...] = ()
    override: str = ""


@dataclass(frozen=True, slots=True)
class Parked:
    """Something to come back to."""

    said: Said
    text: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a review: `seal` is the hash of all heads at that moment, `gate` what the gate said.

    `hash` and `revision` are of the concept as it was then, `changed` the elements that differed
    from the version under review; all are empty where that could not be known.
    """

    said: Said
    seal: str
    gate: tuple[Frozen, ...] = ()
    note: str = ""
    hash: str = ""
    revision: str = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncounted:
    """An event that counts for nothing, and why: it came late, or its author may not say it."""

    event: Event
    why: str


@dataclass(frozen=True)
class Review:
    """One review as it stands. People are looked up by `people.key(name)`.

    `ballots` are dots by address (options as `option:NAME`), `ratings` scores by address and
    person, `verdicts` by part and person, `voices` by decider. All of them hold what is known
    here: `cxcanvas.review.seen.seen_by` gives the review as a person may see it.
    """

    id: str
    opened: Said
    title: str
    question: str
    scope: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]
    profile: str
    checklist: tuple[str, ...]
    people: People
    until: str
    rule: str
    quorum: int
    budget: int
    candidates: tuple[str, ...]
    rated: Mapping[str, Frozen]
    options: Mapping[str, Frozen]
    guests: bool
    signed_in: bool
    snapshot: str
    supersedes: str
    comments: Mapping[str, Comment] = field(default_factory=dict)
    ballots: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    ratings: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    voters: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[tuple[str, str], Verdict] = field(default_factory=dict)
    editorial: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    voices: Mapping[str, Voice] = field(default_factory=dict)
    parked: tuple[Parked, ...] = ()
    ticks: Mapping[int, Said] = field(default_factory=dict)
    met: Mapping[str, Said] = field(default_factory=dict)
    revealed: Said | None = None
    closed: Closing | None = None
    late: tuple[Uncounted, ...] = ()
    refused: tuple[Uncounted, ...] = ()
    redactions: tuple[tuple[Said, Frozen], ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """An event as it counts: its kind, its review, the key of who said it ("" where that was taken out), its fields.

    `once` marks the message that it came with, "" where nothing does.
    """

    kind: str
    review: str
    author: str
    data: Frozen | None
    once: str = ""


@dataclass(frozen=True)
class State:
    """Everything that a log says: reviews and snapshots by id, every event by id, in their order, and what is wrong."""

    reviews: Mapping[str, Review]
    snapshots: Mapping[str, Snapshot]
    events: Mapping[str, Known]
    troubles: tuple[Trouble, ...]
    heads: tuple[str, ...]
    parents: Mapping[str, tuple[str, ...]]
    read_only: str = ""

    def snapshot(self, review: Review) -> Snapshot:
        """The version that a review judges; ReviewError where the log does not hold it."""
        found = self.snapshots.get(review.snapshot)
        if found is None:
            raise ReviewError("the log does not hold the version that was judged")
        return found
