"""What must stand beside a recommendation: its reasons, a second measure, who was asked, what it is used for."""

from __future__ import annotations

from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures import recommendation as told
from cxcanvas.measures.answered import Wave, last_of, waves_of
from cxcanvas.measures.reading import number, words
from cxcanvas.measures.recommendation import Recommendation
from cxcanvas.views.blocks import Line, listing
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import human, joined, percent, plain
from cxcanvas.views.scene import Eye

_MOST: Final = 12
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
        said = "in one study they gave 77% of the bad word of mouth (East and others 2011)"
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
