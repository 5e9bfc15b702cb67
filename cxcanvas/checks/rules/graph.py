"""The canvas as a graph: references that lead somewhere, values that are allowed, nothing that hangs in the air."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from functools import partial
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.vocabulary import element_problems, record_problems
from cxcanvas.edits import Edit, Set
from cxcanvas.errors import Problem
from cxcanvas.values import Frozen
from cxcanvas.versions import conflicts, place_in_words
from cxcanvas.vocabulary import KINDS, field_at
from cxcanvas.vocabulary.values import faults

_LONGEST: Final = 80  # letters of a name that may have a slip in it
_SLIP: Final = 3  # letters too many or too few


def _faults(look: Look) -> tuple[Problem, ...]:
    """What the vocabulary finds, for all records and elements."""
    records = look.canvas.records
    return tuple(one for name in look.names() for one in look.ask(_faults_in, name, name in records))


def _faults_in(look: Look, name: str, record: bool) -> tuple[Problem, ...]:
    """What it finds in one record or in the elements of one kind; looks at nothing but these and what they point at."""
    if record:
        look.value(name)
        if name not in look.canvas.records:  # it has gone, and may come back
            return ()
    found: list[Problem] = []
    for id_ in (name,) if record else look.ids(name):
        for one in look.canvas.references(id_):
            look.value(one.target)  # an element or a record
        found += record_problems(look.canvas, id_) if record else element_problems(look.canvas, id_)
    return tuple(found)


def _found(look: Look, name: str) -> Iterator[Finding]:
    """The faults of one name; what was probably meant is searched for when somebody asks."""
    mended = _MENDED.get(name)
    for one in look.ask(_faults):
        if one.rule == name:
            fix = partial(mended, look.canvas, one.address) if mended is not None else ()
            yield Finding(one.address, one.message, fix)


def _nearest(canvas: Canvas, address: str) -> tuple[Edit, ...]:
    """A reference with a slip in its id, and the id that was probably meant."""
    value = canvas.value(address)
    at, said = (f"{address}.to", value.get("to")) if isinstance(value, Frozen) else (address, value)
    if not isinstance(said, str):
        return ()
    head, dot, rest = said.partition(".")
    near = None if head in canvas else _near(head, canvas)
    return (Set(at, f"{near}{dot}{rest}"),) if near else ()


def _choice(canvas: Canvas, address: str) -> tuple[Edit, ...]:
    """A word with a slip in it, and the one that was probably meant; a number that is written as a text."""
    head, *path = address.split(".")
    element, value = canvas.get(head), canvas.value(address)
    field = field_at(element.kind if element is not None else head, tuple(path))
    if field is None or not isinstance(value, str):
        return ()
    if field.values:
        near = _near(value.strip().casefold().replace(" ", "_").replace("-", "_"), field.values)
        return (Set(address, near),) if near else ()
    try:
        meant = float(value)
    except ValueError:
        return ()
    plain = int(meant) if meant.is_integer() else meant
    return (Set(address, plain),) if not list(faults(field, plain)) else ()


def _renamed(canvas: Canvas, address: str) -> tuple[Edit, ...]:
    """A field with a slip in its name, and the one that was probably meant, where that is free."""
    head, _, name = address.rpartition(".")
    element = canvas.get(head)
    if element is None:
        return ()
    near = _near(name, [one for one in KINDS[element.kind].fields if one not in element])
    return (Set(address), Set(f"{head}.{near}", element.get(name))) if near else ()


def _near(said: str, known: Iterable[str]) -> str | None:
    """The known name that differs from what was said by a slip; names of another length are none."""
    if len(said) > _LONGEST:
        return None
    alike = [one for one in known if abs(len(one) - len(said)) <= _SLIP]
    return next(iter(get_close_matches(said, alike, 1, 0.75)), None)


_MENDED: Final[dict[str, Callable[[Canvas, str], tuple[Edit, ...]]]] = {
    "broken-reference": _nearest, "illegal-edge-or-value": _choice, "unknown-field": _renamed,
}  # fmt: skip


@rule("GR001", "broken-reference", "error")
def broken_reference(look: Look) -> Iterator[Finding]:
    """Whatever is pointed at is there.

    Looks at: every reference of every element and record, down to the field it names.
    Why: a line that ends in nothing looks like a connection and is none.
    Source: the canvas is a graph; its edges have two ends.

    Fails:
        cxcanvas: 1
        action:
          call: {name: Call back, addresses: [nobody]}
    Passes:
        cxcanvas: 1
        action:
          call: {name: Call back, addresses: [late]}
        finding:
          late: {type: pain, name: Hears nothing}
    """
    yield from _found(look, "broken-reference")


@rule("GR002", "illegal-edge-or-value", "error")
def illegal_edge_or_value(look: Look) -> Iterator[Finding]:
    """Every field holds what it may hold.

    Looks at: every value against the vocabulary: its type, its range, its choices, and the kinds that a reference may
    point at.
    Why: what cannot be read counts as a blank everywhere else, and silently.
    Source: the vocabulary of the canvas.

    Fails:
        cxcanvas: 1
        value:
          calm: {name: Calm, importance: 9}
    Passes:
        cxcanvas: 1
        value:
          calm: {name: Calm, importance: 5}
    """
    yield from _found(look, "illegal-edge-or-value")


@rule("GR003", "island", "warning", asks=("exchange.between", "exchange.includes"))
def island(look: Look) -> Iterator[Finding]:
    """Every element is connected with another.

    Looks at: every element that points at nothing and that nothing points at.
    Why: what is connected with nothing is looked at by nobody, or belongs to another concept.
    Source: the canvas is a graph.

    Fails:
        cxcanvas: 1
        channel:
          forum: {name: A forum}
    Passes:
        cxcanvas: 1
        step:
          asks: {name: Asks the others, storyline: encounter, channel: forum}
        channel:
          forum: {name: A forum}
    """
    for kind in KINDS:
        for one in look.of(kind):
            if not look.canvas.references(one.id) and not look.referrers(one.id):
                yield Finding(one.id, f"“{one.title}” is connected with nothing")


@rule("GR004", "unknown-field", "warning")
def unknown_field(look: Look) -> Iterator[Finding]:
    """A field has a name that the vocabulary knows.

    Looks at: every field of every element and record.
    Why: what has another name is kept and shown nowhere; often it is a known name with a slip in it.
    Source: the vocabulary of the canvas.

    Fails:
        cxcanvas: 1
        party:
          dana: {name: Dana, rolle: customer}
    Passes:
        cxcanvas: 1
        party:
          dana: {name: Dana, role: customer}
    """
    yield from _found(look, "unknown-field")


@rule("GR005", "unknown-kind", "warning")
def unknown_kind(look: Look) -> Iterator[Finding]:
    """A section of the file has a name that the vocabulary knows.

    Looks at: every section of the file.
    Why: what stands under another name is kept and shown nowhere.
    Source: the vocabulary of the canvas.

    Fails:
        cxcanvas: 1
        partys:
          dana: {name: Dana}
    Passes:
        cxcanvas: 1
        party:
          dana: {name: Dana}
    """
    yield from _found(look, "unknown-kind")


@rule("GR006", "undecided-conflict", "error")
def undecided_conflict(look: Look) -> Iterator[Finding]:
    """What two people changed differently is decided.

    Looks at: the conflicts that a merge has left in the canvas.
    Why: until somebody decides, what stands there is what was there before both.
    Source: a merge by meaning keeps both sides and takes none.

    Fails:
        cxcanvas: 1
        party:
          dana: {name: Dana}
        conflicts:
          dana.name: {base: Dana, local: Dana Reyes, remote: D. Reyes}
    Passes:
        cxcanvas: 1
        party:
          dana: {name: Dana Reyes}
    """
    record = look.value("conflicts")
    for one in conflicts(look.canvas) if isinstance(record, Frozen) else ():
        look.get(one.head)  # its name is in the sentence
        place = place_in_words(one.address, look.canvas)
        yield Finding(
            f"conflicts.{one.address}",
            f"both sides of a merge changed {place}; which one stays is not decided",
        )
