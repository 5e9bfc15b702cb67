"""The decision record: what was decided, by whom, on what version, why, and who saw it otherwise.

Its parts are for pages and for Markdown alike. A record is made from the log and never edited;
another review's decision may supersede it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from cxcanvas.canvas import Canvas
from cxcanvas.errors import ReviewError
from cxcanvas.review.counting import Spread, Tally
from cxcanvas.review.deciding import Outcome, outcome, successor
from cxcanvas.review.event import ELSEWHERE
from cxcanvas.review.people import People, key
from cxcanvas.review.seen import seen_by
from cxcanvas.review.state import Closing, Comment, Review, Said, Snapshot, State
from cxcanvas.review.verdicts import Pledge, conditions, verdict_of

__all__ = ["Decision", "Opinion", "Option", "decision", "spoken"]

Status = Literal["proposed", "accepted", "rework", "parked", "rejected", "undecided", "superseded"]
_STATUS: dict[str, Status] = {
    "go": "accepted", "go_with_conditions": "accepted", "rework": "rework", "park": "parked", "stop": "rejected",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody said on a part or on the whole, and why; `verdict` is "" where they did not answer."""

    name: str
    role: str
    part: str
    verdict: str
    reason: str
    said: Said | None = None
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A variant that was compared, with its dots; None where they are not shown."""

    name: str
    title: str
    dots: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that a decision record says, part by part; texts are as people wrote them.

    `gate` is as the review was closed with it: (sentence, met, needed). `seal` cites the log.
    `titles` are of the places that are named, by address, as they were called in the version under review;
    `earlier` and `later` the ids of the reviews before and after, whose titles `supersedes` and `superseded_by` are.
    """

    review: str
    title: str
    status: Status
    date: str
    deciders: tuple[Opinion, ...]
    concept: str
    summary: str
    question: str
    profile: str
    rule: str
    scope: tuple[str, ...]
    version: Snapshot | None
    impact: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]
    outcome: Outcome
    opinions: tuple[Opinion, ...]
    conditions: tuple[Pledge, ...]
    consequences: tuple[str, ...]
    dissent: tuple[Opinion, ...]
    gate: tuple[tuple[str, bool, bool], ...]
    comments: tuple[Comment, ...]
    tally: Tally | None
    spreads: tuple[Spread, ...]
    agreement: float | None
    parked: tuple[str, ...]
    redactions: tuple[tuple[str, str], ...]
    late: int
    troubles: tuple[str, ...]
    supersedes: str
    superseded_by: str
    seal: str
    people: People
    opened: Said
    until: str
    quorum: int
    parts: Mapping[str, tuple[str, ...]]
    checklist: tuple[tuple[str, Said | None], ...]
    closed: Closing | None
    titles: Mapping[str, str]
    agreement_why: str
    earlier: str
    later: str

    @property
    def status_words(self) -> str:
        """The status with what one must know of it: `accepted, with conditions, though the gate was not passed`."""
        if self.status == "superseded":
            return f"superseded by “{self.superseded_by}” ({self.later[:8]})"
        told = f"{self.status}, with conditions" if self.outcome.word == "go_with_conditions" else self.status
        lacking = any(needed and not met for _, met, needed in self.gate)
        return f"{told}, though the gate was not passed" if lacking and self.status == "accepted" else told

    @property
    def so_far(self) -> str:
        """That a decision does not hold before its review is closed, in a sentence; "" where it is, or none was made."""
        if self.status != "proposed" or not self.outcome.word:
            return ""
        return "The review is still open: this holds once it is closed, and may change until then."

    @property
    def at_the_closing(self) -> str:
        """Whether what was decided on is what was judged, in a sentence; "" where nobody knows."""
        closed = self.closed
        if closed is None or not closed.hash:
            return ""
        if not closed.changed:
            return "At the closing the concept was the same."
        many = len(closed.changed)
        revision = f", git {closed.revision}" if closed.revision else ""
        return (
            f"At the closing {many} {'place' if many == 1 else 'places'} had changed since: "
            f"{', '.join(closed.changed)} (content {closed.hash}{revision})."
        )

    def person(self, name: str) -> str:
        """A name with what one should know of it: `Dana (faces customers, stands in for Wei)`."""
        people = self.people
        notes = ["faces customers"] if people.faces_customers(name) else []
        judges = dict.fromkeys((*people.deciders, *people.reviewers))
        notes += [f"stands in for {one}" for one in judges if key(people.deputy(one)) == key(name)]
        return f"{name} ({', '.join(notes)})" if notes else name


