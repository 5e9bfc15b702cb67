"""Words of a review page: what an address is called, when something was said, what a change changed."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

from cxcanvas.canvas import Canvas
from cxcanvas.review import Said
from cxcanvas.views.phrases import clipped, date, human
from cxcanvas.vocabulary import KINDS, RECORDS

__all__ = ["LONG", "MOST", "SHORT", "differing", "titled", "when"]

#: Sentences of changes that are listed before the rest is only counted.
MOST: Final = 12
#: Signs of an id as pages use it.
SHORT: Final = 16
#: Signs of a text that changed, as far as they are shown.
LONG: Final = 600
_PIECES: Final = re.compile(r"(\[-.*?-\]|\{\+.*?\+\})", re.DOTALL)


def differing(sentence_: str) -> Markup:
    """A sentence of a change with what went and what came marked as such: `[-went-]{+came+}`."""
    found = Markup("")
    for piece in _PIECES.split(sentence_):
        words = piece[2:-2].replace("⏎", " ")
        if piece.startswith("[-") and piece.endswith("-]"):
            found += Markup("<del>{}</del> ").format(clipped(words, LONG))
        elif piece.startswith("{+") and piece.endswith("+}"):
            found += Markup("<ins>{}</ins> ").format(clipped(words, LONG))
        else:
            found += clipped(piece, LONG)
    return found


def when(said: Said | str) -> str:
    """When it was said, by the clock of whoever said it."""
    at = said if isinstance(said, str) else said.at
    return f"{date(at[:10])}, {at[11:16]} UTC" if len(at) >= 16 else at


def titled(canvas: Canvas | None, address: str) -> str:
    """What an address is called: the element's name, and the field's where it is one."""
    head, _, rest = address.partition(".")
    if canvas is None or not head:
        return address or "The whole concept"
    if head == "concept":
        name = str(canvas.concept.get("title") or "The concept")
    elif head in canvas:
        name = canvas[head].title
    elif head in KINDS:
        return KINDS[head].plural
    else:
        name = RECORDS[head].label if head in RECORDS else head
    return f"{name} · {human(rest.replace('.', ' '))}" if rest else name
