"""Dots counted by role so that nobody can be told, and ratings with how far people disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Final

from cxcanvas.measures.agreement import Agreement, Ratings, agreement
from cxcanvas.review.people import ROLES
from cxcanvas.review.state import Review

__all__ = ["FEW", "Disagreement", "Spread", "Tally", "disagreement", "tally"]

#: For fewer people than this no count and no rating is shown.
FEW: Final = 3
OTHERS: Final = "others"


@dataclass(frozen=True, slots=True)
class Tally:
    """Dots by address (options as `option:NAME`), most first, in all and by group.

    `groups` are roles, or several of them together as "others", with how many voted. Both are
    empty where fewer than three people voted.
    """

    voters: int
    dots: Mapping[str, int]
    groups: Mapping[str, int]
    by_group: Mapping[str, Mapping[str, int]]

    @property
    def shown(self) -> bool:
        """Whether enough people voted for a count."""
        return self.voters >= FEW


def tally(review: Review) -> Tally:
    """The dots of a review, counted."""
    voters = len(review.ballots)
    if voters < FEW:
        return Tally(voters, {}, {}, {})
    of = {who: review.people.role(review.voters[who]) for who in review.ballots}
    groups = _groups(of.values())
    by_group: dict[str, dict[str, int]] = {name: {} for name in groups.values()}
    dots: dict[str, int] = {}
    for who, ballot in review.ballots.items():
        for address, many in ballot.items():
            dots[address] = dots.get(address, 0) + many
            group = by_group[groups[of[who]]]
            group[address] = group.get(address, 0) + many
    sizes = {name: sum(groups[role] == name for role in of.values()) for name in by_group}
    ranked = dict(sorted(dots.items(), key=lambda pair: (-pair[1], pair[0])))
    return Tally(voters, ranked, sizes, by_group)


def _groups(roles: Iterable[str]) -> dict[str, str]:
    """The group of each role: itself, or "others" where it has so few that they could be told from the rest."""
    listed = list(roles)
    sizes = {role: listed.count(role) for role in ROLES if role in listed}
    few = [role for role, many in sizes.items() if many < FEW]
    while few and sum(sizes[role] for role in few) < FEW and len(few) < len(sizes):
        few.append(min((role for role in sizes if role not in few), key=lambda role: sizes[role]))
    return {role: OTHERS if role in few else role for role in sizes}


@dataclass(frozen=True, slots=True)
class Spread:
    """How several people rated one thing: the scores in order, without names; mean and standard deviation (n - 1).

    `raters` is how many rated it. For fewer than three nothing else is there: no score, mean or deviation, since
    each of them could tell what the other said. `share` is the standard deviation as a share of half the scale: 1 where people stand at its two ends.
    """

    about: str
    low: float
    high: float
    raters: int
    scores: tuple[float, ...] = ()
    mean: float | None = None
    sd: float | None = None

    @property
    def shown(self) -> bool:
        """Whether enough people rated it for values."""
        return self.raters >= FEW

    @property
    def share(self) -> float | None:
        """How far they disagree, from 0; about 1 and more where they stand at the two ends."""
        return None if self.sd is None else self.sd / ((self.high - self.low) / 2)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Ratings by address, those that people disagree about most first; and Fleiss' kappa over those with values."""

    spreads: tuple[Spread, ...]
    kappa: Agreement


def disagreement(review: Review) -> Disagreement:
    """How far those who rated agree."""
    found = []
    for about, asked in review.rated.items():
        scores = tuple(sorted(review.ratings.get(about, {}).values()))
        told = (scores, fmean(scores), stdev(scores)) if len(scores) >= FEW else ()
        found.append(Spread(about, asked["low"], asked["high"], len(scores), *told))
    found.sort(key=lambda one: -(one.share or 0))
    return Disagreement(tuple(found), _kappa(review))


def _kappa(review: Review) -> Agreement:
    """Fleiss' kappa of the scores as labels, over what enough people rated on one scale."""
    some = [about for about in review.rated if review.ratings.get(about)]
    rated = [about for about in some if len(review.ratings[about]) >= FEW]
    if some and not rated:
        return agreement(Ratings(faults=("fewer than three people rated each of them",)))
    scales = {(review.rated[one]["low"], review.rated[one]["high"]) for one in rated}
    if len(scales) > 1:
        return agreement(Ratings(faults=("they are rated on different scales",)))
    labels = sorted({score for about in rated for score in review.ratings[about].values()})
    counts = tuple(
        tuple(sum(score == label for score in review.ratings[about].values()) for label in labels)
        for about in rated
    )
    return agreement(Ratings(tuple(f"{one:g}" for one in labels), counts, tuple(rated)))
