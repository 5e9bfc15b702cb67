"""Personal data are taken out of a review; and where else the words still stand is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cxcanvas.review import Event, Who, redaction_data
from cxcanvas.review.parts import current

if TYPE_CHECKING:
    from cxcanvas.session.reviewing import ReviewDesk

__all__ = ["take_out"]


def take_out(
    desk: ReviewDesk, who: Who, review: str, event: str, what: Literal["words", "all"], reason: str, instead: str = ""
) -> tuple[Event, str]:  # fmt: skip
    """Take words (or `all`: also who said them) out of an event; gives the redaction, and a sentence on what is left.

    A comment that was taken over has left words and a name in the concept, and nobody but those who
    work on it can take them out there. Raises ReviewError where it cannot be.
    """
    with desk.store.alone():
        comment = desk.review(review).comments.get(event)
        data = redaction_data(desk.store.state(), event, what, reason, instead)
        made = desk.keep("redact", review, data, who)
        now = desk.versions(desk.review(review)).now
        at = comment.address if comment is not None and comment.became else ""
        there = current(now, at) if now is not None and at else None
        left = f"what became of them stands in the concept at {there}; " if there else ""
        return made, f"{left}earlier copies of the file may still hold them"