def decision(state: State, review: Review) -> Decision:
    """The decision record of a review; of one that is still open, as it stands."""
    seen, made, canvas = seen_by(review, ""), outcome(review), _canvas(state, review)
    later, earlier = successor(state, review), state.reviews.get(review.supersedes)
    concept = canvas.concept if canvas is not None else {}
    opinions = tuple(_opinions(review))
    kappa = seen.disagreement.kappa if seen.disagreement else None
    spreads = seen.disagreement.spreads if seen.disagreement else ()
    return Decision(
        review=review.id,
        title=review.title,
        status="superseded" if later else _status(review, made),
        date=review.closed.said.at[:10] if review.closed else "",
        deciders=tuple(_deciders(review, made)),
        concept=str(concept.get("title") or ""),
        summary=str(concept.get("summary") or concept.get("tagline") or ""),
        question=review.question,
        profile=review.profile,
        rule=review.rule,
        scope=review.scope,
        version=state.snapshots.get(review.snapshot),
        impact=tuple((name, said.impact) for name, said in made.voices if said.impact.strip()),
        options=tuple(_options(review, seen.tally)),
        outcome=made,
        opinions=opinions,
        conditions=conditions(review),
        consequences=tuple(dict.fromkeys(one for _, said in made.voices for one in said.consequences)),
        dissent=(*_dissenting(review, made), *_objections(opinions)),
        gate=_gate(review),
        comments=tuple(review.comments.values()),
        tally=seen.tally,
        spreads=tuple(one for one in spreads if one.raters),
        agreement=kappa.kappa if kappa is not None else None,
        parked=tuple(one.text for one in review.parked),
        redactions=tuple((spoken(said), str(data["reason"])) for said, data in review.redactions),
        late=len(review.late),
        troubles=tuple(f"line {one.line}: {one.message}" for one in state.troubles),
        supersedes=earlier.title if earlier else "",
        superseded_by=later.title if later else "",
        seal=review.closed.seal if review.closed else "",
        people=review.people,
        opened=review.opened,
        until=review.until,
        quorum=review.quorum,
        parts=review.parts,
        checklist=tuple((words, review.ticks.get(item)) for item, words in enumerate(review.checklist, 1)),
        closed=review.closed,
        titles=dict(_titles(review, canvas, seen.tally)),
        agreement_why=kappa.why_not if kappa is not None and kappa.kappa is None else "",
        earlier=earlier.id if earlier else "",
        later=later.id if later else "",
    )


def spoken(said: Said) -> str:
    """Who said it: `Wei (entered by Ines)`, with what is only self-declared marked so."""
    who = said.who
    if not who.by:
        return "name taken out"
    notes = [f"words taken out by {said.taken}"] if said.taken else []
    if who.said_by and key(who.said_by) != key(who.by):
        notes.append(f"entered by {who.by}")
    if who.how != "signed_in":
        notes.append("self-declared, another browser" if who.how == ELSEWHERE else "self-declared")
    return f"{who.speaker} ({', '.join(notes)})" if notes else who.speaker


def _canvas(state: State, review: Review) -> Canvas | None:
    try:
        return state.snapshot(review).canvas()
    except ReviewError:
        return None


def _status(review: Review, made: Outcome) -> Status:
    if review.closed is None:
        return "proposed"
    return _STATUS.get(made.word, "undecided")


def _deciders(review: Review, made: Outcome) -> Iterable[Opinion]:
    spoke = dict(made.voices)
    for name in review.people.deciders:
        said = spoke.get(name)
        yield (
            Opinion(name, "decider", "", said.outcome, said.reason, said.said, _deputy(name, said.said))
            if said is not None
            else Opinion(name, "decider", "", "", "")
        )


def _deputy(name: str, said: Said) -> str:
    return said.who.speaker if key(said.who.speaker) != key(name) else ""


def _opinions(review: Review) -> Iterable[Opinion]:
    for part in review.parts:
        for name in review.people.judges:
            verdict, deputy = verdict_of(review, part, name)
            role = review.people.role(name)
            yield (
                Opinion(name, role, part, verdict.verdict, verdict.reason, verdict.said, deputy)
                if verdict is not None
                else Opinion(name, role, part, "", "")
            )


def _dissenting(review: Review, made: Outcome) -> Iterable[Opinion]:
    for name, said in made.dissent:
        yield Opinion(name, "decider", "", said.outcome, said.reason, said.said, _deputy(name, said.said))


def _objections(opinions: Iterable[Opinion]) -> Iterable[Opinion]:
    """Requests for changes, each once: a deputy's stands for two, and is one objection."""
    found = {one.said.event: one for one in opinions if one.said is not None and one.deputy}
    found |= {one.said.event: one for one in opinions if one.said is not None and not one.deputy}
    return (one for one in opinions if one.verdict == "request_changes" and one in found.values())


def _titles(review: Review, canvas: Canvas | None, counted: Tally | None) -> Iterable[tuple[str, str]]:
    """What the places are called that a record names."""
    named = [*review.scope, *(one.about for one in review.comments.values()), *review.rated]
    for address in dict.fromkeys([*named, *(counted.dots if counted is not None else ())]):
        element = canvas.get(address.partition(".")[0]) if canvas is not None else None
        if element is not None:
            yield address, element.title


def _options(review: Review, counted: Tally | None) -> Iterable[Option]:
    for name, one in review.options.items():
        shown = counted is not None and counted.shown
        dots = counted.dots.get(f"option:{name}", 0) if counted is not None and shown else None
        yield Option(name, str(one.get("title") or name), dots)


def _gate(review: Review) -> tuple[tuple[str, bool, bool], ...]:
    items = review.closed.gate if review.closed else ()
    return tuple(
        (str(one.get("sentence") or ""), bool(one.get("met")), bool(one.get("needed"))) for one in items
    )
