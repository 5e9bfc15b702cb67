"""What stands in the way of a decision: told to everybody, and as strict as the review's profile."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import Problem
from cxcanvas.measures.evidence import evidence_coverage
from cxcanvas.measures.moments import moments
from cxcanvas.measures.reading import ids_of
from cxcanvas.review.deciding import voice_of
from cxcanvas.review.fates import fate
from cxcanvas.review.people import key
from cxcanvas.review.state import Comment, Review
from cxcanvas.review.verdicts import Standing, verdict_of
from cxcanvas.versions.sides import UNDECIDED
from cxcanvas.versions.telling import short

__all__ = ["Gate", "GateItem", "gate"]


@dataclass(frozen=True, slots=True)
class GateItem:
    """One thing that the gate asks for: whether it is met, and whether it must be. `places` are where it is not."""

    name: str
    sentence: str
    met: bool
    needed: bool
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """Everything that the gate asks for."""

    items: tuple[GateItem, ...]

    @property
    def lacking(self) -> tuple[GateItem, ...]:
        """What must be met and is not."""
        return tuple(one for one in self.items if one.needed and not one.met)

    @property
    def passed(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.lacking

    def as_json(self) -> list[dict[str, Any]]:
        """The gate as the `close` event keeps it: what it found, without what one can do about it now."""
        return [
            {
                "name": one.name,
                "met": one.met,
                "needed": one.needed,
                "sentence": one.sentence.replace(f" {_LIVE}", "")[:_LONGEST],
            }
            for one in self.items
        ]


#: Characters of a sentence in the record.
_LONGEST: Final = 2_000
#: For each profile: what must be met, and the least share of claims with evidence.
_NEEDED: Final[dict[str, frozenset[str]]] = {
    "first_look": frozenset(),
    "concept": frozenset({"corrections", "contradictions", "owners", "evidence", "quorum", "changes", "fresh"}),
    "commitment": frozenset(
        {"corrections", "contradictions", "owners", "evidence", "quorum", "changes", "fresh", "answers", "questions", "checklist"}
    ),
}  # fmt: skip
_SHARE: Final = {"first_look": 0.25, "concept": 0.25, "commitment": 0.5}


def gate(
    review: Review, now: Canvas, standings: Mapping[str, Standing], contradictions: Iterable[Problem],
    waived: Iterable[str] = (), then: Canvas | None = None,
) -> Gate:  # fmt: skip
    """What stands in the way of deciding on the concept as it is now; `then` is the version under review.

    `contradictions` are the problems of the checks that cannot stay and that nobody waived;
    `waived` says in sentences what somebody decided to live with, and why.
    """
    found = (
        _open(review, "corrections", ("correction",), "correction", then, now),
        _contradictions(tuple(contradictions), tuple(waived)),
        _owners(now),
        _evidence(now, _SHARE[review.profile]),
        _quorum(review),
        _parts("changes", "changes are requested", "changes_requested", standings),
        _parts("fresh", "approvals are stale", "stale", standings),
        _answers(standings),
        _open(review, "questions", ("question", "risk"), "question or risk", then, now),
        _checklist(review),
    )
    needed = _NEEDED[review.profile]
    return Gate(tuple(GateItem(name, told, met, name in needed, places) for name, told, met, places in found))


_Found = tuple[str, str, bool, tuple[str, ...]]


def _many(count: int, word: str) -> str:
    plural = "questions or risks" if word == "question or risk" else f"{word}s"
    return f"no {word} is" if not count else f"1 {word} is" if count == 1 else f"{count} {plural} are"


def _open(
    review: Review, name: str, types: tuple[str, ...], word: str, then: Canvas | None, now: Canvas
) -> _Found:
    """What is open: also what was taken over and taken back since, as long as nobody settled it otherwise."""
    every: list[Comment] = [one for one in review.comments.values() if one.type in types]
    back = [one for one in every if fate(one, then, now) == "back"]
    left = [one for one in every if one.status == "open" or one in back]
    told = f"{_many(len(left), word)} open".capitalize()
    if back:
        one = len(left) == 1
        told += ": it was taken over, and taken back since" if one else f", {len(back)} of them taken over and taken back since"  # fmt: skip
    return name, f"{told}.", not left, tuple(one.about for one in left)


def _contradictions(found: tuple[Problem, ...], waived: tuple[str, ...]) -> _Found:
    """As many as the Studio's *Trouble* and `cxcanvas check` count; what waits for a decision after a merge apart."""
    left = [one for one in found if one.rule != UNDECIDED]
    first = (f"{short(one.message, _CLIPPED)} ({one.address or 'the concept'})" for one in left)
    told = f"{_many(len(left), 'contradiction')} left in the concept".capitalize()
    told += f": {_few(first, len(left))}. {_LIVE}" if left else "."
    if many := len(found) - len(left):
        told += f" {many} {'place waits' if many == 1 else 'places wait'} for a decision after a merge."
    told += f" Waived: {_few(waived, len(waived))}." if waived else ""
    return "contradictions", told, not found, tuple(one.address for one in found)


