"""The file as a JSON Schema, for editors: completion, help on hover, wrong values underlined.

It is made from the vocabulary's table alone and allows what a canvas may hold: unknown
fields and sections, blanks, a single entry where a list is expected.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxcanvas.vocabulary import KINDS, RECORDS
from cxcanvas.vocabulary.fields import ESTIMATE, Field, Kind

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

#: What a reader without the vocabulary may take an unquoted text for (1.10, yes, 2026-10-28).
_WORDS: Schema = {"type": ["string", "number", "boolean", "null"]}
_ID = r"^[^.]*[^.\s][^.]*$"
_DATE = r"^\d{4}-\d{2}-\d{2}$"


def schema() -> Schema:
    """The JSON Schema (2020-12) of a canvas file."""
    sections = {name: _section(kind) for name, kind in KINDS.items()}
    records = {name: _record_of(kind) for name, kind in RECORDS.items()}
    return {
        "$schema": DRAFT,
        "title": "A canvas of cxcanvas",
        "description": "A concept through its customers' eyes: who exchanges what value, on which journey.",
        "type": "object",
        "required": ["cxcanvas"],
        "properties": {
            "cxcanvas": {"title": "format", "description": "The version of the file's format.", "const": 1},
            "concept": records.pop("concept"),
            **sections,
            **records,
        },
        "$defs": {
            "id": {"type": ["string", "number", "boolean"], "description": "The id of an element, or an address."},
            "estimate": _estimate(),
        },
    }  # fmt: skip


def _section(kind: Kind) -> Schema:
    return {
        "title": kind.plural,
        "description": kind.help,
        "type": ["object", "null"],
        "propertyNames": {"pattern": _ID},
        "additionalProperties": _mapping(kind.fields, kind.label, kind.help),
    }


def _record_of(kind: Kind) -> Schema:
    if kind.name == "waivers":
        return {**_section(kind), "title": kind.label}
    return _mapping(kind.fields, kind.label, kind.help)


def _mapping(fields: Mapping[str, Field], title: str, help_: str) -> Schema:
    made: Schema = {"title": title, "description": help_, "type": ["object", "null"]}
    if fields:
        made["properties"] = {name: _field(field) for name, field in fields.items()}
    return made


def _field(field: Field) -> Schema:
    unit = f" In {field.unit}." if field.unit else ""
    scope = f" {field.range[0].upper()}{field.range[1:]}." if field.range else ""
    return {"title": field.label, "description": f"{field.help}{scope}{unit}", **_value(field)}


def _value(field: Field) -> Schema:
    match field.type:
        case "number" | "scale" | "integer":
            return {"type": ["integer" if field.type == "integer" else "number", "null"], **_bounds(field)}
        case "flag":
            return {"type": ["boolean", "null"]}
        case "ref":
            return _reference(field)
        case "refs":
            return _listed(_reference(field))
        case "estimate":
            return {"anyOf": [{"type": ["number", "null"], **_bounds(field)}, {"$ref": "#/$defs/estimate"}]}
        case "record":
            return {"type": ["object", "null"], "properties": _parts(field)}
        case "keyed":
            each = {"type": "object", "properties": _parts(field)}
            return {"type": ["object", "null"], "additionalProperties": each}
    return _words(field)


def _words(field: Field) -> Schema:
    match field.type:
        case "text" | "prose":
            return dict(_WORDS)
        case "texts":
            return _listed(_WORDS)
        case "choice":
            return {"enum": [*field.values, None]}
        case "choices":
            return _listed({"enum": list(field.values)})
        case "date":
            return {"type": ["string", "null"], "format": "date", "pattern": _DATE}
    return {}


def _parts(field: Field) -> Schema:
    return {name: _field(part) for name, part in field.fields.items()}


def _bounds(field: Field) -> Schema:
    bounds = {"minimum": field.low, "maximum": field.high}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _listed(each: Schema) -> Schema:
    """A list; a single entry may stand without its brackets."""
    return {"anyOf": [each, {"type": "array", "items": each}, {"type": "null"}]}


def _reference(field: Field) -> Schema:
    """An id, or a mapping that says with `to` what it points at and adds what is said of the link."""
    link = {
        "type": "object",
        "required": ["to"],
        "properties": {"to": {"$ref": "#/$defs/id"}, **_parts(field)},
    }
    return {"anyOf": [{"$ref": "#/$defs/id"}, link, {"type": "null"}]}


def _estimate() -> Schema:
    parts = {name: _field(part) for name, part in ESTIMATE.items()}
    return {
        "title": "estimate",
        "description": "A number with its uncertainty: low, mode and high, where it comes from, how sure you are.",
        "type": "object",
        "properties": parts,
        "anyOf": [{"required": [name]} for name in ("low", "mode", "high")],
    }
