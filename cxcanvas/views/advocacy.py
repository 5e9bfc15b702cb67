"""Advocacy: whether they would recommend us, how sure that is, why, and what the number is not for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markupsafe import escape

from cxcanvas.formulas.intervals import Difference, Estimate
from cxcanvas.measures import recommendation as told
from cxcanvas.measures.answered import Wave
from cxcanvas.measures.reading import day, words
from cxcanvas.measures.recommendation import Recommendation, p_said, points
from cxcanvas.views.beside import asked, beside, reasons, uses
from cxcanvas.views.blocks import gone, opening, sentence
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import date, human, plain
from cxcanvas.views.plan import looked_at
from cxcanvas.views.scene import Eye

_MOST: Final = 12
_MOST_EDITED: Final = 200


# -- one recommendation ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One wave as it is drawn: figure, interval, what is usual, who was asked."""

    at: str
    name: str
    said: tuple[str, ...]
    figure: str
    interval: str
    value: float | None
    low: float | None
    high: float | None
    baseline: float | None
    why: str
    hint: str


def shown(here: Estimate, value: float) -> str:
    """A figure as it is printed: points with their sign, a mean with two digits."""
    return points(value) if here.points else plain(value)


def row(eye: Eye, id_: str, one: Wave) -> Row:
    """One wave."""
    here, sure = one.estimate, one.sure
    when = day(one.date)
    today = looked_at(eye)
    said = [
        date(one.date) or "no date",
        f"asked: {human(one.population)}" if one.population else "nobody said who was asked",
    ]
    hints = [
        "dated after the day on which this was last looked at" if when and today and when > today else "",
        one.odd,
    ]
    at = f"{id_}.waves.{one.slug}"
    if here is None or sure is None:
        return Row(at, one.name, tuple(said), "", "", None, None, None, one.baseline, one.why, _and(hints))
    low, high = sure.interval
    adjusted = one.adjusted.interval if one.adjusted is not None and sure is not one.adjusted else None
    unit = " points" if here.points else f" of {plain(here.top)}"
    interval = f"{shown(here, low)} to {shown(here, high)}, {here.n:,.0f} answer{'' if here.n == 1 else 's'}"
    if adjusted is not None:
        interval += f"; adjusted {shown(here, adjusted[0])} to {shown(here, adjusted[1])}"
    elif sure is one.adjusted:
        hints.append("few answered, or all the same: the adjusted interval is shown")
    return Row(
        at,
        one.name,
        tuple(said),
        shown(here, here.value) + unit,
        interval,
        here.value,
        low,
        high,
        one.baseline,
        "",
        _and(hints),
    )


def _and(hints: Iterable[str]) -> str:
    return "; ".join(one for one in hints if one)


def category_said(last: Wave) -> str:
    """How the last figure stands beside what is usual in the category."""
    beside = last.beside_category
    if beside is None:
        return ""
    usual = (
        points(last.baseline or 0)
        if last.estimate is not None and last.estimate.points
        else plain(last.baseline or 0)
    )
    word = {"above": "Above", "below": "Below"}.get(beside)
    if word is None:
        return f"What is usual in the category ({usual}) lies within the interval: neither above nor below."
    return f"{word} what is usual in the category ({usual}); whole categories are talked about, and others are not."


def change_said(change: Difference, points_: bool) -> str:
    """The last two waves, compared: noise is called noise."""
    low, high = change.interval
    show = points if points_ else plain
    unit = " points" if points_ else ""
    moved = "rose" if change.value > 0 else "fell"
    first = (
        f"From the wave before it {moved} by {plain(abs(change.value))}{unit}"
        if change.value
        else "It did not move"
    )
    between = f"the difference lies between {show(low)} and {show(high)} ({p_said(change.p)})"
    if not change.noise:
        return f"{first}: {between}. That is more than chance explains."
    more = (
        f" To see such a difference {change.needed:,} answers a wave would be needed."
        if change.needed
        else ""
    )
    return f"{first}, and that is noise: {between}.{more}"


