"""One gesture for several elements: each as if it had been done alone, all in one step of the history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from cxcanvas.boards.gestures import elements, signs
from cxcanvas.boards.gestures.copies import copies
from cxcanvas.boards.gestures.plan import Plan, named
from cxcanvas.boards.messages import one_line
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas, Element
from cxcanvas.edits import Edit, Set, apply
from cxcanvas.values import ABSENT
from cxcanvas.vocabulary import KINDS

_Single = Callable[[Canvas, Element, Mapping[str, Any]], Plan | None]


def several(canvas: Canvas, message: Mapping[str, Any]) -> Plan:
    """Remove, place, duplicate, star, mark, tag or set the state of several elements at once."""
    chosen = _chosen(canvas, message["ats"])
    act: str = message["act"]
    if act == "duplicate":
        return _duplicate(canvas, chosen)
    if act == "star":
        chosen = _unless_all_starred(chosen)
    edits: list[Edit] = []
    at = ""
    for id_ in [one.id for one in chosen]:
        element = canvas.get(id_)
        plan = _ACTS[act](canvas, element, message) if element is not None else None
        if plan is not None and plan.edits:
            canvas = apply(canvas, *plan.edits)
            edits += plan.edits
            at = plan.at
    return Plan(tuple(edits), f"{_WORDS[act]} {_counted(chosen)}", at)


def _chosen(canvas: Canvas, addresses: Iterable[str]) -> list[Element]:
    """The elements that are still there, each once."""
    ids = dict.fromkeys(address.partition(".")[0] for address in addresses)
    found = [element for id_ in ids if (element := canvas.get(id_)) is not None]
    if not found:
        raise GestureError("None of these is there any more.")
    return found


def _counted(chosen: list[Element]) -> str:
    if len(chosen) == 1:
        return named(chosen[0])
    kinds = {one.kind for one in chosen}
    plural = KINDS[kinds.pop()].plural if len(kinds) == 1 else "elements"
    return f"{len(chosen)} {plural}"


def _duplicate(canvas: Canvas, chosen: list[Element]) -> Plan:
    made = copies(canvas, canvas, [one.id for one in chosen], beside=True)
    return Plan(made.edits, f"Duplicate {_counted(chosen)}", made.ids[0], ats=made.ids)


def _unless_all_starred(chosen: list[Element]) -> list[Element]:
    """Where some lack a star, those get one; where all have one, all lose it."""
    steps = [one for one in chosen if one.kind == "step"]
    if not steps:
        raise GestureError("Only a step can be a moment of truth.")
    bare = [one for one in steps if one.get("moment") is None]
    return bare or steps


def _remove(canvas: Canvas, element: Element, message: Mapping[str, Any]) -> Plan:
    return elements.remove(canvas, {"at": element.id})


def _place(canvas: Canvas, element: Element, message: Mapping[str, Any]) -> Plan | None:
    if "cell" not in message:
        raise GestureError("Say where they should go.")
    if element.kind != "step":
        return None
    return elements.place(
        canvas, {"at": element.id, "cell": message["cell"], "before": message.get("before")}
    )


def _star(canvas: Canvas, element: Element, message: Mapping[str, Any]) -> Plan:
    return signs.star(canvas, {"at": element.id})


def _mark(canvas: Canvas, element: Element, message: Mapping[str, Any]) -> Plan:
    if "sign" not in message:
        raise GestureError("Say which sign.")
    return signs.mark(canvas, {"at": element.id, "sign": message["sign"]})


def _tag(canvas: Canvas, element: Element, message: Mapping[str, Any]) -> Plan | None:
    word = one_line(message.get("word", ""))
    if not word:
        raise GestureError("Give the tag a word.")
    tags = element.get("tags")
    known = tags if isinstance(tags, tuple) else () if tags is None else (tags,)
    return None if word in known else Plan((Set(f"{element.id}.tags", (*known, word)),), "", element.id)


def _state(canvas: Canvas, element: Element, message: Mapping[str, Any]) -> Plan:
    word = one_line(message.get("word", ""))
    values = KINDS[element.kind].fields["state"].values
    if word and word not in values:
        raise GestureError(f"The state is {', '.join(values[:-1])} or {values[-1]}.")
    return Plan((Set(f"{element.id}.state", word or ABSENT),), "", element.id)


_ACTS: Final[Mapping[str, _Single]] = {
    "remove": _remove, "place": _place, "star": _star, "mark": _mark, "tag": _tag, "state": _state,
}  # fmt: skip
_WORDS: Final = {
    "remove": "Remove", "place": "Move", "star": "Star", "mark": "Mark", "tag": "Tag", "state": "Change the state of",
}  # fmt: skip
