"""Plain scalars: what is a number, a yes or no, a blank, and what is simply a text."""

from __future__ import annotations

import re

from cxcanvas.textfile.limits import DIGITS

#: Numbers as JSON writes them; everything else that looks like one is a text (0o7, 1_000, .5, 1:30).
INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")

#: Ways to leave a field blank.
BLANK = frozenset({"", "~", "null"})

_NAMED: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}


def plain(text: str) -> str | int | float | bool | None:
    """What an unquoted scalar means where the vocabulary does not say that it is a text."""
    if text in _NAMED:
        return _NAMED[text]
    if text[0] not in "-0123456789" or len(text) > DIGITS:
        return text
    if INTEGER.fullmatch(text):
        return int(text)
    if NUMBER.fullmatch(text):
        value = float(text)
        return value if value - value == 0 else text  # beyond what a number can hold
    return text
