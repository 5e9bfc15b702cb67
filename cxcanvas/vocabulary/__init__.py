"""The vocabulary: every kind, field and choice of a canvas, in one table.

File validation, JSON Schema, the inspector's forms, the graph's edges, the words of a
diff and the reference page are all derived from `KINDS` and `RECORDS`; nothing else
defines a field.
"""

from __future__ import annotations

from cxcanvas.vocabulary import exchange, journey, learning, people
from cxcanvas.vocabulary.fields import Depth, Field, Kind
from cxcanvas.vocabulary.records import ASPECTS, GATES, RECORDS

__all__ = [
    "ASPECTS",
    "FAMILIES",
    "GATES",
    "KINDS",
    "RECORDS",
    "Depth",
    "Field",
    "Kind",
    "field_at",
    "kind",
    "reserved",
]

#: The twenty-two kinds in the file's order.
KINDS: dict[str, Kind] = {
    one.name: one
    for one in (
        people.PARTY, people.ROLE, people.OFFERING, people.SERVICE, people.GOAL,
        exchange.VALUE, exchange.EXCHANGE, exchange.BOND, exchange.INDICATOR,
        journey.JOURNEY, journey.STAGE, journey.STEP, journey.EXPECTATION, journey.CHANNEL, journey.FINDING,
        learning.RESEARCH, learning.EVIDENCE, learning.HYPOTHESIS, learning.COMPANY_VALUE, learning.PROMISE,
        learning.ACTION, learning.OBJECTIVE,
    )
}  # fmt: skip

#: The family of each type of bond, where a bond does not state its own.
FAMILIES: dict[str, str] = {
    "economic": "financial", "social": "social", "knowledge": "social", "cultural": "social",
    "ideological": "social", "psychological": "experiential", "experiential": "experiential", "trust": "trust",
    "legal": "structural", "technological": "structural", "geographical": "structural", "time": "structural",
}  # fmt: skip


def kind(name: str) -> Kind | None:
    """The kind or record of that name; None when the vocabulary has no such thing."""
    return KINDS.get(name) or RECORDS.get(name)


def reserved(word: str) -> bool:
    """Whether a word names a section or record of the file and so cannot be an id."""
    return word in KINDS or word in RECORDS or word == "cxcanvas"


def field_at(kind_name: str, path: tuple[str, ...]) -> Field | None:
    """The field at a path below an element of that kind (`("moment", "name")`).

    A part that is the slug of a keyed entry is passed over; None when the vocabulary
    does not know the place.
    """
    here = kind(kind_name)
    if here is None or not path:
        return None
    rest = path[1:] if kind_name == "waivers" else path
    fields = here.fields
    found: Field | None = None
    for part in rest:
        if found is not None and found.type == "keyed" and fields is found.fields:
            fields, found = (
                found.fields,
                Field(part, "record", found.help, depth=found.depth, fields=found.fields),
            )
            continue
        found = fields.get(part)
        if found is None:
            return None
        fields = found.fields
    return found
