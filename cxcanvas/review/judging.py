"""What is wrong with what somebody wants to say: one sentence each, from the table of kinds."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cxcanvas.errors import ReviewError
from cxcanvas.review.kinds import KINDS, EventKind
from cxcanvas.values import Frozen, freeze
from cxcanvas.vocabulary.fields import LARGEST, Field
from cxcanvas.vocabulary.values import faults, shown

__all__ = ["LONGEST_NAME", "checked", "name_of", "wrong"]

LONGEST_NAME: Final = 100
#: Characters of a text by its type; entries of a list or a group.
_LONGEST: Final = {"text": 500, "prose": 20_000, "ref": 100, "texts": 500, "date": 10, "choice": 60}
_MOST: Final = 200
_PACKED: Final = 8_000_000
#: What has no form of its own: characters as JSON, and how deep it goes.
_ANY: Final = 100_000
_DEEPEST: Final = 16
_ID: Final = re.compile(r"[0-9a-f]{64}")
#: Signs that are not seen and turn or join what stands around them: with them, one name passes for another.
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)


def name_of(words: object) -> str:
    """A person's name, tidied; ReviewError says what is wrong with it."""
    if not isinstance(words, str):
        raise ReviewError("a name is a text")
    if len(words) > 10 * LONGEST_NAME:
        raise ReviewError(f"this name has {len(words):,} characters; expected at most {LONGEST_NAME}")
    tidy = " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", words)).split())
    if not tidy:
        raise ReviewError("say who you are: a name is missing")
    if len(tidy) > LONGEST_NAME:
        raise ReviewError(f"this name has {len(tidy):,} characters; expected at most {LONGEST_NAME}")
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn", "Cf") for sign in tidy):
        raise ReviewError("this name holds a sign that cannot be shown; write it with letters")
    return tidy


def checked(kind: object, data: object) -> tuple[EventKind, Frozen]:
    """The kind and the fields of what somebody wants to say; ReviewError in a sentence when it is no such thing."""
    known = KINDS.get(kind) if isinstance(kind, str) else None
    if known is None:
        raise ReviewError(f"there is no {shown(kind)} in a review")
    if not isinstance(data, Mapping):
        raise ReviewError("what is said has fields")
    fault = next(wrong(known, data), None)
    if fault is not None:
        raise ReviewError(fault)
    return known, freeze(data)


def wrong(kind: EventKind, data: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the fields of an event of a kind; nothing where all is well."""
    unbearable = _unbearable(data)
    if unbearable:
        yield unbearable
        return
    try:
        frozen = freeze(data)
    except TypeError as error:
        yield str(error)
        return
    for name in frozen:
        if name not in kind.fields:
            yield f"{kind.name}: there is no field {shown(name)}"
    for name in kind.required:
        if frozen.get(name) in (None, "", ()) or str(frozen[name]).isspace():
            yield f"{kind.name}: {kind.fields[name].label} is missing"
    for name, field in kind.fields.items():
        if frozen.get(name) is not None:
            yield from (f"{kind.name}: {said}" for said in _faults(field, frozen[name]))


def _faults(field: Field, value: Any) -> Iterator[str]:
    yield from _size(field, value)
    yield from (message for _, message in faults(field, value))
    if field.type == "ref" and isinstance(value, str) and not _ID.fullmatch(value):
        yield f"{field.label} is an event's id, not {shown(value)}"
    if field.type in ("record", "keyed") and isinstance(value, Mapping):
        entries = value.values() if field.type == "keyed" else (value,)
        for entry in entries:
            if isinstance(entry, Mapping):
                yield from _inner(field, entry)


def _inner(field: Field, entry: Mapping[str, Any]) -> Iterator[str]:
    for name, one in entry.items():
        part = field.fields.get(name)
        if part is None:
            yield f"{field.label}: there is no field {shown(name)}"
        elif one is not None:
            yield from _faults(part, one)


def _size(field: Field, value: Any) -> Iterator[str]:
    """Texts that are too long, lists with too many entries, and what no file can hold."""
    if field.type == "any":
        yield from _any(field, value)
    elif isinstance(value, str) and field.type != "texts":
        yield from _text(field, value)
    elif isinstance(value, (tuple, Mapping)) and len(value) > _MOST:
        yield f"{field.label} has {len(value):,} entries; expected at most {_MOST}"
    elif isinstance(value, (tuple, Mapping)):
        for one in value:
            yield from _text(field, one) if isinstance(one, str) else ()
    elif field.type == "texts":
        yield f"{field.label} is a list of texts"


def _text(field: Field, value: str) -> Iterator[str]:
    longest = _PACKED if field.name == "packed" else _LONGEST.get(field.type, 500)
    if len(value) > longest:
        yield f"{field.label} has {len(value):,} characters; expected at most {longest:,}"
    elif _is_broken(value):
        yield f"{field.label} holds half a character"


def _any(field: Field, value: Any) -> Iterator[str]:
    told = json.dumps(value, ensure_ascii=False)
    if len(told) > _ANY:
        yield f"{field.label} has {len(told):,} characters; expected at most {_ANY:,}"
    elif _is_broken(told):
        yield f"{field.label} holds half a character"


def _is_broken(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _unbearable(value: Any) -> str:
    """What is too deep or too large to be looked into; looked for without recursion, and no further than needed."""
    here = [value]
    for _ in range(_DEEPEST):
        here = [
            inner
            for one in here
            if isinstance(one, (Mapping, list, tuple))
            for inner in (one.values() if isinstance(one, Mapping) else one)
        ]
        if any(isinstance(one, int) and abs(one) > LARGEST for one in here):
            return "what is said holds a number that is too large to calculate with"
    return f"what is said goes more than {_DEEPEST} levels deep" if here else ""
