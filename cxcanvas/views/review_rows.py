"""The rows of a review page: comments by place, parts with their verdicts, what can be voted on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from cxcanvas.canvas import Canvas
from cxcanvas.review import Comment, Said, Sight, pin, spoken
from cxcanvas.review.fates import fate
from cxcanvas.review.people import key
from cxcanvas.review.proposals import fitting
from cxcanvas.review.state import Reply
from cxcanvas.views.phrases import clipped, human
from cxcanvas.views.review_choices import PARTS, findings, part_title
from cxcanvas.views.review_proposed import Proposed, proposed
from cxcanvas.views.review_words import MOST, SHORT, differing, titled, when
from cxcanvas.vocabulary import KINDS

__all__ = ["candidates", "parts", "places", "takes_out"]


@dataclass(frozen=True, slots=True)
class Thread:
    """One comment as it is shown."""

    comment: Comment
    id: str
    place: str
    where: str
    how: str
    said: str
    at: str
    new: bool
    settles: bool
    takes: bool
    replies: tuple[tuple[Reply, bool], ...]
    becomes: str
    fate: str
    edits: tuple[Proposed, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The comments at one place, the oldest first; `more` are earlier ones that are only counted."""

    address: str
    title: str
    kind: str
    threads: tuple[Thread, ...]
    more: int = 0


def places(sight: Sight, status: tuple[str, ...], most: int = 0, also: str = "") -> tuple[Place, ...]:
    """The comments of that status by place: the whole concept, then in the order of the canvas, then what is gone.

    With `most` only so many, the latest, are there, besides what is new and the one that begins with `also`.
    """
    canvas = sight.now if sight.now is not None else sight.then
    every = [one for one in sight.review.comments.values() if one.status in status]
    early = every[:-most] if most and len(every) > most else []
    hidden = {one.id for one in early if not _is_new(sight, one) and not (also and one.id.startswith(also))}
    groups: dict[str, list[Thread]] = {}
    more: dict[str, int] = {}
    titles: dict[str, str] = {}
    for one in every:
        if one.id in hidden:
            spot = _spot(sight, one, canvas)
            more[spot.place] = more.get(spot.place, 0) + 1
        else:
            thread = _thread(sight, one, canvas)
            groups.setdefault(thread.place, []).append(thread)
            spot = _Spot(thread.place, thread.where, "")
        titles.setdefault(spot.place, spot.where)
    ranks = {id_: rank for rank, id_ in enumerate(canvas)} if canvas is not None else {}
    ordered = sorted(titles, key=lambda at: (at != "", ranks.get(at, len(ranks)), at))
    return tuple(
        Place(at, titles[at], _kind(canvas, at), tuple(groups.get(at, ())), more.get(at, 0)) for at in ordered
    )


def _kind(canvas: Canvas | None, address: str) -> str:
    element = canvas.get(address) if canvas is not None and address else None
    return KINDS[element.kind].label if element is not None and element.kind in KINDS else ""


_HOW: Final = {"renamed": "renamed since", "within": "the field is gone", "orphaned": "gone since"}


class _Spot(NamedTuple):
    """Where a comment stands: the place, what that is called, and what else is to be said of it."""

    place: str
    where: str
    how: str


def _spot(sight: Sight, comment: Comment, canvas: Canvas | None) -> _Spot:
    spot = pin(comment, sight.then, canvas) if canvas is not None else None
    head, _, rest = (spot.address if spot is not None else comment.about).partition(".")
    gone = spot is not None and spot.how == "orphaned"
    how = [human(rest.replace(".", " "))] if rest else []
    how += [_HOW[spot.how]] if spot is not None and spot.how in _HOW else []
    how += ["on the picture"] if comment.place is not None else []
    return _Spot(head, spot.title if gone and spot is not None else titled(canvas, head), ", ".join(how))


def _is_new(sight: Sight, comment: Comment) -> bool:
    return bool(sight.new) and not sight.new.isdisjoint(
        {comment.id, *(one.said.event for one in comment.replies)}
    )


def _thread(sight: Sight, comment: Comment, canvas: Canvas | None) -> Thread:
    spot = _spot(sight, comment, canvas)
    return Thread(
        comment, comment.id[:SHORT], spot.place, spot.where, spot.how, spoken(comment.said), when(comment.said),
        _is_new(sight, comment), sight.may_settle(comment), takes_out(sight, comment.said),
        tuple((each, takes_out(sight, each.said)) for each in comment.replies), _becomes(sight, comment), sight.fate(comment), tuple(proposed(comment, sight)),
    )  # fmt: skip


def takes_out(sight: Sight, said: Said | None) -> bool:
    """Whether this person can take personal words out of what was said: who leads or works on it, and whoever said it."""
    if said is None or sight.who is None or sight.read_only or said.taken:
        return False
    if sight.only is not None and "redact" not in sight.only:
        return False
    mine = bool(said.who.by) and key(said.who.speaker) == key(sight.who.speaker)
    return "redact" in sight.can or mine


def _becomes(sight: Sight, comment: Comment) -> str:
    """What a comment can become in the concept with one click, again where it was taken back; "" for nothing."""
    if not sight.editable or "apply" not in sight.can or sight.read_only:
        return ""
    if comment.became and fate(comment, sight.then, sight.now) != "back":
        return ""
    return fitting(comment)


def candidates(sight: Sight) -> Iterator[tuple[str, str, str]]:
    """What can be voted on: what was named at the opening, else every pain and opportunity: (address, title, sign)."""
    review, canvas = sight.review, sight.canvas
    signs = {address: sign for address, _, sign in findings(canvas)}
    for address in review.candidates or tuple(signs):
        yield address, titled(canvas, address), signs.get(address.partition(".")[0], "")


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part with how it stands."""

    name: str
    title: str
    says: str
    view: str
    standing: Any
    hash: str
    changed: tuple[Markup, ...]
    mine: Any
    renews: bool
    wording: bool


def parts(sight: Sight) -> Iterator[PartRow]:
    """Every part with how it stands, and what this person can do about it."""
    me = key(sight.who.speaker) if sight.who is not None else ""
    principals = sight.review.people.principals(sight.who.speaker) if sight.who is not None else ()
    order = {name: rank for rank, name in enumerate(PARTS)}
    for name, one in sorted(sight.standings.items(), key=lambda each: order.get(each[0], len(order))):
        mine = next((each for each in one.judgements if key(each.name) == me or (key(each.name) in principals and each.deputy)), None)  # fmt: skip
        given = mine is not None and mine.verdict is not None
        stale = any(each.verdict is not None and not each.fresh for each in one.judgements)
        says, view = PARTS.get(name, ("", "journey"))
        yield PartRow(
            name, part_title(sight.canvas, name), says or _within(sight, name), view, one, one.then, tuple(differing(each.sentence) for each in one.changes[:MOST]), mine,
            bool(given and mine is not None and not mine.fresh), stale,
        )  # fmt: skip


def _within(sight: Sight, name: str) -> str:
    """What a part is made of that was put together for this review."""
    addresses = sight.review.parts.get(name, ())
    if len(addresses) == 1 and sight.canvas is not None and addresses[0] in sight.canvas.ids("stage"):
        return "the stage with its steps"
    return clipped(", ".join(titled(sight.canvas, one) for one in addresses), 200)
