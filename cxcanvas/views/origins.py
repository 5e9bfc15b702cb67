"""From which step trust comes: the places that build it, those that erode it, and who repairs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.measures import trust as made
from cxcanvas.measures.reading import words
from cxcanvas.measures.trust import Force
from cxcanvas.values import Frozen
from cxcanvas.views.jinja import macros
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import joined
from cxcanvas.views.scene import Eye

_MOST: Final = 16
_MOST_EDITED: Final = 200


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


def origins(eye: Eye, builds: bool) -> tuple[Origin, ...]:
    """The places that build, or those that erode, in the order in which they are lived."""
    found: dict[str, list[Force]] = {}
    for one in eye.ask(made.forces):
        if one.builds is builds:
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
    most = _MOST_EDITED if eye.editable else _MOST
    before = made.is_only_before(eye.ask(made.forces))
    sides = (
        (
            "What builds it",
            "Which step earns trust? Say at each sign and each bond what builds it.",
            origins(eye, True),
        ),
        (
            "What erodes it",
            "Which step or pain spends trust? It comes here, with who repairs it.",
            origins(eye, False),
        ),
    )
    html = macros("trust").paths(
        k=key, sides=sides, most=most, before=before, any=any(found for _, _, found in sides)
    )
    return filled(html)
