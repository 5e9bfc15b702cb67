"""What a form of a review says, as the fields of an event: flat names and texts in, fields out, by the table of kinds.

A form sends `text`, `about`, `part` and the like under the names of the table. What has no
single text is written so: lists as lines (people also with commas), a condition as
`condition_text`, `condition_owner`, `condition_due`, `condition_checker` (again for each), dots as
`dots:ADDRESS` and `option:NAME`, a place on the picture as `place_view`, `place_x`, `place_y`, a
proposed change as `change_field` and `change_to` at what the comment is about.

A form may hold `once`: 16 to 64 random letters and digits, made anew for every form that is shown. Sent twice,
it counts once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set, apply
from cxcanvas.errors import EditError, ReviewError
from cxcanvas.review import KINDS, Review
from cxcanvas.review.people import key
from cxcanvas.values import ABSENT
from cxcanvas.vocabulary import KINDS as ELEMENTS
from cxcanvas.vocabulary import field_at
from cxcanvas.vocabulary.fields import Field

__all__ = ["Form", "dots_of", "fields_of", "first", "is_there", "mentioned", "once", "proposed"]

Form = Mapping[str, Sequence[str]]

_NAMES: Final = re.compile(r"[,;\n]")
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_CONDITION: Final = ("text", "owner", "due", "checker")
#: Entries of a form that are looked at; a page sends some ten.
MOST: Final = 600


def first(form: Form, name: str) -> str:
    """The first text under a name; "" where there is none."""
    return next(iter(form.get(name, ())), "")


def once(form: Form) -> str:
    """What a form is known by when it arrives again: made of its key and all that it says; "" where it has no key.

    A form that was changed and sent again is another one: nothing that somebody wrote anew is lost.
    ReviewError for a key that others could guess.
    """
    given = first(form, "once")
    if not given:
        return ""
    if not _KEY.fullmatch(given):
        raise ReviewError("the key of a form is 16 to 64 letters and digits")
    said = sorted(
        (name, list(each)) for name, each in form.items() if name != "once" and not name.startswith("_")
    )
    return hashlib.sha256(json.dumps([given, said]).encode("ascii")).hexdigest()[:32]


def fields_of(kind: str, form: Form) -> dict[str, Any]:
    """The fields of an event of a kind that a form sends; ReviewError in a sentence where one is no such thing."""
    if len(form) > MOST:
        raise ReviewError(f"this form has {len(form)} entries; expected at most {MOST}")
    found: dict[str, Any] = {}
    for name, field in KINDS[kind].fields.items():
        read = _READ.get(field.type)
        value = read(field, form) if read is not None else None
        if value not in (None, "", [], {}):
            found[name] = value
    return found


def _text(field: Field, form: Form) -> str:
    words = first(form, field.name)
    return words.replace("\r\n", "\n").strip() if field.type == "prose" else words.strip()


def _texts(field: Field, form: Form) -> list[str] | None:
    if field.name not in form:
        return None
    lines = field.name in ("consequences", "checklist")
    each = [
        one.strip()
        for words in form[field.name]
        for one in (words.split("\n") if lines else _NAMES.split(words))
    ]
    return [one for one in each if one]


def _number(field: Field, form: Form) -> float | int | None:
    words = first(form, field.name).strip().replace(",", ".")
    if not words:
        return None
    try:
        return int(words) if field.type == "integer" else float(words)
    except (ValueError, OverflowError):
        raise ReviewError(f"{field.label or field.name} is a number, not “{words[:40]}”") from None


def _flag(field: Field, form: Form) -> bool | None:
    words = first(form, field.name).strip().casefold()
    return None if not words else words in ("yes", "on", "true", "1")


def _record(field: Field, form: Form) -> dict[str, Any] | None:
    """A place on the picture."""
    view = first(form, f"{field.name}_view").strip()
    if not view or not first(form, f"{field.name}_x"):
        return None
    try:
        return {
            "view": view,
            **{one: round(float(first(form, f"{field.name}_{one}")), 5) for one in ("x", "y")},
        }
    except (ValueError, OverflowError):
        raise ReviewError("a place on the picture has a view, x and y") from None


def _conditions(field: Field, form: Form) -> dict[str, Any] | None:
    if field.name != "conditions":
        return None
    columns = [list(form.get(f"condition_{name}", ())) for name in _CONDITION]
    found: dict[str, Any] = {}
    for number in range(max(map(len, columns))):
        row = {
            name: column[number].strip()
            for name, column in zip(_CONDITION, columns, strict=True)
            if len(column) > number and column[number].strip()
        }
        if row:
            found[f"{len(found) + 1}"] = row
    return found


_READ: Final[Mapping[str, Callable[[Field, Form], Any]]] = {
    "text": _text, "prose": _text, "choice": _text, "date": _text, "ref": _text, "texts": _texts, "number": _number,
    "integer": _number, "flag": _flag, "record": _record, "keyed": _conditions,
}  # fmt: skip


def dots_of(form: Form) -> dict[str, Any]:
    """The dots that a ballot gives, of the entries that are not 0."""
    found: dict[str, dict[str, int]] = {"dots": {}, "options": {}}
    for name in form:
        sort, colon, address = name.partition(":")
        if not colon or sort not in ("dots", "option"):
            continue
        words = first(form, name).strip() or "0"
        if not re.fullmatch(r"\d{1,3}", words):
            raise ReviewError("dots are whole numbers from 0 to 100")
        if int(words):
            found["dots" if sort == "dots" else "options"][address] = int(words)
    return {name: one for name, one in found.items() if one}


def is_there(canvas: Canvas, address: str) -> bool:
    """Whether one can point at an address: an element or record, a field of it that has a value or could, a whole kind."""
    head, _, rest = address.partition(".")
    element = canvas.get(head)
    kind = element.kind if element is not None else head
    there = element is not None or head in canvas.records or head in ELEMENTS
    if not rest:
        return there
    known = field_at(kind, tuple(rest.split("."))) is not None
    return there and (known or canvas.value(address) is not ABSENT)


def proposed(form: Form, about: str, canvas: Canvas | None) -> list[Any]:
    """The change that a comment proposes, as edits; ReviewError where it does not fit the version under review."""
    words, field = first(form, "change_to").replace("\r\n", "\n").strip(), first(form, "change_field").strip()
    if not words:
        return []
    if canvas is None or not about:
        raise ReviewError("a change needs a place: say what the comment is about")
    head, _, rest = about.partition(".")
    address = about if rest and not field else f"{head}.{field or 'name'}"
    element = canvas.get(head)
    kind = element.kind if element is not None else head
    if field_at(kind, tuple(address.split(".")[1:])) is None:
        raise ReviewError(f"{kind.replace('_', ' ')} has no “{address.partition('.')[2][:60]}” to change")
    value = _typed(field_at(kind, tuple(address.split(".")[1:])), words)
    try:
        apply(canvas, Set(address, value))
    except EditError as error:
        raise ReviewError(f"this change does not fit: {error}") from None
    return [{"op": "set", "address": address, "value": value}]


def _typed(field: Field | None, words: str) -> Any:
    if field is not None and field.type in ("number", "integer", "rating"):
        try:
            return int(words) if re.fullmatch(r"[-+]?\d+", words) else float(words)
        except ValueError:
            return words
    return words


def mentioned(text: str, review: Review) -> list[str]:
    """The people of a review whom a text names with `@`."""
    people = review.people
    every = (
        *people.judges, *people.informed, *people.editors, *people.facilitators,
        *(one.said.who.speaker for one in review.comments.values()),
    )  # fmt: skip
    found = {key(one): one for one in every if one}
    spelled = key(text)
    return [one for short, one in sorted(found.items()) if any(_named(spelled, short))]


def _named(text: str, name: str) -> Iterator[bool]:
    at = text.find(f"@{name}")
    while at >= 0:
        after = text[at + len(name) + 1 : at + len(name) + 2]
        yield not after.isalnum()
        at = text.find(f"@{name}", at + 1)
