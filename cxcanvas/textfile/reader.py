"""Text to canvas: every scalar is decided by the vocabulary, every place gets its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from sys import intern
from typing import Any

import yaml
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)  # fmt: skip

from cxcanvas.canvas import FORMAT, Canvas, Frozen, Value
from cxcanvas.errors import TextError
from cxcanvas.textfile.comments import Watch, by_address, candidates
from cxcanvas.textfile.document import Document
from cxcanvas.textfile.events import in_words, parser, refuse, refuse_extras, refuse_text
from cxcanvas.textfile.limits import DEEPEST
from cxcanvas.textfile.migrations import MIGRATIONS, Step, Tree, upgrade
from cxcanvas.textfile.scalars import BLANK, plain
from cxcanvas.textfile.shapes import Shape, section_shape
from cxcanvas.vocabulary import KINDS

Lines = dict[str, tuple[int, int]]


def read(text: str, path: str = "", steps: Mapping[int, Step] = MIGRATIONS) -> Document:
    """The canvas in a text; TextError, with its place, for a text that is none.

    `path` is for messages only. What is odd but can be kept (a number where words are
    expected, an unknown field) is kept; `cxcanvas.check` tells.
    """
    bom = text.startswith("\ufeff")
    bare = text[1:] if bom else text
    refuse_text(bare, path)
    reader = _Reader(bare, path)
    tree = reader.run()
    version = _version(tree, reader.lines, path)
    upgraded = upgrade(tree, version, steps)
    if upgraded is None:
        raise TextError(f"format {version} is none that ever was; expected 'cxcanvas: {FORMAT}'", path)
    comments = by_address(reader.watch, reader.lines, _empty(tree)) if reader.watch else {}
    records, elements = _parts(upgraded, reader.lines, path)
    sources = dict(_sources(bare, reader.starts)) if upgraded is tree else {}
    canvas = Canvas.build(records, elements, max(version, FORMAT), reader.lines, comments, sources)
    return Document(text, canvas, path, _newline(text), bom, version)


def loads(text: str) -> Canvas:
    """The canvas in a text; TextError, with its place, for a text that is none."""
    return read(text).canvas


def _newline(text: str) -> str:
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def _version(tree: Tree, lines: Lines, path: str) -> int:
    if "cxcanvas" not in tree:
        raise TextError(f"not a canvas: expected 'cxcanvas: {FORMAT}' as its first line", path)
    version = tree.pop("cxcanvas")
    if type(version) is not int or version < 0:
        message = f"expected the number of the format, 'cxcanvas: {FORMAT}'"
        raise TextError(message, path, *lines["cxcanvas"])
    return version


def _empty(tree: Tree) -> set[str]:
    """The sections that nothing stands in; they are not written again."""
    return {name for name, value in tree.items() if not value and (name in KINDS or name == "concept")}


def _parts(tree: Tree, lines: Lines, path: str) -> tuple[Tree, list[tuple[str, str, Frozen]]]:
    """A tree as records and elements."""
    records: Tree = {}
    elements: list[tuple[str, str, Frozen]] = []
    home: dict[str, str] = {}
    for name, value in tree.items():
        if name not in KINDS:
            if name != "concept" or value is not None:
                records[name] = value
            continue
        for id_, fields in _section(name, value).items():
            if id_ in home:
                message = (
                    f"the id '{id_}' is used twice, in '{home[id_]}' and in '{name}'; expected another one"
                )
                raise TextError(message, path, *lines.get(id_, (1, 1)))
            home[id_] = name
            elements.append((name, id_, fields if isinstance(fields, Frozen) else _odd(fields)))
    return records, elements


def _section(kind: str, value: Any) -> Mapping[str, Any]:
    """The elements of a section by id; a section that is no mapping is kept as one odd element."""
    if value is None:
        return {}
    return value if isinstance(value, Frozen) else {kind: value}


def _sources(text: str, starts: list[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    """The lines of each element that has lines of its own; `starts` are the names of elements ("" for sections).

    The same lines under the same kind are the same element, and soon compared.
    """
    own = [(name, at, _line_start(text, at)) for name, at in starts]
    own.append(("", len(text), len(text)))
    for (name, _, begin), (_, _, end) in pairwise(own):
        if name and begin >= 0 and end > begin:
            yield name, text[begin:end]


def _line_start(text: str, at: int) -> int:
    """Where the line of a place begins; -1 where something else stands before it."""
    begin = text.rfind("\n", 0, at) + 1
    return begin if at == begin or text[begin:at].isspace() else -1


def _odd(value: Any) -> Frozen:
    """The fields of an element that is written as a mere value: kept under a nameless field."""
    return Frozen() if value is None else Frozen({"": value})


class _Reader:
    """One pass over the events of a text."""

    __slots__ = ("get", "lines", "path", "starts", "text", "watch")

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.lines: Lines = {}
        #: Where elements and, without a name, sections begin.
        self.starts: list[tuple[str, int]] = []
        self.watch: Watch | None = None

    def run(self) -> Tree:
        """The file's tree: its top-level words with what stands under them."""
        try:
            self.get = parser(self.text)
            places = candidates(self.text) if "#" in self.text else []
            if places:
                self.watch = Watch(self.get, self.text, places)
                self.get = self.watch.following()
            return self._document()
        except (yaml.YAMLError, UnicodeError) as error:
            raise in_words(error, self.text, self.path) from None

    def _document(self) -> Tree:
        self.get()  # the stream begins
        event = self.get()
        if event.__class__ is DocumentStartEvent:
            event = self.get()
        if event.__class__ is not MappingStartEvent:
            message = f"not a canvas: expected 'cxcanvas: {FORMAT}' as its first line"
            refuse(message, self.path, event.start_mark)
        refuse_extras(event, self.path)
        tree: Tree = {}
        while (event := self.get()).__class__ is not MappingEndEvent:
            name = self._name(event, tree)
            mark = event.start_mark
            self.lines[name] = (mark.line + 1, mark.column + 1)
            self.starts.append(("", mark.index))
            # An element's address does not name its section.
            prefix = "" if name in KINDS else f"{name}."
            tree[name] = self._value(self.get(), section_shape(name), prefix, 1)
        self.get()  # the document ends
        event = self.get()
        if event.__class__ is not StreamEndEvent:
            refuse("a second document; expected one canvas in a file", self.path, event.start_mark)
        return tree

    def _name(self, event: Any, found: Mapping[str, Any]) -> str:
        """The name before a colon, refused where it is there already."""
        refuse_extras(event, self.path)
        if event.__class__ is not ScalarEvent:
            refuse("expected a name before the colon, not a list or a mapping", self.path, event.start_mark)
        name: str = event.value
        if name in found:
            refuse(f"'{name[:60]}' stands here twice; expected each name once", self.path, event.start_mark)
        return name

    def _value(self, event: Any, shape: Shape, prefix: str, depth: int) -> Any:
        kind = event.__class__
        refuse_extras(event, self.path)
        if kind is ScalarEvent:
            return _scalar(event, shape)
        if depth > DEEPEST:
            message = f"more than {DEEPEST} collections inside each other; expected fewer"
            refuse(message, self.path, event.start_mark)
        inside = self._mapping if kind is MappingStartEvent else self._sequence
        return inside(shape, prefix, depth + 1)

    def _mapping(self, shape: Shape, prefix: str, depth: int) -> Frozen:
        get, lines, parts, each, names = self.get, self.lines, shape.parts, shape.each, shape.names
        found: dict[str, Value] = {}
        while (event := get()).__class__ is not MappingEndEvent:
            if event.__class__ is not ScalarEvent or event.anchor or event.tag or event.value in found:
                self._name(event, found)
            name = event.value
            name = names.get(name, name)  # one object for a name that the vocabulary knows
            address = prefix + name
            mark = event.start_mark
            if not prefix:
                name = intern(name)  # asked for again and again, in every version of the file
                self.starts.append((name, mark.index))
            lines[address] = (mark.line + 1, mark.column + 1)
            event = get()
            inner = parts.get(name, each)
            if event.__class__ is ScalarEvent and event.anchor is None and event.tag is None:
                found[name] = _scalar(event, inner)
            else:
                found[name] = self._value(event, inner, address + ".", depth)
        return Frozen(found)

    def _sequence(self, shape: Shape, prefix: str, depth: int) -> tuple[Value, ...]:
        get, lines = self.get, self.lines
        found: list[Value] = []
        while (event := get()).__class__ is not SequenceEndEvent:
            address = f"{prefix}{len(found)}"
            mark = event.start_mark
            lines[address] = (mark.line + 1, mark.column + 1)
            if event.__class__ is ScalarEvent and event.anchor is None and event.tag is None:
                found.append(_scalar(event, shape))
            else:
                found.append(self._value(event, shape, address + ".", depth))
        return tuple(found)


def _scalar(event: Any, shape: Shape) -> Value:
    text: str = event.value
    if not event.implicit[0]:
        return text  # quoted, or a block: a text
    if shape.words:
        return None if text in BLANK else text
    return plain(text)
