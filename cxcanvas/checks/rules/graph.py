"""The canvas as a graph: references that lead somewhere, values that are allowed, nothing that hangs in the air."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.vocabulary import element_problems, record_problems
from cxcanvas.errors import Problem
from cxcanvas.vocabulary import KINDS


def _faults(look: Look) -> tuple[Problem, ...]:
    """What the vocabulary finds, for all elements and records; looks at everything."""
    canvas = look.canvas
    ids = [id_ for kind in canvas.kinds for id_ in look.ids(kind)]
    for name in canvas.records:
        look.value(name)
    return (
        *(one for name in canvas.records for one in record_problems(canvas, name)),
        *(one for id_ in ids for one in element_problems(canvas, id_)),
    )


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
    yield from (
        Finding(one.address, one.message) for one in look.ask(_faults) if one.rule == "broken-reference"
    )


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
    yield from (
        Finding(one.address, one.message) for one in look.ask(_faults) if one.rule == "illegal-edge-or-value"
    )


@rule("GR003", "island", "warning")
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
