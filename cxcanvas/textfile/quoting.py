"""Scalars as text that every YAML reader, old or new, reads as the same words."""

from __future__ import annotations

import re

#: Control characters, line ends of other systems, half characters, and what no text should hold.
_BAD = "\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"

#: What YAML 1.1 takes for a yes, a no or a blank.
_LOOKALIKE = "(?!(?:y|n|yes|no|on|off|true|false|null)$)"


def _ending(more: str = "") -> str:
    """The rest of an unquoted text: no ':' or '#' (those are looked at more closely), no blank at the end."""
    return f"(?:[^\x00-\x1f{_BAD}:#{more}]*[^\x00-\x20\xa0{_BAD}:#{more}])?"


def _unquoted(more: str = "") -> re.Pattern[str]:
    """A text without any sign of YAML's at its beginning, and without `more` anywhere."""
    first = f"[^\x00-\x20\xa0{_BAD}:#\\[\\]{{}},\\-+.0-9?&*!|>'\"%@`~=<_]"
    return re.compile(_LOOKALIKE + first + _ending(more), re.IGNORECASE)


_IN_BLOCK = _unquoted()
_IN_FLOW = _unquoted("\\[\\]{},?")

#: With a digit, a sign or a dot in front: a text only if it holds something that no number,
#: date or time of YAML 1.1 holds (nor an octal or infinite one).
_NUMBERLIKE = re.compile(r"[-+.,:_0-9tz\s]+|[-+.:_0-9a-fox]+", re.IGNORECASE)
_AFTER_DIGIT = re.compile("[0-9]" + _ending())

_ESCAPES = re.compile(f'[\x00-\x1f"\\\\\xa0\xad{_BAD}]')
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}

#: A text that a block (`|`) can hold as it is: lines that begin with something visible or,
#: after the first, with blanks; none ends in a blank; at most one line end at the end.
_LINE = f"(?:[^\x00-\x1f{_BAD}][^\x00-\x08\x0a-\x1f{_BAD}]*(?<![ \t]))?"
_BLOCK = re.compile(f"(?! |\n){_LINE}(?:\n{_LINE})*")


def scalar(text: str) -> str:
    """A text as it stands behind a name: bare where that is safe, else in double quotes."""
    if _IN_BLOCK.fullmatch(text) or _bare_with_signs(text):
        return text
    return quoted(text)


def in_flow(text: str) -> str:
    """A text as it stands between the brackets of a list."""
    if _IN_FLOW.fullmatch(text):
        return text
    return quoted(text)


def _bare_with_signs(text: str) -> bool:
    """Whether a text with a digit in front, or with ':' or '#' in it, needs no quotes."""
    if not text:
        return False
    if text[0].isdigit() and _NUMBERLIKE.fullmatch(text):
        return False
    if ": " in text or " #" in text or text[-1] == ":":
        return False
    bare = text.replace(":", "-").replace("#", "-") if ":" in text or "#" in text else text
    if text[0] in "0123456789":
        return _AFTER_DIGIT.fullmatch(bare) is not None
    return bare is not text and text[0] not in ":#" and _IN_BLOCK.fullmatch(bare) is not None


def quoted(text: str) -> str:
    """A text in double quotes, whatever is in it, on one line."""
    return f'"{_ESCAPES.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    sign = match.group()
    if sign in _SHORT:
        return _SHORT[sign]
    code = ord(sign)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"  # half a character has no place in any text file
    return f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}"


def fits_block(text: str) -> bool:
    """Whether a text of several lines can be written as a block of lines."""
    return not text.endswith("\n\n") and _BLOCK.fullmatch(text) is not None


def number(value: int | float) -> str:
    """A number that YAML 1.1 and JSON both read as the same number."""
    text = repr(value)
    if isinstance(value, float) and "e" in text and "." not in text:
        return text.replace("e", ".0e")
    return text
