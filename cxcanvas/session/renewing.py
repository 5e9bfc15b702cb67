"""Verdicts after the concept was edited: the hashes of a part, and what an editor marks as a matter of words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cxcanvas.errors import ReviewError
from cxcanvas.review import Event, Review, Who, part_hash

if TYPE_CHECKING:
    from cxcanvas.session.reviewing import ReviewDesk

__all__ = ["hashes", "looked_at", "mark_editorial"]


def hashes(desk: ReviewDesk, review: Review, part: str) -> tuple[str, str]:
    """The hash of a part in the version under review and in the concept as it is; "" where a version is gone.

    Raises ReviewError where the review has no such part.
    """
    if part not in review.parts:
        known = ", ".join(review.parts) or "none"
        raise ReviewError(f"there is no part “{part[:60]}” in this review; there are {known}")
    then, now = (
        "" if one is None else part_hash(one, review.parts[part]) for one in desk.versions(review)[:2]
    )
    return then, now


def looked_at(part: str, seen: str, *there: str) -> None:
    """What somebody says is on what they saw; ReviewError where a part has none of those hashes (any more)."""
    if not seen or seen not in there:
        raise ReviewError(
            f"{part} changed while you looked at it; look at what changed, and say it once more"
        )


def mark_editorial(
    desk: ReviewDesk, who: Who, review: Review, part: str, reason: str, seen: str = ""
) -> Event:
    """Keep that what changed in a part since it was judged is wording only: every stale verdict goes on to hold.

    `seen` is the part's hash as the editor saw it, "" where they see it as it is. Gives the last event.
    Raises ReviewError where nothing changed, or something changed since they looked.
    """
    now = hashes(desk, review, part)[1]
    if seen:
        looked_at(part, seen, now)
    stands = desk.standing(review, part)
    judged = stands.judgements if stands is not None else ()
    stale = {
        (one.verdict.held or (one.verdict.hash,))[-1]: None for one in judged if one.verdict and not one.fresh
    }
    if not stale:
        raise ReviewError(f"nothing changed in {part} since it was judged")
    *others, last = stale
    data = {"part": part, "after": now, "reason": reason}
    for before in others:
        desk.keep("editorial", review.id, {**data, "before": before}, replace(who, once=""))
    return desk.keep("editorial", review.id, {**data, "before": last}, who)  # says that all of it was heard
