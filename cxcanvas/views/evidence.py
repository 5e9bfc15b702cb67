"""Evidence: what is known, what is only believed, how it is found out, and what came of what was heard."""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.canvas import Element
from cxcanvas.measures import evidence as claims
from cxcanvas.measures import guesses, insight
from cxcanvas.measures.moments import Moment, moments
from cxcanvas.measures.reading import ids_of, words
from cxcanvas.views.bare import bare
from cxcanvas.views.blocks import Line, listing, opening, sentence
from cxcanvas.views.hunches import board, guess_table, heard, spoken, weight
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.parts import SLOT, Part, Spec, filled, part
from cxcanvas.views.phrases import counted, joined
from cxcanvas.views.scene import Eye

# -- moments of truth ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Witness:
    """A moment of truth and what carries it."""

    at: str
    name: str
    said: str
    lines: tuple[Line, ...]
    missing: str
    preset: str


@part("witnesses")
def witnesses(eye: Eye, key: str) -> Part:
    """What was heard of each moment of truth, the weightiest first."""
    found = [_witness(eye, one) for one in eye.ask(moments)]
    empty = "Which step decides whether they stay? A star marks it; here is shown who said so."
    html = macros("evidence").witnesses(k=key, moments=found, empty=empty, editable=eye.editable)
    return filled(html)


def _witness(eye: Eye, one: Moment) -> Witness:
    for_, against = guesses.for_and_against(eye, one.at)
    lines = (
        *spoken(for_),
        *(
            Line(each.id, heard(each), weight(each), wrong="speaks against it", tone="bad")
            for each in against
        ),
    )
    missing = "" if guesses.is_told(eye, one.at) else "Who said, or what showed, that it decides?"
    if for_ and missing:
        missing = "Only counted so far: whose story shows why it decides?"
    step = eye.title(one.step)
    add = preset(supports=[one.at]) if eye.editable else ""
    return Witness(one.step, one.name, step if step != one.name else "", lines, missing, add)


# -- through whose eyes ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Eyes:
    """How much was seen through the eyes of one side."""

    name: str
    count: int
    share: float
    said: str


@part("eyes")
def eyes(eye: Eye, key: str) -> Part:
    """The four perspectives in balance."""
    found = insight.perspectives(eye)
    most = max((len(found[name]) for name in insight.PERSPECTIVES), default=0)
    rows = [
        Eyes(insight.EYES[name], len(found[name]), len(found[name]) / most if most else 0, counted(len(found[name]), "piece"))
        for name in insight.PERSPECTIVES
    ]  # fmt: skip
    unsaid = len(found.get("", ()))
    seen = [name for name in insight.PERSPECTIVES if found[name]]
    missing = [insight.EYES[name] for name in insight.PERSPECTIVES if not found[name]]
    hint = ""
    if missing:
        hint = (
            "One pair of eyes only: what do the others see?"
            if len(seen) == 1
            else f"What would we hear from {joined(missing)}?"
        )
    html = macros("evidence").eyes(
        k=key, rows=rows, hint=hint, cells=[_counts(eye, name, found[name]) for name in found if found[name]],
        unsaid=f"{counted(unsaid, 'piece')} of evidence {'does' if unsaid == 1 else 'do'} not say whose." if unsaid else "",
        empty="" if seen or unsaid else "Who has told us something: customers, the frontline, management, partners? Each sees what the others do not.",
    )  # fmt: skip
    return filled(html)


def _counts(eye: Eye, name: str, ids: tuple[str, ...]) -> tuple[str | int, ...]:
    found = [one for id_ in ids if (one := eye.get(id_)) is not None]
    return (
        insight.EYES.get(name, "not said"),
        len(found),
        sum(bool(ids_of(one.get("supports"))) for one in found),
        sum(bool(ids_of(one.get("contradicts"))) for one in found),
        sum(one.get("polarity") == "positive" for one in found),
        sum(one.get("polarity") == "negative" for one in found),
    )


# -- small odd signs, and what led to nothing ------------------------------------------------


@part("weak-signals")
def weak(eye: Eye, key: str) -> Part:
    """The small odd signs, kept whatever is decided first."""
    found = [one for id_ in insight.weak_signals(eye) if (one := eye.get(id_)) is not None]
    lines = [_line(eye, one) for one in found]
    empty = (
        "Nothing small and odd is kept yet. Tag what only one person said “weak-signal”, or give it strength 1 or 2: "
        "what nobody can explain today is where the next thing begins."
    )
    note = "Kept on purpose: this list is not emptied by deciding what comes first." if lines else ""
    return listing(
        eye, key, "Small odd signs", lines, empty, kind="evidence", word="a small odd sign",
        preset=preset(tags=["weak-signal"]), note=note,
    )  # fmt: skip


def _line(eye: Eye, one: Element, wrong: str = "") -> Line:
    text = words(one.get("text"))
    shown = (text or one.title) if eye.editable else heard(one)
    field = "text" if text else "name"
    kind = "prose" if text else "line"
    return Line(one.id, shown, weight(one), wrong=wrong, field=field, type=kind, sign="❝", tint="cv-quote")


@part("idle")
def idle(eye: Eye, key: str) -> Part:
    """What was heard and led to nothing; the small odd signs are no reproach and stand beside it."""
    found = insight.insight(eye)
    complaints = set(insight.unheard_complaints(eye))
    lines = [
        _line(eye, one, "a complaint, and nothing came of it" if one.id in complaints else "")
        for id_ in found.idle
        if (one := eye.get(id_)) is not None and not insight.is_weak(one)
    ]
    title = "Heard, and nothing came of it"
    if not lines:
        empty = (
            "Something came of everything but the small odd signs, which are kept."
            if found.idle
            else "Everything that was heard led to an action."
            if found.acted
            else "What have you seen or heard? Keep it as it was said, and say what it speaks for."
        )
        return listing(
            eye, key, title, (), empty, kind="evidence", preset="{}", word="what was seen or heard"
        )
    return listing(
        eye, key, title, lines, "", kind="evidence", preset="{}", word="what was seen or heard",
        note=insight.insight_said(found),
    )  # fmt: skip


# -- the view --------------------------------------------------------------------------------


@part("evidence-said")
def said(eye: Eye, key: str) -> Part:
    """What is known and what is not, in a sentence."""
    covered: claims.Coverage = eye.ask(claims.evidence_coverage)
    against = guesses.disputed(eye)
    known = claims.said(len(covered.supported), len(covered.claims))
    believed = guesses.hypotheses_measured(eye).sentence
    return sentence(
        key, " ".join(filter(None, (known, believed, guesses.risk_said(eye)))), "bad" if against else ""
    )


@part("evidence")
def root(eye: Eye, key: str) -> Part:
    """The evidence view."""
    html = macros("overview").view(k=key, view="evidence", slot=SLOT)
    tables: tuple[Spec, ...] = () if eye.editable else (guess_table.of(),)
    return filled(
        html, (opening.of("evidence"), said.of(), board.of(), *tables, rows.of(), bare.of(), legend.of())
    )


@part("evidence-rows")
def rows(eye: Eye, key: str) -> Part:
    """The panels of the evidence view."""
    html = f'<div class="cv-grid cv-quarters" data-k="{key}">{SLOT}</div>'
    return filled(html, (witnesses.of(), eyes.of(), idle.of(), weak.of()))
