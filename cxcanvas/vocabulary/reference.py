"""The vocabulary as a page to read: every kind and record with its fields, made from the one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cxcanvas.vocabulary import KINDS, RECORDS
from cxcanvas.vocabulary.fields import COMMON_FIRST, COMMON_LAST, ESTIMATE, Field, Kind

_COMMON = {one.name for one in (*COMMON_FIRST, *COMMON_LAST)}
_TYPES = {
    "text": "a line", "prose": "text", "number": "number", "integer": "whole number", "scale": "scale",
    "choice": "one of", "choices": "any of", "flag": "yes or no", "date": "day", "ref": "", "refs": "",
    "texts": "list of lines", "estimate": "number or estimate", "record": "group", "keyed": "entries by slug",
    "any": "table",
}  # fmt: skip

_OPENING = """\
# The vocabulary

A canvas is a small graph. Its nodes are **elements** of twenty-two kinds; its edges are the fields that hold ids
(→). Each kind is a section of the file, each element an id with fields. This page is made from the table that the
program itself uses (`cxcanvas.vocabulary`): `python -m cxcanvas.vocabulary.reference` prints it.

**How to read the tables.** *→ step* is the id of a step; *→ any address* is an id, or a place inside an element such
as `care-call.moment`. *Depth* says when a designer meets a field: **sketch** in the first ten minutes, *work* when a
concept is worked out, *measure* when numbers come in. What is missing at a depth that nobody has opened yet is no
fault.
"""


def reference() -> str:
    """The reference page of the vocabulary, in Markdown."""
    lines = [_OPENING, *_contents(), *_common()]
    for kind in KINDS.values():
        lines += _kind(kind)
    lines += [
        "## Records",
        "",
        "What belongs to the canvas as a whole: each is a word at the top of the file.",
        "",
    ]
    for record in RECORDS.values():
        lines += _record(record)
    return "\n".join(lines).rstrip() + "\n"


def _contents() -> Iterator[str]:
    yield "## What there is"
    yield ""
    yield "| kind | what it is | points at |"
    yield "|---|---|---|"
    for kind in KINDS.values():
        targets = dict.fromkeys(_target(one) for field in kind.fields.values() for one in _targets(field))
        yield f"| [`{kind.name}`](#{kind.name}) | {kind.help} | {', '.join(targets)} |"
    yield ""


def _targets(field: Field) -> Iterator[str]:
    """The kinds that a field, or a part of it, points at."""
    yield from field.to
    for part in field.fields.values():
        yield from _targets(part)


def _target(name: str) -> str:
    return "any address" if name == "@" else KINDS[name].label


def _common() -> Iterator[str]:
    yield "## Fields of every element"
    yield ""
    yield from _table({one.name: one for one in (*COMMON_FIRST, *COMMON_LAST)})
    yield "An **estimate** is a number, or a group of these:"
    yield ""
    yield from _table(ESTIMATE)


def _kind(kind: Kind) -> Iterator[str]:
    yield f"## {kind.name}"
    yield ""
    yield kind.help
    yield ""
    yield from _table({name: field for name, field in kind.fields.items() if name not in _COMMON})


def _record(record: Kind) -> Iterator[str]:
    yield f"### {record.name}"
    yield ""
    yield record.help
    yield ""
    if record.fields:
        yield from _table(record.fields)


def _table(fields: Mapping[str, Field]) -> Iterator[str]:
    yield "| field | what it says | what it holds | depth |"
    yield "|---|---|---|---|"
    for name, field in fields.items():
        yield from _rows(name, field)
    yield ""


def _rows(path: str, field: Field) -> Iterator[str]:
    """A field and, where it has parts, each of them under its own path; an estimate's are the same everywhere."""
    depth = f"**{field.depth}**" if field.depth == "sketch" else field.depth
    yield f"| `{path}` | {_cell(field.help)} | {_holds(field)} | {depth} |"
    if field.type in ("record", "keyed"):
        below = f"{path}.*" if field.type == "keyed" else path
        if is_uniform(field):
            return
        for name, part in field.fields.items():
            yield from _rows(f"{below}.{name}", part)


def _holds(field: Field) -> str:
    if field.to:
        many = " (several)" if field.type == "refs" else ""
        parts = f", with {', '.join(f'`{name}`' for name in field.fields)}" if field.fields else ""
        return f"→ {' or '.join(_target(one) for one in field.to)}{many}{parts}"
    if field.values:
        return f"{_TYPES[field.type]} {', '.join(f'`{one}`' for one in field.values)}"
    unit = f" ({field.unit})" if field.unit else ""
    scope = f", {field.range}" if field.range else ""
    if is_uniform(field):
        first, *_, last = field.fields
        return f"{_holds(field.fields[first])}, for each of `{first}` … `{last}`"
    return f"{_TYPES[field.type]}{unit}{scope}"


def is_uniform(field: Field) -> bool:
    """Whether a group's parts all say the same, such as a rating by each function: one row names them all."""
    parts = {(part.type, part.range, part.help) for part in field.fields.values()}
    return field.type == "record" and len(parts) == 1 < len(field.fields)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference())