@part("recommendation", by_last=True)
def recommendation(eye: Eye, key: str, id_: str) -> Part:
    """One recommendation: its waves with their intervals, beside the category, and whether it moved."""
    element = eye.get(id_)
    one = next((each for each in eye.ask(told.recommendations) if each.id == id_), None)
    if element is None or one is None:
        return gone(key)
    last = one.last
    most = _MOST_EDITED if eye.editable else _MOST
    rows = [row(eye, id_, wave) for wave in reversed(one.waves)]
    verdicts = [
        change_said(one.change, last is not None and last.estimate is not None and last.estimate.points)
        if one.change
        else ""
    ]
    verdicts.append(f"The last two waves cannot be compared: {one.unlike}." if one.unlike else "")
    verdicts.append(category_said(last) if last is not None else "")
    html = macros("advocacy").recommendation(
        k=key, at=id_, name=words(element.get("name")), definition=words(element.get("definition")), rows=rows[:most],
        more=len(rows) - most, span=_span(last), target=one.target if last is not None and not _off(one, last) else None,
        goal=_goal(one), verdicts=[text for text in verdicts if text], missing=_missing(eye, one), impossible=one.impossible,
        editable=eye.editable, problems=eye.problems(id_), table=_table(one),
    )  # fmt: skip
    return filled(html)


def _span(last: Wave | None) -> tuple[float, float, str, str]:
    here = last.estimate if last is not None else None
    if here is None or here.points:
        return -100, 100, "−100: nobody would", "+100: all would"
    return here.bottom, here.top, plain(here.bottom), plain(here.top)


def _off(one: Recommendation, last: Wave) -> bool:
    here = last.estimate
    return one.target is None or here is None or not here.bottom <= one.target <= here.top


def _goal(one: Recommendation) -> str:
    return f"target {plain(one.target)}" if one.target is not None else ""


def _missing(eye: Eye, one: Recommendation) -> list[str]:
    """What is not known and would make the number mean something."""
    last = one.last
    if last is None:
        return (
            ["no number is shown: a recommendation without its answers cannot be judged"]
            if one.waves
            else ["not asked yet"]
        )
    return [
        text
        for text, lacking in (
            (
                "what is usual in the category is not known: some are talked about, some are not",
                last.baseline is None,
            ),
            (
                "the reasons were not read and coded: the same answer means different things",
                last.coded is not True,
            ),
            ("nobody said who was asked", not last.population),
        )
        if lacking
    ]


def _table(one: Recommendation) -> list[tuple[str, ...]]:
    return [
        (
            wave.name, date(wave.date), f"{wave.estimate.n:,.0f}", shown(wave.estimate, wave.estimate.value),
            " to ".join(shown(wave.estimate, end) for end in wave.estimate.interval),
            " to ".join(shown(wave.estimate, end) for end in wave.adjusted.interval) if wave.adjusted is not None else "–",
            plain(wave.baseline) if wave.baseline is not None else "–", human(wave.population) or "–",
        )
        if wave.estimate is not None
        else (wave.name, date(wave.date), "–", wave.why, "–", "–", "–", human(wave.population) or "–")
        for wave in one.waves
    ]  # fmt: skip


# -- the view --------------------------------------------------------------------------------


@part("advocacy-said")
def said(eye: Eye, key: str) -> Part:
    """The last figure with its interval, whether it moved, and whether people are judged by it."""
    found: tuple[Recommendation, ...] = eye.ask(told.recommendations)
    if not found:
        return sentence(key, "Nobody is asked yet whether they would recommend us.")
    text = told.said(found[0])
    if any(one.judging for one in found):
        text += " People are judged by it: that is not what it can tell."
    return sentence(key, text)


@part("advocacy-figures")
def figures(eye: Eye, key: str) -> Part:
    """Each recommendation with its waves."""
    found: tuple[Recommendation, ...] = eye.ask(told.recommendations)
    html = macros("advocacy").figures(
        k=escape(key),
        slot=SLOT,
        empty=not found,
        editable=eye.editable,
        preset=preset(construct="recommendation"),
    )
    return filled(html, (recommendation.of(one.id) for one in found))


@part("advocacy-rows")
def rows(eye: Eye, key: str) -> Part:
    """The panels below."""
    html = f'<div class="cv-grid" data-k="{key}">{SLOT}</div>'
    return filled(html, (reasons.of(), beside.of(), asked.of(), uses.of()))


@part("advocacy")
def root(eye: Eye, key: str) -> Part:
    """The advocacy view."""
    html = macros("overview").view(k=key, view="advocacy", slot=SLOT)
    return filled(html, (opening.of("advocacy"), said.of(), figures.of(), rows.of(), legend.of()))
