"""Two people changed the same file: both changes, where they are about different places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cxcanvas.canvas import Canvas
from cxcanvas.errors import ConflictError
from cxcanvas.textfile import Document, spliced, write
from cxcanvas.versions import chosen, conflicts, place_in_words, settled


class Contested(NamedTuple):
    """Two who changed the same places: with their words there, with mine and both kept, and the places."""

    theirs: Canvas
    mine: Canvas
    addresses: tuple[str, ...]


def merged(base: Canvas, local: Canvas, remote: Canvas) -> Canvas:
    """The canvas with the changes of both.

    Raises ConflictError, with the addresses, when both changed one place differently:
    whoever is at work is asked, and the file stays as it is.
    """
    both = by_meaning(base, local, remote)
    fresh = _fresh(both, local, remote)
    if fresh:
        raise conflict_error(fresh, both)
    return both


def contested(base: Canvas, local: Canvas, remote: Canvas) -> Contested:
    """What becomes of two who changed one place: both go on, and where they clash mine stands until somebody decides."""
    both = by_meaning(base, local, remote)
    fresh = _fresh(both, local, remote)
    return Contested(settled(both, "remote", fresh), chosen(both, "local", fresh), fresh)


def by_meaning(base: Canvas, local: Canvas, remote: Canvas) -> Canvas:
    """The canvas that both sides have made, with the conflicts that are left in it."""
    from cxcanvas.checks.well_formed import merge  # the rule book is loaded when two did write

    return merge(base, local, remote)


def _fresh(both: Canvas, *sides: Canvas) -> tuple[str, ...]:
    """The conflicts that were on neither side before."""
    known = {one for side in sides for one in conflicts(side)}
    return tuple(one.address for one in conflicts(both) if one not in known)


def conflict_error(addresses: Iterable[str], canvas: Canvas) -> ConflictError:
    """The error that names the places, in words and by their addresses."""
    addresses = tuple(addresses)
    places = tuple(place_in_words(one, canvas) for one in addresses)
    named = "; ".join(f"{place} ({one})" for place, one in zip(places[:5], addresses, strict=False))
    more = f" and {len(addresses) - 5} more" if len(addresses) > 5 else ""
    sentence = f"somebody else changed the same place meanwhile: {named}{more}; nothing was overwritten"
    return ConflictError(sentence, addresses, places)


def merged_text(document: Document, canvas: Canvas) -> str:
    """A merged canvas as text: one side's text with what is new in it; written anew where a comment would be lost."""
    after = spliced(document, canvas)
    there = {line for one in after.canvas.comments.values() for line in (*one.above, one.beside)}
    wanted = {line for one in canvas.comments.values() for line in (*one.above, one.beside)}
    return after.text if wanted <= there else write(canvas)
