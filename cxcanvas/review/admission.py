"""Whether somebody may say something, and whether it fits the review: asked before it is written, and when it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from cxcanvas.edits import from_json
from cxcanvas.errors import EditError, ReviewError
from cxcanvas.review.deciding import outcome
from cxcanvas.review.event import Draft, Who
from cxcanvas.review.judging import name_of
from cxcanvas.review.kinds import KINDS, EventKind
from cxcanvas.review.people import key, people_of
from cxcanvas.review.redacting import redaction_fault
from cxcanvas.review.state import Condition, Review, State
from cxcanvas.values import Frozen

__all__ = ["NOBODY", "SERIOUS", "conditions_of", "refusal"]

#: Somebody whose name was taken out: what anybody may say, they may have said.
NOBODY: Final = Who("", "taken_out")

_HASH: Final = re.compile(r"[0-9a-f]{64}")
#: What counts only from people who signed in, where a review asks for it.
SERIOUS: Final = frozenset({"vote", "rate", "verdict", "hold", "decide"})
_WORDS: Final = {
    "voter": "people who are named in it", "reviewer": "its reviewers and deciders", "decider": "its deciders",
    "editor": "those who work on the concept", "facilitator": "its facilitators", "author": "whoever said it",
}  # fmt: skip


def refusal(state: State, said: Draft, who: Who) -> str:
    """Why this cannot be said, in a sentence; "" where it can."""
    if not who.by and who is not NOBODY:
        return "nobody can have this name"
    rule = _RULES.get(said.kind)
    try:
        if said.kind in _ALONE:
            if who.said_by:
                return f"nobody can {said.kind} for somebody else"
            return _ALONE[said.kind](state, said.data, who)
        review = state.reviews.get(said.review)
        if review is None:
            return "there is no such review in this log"
        return _may(state, review, said, who) or (rule(state, review, said.data, who) if rule else "")
    except ReviewError as error:
        return str(error)


def _may(state: State, review: Review, said: Draft, who: Who) -> str:
    kind = KINDS[said.kind]
    if review.closed is not None and not kind.after:
        return "this review is closed; its record is not changed any more"
    if who.said_by and key(who.said_by) != key(who.by):
        if not kind.for_others:
            return f"nobody can {kind.name} for somebody else"
        if "facilitator" not in review.people.capacities(who.by, review.guests):
            return "only a facilitator writes down what somebody else said"
    if review.signed_in and kind.name in SERIOUS and who.how != "signed_in":
        return "in this review only people who signed in can do that"
    capacities = set(review.people.capacities(who.speaker, review.guests))
    if _author(state, said, who) == key(who.speaker):
        capacities.add("author")
    if capacities.isdisjoint(kind.who):
        return _only(kind)
    return ""


def _only(kind: EventKind) -> str:
    who = [_WORDS[one] for one in kind.who]
    told = who[0] if len(who) == 1 else f"{', '.join(who[:-1])} and {who[-1]}"
    return f"{kind.name} is for {told}"


def _author(state: State, said: Draft, who: Who) -> str:
    """Whose words it is about; of what was taken out whole, nobody can tell, and the redaction is believed."""
    known = state.events.get(said.data.get("event") or said.data.get("to") or "")
    if known is None:
        return ""
    return known.author or (key(who.speaker) if said.kind == "redact" else "")


def conditions_of(data: Frozen, event: str) -> tuple[Condition, ...]:
    """The conditions of a verdict or a decision."""
    return tuple(
        Condition(
            f"{event[:12]}.{slug}", one.get("text") or "", one.get("owner") or "", one.get("due") or "",
            one.get("checker") or "", event,
        )
        for slug, one in (data.get("conditions") or {}).items()
    )  # fmt: skip


# -- what belongs to no review yet -------------------------------------------------------------


def _snapshot(state: State, data: Frozen, who: Who) -> str:
    return "" if _HASH.fullmatch(data["hash"]) else "a snapshot has the hash of its content"


def _open(state: State, data: Frozen, who: Who) -> str:
    wanted = [data["snapshot"], *(one.get("snapshot") for one in (data.get("options") or {}).values())]
    if any(one not in state.events or state.events[one].kind != "snapshot" for one in wanted):
        return "the version to review is not in this log"
    if data.get("supersedes"):
        former = state.reviews.get(data["supersedes"])
        if former is None:
            return "the review that this one supersedes is not in this log"
        if former.people.capacities(who.by, False).isdisjoint(("decider", "editor", "facilitator")):
            return (
                "a decision is superseded by those who decided on it, lead its review or work on the concept"
            )
    people = people_of(data, who.by)
    if data.get("profile") != "first_look" and not any(map(people.faces_customers, people.judges)):
        return "somebody who faces customers must be among those who judge: name them as customer-facing"
    if (data.get("quorum") or 1) > len(people.judges):
        return f"the quorum is {data['quorum']}, and only {len(people.judges)} {'judges' if len(people.judges) == 1 else 'people judge'}"
    for address, one in (data.get("ratings") or {}).items():
        low, high = one.get("low"), one.get("high")
        if low is None or high is None or low >= high:
            return f"the ratings of {address} go from a lowest to a highest number"
    return ""


_ALONE: Final[dict[str, Callable[[State, Frozen, Who], str]]] = {"snapshot": _snapshot, "open": _open}

# -- what belongs to a review ---------------------------------------------------------------------


def _amend(state: State, review: Review, data: Frozen, who: Who) -> str:
    if not data:
        return "say what shall change"
    people = review.people.amended(data)
    if not people.deciders:
        return "a review needs somebody who decides"
    if not people.facilitators:
        return "a review needs a facilitator"
    if review.profile != "first_look" and not any(map(people.faces_customers, people.judges)):
        return "somebody who faces customers must be among those who judge"
    return (
        ""
        if review.quorum <= len(people.judges)
        else f"the quorum of {review.quorum} could not be reached any more"
    )


def _comment(state: State, review: Review, data: Frozen, who: Who) -> str:
    edits = data.get("edits")
    if edits is not None and not isinstance(edits, tuple):
        return "the change of a comment is a list of edits"
    try:
        for one in edits or ():
            from_json(one)
    except EditError as error:
        return str(error)
    place = data.get("place")
    if place is not None and not (
        place.get("view") and place.get("x") is not None and place.get("y") is not None
    ):
        return "a place on the picture has a view, x and y"  # fmt: skip
    return _mentions(data)


def _mentions(data: Frozen) -> str:
    for one in data.get("mentions") or ():
        name_of(one)
    return ""


def _reply(state: State, review: Review, data: Frozen, who: Who) -> str:
    if data["to"] not in review.comments:
        return "there is no such comment in this review"
    return _mentions(data)


def _resolve(state: State, review: Review, data: Frozen, who: Who) -> str:
    if data.get("outcome") == "wont_do" and not (data.get("reason") or "").strip():
        return "what will not be done needs a reason"
    return _reply(state, review, data, who)


def _vote(state: State, review: Review, data: Frozen, who: Who) -> str:
    if review.revealed is not None:
        return "the votes are revealed; no more can be given"
    given = 0
    for name, allowed in (("dots", review.candidates), ("options", tuple(review.options))):
        dots = data.get(name) or {}
        if not isinstance(dots, Mapping):
            return "dots are numbers by address"
        for address, many in dots.items():
            if (
                isinstance(many, bool)
                or not isinstance(many, int)
                or not 0 <= many <= 100
                or len(address) > 500
            ):
                return "dots are whole numbers from 0 to 100"  # fmt: skip
            if (allowed or name == "options") and address not in allowed:
                return f"“{address[:60]}” is not among what can be voted on"
            given += many
    return f"these are {given} dots; everybody has {review.budget}" if given > review.budget else ""


def _rate(state: State, review: Review, data: Frozen, who: Who) -> str:
    if review.revealed is not None:
        return "the ratings are revealed; no more can be given"
    asked = review.rated.get(data["about"])
    if asked is None:
        return f"“{data['about'][:60]}” is not rated in this review"
    low, high = asked["low"], asked["high"]
    return "" if low <= data["score"] <= high else f"a rating goes from {low:g} to {high:g} here"


def _reveal(state: State, review: Review, data: Frozen, who: Who) -> str:
    return "the votes are revealed already" if review.revealed is not None else ""


def _part(state: State, review: Review, data: Frozen, who: Who) -> str:
    if data["part"] not in review.parts:
        return f"there is no part “{data['part'][:60]}”; there are {', '.join(review.parts)}"
    hashes = [data[name] for name in ("hash", "before", "after") if name in data]
    return "" if all(map(_HASH.fullmatch, hashes)) else "a part is named by its hash"


def _verdict(state: State, review: Review, data: Frozen, who: Who) -> str:
    if data["verdict"] == "approve_with_conditions" and not _has_conditions(data):
        return "an approval with conditions says which"
    if data["verdict"] == "request_changes" and not (data.get("reason") or "").strip():
        return "whoever requests changes says which"
    return _part(state, review, data, who)


def _has_conditions(data: Frozen) -> bool:
    each = (data.get("conditions") or {}).values()
    return bool(each) and all((one.get("text") or "").strip() for one in each)


def _hold(state: State, review: Review, data: Frozen, who: Who) -> str:
    wrong = _part(state, review, data, who)
    mine = (data["part"], key(who.speaker)) in review.verdicts
    return wrong or ("" if mine else "only a verdict that was given can go on to hold")


def _tick(state: State, review: Review, data: Frozen, who: Who) -> str:
    many = len(review.checklist)
    return "" if data["item"] <= many else f"the checklist has {many} points"


def _decide(state: State, review: Review, data: Frozen, who: Who) -> str:
    if data["outcome"] == "go_with_conditions" and not _has_conditions(data):
        return "a go with conditions says which"
    if data["outcome"] in ("rework", "park", "stop") and not (data.get("reason") or "").strip():
        return f"a decision to {data['outcome']} says why"
    return ""


def _met(state: State, review: Review, data: Frozen, who: Who) -> str:
    given = [one for each in review.verdicts.values() for one in each.conditions]
    given += [one for each in review.voices.values() for one in each.conditions]
    found = next((one for one in given if one.id == data["condition"]), None)
    if found is None:
        return "there is no such condition in this review"
    people = review.people
    if found.checker and key(found.checker) != key(who.speaker):
        return f"{found.checker} checks this condition"
    if not found.checker and people.capacities(who.speaker, False) == {"anyone"}:
        return f"met is for {_WORDS['voter']}"
    return ""


def _close(state: State, review: Review, data: Frozen, who: Who) -> str:
    gate: Any = data.get("gate") or ()
    if not isinstance(gate, tuple) or not all(isinstance(one, Frozen) for one in gate):
        return "the gate is a list of what it asked for"
    lacking = [one for one in gate if one.get("needed") and not one.get("met")]
    made = outcome(review)
    if lacking and made.word in ("go", "go_with_conditions") and not made.override:
        return "the gate is not passed; a decider may override it, with a reason"
    return ""


def _redact(state: State, review: Review, data: Frozen, who: Who) -> str:
    return redaction_fault(state, review.id, data)


_RULES: Final[dict[str, Callable[[State, Review, Frozen, Who], str]]] = {
    "amend": _amend, "comment": _comment, "reply": _reply, "resolve": _resolve, "apply": _reply, "vote": _vote,
    "rate": _rate, "reveal": _reveal, "verdict": _verdict, "hold": _hold, "editorial": _part, "tick": _tick,
    "decide": _decide, "met": _met, "close": _close, "redact": _redact,
}  # fmt: skip
