"""A value of any shape in the notation of the file, to be looked at and written by hand."""

from __future__ import annotations

import textwrap
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import CxError
from cxcanvas.textfile import dumps, loads
from cxcanvas.values import ABSENT, Absent, Value

#: A field of the concept that may hold anything: the value stands there for the moment.
_PLACE: Final = "facts"
_HEAD: Final = f"cxcanvas: 1\nconcept:\n  {_PLACE}:"


class NotationError(CxError):
    """A text is no value in the notation of the file; nothing was changed."""


def written(value: Value | Absent) -> str:
    """The value as the file would hold it, without its indent; empty for nothing."""
    if value is None or isinstance(value, Absent):
        return ""
    text = dumps(Canvas.build({"concept": {_PLACE: value}}, []))
    body = text[text.index(f"{_PLACE}:") + len(_PLACE) + 1 :]
    first, _, rest = body.partition("\n")
    if first.strip()[:1] in ("|", ">"):  # a text of several lines
        return f"{first.strip()}\n{textwrap.indent(textwrap.dedent(rest).rstrip(), '  ')}"
    return first.strip() if first.strip() else textwrap.dedent(rest).rstrip()


def read(text: str) -> Value | Absent:
    """The value that a text holds; ABSENT for nothing, NotationError with the line where it cannot be read."""
    if not text.strip():
        return ABSENT
    try:
        body = textwrap.indent(text, "    ")
        of_lines = text.lstrip()[:1] in ("|", ">")
        found = loads(f"{_HEAD} {body.lstrip()}\n" if of_lines else f"{_HEAD}\n{body}\n")
    except CxError as error:
        line = max(1, getattr(error, "line", 0) - _HEAD.count("\n") - 1)
        reason = getattr(error, "message", "") or str(error)
        raise NotationError(f"Line {line} cannot be read: {reason}.") from None
    if len(found) or set(found.records) != {"concept"} or set(found.concept.fields) != {_PLACE}:
        raise NotationError("This cannot be read as one value.")
    return found.value(f"concept.{_PLACE}")
