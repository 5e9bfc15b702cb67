"""Elements: when two are the same, however they were written."""

from __future__ import annotations

import itertools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxcanvas.canvas import Canvas, Element
from cxcanvas.errors import TextError
from cxcanvas.textfile import dumps, loads
from cxcanvas.values import same
from tests.strategies import canvases

#: One element `a`, and what differs little in the writing and much in the meaning, or the other way round.
WRITTEN = [
    "step:\n  a: {x: 1}\n  b: {}\n",
    "step:\n  a: {x: 1.0}\n  b: {}\n",
    "step:\n  a: {x: true}\n  b: {}\n",
    "step: {a: {x: 1}, b: {}}\n",
    "step:\n  {a: {x: 1},\n   b: {}}\n",
    "step:\n  {a: {x: 1,\n       y: 2}, b: {}}\n",
    "step:\n  {\n  a: {x: 1,\n       y: 3}, b: {}}\n",
    "step:\n  a:\n    x: 1\n  b: {}\n",
    "step:\n  a:\n      x: 1\n  b: {}\n",
    "step:\n  a:\n    x: 1\n",
    "step:\n  a:\n    x: |\n      1\n\n\n",
    "step:\n  a:\n    x: |+\n      1\n\n\n",
    "step:\n  a:\n    x: |+\n      1\n\n\n  b: {}\n",
    "step:\n  a:\n    x: |+\n      1\n\n  b: {}\n",
    "step:\n  a:\n    x: one\n      two\n  b: {}\n",
    "step:\n  a:\n    x: one\n  b: {}\n",
    "step:\n  a:  # first\n    x: one\n  # second\n  b: {}\n",
    'step:\n  "a":\n    x: "one"\n  b: {}\n',
    "step:\n  a: true\n  b: {}\n",
    "step:\n  a: 1\n  b: {}\n",
    "finding:\n  a: {x: 1}\n",
    "step:\n  a: {x: 1}\nfinding:\n  b: {}\n",
    "step:\r\n  a: {x: 1}\r\n  b: {}\r\n",
    "step: [true]\nfinding: {a: {x: 1}}\n",
    "step: [1]\nfinding: {a: {x: 1}}\n",
    "step:\n  a.b: {x: true}\n  a: {b: 1}\n",
    "step:\n  a.b: {x: 1}\n  a: {b: true}\n",
]


def read(text: str) -> Canvas:
    return loads(f"cxcanvas: 1\n{text}")


def says_the_same(one: Element, other: Element) -> bool:
    return one.kind == other.kind and same(one.fields, other.fields)


@pytest.mark.parametrize(("one", "other"), itertools.combinations_with_replacement(WRITTEN, 2))
def test_what_is_the_same_does_not_hang_on_how_it_is_written(one: str, other: str) -> None:
    mine, theirs = read(one), read(other)
    for id_ in {*mine} & {*theirs}:
        assert mine[id_].alike(theirs[id_]) == says_the_same(mine[id_], theirs[id_])
        assert mine[id_].alike(Element(theirs[id_].kind, id_, theirs[id_].fields)) == mine[id_].alike(
            theirs[id_]
        )


@given(canvases(), canvases(), st.randoms(use_true_random=False))
def test_lines_that_were_moved_about_in_a_text_do_not_deceive(a: Canvas, b: Canvas, chance: Random) -> None:
    """Texts cut and mixed by the line, as far as they can still be read."""
    lines = dumps(a).splitlines(keepends=True)
    for line in dumps(b).splitlines(keepends=True):
        lines.insert(chance.randrange(1, len(lines) + 1), line)
    for _ in range(chance.randrange(4)):
        lines.pop(chance.randrange(len(lines)))
    try:
        mixed = loads("".join(lines))
    except TextError:
        return
    for other in (loads(dumps(a)), loads(dumps(b))):
        for id_ in {*mixed} & {*other}:
            assert mixed[id_].alike(other[id_]) == says_the_same(mixed[id_], other[id_])
