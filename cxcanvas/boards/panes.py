"""What stands around the boards of a studio: the next question, trouble, filters, what was found."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cxcanvas.boards.inspector.records import record_titled
from cxcanvas.boards.judging import Line, line
from cxcanvas.boards.judging import said as told
from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.canvas import Canvas
from cxcanvas.checks.waivers import Waiver, waivers
from cxcanvas.guidance import Question, next_question, not_yet, surprise, surprises
from cxcanvas.measures.held import dated
from cxcanvas.measures.reading import ids_of, words
from cxcanvas.search import FILTERS, Found, search
from cxcanvas.versions import conflicts
from cxcanvas.versions.sides import contested
from cxcanvas.views.phrases import short
from cxcanvas.vocabulary import KINDS, RECORDS, field_at

if TYPE_CHECKING:
    from cxcanvas.boards.desk import Desk
    from cxcanvas.errors import Problem
    from cxcanvas.session import Session

DEPTHS: Final[dict[str, str]] = {
    "sketch": "a sketch",
    "work": "working it out",
    "measure": "measuring",
}
#: What a designer is offered when everything of a depth has been asked.
_DEEPER: Final = {
    "sketch": (
        "work",
        "The sketch stands. Work it out: what was heard, what holds, who does what?",
        "Work it out",
    ),
    "work": ("measure", "It is worked out. Put numbers to it: how much, how many, how sure?", "Measure it"),
}
_MOST: Final = 40  # lines of one list
_MOST_REST: Final = 400  # with those that have to be opened
_PARTS: Final = 4  # links under a surprising sentence
_CHIP: Final = 48  # letters of a link


class Chip(NamedTuple):
    """A link to an element: where it is, and what it is called."""

    at: str
    name: str


class Choice(NamedTuple):
    """One thing to filter by: its id or word, what it is called, how many there are, whether it is chosen."""

    value: str
    name: str
    many: int
    on: bool


# -- the next question ---------------------------------------------------------------------------


def guide(desk: Desk) -> str:
    """One question, or the first surprising sentence, or nothing where all is asked."""
    if desk.session.read_only:
        return ""
    canvas, liked = desk.session.canvas, desk.preferences
    if not liked.told:
        found = surprise(canvas)
        if found is not None:
            chips = _chips(canvas, found.parts)
            return _drawn("guide.html", surprise=found, chips=chips, more=len(found.parts) - len(chips))
    depth = desk.depth()
    question = next_question(canvas, depth, liked.later)
    if question is not None:
        return _drawn("guide.html", ask=asked(canvas, question))
    deeper = _DEEPER.get(depth)
    if deeper is not None and f"deeper:{depth}" not in liked.later:
        return _drawn("guide.html", deeper=deeper, key=f"deeper:{depth}")
    return _drawn("guide.html", put_off=len(liked.later)) if liked.later else ""


def asked(canvas: Canvas, question: Question) -> dict[str, Any]:
    """A question as a page draws it and begins its answer."""
    start = question.do
    return {
        "key": question.key, "text": question.text, "why": question.why, "at": question.at, "act": start.act,
        "view": start.view, "kind": start.kind, "preset": json.dumps(dict(start.preset), ensure_ascii=False),
        "depth": _depth(canvas, question), "word": KINDS[start.kind].label if start.kind in KINDS else "",
    }  # fmt: skip


def _depth(canvas: Canvas, question: Question) -> str:
    """How deep the inspector must open for the field that a question is about."""
    id_, _, path = question.at.partition(".")
    element = canvas.get(id_)
    found = field_at(element.kind if element is not None else id_, tuple(path.split("."))) if path else None
    return found.depth if found is not None else "sketch"


def _chips(canvas: Canvas, parts: Iterable[str]) -> list[Chip]:
    names = {at.partition(".")[0]: at for at in parts}
    return [Chip(at, short(_name(canvas, id_), _CHIP)) for id_, at in list(names.items())[:_PARTS]]


def _placed(at: str) -> str:
    """A place in a record: a part with a title of its own, or a field with the record's."""
    name, _, path = at.partition(".")
    found = field_at(name, (path.split(".")[0],)) if path else None
    own = found is None or found.type == "record" or name not in RECORDS
    return record_titled(at) if own else f"{RECORDS[name].label.capitalize()} · {record_titled(at).lower()}"


def _name(canvas: Canvas, at: str) -> str:
    element = canvas.get(at.partition(".")[0])
    if element is None and at.partition(".")[0] in canvas.records and not at.startswith("concept"):
        return _placed(at)
    if element is None:
        return words(canvas.concept.get("title")) or at
    return (
        words(element.get("name"))
        or words(element.get("statement"))
        or words(element.get("text"))
        or element.id
    )


# -- trouble ---------------------------------------------------------------------------------------


