"""What a page may say to a board: every message is looked at here before anything believes it.

A websocket takes what anybody sends, so a message is hostile until it has passed: known
words, known keys, bounded size, depth and length. What does not pass is answered with a
sentence and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from cxcanvas.errors import CxError

MOST_TEXT: Final = 20_000  # characters in one text
MOST_ALL: Final = 60_000  # characters in one message
MOST_PARTS: Final = 1_500  # values in one message
MOST_DEPTH: Final = 5
SIGNS: Final = ("pain", "opportunity", "quote", "guess")

_ADDRESS: Final = re.compile(r"[^\s.\x00-\x1f]{1,100}(\.[^\s.\x00-\x1f]{1,100}){0,6}")
_CELL: Final = re.compile(r"[^\s/\x00-\x1f]{0,100}/[a-z]{1,20}")
_WORD: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class MessageError(CxError):
    """A page said something that a board does not understand; nothing was changed."""


def _is_address(value: object) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def _is_cell(value: object) -> bool:
    return isinstance(value, str) and _CELL.fullmatch(value) is not None


def _is_word(value: object) -> bool:
    return isinstance(value, str) and _WORD.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_nothing_or_address(value: object) -> bool:
    return value is None or _is_address(value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -1 <= value < 2**53


def _is_feeling(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -3 <= value <= 3


def _is_sign(value: object) -> bool:
    return isinstance(value, str) and value in SIGNS


def _is_depths(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= 3
        and all(isinstance(one, str) and _is_word(one) for one in value)
    )


def _is_mapping(value: object) -> bool:
    return isinstance(value, dict)


def _is_anything(value: object) -> bool:
    return True


Check = Callable[[object], bool]

#: What each gesture carries: the key, what it must be, and whether it may be left out.
_AT: Final[dict[str, Check]] = {"at": _is_address}
SHAPES: Final[Mapping[str, Mapping[str, Check]]] = {
    "set": {**_AT, "value": _is_anything},
    "field": {**_AT, "value": _is_anything},
    "add": {"kind": _is_word, "preset": _is_mapping, "name": _is_text, "before": _is_nothing_or_address},
    "remove": _AT,
    "place": {**_AT, "cell": _is_cell, "before": _is_nothing_or_address},
    "star": _AT,
    "mark": {**_AT, "sign": _is_sign},
    "feel": {**_AT, "valence": _is_feeling},
    "rename": {**_AT, "to": _is_address},
    "select": {"at": _is_nothing_or_address, "open": _is_depths},
    "undo": {},
    "redo": {},
    "save": {},
    "pull": {},
    "hello": {},
    "bye": {},
}
_ENVELOPE: Final[Mapping[str, Check]] = {"do": _is_word, "n": _is_count, "rev": _is_count, "page": _is_word}
_OPTIONAL: Final = frozenset({"before", "preset", "page", "rev", "open"})


def checked(content: object) -> dict[str, Any]:
    """The message, when it is one; MessageError with a sentence when it is not."""
    if not isinstance(content, dict):
        raise MessageError("This message is not one that a board understands.")
    _bounded(content)
    do = content.get("do")
    shape = SHAPES.get(do) if isinstance(do, str) else None
    if shape is None:
        raise MessageError("A board does not know this gesture.")
    known = {**_ENVELOPE, **shape}
    for key in content:
        if key not in known:
            raise MessageError(f"The gesture “{do}” carries something unknown.")
    for key, check in known.items():
        if key not in content:
            if key not in _OPTIONAL:
                raise MessageError(f"The gesture “{do}” lacks its “{key}”.")
        elif not check(content[key]):
            raise MessageError(f"The “{key}” of the gesture “{do}” is not usable.")
    return content


def number_of(content: object) -> tuple[int | None, str]:
    """The number and the page of a message, as far as they can be read, so that even a bad one is answered."""
    if not isinstance(content, dict):
        return None, ""
    n, page = content.get("n"), content.get("page")
    return (n if isinstance(n, int) and _is_count(n) else None), (
        page if isinstance(page, str) and _is_word(page) else ""
    )


def _bounded(content: dict[str, Any]) -> None:
    """Refuse what is too long, too deep, too much, or what no file can hold."""
    waiting: list[tuple[object, int]] = [(content, 0)]
    parts = characters = 0
    while waiting:
        value, depth = waiting.pop()
        parts += 1
        if isinstance(value, str):
            characters += len(value)
            if len(value) > MOST_TEXT:
                raise MessageError(
                    f"This text is too long: at most {MOST_TEXT:,} characters fit into one field."
                )
        elif isinstance(value, dict):
            waiting.extend((one, depth + 1) for pair in value.items() for one in pair)
        elif isinstance(value, (list, tuple)):
            waiting.extend((one, depth + 1) for one in value)
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise MessageError("This number is too large.")
        elif value is not None and not isinstance(value, (int, float)):
            raise MessageError("This message holds something that is neither text nor number.")
        if depth > MOST_DEPTH or parts + len(waiting) > MOST_PARTS or characters > MOST_ALL:
            raise MessageError("This is too much for one change.")


def one_line(text: str) -> str:
    """The text in one line, without what cannot be seen or stored."""
    return " ".join(_CONTROL.sub("", text).split())


def lines(text: str) -> str:
    """The text with its line breaks, without what cannot be seen or stored."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in plain.split("\n")).strip()


def sentence_of(error: Exception) -> str:
    """An error as a sentence: it begins large and ends with a full stop."""
    words = str(error).strip() or "This could not be done"
    return words[0].upper() + words[1:] + ("" if words[-1] in ".!?…" else ".")
