"""What a page may say to a board: every message is looked at here before anything believes it.

A websocket takes what anybody sends, so a message is hostile until it has passed: known
words, known keys, bounded size, depth and length. What does not pass is answered with a
sentence and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, Final

from cxcanvas.errors import CxError
from cxcanvas.errors import sentence_of as sentence_of  # boards and pages say it alike

MOST_TEXT: Final = 20_000  # characters in one text
MOST_ALL: Final = 60_000  # characters in one message
MOST_PARTS: Final = 1_500  # values in one message
MOST_DEPTH: Final = 5
MOST_PASTED: Final = 200_000  # characters in what is pasted
MOST_LINE: Final = 400  # characters in a search, a tag, a name of a file
MOST_CHOSEN: Final = 1_000  # elements chosen at once
FILTERS: Final = ("party", "role", "state", "tag")
ACTS: Final = ("remove", "place", "duplicate", "star", "mark", "tag", "state")
DECISIONS: Final = ("local", "remote", "both", "stands")
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


def _is_slug(value: object) -> bool:
    return _is_address(value) and isinstance(value, str) and "." not in value


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


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_words(value: object) -> bool:
    """A few short words, such as the names of views."""
    return isinstance(value, list) and len(value) <= 12 and all(_is_word(one) for one in value)


def _is_views(value: object) -> bool:
    return _is_words(value) and isinstance(value, list) and 1 <= len(value) <= 2


def _is_addresses(value: object) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= MOST_CHOSEN and all(map(_is_address, value))


def _is_line(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MOST_LINE


def _is_filters(value: object) -> bool:
    """What a filter lets through, by what it looks at: {"party": ["dana"], "tag": []}."""
    return isinstance(value, dict) and all(
        key in FILTERS and isinstance(some, list) and len(some) <= 100 and all(map(_is_line, some))
        for key, some in value.items()
    )


def _is_form(value: object) -> bool:
    """What a form says: some texts under each name."""
    return (
        isinstance(value, dict)
        and len(value) <= 600  # as many as a review reads
        and all(
            isinstance(name, str)
            and len(name) <= MOST_LINE
            and isinstance(some, list)
            and all(map(_is_text, some))
            for name, some in value.items()
        )
    )


def _is_answer(value: object) -> bool:
    return value in ("masked", "kept")


def _is_table(value: object) -> bool:
    """Rows of a text and some numbers: how many groups said what of a statement."""
    return (
        isinstance(value, list)
        and len(value) <= 60
        and all(
            isinstance(row, list)
            and 1 < len(row) <= 12
            and _is_line(row[0])
            and all(_is_count(one) and 0 <= one < 1000 for one in row[1:])
            for row in value
        )
    )


def _is_take(value: object) -> bool:
    return isinstance(value, str) and value in DECISIONS


def _is_act(value: object) -> bool:
    return isinstance(value, str) and value in ACTS


Check = Callable[[object], bool]

#: What each gesture carries: the key, what it must be, and whether it may be left out.
_AT: Final[dict[str, Check]] = {"at": _is_address}
_PASTED: Final[dict[str, Check]] = {
    "text": _is_text, "cell": _is_cell, "kind": _is_word, "preset": _is_mapping, "as": _is_word,
}  # fmt: skip
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
    "forget": {},
    "pull": {"views": _is_views},
    "hello": {},
    "bye": {},
    "recover": {"take": _is_flag, "anyway": _is_flag},
    "resolve": {"take": _is_take, "place": _is_text},
    # of the inspector
    "entry": {**_AT, "name": _is_line},
    "drop": _AT,
    "new": {**_AT, "kind": _is_word, "name": _is_line},
    "attach": {**_AT, "name": _is_line, "alt": _is_line},
    "choices": {**_AT, "words": _is_line},
    "preview": {"text": _is_text},
    # of the diagnosis
    "ask": {"function": _is_line},
    "unask": {"function": _is_line},
    # of the workshop
    "tick": {"step": _is_count},
    "room": {"step": _is_count},
    "sorted": {},
    "sort": {"rows": _is_table},
    # of fast hands
    "link": {"from": _is_address, "to": _is_address, "relation": _is_word},
    "several": {
        "ats": _is_addresses, "act": _is_act, "cell": _is_cell, "before": _is_nothing_or_address, "sign": _is_sign, "word": _is_line,
    },
    "copy": {"ats": _is_addresses},
    "keys": {},
    "targets": {**_AT, "words": _is_line},
    "ways": {"from": _is_address, "to": _is_address},
    "offer": _PASTED,
    "paste": _PASTED,
    # of the studio
    "show": {"views": _is_views},
    "where": _AT,
    "panes": {"want": _is_words},
    "judge": {"pane": _is_flag},
    "mend": {**_AT, "rule": _is_word},
    "waive": {**_AT, "rule": _is_word, "reason": _is_line, "by": _is_line, "until": _is_line},
    "unwaive": {"waiver": _is_slug},
    "find": {"words": _is_line},
    "filter": {"by": _is_filters},
    "prefer": {"lens": _is_word, "depth": _is_word, "side": _is_line, "autosave": _is_flag},
    "later": {"question": _is_line},
    # of the review
    "review": {"form": _is_form},
    "against": {"version": _is_line},
    "versions": {},
}  # fmt: skip
_ENVELOPE: Final[Mapping[str, Check]] = {
    "do": _is_word,
    "n": _is_count,
    "rev": _is_count,
    "page": _is_word,
    "private": _is_answer,
}
#: What may be left out, of every message and of some gestures.
_ALWAYS_OPTIONAL: Final = frozenset({"page", "rev", "private"})
OPTIONAL: Final[Mapping[str, frozenset[str]]] = {
    "add": frozenset({"before", "preset"}),
    "place": frozenset({"before"}),
    "select": frozenset({"open"}),
    "pull": frozenset({"views"}),
    "recover": frozenset({"anyway"}),
    "resolve": frozenset({"place"}),
    "new": frozenset({"kind"}),
    "link": frozenset({"relation"}),
    "several": frozenset({"cell", "before", "sign", "word"}),
    "offer": frozenset({"cell", "kind", "preset", "as"}),
    "paste": frozenset({"cell", "kind", "preset", "as"}),
    "judge": frozenset({"pane"}),
    "waive": frozenset({"until"}),
    "prefer": frozenset({"lens", "depth", "side", "autosave"}),
}
#: What one message may hold in all, where it is more than usual.
_ROOM: Final = {"paste": MOST_PASTED, "offer": MOST_PASTED}


def checked(content: object) -> dict[str, Any]:
    """The message, when it is one; MessageError with a sentence when it is not."""
    if not isinstance(content, dict):
        raise MessageError("This message is not one that a board understands.")
    do = content.get("do")
    _bounded(content, _ROOM.get(do, 0) if isinstance(do, str) else 0)
    shape = SHAPES.get(do) if isinstance(do, str) else None
    if shape is None:
        raise MessageError("A board does not know this gesture.")
    known = {**_ENVELOPE, **shape}
    for key in content:
        if key not in known:
            raise MessageError(f"The gesture “{do}” carries something unknown.")
    for key, check in known.items():
        if key not in content:
            if key not in _ALWAYS_OPTIONAL | OPTIONAL.get(content["do"], frozenset()):
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


def _bounded(content: dict[str, Any], room: int) -> None:
    """Refuse what is too long, too deep, too much, or what no file can hold; `room` is more than the usual characters."""
    most_text, most_all = room or MOST_TEXT, room + MOST_ALL
    waiting: list[tuple[object, int]] = [(content, 0)]
    parts = characters = 0
    while waiting:
        value, depth = waiting.pop()
        parts += 1
        if isinstance(value, str):
            characters += len(value)
            if len(value) > most_text:
                raise MessageError(f"This text is too long: at most {most_text:,} characters fit here.")
        elif isinstance(value, dict):
            waiting.extend((one, depth + 1) for pair in value.items() for one in pair)
        elif isinstance(value, (list, tuple)):
            waiting.extend((one, depth + 1) for one in value)
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise MessageError("This number is too large.")
        elif isinstance(value, float) and not isfinite(value):
            raise MessageError("This is not a number.")
        elif value is not None and not isinstance(value, (int, float)):
            raise MessageError("This message holds something that is neither text nor number.")
        if depth > MOST_DEPTH or parts + len(waiting) > MOST_PARTS or characters > most_all:
            raise MessageError("This is too much for one change.")


def one_line(text: str) -> str:
    """The text in one line, without what cannot be seen or stored."""
    return " ".join(_CONTROL.sub("", text).split())


def lines(text: str) -> str:
    """The text with its line breaks, without what cannot be seen or stored."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in plain.split("\n")).strip()
