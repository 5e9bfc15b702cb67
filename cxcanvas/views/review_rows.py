"""The rows of a review page: comments by place, parts with their verdicts, what can be voted on, variants."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from cxcanvas.canvas import Canvas
from cxcanvas.edits import from_json, sentence
from cxcanvas.errors import CxError
from cxcanvas.review import Comment, Said, Sight, Snapshot, default_parts, pin, spoken
from cxcanvas.review.parts import every_part
from cxcanvas.review.people import key
from cxcanvas.review.proposals import fitting
from cxcanvas.versions.changes import told
from cxcanvas.views.phrases import clipped, date, human
from cxcanvas.vocabulary import KINDS, RECORDS

__all__ = [
    "MOST",
    "SHORT",
    "candidates",
    "choices",
    "differing",
    "fields",
    "findings",
    "offered",
    "options",
    "part_title",
    "parts",
    "places",
    "titled",
    "when",
]

#: Sentences of changes that are listed before the rest is only counted.
MOST: Final = 12
#: Signs of an id as pages use it.
SHORT: Final = 16
_LONG: Final = 600
_PIECES: Final = re.compile(r"(\[-.*?-\]|\{\+.*?\+\})", re.DOTALL)


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
    becomes: str
    edits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The comments at one place, the oldest first; `more` are earlier ones that are only counted."""

    address: str
    title: str
    kind: str
    threads: tuple[Thread, ...]
    more: int = 0


def differing(sentence_: str) -> Markup:
    """A sentence of a change with what went and what came marked as such: `[-went-]{+came+}`."""
    found = Markup("")
    for piece in _PIECES.split(sentence_):
        words = piece[2:-2].replace("⏎", " ")
        if piece.startswith("[-") and piece.endswith("-]"):
            found += Markup("<del>{}</del> ").format(clipped(words, _LONG))
        elif piece.startswith("{+") and piece.endswith("+}"):
            found += Markup("<ins>{}</ins> ").format(clipped(words, _LONG))
        else:
            found += clipped(piece, _LONG)
    return found


def when(said: Said | str) -> str:
    """When it was said, by the clock of whoever said it."""
    at = said if isinstance(said, str) else said.at
    return f"{date(at[:10])}, {at[11:16]} UTC" if len(at) >= 16 else at


def titled(canvas: Canvas | None, address: str) -> str:
    """What an address is called: the element's name, and the field's where it is one."""
    head, _, rest = address.partition(".")
    if canvas is None or not head:
        return address or "The whole concept"
    if head == "concept":
        name = str(canvas.concept.get("title") or "The concept")
    elif head in canvas:
        name = canvas[head].title
    elif head in KINDS:
        return KINDS[head].plural
    else:
        name = RECORDS[head].label if head in RECORDS else head
    return f"{name} · {human(rest.replace('.', ' '))}" if rest else name


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
        _is_new(sight, comment), sight.may_settle(comment), _becomes(sight, comment), tuple(_edits(comment, sight)),
    )  # fmt: skip


def _becomes(sight: Sight, comment: Comment) -> str:
    """What a comment can become in the concept with one click; "" for nothing."""
    if not sight.editable or comment.became or "apply" not in sight.can or sight.read_only:
        return ""
    return fitting(comment)


def _edits(comment: Comment, sight: Sight) -> Iterator[str]:
    for one in comment.edits:
        try:
            edit = from_json(one)
            for canvas in (sight.now, sight.then):
                if canvas is not None:
                    yield _told(edit, canvas)
                    break
        except CxError as error:
            yield f"a change that does not fit: {error}"


def _told(edit: Any, canvas: Canvas) -> str:
    value = getattr(edit, "value", None)
    words = f": “{clipped(value, 600)}”" if isinstance(value, str) else ""
    said = sentence(edit, canvas)
    return said if value is None or (isinstance(value, str) and value in said) else f"{said}{words}"


# -- choices of forms -----------------------------------------------------------------------------