def trouble(desk: Desk) -> str:
    """What cannot be right, what is asked, what is not there yet, hints, and what the canvas says of itself.

    One word is one number: "not there yet" counts what `cxcanvas check` counts, "open questions" the guide's.
    """
    session, canvas, depth = desk.session, desk.session.canvas, desk.depth()
    found = desk.shown()
    open_ = not_yet(canvas, depth, desk.preferences.later) if not session.read_only else ()
    asked_at = {one.at for one in open_}  # what a question asks for is not said a second time
    missed, hints = (
        [one for one in some if one.address not in asked_at] for some in (found.missing, found.hints)
    )
    said = [(one, _chips(canvas, one.parts)) for one in surprises(canvas)[:3]]
    return _drawn(
        "trouble.html", both=contested(canvas, most=_MOST), both_count=len(conflicts(canvas)),
        bad=_listed(session, found.bad, len(found.bad)), missed=_listed(session, missed, len(found.missing)),
        hints=_listed(session, hints, len(found.hints)), later=found.later, waivers=_waivers(session),
        unsettled=session.unsettled, open=[asked(canvas, one) for one in open_], said=said, depth=depth,
        depths=DEPTHS, editable=not desk.session.read_only, put_off=len(desk.preferences.later),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """Problems of one sort: the first in full, the rest as lines that lead to their cards, and how many there are."""

    count: int
    asked: int  # of them are asked for by a question already
    first: list[Line]
    rest: list[Chip]
    more: int  # than a list can hold


def _listed(session: Session, some: Sequence[Problem], count: int) -> Listed:
    first, rest = some[:_MOST], some[_MOST:_MOST_REST]
    return Listed(
        count, count - len(some), [line(session, one, _name(session.canvas, one.address)) for one in first],
        [Chip(one.address, told(one)) for one in rest], len(some) - len(first) - len(rest),
    )  # fmt: skip


def _waivers(session: Session) -> list[tuple[Waiver, str, str, bool, int]]:
    """What somebody decided to live with: the waiver, where in words, until when, whether it holds, how much it covers."""
    covered = Counter(one.slug for one in session.judged.waived.values())
    today = dt.date.today()
    each = waivers(session.canvas)
    return [
        (one, _name(session.canvas, one.address), _until(one, today), one.holds(today), covered[one.slug])
        for one in each[:_MOST]
    ]


def _until(waiver: Waiver, today: dt.date) -> str:
    if not (waiver.reason and waiver.by):
        return "does not count: it lacks a reason or a name"
    if waiver.until is None:
        return "without an end"
    return f"until {dated(waiver.until)}" if waiver.holds(today) else f"ended on {dated(waiver.until)}"


# -- filters -----------------------------------------------------------------------------------------


def filters(desk: Desk) -> str:
    """What the boards can be filtered by; what is chosen is marked."""
    canvas, chosen = desk.session.canvas, desk.preferences.filters
    found = {name: _FILTERS[name](canvas) for name in FILTERS}
    groups = [
        (
            name,
            [
                Choice(value, label, count, value in chosen.get(name, ()))
                for value, label, count in some[:_MOST]
            ],
        )
        for name, some in found.items()
        if some
    ]
    return _drawn("filters.html", groups=groups, on=any(chosen.values()), labels=_LABELS)


_LABELS: Final = {"party": "Party", "role": "Who acts", "state": "State", "tag": "Tag"}


def _parties(canvas: Canvas) -> list[tuple[str, str, int]]:
    return [
        (one.id, f"{one.title}{' (one of them)' if ids_of(one.get('part_of')) else ''}", 0)
        for one in canvas.of("party")
    ]


def _roles(canvas: Canvas) -> list[tuple[str, str, int]]:
    return [(one.id, one.title, 0) for one in canvas.of("role")]


def _states(canvas: Canvas) -> list[tuple[str, str, int]]:
    found = Counter(words(canvas[id_].get("state")) for id_ in canvas)
    known = [
        (name, name or "no state yet", count)
        for name, count in sorted(found.items(), key=lambda one: (not one[0], one[0]))
    ]
    return known if any(found) else []


def _tags(canvas: Canvas) -> list[tuple[str, str, int]]:
    tags = (canvas[id_].get("tags") for id_ in canvas)
    found = Counter(
        one
        for some in tags
        if isinstance(some, tuple)
        for one in some
        if isinstance(one, str) and one.strip()
    )
    return [(name, name, count) for name, count in sorted(found.items(), key=lambda one: (-one[1], one[0]))]


_FILTERS: Final[dict[str, Callable[[Canvas], list[tuple[str, str, int]]]]] = {
    "party": _parties, "role": _roles, "state": _states, "tag": _tags,
}  # fmt: skip


# -- what was found ------------------------------------------------------------------------------------


def found(desk: Desk, text: str) -> tuple[str, str]:
    """What a search found as a list, and in a sentence."""
    canvas = desk.session.canvas
    seen: Found = search(canvas, text)
    rows = [
        (one, KINDS[one.kind].label if one.kind in KINDS else one.kind, _where(canvas, one.at))
        for one in seen.hits
    ]
    said = f"{seen.count} found." if seen.count else "Nothing holds all of these words."
    said = f"{len(rows)} of {seen.count} found, the best first." if seen.count > len(rows) else said
    return _drawn("found.html", rows=rows, said=said if text.strip() else "", asked=bool(text.strip())), said


def _where(canvas: Canvas, at: str) -> str:
    """The stage of a step, the column it is found in."""
    element = canvas.get(at)
    stages = (canvas.get(one) for one in ids_of(element.get("stage"))) if element is not None else ()
    return next((words(one.get("name")) for one in stages if one is not None), "")


def _drawn(template: str, **values: Any) -> str:
    blank: dict[str, Any] = (
        {"ask": None, "surprise": None, "deeper": None, "put_off": 0} if template == "guide.html" else {}
    )
    return ENVIRONMENT.get_template(template).render(**{**blank, **values})


#: The places around the boards that a page may ask for, by name.
PANES: Final[dict[str, Callable[[Desk], str]]] = {"guide": guide, "trouble": trouble, "filters": filters}
