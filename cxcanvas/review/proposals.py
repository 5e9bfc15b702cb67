"""What a comment or a condition can become in the canvas: edits, with whose idea it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cxcanvas.canvas import Canvas, slugify
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set, apply, from_json
from cxcanvas.errors import EditError, ReviewError
from cxcanvas.review.parts import current
from cxcanvas.review.people import key
from cxcanvas.review.redacting import OUT
from cxcanvas.review.state import Comment, Condition, Review, Said
from cxcanvas.review.verdicts import Pledge
from cxcanvas.values import Absent, same
from cxcanvas.versions.telling import short
from cxcanvas.vocabulary import KINDS

__all__ = [
    "Proposal",
    "alike",
    "as_action",
    "as_change",
    "as_hypothesis",
    "as_opportunity",
    "attribution",
    "condition_tag",
    "fitting",
    "followed",
]

_SHORT = 80


@dataclass(frozen=True, slots=True)
class Proposal:
    """Edits that can be applied as one step: `label` says whose idea it is, `address` where the result stands.

    `became` is the word for the `apply` event. `since` are addresses that would be overwritten
    and have changed since the comment was made.
    """

    edits: tuple[Edit, ...]
    became: str
    address: str
    label: str
    since: tuple[str, ...] = ()


def attribution(said: Said, review: Review) -> str:
    """Whose words they are, as it is written beside what became of them."""
    who = said.who
    if not who.by:
        name = "somebody whose name was taken out"
    elif who.said_by and key(who.said_by) != key(who.by):
        name = f"{who.said_by}, written down by {who.by}"
    else:
        name = who.by
    declared = ", name self-declared" if who.by and who.how != "signed_in" else ""
    return f"{name} in the review “{review.title}” ({said.at[:10]}{declared})"


def fitting(comment: Comment) -> str:
    """What a comment becomes where nobody says otherwise: its change, a hypothesis, an opportunity; "" for none."""
    if comment.edits:
        return "change"
    return {"question": "hypothesis", "risk": "hypothesis", "idea": "opportunity"}.get(comment.type, "")


def as_change(comment: Comment, review: Review, now: Canvas, then: Canvas | None = None) -> Proposal:
    """The change that a comment carries, with elements that were renamed since followed; ReviewError where it does not fit."""
    if not comment.edits:
        raise ReviewError("this comment carries no change")
    try:
        edits = tuple(followed(from_json(one), now) for one in comment.edits)
        after = apply(now, *edits)
    except EditError as error:
        raise ReviewError(f"the change does not fit the concept any more: {error}") from None
    since = tuple(_overwritten(edits, now, then)) if then is not None else ()
    spot = next(map(_address, edits), "")
    address = spot if spot.partition(".")[0] in after or spot.partition(".")[0] in after.records else ""
    return Proposal(
        edits, "change", address, f"A change proposed by {attribution(comment.said, review)}", since
    )


def followed(edit: Edit, now: Canvas) -> Edit:
    """The edit at the places that were renamed since."""

    def head(id_: str) -> str:
        return current(now, id_) or id_

    match edit:
        case Set(address, value):
            first, dot, rest = address.partition(".")
            return Set(f"{head(first)}{dot}{rest}", value)
        case Remove(id_):
            return Remove(head(id_))
        case Rename(id_, to):
            return Rename(head(id_), to)
        case Move(id_, before):
            return Move(head(id_), head(before) if before else None)
        case Add(_, _, _, before):
            return replace(edit, before=head(before) if before else None)


def _address(edit: Edit) -> str:
    match edit:
        case Set(address):
            return address
        case Rename(_, to):
            return to
        case Add(_, id_) | Remove(id_) | Move(id_):
            return id_


def _overwritten(edits: Iterable[Edit], now: Canvas, then: Canvas) -> Iterable[str]:
    for edit in edits:
        address = _address(edit)
        if isinstance(edit, (Set, Remove)) and not alike(address, now, then):
            yield address


def alike(address: str, now: Canvas, then: Canvas) -> bool:
    """Whether an address holds what it held; an element that was renamed is compared under both its ids."""
    head, dot, rest = address.partition(".")
    element = now.get(head)
    former = element.get("formerly") if element is not None else None
    ids = (head, *(former if isinstance(former, tuple) else ()))
    old = next((one for one in reversed(ids) if isinstance(one, str) and one in then), head)
    one, other = now.value(f"{head}{dot}{rest}"), then.value(f"{old}{dot}{rest}")
    return (isinstance(one, Absent) and isinstance(other, Absent)) or same(one, other)


def as_hypothesis(comment: Comment, review: Review, now: Canvas) -> Proposal:
    """A question or a risk as a working hypothesis about what it was said of."""
    text = _words(comment)
    fields = {
        "name": short(text, _SHORT),
        "about": _about(comment, now),
        "statement": text,
        "verdict": "open",
    }
    return _added(comment, review, now, "hypothesis", fields, "hypothesis")


def as_opportunity(comment: Comment, review: Review, now: Canvas) -> Proposal:
    """An idea as an opportunity at what it was said of."""
    text = _words(comment)
    fields = {"name": short(text, _SHORT), "type": "opportunity", "at": _about(comment, now)}
    more = {"note": text} if text != short(text, _SHORT) else {}
    return _added(comment, review, now, "finding", {**fields, **more}, "opportunity")


def _added(
    comment: Comment, review: Review, now: Canvas, kind: str, fields: Mapping[str, object], became: str
) -> Proposal:
    id_ = slugify(str(fields["name"])[:40], now)
    whose = f"From a comment by {attribution(comment.said, review)}"
    note = "\n\n".join(str(one) for one in (fields.get("note"), f"{whose}.") if one)
    given = {name: value for name, value in {**fields, "note": note}.items() if value not in ("", ())}
    return Proposal((Add(kind, id_, given),), became, id_, whose)


def as_action(pledge: Pledge, review: Review, now: Canvas) -> Proposal:
    """A condition as an action of the plan: its owner where that is a role of the concept, its day, who checks it."""
    one = pledge.condition
    roles = {key(each.title): each.id for each in now.of("role")} | {
        key(each.id): each.id for each in now.of("role")
    }
    owner = roles.get(key(one.owner), "")
    told = [f"A condition of {pledge.of} in the review “{review.title}”."]
    told += [f"Owner: {one.owner}."] if one.owner and not owner else []
    told += [f"Checked by {one.checker}."] if one.checker else []
    fields = {
        "name": short(one.text, _SHORT), "owner": owner, "due": one.due, "work": "planned", "addresses": _targets(one.of, review, now),
        "tags": (condition_tag(one),),
        "note": "\n\n".join([*([one.text] if one.text != short(one.text, _SHORT) else []), " ".join(told)]),
    }  # fmt: skip
    id_ = slugify(one.text[:40], now)
    given = {name: value for name, value in fields.items() if value not in ("", ())}
    return Proposal((Add("action", id_, given),), "action", id_, f"A condition of {pledge.of}")


def condition_tag(condition: Condition) -> str:
    """The tag by which one finds the action that a condition became."""
    return f"condition {condition.id}"


def _targets(event: str, review: Review, now: Canvas) -> tuple[str, ...]:
    """What a condition is about: the elements that are named in the part it was set on."""
    part = next((one.part for one in review.verdicts.values() if one.said.event == event), "")
    found = (current(now, one) for one in review.parts.get(part, ()) if one not in KINDS)
    return tuple(one for one in found if one is not None and one.partition(".")[0] in now)


def _about(comment: Comment, now: Canvas) -> tuple[str, ...]:
    found = current(now, comment.about) or current(now, comment.about.partition(".")[0])
    return (found,) if found is not None and found.partition(".")[0] in now else ()


def _words(comment: Comment) -> str:
    if comment.text == OUT:
        raise ReviewError("this comment has no words any more")
    return comment.text.strip()
