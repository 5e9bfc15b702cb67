"""Canvas to canonical text: one field a line, in the vocabulary's order, quoted where any reader might err."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cxcanvas.canvas import Canvas, Comment
from cxcanvas.textfile.quoting import fits_block, in_flow, number, quoted, scalar
from cxcanvas.textfile.shapes import Shape, section_shape
from cxcanvas.vocabulary import KINDS, RECORDS

#: Short lists stay on one line of at most this many characters.
WIDTH = 100

#: YAML gives up on a name before a colon that is longer than 1,024 characters.
LONGEST_NAME = 1000

_FIRST = tuple(dict.fromkeys(("cxcanvas", "concept", *KINDS, *RECORDS)))


def write(canvas: Canvas) -> str:
    """The canonical text of a canvas, comments included."""
    writer = Writer(canvas.comments)
    tree = tree_of(canvas)
    for name in canonical(tree):
        if name not in ("cxcanvas", "concept"):
            writer.out.append("")
        writer.section(name, tree[name])
    end = canvas.comments.get("")
    if end is not None:
        writer.out += ["", *end.above]
    return "\n".join(writer.out) + "\n"


dumps = write


def tree_of(canvas: Canvas) -> dict[str, Any]:
    """A canvas as the file's tree: top-level words, sections as mappings from id to fields."""
    tree: dict[str, Any] = {"cxcanvas": canvas.format}
    for name, record in canvas.records.items():
        if name != "concept" or record:
            tree[name] = record
    for kind in canvas.kinds:
        tree[kind] = {one.id: _fields(one.fields) for one in canvas.of(kind)}
    return tree


def _fields(fields: Mapping[str, Any]) -> Any:
    """An element's fields; what was written as a mere value is a mere value again."""
    if len(fields) == 1 and "" in fields and fields[""] is not None and not isinstance(fields[""], dict):
        return fields[""]
    return fields


def canonical(tree: Mapping[str, Any]) -> list[str]:
    """The top-level words of a tree in canonical order."""
    known = [name for name in _FIRST if name in tree]
    return known + [name for name in tree if name not in _FIRST]


def ordered(names: Mapping[str, Any], shape: Shape) -> list[str]:
    """The names of a mapping in canonical order: the vocabulary's, then the others as they come."""
    parts = shape.parts
    if not parts:
        return list(names)
    known = [name for name in parts if name in names]
    return known if len(known) == len(names) else known + [name for name in names if name not in parts]


