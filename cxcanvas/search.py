"""Find anything in a canvas by words, and tell what a filter lets through.

for hit in search(canvas, "bill worry").hits:
    print(hit.at, hit.name)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cxcanvas.canvas import Canvas, Element
from cxcanvas.measures.order import lane_of
from cxcanvas.measures.reading import ids_of, is_customer, owner_of, words
from cxcanvas.values import Frozen
from cxcanvas.vocabulary import KINDS, RECORDS, Field

__all__ = ["FILTERS", "Found", "Hit", "matching", "search"]

#: So many hits are shown; the others are counted.
MOST: Final = 40
#: A search has at most so many words; what follows is not looked at.
MOST_WORDS: Final = 12
_AROUND: Final = 36  # characters shown before a match in a long text
_SHOWN: Final = 120  # characters of a long text
_KEPT: Final = 16_384  # elements whose words are remembered
FILTERS: Final = ("party", "role", "state", "tag")

#: A text in pieces, each with whether it matches.
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One element that was found: its address, its name, and where the words stand in it."""

    at: str
    kind: str
    name: Pieces
    field: str
    text: Pieces


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    count: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """What can be found of one element: everything in one folded text, and each text with its field."""

    whole: str
    name: str
    texts: tuple[tuple[str, str], ...]


def folded(text: str) -> str:
    """A text without case, accents and compatibility forms, so that "ÉCLAIR" and "eclair" are one."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in plain if not unicodedata.category(one).startswith("M"))


# -- searching ---------------------------------------------------------------------------------


def search(canvas: Canvas, text: str, most: int = MOST) -> Found:
    """The elements in which every word occurs, those best known by it first: name, then text, then note."""
    wanted = tuple(dict.fromkeys(folded(text).split()))[:MOST_WORDS]
    if not wanted:
        return Found((), 0)
    found: list[tuple[int, int, Element]] = []
    for place, element in enumerate(_searched(canvas)):
        entry = _entry(element)
        if all(word in entry.whole for word in wanted):
            found.append((_rank(entry, wanted, folded(text).strip()), place, element))
    best = sorted(found, key=lambda one: one[:2])[:most]
    return Found(tuple(_hit(element, wanted) for _, _, element in best), len(found))


def _searched(canvas: Canvas) -> Iterator[Element]:
    yield canvas.concept
    for id_ in canvas:
        yield canvas[id_]


@lru_cache(maxsize=_KEPT)
def _entry(element: Element) -> _Entry:
    """The words of an element; elements never change, so they are folded once."""
    known = KINDS[element.kind].fields if element.kind in KINDS else RECORDS["concept"].fields
    name = words(element.get("name")) or words(element.get("title"))
    label = KINDS[element.kind].label if element.kind in KINDS else element.kind
    texts = tuple(
        (field, text) for field, text in _texts(element.fields, known) if field not in ("name", "title")
    )
    whole = "\n".join((name, *(text for _, text in texts), label, element.id))
    return _Entry(folded(whole), folded(name), texts)


def _texts(
    fields: Mapping[str, Any], known: Mapping[str, Field], label: str = ""
) -> Iterator[tuple[str, str]]:
    """Every text in some fields with the field's label; ids, numbers and the words of choices are none."""
    for name, value in fields.items():
        field = known.get(name)
        if field is not None and (field.to or field.type in ("choice", "choices", "date")):
            continue
        told = field.label if field is not None else name
        if isinstance(value, str):
            yield f"{label} {told}".strip(), value
        elif isinstance(value, Frozen):
            keyed = field is not None and field.type == "keyed"
            for entry in value.values() if keyed else (value,):
                if isinstance(entry, Frozen):
                    yield from _texts(entry, field.fields if field is not None else {}, told)
        elif isinstance(value, tuple):
            yield from _listed(value, told)


def _listed(value: tuple[Any, ...], label: str) -> Iterator[tuple[str, str]]:
    for one in value:
        if isinstance(one, str):
            yield label, one
        elif isinstance(one, Frozen):
            yield from _texts(one, {}, label)


def _rank(entry: _Entry, wanted: Sequence[str], whole: str) -> int:
    """How good a hit is, the smaller the better."""
    name = entry.name
    if name == whole:
        return 0
    if name.startswith(whole):
        return 1
    if all(word in name for word in wanted):
        starts = all(f" {word}" in f" {name}" for word in wanted)
        return 2 if starts else 3
    if any(word in name for word in wanted):
        return 4
    noted = any(
        field == "note" and any(word in folded(text) for word in wanted) for field, text in entry.texts
    )
    other = any(
        field != "note" and any(word in folded(text) for word in wanted) for field, text in entry.texts
    )
    return 5 if other else 6 if noted else 7


def _hit(element: Element, wanted: tuple[str, ...]) -> Hit:
    entry = _entry(element)
    missing = [word for word in wanted if word not in entry.name]
    field, text = next(
        (
            (field, text)
            for field, text in entry.texts
            if missing and any(word in folded(text) for word in missing)
        ),
        ("", ""),
    )
    return Hit(element.id, element.kind, marked(element.title, wanted), field, _cut(text, wanted))


