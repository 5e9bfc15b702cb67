"""Reviews as scripts read them: JSON, with what the asking person may see and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from cxcanvas.canvas import Canvas
from cxcanvas.review import (
    Comment,
    Decision,
    Pledge,
    Review,
    Said,
    Sight,
    Standing,
    conditions,
    fate,
    outcome,
    pin,
)

__all__ = ["comment_json", "review_json", "status_json"]


def _said(said: Said) -> dict[str, Any]:
    return {
        "event": said.event, "at": said.at, "by": said.who.by, "how": said.who.how, "said_by": said.who.said_by or None
    }  # fmt: skip


def review_json(review: Review) -> dict[str, Any]:
    """A review in short."""
    return {
        "id": review.id, "title": review.title, "question": review.question, "profile": review.profile,
        "until": review.until or None, "opened": _said(review.opened),
        "closed": _said(review.closed.said) if review.closed else None, "outcome": outcome(review).word or None,
        "comments": len(review.comments),
    }  # fmt: skip


def comment_json(comment: Comment, then: Canvas | None, now: Canvas | None) -> dict[str, Any]:
    """A comment with its answers, and where it is pinned now."""
    stands = pin(comment, then, now) if now is not None else None
    return {
        **_said(comment.said), "type": comment.type, "text": comment.text, "about": comment.about or None,
        "place": comment.place, "address": stands.address if stands else None, "pin": stands.how if stands else None,
        "mentions": list(comment.mentions), "edits": list(comment.edits), "status": comment.status,
        "reason": comment.reason or None, "became": comment.became or None,
        "fate": fate(comment, then, now) or None,
        "settled": _said(comment.settled) if comment.settled else None,
        "replies": [
            {**_said(one.said), "text": one.text, "mentions": list(one.mentions)} for one in comment.replies
        ],
    }  # fmt: skip


def status_json(sight: Sight) -> dict[str, Any]:
    """How a review stands."""
    seen, review, made, gate = sight.seen, sight.review, outcome(sight.review), sight.gate
    tally, spread = seen.tally, seen.disagreement
    snapshot = sight.state.snapshots.get(review.snapshot)
    return {
        **review_json(review),
        "scope": list(review.scope), "rule": review.rule, "quorum": review.quorum, "budget": review.budget,
        "candidates": list(review.candidates), "guests": review.guests, "signed_in": review.signed_in,
        "supersedes": review.supersedes or None,
        "people": {**{name: list(getattr(review.people, name)) for name in _PEOPLE}, "deputies": dict(review.people.deputies)},
        "version": {name: getattr(snapshot, name) for name in ("id", "name", "hash", "revision")} if snapshot else None,
        "changes": [one.sentence for one in sight.changes],
        "parts": {name: {"addresses": list(review.parts[name]), **_part(one)} for name, one in sight.standings.items()},
        "options": list(_options(sight)),
        "checklist": [
            {"text": words, "done": _noted(review.ticks.get(item))} for item, words in enumerate(review.checklist, 1)
        ],
        "gate": gate.as_json() if gate is not None else None,
        "passed": gate.passed if gate is not None else None,
        "decision": {"outcome": made.word or None, "sentence": made.sentence, "held_up": sight.held_up or None, "silent": list(made.silent)},
        "conditions": [_condition(one) for one in conditions(review)],
        "votes": {
            "voted": seen.voted, "revealed": tally is not None, "dots": tally.dots if tally else None,
            "groups": tally.groups if tally else None, "by_group": tally.by_group if tally else None,
        },
        "ratings": {
            "rated": seen.rated,
            "asked": review.rated,
            "kappa": spread.kappa.kappa if spread else None,
            "why_no_kappa": spread.kappa.why_not or None if spread else None,
            "spreads": [
                {"about": one.about, "people": one.raters, "scores": one.scores, "mean": one.mean, "sd": one.sd}
                for one in spread.spreads
            ] if spread else None,
        },
        "parked": [{**_said(one.said), "text": one.text} for one in review.parked],
        "late": [{"event": one.event.id, "kind": one.event.kind, "why": one.why} for one in review.late],
        "refused": [{"event": one.event.id, "kind": one.event.kind, "why": one.why} for one in review.refused],
        "seal": review.closed.seal if review.closed else None,
        "heads": list(sight.state.heads),
        "new": [{"event": id_, "kind": one.kind} for id_, one in sight.state.events.items() if id_ in sight.new],
        "trouble": list(sight.trouble),
    }  # fmt: skip


_PEOPLE = ("deciders", "reviewers", "informed", "editors", "facilitators", "customer_facing")


def _noted(said: Said | None) -> dict[str, Any] | None:
    return None if said is None else {**_said(said), "note": said.note or None}


def _options(sight: Sight) -> Iterator[dict[str, Any]]:
    from cxcanvas.views.review_options import options

    tally = sight.seen.tally
    for card in options(sight):
        dots = tally.dots.get(f"option:{card.name}", 0) if tally and tally.shown else None
        yield {
            "name": card.name, "title": card.title, "dots": dots, "trouble": card.trouble or None, "differs": len(card.differs) + card.more,
            "changes": [one.striptags() for one in card.differs],
        }  # fmt: skip


def _part(one: Standing) -> dict[str, Any]:
    return {
        "stand": one.stand,
        "changed": [each.sentence for each in one.changes],
        "verdicts": {
            each.name: {
                **_said(each.verdict.said), "verdict": each.verdict.verdict, "reason": each.verdict.reason or None,
                "fresh": each.fresh, "deputy": each.deputy or None,
            }
            if each.verdict is not None else None
            for each in one.judgements
        },
    }  # fmt: skip


def _condition(one: Pledge) -> dict[str, Any]:
    it = one.condition
    return {
        "id": it.id, "text": it.text, "owner": it.owner, "due": it.due, "checker": it.checker, "of": one.of,
        "met": _noted(one.met),
    }  # fmt: skip


def record_json(made: Decision) -> dict[str, Any]:
    """A decision record as scripts read it: every part of it, without the packed text of the version."""
    version = made.version
    kept = {name: getattr(version, name) for name in ("id", "name", "hash", "revision")} if version else None
    told: dict[str, Any] = _plain({**asdict(made), "version": kept})
    return told


def _plain(value: Any) -> Any:
    """The value with lists and mappings that JSON knows; by what a message is known again is nobody's business."""
    if isinstance(value, dict):
        person = {"by", "how", "once"} <= set(value)
        return {str(name): _plain(one) for name, one in value.items() if not (person and name == "once")}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value