class Writer:
    """Lines in the making; `step` is how far each level is indented."""

    def __init__(self, comments: Mapping[str, Comment] | None = None, step: int = 2) -> None:
        self.out: list[str] = []
        self.step = " " * step
        self.comments = comments or {}
        # Addresses with a comment somewhere inside: lists there are written line by line.
        self.commented = {
            address[:dot] for address in self.comments for dot in _dots(address)
        }  # fmt: skip
        self._names: dict[str, str] = {}

    def section(self, name: str, value: Any) -> None:
        """A top-level word with what stands under it."""
        prefix = "" if name in KINDS else f"{name}."
        self.entry(name, value, section_shape(name), "", name, prefix)

    def entry(self, name: str, value: Any, shape: Shape, pad: str, address: str, prefix: str = "-") -> None:
        """`name: value` with its comments; `prefix` is what the addresses inside begin with."""
        key = self._names.get(name) or self.name(name)
        beside = ""
        if self.comments and address in self.comments:
            comment = self.comments[address]
            self.out += [pad + line for line in comment.above]
            beside = f"  {comment.beside}" if comment.beside else ""
        if len(key) > LONGEST_NAME:
            key = f"? {key}\n{pad}"
        if value.__class__ is str and "\n" not in value:
            self.out.append(f"{pad}{key}: {scalar(value)}{beside}")
            return
        if shape.words:
            value = worded(value)
        shown = self.one_line(value, len(pad) + len(key) + 2, address)
        if shown is not None:
            self.out.append(f"{pad}{key}: {shown}{beside}" if shown else f"{pad}{key}:{beside}")
            return
        inside = f"{address}." if prefix == "-" else prefix
        self._lines(value, shape, pad, f"{pad}{key}:", beside, inside)

    def one_line(self, value: Any, used: int = 0, address: str = "") -> str | None:
        """A value on one line, where it has its place there; None where it takes lines of its own."""
        kind = value.__class__
        if kind is str:
            return None if "\n" in value and fits_block(value) else scalar(value)
        if value is None:
            return ""
        if isinstance(value, dict):
            return None if value else "{}"
        if isinstance(value, (tuple, list)):
            if value and address in self.commented:
                return None
            shown = _flow(value)
            return shown if shown is not None and used + len(shown) <= WIDTH else None
        return _atom(value)

    def _lines(self, value: Any, shape: Shape, pad: str, head: str, beside: str, prefix: str) -> None:
        """A value below its head: a block of text, a mapping, or a list."""
        inner = pad + self.step
        if isinstance(value, str):
            chomp = "" if value.endswith("\n") else "-"
            self.out.append(f"{head} |{chomp}{beside}")
            lines = value.removesuffix("\n").split("\n")
            self.out += [inner + line if line else "" for line in lines]
            return
        self.out.append(head + beside)
        if isinstance(value, dict):
            self.mapping(value, shape, inner, prefix)
        else:
            for place, item in enumerate(value):
                self.item(item, shape, inner, f"{prefix}{place}")

    def mapping(self, value: Mapping[str, Any], shape: Shape, pad: str, prefix: str) -> None:
        """The entries of a mapping, one below the other."""
        parts, each = shape.parts, shape.each
        for name in ordered(value, shape):
            self.entry(name, value[name], parts.get(name, each), pad, prefix + name)

    def item(self, value: Any, shape: Shape, pad: str, address: str) -> None:
        """`- value`, one item of a list."""
        beside = ""
        if self.comments and address in self.comments:
            comment = self.comments[address]
            self.out += [pad + line for line in comment.above]
            beside = f"  {comment.beside}" if comment.beside else ""
        shown = self.one_line(value, len(pad) + 2, address)
        if shown is not None:
            self.out.append(f"{pad}- {shown or 'null'}{beside}")
        elif isinstance(value, str):
            self._lines(value, shape, pad, f"{pad}-", beside, "")
        else:
            self._inline(value, shape, pad, address, beside)

    def _inline(self, value: Any, shape: Shape, pad: str, address: str, beside: str) -> None:
        """A mapping or a list as an item: its first line shares the dash's."""
        start = len(self.out)
        inner = f"{pad}  "
        if isinstance(value, dict):
            self.mapping(value, shape, inner, f"{address}.")
        else:
            for place, item in enumerate(value):
                self.item(item, shape, inner, f"{address}.{place}")
        lines = self.out[start:]
        first = next(place for place, line in enumerate(lines) if not line.lstrip().startswith("#"))
        lines[first] = f"{pad}- {lines[first][len(inner) :]}{beside}"
        self.out[start:] = lines

    def name(self, name: str) -> str:
        """A name as it stands before its colon."""
        shown = scalar(name) if "\n" not in name else quoted(name)
        self._names[name] = shown
        return shown


def _dots(address: str) -> Iterator[int]:
    return (place for place, sign in enumerate(address) if sign == ".")


def _flow(value: tuple[Any, ...] | list[Any]) -> str | None:
    """A list between brackets; None when something in it takes lines of its own."""
    shown = []
    for one in value:
        if one.__class__ is str:
            if "\n" in one:
                return None
            shown.append(in_flow(one))
        elif isinstance(one, (tuple, list)):
            inner = _flow(one)
            if inner is None:
                return None
            shown.append(inner)
        elif isinstance(one, dict):
            if one:
                return None
            shown.append("{}")
        else:
            shown.append(_atom(one) if one is not None else "null")
    return f"[{', '.join(shown)}]"


def worded(value: Any) -> Any:
    """A value for a field of words: a number or a yes or no is its words there."""
    if isinstance(value, tuple):
        return tuple(worded(one) for one in value)
    if value is None or isinstance(value, (str, dict)):
        return value
    return _atom(value)


def _atom(value: Any) -> str:
    """A number, or a yes or no."""
    if value is True:
        return "true"
    if value is False:
        return "false"
    return number(value)
