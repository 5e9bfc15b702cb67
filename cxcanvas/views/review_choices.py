"""What the forms of a review let one choose: places, fields, parts, what can be voted on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.review import default_parts
from cxcanvas.review.parts import every_part
from cxcanvas.views.phrases import clipped, human
from cxcanvas.vocabulary import KINDS

__all__ = ["PARTS", "choices", "fields", "findings", "offered", "part_title"]


def choices(
    canvas: Canvas | None, only: Collection[str] = ()
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What a comment can be about, by kind; `only` of these kinds, where it names any."""
    if canvas is None:
        return ()
    return tuple(
        (KINDS[kind].plural, tuple((one.id, clipped(one.title, 80)) for one in canvas.of(kind)))
        for kind in canvas.kinds
        if kind in KINDS and canvas.ids(kind) and (not only or kind in only)
    )


#: What belongs to each part of the method, and the view that shows it best.
PARTS: Final[dict[str, tuple[str, str]]] = {
    "exchange": ("what each side gives and gets", "exchange"), "bonds": ("what keeps the relation, and how one knows", "loyalty"),
    "journey": ("stages, steps, what people expect and feel", "journey"), "promises": ("what is promised, and kept", "promises"),
    "learning": ("what is assumed, and what is known", "evidence"), "plan": ("what shall be done, and to what end", "canvas"),
    "case": ("what it costs and brings", "measures"),
}  # fmt: skip


def part_title(canvas: Canvas | None, name: str) -> str:
    """What a part is called: a stage by its own name."""
    element = canvas.get(name) if canvas is not None and name not in PARTS else None
    words = element.title if element is not None else human(name)
    return f"{words[:1].upper()}{words[1:]}"


def offered(canvas: Canvas | None) -> tuple[tuple[str, str, str, bool], ...]:
    """What can be judged one by one: (name, title, what belongs to it, whether it is one of the method's)."""
    if canvas is None:
        return ()
    return tuple(
        (
            name,
            part_title(canvas, name),
            PARTS[name][0] if name in PARTS else "the stage with its steps",
            name in PARTS,
        )
        for name in (*default_parts(canvas), *(one for one in every_part(canvas) if one not in PARTS))
    )


_FINDINGS: Final = {"pain": "▲", "opportunity": "◆"}


def findings(canvas: Canvas | None) -> tuple[tuple[str, str, str], ...]:
    """The pains and opportunities that can be voted on: (address, title, sign)."""
    if canvas is None:
        return ()
    return tuple((one.id, one.title, _FINDINGS.get(str(one.get("type")), "")) for one in canvas.of("finding"))


def fields(canvas: Canvas | None) -> tuple[tuple[str, str, str], ...]:
    """The fields of words that a proposed change may be about: (name, label, the kinds that have it)."""
    found: dict[str, tuple[str, list[str]]] = {}
    for kind in canvas.kinds if canvas is not None else ():
        for one in (
            KINDS[kind].fields.values() if kind in KINDS and canvas is not None and canvas.ids(kind) else ()
        ):
            if one.type in ("text", "prose") and one.name != "name":
                found.setdefault(one.name, (one.label or human(one.name), []))[1].append(KINDS[kind].label)
    return tuple((name, label, ", ".join(kinds)) for name, (label, kinds) in found.items())
