"""Advocacy: whether they would recommend us, how sure that is, why, and what the number is not for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markupsafe import escape

from cxcanvas.canvas import Element
from cxcanvas.measures import recommendation as told
from cxcanvas.measures.answered import Wave, last_of, waves_of
from cxcanvas.measures.intervals import Difference, Estimate
from cxcanvas.measures.reading import day, number, words
from cxcanvas.measures.recommendation import Recommendation, p_said, points
from cxcanvas.views.blocks import Line, gone, listing, opening, sentence
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import date, human, joined, percent, plain
from cxcanvas.views.plan import looked_at
from cxcanvas.views.scene import Eye

_MOST: Final = 12
_MOST_EDITED: Final = 200
#: Who could be asked besides those who are customers today.
_OTHERS: Final = {
    "ex_customers": "those who left",
    "non_customers": "those who never came",
    "category_users": "those who use another",
}
_USES: Final = {
    "external_claim": "shown outside: a claim must hold with its interval",
    "team_goal": "a goal of a team: look at the interval before anybody is praised",
}


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


# -- why -------------------------------------------------------------------------------------


@part("advocacy-reasons")
def reasons(eye: Eye, key: str) -> Part:
    """Why they say so: the coded reasons of the newest wave that has any."""
    found = [wave for one in eye.ask(told.recommendations) for wave in one.waves if wave.reasons]
    newest = max(found, key=lambda wave: wave.date, default=None)
    rows, note = [], ""
    if newest is not None:
        whole = sum(count for _, count in newest.reasons)
        rows = [
            (name, count / whole, f"{plain(count)} ({percent(count / whole)})")
            for name, count in newest.reasons[:_MOST]
        ]
        note = _reasons_note(newest)
    uncoded = any(
        one.last is not None and one.last.coded is not True for one in eye.ask(told.recommendations)
    )
    empty = (
        "The reasons were not read and coded: without them the same answer means different things."
        if uncoded
        else "Why do they say so? One open answer behind the number, read and coded, tells more than the number."
    )
    return filled(
        macros("advocacy").reasons(
            k=key, rows=rows, note=note, empty=empty, name=newest.name if newest else ""
        )
    )


def _reasons_note(wave: Wave) -> str:
    own, scattered = wave.own_share, wave.scatter
    said = (
        f"{percent(own)} speak of what they went through themselves."
        if own
        else "Nobody speaks of what they went through themselves."
    )
    return (
        f"{said} The reasons scatter widely: one number stands for several meanings."
        if scattered and scattered > 0.75
        else said
    )


# -- what stands beside it -------------------------------------------------------------------


@part("advocacy-beside")
def beside(eye: Eye, key: str) -> Part:
    """The other measures that keep a recommendation company, each with its interval."""
    found = [_second(eye, one) for one in told.seconds(eye)]
    lines = sorted(found, key=lambda line: bool(line.missing))
    alone = bool(eye.ask(told.recommendations)) and not any(not line.missing for line in lines)
    note = "Recommendation is the only result that is measured: alone it misleads." if alone else ""
    empty = "Which second measure stands beside it: do they stay, are they satisfied, do they come back by themselves?"
    return listing(
        eye, key, "What stands beside it", lines, empty, kind="indicator", preset=preset(construct="satisfaction"),
        word="a second measure", note=note,
    )  # fmt: skip


def _second(eye: Eye, one: Element) -> Line:
    waves = waves_of(one)
    last = last_of(waves)
    said = [human(one.get("construct"))]
    wrong = told.unreachable(number(one.get("target")), last)
    if last is None or last.estimate is None or last.sure is None:
        missing = f"no figure: {waves[-1].why}" if waves else "not measured yet"
        return Line(one.id, one.title, tuple(said), missing)
    here, (low, high) = last.estimate, last.sure.interval
    said.append(
        f"{plain(here.value)} of {plain(here.top)} ({plain(low)} to {plain(high)}), {here.n:,.0f} answers"
    )
    said += never_top(last)
    return Line(one.id, one.title, tuple(said), wrong=wrong, tone="bad" if wrong else "")


def never_top(last: Wave) -> list[str]:
    """What people who never give the highest mark mean for a figure."""
    here = last.estimate
    if here is None or not last.never_top:
        return []
    top = plain(here.top)
    found = [f"{percent(last.never_top)} never give a {top}"]
    if last.best is not None:
        found.append(f"so the best mean that can be reached is {plain(last.best)}")
    if last.top_of_those_who_do is not None:
        found.append(f"of those who ever do, {percent(last.top_of_those_who_do)} did")
    if last.never_top > told.MANY_NEVER:
        found.append("do not compare groups by it as it stands")
    return found


# -- who was asked, and what for -------------------------------------------------------------


@part("advocacy-asked")
def asked(eye: Eye, key: str) -> Part:
    """Who was asked, who was not, and whether those who recommend could leave at all."""
    lines = [line for one in eye.ask(told.recommendations) for line in _asked(eye, one)]
    empty = "Who is asked? Most of what is said against a firm comes from those who left and those who never came."
    return listing(eye, key, "Who was asked, and who was not", lines, empty)


def _asked(eye: Eye, one: Recommendation) -> list[Line]:
    element = eye.get(one.id)
    populations = dict.fromkeys(wave.population for wave in one.waves if wave.population)
    lines = []
    if populations:
        lines.append(Line(one.id, f"Asked: {joined([human(name) for name in populations])}"))
    if populations and not set(populations) & set(_OTHERS):
        said = "in one study they gave 77 % of the bad word of mouth (East and others 2011)"
        lines.append(
            Line(one.id, "Not asked: those who left, and those who never came", (said,), tone="warn")
        )
    rate = number(element.get("response_rate"), 0, 1) if element is not None else None
    lines.append(
        Line(one.id, f"{percent(rate)} of those asked answered") if rate is not None
        else Line(one.id, "Of those asked", missing="nobody said how many answered")
    )  # fmt: skip
    step = (
        eye.get(words(element.get("asked_at")).partition(".")[0])
        if element is not None and element.get("asked_at")
        else None
    )
    if step is not None:
        lines.append(
            Line(step.id, f"Asked at {step.title}", ("what was just lived through colours the answer",))
        )
    for id_, share in told.captives(eye, one):
        wrong = f"{percent(share)} of what holds them is not their wish: who cannot leave may say yes and mean no way out"
        lines.append(Line(id_, eye.title(id_), wrong=wrong, tone="bad"))
    return lines


@part("advocacy-uses")
def uses(eye: Eye, key: str) -> Part:
    """What the number is used for; where single people are judged by it, that is called out."""
    lines: list[Line] = []
    for one in eye.ask(told.recommendations):
        element = eye.get(one.id)
        given = element.get("used_for") if element is not None else ()
        for use in given if isinstance(given, tuple) else (given,):
            name = words(use)
            if name in told.JUDGING:
                wrong = "a number about the whole firm says nothing about one person: take it out"
                lines.insert(0, Line(one.id, human(name), wrong=wrong, tone="bad"))
            elif name:
                lines.append(Line(one.id, human(name), (_USES[name],) if name in _USES else ()))
    empty = "What is it used for? To learn, and to choose where to listen; never to judge or to pay single people."
    return listing(eye, key, "What it is used for", lines, empty)


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
