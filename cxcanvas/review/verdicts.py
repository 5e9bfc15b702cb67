"""How the parts of a concept stand: who approves what, which approvals are stale, and what they depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cxcanvas.canvas import Canvas
from cxcanvas.review.parts import changed_in, part_hash
from cxcanvas.review.people import key
from cxcanvas.review.state import Condition, Review, Said, Verdict
from cxcanvas.versions.changes import Told

__all__ = ["Judgement", "Pledge", "Standing", "conditions", "editorial_data", "standing", "verdict_of"]

Stand = Literal[
    "no_answer", "approved", "approved_with_conditions", "changes_requested", "stale", "abstained"
]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's verdict on a part as it counts today; None where they have not answered. `deputy` gave it for them."""

    name: str
    verdict: Verdict | None
    fresh: bool
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a part stands: its hash in the version under review and now, everybody's verdict, what changed since.

    `stand` is the gravest of: changes_requested, stale, no_answer, approved_with_conditions, approved;
    abstained where all did. No answer is never approval.
    """

    part: str
    then: str
    now: str
    judgements: tuple[Judgement, ...]
    changes: tuple[Told, ...]
    stand: Stand


@dataclass(frozen=True, slots=True)
class Pledge:
    """A condition and whether it is met, and by whose word."""

    condition: Condition
    of: str
    met: Said | None


def verdict_of(review: Review, part: str, name: str) -> tuple[Verdict | None, str]:
    """Somebody's verdict on a part, else that of their deputy, who is then named."""
    mine = review.verdicts.get((part, key(name)))
    deputy = review.people.deputy(name)
    theirs = review.verdicts.get((part, key(deputy))) if deputy and mine is None else None
    return (mine, "") if theirs is None else (theirs, deputy)


def standing(review: Review, then: Canvas, now: Canvas) -> Mapping[str, Standing]:
    """How each part stands today; `then` is the version under review, `now` the concept as it is."""
    return {part: _standing(review, part, then, now) for part in review.parts}


def _standing(review: Review, part: str, then: Canvas, now: Canvas) -> Standing:
    addresses = review.parts[part]
    before, after = part_hash(then, addresses), part_hash(now, addresses)
    same = _same(review.editorial.get(part, ()), after)
    judged = []
    for name in review.people.judges:
        verdict, deputy = verdict_of(review, part, name)
        fresh = verdict is not None and not same.isdisjoint((verdict.hash, *verdict.held))
        judged.append(Judgement(name, verdict, fresh, deputy))
    changes = changed_in(then, now, addresses) if before != after else ()
    return Standing(part, before, after, tuple(judged), changes, _stand(judged))


def _same(marks: tuple[tuple[str, str], ...], now: str) -> set[str]:
    """The hashes that differ from this one in words only, by what editors said."""
    found = {now}
    while more := {before for before, after in marks if after in found} - found:
        found |= more
    return found


def _stand(judged: list[Judgement]) -> Stand:
    given = [(one.verdict.verdict, one.fresh) for one in judged if one.verdict is not None]
    if any(word == "request_changes" for word, _ in given):
        return "changes_requested"
    approving = [(word, fresh) for word, fresh in given if word.startswith("approve")]
    if any(not fresh for _, fresh in approving):
        return "stale"
    if len(given) < len(judged) or not judged:
        return "no_answer"
    if not approving:
        return "abstained"
    return "approved_with_conditions" if ("approve_with_conditions", True) in approving else "approved"


def conditions(review: Review) -> tuple[Pledge, ...]:
    """What approvals and the decision depend on, each with whether it is met."""
    found = [
        Pledge(each, f"{one.said.who.speaker} on {one.part}", review.met.get(each.id))
        for one in review.verdicts.values()
        for each in one.conditions
    ]
    found += [
        Pledge(each, f"the decision of {one.said.who.speaker}", review.met.get(each.id))
        for one in review.voices.values()
        for each in one.conditions
    ]
    return tuple(found)


def editorial_data(review: Review, part: str, before: Canvas, after: Canvas, reason: str) -> dict[str, str]:
    """The fields of an `editorial` event: what changed in a part from one version to the next is wording only."""
    addresses = review.parts[part]
    hashes = {"before": part_hash(before, addresses), "after": part_hash(after, addresses)}
    return {"part": part, **hashes, "reason": reason}
