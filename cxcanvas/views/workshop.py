"""The workshop: what the record says is done beside what the canvas holds, the groups side by side, and what comes of it."""

from __future__ import annotations

from typing import Final

from cxcanvas.measures import drafts as side_by_side
from cxcanvas.measures import workshop as measure
from cxcanvas.measures.agreement import Agreement, Ratings, agreement, agreement_said, ratings, statement
from cxcanvas.measures.drafts import Compared
from cxcanvas.measures.held import spoken
from cxcanvas.measures.mapped import functions
from cxcanvas.measures.sixteen import STEPS
from cxcanvas.measures.workshop import Standing
from cxcanvas.values import Absent
from cxcanvas.views.blocks import Cell, Head, HeatRow, Line, opening, sentence
from cxcanvas.views.jinja import macros
from cxcanvas.views.methods import METHODS
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import clipped, date, joined, percent, short
from cxcanvas.views.scene import Eye
from cxcanvas.vocabulary.values import shown

#: How record and canvas stand to each other: the sign, the word, the tone.
VERDICTS: Final = {
    "done": ("✓", "done", "good"),
    "claimed": ("✕", "said to be done", "bad"),
    "unticked": ("◌", "there, not ticked", "warn"),
    "open": ("…", "not yet", ""),
}
_MOST_SAID: Final = 220


@part("workshop")
def root(eye: Eye, key: str) -> Part:
    """The workshop view."""
    html = macros("overview").view(k=key, view="workshop", slot=SLOT)
    return filled(html, (opening.of("workshop"), said.of(), steps.of(), groups.of(), results.of()))


@part("workshop-said")
def said(eye: Eye, key: str) -> Part:
    """Record and canvas in a sentence."""
    some: tuple[Standing, ...] = eye.ask(measure.standings)
    return sentence(key, measure.workshop_said(some))


# -- the sixteen steps -----------------------------------------------------------------------


@part("workshop-steps")
def steps(eye: Eye, key: str) -> Part:
    """The sixteen steps, who was there and when."""
    record = [
        ("First day", "started", _day(eye, "started"), "When did it begin?"),
        ("Last day", "ended", _day(eye, "ended"), "And end? A day is enough, a week is the most."),
        ("Who came", "functions", _came(eye), "Which functions are in the room? The frontline too?"),
    ]  # fmt: skip
    odd = tuple(clipped(shown(one), 40) for one in eye.ask(measure.odd))
    html = macros("workshop").steps(
        k=key, record=record, editable=eye.editable, odd=odd, slot=SLOT, signs=tuple(VERDICTS.values())
    )
    return filled(html, (step.of(str(number)) for number in STEPS))


def _came(eye: Eye) -> tuple[str, ...]:
    """The functions that took part: as they are written where they can be changed, else in one line."""
    came: tuple[str, ...] = eye.ask(functions)
    return came if eye.editable or not came else (joined([spoken(one) for one in came]),)


def _day(eye: Eye, name: str) -> tuple[str, ...]:
    """A day as people write it; something else as it is."""
    held = eye.value(f"workshop.{name}")
    if held is None or isinstance(held, Absent):
        return ()
    return (date(held) or shown(held),)


@part("workshop-step")
def step(eye: Eye, key: str, number: str) -> Part:
    """One step: the tick, what it is for, what is really there, and the board to fill."""
    one: Standing = eye.ask(measure.standing, int(number))
    view = board_of(one.number)
    sign, word, tone = VERDICTS[one.verdict]
    html = macros("workshop").step(
        k=key, number=one.number, title=one.step.title, purpose=one.step.purpose, minutes=one.step.minutes,
        ticked=one.ticked, sign=sign, word=word, tone=tone, there=clipped(one.held.there, _MOST_SAID),
        missing=clipped(one.held.missing, _MOST_SAID), view=view, board=METHODS[view].title, editable=eye.editable,
    )  # fmt: skip
    return filled(html)


def board_of(number: int) -> str:
    """The board on which a step is done: the best of those that there are."""
    from cxcanvas.views.catalogue import VIEWS  # it lists this view too

    return next((view for view in STEPS[number].views if view in VIEWS), "canvas")


# -- the groups ------------------------------------------------------------------------------


