"""Old text with new values, piece by piece; what did not change is copied byte by byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cxcanvas.canvas import Comment
from cxcanvas.textfile.nodes import Entry, Node, line_end, line_start
from cxcanvas.textfile.rows import Row, common, joined, merged, renames, unchanged
from cxcanvas.textfile.shapes import Shape, section_shape
from cxcanvas.textfile.writer import Writer, canonical, ordered, worded
from cxcanvas.values import same
from cxcanvas.vocabulary import KINDS


class Place(NamedTuple):
    """Where a collection hangs: its shape, what the addresses in it begin with, how deep it is.

    Level 0 is the file itself, level 1 a section or record, level 2 an element.
    """

    shape: Shape
    prefix: str
    level: int
    is_section: bool = False

    def into(self, name: str) -> Place:
        """The place of what stands under a name."""
        if self.level == 0:
            of_kind = name in KINDS
            return Place(section_shape(name), "" if of_kind else f"{name}.", 1, of_kind)
        return Place(self.shape.inside(name), f"{self.prefix}{name}.", self.level + 1)


class Patch:
    """A text being changed.

    A block collection is a row of pieces: the gap above an entry (blank lines and comments,
    which go where it goes) and its lines. Levels from `depth` on are not taken apart: what
    changed there is written anew. Methods give None where a text is too odd to be taken apart.
    """

    def __init__(self, text: str, newline: str, comments: Mapping[str, Comment], depth: int) -> None:
        self.text = text
        self.newline = newline
        self.comments = comments
        self.depth = depth

    # -- mappings --------------------------------------------------------------------------------

    def mapping(
        self, node: Node, old: Mapping[str, Any], new: Mapping[str, Any], place: Place, above: int
    ) -> str | None:
        """The lines of a block mapping; `above` is where its first entry's gap begins."""
        renamed = renames(old, new) if place.is_section else {}
        row = Row(self.newline, place.level)
        for entry in node.entries:
            start, after = line_start(self.text, entry.start), self.line_after(entry.value)
            if entry is not node.entries[0] and self.text[start : entry.start].strip():
                return None
            name = renamed.get(entry.name, entry.name)
            keep = name in new or entry.name not in old
            row.take(
                name, self.text[above:start], self._piece(entry, name, old, new, place) if keep else None
            )
            above = after
        wanted = canonical(new) if place.level == 0 else ordered(new, place.shape)
        order = list(new) if place.is_section else merged(row.kept, wanted)
        order = [*(name for name in row.kept if name not in new), *order] if place.is_section else order
        if self._lead(node.entries[0]).strip() and order[:1] != [node.entries[0].name]:
            return None  # its first line is shared with the dash of a list
        pad, step = self._indentation(node)
        for name in order:
            if name not in row.pieces:
                row.add(name, self._rendered(name, new[name], place, pad, step, {}))
        return row.joined(order)

    def _piece(
        self, entry: Entry, name: str, old: Mapping[str, Any], new: Mapping[str, Any], place: Place
    ) -> str:
        """An entry's lines with its new value."""
        start, after = line_start(self.text, entry.start), self.line_after(entry.value)
        inner = place.into(name)
        if name not in new or (name in old and unchanged(old[name], new[name], inner.is_section)):
            return self.text[start:after]
        if entry.name in old:
            apart = self._apart(entry, name, old[entry.name], new[name], inner)
            if apart is not None:
                return apart
        value = worded(new[name]) if inner.shape.words else new[name]
        in_place = self._in_place(entry, value, place.prefix + name)
        if in_place is not None and name == entry.name:
            return in_place
        lead = self._lead(entry)
        comments = self._comments_in(place, name)
        written = self._rendered(name, new[name], place, " " * len(lead), self._step_of(entry), comments)
        return lead + written[len(lead) :]

    def _apart(self, entry: Entry, name: str, old: Any, new: Any, place: Place) -> str | None:
        """An entry whose value is a block collection, with only the changed lines in it new."""
        value = entry.value
        if place.level >= self.depth or value.flow or not value.entries or not new:
            return None
        below = line_end(self.text, entry.name_end)
        between = self.text[entry.name_end : below].strip()
        if value.start < below or not between.startswith(":"):
            return None
        body: str | None = None
        if value.kind == "mapping" and isinstance(old, dict) and isinstance(new, dict):
            body = self.mapping(value, old, new, place, below)
        elif value.kind == "list" and isinstance(old, tuple) and isinstance(new, tuple):
            items = worded(new) if place.shape.words else new
            body = self.sequence(value, old, items, place, below)
        if body is None:
            return None
        shown = self.text[entry.start : entry.name_end] if name == entry.name else Writer().name(name)
        return self._lead(entry) + shown + self.text[entry.name_end : below] + body

    def _in_place(self, entry: Entry, new: Any, address: str) -> str | None:
        """An entry on one line with another value on that line."""
        start, after = line_start(self.text, entry.start), self.line_after(entry.value)
        value = entry.value
        if value.block or value.start == value.end or "\n" in self.text[start : value.end]:
            return None
        shown = Writer(self.comments).one_line(new, value.start - start, address)
        return f"{self.text[start : value.start]}{shown}{self.text[value.end : after]}" if shown else None

    # -- lists -------------------------------------------------------------------------------------

    def sequence(
        self, node: Node, old: Sequence[Any], new: Sequence[Any], place: Place, above: int
    ) -> str | None:
        """The lines of a block list: items at both ends that are the same stay as they are."""
        items = node.entries
        leads = [self._lead(item) for item in items]
        if len(items) != len(old) or any(lead.strip() != "-" for lead in leads):
            return None
        head = common(old, new)
        tail = common(old[head:][::-1], new[head:][::-1])
        pad = leads[0][: leads[0].index("-")]
        pieces: list[str] = []
        for number, item in enumerate(items):
            start, after = line_start(self.text, item.start), self.line_after(item.value)
            if number < head or number >= len(items) - tail:
                pieces.append(self.text[above:after])
            elif number < len(new) - tail:
                piece = self._item(item, old[number], new[number], place, number, pad)
                pieces.append(self.text[above:start] + piece)
            above = after
        fresh = [
            self._rendered_item(new[number], place, pad, number, {})
            for number in range(max(head, len(old) - tail), len(new) - tail)
        ]
        split = len(pieces) - tail
        return joined([*pieces[:split], *fresh, *pieces[split:]], self.newline)

    def _item(self, item: Entry, old: Any, new: Any, place: Place, number: int, pad: str) -> str:
        start, after = line_start(self.text, item.start), self.line_after(item.value)
        if same(old, new):
            return self.text[start:after]
        value = item.value
        inner = Place(place.shape, f"{place.prefix}{number}.", place.level + 1)
        both = isinstance(old, dict) and isinstance(new, dict) and bool(new)
        if both and value.kind == "mapping" and value.entries and not value.flow and inner.level < self.depth:
            body = self.mapping(value, old, new, inner, start)
            if body is not None:
                return body
        return self._rendered_item(new, place, pad, number, self._comments_in(place, str(number)))

    # -- what is written anew ------------------------------------------------------------------------

    def _rendered(
        self, name: str, value: Any, place: Place, pad: str, step: int, comments: Mapping[str, Comment]
    ) -> str:
        writer = Writer(comments, step)
        inner = place.into(name)
        writer.entry(name, value, inner.shape, pad, place.prefix + name, inner.prefix)
        return self._lines(writer)

    def _rendered_item(
        self, value: Any, place: Place, pad: str, number: int, comments: Mapping[str, Comment]
    ) -> str:
        writer = Writer(comments)
        writer.item(value, place.shape, pad, f"{place.prefix}{number}")
        return self._lines(writer)

    def _lines(self, writer: Writer) -> str:
        return "".join(f"{line}\n" for line in writer.out).replace("\n", self.newline)

    def _comments_in(self, place: Place, name: str) -> dict[str, Comment]:
        """The comments of an entry that is written anew; those above it stay in its gap."""
        address, inside = place.prefix + name, place.into(name).prefix
        found = {at: one for at, one in self.comments.items() if at.startswith(inside) and at}
        found.pop(address, None)
        if address in self.comments and self.comments[address].beside:
            found[address] = Comment((), self.comments[address].beside)
        return found

    # -- places --------------------------------------------------------------------------------------

    def line_after(self, node: Node) -> int:
        """The beginning of the line below everything in a node."""
        while node.entries and not node.flow:
            node = node.entries[-1].value
        return node.end if node.block else line_end(self.text, node.end)

    def _lead(self, entry: Entry) -> str:
        return self.text[line_start(self.text, entry.start) : entry.start]

    def _indentation(self, node: Node) -> tuple[str, int]:
        """How the entries of a mapping are indented, and by how much more what is in them."""
        steps = [self._step_of(entry) for entry in node.entries if _is_block_mapping(entry.value)]
        return " " * len(self._lead(node.entries[-1])), steps[0] if steps else 2

    def _step_of(self, entry: Entry) -> int:
        if not _is_block_mapping(entry.value):
            return 2
        return max(1, len(self._lead(entry.value.entries[0])) - len(self._lead(entry)))


def _is_block_mapping(node: Node) -> bool:
    return node.kind == "mapping" and not node.flow and bool(node.entries)
