"""What becomes part of a concept from a review: a comment's change, a hypothesis, an opportunity, actions."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Edit, apply
from cxcanvas.errors import ReviewError
from cxcanvas.review import (
    Comment,
    Condition,
    Draft,
    Proposal,
    Review,
    as_action,
    as_change,
    as_hypothesis,
    as_opportunity,
    conditions,
    draft,
    fate,
    fate_words,
)
from cxcanvas.review.proposals import condition_tag

__all__ = ["applied", "proposal", "waiting"]


def proposal(comment: Comment, review: Review, into: str, now: Canvas, then: Canvas | None) -> Proposal:
    """The edits that make something of a comment; ReviewError where that cannot be, or was done and still stands."""
    if comment.became and fate(comment, then, now) != "back":
        raise ReviewError(f"this comment was {fate_words(comment, then, now)}; open it again first")
    if into == "change":
        return as_change(comment, review, now, then)
    if into not in ("hypothesis", "opportunity"):
        raise ReviewError("a comment becomes a change, a hypothesis or an opportunity")
    return (as_hypothesis if into == "hypothesis" else as_opportunity)(comment, review, now)


def applied(comment: Comment, review: Review, made: Proposal) -> Draft:
    """The event that says what became of a comment."""
    where = {"address": made.address} if made.address else {}
    return draft("apply", review.id, {"to": comment.id, "as": made.became, **where})


def waiting(review: Review, canvas: Canvas) -> Iterator[tuple[Condition, str, tuple[Edit, ...]]]:
    """The conditions that are no actions yet, each with the id of the action and the edits that add it, in order."""
    for one in conditions(review):
        tag = condition_tag(one.condition)
        if not any(tag in (each.get("tags") or ()) for each in canvas.of("action")):
            made = as_action(one, review, canvas)
            canvas = apply(canvas, *made.edits)
            yield one.condition, made.address, made.edits
