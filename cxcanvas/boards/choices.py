"""What a reference field may point at, found by a few letters; and what could be made of them."""

from __future__ import annotations

from typing import Final

from cxcanvas.boards.messages import one_line
from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.boards.words import field_of
from cxcanvas.canvas import Canvas
from cxcanvas.search import search
from cxcanvas.vocabulary import KINDS

MOST: Final = 12
MOST_KINDS: Final = 4


def candidates(canvas: Canvas, kinds: set[str], words: str) -> list[str]:
    """The elements of some kinds that fit a few words, best first; without words, in the order of the file."""
    if not words.strip():
        return [id_ for kind in KINDS if kind in kinds for id_ in canvas.ids(kind)]
    hits = dict.fromkeys(hit.at.partition(".")[0] for hit in search(canvas, words).hits)
    found = [id_ for id_ in hits if id_ in canvas and canvas[id_].kind in kinds]
    low = one_line(words).casefold()
    begins = [id_ for id_ in found if canvas[id_].title.casefold().startswith(low)]
    return list(dict.fromkeys([*begins, *found]))


def choices(canvas: Canvas, address: str, words: str) -> str:
    """The list under a reference field: what fits, and what can be made right there."""
    field = field_of(canvas, address)
    kinds = set(KINDS) if "@" in field.to else {kind for kind in field.to if kind in KINDS}
    own = address.partition(".")[0]
    found = [id_ for id_ in candidates(canvas, kinds, words) if id_ != own][:MOST]
    rows = [(id_, canvas[id_].title, KINDS[canvas[id_].kind].label) for id_ in found]
    name = one_line(words)
    fresh = [(kind, KINDS[kind].label) for kind in field.to if kind in KINDS][:MOST_KINDS] if name else []
    return ENVIRONMENT.get_template("choices.html").render(rows=rows, fresh=fresh, words=name)
