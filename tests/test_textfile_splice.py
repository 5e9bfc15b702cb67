"""A save changes only the lines of what changed, also in a file written by hand."""

from __future__ import annotations

import difflib
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxcanvas.canvas import ABSENT, Canvas
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set, apply, removal
from cxcanvas.errors import EditError, TextError
from cxcanvas.textfile import Document, dumps, loads, read, splice
from cxcanvas.textfile.splice import says
from tests.strategies import edits_for
from tests.test_textfile_bad import mutated

HAND = Path(__file__).with_name("by_hand.cx.yaml").read_text(encoding="utf-8")


def changed(document: Document, *edits: Edit) -> list[str]:
    """The lines that a save takes out (-) and puts in (+)."""
    canvas = apply(document.canvas, *edits)
    text = splice(document, canvas)
    assert loads(text) == canvas
    lines = difflib.ndiff(document.text.split(document.newline), text.split(document.newline))
    return [line for line in lines if line[0] in "-+"]


CASES: dict[str, tuple[list[Edit], list[str]]] = {
    "nothing": ([], []),
    "a word": ([Set("asks.name", "Calls")], ["-     name: Asks for help", "+     name: Calls"]),
    "a quoted word keeps its comment": (
        [Set("concept.title", "Air")],
        ["-     title:  'Breathing space'     # a title", "+     title:  Air     # a title"],
    ),
    "a number": ([Set("asks.minutes", 7)], ["-     minutes: 5", "+     minutes: 7"]),
    "what other readers misread is quoted": (
        [Set("asks.version", "1.20")], ["-     version: 1.10", '+     version: "1.20"'],
    ),
    "a blank": ([Set("asks.minutes", None)], ["-     minutes: 5", "+     minutes:"]),
    "a field goes": ([Set("asks.minutes", ABSENT)], ["-     minutes: 5"]),
    "a field comes to its place": ([Set("asks.stage", "help")], ["+     stage: help"]),
    "prose comes": ([Set("asks.note", "One.\n\nTwo.")], ["+     note: |-", "+       One.", "+ ", "+       Two."]),
    "a record comes": ([Set("asks.expression.attitude.score", 4)],
                       ["+     expression:", "+       attitude:", "+         score: 4"]),
    "deep in a block": ([Set("sees-bill.emotions.hope.valence", 2)],
                        ["-             valence: 1", "+             valence: 2"]),
    "deep in brackets": ([Set("sees-bill.emotions.worry.valence", -3)],
                         ["-         worry: {valence: -2}", "+         worry:", "+           valence: -3"]),
    "an item of a list": ([Set("sees-bill.next.0.share", 0.7)], ["-         share: 0.6", "+         share: 0.7"]),
    "a list grows": ([Set("sees-bill.next", ({"to": "asks", "share": 0.6}, "leaves", "hides"))], ["+       - hides"]),
    "a list shrinks": ([Set("sees-bill.next", ({"to": "asks", "share": 0.6},))], ["-       - leaves"]),
    "an element on one line": (
        [Set("wattlebank.name", "Watt")],
        ["-   wattlebank: {name: Wattlebank, role: provider}  # on one line", "+   wattlebank:  # on one line",
         "+     name: Watt", "+     role: provider"],
    ),
    "an element comes": ([Add("step", "pays", {"name": "Pays"})], ["+ ", "+   pays:", "+     name: Pays"]),
    "an element comes between": ([Add("party", "moneywise", {"role": "partner"}, "wattlebank")],
                                 ["+   moneywise:", "+     role: partner"]),
    "an element goes with its comment": (
        [Remove("asks")],
        ["- ", "-   # The turn.", "-   asks:", "-     name: Asks for help", "-     storyline: customer",
         "-     version: 1.10", "-     minutes: 5", "-     moment: {name: First minute, effects: [trust]}"],
    ),
    "a section comes": ([Add("stage", "help", {"name": "Help"})], ["+ ", "+ stage:", "+   help:", "+     name: Help"]),
    "a record goes": ([Set("case", ABSENT)], ["- ", "- case: {runs: 1000}"]),
    "another id": (
        [Rename("leaves", "goes")],
        ["-       - leaves", "+       - goes", "-   leaves:", "+   goes:", "+     formerly: [leaves]"],
    ),
    "what the vocabulary does not know": ([Set("x_other", (1, 2))], ["- x_other: [1, 2, {a: b}]", "+ x_other: [1, 2]"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_only_the_lines_of_what_changed_differ(name: str, newline: str, bom: str) -> None:
    edits, lines = CASES[name]
    document = read(bom + HAND.replace("\n", newline))
    if name == "a section comes":  # the concept's fields are indented by four here
        lines = ["+ ", "+ stage:", "+     help:", "+         name: Help"]
    assert sorted(changed(document, *edits)) == sorted(lines)
    assert splice(document, apply(document.canvas, *edits)).startswith(bom + "# A canvas")


def test_moving_takes_the_comments_along() -> None:
    document = read(HAND)
    text = splice(document, apply(document.canvas, Move("asks", "sees-bill")))
    assert (
        text.index("# The turn.")
        < text.index("asks:")
        < text.index("sees-bill:")
        < text.index("leaves:\n    story")
    )
    assert sorted(text.split()) == sorted(HAND.split())
    assert list(loads(text).ids("step")) == ["asks", "sees-bill", "leaves"]


def test_the_last_line_may_have_no_end() -> None:
    document = read("cxcanvas: 1\nstep:\n  a:\n    name: x")
    canvas = apply(document.canvas, Set("a.minutes", 5), Add("step", "b", {"name": "y"}))
    assert (
        splice(document, canvas)
        == 'cxcanvas: 1\nstep:\n  a:\n    name: x\n    minutes: 5\n  b:\n    name: "y"\n'
    )


def test_an_empty_section_that_was_left_for_later_stays() -> None:
    document = read("cxcanvas: 1\n# later\nstage:\nstep:\n  a:\n    name: x\n")
    text = splice(document, apply(document.canvas, Set("a.name", "z")))
    assert text == document.text.replace("x\n", "z\n")


def test_the_last_element_of_a_section_takes_the_section_with_it() -> None:
    document = read("cxcanvas: 1\nstage:\n  a:\n    name: x\nstep:\n  b: {}\n")
    assert splice(document, apply(document.canvas, Remove("a"))) == "cxcanvas: 1\nstep:\n  b: {}\n"


def test_a_file_in_brackets_is_written_anew() -> None:
    document = read('{"cxcanvas": 1, "step": {"a": {"name": "x"}}}')
    canvas = apply(document.canvas, Set("a.name", "z"))
    assert splice(document, canvas) == dumps(canvas)


def test_removing_with_references_changes_only_their_lines() -> None:
    document = read(HAND)
    lines = changed(document, *removal(document.canvas, "leaves"))
    assert "-       - leaves" in lines
    assert all("asks" not in line for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        "cxcanvas: 1\n? step\n: a:\n    name: x\n",
        "cxcanvas: 1\n'step':\n    \"a\" :\n        'name'  :   'x'   # here\n",
        "---\ncxcanvas: 1\nstep: {a: {name: x}}\n...\n",
        "%YAML 1.2\n---\ncxcanvas: 1\nstep:\n a:\n  name: x\n  next:\n  - to: b\n",
        "cxcanvas: 1\nstep:\n  a: { name: x,\n       minutes: 5 }\n",
        "step:\n  a:\n    note: >\n      folded\n      text\n\n    name: x\n\n\ncxcanvas: 1\n",
        "cxcanvas: 1\nstep:\n  a:\n    note: |+\n      kept\n\n\n    name: x\n",
        "cxcanvas: 1\nstep:\n  a:\n    name: x\n    next:\n      -\n        to: b\n      - - c\n        - d\n",
        "cxcanvas: 1\nstep:\n  a:\n    name: \"x\n      y\"\n    thinks: one\n      two\n",
        "cxcanvas: 1\r\nstep:\r\n  a:\n    name: x\r\n",
        "cxcanvas: 1\nstep: 5\nparty:\n  b: 7\n",
    ],
)  # fmt: skip
@given(data=st.data())
def test_odd_ways_of_writing_survive_any_edit(text: str, data: st.DataObject) -> None:
    document = read(text)
    canvas = document.canvas
    for _ in range(data.draw(st.integers(1, 4))):
        try:
            canvas = apply(canvas, data.draw(edits_for(canvas)))
        except EditError:
            continue
    assert says(splice(document, canvas), canvas)


@given(data=st.data())
def test_the_hand_written_file_survives_any_edit(data: st.DataObject) -> None:
    document = read(HAND)
    canvas: Canvas = document.canvas
    for _ in range(data.draw(st.integers(1, 3))):
        try:
            canvas = apply(canvas, data.draw(edits_for(canvas)))
        except EditError:
            continue
    text = splice(document, canvas)
    assert says(text, canvas)
    assert text.startswith("# A canvas as somebody wrote it by hand.\ncxcanvas: 1  # the format\n")
    assert text.endswith("# The end.\n")
    for address, comment in document.canvas.comments.items():
        id_ = address.split(".")[0]
        if id_ in canvas and id_ in document.canvas and canvas[id_].fields is document.canvas[id_].fields:
            assert loads(text).comments[address] == comment


def test_files_with_accidents_survive_edits() -> None:
    chance = random.Random(20261123)
    for _ in range(300):
        try:
            document = read(mutated(HAND, chance))
        except TextError:
            continue
        canvas = document.canvas
        for id_ in list(canvas)[:3]:
            edits = (Set(f"{id_}.name", "a: b"), Remove(id_), Move(id_), Set(f"{id_}.next", ("x",)))
            try:
                canvas = apply(canvas, chance.choice(edits))
            except EditError:
                continue
        canvas = apply(canvas, Add("step", "fresh", {"note": "two\nlines"}))
        assert says(splice(document, canvas), canvas)
