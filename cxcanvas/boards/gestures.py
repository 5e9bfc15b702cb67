"""What a person does on a board, told as edits: pure functions from a canvas and a gesture to a plan.

    plan = gesture(canvas, {"do": "star", "at": "care-call"})
    session.apply(*plan.edits, label=plan.label)

The messages have passed `messages.checked`; here they are held against the canvas.
GestureError says in a sentence why one does not fit; nothing is changed then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cxcanvas.boards.messages import one_line
from cxcanvas.boards.placing import cell_of, place_after, placed
from cxcanvas.boards.words import GestureError, field_of, parsed
from cxcanvas.canvas import Canvas, Element, slugify
from cxcanvas.edits import Add, Edit, Rename, Set, removal
from cxcanvas.values import ABSENT, Frozen, freeze, same
from cxcanvas.vocabulary import KINDS
from cxcanvas.vocabulary.values import faults

__all__ = ["GestureError", "Plan", "gesture"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The edits of one gesture, their label in the history, and the element they are about."""

    edits: tuple[Edit, ...]
    label: str
    at: str = ""


def gesture(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """The edits that a gesture asks for; GestureError with a sentence where it does not fit the canvas."""
    plan = _GESTURES.get(message["do"])
    if plan is None:
        raise GestureError("A board does not know this gesture.")
    return plan(canvas, message)


def _element(canvas: Canvas, address: str) -> Element:
    element = canvas.get(address.partition(".")[0])
    if element is None:
        raise GestureError("This element is not there any more.")
    return element


def _name(element: Element) -> str:
    title = one_line(element.title)
    return f"“{title if len(title) <= 40 else title[:39] + '…'}”"


# -- words and fields ------------------------------------------------------------------------


def _set(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    address: str = message["at"]
    found = field_of(canvas, address)
    value = parsed(canvas, found, message["value"], canvas.value(address))
    before = canvas.value(address)
    head = address.partition(".")[0]
    if same(before, value) or (value is ABSENT and before is None):
        return Plan((), "", head)
    owner = canvas.get(head)
    what = f"{found.label or found.name} of {_name(owner)}" if owner else found.label or found.name
    if owner is not None and address == f"{owner.id}.name":
        what = f"{_name(owner)}"
        return Plan(
            (Set(address, value),),
            f"Rename {what}" if value is not ABSENT else f"Clear the name of {what}",
            head,
        )
    return Plan((Set(address, value),), f"{'Clear' if value is ABSENT else 'Change'} {what}", head)


def _rename(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    element = _element(canvas, message["at"])
    to = slugify(message["to"], canvas)
    return Plan((Rename(element.id, to),), f"Change the id of {_name(element)}", to)


# -- elements --------------------------------------------------------------------------------


def _add(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    name = one_line(message["name"])
    if not name:
        raise GestureError("Give it a name first.")
    made = KINDS.get(message["kind"])
    if made is None:
        raise GestureError("The vocabulary has no such kind of element.")
    fields: dict[str, Any] = {"name": name}
    for key, value in message.get("preset", {}).items():
        found = made.fields.get(key)
        if found is None:
            raise GestureError(f"A {made.label} has no field “{one_line(key)[:40]}”.")
        frozen = freeze(value)
        for _, fault in faults(found, frozen):
            raise GestureError(f"{fault[:1].upper()}{fault[1:]}.")
        _real(canvas, found.to, frozen)
        fields[key] = frozen
    id_ = slugify(name, canvas)
    before = _sibling(canvas, made.name, message.get("before"))
    if before is None and made.name == "step":
        before = place_after(canvas, cell_of(canvas, Element("step", id_, fields)))
    return Plan((Add(made.name, id_, Frozen(fields), before),), f"Add “{name[:40]}”", id_)


def _real(canvas: Canvas, to: tuple[str, ...], value: Any) -> None:
    """Refuse a preset that points at what is not there."""
    for one in (value if isinstance(value, tuple) else (value,)) if to else ():
        if isinstance(one, str) and one.partition(".")[0] not in canvas:
            raise GestureError("The place it should stand in is not there any more.")


def _sibling(canvas: Canvas, kind: str, before: str | None) -> str | None:
    """The element to stand before, where it is still there and of that kind."""
    element = canvas.get(before) if before else None
    return element.id if element is not None and element.kind == kind else None


def _remove(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    address: str = message["at"]
    element = _element(canvas, address)
    if "." in address:
        if canvas.value(address) is ABSENT:
            raise GestureError("This is not there any more.")
        return Plan((Set(address, ABSENT),), f"Remove a part of {_name(element)}", element.id)
    return Plan(removal(canvas, element.id), f"Remove {_name(element)}", "")


def _place(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    step = _element(canvas, message["at"])
    if step.kind != "step":
        raise GestureError("Only the cards of a journey can be placed in its cells.")
    stage, _, lane = message["cell"].partition("/")
    if stage and (canvas.get(stage) is None or canvas[stage].kind != "stage"):
        raise GestureError("This stage is not there any more.")
    edits = placed(canvas, step, stage, lane, _sibling(canvas, "step", message.get("before")))
    where = f" to {_name(canvas[stage])}" if stage and cell_of(canvas, step)[0] != stage else ""
    return Plan(edits, f"Move {_name(step)}{where}", step.id)


# -- signs -------------------------------------------------------------------------------------


def _star(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    step = _element(canvas, message["at"])
    if step.kind != "step":
        raise GestureError("Only a step can be a moment of truth.")
    if step.get("moment") is not None:
        return Plan((Set(f"{step.id}.moment", ABSENT),), f"Take the star from {_name(step)}", step.id)
    moment = Frozen({"name": one_line(step.title)})
    return Plan((Set(f"{step.id}.moment", moment),), f"Star {_name(step)}", step.id)


#: sign -> (kind, its name before a person gives it one, further fields, the field that points)
_MARKS: Final[Mapping[str, tuple[str, str, Mapping[str, Any], str]]] = {
    "pain": ("finding", "Pain", {"type": "pain"}, "at"),
    "opportunity": ("finding", "Opportunity", {"type": "opportunity"}, "at"),
    "quote": ("evidence", "Quote", {"type": "quote"}, "supports"),
    "guess": ("hypothesis", "Guess", {}, "about"),
}


def _mark(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    address: str = message["at"]
    element = _element(canvas, address)
    if canvas.value(address) is ABSENT:
        address = element.id
    kind, word, more, pointer = _MARKS[message["sign"]]
    name = f"{word}: {one_line(element.title)}"
    id_ = slugify(name, canvas)
    fields = Frozen({"name": name, **more, pointer: (address,)})
    return Plan((Add(kind, id_, fields),), f"Add a {word.lower()} at {_name(element)}", id_)


def _feel(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    step = _element(canvas, message["at"])
    if step.kind != "step":
        raise GestureError("Only a step has a feeling.")
    valence = round(message["valence"], 1)
    valence = int(valence) if float(valence).is_integer() else valence
    label = f"Set the feeling at {_name(step)} to {valence:+g}".replace("-", "−")
    slug = _felt(step, message["at"])
    if slug is None:
        made = Frozen({"valence": valence, "known_by": "assumed"})
        return Plan((Set(f"{step.id}.emotions.feeling", made),), label, step.id)
    if same(canvas.value(f"{step.id}.emotions.{slug}.valence"), valence):
        return Plan((), "", step.id)
    return Plan((Set(f"{step.id}.emotions.{slug}.valence", valence),), label, step.id)


def _felt(step: Element, address: str) -> str | None:
    """Which emotion a point of the curve stands for: the named one, or the step's first that has a valence."""
    emotions = step.get("emotions")
    if emotions is None:
        return None
    if not isinstance(emotions, Frozen):
        raise GestureError("The emotions of this step are written in a way that a drag cannot change.")
    _, _, rest = address.partition(".emotions.")
    if rest in emotions:
        return _usable(emotions, rest)
    for slug, emotion in emotions.items():
        if isinstance(emotion, Frozen) and isinstance(emotion.get("valence"), (int, float)):
            return slug
    return _usable(emotions, next(iter(emotions))) if emotions else None


def _usable(emotions: Frozen, slug: str) -> str:
    if emotions[slug] is not None and not isinstance(emotions[slug], Frozen):
        raise GestureError("This emotion is written in a way that a drag cannot change.")
    return slug


_GESTURES: Final[Mapping[str, Callable[[Canvas, Mapping[str, Any]], Plan]]] = {
    "set": _set, "field": _set, "add": _add, "remove": _remove, "place": _place, "star": _star, "mark": _mark,
    "feel": _feel, "rename": _rename,
}  # fmt: skip
