"""Hand-written comments: each belongs to the place below it, or to the one in whose line it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)  # fmt: skip

from cxcanvas.canvas import Comment
from cxcanvas.textfile.events import Next
from cxcanvas.textfile.nodes import line_end, line_start

#: A line and a column, counted from 1.
Place = tuple[int, int]

#: The address of comments below everything.
END = ""

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")

_ENDS: frozenset[Any] = frozenset({MappingEndEvent, SequenceEndEvent})
_COLLECTIONS: frozenset[Any] = frozenset({MappingStartEvent, SequenceStartEvent}) | _ENDS


def candidates(text: str) -> list[int]:
    """Where a comment may begin: each `#` behind a blank or at the beginning of a line."""
    found = []
    place = text.find("#")
    while place >= 0:
        if place == 0 or text[place - 1] in " \t\r\n":
            found.append(place)
        place = text.find("#", place + 1)
    return found


class Watch:
    """Hands events on and notes what words hold a `#`, and what is written between brackets."""

    __slots__ = ("brackets", "depth", "get", "opened", "places", "text", "words")

    def __init__(self, get: Next, text: str, places: list[int]) -> None:
        self.get = get
        self.text = text
        self.places = places
        #: From where to where scalars with a `#` reach; a comment behind a block's `|` is outside.
        self.words: list[tuple[int, int]] = []
        #: From where to where outermost brackets reach.
        self.brackets: list[tuple[Place, Place]] = []
        self.depth = 0
        self.opened: Any = None

    def following(self) -> Next:
        """What gives the next event (a closure: it is called for every event of the text)."""
        get, words = self.get, self.words

        def watched() -> Any:
            event = get()
            if event.__class__ is ScalarEvent:
                if "#" in event.value:
                    words.append(self._reach(event))
            elif event.__class__ in _COLLECTIONS and (event.__class__ in _ENDS or event.flow_style):
                self._count(event)
            return event

        return watched

    def _reach(self, event: Any) -> tuple[int, int]:
        start: int = event.start_mark.index
        block = event.style in ("|", ">")
        return line_end(self.text, start) if block else start, event.end_mark.index

    def _count(self, event: Any) -> None:
        if event.__class__ not in _ENDS:
            self.depth += 1
            self.opened = self.opened or event.start_mark
        elif self.depth:
            self.depth -= 1
            if not self.depth:
                self.brackets.append((_place(self.opened), _place(event.end_mark)))
                self.opened = None

    def comments(self) -> list[tuple[int, str]]:
        """Every comment with where it begins."""
        found: list[tuple[int, str]] = []
        behind, near = 0, 0
        for start in self.places:
            while near < len(self.words) and self.words[near][1] <= start:
                near += 1
            within = near < len(self.words) and self.words[near][0] <= start
            if start >= behind and not within:
                behind = line_end(self.text, start)
                found.append((start, self.text[start:behind].rstrip()))
        return found


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def by_address(watch: Watch, lines: Mapping[str, Place], gone: Collection[str]) -> dict[str, Comment]:
    """The comments by address; those below the last place have the address "".

    `lines` says where each address stands, in the text's order; addresses in `gone` will
    not be written again, so that comments there belong to what comes next.
    """
    found = watch.comments()
    if not found:
        return {}
    places = _Places(list(lines), [line for line, _ in lines.values()], lines, watch.brackets, gone)
    above: dict[str, list[str]] = {}
    beside: dict[str, str] = {}
    for line, start, words in _numbered(watch.text, found):
        if not watch.text[line_start(watch.text, start) : start].strip(" \t"):
            above.setdefault(places.below(line), []).append(words)
        else:
            address = places.at(line)
            beside[address] = f"{beside[address]} {words}" if address in beside else words
    if END in beside:
        above.setdefault(END, []).insert(0, beside.pop(END))
    addresses = dict.fromkeys((*above, *beside))
    return {one: Comment(tuple(above.get(one, ())), beside.get(one, "")) for one in addresses}


class _Places(NamedTuple):
    """Every address with its line, in the text's order."""

    addresses: list[str]
    numbers: list[int]
    lines: Mapping[str, Place]
    brackets: list[tuple[Place, Place]]
    gone: Collection[str]

    def below(self, line: int) -> str:
        """The first address from a line on that will be written again."""
        following = bisect_left(self.numbers, line)
        while following < len(self.addresses) and self.addresses[following] in self.gone:
            following += 1
        return self.addresses[following] if following < len(self.addresses) else END

    def at(self, line: int) -> str:
        """The last address on a line, outside of brackets if it can be, else the last above it."""
        last_here = ""
        for number in range(bisect_left(self.numbers, line + 1) - 1, -1, -1):
            address = self.addresses[number]
            if address in self.gone:
                continue
            if self.numbers[number] < line and last_here:
                return last_here
            if not self._between_brackets(self.lines[address]):
                return address
            last_here = last_here or (address if self.numbers[number] == line else "")
        return last_here or END

    def _between_brackets(self, place: Place) -> bool:
        near = bisect_left(self.brackets, (place, place)) - 1
        return near >= 0 and self.brackets[near][0] < place < self.brackets[near][1]


def _numbered(text: str, comments: list[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """The comments with the lines they stand in."""
    found, line, place = [], 1, 0
    odd = "\r" in text or any(sign in text for sign in "\x85\u2028\u2029")
    for start, words in comments:
        breaks = len(_BREAK.findall(text, place, start)) if odd else text.count("\n", place, start)
        line, place = line + breaks, start
        found.append((line, start, words))
    return found
