"""A review as tests make it: people, a log in memory, and what they say, admitted as the store admits it."""

from __future__ import annotations

import itertools
from typing import Any

from cxcanvas.canvas import Canvas
from cxcanvas.errors import ReviewError
from cxcanvas.review import (
    Event,
    Log,
    Review,
    State,
    Who,
    default_parts,
    draft,
    fold,
    part_hash,
    refusal,
    sealed,
    snapshot_data,
)
from cxcanvas.review.log import EMPTY


def parts_of(canvas: Canvas) -> dict[str, Any]:
    """The default parts as an `open` event names them."""
    return {name: {"addresses": list(heads)} for name, heads in default_parts(canvas).items()}


class Room:
    """A log in memory. `say` admits, seals and adds an event, or raises ReviewError as a store would."""

    def __init__(self, canvas: Canvas, **opening: Any) -> None:
        self.canvas = canvas
        self.log: Log = EMPTY
        self._numbers = itertools.count()
        self.snapshot = self.say("snapshot", snapshot_data(canvas, "v1"), "Ines", "").id
        given = {
            "title": "Concept review", "question": "Shall we build it?", "deciders": ["Ines"],
            "reviewers": ["Dana", "Wei"], "informed": ["Tomasz"], "customer_facing": ["Dana"],
            "snapshot": self.snapshot, "parts": parts_of(canvas), "checklist": ["read the journey"],
        }  # fmt: skip
        self.id = self.say("open", {**given, **opening}, "Ines", "").id

    def say(
        self, kind: str, data: dict[str, Any], by: str, review: str | None = None, said_by: str = "",
        signed_in: bool = False, parents: tuple[str, ...] | None = None, at: str = "2026-11-28T10:00:00Z",
    ) -> Event:  # fmt: skip
        """One event, after all heads unless parents are named."""
        said = draft(kind, self.id if review is None else review, data)
        who = Who.named(by, signed_in, said_by)
        why = refusal(self.state, said, who)
        if why:
            raise ReviewError(why)
        return self.force(kind, data, by, review, said_by, signed_in, parents, at)

    def force(
        self, kind: str, data: dict[str, Any], by: str, review: str | None = None, said_by: str = "",
        signed_in: bool = False, parents: tuple[str, ...] | None = None, at: str = "2026-11-28T10:00:00Z",
    ) -> Event:  # fmt: skip
        """The same without asking: what somebody with an editor could write."""
        said = draft(kind, self.id if review is None else review, data)
        who = Who.named(by, signed_in, said_by)
        number = next(self._numbers)
        ups = self.log.heads if parents is None else parents
        event = sealed(said, who, ups, at, (f"{number:032x}", f"{number:031x}f"))
        self.log = self.log.with_event(event)
        return event

    @property
    def state(self) -> State:
        """What the log says."""
        return fold(self.log)

    @property
    def review(self) -> Review:
        """The review as it stands."""
        return self.state.reviews[self.id]

    @property
    def lines(self) -> list[str]:
        """The log's lines."""
        return [one.line for one in self.log.events.values()]

    def hash(self, part: str) -> str:
        """The hash of a part of the version under review."""
        return part_hash(self.canvas, self.review.parts[part])

    def judge(self, by: str, part: str = "exchange", verdict: str = "approve", **more: Any) -> Event:
        """A verdict on a part as it is under review."""
        return self.say("verdict", {"part": part, "verdict": verdict, "hash": self.hash(part), **more}, by)
