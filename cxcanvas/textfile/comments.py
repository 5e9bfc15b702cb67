"""Hand-written comments: each belongs to the place below it, or to the one in whose line it stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from cxcanvas.canvas import Comment
from cxcanvas.textfile.nodes import Entry, Node, line_end, line_start, outline, places
from cxcanvas.textfile.scalars import BLANK
from cxcanvas.vocabulary import KINDS

Place = tuple[int, str, bool]

_CANDIDATE = re.compile(r"(?:^|(?<=[ \t\r\n]))#[^\r\n]*", re.MULTILINE)

#: The address of comments below everything.
END = ""


def comments_of(text: str) -> dict[str, Comment]:
    """The comments of a readable text by address; comments after the last place have the address ""."""
    if _CANDIDATE.search(text) is None:
        return {}
    root = outline(text)
    found = list(_found(text, root))
    if not found:
        return {}
    above: dict[str, list[str]] = {}
    beside: dict[str, str] = {}
    where = _written(text, root)
    starts = [place[0] for place in where]
    for start, words in found:
        line = line_start(text, start)
        following = bisect_left(starts, start)
        if not text[line:start].strip(" \t\ufeff"):
            address = where[following][1] if following < len(where) else END
            above.setdefault(address, []).append(words)
        else:
            address = _beside(where, following, line)
            beside[address] = f"{beside[address]} {words}" if address in beside else words
    if END in beside:
        above.setdefault(END, []).insert(0, beside.pop(END))
    addresses = dict.fromkeys((*above, *beside))
    return {one: Comment(tuple(above.get(one, ())), beside.get(one, "")) for one in addresses}


def _beside(where: list[Place], following: int, line: int) -> str:
    """The address for a comment behind something: the last on its line, outside of brackets if it can be."""
    before = where[:following]
    here = [place for place in before[-100:] if place[0] >= line]
    for _, address, flow in reversed(here):
        if not flow:
            return address
    if here:
        return here[-1][1]
    return next((address for _, address, flow in reversed(before) if not flow), END)


def _found(text: str, root: Node) -> Iterator[tuple[int, str]]:
    """The comments of a text with their places; what only looks like one, inside a text, is passed over."""
    words = list(_words(text, root))
    starts = [start for start, _ in words]
    place = 0
    while match := _CANDIDATE.search(text, place):
        near = bisect_right(starts, match.start()) - 1
        if near >= 0 and match.start() < words[near][1]:
            place = words[near][1]
        else:
            yield match.start(), match.group().rstrip()
            place = match.end()


def _words(text: str, node: Node) -> Iterator[tuple[int, int]]:
    """From where to where names and scalars reach, in the text's order."""
    if node.kind == "scalar":
        yield (line_end(text, node.start) if node.block else node.start), node.end
    for entry in node.entries:
        yield entry.start, entry.name_end
        yield from _words(text, entry.value)


def _written(text: str, root: Node) -> list[Place]:
    """The places that the canvas will have again; a section without elements is not written."""
    empty = {entry.start for entry in root.entries if _is_empty(text, entry)}
    return [place for place in places(root) if place[0] not in empty]


def _is_empty(text: str, entry: Entry) -> bool:
    value = entry.value
    if entry.name not in KINDS and entry.name != "concept":
        return False
    if value.kind == "scalar":
        return not value.block and text[value.start : value.end] in BLANK
    return value.kind == "mapping" and not value.entries
