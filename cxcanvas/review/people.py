"""Who takes part in a review, in what capacity, and who speaks for whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cxcanvas.review.judging import name_of
from cxcanvas.review.kinds import Capacity
from cxcanvas.values import Frozen

__all__ = ["ROLES", "People", "key", "people_of"]

ROLES: Final = ("decider", "reviewer", "informed", "guest")


def key(name: str) -> str:
    """By what two spellings of a name are one person: without regard to case, blanks and ways to write accents."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


@dataclass(frozen=True, slots=True)
class People:
    """The people of a review by what they do in it; names as they were written.

    `deputies` says who stands in for whom, by the key of the person who is stood in for.
    """

    deciders: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    facilitators: tuple[str, ...] = ()
    customer_facing: tuple[str, ...] = ()
    deputies: Mapping[str, str] = field(default_factory=dict)

    def role(self, name: str) -> str:
        """The role under which somebody is counted: decider, reviewer, informed or guest."""
        return next((role for role in ROLES[:3] if self._is(name, role)), "guest")

    def _is(self, name: str, role: str) -> bool:
        names = {"decider": self.deciders, "reviewer": self.reviewers, "informed": self.informed}[role]
        return key(name) in map(key, names)

    @property
    def judges(self) -> tuple[str, ...]:
        """Who judges the parts: deciders and reviewers, each once."""
        return tuple({key(one): one for one in (*self.deciders, *self.reviewers)}.values())

    def faces_customers(self, name: str) -> bool:
        """Whether somebody meets customers."""
        return key(name) in map(key, self.customer_facing)

    def deputy(self, whom: str) -> str:
        """Who stands in for somebody; "" where nobody does."""
        return self.deputies.get(key(whom), "")

    def principals(self, name: str) -> tuple[str, ...]:
        """The keys of those for whom somebody stands in."""
        return tuple(whom for whom, by in self.deputies.items() if key(by) == key(name))

    def capacities(self, name: str, guests: bool) -> frozenset[Capacity]:
        """In what capacities somebody speaks, for themselves or as a deputy."""
        return frozenset(self._capacities(key(name), self.principals(name), guests))

    def _capacities(self, mine: str, others: Iterable[str], guests: bool) -> Iterator[Capacity]:
        yield "anyone"
        deciders, reviewers = set(map(key, self.deciders)), set(map(key, self.reviewers))
        editors, facilitators = set(map(key, self.editors)), set(map(key, self.facilitators))
        every = {mine, *others}
        if every & deciders:
            yield "decider"
        if every & (deciders | reviewers):
            yield "reviewer"
        if mine in editors:
            yield "editor"
        if mine in facilitators:
            yield "facilitator"
        if guests or mine in deciders | reviewers | editors | facilitators | set(map(key, self.informed)):
            yield "voter"

    def amended(self, data: Frozen) -> People:
        """The people after an event that names some of them anew."""
        named = {name: value for name, value in _lists(data) if name in data}
        if "deputies" in data:
            named["deputies"] = _deputies(data)
        return replace(self, **named)


def people_of(data: Frozen, opener: str) -> People:
    """The people whom an `open` event names; whoever opens is an editor and a facilitator."""
    lists = dict(_lists(data))
    for name in ("editors", "facilitators"):
        lists[name] = tuple({key(one): one for one in (*lists[name], opener)}.values())
    return People(**lists, deputies=_deputies(data))


def _lists(data: Frozen) -> Iterator[tuple[str, Any]]:
    for name in ("deciders", "reviewers", "informed", "editors", "facilitators", "customer_facing"):
        tidy = (name_of(one) for one in data.get(name) or ())
        yield name, tuple({key(one): one for one in tidy}.values())


def _deputies(data: Frozen) -> dict[str, str]:
    told = (data.get("deputies") or {}).items()
    return {key(whom): name_of(one.get("by")) for whom, one in told}
