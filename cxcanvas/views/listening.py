"""Listening: where we listened and what came of it, case by case, complaint by complaint, and who of us went.

No drawing knows what day it is: it says by when something should have come of an immersion,
and what came of it; whoever reads it knows the day.
"""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.canvas import Element
from cxcanvas.measures import listening as measures
from cxcanvas.measures.listening import Listened
from cxcanvas.measures.reading import ids_of, words
from cxcanvas.privacy import said as recognised
from cxcanvas.views.blocks import MOST, MOST_EDITED, Line, gone, listing, opening, sentence, table
from cxcanvas.views.hunches import heard, weight
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import counted, date, human, joined
from cxcanvas.views.scene import Eye

# -- one thing that was seen or heard ----------------------------------------------------------


def _line(eye: Eye, one: Element, wrong: str = "") -> Line:
    """What was seen or heard, what it speaks for and against, and what is missing."""
    text = words(one.get("text"))
    speaks = [
        f"{word} {joined([eye.title(place) for place in places[:3]])}"
        for word, places in (("for", _there(eye, one, "supports")), ("against", _there(eye, one, "contradicts")))
        if places
    ]  # fmt: skip
    found = "" if one.get("identifiable") is True else recognised(f"{one.title}\n{text}")
    kept = (
        "somebody can be recognised"
        if one.get("identifiable") is True
        else f"it holds {found}"
        if found
        else ""
    )
    return Line(
        one.id, (text or one.title) if eye.editable else heard(one), (*weight(one), *speaks),
        missing="" if speaks else "What does it speak for, or against?", wrong=kept or wrong,
        field="text" if text else "name", type="prose" if text else "line",
    )  # fmt: skip


def _there(eye: Eye, one: Element, field: str) -> list[str]:
    """The elements that it speaks for or against, each once, even where it is a part of one that is meant."""
    heads = dict.fromkeys(place.partition(".")[0] for place in ids_of(one.get(field)))
    return [id_ for id_ in heads if eye.get(id_) is not None]


def _most(eye: Eye) -> int:
    return MOST_EDITED if eye.editable else MOST


def _elements(eye: Eye, ids: tuple[str, ...]) -> list[Element]:
    return [one for id_ in ids if (one := eye.get(id_)) is not None]


# -- the log ---------------------------------------------------------------------------------


@part("listened")
def listened(eye: Eye, key: str, id_: str) -> Part:
    """One piece of research: when, who of us, what made it real, what was heard, what came of it."""
    element = eye.get(id_)
    if element is None:
        return gone(key)
    one = measures.one_of(eye, element)
    there = _elements(eye, one.heard)
    count = measures.people(eye, one)
    lived = one.method in measures.LIVED
    came_of = "" if one.deed or one.planned or one.method != "immersion" else "Nothing came of it yet"
    if came_of and one.due:
        came_of += f"; it should have by {date(one.due.isoformat())}"
    html = macros("listening").listened(
        k=key, at=id_, name=element.title, method=human(one.method) or "how?",
        said=[part for part in ("planned" if one.planned else _when(one, element), f"{count:,} people, cases or days" if count is not None else "") if part],
        who=f"Who of us: {joined([eye.title(each) for each in one.who])}" if one.who else "",
        constraint=words(element.get("constraint")), asks_constraint=lived,
        heard_=[_line(eye, each) for each in there[: _most(eye)]], more=len(there) - _most(eye),
        idle=f"{came_of}." if came_of else "", due="Something came of it." if one.deed else "Nothing came of it yet." if one.heard else "",
        missing=_missing(one, element, lived), preset=preset(from_research=id_, date=words(element.get("ended"))),
        editable=eye.editable, problems=(),
    )  # fmt: skip
    return filled(html)


def _when(one: Listened, element: Element) -> str:
    began, ended = words(element.get("started")), words(element.get("ended"))
    if one.days == 1:
        return f"{date(began)}, one day"
    if one.days is not None:
        return f"{date(began)} to {date(ended)}, {one.days} days"
    if one.began and one.ended:
        return f"from {date(began)} to {date(ended)}: the last day comes before the first"
    return " to ".join(date(each) for each in (began, ended) if each)


def _missing(one: Listened, element: Element, lived: bool) -> list[str]:
    asked = [
        "" if one.began or one.ended else "On which days?" if one.planned else "On which days was it?",
        "" if one.who else "Who of us was there?",
        f"What {'makes' if one.planned else 'made'} it real, such as a week on 79 dollars less?" if lived and not words(element.get("constraint")) else "",
        "" if one.heard or one.planned else "What was seen or heard there?",
    ]  # fmt: skip
    return [text for text in asked if text][:2]


@part("listening-log")
def log(eye: Eye, key: str) -> Part:
    """Everything that was undertaken to listen, the latest first."""
    found = eye.ask(measures.listened)
    empty = (
        ""
        if found
        else "Where could one of you live as a customer for a day: without money, without a car, on hold? Write down when, who goes, and what will make it real."
    )
    html = macros("listening").log(k=key, slot=SLOT, empty=empty, editable=eye.editable)
    return filled(html, [listened.of(one.id) for one in found])


@part("listening-table")
def log_table(eye: Eye, key: str) -> Part:
    """The log as a table."""
    found = eye.ask(measures.listened)
    rows = [
        (
            eye.title(one.id), human(one.method) or "not said", one.began.isoformat() if one.began else "planned" if one.planned else "not said",
            one.ended.isoformat() if one.ended else "not said", joined([eye.title(each) for each in one.who]) or "not said",
            len(one.heard), len(one.speaking), "yes" if one.deed else "no",
        )
        for one in found
    ]  # fmt: skip
    heads = ("What", "How", "First day", "Last day", "Who of us", "Heard", "Speaks for or against something", "Something came of it")  # fmt: skip
    return table(key, "Where we listened, as a table", heads, rows) if rows else gone(key)


