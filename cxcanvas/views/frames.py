"""The frames of a presentation: what a room looks at, one thing at a time, in the order in which customers live it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Canvas, Element
from cxcanvas.measures.emotion import feeling_at, signed
from cxcanvas.measures.exchange import included, parties_of, side_of
from cxcanvas.measures.order import lane_of, stages_of_journey, steps_of_stage
from cxcanvas.measures.reading import ids_of, polarity, words
from cxcanvas.values import Frozen
from cxcanvas.views.cards import signs_at
from cxcanvas.views.layout import LANE_NAMES
from cxcanvas.views.phrases import clipped, counted, human, joined
from cxcanvas.views.scene import Eye, Scene

__all__ = ["Bar", "Column", "Fact", "Frame", "frames"]

#: Lines of one column and signs of one frame; a room reads no more. The rest is told by its number.
MOST: Final = 6
MOST_SIGNS: Final = 4
#: Letters of a line, and of a paragraph.
LINE: Final = 90
TEXT: Final = 240
TITLE: Final = 140
_SIGNS: Final = {"pain": "▲", "idea": "◆", "guess": "?", "quote": "❝"}


@dataclass(frozen=True, slots=True)
class Column:
    """Things side by side with others: a heading, its tint, (address, text, sign) a line, and how many are left out."""

    title: str
    tint: str
    lines: tuple[tuple[str, str, str], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled sentence; `tone` is "", good or bad."""

    label: str
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of votes: what for, how many dots, as a share of the most (0 to 1), and how many of them by which group."""

    title: str
    dots: int
    share: float
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What is shown at one time.

    `at` is the address it is about ("concept" for the first) and its place in a link; `holds` are
    the ids that have no frame of their own and are seen here; `group` is where the locator puts it;
    `note` is what the speaker reads. `bars` are votes, and `more` how many of them are left out;
    `reveals` says that hidden votes can be revealed from here.
    """

    at: str
    sort: str
    kicker: str
    title: str
    lead: str
    group: str
    columns: tuple[Column, ...] = ()
    facts: tuple[Fact, ...] = ()
    note: str = ""
    holds: tuple[str, ...] = ()
    star: bool = False
    bars: tuple[Bar, ...] = ()
    more: int = 0
    reveals: bool = False


def frames(canvas: Canvas) -> tuple[Frame, ...]:
    """The frames of a concept: itself, each stage with its moments of truth, each exchange."""
    eye = Eye(Scene(canvas))
    found = [_concept(eye)]
    for journey in eye.ids("journey") or ("",):
        stages = stages_of_journey(eye, journey)
        for number, stage in enumerate(stages, 1):
            found += _stage(eye, journey, stage, f"Stage {number} of {len(stages)}")
    shown = {one.at for one in found}
    lost = [one for one in eye.of("step") if _is_moment(one) and one.id not in shown]
    found += [_moment(eye, one, "", "Not placed yet") for one in lost]
    return (*found, *(_exchange(eye, one) for one in eye.of("exchange")))


def _concept(eye: Eye) -> Frame:
    concept = eye.concept
    whose = [one.title for one in eye.of("party") if one.get("target")]
    facts = [Fact("For", joined([clipped(one, LINE) for one in whose[:MOST]]))] if whose else []
    about = [words(concept.get("company")), words(concept.get("milestone"))]
    return Frame(
        "concept", "concept", " · ".join(one for one in about if one), clipped(words(concept.get("title")), TITLE) or "Untitled concept",
        clipped(words(concept.get("tagline")), TEXT), "Concept", (),
        (*facts, *([Fact("What it is", clipped(words(concept.get("summary")), 600))] if concept.get("summary") else [])),
        words(concept.get("note")),
    )  # fmt: skip


# -- the journey -----------------------------------------------------------------------------------


def _stage(eye: Eye, journey: str, stage: str, number: str) -> list[Frame]:
    """A stage with what happens in it, then its moments of truth."""
    element = eye.get(stage)
    if element is None:
        return []
    steps = [step for id_ in steps_of_stage(eye, stage) if (step := eye.get(id_)) is not None]
    lanes: dict[str, list[Element]] = {}
    for step in steps:
        lanes.setdefault(_lane(step), []).append(step)
    columns = tuple(_lane_column(eye, lane, lanes[lane]) for lane in _LANES if lane in lanes)
    moments = [one for one in steps if _is_moment(one)]
    of = eye.title(journey) if journey else ""
    frame = Frame(
        stage, "stage", " · ".join(one for one in (number, clipped(of, LINE)) if one), clipped(element.title, TITLE), _felt(eye, steps),
        clipped(element.title, LINE), columns, (), words(element.get("note")), tuple(one.id for one in steps if not _is_moment(one)),
    )  # fmt: skip
    return [frame, *(_moment(eye, one, stage, element.title) for one in moments)]


