"""The groups' drafts of the typical customer, line by line: what all say, what only some say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from cxcanvas.canvas import Element
from cxcanvas.measures.reading import Source, ids_of, words
from cxcanvas.vocabulary import KINDS

#: What is compared, in the order of the portrait.
PORTRAIT: Final = (
    "name", "description", "holds_dear", "priorities", "life_environment", "decision_process", "quote", "says",
    "thinks", "does", "feels",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of the drafts: what each says, and whether they say the same.

    `verdict` is "same", "differs", or "partly" where some drafts leave it blank. `common` are the
    lines that all of them have.
    """

    field: str
    label: str
    said: tuple[tuple[str, ...], ...]
    common: tuple[str, ...]
    verdict: str


def drafts(source: Source) -> tuple[Element, ...]:
    """The drafts that are there, each once."""
    named = dict.fromkeys(ids_of(source.value("workshop.drafts")))
    found = (source.get(one) for one in named)
    return tuple(one for one in found if one is not None and one.kind == "party")


def lost(source: Source) -> tuple[str, ...]:
    """The drafts that are named and are no party of the canvas."""
    there = {one.id for one in drafts(source)}
    return tuple(one for one in dict.fromkeys(ids_of(source.value("workshop.drafts"))) if one not in there)


def compared(source: Source) -> tuple[Compared, ...]:
    """The drafts field by field; fields that none of them fills are left out."""
    some = drafts(source)
    if len(some) < 2:
        return ()
    rows = [_compared(name, some) for name in PORTRAIT]
    return tuple(row for row in rows if any(row.said))


def _compared(name: str, some: tuple[Element, ...]) -> Compared:
    said = tuple(_lines(one.get(name)) for one in some)
    plain = [tuple(map(_folded, lines)) for lines in said]
    common = tuple(line for line in said[0] if all(_folded(line) in other for other in plain))
    same = all(set(one) == set(plain[0]) for one in plain)
    verdict = "same" if same else "partly" if any(not one for one in plain) else "differs"
    return Compared(name, KINDS["party"].fields[name].label or name.replace("_", " "), said, common, verdict)


def _lines(value: Any) -> tuple[str, ...]:
    """The lines of a field: of a list its texts, of a text itself."""
    each = value if isinstance(value, tuple) else (value,)
    return tuple(text for one in each if (text := words(one)))


def _folded(line: str) -> str:
    """A line as it is compared: case, spaces and the last full stop make no difference."""
    return " ".join(line.casefold().split()).rstrip(".!")


def drafts_said(source: Source) -> str:
    """How far the drafts lie apart, in a sentence."""
    some = drafts(source)
    if not some:
        return "No drafts of the customer have been put side by side."
    if len(some) == 1:
        return "There is one draft of the customer; it takes two to see what is only one group's view."
    rows = compared(source)
    apart = [one.label for one in rows if one.verdict != "same"]
    if not rows:
        return f"{len(some)} drafts, and nothing is written in them yet."
    if not apart:
        return f"{len(some)} drafts say the same, word for word: did the groups really work on their own?"
    same = len(rows) - len(apart)
    tail = f", alike in {same}" if same else ""
    return f"{len(some)} drafts: they differ in {len(apart)} of {len(rows)} points{tail}."
