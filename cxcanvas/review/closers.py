"""Which closes of a log could be ones at all: so that thousands of forged ones are not each looked into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.errors import ReviewError
from cxcanvas.review.event import Event
from cxcanvas.review.judging import name_of
from cxcanvas.review.log import Log
from cxcanvas.review.people import key
from cxcanvas.values import Frozen

__all__ = ["closes"]

_LISTS: Final = ("deciders", "facilitators")


def closes(log: Log) -> Iterator[tuple[Event, bool]]:
    """Closes by people who were ever named for it, in their order; and whether they follow all that stands before them."""
    named = _named(log)
    heads: set[str] = set()  # what nothing follows, of all that stands before
    for event in log.order:
        alone = heads.issubset(event.parents)
        heads.difference_update(event.parents)
        heads.add(event.id)
        by = key(event.who.speaker) if event.who is not None and event.who.by else ""
        if event.kind == "close" and by and by in named.get(event.review, ()):
            yield event, alone


def _named(log: Log) -> dict[str, set[str]]:
    """For each review the keys of all who lead it or decide, by its opening or by the word of one who leads it."""
    found: dict[str, set[str]] = {}
    changes: list[Event] = []
    for event in log.order:
        if event.kind == "open" and event.who is not None and event.data is not None:
            found[event.id] = {key(event.who.by), *_names(event.data)}
        elif event.kind == "amend" and event.who is not None and event.data is not None:
            changes.append(event)
    grew = True
    while grew and changes:
        left, grew = [], False
        for event in changes:
            people = found.get(event.review, set())
            if event.who is not None and event.data is not None and key(event.who.by) in people:
                people.update(_names(event.data))
                grew = True
            else:
                left.append(event)
        changes = left
    return found


def _names(data: Frozen) -> Iterator[str]:
    """Whoever may close it by these fields; what is none of a name's type names nobody."""
    for field in _LISTS:
        names = data.get(field)
        yield from map(_key, names if isinstance(names, tuple) else ())
    deputies = data.get("deputies")
    for one in deputies.values() if isinstance(deputies, Frozen) else ():
        yield _key(one.get("by") if isinstance(one, Frozen) else None)


def _key(name: object) -> str:
    try:
        return key(name_of(name))
    except ReviewError:
        return ""
