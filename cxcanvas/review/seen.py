"""What a person may see of a review: every screen and every command shows this, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cxcanvas.review.counting import Disagreement, Tally, disagreement, tally
from cxcanvas.review.log import ancestry
from cxcanvas.review.people import key
from cxcanvas.review.state import Review, State

__all__ = ["Seen", "news", "seen_by", "state_seen_by"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A review as a person may see it.

    `review` holds their own ballot and ratings only. `tally` and `disagreement` are None until
    the votes are revealed; until then `voted` and `rated` say how many people have taken part.
    """

    review: Review
    voted: int
    rated: int
    tally: Tally | None
    disagreement: Disagreement | None


def seen_by(review: Review, person: str) -> Seen:
    """The review as a person may see it; "" is somebody who has not said who they are."""
    me = key(person)
    shown = review.revealed is not None
    own_ballot = {who: ballot for who, ballot in review.ballots.items() if person and who == me}
    own_ratings = {
        about: mine
        for about, each in review.ratings.items()
        if (mine := {who: score for who, score in each.items() if person and who == me})
    }
    hidden = replace(
        review,
        ballots=own_ballot,
        ratings=own_ratings,
        voters={who: name for who, name in review.voters.items() if person and who == me},
        late=tuple(one for one in review.late if one.event.kind not in _SECRET),
        refused=tuple(one for one in review.refused if one.event.kind not in _SECRET),
    )
    raters = {who for each in review.ratings.values() for who in each}
    return Seen(
        hidden, len(review.ballots), len(raters),
        tally(review) if shown else None, disagreement(review) if shown else None,
    )  # fmt: skip


def state_seen_by(state: State, person: str) -> State:
    """Everything that a log says, without what others gave in votes and ratings that are not revealed."""
    reviews = {id_: seen_by(one, person).review for id_, one in state.reviews.items()}
    events = {id_: replace(one, data=None) if one.kind in _SECRET else one for id_, one in state.events.items()}  # fmt: skip
    return replace(state, reviews=reviews, events=events)


_SECRET = frozenset({"vote", "rate"})


def news(state: State, review: Review, known: Iterable[str]) -> tuple[str, ...]:
    """The events of a review that somebody has not seen; `known` are the heads of the log when they looked last.

    Ballots and ratings are nobody's news. An empty `known` makes everything new.
    """
    before = ancestry(state.parents, known)
    return tuple(
        id_
        for id_, one in state.events.items()
        if review.id in (id_, one.review) and id_ not in before and one.kind not in _SECRET
    )