@part("workshop-groups")
def groups(eye: Eye, key: str) -> Part:
    """What the groups share, and their drafts of the customer."""
    return filled(
        f'<div class="cv-grid cv-ws-groups" data-k="{key}">{SLOT}</div>', (shared.of(), drafts.of())
    )


@part("workshop-shared")
def shared(eye: Eye, key: str) -> Part:
    """How far the groups agree, statement by statement."""
    found: Ratings = eye.ask(ratings)
    made = agreement(found)
    heads, rows = _table(found, made)
    figures = (
        f"{percent(round(made.observed or 0, 3))} of the pairs of groups agree; by chance it would be {percent(round(made.chance or 0, 3))}."
        if made.kappa is not None
        else ""
    )
    html = macros("workshop").shared(
        k=key, said=agreement_said(found, made), tone="" if made.shared or not found.counts else "bad",
        figures=figures, heads=heads, rows=rows, faults=found.faults if found.counts else (), empty=not found.counts and not found.faults, editable=eye.editable,
    )  # fmt: skip
    return filled(html)


def _table(found: Ratings, made: Agreement) -> tuple[tuple[Head, ...], tuple[HeatRow, ...]]:
    wide = max(map(len, found.counts), default=0)
    labels = [
        found.labels[place] if place < len(found.labels) else f"label {place + 1}" for place in range(wide)
    ]
    rows = []
    for number, counts in enumerate(found.counts, 1):
        worst = number in made.disputed
        cells = [_count(count, sum(counts), labels[place]) for place, count in enumerate(counts)]
        cells += [Cell("–", "none")] * (wide - len(cells))
        each = made.each[number - 1]
        cells.append(
            Cell(
                percent(round(each, 2)) if each is not None else "–",
                "bad" if worst else "none",
                "most disputed" if worst else "",
            )
        )
        words = short(statement(found, number).strip("“”"), 120)
        rows.append(HeatRow(words[:1].upper() + words[1:], tuple(cells)))
    return (*(Head(one or "no label") for one in labels), Head("pairs that agree")), tuple(rows)


def _count(count: int, n: int, label: str) -> Cell:
    return Cell(
        str(count), str(round(count / n * 5)) if n else "none", label=f"{label}: {count} of {n} groups"
    )


@part("workshop-drafts")
def drafts(eye: Eye, key: str) -> Part:
    """The groups' drafts of the customer side by side; what differs stands out."""
    some = eye.ask(side_by_side.drafts)
    rows: tuple[Compared, ...] = eye.ask(side_by_side.compared)
    html = macros("workshop").drafts(
        k=key, said=side_by_side.drafts_said(eye), heads=[(one.id, one.title) for one in some], lost=eye.ask(side_by_side.lost),
        rows=[(row.label, row.verdict, [_cell(row, lines) for lines in row.said]) for row in rows], editable=eye.editable,
    )  # fmt: skip
    return filled(html)


def _cell(row: Compared, lines: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The lines of one draft, each with whether all drafts have it."""
    return [(clipped(line, 400), row.verdict == "same" or line in row.common) for line in lines]


# -- what comes of it ------------------------------------------------------------------------


@part("workshop-results")
def results(eye: Eye, key: str) -> Part:
    """The two things that the workshop is for."""
    html = f'<div class="cv-grid" data-k="{key}">{SLOT}</div>'
    return filled(html, (result.of("journey"), result.of("priorities")))


_RESULTS: Final = {
    "journey": ("What comes of it: the extended journey", measure.JOURNEY),
    "priorities": ("What comes of it: an action plan with owners and dates", measure.PLAN),
}


@part("workshop-result")
def result(eye: Eye, key: str, view: str) -> Part:
    """What there is of a result, and what it still lacks."""
    title, numbers = _RESULTS[view]
    some: list[Standing] = [eye.ask(measure.standing, number) for number in numbers]
    lines = [
        Line("", one.held.there, missing=f"missing: {one.held.missing}" if one.held.missing else "", sign="" if one.held.missing else "✓", tint="idea")
        for one in some
    ]  # fmt: skip
    html = macros("workshop").result(
        k=key, title=title, lines=lines, view=view, board=METHODS[view].title, editable=eye.editable
    )
    return filled(html)