_LANES: Final = {"customer": "cust", "encounter": "enc", "provider": "prov"}


def _lane(step: Element) -> str:
    lane = lane_of(step)
    return lane if lane in ("customer", "encounter") else "provider"


def _lane_column(eye: Eye, lane: str, steps: list[Element]) -> Column:
    name = "Provider’s process" if lane == "provider" else LANE_NAMES[lane]
    lines = tuple((one.id, clipped(one.title, LINE), "★" if _is_moment(one) else "") for one in steps[:MOST])
    return Column(name, _LANES[lane], lines, max(0, len(steps) - MOST))


def _felt(eye: Eye, steps: list[Element]) -> str:
    """The lowest and the highest feeling of a stage in a sentence; "" where none is marked."""
    found = [felt for one in steps if (felt := feeling_at(eye, one.id)) is not None]
    if not found:
        return ""
    low, high = min(found, key=lambda one: one.valence), max(found, key=lambda one: one.valence)
    first = (
        f"{human(low.label) or 'a feeling'} ({signed(low.valence)}) at “{clipped(eye.title(low.step), 60)}”"
    )
    if low.step == high.step:
        return f"How it feels: {first}."
    return f"How it feels: from {first} to {human(high.label) or 'a feeling'} ({signed(high.valence)}) at “{clipped(eye.title(high.step), 60)}”."


def _is_moment(step: Element) -> bool:
    return isinstance(step.get("moment"), Frozen)


def _moment(eye: Eye, step: Element, stage: str, group: str) -> Frame:
    """A moment of truth: what is decided there, how it feels, what hurts, who answers for it."""
    moment = step.get("moment")
    assert isinstance(moment, Frozen)
    felt = feeling_at(eye, step.id)
    facts = [Fact("At stake", clipped(words(step.get("at_stake")), TEXT))]
    if felt is not None:
        tone = "bad" if felt.valence < 0 else "good" if felt.valence > 0 else ""
        facts.append(Fact("How it feels", f"{human(felt.label) or 'felt'} ({signed(felt.valence)})", tone))
    effects = moment.get("effects")
    decides = [human(one) for one in effects if isinstance(one, str)] if isinstance(effects, tuple) else []
    facts.append(Fact("It decides about", joined(decides)))
    facts.append(Fact("Why", clipped(words(moment.get("rationale")), TEXT)))
    owner = ids_of(moment.get("owner")) or ids_of(step.get("owner"))
    facts.append(
        Fact("Answers for it", eye.title(owner[0]) if owner else "nobody yet", "" if owner else "bad")
    )
    signs = signs_at(eye, step.id, True)
    lines = tuple((one.at, clipped(one.text, LINE), _SIGNS.get(one.sign, "·")) for one in signs[:MOST_SIGNS])
    columns = (Column("Said and found here", "", lines, max(0, len(signs) - MOST_SIGNS)),) if lines else ()
    return Frame(
        step.id, "moment", f"Moment of truth · {clipped(group, LINE)}", clipped(step.title, TITLE), clipped(words(moment.get("name")), TEXT),
        clipped(eye.title(stage), LINE) if stage else group, columns, tuple(one for one in facts if one.text), words(step.get("note")),
        tuple(one.at for one in signs), True,
    )  # fmt: skip


# -- the exchanges ---------------------------------------------------------------------------------


def _exchange(eye: Eye, exchange: Element) -> Frame:
    """An exchange: what each side gets and gives."""
    parties = parties_of(eye, exchange)
    values = included(eye, exchange)
    columns = tuple(_side(eye, one, values, parties) for one in parties[:4])
    terms = words(exchange.get("mechanism"))
    return Frame(
        exchange.id, "exchange", f"Exchange · {counted(len(parties), 'party', 'parties')}", clipped(exchange.title, TITLE),
        clipped(terms, TEXT), "Exchanges", columns, _guesses(eye, exchange), words(exchange.get("note")),
        tuple(one.id for one in values),
    )  # fmt: skip


def _side(eye: Eye, party: str, values: tuple[Element, ...], parties: tuple[str, ...]) -> Column:
    mine = [one for one in values if party in side_of(eye, one, parties)]
    mine.sort(key=lambda one: polarity(one) < 0)
    element = eye.get(party)
    tint = {"customer": "cust", "provider": "prov"}.get(
        words(element.get("role")) if element is not None else "", "enc"
    )
    lines = tuple(
        (one.id, clipped(one.title, LINE), "+" if polarity(one) > 0 else "−") for one in mine[:MOST]
    )
    return Column(clipped(eye.title(party), LINE), tint, lines, max(0, len(mine) - MOST))


def _guesses(eye: Eye, exchange: Element) -> tuple[Fact, ...]:
    open_ = [one for one in signs_at(eye, exchange.id, False) if one.sign == "guess"]
    return tuple(Fact("Still a guess", clipped(one.text, TEXT), "bad") for one in open_[:2])
