"""Taking personal data out of a log: what the redaction keeps so that the rest can still be read."""

from __future__ import annotations

from typing import Any, Literal

from cxcanvas.errors import ReviewError
from cxcanvas.review.state import Review, State

__all__ = ["redaction_data"]


def redaction_data(
    state: State, review: Review, event: str, what: Literal["words", "all"], reason: str, instead: str = ""
) -> dict[str, Any]:
    """The fields of a `redact` event: a comment keeps its place, an answer its comment, a snapshot its hash.

    `instead` are words that stand there from now on. A vote or a verdict whose words are taken
    out counts no more. Raises ReviewError where there is no such event.
    """
    if event not in state.kinds:
        raise ReviewError("there is no such event in this review")
    told: dict[str, Any] = {"event": event, "what": what, "reason": reason}
    told |= {"instead": instead} if instead else {}
    comment, snapshot = review.comments.get(event), state.snapshots.get(event)
    if comment is not None:
        told |= {"type": comment.type} if comment.type else {}
        told |= {"about": comment.about} if comment.about else {}
    if snapshot is not None:
        told |= {"hash": snapshot.hash, "revision": snapshot.revision}
    for one in review.comments.values():
        if any(each.said.event == event for each in one.replies):
            told["to"] = one.id
    return told
