"""Trust: what it is made of, by which signs it is seen, and which step builds or erodes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures import trust as made
from cxcanvas.measures.order import lane_of
from cxcanvas.measures.reading import number, words
from cxcanvas.measures.relationship import CONSTRUCTS
from cxcanvas.measures.trust import Force, Link, Sign
from cxcanvas.values import Frozen
from cxcanvas.views.blocks import Line, listing, opening, sentence
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import clipped, counted, human, joined, plain, signed
from cxcanvas.views.scene import Eye

_MOST: Final = 16
_MOST_EDITED: Final = 200
#: What each part means, and the construct that a new sign of it gets.
MEANINGS: Final = {
    "satisfaction": ("what they got, against what they expected", "satisfaction"),
    "commitment": ("they want the relation to last", "commitment_affective"),
    "involvement": ("it matters to them", "involvement"),
    "engagement": ("they do more than buy", "engagement"),
    "bonds": ("what holds the two together", "bond"),
    "reliability": ("they do what they say, and can", "trust_credibility"),
    "goodwill": ("they mean well, and care how it goes", "trust_benevolence"),
}
_EXPRESSIONS: Final = (
    ("attitude", "on my side, with respect"),
    ("competence", "knows, and can do"),
    ("fluency", "runs without friction"),
)
#: A gap of this or more is red.
_WIDE: Final = 3


# -- the anatomy -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """One part of trust as it is drawn: its figure, its signs, and what builds and erodes it."""

    name: str
    meaning: str
    low: float | None
    value: float | None
    high: float | None
    bottom: float
    top: float
    said: str
    signs: tuple[Line, ...]
    missing: str
    built: float
    eroded: float
    weakest: bool
    preset: str


def member(eye: Eye, one: Link, low: Link | None, heaviest: float) -> Member:
    """One part of trust."""
    meaning, construct = MEANINGS[one.part]
    interval, said = _figure(one)
    missing = "" if one.signs else "by which sign would one see it?"
    built, eroded = (sum(force.weight for force in each) for each in (one.builds, one.erodes))
    return Member(
        one.part.capitalize(), meaning, interval[0], one.value, interval[1], one.bottom, one.top, said,
        tuple(sign_line(eye, sign) for sign in one.signs), missing, built, eroded,
        low is not None and low.part == one.part, preset(construct=construct),
    )  # fmt: skip


def _figure(one: Link) -> tuple[tuple[float | None, float | None], str]:
    """The interval of a part's newest figure, and the figure in words."""
    waves = [sign.last for sign in one.signs if sign.last is not None]
    newest = max(waves, key=lambda wave: wave.date, default=None)
    if newest is not None and newest.sure is not None and newest.estimate is not None:
        low, high = newest.sure.interval
        said = f"{plain(newest.estimate.value)} of {plain(one.top)}, {counted_answers(newest.estimate.n)}"
        return (low, high), f"{said}: {plain(low)} to {plain(high)}"
    if one.value is None:
        return (None, None), ""
    how = "mean strength" if one.part == "bonds" else "judged"
    return (None, None), f"{plain(one.value)} of {plain(one.top)}, {how}, no interval"


def counted_answers(n: float) -> str:
    """So many answers, in words."""
    return f"{n:,.0f} answer{'' if n == 1 else 's'}"


def sign_line(eye: Eye, one: Sign) -> Line:
    """A sign with its last figure and where it is heard."""
    said = []
    missing = ""
    if one.last is not None and one.last.estimate is not None and one.last.sure is not None:
        here, (low, high) = one.last.estimate, one.last.sure.interval
        said.append(f"{plain(here.value)} ({plain(low)} to {plain(high)}), {counted_answers(here.n)}")
    else:
        missing = "measured, and no figure can be read" if one.waves else "not measured yet"
    said.append(f"from {human(one.source)}" if one.source else "")
    missing = joined(
        [word for word in (missing, "" if one.source else "nobody said where it is heard") if word]
    )
    return Line(one.id, eye.title(one.id), tuple(word for word in said if word), missing)


@part("trust-anatomy")
def anatomy(eye: Eye, key: str) -> Part:
    """The five parts of trust, and trust itself as what grows out of them."""
    found: tuple[Link, ...] = eye.ask(made.anatomy)
    low = made.weakest(found)
    heaviest = max((force.weight for one in found for force in (*one.builds, *one.erodes)), default=1)
    drawn = [member(eye, one, low, heaviest) for one in found]
    most = max((max(one.built, one.eroded) for one in drawn), default=0)
    five = drawn[: len(CONSTRUCTS)]
    note = coverage(found)
    html = macros("trust").anatomy(
        k=key,
        five=five,
        grown=drawn[len(CONSTRUCTS) :],
        most=most or 1,
        editable=eye.editable,
        note=note,
        plain=plain,
    )
    return filled(html)


