"""`/c/NAME/compare`: two versions of a concept on one picture, picked from its history without script or kernel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxcanvas.errors import CxError
from cxcanvas.serve import dress, render
from cxcanvas.serve.pages import Page, packed, said
from cxcanvas.serve.past import NOW, Asked, called
from cxcanvas.serve.workspace import Entry, Unreadable

if TYPE_CHECKING:
    from cxcanvas.serve.readers import Site

VIEW = "compare"


@dataclass(frozen=True, slots=True)
class Query:
    """What the address says: two versions, or a day since which the changes are asked for."""

    old: str = ""
    new: str = ""
    since: str = ""


async def asked(site: Site, entry: Entry, query: Query) -> Asked:
    """The two versions; Sentence where the address names none."""
    return await site.past.asked(entry, query.old, query.new, query.since)


def names(asked: Asked) -> dict[str, str]:
    """The two versions as an address names them."""
    return {"from": _name(asked, asked.old), "to": _name(asked, asked.new)}


def _name(asked: Asked, version: object) -> str:
    return NOW if version is None else str(getattr(version, "id", ""))[:12]


async def compared(site: Site, entry: Entry, asked: Asked) -> Page:
    """The page of two versions, kept until the file or what is checked out is another."""
    old, new = names(asked).values()
    key = (entry.name, VIEW, f"{old} {new} {asked.head} {len(asked.found.kept)} {len(asked.judged)}")
    try:
        stamp = site.workspace.stamp(entry)
    except Unreadable as error:
        return site.pages.trouble(entry, VIEW, str(error), error.status)
    known = site.pages.known(key, stamp)
    if known is not None:
        return known
    version = (await site.pages.page(entry, "")).version  # what the page follows
    steps = await site.past.steps(asked)
    picking = dress.Picking(entry.name, old, new, steps, asked.found.note, version, site.edit, asked.judged)
    try:
        before, after = await site.past.canvases(entry, asked)
    except (CxError, OSError, UnicodeError) as error:
        sentence = said(error, entry)
        return packed(dress.unpicked(picking, sentence), 500, sentence)
    other = before if asked.old is not None or asked.new is not None else None
    words = called(asked.old), called(asked.new)
    return await site.pages.made(
        key, entry, lambda: packed(dress.compared(picking, render.compared(entry.name, other, after, words)))
    )
