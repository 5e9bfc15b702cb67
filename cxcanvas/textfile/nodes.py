"""Where everything stands in a text: the tree of its collections and scalars with their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from cxcanvas.textfile.events import Next, parser


@dataclass(slots=True)
class Node:
    """A scalar or collection: `start` and `end` are character places in the text.

    `flow` says that a collection is written between brackets; `block` that a scalar is
    written as a block of lines. Scalars between a name and a colon are no nodes.
    """

    kind: Literal["scalar", "mapping", "list"]
    start: int
    end: int
    flow: bool = False
    block: bool = False
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """An entry of a mapping (its name and where that stands), or an item of a list (name "")."""

    name: str
    start: int
    name_end: int
    value: Node


def outline(text: str) -> Node:
    """The tree of a text that is known to be readable (without its byte order mark)."""
    get = parser(text)
    get()
    get()
    return _node(get(), get, text)


def _node(event: Any, get: Next, text: str) -> Node:
    start: int = event.start_mark.index
    kind = event.__class__
    if kind is ScalarEvent:
        return Node("scalar", start, _end(event, text), block=event.style in ("|", ">"))
    flow = bool(event.flow_style)
    if kind is SequenceStartEvent:
        node = Node("list", start, start, flow)
        while (event := get()).__class__ is not SequenceEndEvent:
            value = _node(event, get, text)
            node.entries.append(Entry("", value.start, value.start, value))
    else:
        assert kind is MappingStartEvent
        node = Node("mapping", start, start, flow)
        while (event := get()).__class__ is not MappingEndEvent:
            node.entries.append(
                Entry(event.value, event.start_mark.index, event.end_mark.index, _node(get(), get, text))
            )
    node.end = event.end_mark.index if flow or not node.entries else node.entries[-1].value.end
    return node


def _end(event: Any, text: str) -> int:
    """Where a scalar ends; a block ends with the line end of its last line that counts."""
    end: int = event.end_mark.index
    start: int = event.start_mark.index
    if event.style not in ("|", ">"):
        return end
    head_end = line_end(text, start)
    if end <= head_end:
        return head_end
    if "+" in text[start:head_end].partition("#")[0]:
        return end
    # Blank lines below a block belong to nobody unless the block says that it keeps them.
    while end > head_end:
        above = line_start(text, end - 1)
        if text[above:end].strip(" \t\r\n"):
            break
        end = above
    return end


def line_start(text: str, place: int) -> int:
    """The beginning of the line that a place is in."""
    return text.rfind("\n", 0, place) + 1


def line_end(text: str, place: int) -> int:
    """The beginning of the next line (the text's end after the last)."""
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1