#: Findings that are named, and the signs of each; a gate is told in a few lines.
_NAMED: Final = 3
_CLIPPED: Final = 90
_LIVE: Final = "Mend it, or say why it may stay: “Live with it” in the Studio, or a waiver in the file."


def _few(words: Iterable[str], many: int) -> str:
    more = f"; and {many - _NAMED} more" if many > _NAMED else ""
    return f"{'; '.join(itertools.islice(words, _NAMED))}{more}"


def _owners(now: Canvas) -> _Found:
    every = [one.step for one in moments(now)]
    lacking = [one for one in every if not ids_of(now[one]["moment"].get("owner") or now[one].get("owner"))]
    if not every:
        return "owners", "No moment of truth is named, so none lacks an owner.", True, ()
    told = (
        "Every moment of truth has an owner."
        if not lacking
        else f"{len(lacking)} of {len(every)} moments of truth have no owner."
    )
    return "owners", told, not lacking, tuple(f"{one}.moment" for one in lacking)  # fmt: skip


def _evidence(now: Canvas, least: float) -> _Found:
    coverage = evidence_coverage(now)
    if coverage.ratio is None:
        return "evidence", "The concept claims nothing about customers yet.", False, ()
    told = f"{len(coverage.supported)} of {len(coverage.claims)} claims have evidence; at least {least:.0%} are asked for."
    lacking = tuple(one for one in coverage.claims if one not in coverage.supported)
    return "evidence", told, coverage.ratio >= least, lacking


def _quorum(review: Review) -> _Found:
    """Who has judged: given a verdict on any part, or spoken as a decider. No answer never counts.

    A deputy who judges for somebody and for themselves is one person.
    """
    by = {one: _speakers(review, one) for one in review.people.judges}
    judged = [one for one, speakers in by.items() if speakers]
    many = min(len(judged), len({one for speakers in by.values() for one in speakers}))
    facing = any(map(review.people.faces_customers, judged))
    silent = [one for one in by if one not in judged]
    told = f"{many} of {len(by)} people {'has' if many == 1 else 'have'} judged; {review.quorum} {'is' if review.quorum == 1 else 'are'} needed"
    told += ", and nobody of them faces customers" if judged and not facing else ""
    told += f". No answer from {', '.join(silent)}." if silent else "."
    return "quorum", told, many >= review.quorum and facing, ()


def _speakers(review: Review, name: str) -> frozenset[str]:
    """Who judged in somebody's place: they themselves, or their deputy."""
    found = [verdict_of(review, part, name)[0] for part in review.parts]
    voices = [voice_of(review, name)] if key(name) in map(key, review.people.deciders) else []
    return frozenset(key(one.said.who.speaker) for one in (*found, *voices) if one is not None)


def _parts(name: str, words: str, stand: str, standings: Mapping[str, Standing]) -> _Found:
    found = [part for part, one in standings.items() if one.stand == stand]
    told = f"On {', '.join(found)}, {words}." if found else f"No {words}."
    return name, told, not found, ()


def _answers(standings: Mapping[str, Standing]) -> _Found:
    """Whether every part has a verdict; that nobody objects says nothing."""
    silent = [part for part, one in standings.items() if all(each.verdict is None for each in one.judgements)]
    told = (
        f"Nobody has answered on {', '.join(silent)}." if silent else "Somebody has answered on every part."
    )
    return "answers", told, not silent, ()


def _checklist(review: Review) -> _Found:
    left = [words for item, words in enumerate(review.checklist, 1) if item not in review.ticks]
    told = (
        f"Not done: {'; '.join(left)}."
        if left
        else "The checklist is done."
        if review.checklist
        else "There is no checklist."
    )
    return "checklist", told, not left, ()  # fmt: skip
