"""Laws of the text file, on random canvases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from cxcanvas.canvas import Canvas, Frozen
from cxcanvas.edits import apply
from cxcanvas.errors import EditError
from cxcanvas.textfile import dumps, loads, read, splice
from cxcanvas.textfile.shapes import Shape, fields_shape, section_shape
from cxcanvas.textfile.writer import tree_of, worded
from tests.strategies import canvases, edits_for


def in_words(value: Any, shape: Shape) -> Any:
    """A value as the file can hold it: in a field of words, a number is its words."""
    if isinstance(value, dict):
        return Frozen({name: in_words(one, shape.inside(name)) for name, one in value.items()})
    if isinstance(value, tuple):
        return tuple(in_words(one, shape) for one in value)
    if isinstance(value, str) or value is None or not shape.words:
        return value
    return worded(value)


def settled(canvas: Canvas) -> Canvas:
    """The canvas with words only where the vocabulary has words."""
    elements = [
        (one.kind, one.id, in_words(one.fields, fields_shape(one.kind)))
        for one in map(canvas.__getitem__, canvas)
    ]
    records = {name: in_words(record, section_shape(name)) for name, record in canvas.records.items()}
    return Canvas.build(records, elements)


def strings(value: Any) -> Iterator[str]:
    """Every string in a tree, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from strings(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from strings(one)


settled_canvases = canvases().map(settled)


@given(settled_canvases)
def test_a_canvas_is_the_same_after_writing_and_reading(canvas: Canvas) -> None:
    assert loads(dumps(canvas)) == canvas


@given(canvases())
def test_canonical_text_is_the_same_after_reading_and_writing(canvas: Canvas) -> None:
    text = dumps(canvas)
    again = loads(text)
    assert dumps(again) == text
    assert loads(dumps(again)) == again


@given(settled_canvases)
def test_an_old_yaml_reader_reads_the_same_words(canvas: Canvas) -> None:
    text = dumps(canvas)
    assert sorted(strings(yaml.safe_load(text))) == sorted(strings(tree_of(loads(text))))


@given(canvases(), st.data())
def test_a_spliced_text_says_what_the_canvas_says(canvas: Canvas, data: st.DataObject) -> None:
    document = read(dumps(canvas))
    changed = document.canvas
    for _ in range(3):
        try:
            changed = apply(changed, data.draw(edits_for(changed)))
        except EditError:
            continue
    text = splice(document, changed)
    assert loads(text) == loads(dumps(settled(changed)))


@given(canvases(), st.data())
def test_elements_that_did_not_change_keep_their_lines(canvas: Canvas, data: st.DataObject) -> None:
    document = read(by_hand(dumps(canvas)))
    before = document.canvas
    try:
        changed = apply(before, data.draw(edits_for(before)))
    except EditError:
        return
    text = splice(document, changed)
    assert loads(text) == loads(dumps(settled(changed)))
    assert text.endswith("\r\n")
    for id_ in before:
        if id_ in changed and changed[id_].fields is before[id_].fields:
            assert block(document.text, id_) in text


def by_hand(text: str) -> str:
    """The same canvas as somebody with habits would have it: comments, other line ends."""
    lines = []
    for line in text.split("\n"):
        if line.startswith("  e") and line.endswith(":"):
            lines.append(f"  # about {line.strip(' :')}")
            line = f"  {line.strip()}   # here"
        lines.append(line)
    return "\r\n".join(lines)


def block(text: str, id_: str) -> str:
    """The lines of an element."""
    lines = text.split("\r\n")
    start = next((n for n, line in enumerate(lines) if line.startswith((f"  {id_}:", f'  "{id_}":'))), None)
    if start is None:
        return ""
    end = next(
        (n for n in range(start + 1, len(lines)) if lines[n] and not lines[n].startswith("   ")), len(lines)
    )
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return "\r\n".join(lines[start:end])


anything: st.SearchStrategy[Any] = st.recursive(
    st.text(max_size=30)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=8), anything, max_size=4), st.text(min_size=1, max_size=12))
def test_whatever_json_can_say_survives(values: dict[str, Any], words: str) -> None:
    canvas = Canvas.build(
        {"samples": values}, [("step", "a", {"x_any": values, "name": words, "note": words})]
    )
    again = loads(dumps(canvas))
    assert again == canvas
    assert sorted(strings(yaml.safe_load(dumps(canvas)))) == sorted(strings(tree_of(again)))
