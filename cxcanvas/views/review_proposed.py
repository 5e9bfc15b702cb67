"""What a comment proposes to change, beside the words that are there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Edit, Set, from_json, sentence
from cxcanvas.errors import CxError
from cxcanvas.review import Comment, Sight
from cxcanvas.values import same
from cxcanvas.versions.conflicts import place_in_words
from cxcanvas.versions.telling import in_words
from cxcanvas.versions.wording import Piece, word_by_word
from cxcanvas.views.phrases import clipped
from cxcanvas.views.review_words import LONG

__all__ = ["Proposed", "proposed"]

#: Signs of unchanged words that are shown between two changes.
_KEEPS: Final = 160


class Proposed(NamedTuple):
    """A change that a comment proposes: of what; where words change, both sides piece by piece; else a sentence."""

    where: str
    now: tuple[Piece, ...] = ()
    then: tuple[Piece, ...] = ()
    note: str = ""


def proposed(comment: Comment, sight: Sight) -> Iterator[Proposed]:
    """The changes of a comment; a sentence where one does not fit."""
    canvas = sight.now if sight.now is not None else sight.then
    if canvas is None:
        return
    for one in comment.edits:
        try:
            yield _proposed(from_json(one), canvas, sight.then, bool(comment.became))
        except CxError as error:
            yield Proposed(f"a change that does not fit: {error}")


def _proposed(edit: Edit, now: Canvas, then: Canvas | None, done: bool) -> Proposed:
    """Beside what stands there now; once it was taken over, beside what stood there."""
    if not isinstance(edit, Set):
        return Proposed(sentence(edit, now if then is None else then))
    address = edit.address
    there = [each for each in (now, then) if each is not None and address.partition(".")[0] in each]
    canvas = then if done and then is not None else there[0] if there else now
    stands, wanted = (in_words(canvas, address, one) for one in (canvas.value(address), edit.value))
    pieces = word_by_word(stands, wanted)
    since = then is not None and not done and same(now.value(address), then.value(address))
    note = "" if since or done or then is None else "These words changed since it was proposed."
    note = "It says so already." if stands == wanted else note
    mine, theirs = (tuple(_calm(one) for one in pieces if one.sign in ("=", sign)) for sign in ("-", "+"))
    return Proposed(place_in_words(address, canvas), mine, theirs, note)


def _calm(piece: Piece) -> Piece:
    """What stays is only hinted at where it is long."""
    text = piece.text
    if piece.sign == "=" and len(text) > _KEEPS:
        head, tail = text[: _KEEPS // 2].rpartition(" ")[0], text[-_KEEPS // 2 :].partition(" ")[2]
        text = f"{head or text[: _KEEPS // 2]} … {tail or text[-_KEEPS // 2 :]}"
    return Piece(piece.sign, clipped(text, LONG) if len(text) > LONG else text)
