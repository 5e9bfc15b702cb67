"""Texts that are no canvas: one sentence with file, line, column and what was expected, each."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.errors import StoreError, TextError
from cxcanvas.textfile import read
from cxcanvas.textfile.limits import LARGEST

HEAD = b"cxcanvas: 1\n"

#: name of the case: (what is in the file, line, column, what the message speaks of)
CASES: dict[str, tuple[bytes, int, int, str]] = {
    "nothing": (b"", 1, 1, "expected 'cxcanvas: 1'"),
    "a-text": (b"Dear all,\n", 1, 1, "expected 'cxcanvas: 1'"),
    "a-list": (b"- a\n- b\n", 1, 1, "expected 'cxcanvas: 1'"),
    "a-number": (b"42\n", 1, 1, "expected 'cxcanvas: 1'"),
    "only-a-comment": (b"# nothing yet\n", 2, 1, "expected 'cxcanvas: 1'"),
    "another-yaml": (b"services:\n  web:\n    image: x\n", 1, 1, "expected 'cxcanvas: 1'"),
    "version-in-words": (b"cxcanvas: one\n", 1, 1, "the number of the format"),
    "version-quoted": (b'cxcanvas: "1"\n', 1, 1, "the number of the format"),
    "version-with-a-point": (b"cxcanvas: 1.0\n", 1, 1, "the number of the format"),
    "version-yes": (b"cxcanvas: true\n", 1, 1, "the number of the format"),
    "version-never-was": (b"cxcanvas: 0\n", 1, 1, "format 0"),
    "duplicate-section": (HEAD + b"step:\nstep:\n", 3, 1, "'step' stands here twice"),
    "duplicate-element": (HEAD + b"step:\n  a: {}\n  a: {}\n", 4, 3, "'a' stands here twice"),
    "duplicate-field": (HEAD + b"step:\n  a:\n    name: x\n    name: y\n", 5, 5, "'name' stands here twice"),
    "duplicate-in-a-record": (HEAD + b"concept:\n  title: x\n  'title': y\n", 4, 3, "stands here twice"),
    "duplicate-deep": (HEAD + b"samples: {a: [{b: 1, b: 2}]}\n", 2, 22, "'b' stands here twice"),
    "id-in-two-sections": (HEAD + b"party:\n  a: {}\nstep:\n  a: {}\n", 5, 3, "in 'party' and in 'step'"),
    "tab-for-indentation": (HEAD + b"step:\n\ta:\n", 3, 1, "a tab; expected blanks"),
    "tab-in-a-block": (HEAD + b"concept:\n  summary: |\n\ttext\n", 4, 1, "a tab; expected blanks"),
    "tab-deeper": (HEAD + b"step:\n  a:\n  \tname: x\n", 4, 3, "a tab; expected blanks"),
    "alias": (HEAD + b"step:\n  a:\n    name: *b\n", 4, 11, "an alias (*b)"),
    "alias-as-name": (HEAD + b"step:\n  *b : x\n", 3, 3, "an alias (*b)"),
    "merge-key": (HEAD + b"step:\n  a: {}\n  b:\n    <<: *a\n", 5, 9, "an alias (*a)"),
    "anchor": (HEAD + b"step:\n  a: &b\n    name: x\n", 3, 6, "an anchor (&b)"),
    "anchor-on-a-name": (HEAD + b"&c step:\n  a: {}\n", 2, 1, "an anchor (&c)"),
    "tag": (HEAD + b"step:\n  a:\n    name: !!str x\n", 4, 11, "a tag (!!str)"),
    "tag-python": (HEAD + b"concept: !!python/object/apply:os.system [x]\n", 2, 10, "a tag (!!python"),
    "tag-local": (HEAD + b"concept: !secret x\n", 2, 10, "a tag (!secret)"),
    "tag-plain": (HEAD + b"concept:\n  title: ! x\n", 3, 10, "a tag (!)"),
    "brackets": (HEAD + b"samples: " + b"[" * 50_000 + b"\n", 2, 74, "more than 64 collections"),
    "brackets-closed": (HEAD + b"samples: " + b"[" * 50_000 + b"]" * 50_000, 2, 74, "more than 64"),
    "braces": (HEAD + b"samples: " + b"{a: " * 50_000 + b"\n", 2, 266, "more than 64 collections"),
    "dashes": (HEAD + b"samples:\n" + b"- " * 50_000 + b"\n", 3, 129, "more than 64 collections"),
    "name-that-is-a-list": (HEAD + b"step:\n  [a, b]: x\n", 3, 3, "expected a name before the colon"),
    "name-that-is-a-mapping": (HEAD + b"? {a: 1}\n: x\n", 2, 3, "expected a name before the colon"),
    "two-documents": (HEAD + b"---\ncxcanvas: 1\n", 2, 1, "a second document"),
    "two-documents-ended": (HEAD + b"...\n---\nx\n", 3, 1, "a second document"),
    "nul": (HEAD + b"concept:\n  title: a\0b\n", 3, 11, "a NUL character"),
    "control-character": (HEAD + b"concept:\n  title: a\x1bb\n", 3, 11, "U+001B"),
    "latin-1": (HEAD + b"concept:\n  title: caf\xe9\n", 3, 13, "0xE9"),
    "latin-1-after-umlauts": (HEAD + "concept:\n  title: ääé".encode() + b"\xe9\n", 3, 13, "0xE9"),
    "utf-16": ("cxcanvas: 1\n".encode("utf-16"), 1, 1, "UTF-16; expected UTF-8"),
    "utf-16-without-mark": ("cxcanvas: 1\n".encode("utf-16-le"), 1, 1, "UTF-16; expected UTF-8"),
    "utf-16-big-without-mark": ("cxcanvas: 1\n".encode("utf-16-be"), 1, 1, "UTF-16; expected UTF-8"),
    "utf-32": ("cxcanvas: 1\n".encode("utf-32"), 1, 1, "UTF-32; expected UTF-8"),
    "half-characters": (HEAD + b"concept:\n  title: \xed\xa0\x80\n", 3, 10, "expected UTF-8"),
    "escaped-half-characters": (HEAD + b'concept:\n  title: "\\ud800"\n', 3, 13, "an escape that YAML knows"),
    "a-picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 1, 1, "expected UTF-8"),
    "a-zip": (b"PK\x03\x04" + b"\0" * 40, 1, 5, "NUL"),
    "too-large": (HEAD + b"#" * LARGEST, 1, 1, "too large: 16 MB, expected at most 16 MB"),
    "fifty-megabytes": (HEAD + b"#" * 50_000_000, 1, 1, "too large: 50 MB, expected at most 16 MB"),
    "open-quote": (HEAD + b'concept:\n  title: "open\n  market: x\n', 5, 1, "quotes that open in line 3"),
    "open-bracket": (HEAD + b"concept:\n  audience: [a, b\n  market: x\n", 4, 9, "list that opens in line 3"),
    "open-brace": (HEAD + b"concept: {a: 1\nstep:\n", 3, 5, "mapping that opens in line 2"),
    "two-colons": (HEAD + b"concept:\n  title: A: b\n", 3, 11, "one 'name: value' in a line"),
    "no-colon": (HEAD + b"concept:\n  title\n  market: x\n", 3, 3, "there is no colon here"),
    "dedented-half": (HEAD + b"concept:\n    title: x\n  market: y\n", 4, 3, "'name: value'"),
    "sign-in-front": (HEAD + b"concept:\n  title: @home\n", 3, 10, "double quotes"),
    "percent-in-front": (HEAD + b"concept:\n  title: %x\n", 3, 10, "double quotes"),
    "unknown-escape": (HEAD + b'concept:\n  title: "\\q"\n', 3, 11, "escape"),
    "directive": (b"%FOO\ncxcanvas: 1\n", 1, 5, "a directive"),
    "list-beside-a-name": (HEAD + b"concept:\n  facts: - a\n", 3, 10, "on lines of its own"),
    "conflict-markers": (HEAD + b"<<<<<<< HEAD\nconcept:\n=======\n", 2, 1, "the sides of a merge"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_text_that_is_no_canvas_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    data, line, column, words = CASES[name]
    path = tmp_path / f"{name}.cx.yaml"
    path.write_bytes(data)
    started = time.monotonic()
    with pytest.raises(TextError) as caught:
        cx.load(path)
    assert time.monotonic() - started < 10
    message = str(caught.value)
    assert words in message
    assert message.startswith(f"{path}:{line}:{column}: "), message
    assert "\n" not in message and len(message) < 400
    assert path.read_bytes() == data
    if data:
        with pytest.raises(StoreError):
            cx.save(cx.loads("cxcanvas: 1\n"), path)
        assert path.read_bytes() == data


ODD = {
    "dangling id": "step:\n  a:\n    owner: nobody\n",
    "a number for a name": "step:\n  a:\n    name: 5\n",
    "a list for a name": "step:\n  a:\n    name: [x]\n",
    "a text for a scale": "step:\n  a:\n    effort: very\n",
    "out of range": "step:\n  a:\n    effort: 12\n",
    "not a choice": "step:\n  a:\n    storyline: nowhere\n",
    "a number for fields": "step:\n  a: 5\n",
    "a list for a section": "step: [a, b]\n",
    "a number for a section": "step: 5\n",
    "a number for the concept": "concept: 5\n",
    "a list for a record": "diagnosis: [1]\n",
    "a text for a moment": "step:\n  a:\n    moment: yes\n",
    "an unknown field": "step:\n  a:\n    colour: red\n",
    "an unknown section": "gadget:\n  a:\n    name: x\n",
    "an id with a dot": "step:\n  a.b:\n    name: x\n",
    "an empty id": 'step:\n  "":\n    name: x\n',
    "a field with a dot": "step:\n  a:\n    x.y: 1\n",
}


@pytest.mark.parametrize("name", ODD)
def test_a_faulty_canvas_opens_with_its_problem_and_line(name: str) -> None:
    text = f"cxcanvas: 1\n{ODD[name]}"
    canvas = cx.loads(text)
    problems = cx.check(canvas)
    if name != "a number for a name":  # in a field of words, a number is its words
        assert problems
    assert all(2 <= problem.line <= text.count("\n") for problem in problems if problem.address)
    assert cx.loads(cx.dumps(canvas)) == canvas


def test_a_newer_format_opens_and_says_that_it_is_read_only(tmp_path: Path) -> None:
    path = tmp_path / "new.cx.yaml"
    path.write_text("cxcanvas: 2\nstep:\n  a:\n    name: x\n", encoding="utf-8")
    session = cx.open(path)
    assert "format 2" in session.read_only
    assert session.canvas["a"].name == "x"
    with pytest.raises(cx.CxError):
        session.apply(cx.Set("a.name", "y"))
    with pytest.raises(StoreError, match="format 2"):
        cx.save(cx.loads("cxcanvas: 1\n"), path)
    assert path.read_text(encoding="utf-8").startswith("cxcanvas: 2")


def test_ten_thousand_mutated_texts_raise_nothing_unforeseen() -> None:
    chance = random.Random(20261123)
    seed = Path(__file__).with_name("by_hand.cx.yaml").read_text(encoding="utf-8")
    opened = 0
    for _ in range(10_000):
        text = mutated(seed, chance)
        try:
            canvas = read(text).canvas
        except TextError as error:
            assert "\n" not in str(error)
            assert 1 <= error.line <= text.count("\n") + 2
            continue
        opened += 1
        if opened % 5 == 0:
            cx.check(canvas)
            assert cx.loads(cx.dumps(canvas)) == canvas
    assert 1_000 < opened < 9_999


SNIPPETS = [
    "\t", "- ", ": ", "#", " #", "&a ", "*a", "!x ", "!!int ", "'", '"', "[", "]", "{", "}", ",", "|", ">", "|-", "? ",
    "---\n", "...\n", "%", "@", "`", "\\", "\0", "\x07", "\x85", "\u2028", "\ufeff", "\ud800", "\U0001f600", "\r", "\r\n",
    "\n", "\n\n", "  ", "~", "null", "1e999", "9" * 5000, "-0", "0x1F", ".inf", "<<: ", "=", "a.b: ", "step:\n", "cxcanvas: 1\n",
]  # fmt: skip


def mutated(seed: str, chance: random.Random) -> str:
    """The text with a few things wrong."""
    text = seed
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 1, 1, 2, 9, 60)))
        match chance.randrange(4):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:start] + chance.choice(SNIPPETS) + text[start:]
            case 2:
                text = text[:start] + chance.choice(SNIPPETS) + text[end:]
            case _:
                other = chance.randrange(len(text) + 1)
                text = text[:other] + text[start:end] + text[other:]
    return text