def marked(text: str, wanted: Sequence[str]) -> Pieces:
    """A text in pieces: those that match one of the folded words, and those between them."""
    plain, places = _mapped(text)
    on = [False] * len(text)
    for word in wanted:
        start = plain.find(word)
        while start >= 0:
            on[places[start] : places[start + len(word) - 1] + 1] = [True] * (
                places[start + len(word) - 1] + 1 - places[start]
            )
            start = plain.find(word, start + len(word))
    pieces: list[tuple[str, bool]] = []
    begin = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or (on[end] != on[begin] and not unicodedata.combining(text[end])):
            pieces.append((text[begin:end], on[begin]))
            begin = end
    return tuple(pieces)


def _mapped(text: str) -> tuple[str, list[int]]:
    """A folded text, and for each of its characters the place it came from."""
    pairs = [(one, place) for place, letter in enumerate(text) for one in folded(letter)]
    return "".join(one for one, _ in pairs), [place for _, place in pairs]


def _cut(text: str, wanted: Sequence[str]) -> Pieces:
    """The part of a long text around its first match, on one line."""
    line = " ".join(text.split())
    if len(line) > _SHOWN:
        plain, places = _mapped(line[:20_000])
        first = min((at for word in wanted if (at := plain.find(word)) >= 0), default=0)
        start = max(0, (places[first] if places else 0) - _AROUND)
        start = line.find(" ", start) + 1 if start else 0
        end = (
            line.rfind(" ", start + _SHOWN // 2, start + _SHOWN) if start + _SHOWN < len(line) else len(line)
        )
        end = end if end > 0 else start + _SHOWN
        line = f"{'… ' if start else ''}{line[start:end]}{' …' if end < len(line) else ''}"
    return marked(line, wanted)


# -- filtering ---------------------------------------------------------------------------------


def matching(canvas: Canvas, by: Mapping[str, Sequence[str]]) -> frozenset[str] | None:
    """The ids that pass a filter by party, role, state and tag; None where nothing is filtered.

    One of the words of each is enough, and every one that has words must be met. Signs and
    evidence pass with what they point at.
    """
    chosen = {name: frozenset(by.get(name) or ()) for name in FILTERS}
    if not any(chosen.values()):
        return None
    reached = _reached(canvas, chosen["party"], chosen["role"]) if chosen["party"] or chosen["role"] else None
    return frozenset(
        id_
        for id_ in canvas
        if (reached is None or id_ in reached)
        and (not chosen["state"] or words(canvas[id_].get("state")) in chosen["state"])
        and (not chosen["tag"] or not chosen["tag"].isdisjoint(_tags(canvas[id_])))
    )


def _tags(element: Element) -> frozenset[str]:
    tags = element.get("tags")
    return frozenset(one for one in (tags if isinstance(tags, tuple) else (tags,)) if isinstance(one, str))


def _reached(canvas: Canvas, parties: frozenset[str], roles: frozenset[str]) -> frozenset[str]:
    """The ids that have to do with one of the parties and with one of the roles, where there are any."""
    kept = [_with_signs(canvas, _of(canvas, some)) for some in (parties, roles) if some]
    return frozenset.intersection(*kept)


def _of(canvas: Canvas, chosen: frozenset[str]) -> set[str]:
    """What names one of the chosen parties or roles, or belongs to them; the steps of their journeys."""
    inside = {
        one.id
        for kind in ("party", "role")
        for one in canvas.of(kind)
        if chosen & {*owner_of(canvas, one.id)}
    }
    whole = [here for one in chosen if (here := canvas.get(one)) is not None and here.kind == "party"]
    sides = {"customer" if is_customer(canvas, one.id) else words(one.get("role")) for one in whole}
    named = inside | {
        one.source
        for id_ in inside
        for one in canvas.referrers(id_)
        if one.relation not in ("about", "at", "supports")
    }
    lived = {one.id for one in canvas.of("stage") if named.intersection(ids_of(one.get("journey")))}
    found = named | lived
    for step in canvas.of("step"):
        if not ids_of(step.get("by")) and _lives(step, sides, lived):
            found.add(step.id)
    return found & {*canvas}


def _lives(step: Element, sides: set[str], stages: set[str]) -> bool:
    """Whether a step that does not say by whom is one of theirs, by its storyline."""
    lane = lane_of(step)
    theirs = bool(stages.intersection(ids_of(step.get("stage"))))
    customers = "customer" in sides and theirs and lane in ("customer", "encounter")
    return customers or ("provider" in sides and lane != "customer")


def _with_signs(canvas: Canvas, found: set[str]) -> frozenset[str]:
    signs = {
        one.id
        for kind in ("finding", "evidence", "hypothesis", "expectation", "indicator", "action")
        for one in canvas.of(kind)
        if any(target.target in found for target in canvas.references(one.id))
    }
    return frozenset(found | signs)
