"""A canvas as lines to read: one field a line, in the words of the vocabulary; what git compares line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cxcanvas.canvas import Canvas, Comment
from cxcanvas.values import ABSENT, Frozen, Value
from cxcanvas.versions.conflicts import RECORD
from cxcanvas.vocabulary import Field, field_at, kind

_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+")
_INDENT: Final = "  "


def readable(canvas: Canvas) -> Iterator[str]:
    """The lines of a canvas: each element and record by its name, and under it its fields.

    What is pointed at is told by its id, so that another name is a change where it stands
    and nowhere else. A line says as much as a person would compare: a field, an entry of a list, a sentence
    of a longer text. The order is the file's; comments stand where they stand there.
    """
    for name, record in canvas.records.items():
        yield from _Lines(name, canvas.comments).head(name, _label(name), record)
    for id_ in canvas:
        element = canvas[id_]
        title = " ".join(element.title.split())
        fields = element.fields
        if fields.get("name") == title:
            fields = fields.with_("name", ABSENT)  # the headline says it
        headline = f"{_label(element.kind)} “{title}” ({id_})"
        yield from _Lines(element.kind, canvas.comments).head(id_, headline, fields)


def _label(kind_name: str) -> str:
    known = kind(kind_name)
    return (known.label if known is not None else kind_name).replace("_", " ")


class _Lines:
    """The lines of one element or record."""

    def __init__(self, kind_name: str, comments: Mapping[str, Comment]) -> None:
        self.kind, self.comments = kind_name, comments

    def head(self, address: str, title: str, value: Value) -> Iterator[str]:
        yield from self._comments(address, "")
        yield title
        if isinstance(value, Frozen):
            for name, one in value.items():
                yield from self._field(address, (name,), one, _INDENT)
        elif value is not None:
            yield from self._value(None, "", value, _INDENT)
        yield ""

    def _comments(self, address: str, indent: str) -> Iterator[str]:
        found = self.comments.get(address)
        if found is not None:
            yield from (f"{indent}{line.strip()}" for line in (*found.above, *found.beside) if line.strip())

    def _field(self, head: str, path: tuple[str, ...], value: Value, indent: str) -> Iterator[str]:
        field = field_at(self.kind, path)
        label = (field.label if field is not None else "") or self._spelled(path[-1])
        yield from self._comments(".".join((head, *path)), indent)
        if isinstance(value, Frozen) and not self._is_edge(value):
            yield f"{indent}{_line(label)}:"
            for name, one in value.items():
                yield from self._field(head, (*path, name), one, indent + _INDENT)
        else:
            yield from self._value(field, f"{_line(label)}: ", value, indent)

    def _spelled(self, name: str) -> str:
        """A name that the vocabulary does not know; what waits for a decision stands under addresses."""
        return name if self.kind == RECORD else name.replace("-", " ")

    def _value(self, field: Field | None, label: str, value: Value, indent: str) -> Iterator[str]:
        if isinstance(value, tuple) and any(isinstance(one, Frozen | tuple) for one in value):
            yield f"{indent}{label}".rstrip()
            for one in value:
                yield from self._value(field, "- ", one, indent + _INDENT)
        elif isinstance(value, tuple):
            yield f"{indent}{label}{', '.join(self._said(field, one) for one in value) or 'nothing'}"
        elif isinstance(value, Frozen):
            yield f"{indent}{label}{self._entry(field, value)}"
        else:
            first, *more = _pieces(self._said(field, value))
            yield f"{indent}{label}{first}"
            yield from (f"{indent}{_INDENT}{piece}" for piece in more)

    def _entry(self, field: Field | None, value: Frozen) -> str:
        """A mapping in a list, in one line: where it leads first, if anywhere."""
        known = field.fields if field is not None else {}
        parts = []
        for name, one in value.items():
            inner = known.get(name)
            said = (
                self._said(inner or (field if name == "to" else None), one)
                if not isinstance(one, Frozen | tuple)
                else self._deep(inner, one)
            )
            parts.append(said if name == "to" else f"{_line((inner.label if inner else '') or name)} {said}")
        return ", ".join(" ".join(part.split()) for part in parts)

    def _deep(self, field: Field | None, value: Value) -> str:
        if isinstance(value, Frozen):
            return f"({self._entry(field, value)})"
        if isinstance(value, tuple):
            return f"[{', '.join(self._deep(field, one) for one in value)}]"
        return self._said(field, value)

    def _is_edge(self, value: Frozen) -> bool:
        return isinstance(value.get("to"), str)

    def _said(self, field: Field | None, value: Value) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            signed = field is not None and field.low is not None and field.low < 0
            return (f"{value:+}" if signed and value else f"{value}").replace("-", "−")
        if value is None:
            return "(blank)"
        text = str(value)
        return text.replace("_", " ") if field is not None and field.values else text


def _line(text: str) -> str:
    return " ".join(text.replace("_", " ").split()) or "(no name)"


def _pieces(text: str) -> list[str]:
    """A text by its lines and sentences, so that a changed sentence is a changed line."""
    return [piece for line in text.splitlines() for piece in _SENTENCES.split(line) if piece] or [""]
