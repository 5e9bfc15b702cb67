"""The cards of the map: a step with everything that is known at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from markupsafe import escape

from cxcanvas.canvas import Element
from cxcanvas.errors import Problem
from cxcanvas.measures.reading import ids_of, number, words
from cxcanvas.values import Frozen
from cxcanvas.versions.sides import UNDECIDED
from cxcanvas.views import layout
from cxcanvas.views.claims import unheard
from cxcanvas.views.jinja import macros
from cxcanvas.views.marks import marked
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import clipped, human, percent, short
from cxcanvas.views.scene import Eye

TINTS = {"customer": "cx-customer", "encounter": "cx-encounter"}


@dataclass(frozen=True, slots=True)
class Sign:
    """Something said at a place: its sign, the word for it, the address it lives at, and its text."""

    sign: str
    word: str
    at: str
    text: str
    unheard: bool = False


def signs_at(eye: Eye, id_: str, full: bool) -> tuple[Sign, ...]:
    """Pains, opportunities, guesses and (in full) quotes that point at an element or a field of it."""
    found: list[Sign] = []
    for one in eye.referrers(id_):
        source = eye.get(one.source)
        if source is None:
            continue
        if source.kind == "finding" and one.relation == "at":
            pain = source.get("type") != "opportunity"
            found.append(
                Sign(
                    "pain" if pain else "idea",
                    "pain" if pain else "opportunity",
                    source.id,
                    source.title,
                    unheard(eye, source.id),
                )
            )
        elif source.kind == "hypothesis" and one.relation == "about" and is_open(source):
            said = words(source.get("name")) or words(source.get("statement")) or source.id
            found.append(Sign("guess", "guess", source.id, said))
        elif (
            full
            and source.kind == "evidence"
            and one.relation in ("supports", "contradicts")
            and source.get("type") == "quote"
        ):
            found.append(Sign("quote", "quote", source.id, words(source.get("text")) or source.title))
    unique = {one.at: one for one in found}
    return tuple(sorted(unique.values(), key=lambda one: ("pain", "idea", "guess", "quote").index(one.sign)))


def is_open(hypothesis: Element) -> bool:
    """Whether a hypothesis is still a guess: neither confirmed nor rejected nor put aside."""
    return hypothesis.get("verdict") not in ("confirmed", "rejected", "parked")


def signs(eye: Eye, id_: str, full: bool) -> tuple[Sign, ...]:
    """The signs at a step, as a query."""
    return signs_at(eye, id_, full)


@dataclass(frozen=True, slots=True)
class Way:
    """Where a step leads when it is not simply to the next one."""

    to: str
    text: str
    back: bool


def ways(eye: Eye, step_id: str) -> tuple[Way, ...]:
    """Branches, loops and jumps; a step that simply goes on has none."""
    step = eye.get(step_id)
    if step is None or step.get("next") is None:
        return ()
    value = step.get("next")
    each = value if isinstance(value, tuple) else (value,)
    if not each:
        return (Way("", "ends here", False),)
    found = [way for one in each if (way := _way(eye, step_id, one, len(each) > 1)) is not None]
    return tuple(found)


def _way(eye: Eye, step_id: str, entry: Any, branches: bool) -> Way | None:
    targets = ids_of(entry)
    target = eye.get(targets[0]) if targets else None
    if target is None or target.kind != "step":
        return None
    more = entry if isinstance(entry, Frozen) else Frozen()
    when, share = words(more.get("when")), number(more.get("share"), 0, 1)
    back = target.id == step_id or eye.ask(layout.comes_before, target.id, step_id)
    plain = not (when or share is not None or back or branches)
    if plain and eye.ask(layout.follows, step_id, target.id):
        return None
    case = ", ".join(
        part for part in (when and f"when {when}", percent(share) if share is not None else "") if part
    )
    name = short(target.title, 48)
    goes = "again" if target.id == step_id else f"back to {name}" if back else name
    return Way(target.id, f"{case}: {goes}" if case else goes, back)


def _where(eye: Eye, step: Element) -> str:
    """Channel and means of an encounter, and a partner who does it, in one line."""
    channel = eye.get(step.get("channel")) if isinstance(step.get("channel"), str) else None
    means = [channel.title if channel else "", human(step.get("medium"))]
    if channel is not None and channel.get("type") == "automated":
        means.append("automated")
    return " · ".join(dict.fromkeys(one for one in (*means, *_partners(eye, step)) if one))


def _partners(eye: Eye, step: Element) -> list[str]:
    found = []
    for id_ in ids_of(step.get("by")):
        by = eye.get(id_)
        if by is not None and by.kind == "party" and by.get("role") not in (None, "customer", "provider"):
            found.append(f"by {by.title} ({human(by.get('role'))})")
    return found


def _expression(step: Element) -> list[tuple[str, str, float | None]]:
    """Attitude, competence and fluency with their scores, in full."""
    found = step.get("expression")
    if not isinstance(found, Frozen):
        return []
    each = [(name, found.get(name)) for name in ("attitude", "competence", "fluency")]
    return [
        (name, words(one.get("statement")) or words(one.get("name")), number(one.get("score"), 1, 5))
        for name, one in each
        if isinstance(one, Frozen)
    ]


def _card(looking: Eye, key: str, step_id: str, full: bool) -> Part:
    eye = looking.seeing(step_id)
    step = eye.get(step_id)
    if step is None:
        return filled(f'<article class="cx-card" data-k="{escape(key)}"></article>')
    here: layout.Place = eye.ask(layout.place, step_id)
    moment = step.get("moment")
    name = words(step.get("name"))
    data = {
        "k": key,
        "at": step_id,
        "name": name if full else clipped(name, 120),
        "whole": name,
        "editable": eye.editable,
        "tint": TINTS.get(here.lane, "cx-provider"),
        "moment": moment is not None,
        "unheard": unheard(eye, step_id),
        "untold": unheard(eye, f"{step_id}.moment"),
        "decides": words(moment.get("name")) if full and isinstance(moment, Frozen) else "",
        "where": _where(eye, step),
        "thinks": clipped(words(step.get("thinks")), 140) if full else "",
        "signs": eye.ask(signs, step_id, full),
        "ways": eye.ask(ways, step_id) if full else (),
        "expression": _expression(step) if full else (),
        "problems": [(in_short(one, step.title), one.message) for one in eye.problems(step_id)],
        "ends": [eye.title(one) for one in here.more[-1:]],
        "mark": marked(looking, step_id),
    }
    return filled(macros("map").card(**data))


def in_short(problem: Problem, title: str) -> str:
    """A problem as it is read at the card whose title it need not repeat."""
    if problem.rule == UNDECIDED:
        return "two versions"
    said = problem.message.removeprefix(f"At “{title}” ").removeprefix(f"“{title}” ")
    return clipped(f"{said[:1].upper()}{said[1:]}", _SHORT)


_SHORT: Final = 90


@part("card")
def card(eye: Eye, key: str, step_id: str) -> Part:
    """A card with all that is known at it."""
    return _card(eye, key, step_id, True)


@part("brief")
def brief(eye: Eye, key: str, step_id: str) -> Part:
    """A card as the overview shows it."""
    return _card(eye, key, step_id, False)


@part("goes-on")
def ghost(eye: Eye, key: str, stage: str, step_id: str) -> Part:
    """The continuation of a step that spans several columns."""
    here: layout.Place = eye.ask(layout.place, step_id)
    tint = TINTS.get(here.lane, "cx-provider")
    return filled(macros("map").goes_on(k=key, at=step_id, name=short(eye.title(step_id), 48), tint=tint))


@part("left")
def left(eye: Eye, key: str, step_id: str) -> Part:
    """The place where a step stood before it moved."""
    seen = eye.before or eye
    here: layout.Place = seen.ask(layout.place, step_id)
    now: layout.Place = eye.ask(layout.place, step_id)
    to = layout.LANE_NAMES[now.lane] if now.stage == here.stage else eye.title(now.stage)
    tint = TINTS.get(here.lane, "cx-provider")
    name = short(seen.title(step_id), 48)
    return filled(macros("map").left(k=key, at=step_id, name=name, to=to if now.stage else "", tint=tint))
