"""The checks that follow from the vocabulary alone: references, values, unknown names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cxcanvas.canvas import Canvas
from cxcanvas.errors import Problem, Severity
from cxcanvas.references import Reference
from cxcanvas.values import Absent, Frozen
from cxcanvas.vocabulary import KINDS, RECORDS, Field
from cxcanvas.vocabulary.values import faults, shown


def element_problems(canvas: Canvas, id_: str) -> tuple[Problem, ...]:
    """What is wrong with one element; looks at nothing but it and what it points at."""
    element = canvas[id_]
    known = KINDS[element.kind].fields
    return (*_values(canvas, id_, known, element.fields), *_broken(canvas, id_), *_odd_id(canvas, id_))


def record_problems(canvas: Canvas, name: str) -> tuple[Problem, ...]:
    """What is wrong with one record, such as the concept or the business case."""
    record = canvas.records[name]
    if name not in RECORDS:
        message = f"'{name}' is not in the vocabulary; it is kept as it is"
        return (_problem(canvas, "unknown-kind", "warning", name, message),)
    if not isinstance(record, Frozen):
        if record is None:
            return ()
        return (
            _problem(
                canvas, "illegal-edge-or-value", "error", name, f"{name} has fields, not {shown(record)}"
            ),
        )
    if not RECORDS[name].fields:
        return ()
    if name == "waivers":
        each = [(f"{name}.{slug}", entry) for slug, entry in record.items()]
        inside = [p for at, entry in each for p in _entry(canvas, at, entry)]
        return (*inside, *_broken(canvas, name))
    return (*_values(canvas, name, RECORDS[name].fields, record), *_broken(canvas, name))


def _entry(canvas: Canvas, address: str, entry: Any) -> Iterator[Problem]:
    if isinstance(entry, Frozen):
        yield from _values(canvas, address, RECORDS["waivers"].fields, entry)
    else:
        yield _problem(canvas, "illegal-edge-or-value", "error", address, "a waiver has fields of its own")


def _values(canvas: Canvas, address: str, known: Mapping[str, Field], fields: Frozen) -> Iterator[Problem]:
    for name, value in fields.items():
        if not name:  # the reader keeps under no name what stands where fields belong
            message = f"'{address}' has fields of its own, not {shown(value)}"
            yield _problem(canvas, "illegal-edge-or-value", "error", address, message)
            continue
        field = known.get(name)
        at = f"{address}.{name}"
        if field is None:
            message = f"'{name}' is not in the vocabulary; it is kept as it is"
            yield _problem(canvas, "unknown-field", "warning", at, message)
            continue
        for path, message in faults(field, value):
            yield _problem(canvas, "illegal-edge-or-value", "error", f"{at}.{path}".rstrip("."), message)


def _broken(canvas: Canvas, source: str) -> Iterator[Problem]:
    for one in canvas.references(source):
        at = f"{source}.{one.path}"
        target = canvas.get(one.target)
        field = one.relation.replace("_", " ")
        if target is None and one.target not in canvas.records:
            yield _problem(
                canvas,
                "broken-reference",
                "error",
                at,
                f"{field} points at '{one.target}', which is not there",
            )
        elif one.target_path and isinstance(canvas.value(f"{one.target}.{one.target_path}"), Absent):
            whole = f"{one.target}.{one.target_path}"
            yield _problem(
                canvas, "broken-reference", "error", at, f"{field} points at '{whole}', which is not there"
            )
        elif (wrong := _wrong_kind(canvas, one)) is not None:
            yield _problem(canvas, "illegal-edge-or-value", "error", at, wrong)


def _wrong_kind(canvas: Canvas, one: Reference) -> str | None:
    """The sentence for a reference to an element of a kind that the field does not allow."""
    field = _field(canvas, one)
    target = canvas.get(one.target)
    if field is None or "@" in field.to or (target is not None and target.kind in field.to):
        return None
    what = KINDS[target.kind].label if target is not None else "record"
    allowed = " or ".join(KINDS[name].label for name in field.to)
    return f"{field.label} points at '{one.target}', a {what}; it wants a {allowed}"


def _field(canvas: Canvas, one: Reference) -> Field | None:
    """The field that holds a reference, found by walking its path through the vocabulary."""
    element = canvas.get(one.source)
    bearers = (KINDS[element.kind] if element is not None else RECORDS[one.source]).bearers
    for part in one.path.split("."):
        field = bearers.get(part)
        if field is not None and field.to:
            return field
        bearers = field.bearers if field is not None else bearers
    return None


def _odd_id(canvas: Canvas, id_: str) -> Iterator[Problem]:
    if "." in id_ or not id_.strip():
        message = f"'{shown(id_)}' cannot be pointed at: an id has no dot in it and is not empty"
        yield _problem(canvas, "illegal-edge-or-value", "error", id_, message)


def _problem(canvas: Canvas, rule: str, severity: Severity, address: str, message: str) -> Problem:
    return Problem(rule, severity, address, message, line_of(canvas, address))


def line_of(canvas: Canvas, address: str) -> int:
    """The line of an address, or of the nearest place around it that has one."""
    while address:
        if address in canvas.lines:
            return canvas.lines[address][0]
        address = address.rpartition(".")[0]
    return 0
