"""What is shown before it is done: a paste as it would come out, the ways to link two elements, the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cxcanvas.boards.choices import candidates
from cxcanvas.boards.gestures.linking import Way, linkable
from cxcanvas.boards.gestures.pasting import pasting
from cxcanvas.boards.gestures.plan import element_at, named
from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.canvas import Canvas
from cxcanvas.vocabulary import KINDS

MOST_SHOWN: Final = 40
#: The forms that a text may be read in, as a person would say them.
FORMS: Final = {
    "cards": "each line or cell a card",
    "stages": "the first row is stages, below them their cards",
    "map": "columns are stages, rows are storylines",
    "rows": "each row one element, columns are fields",
    "elements": "elements from another concept",
}
#: The same of what has no rows below a first one.
_SIMPLE: Final = {"cards": "each line or cell one by itself", "stages": "each line or cell a stage"}


def _kind_word(kind: str) -> str:
    return "card" if kind == "step" else KINDS[kind].label


def offer(canvas: Canvas, message: Mapping[str, Any]) -> str:
    """The dialog that shows what a paste would make."""
    made = pasting(canvas, message)
    items = [(_kind_word(one.kind), one.name, one.place) for one in made.items[:MOST_SHOWN]]
    more = max(0, len(made.items) - MOST_SHOWN)
    words = FORMS if len(made.forms) > 2 else FORMS | _SIMPLE
    forms = [(form, words[form], form == made.form) for form in made.forms]
    return ENVIRONMENT.get_template("offer.html").render(
        sentence=made.sentence, items=items, more=more, forms=forms, placed=any(place for *_, place in items)
    )


def targets(canvas: Canvas, at: str, words: str) -> str:
    """The dialog that finds what an element can be linked with."""
    source = element_at(canvas, at)
    kinds = {kind for kind in KINDS if linkable(source.kind, kind)}
    there = [id_ for id_ in candidates(canvas, kinds, words) if id_ != source.id]
    rows = [(id_, canvas[id_].title, KINDS[canvas[id_].kind].label) for id_ in there[:MOST_SHOWN]]
    more = len(there) - len(rows)
    said = (
        f"{len(there)} found{f', {len(rows)} shown' if more else ''}."
        if there
        else "Nothing of that name fits."
    )
    return ENVIRONMENT.get_template("targets.html").render(source=named(source), rows=rows, said=said)


def linking(canvas: Canvas, found: Sequence[Way]) -> str:
    """The dialog that asks which of several links is meant."""
    said = [
        (
            at,
            named(canvas[way.source]),
            (way.field.label or way.field.name),
            named(canvas[way.target]),
            way.field.help,
        )
        for at, way in enumerate(found)
    ]
    return ENVIRONMENT.get_template("ways.html").render(ways=said)
