"""What stands around the boards of a studio: the next question, trouble, filters, what was found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from cxcanvas.boards.inspector.records import record_titled
from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.canvas import Canvas
from cxcanvas.errors import Problem
from cxcanvas.guidance import Question, contradictions, next_question, not_yet, surprise, surprises
from cxcanvas.measures.reading import ids_of, words
from cxcanvas.search import FILTERS, Found, search
from cxcanvas.views.phrases import short
from cxcanvas.vocabulary import KINDS, field_at
from cxcanvas.vocabulary.fields import Depth

if TYPE_CHECKING:
    from cxcanvas.boards.desk import Desk

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
    depth = depth_of(desk)
    question = next_question(canvas, depth, liked.later)
    if question is not None:
        return _drawn("guide.html", ask=asked(canvas, question))
    deeper = _DEEPER.get(depth)
    if deeper is not None and f"deeper:{depth}" not in liked.later:
        return _drawn("guide.html", deeper=deeper, key=f"deeper:{depth}")
    return _drawn("guide.html", put_off=len(liked.later)) if liked.later else ""


def depth_of(desk: Desk) -> Depth:
    """The depth that the designer works at."""
    depth = desk.preferences.depth
    return cast(Depth, depth) if depth in DEPTHS else "sketch"


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


def _name(canvas: Canvas, at: str) -> str:
    element = canvas.get(at.partition(".")[0])
    if element is None and at.partition(".")[0] in canvas.records and not at.startswith("concept"):
        return record_titled(at)
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
    """What cannot be right, what is not there yet, and what the canvas says of itself."""
    canvas, depth = desk.session.canvas, depth_of(desk)
    bad = contradictions(canvas)
    open_ = not_yet(canvas, depth, desk.preferences.later) if not desk.session.read_only else ()
    said = [(one, _chips(canvas, one.parts)) for one in surprises(canvas)[:3]]
    return _drawn(
        "trouble.html", bad=[(one.address, _sentence(one), _name(canvas, one.address)) for one in bad[:_MOST]],
        bad_count=len(bad), open=[asked(canvas, one) for one in open_[:_MOST]], open_count=len(open_), said=said, depth=depth,
        depths=DEPTHS, editable=not desk.session.read_only, put_off=len(desk.preferences.later),
    )  # fmt: skip


def _sentence(problem: Problem) -> str:
    said = problem.message
    return f"{said[:1].upper()}{said[1:]}."


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
