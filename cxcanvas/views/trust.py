"""Trust: what it is made of, by which signs it is seen, and which step builds or erodes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.measures import trust as made
from cxcanvas.measures.answers import pointing
from cxcanvas.measures.reading import words
from cxcanvas.measures.relationship import CONSTRUCTS
from cxcanvas.measures.returns import Return, returns
from cxcanvas.measures.trust import Link, Sign
from cxcanvas.views.blocks import Line, listing, opening, sentence
from cxcanvas.views.expressions import expressions
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.origins import paths
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import counted, human, joined, plain
from cxcanvas.views.scene import Eye

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


def member(eye: Eye, one: Link, low: Link | None) -> Member:
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
    drawn = [member(eye, one, low) for one in found]
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


# -- what is done with the signs -------------------------------------------------------------


@part("trust-used")
def used(eye: Eye, key: str) -> Part:
    """The signs as material: which action shall move each, and which goal is measured by it."""
    watched: dict[str, tuple[Sign, ...]] = eye.ask(made.signs)
    lines = [_use(eye, sign.id) for part_ in made.PARTS for sign in watched[part_]]
    empty = "A sign is there to be worked with: which action shall move it, which goal is measured by it?"
    return listing(
        eye, key, "What is done with the signs", sorted(lines, key=lambda one: bool(one.missing)), empty
    )


def _use(eye: Eye, id_: str) -> Line:
    moving = [one.title for one in pointing(eye, id_, "action", "moves")]
    aims = [one.title for one in pointing(eye, id_, "objective", "measured_by")]
    element = eye.get(id_)
    given = element.get("used_for") if element is not None else ()
    uses = [human(one) for one in (given if isinstance(given, tuple) else (given,)) if words(one)]
    said = (
        f"moved by {joined(moving)}" if moving else "",
        f"measures the goal {joined(aims)}" if aims else "",
        f"used for {joined(uses)}" if uses else "",
    )
    missing = "" if moving or aims else "no action is to move it" if uses else "nothing is done with it"
    return Line(id_, eye.title(id_), tuple(word for word in said if word), missing)


@part("trust-returns")
def returned(eye: Eye, key: str) -> Part:
    """Whether what they gain builds trust, and comes back to us."""
    found: tuple[Return, ...] = returns(eye, eye.ask(made.forces))
    empty = "What do they gain that builds trust, and what do you gain by it? Exchanges of both come here."
    return listing(eye, key, "Does it come back?", [_returned(eye, one) for one in found], empty)


def _returned(eye: Eye, one: Return) -> Line:
    gain, build, ours = (
        joined([eye.title(id_) for id_ in ids[:3]]) for ids in (one.gains, one.builds, one.ours)
    )
    said = (f"they gain {gain}", f"that builds {build}" if build else "", f"we gain {ours}" if ours else "")
    missing = "" if build else "nobody said what it builds"
    missing = joined([word for word in (missing, "" if ours else "nothing comes back to us") if word])
    return Line(one.exchange, eye.title(one.exchange), tuple(word for word in said if word), missing)


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


# -- the view --------------------------------------------------------------------------------


@part("trust-said")
def said(eye: Eye, key: str) -> Part:
    """The weakest part, the balance, and what nobody repairs."""
    return sentence(key, made.said(eye, eye.ask(made.anatomy)))


@part("trust-rows")
def rows(eye: Eye, key: str) -> Part:
    """The two panels below the paths."""
    return filled(
        f'<div class="cv-grid" data-k="{key}">{SLOT}</div>', (used.of(), sources.of(), returned.of())
    )


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
