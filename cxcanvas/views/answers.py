"""What answers what: from a pain or a moment of truth over opportunities to actions, and what nobody answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.measures import priorities as weighed
from cxcanvas.measures.emotion import feeling_at
from cxcanvas.measures.moments import Moment, moments, overlooked
from cxcanvas.measures.plan import plan, task
from cxcanvas.measures.priorities import Chance, Pain
from cxcanvas.views.blocks import Line
from cxcanvas.views.jinja import macros
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import clipped, date, human, percent, plain, signed
from cxcanvas.views.scene import Eye

_MOST: Final = 24
_MOST_EDITED: Final = 200


@dataclass(frozen=True, slots=True)
class Row:
    """What hurts or decides, what could be better, and what is done; `alone` where nothing is done."""

    at: str
    text: str
    said: str
    sign: str
    tint: str
    chances: tuple[Line, ...]
    actions: tuple[Line, ...]
    no_chance: str = ""
    no_action: str = ""

    @property
    def alone(self) -> bool:
        """Whether something hurts or decides and nobody works on it."""
        return bool(self.at) and not self.actions and self.sign != "◆"


@part("answers")
def answers(eye: Eye, key: str) -> Part:
    """Each pain, moment and opportunity with what answers it; last, what answers nothing."""
    chances = {one.id: one for one in eye.ask(weighed.opportunities)}
    found = [
        *(_moment(eye, one) for one in eye.ask(moments)),
        *(_pain(eye, one, chances) for one in eye.ask(weighed.pains)),
        *(_chance(eye, one) for one in chances.values() if not one.pains),
    ]
    found += [_trough(eye, one) for one in overlooked(eye)]
    idle = tuple(_action(eye, one.id) for one in eye.ask(plan) if one.open and not one.answers)
    if idle:
        found.append(Row("", "Nothing that is on the map", "work without a reason", "", "", (), idle))
    most = _MOST_EDITED if eye.editable else _MOST
    empty = "From what hurts, over what could be better, to what is done: a pain without an action is known and ignored."
    return filled(macros("priorities").answers(k=key, rows=found[:most], more=len(found) - most, empty=empty))


def _moment(eye: Eye, one: Moment) -> Row:
    weight = f"weight {plain(one.weight)} of 5" if one.weight is not None else "not weighed yet"
    return Row(
        one.step, one.name, weight, "★", "star", tuple(_idea(eye, id_) for id_ in one.chances),
        tuple(_action(eye, id_) for id_ in one.actions), no_chance="no opportunity named", no_action="nothing is done about the moment itself",
    )  # fmt: skip


def _pain(eye: Eye, one: Pain, chances: dict[str, Chance]) -> Row:
    parts = (
        f"hurts {plain(one.severity)} of 5" if one.severity is not None else "",
        f"in {percent(one.share)} of journeys" if one.share is not None else "",
    )
    said = ", ".join(word for word in parts if word) or "not weighed yet"
    ideas = tuple(_idea(eye, id_) for id_ in one.chances)
    return Row(
        one.id, eye.title(one.id), said, "▲", "pain", ideas,
        tuple(_action(eye, id_) for id_ in one.actions), no_chance="no opportunity named", no_action="nothing is done about it",
    )  # fmt: skip


def _chance(eye: Eye, one: Chance) -> Row:
    return Row(
        "", "No pain: a chance to surprise", "", "", "", (_idea(eye, one.id),),
        tuple(_action(eye, id_) for id_ in one.actions), no_action="nobody works on it",
    )  # fmt: skip


def _trough(eye: Eye, id_: str) -> Row:
    felt = feeling_at(eye, id_)
    said = f"feels {signed(felt.valence)}, and is marked neither as a pain nor as a moment" if felt else ""
    return Row(
        id_,
        eye.title(id_),
        said,
        "",
        "",
        (),
        (),
        no_chance="overlooked so far",
        no_action="nothing is done about it",
    )


def _idea(eye: Eye, id_: str) -> Line:
    return Line(id_, clipped(eye.title(id_), 120), sign="◆", tint="idea")


def _action(eye: Eye, id_: str) -> Line:
    one = eye.get(id_)
    if one is None:
        return Line(id_, id_)
    found = task(eye, one)
    who = eye.title(found.owner) if found.owner else ""
    due = f"due {date(found.due.isoformat())}" if found.due is not None else ""
    said = (who, due, human(found.work))
    missing = ", ".join(
        word for word in ("" if who else "no owner", "" if due else "no date") if word and found.open
    )
    return Line(id_, clipped(one.title, 120), tuple(word for word in said if word), missing)
