"""The signs of a card: moment of truth, pain, opportunity, quote, guess; and how it feels there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cxcanvas.boards.gestures.plan import Plan, element_at, named, quoted
from cxcanvas.boards.messages import one_line
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas, Element, slugify
from cxcanvas.edits import Add, Set
from cxcanvas.values import ABSENT, Frozen, same
from cxcanvas.vocabulary import field_at


def star(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """A moment of truth, or none any more."""
    step = element_at(canvas, message["at"])
    if step.kind != "step":
        raise GestureError("Only a step can be a moment of truth.")
    if step.get("moment") is not None:
        return Plan((Set(f"{step.id}.moment", ABSENT),), f"Take the star from {named(step)}", step.id)
    moment = Frozen({"name": one_line(step.title)})
    return Plan((Set(f"{step.id}.moment", moment),), f"Star {named(step)}", step.id)


#: sign -> (kind, its name before a person gives it one, further fields, the field that points)
_MARKS: Final[Mapping[str, tuple[str, str, Mapping[str, Any], str]]] = {
    "pain": ("finding", "Pain", {"type": "pain"}, "at"),
    "opportunity": ("finding", "Opportunity", {"type": "opportunity"}, "at"),
    "quote": ("evidence", "Quote", {"type": "quote"}, "supports"),
    "guess": ("hypothesis", "Guess", {}, "about"),
}


def mark(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """A pain, an opportunity, a quote or a guess about an element, or about a part of a record such as a sign."""
    address, title = _marked(canvas, message["at"])
    kind, word, more, pointer = _MARKS[message["sign"]]
    name = f"{word}: {one_line(title)}"
    id_ = slugify(name, canvas)
    fields = Frozen({"name": name, **more, pointer: (address,)})
    return Plan((Add(kind, id_, fields),), f"Add a {word.lower()} at {quoted(one_line(title))}", id_)


def _marked(canvas: Canvas, address: str) -> tuple[str, str]:
    """Where a sign points, and what that is called."""
    head, *path = address.split(".")
    part = field_at(head, tuple(path[:1])) if head not in canvas else None
    if part is not None and canvas.value(f"{head}.{path[0]}") is not ABSENT:
        return f"{head}.{path[0]}", part.label or part.name
    element = element_at(canvas, address)
    return (element.id if canvas.value(address) is ABSENT else address), element.title


def feel(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """How a step feels, from -3 to +3."""
    step = element_at(canvas, message["at"])
    if step.kind != "step":
        raise GestureError("Only a step has a feeling.")
    valence = round(message["valence"], 1)
    valence = int(valence) if float(valence).is_integer() else valence
    label = f"Set the feeling at {named(step)} to {valence:+g}".replace("-", "−")
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
