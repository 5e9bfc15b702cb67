"""Everything that can go wrong, in one tree.

CxError                  whatever cxcanvas raises on purpose
├── TextError            the text is no canvas: file, line, column, what was expected
├── EditError            an edit does not fit the canvas; nothing was changed
├── ReviewError          what somebody says does not fit the review; nothing was written
├── StoreError           a file could not be read or written; what was there is as it was
│   └── ConflictError    two people changed the same place; both versions are kept
└── UsageError           a name, a view or a template that does not exist

A faulty value inside a canvas is no exception: it is a `Problem`, and the canvas opens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning", "info"]


class CxError(Exception):
    """Whatever cxcanvas raises on purpose; its text is one sentence for a person."""


class TextError(CxError):
    """The text is no canvas; says where and what was expected."""

    def __init__(self, message: str, path: str = "", line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"{self.path or '<text>'}:{self.line}:{self.column}: {self.message}"


class EditError(CxError):
    """An edit does not fit the canvas; nothing was changed."""


class ReviewError(CxError):
    """What somebody says does not fit the review; nothing was written."""


class StoreError(CxError):
    """A file could not be read or written; what was there is as it was.

    `reason` says why in a few words, for a place that names the file already.
    """

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class ConflictError(StoreError):
    """Two people changed the same place; nothing was overwritten.

    `addresses` are the places, `places` the same in words.
    """

    def __init__(self, message: str, addresses: tuple[str, ...] = (), places: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.addresses = addresses
        self.places = places


class UsageError(CxError):
    """A name, a view or a template that does not exist."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a canvas that a reader should know, with the place.

    `rule` is the rule's name, `address` the element or field, `line` the line in the
    file (0 where the canvas did not come from a text).
    """

    rule: str
    severity: Severity
    address: str
    message: str
    line: int = 0


#: A word such as `care.cx.yaml`, which would be another file if it began large.
_FILE: Final = re.compile(r"\S*\w\.\w")


def sentence_of(error: Exception) -> str:
    """An error as a sentence: it begins large, but for the name of a file, and ends with a full stop."""
    words = str(error).strip() or "This could not be done"
    first = words[0] if _FILE.match(words) else words[0].upper()
    return first + words[1:] + ("" if words[-1] in ".!?…" else ".")
