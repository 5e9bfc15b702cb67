"""How the measures moved between two versions: both sentences, and where both numbers may lie on one scale."""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.measures import MEASURES
from cxcanvas.measures.model import Measure
from cxcanvas.measures.notes import NOTES
from cxcanvas.views.jinja import macros
from cxcanvas.views.measures import Figure, figures, measured
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.scene import Eye


@dataclass(frozen=True, slots=True)
class Both:
    """A number of both versions on a scale that holds both, and what their intervals say of each other."""

    name: str
    then: Figure | None
    now: Figure | None
    start: float
    end: float
    said: str


def moved_measures(eye: Eye) -> tuple[str, ...]:
    """The measures that say something else now, as a query."""
    return tuple(name for name in MEASURES if eye.before is not None and _moved(eye, eye.before, name))


def _moved(eye: Eye, before: Eye, name: str) -> bool:
    now: Measure = eye.ask(measured, name)
    then: Measure = before.ask(measured, name)
    return now.sentence != then.sentence or _said(figures(eye, now)) != _said(figures(before, then))


def _said(found: tuple[Figure, ...]) -> list[tuple[str, str]]:
    return [(one.name, one.said) for one in found]


@part("compare-numbers")
def numbers(eye: Eye, key: str) -> Part:
    """The measures that moved."""
    html = macros("compare").panel(
        k=key,
        title="How the numbers moved",
        note="Only what says something else now.",
        slot=SLOT,
        tint="cv-numbers-moved",
    )
    return filled(html, (number.of(name) for name in eye.ask(moved_measures)))


@part("compare-number")
def number(eye: Eye, key: str, name: str) -> Part:
    """One measure as it was and as it is."""
    before = eye.before or eye
    now: Measure = eye.ask(measured, name)
    then: Measure = before.ask(measured, name)
    html = macros("compare").moved(
        k=key, title=NOTES[name].title, then=then.sentence, now=now.sentence,
        figures=both(figures(before, then), figures(eye, now)),
    )  # fmt: skip
    return filled(html)


def both(then: tuple[Figure, ...], now: tuple[Figure, ...]) -> list[Both]:
    """The figures of both versions by name, those that differ."""
    was, is_ = ({one.name: one for one in some} for some in (then, now))
    found = []
    for name in dict.fromkeys((*was, *is_)):
        one, other = was.get(name), is_.get(name)
        if one != other:
            there = [each for each in (one, other) if each is not None]
            start, end = min(each.start for each in there), max(each.end for each in there)
            found.append(Both(name, one, other, start, end, _held(one, other)))
    return found


def _held(one: Figure | None, other: Figure | None) -> str:
    """What two intervals say of each other; that they overlap proves nothing."""
    if one is None or other is None:
        return ""
    if one.low <= other.high and other.low <= one.high:
        return "The two ranges overlap: the difference may be less than what is uncertain in each."
    return "The two ranges do not overlap."