def coverage(found: tuple[Link, ...]) -> str:
    """How many of the five are watched."""
    watched = sum(1 for one in found if one.signs and one.part in CONSTRUCTS)
    if not watched:
        return "Trust itself cannot be seen. By which sign would you notice each of these?"
    few = " Fewer than three are too thin to speak of trust." if watched < 3 else ""
    return f"{watched} of the {len(CONSTRUCTS)} have a sign that is watched.{few}"


# -- from which step -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Effect:
    """What a place does to one sign or bond."""

    at: str
    name: str
    part: str
    builds: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Origin:
    """A place that builds or erodes: where it stands on the journey, what it does, and who works on it."""

    at: str
    name: str
    star: bool
    where: str
    effects: tuple[Effect, ...]
    repair: str
    wrong: str


def origins(eye: Eye) -> tuple[Origin, ...]:
    """The places that build or erode, in the order in which they are lived."""
    found: dict[str, list[Force]] = {}
    for one in eye.ask(made.forces):
        found.setdefault(one.at, []).append(one)
    return tuple(_origin(eye, at, each) for at, each in found.items())


def _origin(eye: Eye, at: str, found: list[Force]) -> Origin:
    one = found[0]
    place = place_name(eye, at)
    head = at.partition(".")[0]
    step = f"at {eye.title(one.step)}" if one.step and one.step != head else ""
    stage = eye.title(one.stage) if one.stage else "no stage"
    erodes = [force for force in found if not force.builds]
    actions = sorted({action for force in erodes for action in force.actions})
    repair = f"worked on: {joined([eye.title(action) for action in actions])}" if actions else ""
    wrong = "nobody repairs it" if erodes and not actions else ""
    effects = tuple(
        Effect(force.target, eye.title(force.target), _part_said(force), force.builds, round(force.weight))
        for force in found
    )
    where = " · ".join(word for word in (stage, step) if word)
    return Origin(at, place, ".moment" in at or _is_moment(eye, at), where, effects, repair, wrong)


def place_name(eye: Eye, at: str) -> str:
    """What a place is called: a moment by its own name, anything else by its element's."""
    moment = eye.value(at) if "." in at else None
    named = words(moment.get("name")) if isinstance(moment, Frozen) else ""
    return named or eye.title(at.partition(".")[0])


def _is_moment(eye: Eye, at: str) -> bool:
    element = eye.get(at.partition(".")[0])
    return element is not None and isinstance(element.get("moment"), Frozen)


def _part_said(force: Force) -> str:
    return {"bonds": "a bond"}.get(force.part, f"sign of {force.part}")


@part("trust-paths")
def paths(eye: Eye, key: str) -> Part:
    """Which step builds or erodes which sign or bond."""
    found = origins(eye)
    most = _MOST_EDITED if eye.editable else _MOST
    before = made.is_only_before(eye.ask(made.forces))
    note = (
        "All that builds trust lies before they have used anything: trust grows from use and service."
        if before
        else ""
    )
    empty = (
        "Which step builds trust, and which one spends it? Say at each sign and at each bond what builds and what "
        "erodes it: a step, a moment of truth, a pain."
    )
    html = macros("trust").paths(
        k=key, origins=found[:most], more=len(found) - most, empty=empty, note=note, editable=eye.editable
    )
    return filled(html)


@part("trust-erosion")
def erosion(eye: Eye, key: str) -> Part:
    """What erodes trust, that which nobody repairs first."""
    found = [one for one in eye.ask(made.forces) if not one.builds]
    lines = []
    for at in dict.fromkeys(
        one.at for one in sorted(found, key=lambda one: (bool(one.actions), -one.weight))
    ):
        here = [one for one in found if one.at == at]
        worn = f"wears out {joined([eye.title(one.target) for one in here])}"
        by = sorted({action for one in here for action in one.actions})
        done = f"worked on: {joined([eye.title(one) for one in by])}" if by else ""
        wrong = "" if by else "no action works on it"
        said = tuple(word for word in (worn, f"weight {plain(here[0].weight)} of 5", done) if word)
        lines.append(Line(at, place_name(eye, at), said, wrong=wrong, tone="" if by else "bad"))
    empty = "What makes them trust you less each time it happens? It comes here with who repairs it."
    return listing(eye, key, "What erodes it, and who repairs it", lines, empty)


# -- where the signs come from ---------------------------------------------------------------