def choices(
    canvas: Canvas | None, only: Collection[str] = ()
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What a comment can be about, by kind; `only` of these kinds, where it names any."""
    if canvas is None:
        return ()
    return tuple(
        (KINDS[kind].plural, tuple((one.id, clipped(one.title, 80)) for one in canvas.of(kind)))
        for kind in canvas.kinds
        if kind in KINDS and canvas.ids(kind) and (not only or kind in only)
    )


#: What belongs to each part of the method, and the view that shows it best.
PARTS: Final[dict[str, tuple[str, str]]] = {
    "exchange": ("what each side gives and gets", "exchange"), "bonds": ("what keeps the relation, and how one knows", "loyalty"),
    "journey": ("stages, steps, what people expect and feel", "journey"), "promises": ("what is promised, and kept", "promises"),
    "learning": ("what is assumed, and what is known", "evidence"), "plan": ("what shall be done, and to what end", "canvas"),
    "case": ("what it costs and brings", "measures"),
}  # fmt: skip


def part_title(canvas: Canvas | None, name: str) -> str:
    """What a part is called: a stage by its own name."""
    element = canvas.get(name) if canvas is not None and name not in PARTS else None
    words = element.title if element is not None else human(name)
    return f"{words[:1].upper()}{words[1:]}"


def offered(canvas: Canvas | None) -> tuple[tuple[str, str, str, bool], ...]:
    """What can be judged one by one: (name, title, what belongs to it, whether it is one of the method's)."""
    if canvas is None:
        return ()
    return tuple(
        (
            name,
            part_title(canvas, name),
            PARTS[name][0] if name in PARTS else "the stage with its steps",
            name in PARTS,
        )
        for name in (*default_parts(canvas), *(one for one in every_part(canvas) if one not in PARTS))
    )


_FINDINGS: Final = {"pain": "▲", "opportunity": "◆"}


def findings(canvas: Canvas | None) -> tuple[tuple[str, str, str], ...]:
    """The pains and opportunities that can be voted on: (address, title, sign)."""
    if canvas is None:
        return ()
    return tuple((one.id, one.title, _FINDINGS.get(str(one.get("type")), "")) for one in canvas.of("finding"))


def fields(canvas: Canvas | None) -> tuple[tuple[str, str, str], ...]:
    """The fields of words that a proposed change may be about: (name, label, the kinds that have it)."""
    found: dict[str, tuple[str, list[str]]] = {}
    for kind in canvas.kinds if canvas is not None else ():
        for one in (
            KINDS[kind].fields.values() if kind in KINDS and canvas is not None and canvas.ids(kind) else ()
        ):
            if one.type in ("text", "prose") and one.name != "name":
                found.setdefault(one.name, (one.label or human(one.name), []))[1].append(KINDS[kind].label)
    return tuple((name, label, ", ".join(kinds)) for name, (label, kinds) in found.items())


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


@dataclass(frozen=True, slots=True)
class OptionCard:
    """A variant beside the others: what it is, and in what it differs from the version under review."""

    name: str
    title: str
    says: str
    differs: tuple[Markup, ...]
    more: int
    trouble: str = ""


def options(sight: Sight) -> Iterator[OptionCard]:
    """The variants, each with what it says and in what it differs."""
    for name, one in sight.review.options.items():
        title = str(one.get("title") or name)
        snapshot = sight.state.snapshots.get(str(one.get("snapshot")))
        try:
            canvas = _unpacked(snapshot) if snapshot is not None else None
        except CxError as error:
            yield OptionCard(name, title, "", (), 0, str(error))
            continue
        if canvas is None or sight.then is None:
            yield OptionCard(name, title, "", (), 0, "its version is not in the log")
            continue
        differs = [each.sentence for each in told(sight.then, canvas)]
        says = str(canvas.concept.get("summary") or canvas.concept.get("tagline") or "")
        short = tuple(differing(each) for each in differs[:MOST])
        yield OptionCard(name, title, clipped(says, 400), short, max(0, len(differs) - MOST))


@lru_cache(maxsize=16)
def _unpacked(snapshot: Snapshot) -> Canvas:
    return snapshot.canvas()
