"""The end of a review: who may close it, what the gate says then, and which version of the concept it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxcanvas.errors import ReviewError
from cxcanvas.review import Event, Gate, Review, Who, content_hash, draft, outcome, refusal
from cxcanvas.store.reviewed import revision_of

if TYPE_CHECKING:
    from cxcanvas.session.reviewing import ReviewDesk

__all__ = ["ShutError", "close_review"]

#: Places that changed which are named; the table of kinds takes no more.
_MOST = 200


class ShutError(ReviewError):
    """It was decided to go on, and the `gate` is not passed: nothing was closed."""

    def __init__(self, gate: Gate) -> None:
        super().__init__("the gate is not passed; a decider may override it, with a reason")
        self.gate = gate


def close_review(desk: ReviewDesk, who: Who, review: str, note: str = "") -> Event:
    """Close a review with what the gate says, and with what changed since the version that was judged.

    Raises ShutError where it was decided to go on and the gate stands in the way, ReviewError for
    whoever may not close it.
    """
    with desk.store.alone():
        found, state = desk.review(review), desk.store.state()
        why = refusal(state, draft("close", review, {}), who)
        if why:
            raise ReviewError(why)
        gate, made = desk.gate(found), outcome(found)
        if gate is not None and not gate.passed and made.word.startswith("go") and not made.override:
            raise ShutError(gate)
        data = {"gate": gate.as_json() if gate is not None else [], "note": note, **_version(desk, found)}
        given = {name: one for name, one in data.items() if one not in ("", [])}
        return desk.keep("close", review, given, who)


def _version(desk: ReviewDesk, review: Review) -> dict[str, object]:
    """The concept as it is at the closing: its hash, its git revision, the places that changed since it was judged."""
    now = desk.versions(review).now
    if now is None:
        return {}
    heads = [one.head[:500] for one in desk.changes(review)]
    return {
        "hash": content_hash(now), "revision": revision_of(desk.store.canvas, now), "changed": heads[:_MOST],
    }  # fmt: skip