# -- what was heard in passing, complaints, cases ----------------------------------------------


@part("in-passing")
def passing(eye: Eye, key: str) -> Part:
    """What was seen or heard outside any research, and is no case and no complaint."""
    log_ids = set(eye.ids("research"))
    lines = [
        _line(eye, one)
        for one in eye.of("evidence")
        if not any(id_ in log_ids for id_ in ids_of(one.get("from_research")))
        and one.get("type") not in ("won_case", "lost_case", "complaint")
    ]
    empty = (
        "What did somebody say or do today, at the counter, on the phone, at home? Keep it in their words."
    )
    return _panel(eye, key, "Seen and heard in passing", lines, empty, "", (("observation", "what I saw"), ("quote", "what I heard")))  # fmt: skip


@part("complaints")
def complaints(eye: Eye, key: str) -> Part:
    """Each complaint, and whether anything came of it."""
    everything, archived = eye.ask(measures.complaints)
    lines = [
        _line(eye, one, "nothing came of it" if one.id in archived else "")
        for one in _elements(eye, everything)
    ]
    note = f"{len(everything) - len(archived)} of {counted(len(everything), 'complaint')} led to an opportunity or an action." if everything else ""  # fmt: skip
    empty = "What do they complain about most often? A complaint is work that somebody did for you, unpaid."
    return _panel(eye, key, "Complaints", lines, empty, note, (("complaint", "a complaint"),))


def _panel(eye: Eye, key: str, title: str, lines: list[Line], empty: str, note: str, adds: tuple[tuple[str, str], ...]) -> Part:  # fmt: skip
    html = macros("listening").panel(
        k=key, title=title, lines=lines[: _most(eye)], more=len(lines) - _most(eye), empty=empty, note=note,
        adds=[(preset(type=sort), word) for sort, word in adds], editable=eye.editable,
    )  # fmt: skip
    return filled(html)


@dataclass(frozen=True, slots=True)
class Row:
    """A reason as a bar."""

    name: str
    share: float
    said: str
    count: str


@part("won-lost")
def decided(eye: Eye, key: str) -> Part:
    """Won and lost cases, and their reasons counted."""
    found = eye.ask(measures.cases)
    most = max((one.won + one.lost for one in found.reasons), default=1)
    rows = [
        Row(one.name, (one.won + one.lost) / most, f"{one.name}: {one.won} won, {one.lost} lost", f"{one.won} won, {one.lost} lost")
        for one in found.reasons[:MOST]
    ]  # fmt: skip
    lines = [_line(eye, one) for one in _elements(eye, (*found.lost, *found.won))]
    last = (
        f"last asked on {date(found.last_asked.isoformat())}"
        if found.last_asked
        else "nobody has asked them why yet"
    )
    note = f"{len(found.won)} won, {len(found.lost)} lost; {last}." if lines or found.last_asked else ""
    uncoded = len(found.uncoded)
    hint = f"{counted(uncoded, 'case')} without a reason: why did they decide so?" if uncoded else ""
    html = macros("listening").decided(
        k=key, title="Won and lost", note=note, reasons=rows, cells=[(one.name, one.won, one.lost) for one in found.reasons],
        lines=lines[: _most(eye)], more=len(lines) - _most(eye), hint=hint, editable=eye.editable,
        empty="Who came last, and who left last? Ask both why, and write the reason in one word each time: words that come back can be counted.",
        adds=[(preset(type="lost_case"), "a lost case"), (preset(type="won_case"), "a won case")],
    )  # fmt: skip
    return filled(html)


@part("who-went")
def leaders(eye: Eye, key: str) -> Part:
    """The last time that each of those who decide listened."""
    lines = []
    for id_, one in eye.ask(measures.leaders).items():
        last = (one.ended or one.began) if one is not None else None
        last_said: tuple[str, ...] = ()
        if one is not None:
            last_said = (
                f"last on {date(last.isoformat())}" if last else "no day is named",
                eye.title(one.id),
            )
        lines.append(
            Line(
                id_,
                eye.title(id_),
                last_said,
                missing="" if one else "When does this person listen to customers?",
            )
        )
    empty = "Who decides here? Add the roles of leadership; then it shows when each of them was last out."
    return listing(
        eye, key, "When those who decide last listened", lines, empty, kind="role",
        preset=preset(function="leadership"), word="somebody who decides",
    )  # fmt: skip


# -- the view --------------------------------------------------------------------------------


@part("listening-said")
def said(eye: Eye, key: str) -> Part:
    """Where we listened and what came of it, in a sentence."""
    idle = measures.without_deed(eye)
    text = measures.sentence(eye, eye.ask(measures.listened), idle)
    unattached = len(measures.speechless(eye))
    if unattached:
        word = "piece of evidence speaks" if unattached == 1 else "pieces of evidence speak"
        text += f" {unattached} {word} for nothing yet."
    return sentence(key, text, "bad" if idle else "")


@part("listening-rows")
def rows(eye: Eye, key: str) -> Part:
    """The panels of the listening view."""
    html = f'<div class="cv-grid cv-quarters" data-k="{key}">{SLOT}</div>'
    return filled(html, (passing.of(), complaints.of(), decided.of(), leaders.of()))


@part("listening")
def root(eye: Eye, key: str) -> Part:
    """The listening view."""
    html = macros("overview").view(k=key, view="listening", slot=SLOT)
    tables = () if eye.editable else (log_table.of(),)
    return filled(html, (opening.of("listening"), said.of(), log.of(), *tables, rows.of()))
