"""What is heard on a page of a review: each thing that can be done, how it is kept, and what is said then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from cxcanvas.errors import StoreError
from cxcanvas.review import Who
from cxcanvas.review.fates import INTO
from cxcanvas.session.asking import amended, asked, titles_of, variants
from cxcanvas.session.closing import close_review
from cxcanvas.session.commenting import add_comment, add_reply, add_vote
from cxcanvas.session.opening import amend_review, open_review
from cxcanvas.session.redacting import take_out
from cxcanvas.session.renewing import hashes, looked_at, mark_editorial
from cxcanvas.session.saying import Form, dots_of, fields_of, first, proposed
from cxcanvas.session.taking import add_actions, take_over

if TYPE_CHECKING:
    from cxcanvas.session.reviewing import ReviewDesk

__all__ = ["ACTS", "Act"]


class Act:
    """Something that can be done on a page: how it is heard, and what it is called."""

    __slots__ = ("hear", "verb")

    def __init__(self, hear: Callable[[ReviewDesk, Who, Form], str], verb: str) -> None:
        self.hear, self.verb = hear, verb


def _plain(kind: str, words: str) -> Callable[[ReviewDesk, Who, Form], str]:
    """What is kept as it comes."""

    def hear(desk: ReviewDesk, who: Who, form: Form) -> str:
        desk.keep(kind, desk.review_of(form).id, fields_of(kind, form), who)
        return words

    return hear


def _open(desk: ReviewDesk, who: Who, form: Form) -> str:
    if desk.change is None:
        raise StoreError("Reviews are opened by those who work on the concept.")
    canvas = desk.canvas()
    data = asked(form, canvas)
    versions = {"this": (desk.store.canvas, canvas)} if (others := variants(form)) else {}
    versions |= {name: desk.variant(one) for name, one in others.items()}
    open_review(desk, who, data, "", versions, titles_of(versions))
    return f"The review “{data.get('title', '')}” is open."


def _amend(desk: ReviewDesk, who: Who, form: Form) -> str:
    amend_review(desk, who, desk.review_of(form).id, amended(form))
    return "The review is changed."


def _comment(desk: ReviewDesk, who: Who, form: Form) -> str:
    review, data = desk.review_of(form), fields_of("comment", form)
    then, now, _ = desk.versions(review)
    data["edits"] = proposed(form, data.get("about", ""), then if then is not None else now)
    add_comment(desk, who, review, data)
    return f"Your {data.get('type') or 'comment'} is kept."


def _reply(desk: ReviewDesk, who: Who, form: Form) -> str:
    add_reply(desk, who, desk.review_of(form), fields_of("reply", form))
    return "Your answer is kept."


def _vote(desk: ReviewDesk, who: Who, form: Form) -> str:
    dots = dots_of(form)
    add_vote(desk, who, desk.review_of(form), dots)
    return "Your dots are kept; nobody sees them before they are revealed." if dots else "You gave no dots."


def _verdict(desk: ReviewDesk, who: Who, form: Form) -> str:
    review = desk.review_of(form)
    data = fields_of("verdict", form)
    part = data.get("part", "")
    looked_at(part, data.get("hash", ""), *hashes(desk, review, part))
    desk.keep("verdict", review.id, data, who)
    return f"Your verdict on {data['part']} is kept: {data['verdict'].replace('_', ' ')}."


def _hold(desk: ReviewDesk, who: Who, form: Form) -> str:
    review = desk.review_of(form)
    data = fields_of("hold", form)
    part = data.get("part", "")
    looked_at(part, data.get("hash", ""), *hashes(desk, review, part))
    desk.keep("hold", review.id, data, who)
    return f"Your verdict on {data['part']} still holds."


def _editorial(desk: ReviewDesk, who: Who, form: Form) -> str:
    part = first(form, "part").strip()
    mark_editorial(
        desk, who, desk.review_of(form), part, first(form, "reason").strip(), first(form, "hash") or "none"
    )
    return f"What changed in {part} is marked as wording only; verdicts go on to hold."


def _close(desk: ReviewDesk, who: Who, form: Form) -> str:
    close_review(desk, who, desk.review_of(form).id, first(form, "note").strip())
    return "The review is closed; its record is sealed."


def _redact(desk: ReviewDesk, who: Who, form: Form) -> str:
    what: Literal["words", "all"] = "all" if first(form, "what") == "all" else "words"
    event, reason, instead = first(form, "event"), first(form, "reason").strip(), first(form, "instead")
    _, left = take_out(desk, who, desk.review_of(form).id, event, what, reason, instead)
    return f"The words are taken out; {left}."


def _apply(desk: ReviewDesk, who: Who, form: Form) -> str:
    force = first(form, "force") == "yes"
    made, _ = take_over(desk, who, desk.review_of(form).id, first(form, "to"), first(form, "as"), force)
    return f"{made.label}: taken over as {INTO[made.became]}."


def _actions(desk: ReviewDesk, who: Who, form: Form) -> str:
    made = add_actions(desk, who, desk.review_of(form).id)
    return f"{len(made)} {'action was' if len(made) == 1 else 'actions were'} added to the plan."


ACTS: Final[dict[str, Act]] = {
    "open": Act(_open, "open a review"),
    "amend": Act(_amend, "change the review"),
    "comment": Act(_comment, "comment"),
    "reply": Act(_reply, "answer"),
    "resolve": Act(_plain("resolve", "That is kept."), "settle comments"),
    "apply": Act(_apply, "take comments over"),
    "actions": Act(_actions, "make actions"),
    "vote": Act(_vote, "vote"),
    "rate": Act(_plain("rate", "Your rating is kept; nobody sees it before it is revealed."), "rate"),
    "reveal": Act(_plain("reveal", "Votes and ratings are revealed."), "reveal votes"),
    "verdict": Act(_verdict, "judge"),
    "hold": Act(_hold, "judge"),
    "editorial": Act(_editorial, "mark changes as wording"),
    "tick": Act(_plain("tick", "The checklist is kept."), "tick the checklist"),
    "park": Act(_plain("park", "It is in the parking lot."), "park"),
    "decide": Act(_plain("decide", "Your decision is kept."), "decide"),
    "met": Act(_plain("met", "That is kept."), "say that conditions are met"),
    "close": Act(_close, "close the review"),
    "redact": Act(_redact, "take words out"),
}