@part("trust-sources")
def sources(eye: Eye, key: str) -> Part:
    """Where the signs are heard or read, and in whom none is observed."""
    found: tuple[Link, ...] = eye.ask(made.anatomy)
    every = [sign for one in found for sign in one.signs]
    counts: dict[str, int] = {}
    for sign in every:
        counts[sign.source] = counts.get(sign.source, 0) + 1
    rows = [
        (
            human(name) if name else "nobody said",
            count / len(every),
            counted(count, "sign"),
            name in made.DATABASES,
        )
        for name, count in sorted(counts.items(), key=lambda one: -one[1])
    ]
    unseen = [eye.title(one) for one in eye.ask(made.unseen)]
    hints = []
    if every and all(sign.database for sign in every):
        hints.append("Every sign comes from a database: what people sense and do not say is not in there.")
    elif every and not any(sign.source in ("frontline", "observation", "customer_voice") for sign in every):
        hints.append("No sign was heard or seen by anybody who meets them.")
    if unseen:
        hints.append(f"In {joined(unseen)} no sign is observed.")
    empty = "Where would it be heard first: at the front line, on a visit, in a letter? Databases come last."
    html = macros("trust").sources(k=key, rows=rows, hints=hints, empty=empty)
    return filled(html)


# -- how encounters come across --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """One expression of an encounter: score, importance, the gap between them, and who says so."""

    at: str
    score: str
    importance: str
    gap: float | None
    tone: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """An encounter with its three expressions."""

    at: str
    name: str
    star: bool
    marks: tuple[Mark, ...]
    widest: float


def meetings(eye: Eye) -> tuple[Meeting, ...]:
    """The encounters that say how they come across, and every moment of truth, the widest gap first."""
    found = [_meeting(eye, one) for one in eye.of("step") if lane_of(one) == "encounter"]
    shown = [
        one for one in found if one.star or any(mark.score or mark.name for mark in one.marks) or eye.editable
    ]
    return tuple(sorted(shown, key=lambda one: -one.widest))


def _meeting(eye: Eye, step: Element) -> Meeting:
    expression = step.get("expression")
    marks = tuple(
        _mark(step.id, name, expression.get(name) if isinstance(expression, Frozen) else None)
        for name, _ in _EXPRESSIONS
    )
    widest = max((mark.gap for mark in marks if mark.gap is not None), default=-9.0)
    return Meeting(step.id, step.title, isinstance(step.get("moment"), Frozen), marks, widest)


def _mark(step: str, name: str, given: object) -> Mark:
    at = f"{step}.expression.{name}"
    if not isinstance(given, Frozen):
        return Mark(at, "", "", None, "none", "", "")
    score, importance = number(given.get("score"), 1, 5), number(given.get("importance"), 1, 5)
    gap = importance - score if score is not None and importance is not None else None
    tone = "bad" if gap is not None and gap >= _WIDE else str(round(score)) if score is not None else "none"
    ratings = number(given.get("ratings"), 0)
    who = words(given.get("source"))
    said = [
        f"“{clipped(words(given.get('statement')), 90)}”" if words(given.get("statement")) else "",
        f"from {human(who)}" if who else "",
        f"rated by {plain(ratings)}" if ratings else "one judgement, no n",
    ]
    return Mark(
        at, plain(score) if score is not None else "", plain(importance) if importance is not None else "", gap, tone,
        words(given.get("name")), " · ".join(word for word in said if word),
    )  # fmt: skip


@part("trust-expressions")
def expressions(eye: Eye, key: str) -> Part:
    """How encounters come across: attitude, competence, fluency, against what each matters there."""
    found = meetings(eye)
    most = _MOST_EDITED if eye.editable else _MOST
    heard = any(
        words(mark.get("source")) == "frontline"
        for one in eye.of("step")
        for _, mark in _entries(one.get("expression"))
    )
    scored = any(mark.score for one in found for mark in one.marks)
    note = "" if heard or not scored else "Nobody from the front line was asked, who sees it every day."
    empty = "How does an encounter come across: is it on their side, can it, does it run? Each is scored against what it matters."
    html = macros("trust").expressions(
        k=key, heads=_EXPRESSIONS, rows=found[:most], more=len(found) - most, note=note, empty=empty,
        editable=eye.editable, signed=signed,
    )  # fmt: skip
    return filled(html)


def _entries(given: object) -> list[tuple[str, Frozen]]:
    return (
        [(name, one) for name, one in given.items() if isinstance(one, Frozen)]
        if isinstance(given, Frozen)
        else []
    )


# -- the view --------------------------------------------------------------------------------


@part("trust-said")
def said(eye: Eye, key: str) -> Part:
    """The weakest part, the balance, and what nobody repairs."""
    return sentence(key, made.said(eye, eye.ask(made.anatomy)))


@part("trust-rows")
def rows(eye: Eye, key: str) -> Part:
    """The two panels below the paths."""
    return filled(f'<div class="cv-grid" data-k="{key}">{SLOT}</div>', (erosion.of(), sources.of()))


@part("trust")
def root(eye: Eye, key: str) -> Part:
    """The trust view."""
    html = macros("overview").view(k=key, view="trust", slot=SLOT)
    panels = (
        opening.of("trust"),
        said.of(),
        anatomy.of(),
        paths.of(),
        rows.of(),
        expressions.of(),
        legend.of(),
    )
    return filled(html, panels)
