"""A changed canvas into the text as it is: only the lines of what changed differ."""

from __future__ import annotations

import re

from cxcanvas.canvas import FORMAT, Canvas
from cxcanvas.errors import TextError
from cxcanvas.textfile.document import Document
from cxcanvas.textfile.nodes import line_start, outline
from cxcanvas.textfile.patch import Patch, Place
from cxcanvas.textfile.reader import read
from cxcanvas.textfile.shapes import ANYTHING
from cxcanvas.textfile.writer import tree_of, write

#: Down to which level the text is taken apart: to the last field; elements as wholes; sections as wholes.
_DEPTHS = (99, 2, 1)

_MARKER = re.compile(r"^---.*\n", re.MULTILINE)


def splice(document: Document, canvas: Canvas) -> str:
    """The document's text with the canvas in it: bytes, comments and order of what did not change stay.

    What comes out is read again and compared with the canvas; where it does not say the
    same, larger pieces are written anew, in the end the whole text.
    """
    return spliced(document, canvas).text


def spliced(document: Document, canvas: Canvas) -> Document:
    """Like `splice`, but gives the new text as it was read again, with its lines and comments."""
    if canvas is document.canvas:
        return document
    if document.format == FORMAT:
        for depth in _DEPTHS:
            text = _spliced(document, canvas, depth)
            found = None if text is None else _read_again(text, document.path)
            if found is not None and _same(found.canvas, canvas):
                return found
    whole = write(canvas).replace("\n", document.newline)
    return read(f"\ufeff{whole}" if document.bom else whole, document.path)


def _spliced(document: Document, canvas: Canvas, depth: int) -> str | None:
    bom = "\ufeff" if document.bom else ""
    text = document.text.removeprefix(bom)
    root = outline(text)
    if root.flow:
        return None
    patch = Patch(text, document.newline, document.canvas.comments, depth)
    marker = _MARKER.search(text, 0, line_start(text, root.start))
    above = marker.end() if marker else 0
    body = patch.mapping(root, tree_of(document.canvas), tree_of(canvas), Place(ANYTHING, "", 0), above)
    return None if body is None else bom + text[:above] + body + text[patch.line_after(root) :]


def says(text: str, canvas: Canvas) -> bool:
    """Whether a text says what a canvas holds (a number in a field of words becomes its words)."""
    found = _read_again(text, "")
    return found is not None and _same(found.canvas, canvas)


def _read_again(text: str, path: str) -> Document | None:
    try:
        return read(text, path)
    except TextError:
        return None


def _same(found: Canvas, wanted: Canvas) -> bool:
    return found == wanted or _bare(found) == _bare(wanted)


def _bare(canvas: Canvas) -> str:
    elements = [(one.kind, one.id, one.fields) for one in map(canvas.__getitem__, canvas)]
    return write(Canvas.build(canvas.records, elements, canvas.format))
