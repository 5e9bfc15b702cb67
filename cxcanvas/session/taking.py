"""What becomes part of a concept from a review: a comment's change, a hypothesis, an opportunity, actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Edit, apply
from cxcanvas.errors import ReviewError
from cxcanvas.review import (
    Comment,
    Condition,
    Event,
    Proposal,
    Review,
    Who,
    as_action,
    as_change,
    as_hypothesis,
    as_opportunity,
    conditions,
    draft,
    fate,
    fate_words,
    refusal,
)
from cxcanvas.review.proposals import condition_tag
from cxcanvas.session.clashing import overwritten

if TYPE_CHECKING:
    from cxcanvas.session.reviewing import ReviewDesk

__all__ = ["add_actions", "take_over"]


def take_over(
    desk: ReviewDesk, who: Who, review: str, comment: str, into: str, force: bool = False
) -> tuple[Proposal, Event]:
    """Change the concept by what somebody said, then keep that it was taken over; what became of it, and the event.

    `into` is change, hypothesis or opportunity. Nobody else takes it over meanwhile. Raises ReviewError where it cannot be,
    where it was and still stands, and, without `force`, where a place changed since that it would overwrite; StoreError
    where the concept can only be read.
    """
    with desk.store.alone():
        state = desk.store.state()
        found = desk.review(review)
        said = found.comments.get(comment)
        if said is None:
            raise ReviewError("there is no such comment in this review")
        made = _proposal(said, found, into, desk.canvas(), desk.versions(found).then)
        if made.since and not force:
            raise ReviewError(overwritten(made, desk.canvas()))
        where = {"address": made.address} if made.address else {}
        told = draft("apply", review, {"to": comment, "as": made.became, **where})
        why = refusal(state, told, who)
        if why:
            raise ReviewError(why)
        desk.edit(made.edits, made.label)
        return made, desk.store.append(told, who)


def add_actions(desk: ReviewDesk, who: Who, review: str) -> tuple[tuple[str, Condition], ...]:
    """Add the conditions that are no actions yet to the plan, as one step; each with the id of its action.

    Raises ReviewError for whoever does not work on the concept, StoreError where it can only be read.
    """
    with desk.store.alone():
        found = desk.review(review)
        if "editor" not in found.people.capacities(who.by, False):
            raise ReviewError("actions are for those who work on the concept")
        made = tuple(_waiting(found, desk.canvas()))
        edits = tuple(each for _, _, more in made for each in more)
        if edits:
            desk.edit(edits, f"Conditions of the review “{found.title}” as actions")
        return tuple((id_, condition) for condition, id_, _ in made)


def _proposal(comment: Comment, review: Review, into: str, now: Canvas, then: Canvas | None) -> Proposal:
    """The edits that make something of a comment; ReviewError where that cannot be, or was done and still stands."""
    if comment.became and fate(comment, then, now) != "back":
        raise ReviewError(f"this comment was {fate_words(comment, then, now)}; open it again first")
    if into == "change":
        return as_change(comment, review, now, then)
    if into not in ("hypothesis", "opportunity"):
        raise ReviewError("a comment becomes a change, a hypothesis or an opportunity")
    return (as_hypothesis if into == "hypothesis" else as_opportunity)(comment, review, now)


def _waiting(review: Review, canvas: Canvas) -> Iterator[tuple[Condition, str, tuple[Edit, ...]]]:
    """The conditions that are no actions yet, each with the id of the action and the edits that add it, in order."""
    for one in conditions(review):
        tag = condition_tag(one.condition)
        if not any(tag in (each.get("tags") or ()) for each in canvas.of("action")):
            made = as_action(one, review, canvas)
            canvas = apply(canvas, *made.edits)
            yield one.condition, made.address, made.edits
