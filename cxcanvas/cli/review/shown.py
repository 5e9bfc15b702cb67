"""Reviews as scripts read them: JSON, with what the asking person may see and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from cxcanvas.canvas import Canvas
from cxcanvas.review import (
    Comment,
    Decision,
    Gate,
    Pledge,
    Review,
    Said,
    Seen,
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
        "replies": [{**_said(one.said), "text": one.text} for one in comment.replies],
    }  # fmt: skip


def status_json(
    seen: Seen, standings: Mapping[str, Standing], gate: Gate | None, changes: list[str], version: str
) -> dict[str, Any]:
    """How a review stands."""
    review, made = seen.review, outcome(seen.review)
    tally, spread = seen.tally, seen.disagreement
    return {
        **review_json(review),
        "version": version,
        "changes": changes,
        "parts": {name: _part(one) for name, one in standings.items()},
        "gate": gate.as_json() if gate is not None else None,
        "passed": gate.passed if gate is not None else None,
        "decision": {"outcome": made.word or None, "sentence": made.sentence, "silent": list(made.silent)},
        "conditions": [_condition(one) for one in conditions(review)],
        "votes": {
            "voted": seen.voted, "revealed": tally is not None, "dots": tally.dots if tally else None,
            "groups": tally.groups if tally else None, "by_group": tally.by_group if tally else None,
        },
        "ratings": {
            "rated": seen.rated,
            "kappa": spread.kappa.kappa if spread else None,
            "spreads": [
                {"about": one.about, "scores": one.scores, "mean": one.mean, "sd": one.sd} for one in spread.spreads
            ] if spread else None,
        },
        "parked": [one.text for one in review.parked],
        "late": [{"event": one.event.id, "kind": one.event.kind, "why": one.why} for one in review.late],
        "refused": [{"event": one.event.id, "kind": one.event.kind, "why": one.why} for one in review.refused],
        "seal": review.closed.seal if review.closed else None,
    }  # fmt: skip


def _part(one: Standing) -> dict[str, Any]:
    return {
        "stand": one.stand,
        "changed": [each.sentence for each in one.changes],
        "verdicts": {
            each.name: {"verdict": each.verdict.verdict, "fresh": each.fresh, "deputy": each.deputy or None}
            if each.verdict is not None else None
            for each in one.judgements
        },
    }  # fmt: skip


def _condition(one: Pledge) -> dict[str, Any]:
    it = one.condition
    return {
        "id": it.id, "text": it.text, "owner": it.owner, "due": it.due, "checker": it.checker, "of": one.of,
        "met": one.met is not None,
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
