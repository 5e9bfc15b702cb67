"""What a canvas file may look like, and what it says."""

from __future__ import annotations

import pytest
import yaml

import cxcanvas as cx
from cxcanvas.canvas import Canvas, Comment, Frozen
from cxcanvas.errors import TextError
from cxcanvas.textfile import dumps, loads, read
from cxcanvas.textfile import events as parsing
from cxcanvas.textfile.migrations import Tree, upgrade

CANONICAL = """\
# The concept of spring.
cxcanvas: 1
concept:
  title: Breathing space  # a working title
  summary: |-
    Because we take the pressure away,
    they pay what they can.

      - indented

    # not a comment
  audience: [board, care team]

party:
  dana:
    name: Dana
    size:
      low: 7500
      mode: 9600
      high: 11800
      source: operations plan 2027
    quote: "It is: only seventy-nine dollars"

# One card a moment.
step:
  # Where it turns.
  care-call:
    name: Care call
    storyline: encounter
    next:
      - to: pays
        when: she has money
        share: 0.6
      - leaves
    emotions:
      relief:
        name: relief
        valence: 2
    version: "1.10"
    x_yes: "yes"
    x_flag: true
    x_table: [[1, 2], [3, null]]
  empty: {}

case:
  runs: 1000

x_other:
  a: 1.0e+22

# That is all.
"""


def test_canonical_text_stays_as_it_is() -> None:
    assert dumps(loads(CANONICAL)) == CANONICAL


def test_values_are_what_they_look_like_to_a_person() -> None:
    canvas = loads(CANONICAL)
    assert canvas.concept.title == "Breathing space"
    assert canvas.value("dana.size.mode") == 9600
    assert canvas.value("care-call.next.0") == Frozen({"to": "pays", "when": "she has money", "share": 0.6})
    assert canvas["care-call"]["version"] == "1.10"
    assert canvas["care-call"]["x_flag"] is True
    assert canvas.value("x_other.a") == 1e22
    assert canvas["empty"].fields == {}


@pytest.mark.parametrize(
    "words",
    ["no", "1.10", "0o7", "2026-10-28", "1:30", "1_000", "=", "<<", "on", "Y", "0x1F", ".5", "+1", "1e3"],
)
def test_fields_of_words_take_a_bare_scalar_as_it_is_written(words: str) -> None:
    canvas = loads(f"cxcanvas: 1\nstep:\n  a:\n    name: {words}\n    meets: [{words}]\n    owner: {words}\n")
    assert canvas["a"].name == words
    assert canvas["a"].meets == (words,)
    assert canvas["a"].owner == words
    assert yaml.safe_load(dumps(canvas))["step"]["a"]["name"] == words


@pytest.mark.parametrize(
    ("bare", "value"),
    [
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("12", 12), ("-3", -3), ("0.5", 0.5),
        ("1e3", 1000.0), ("no", "no"), ("True", "True"), ("1_000", "1_000"), ("0o7", "0o7"), ("0x1f", "0x1f"), ("012", "012"),
        ("1:30", "1:30"), ("2026-10-28", "2026-10-28"), (".5", ".5"), ("5.", "5."), (".inf", ".inf"), (".nan", ".nan"),
        ("1e999", "1e999"), ("9" * 300, int("9" * 300)), ("9" * 5000, "9" * 5000), ("=", "="), ("<<", "<<"),
    ],
)  # fmt: skip
def test_elsewhere_only_json_like_scalars_are_more_than_words(bare: str, value: object) -> None:
    found = loads(f"cxcanvas: 1\nstep:\n  a:\n    x_any: {bare}\n")["a"]["x_any"]
    assert found == value and type(found) is type(value)
    canvas = Canvas.build(elements=[("step", "a", {"x_any": value})])
    assert loads(dumps(canvas)) == canvas


@pytest.mark.parametrize("bare", ["", "~", "null"])
def test_a_blank_is_a_blank_in_fields_of_words_too(bare: str) -> None:
    canvas = loads(f"cxcanvas: 1\nstep:\n  a:\n    name: {bare}\n")
    assert canvas["a"]["name"] is None
    assert dumps(canvas).endswith("    name:\n")


AWKWARD = [
    "", " ", "  lead", "trail ", "no", "NO", "y", "~", "null", "=", "<<", "-", "- x", "-x", "?", "? x", ":", ": x", "x: y", "x:",
    "x:y", "#", "# x", "x # y", "x#y", "[x]", "{x}", "x, y", "*x", "&x", "!x", "|", ">", "'x'", '"x"', "%x", "@x", "`x`", "\\",
    "\\n", "\t", "x\ty", "a\tb\nc", "\n", "\n\n", "x\n", "x\n\n", "\nx", " x\ny", "x \ny", "x\n y", "x\n\n\ny", "x\n \ny", "x\r\ny",
    "x\ry", "\x00", "\x07", "\x1b[0m", "\x7f", "\x85", "\xa0", "\xa0x", "\xad", "\u2028", "x\u2029y", "\ufeff", "\ufffe", "\uffff",
    "ä", "漢字", "\U0001f600", "x\U0001f600\ny", "---", "--- x", "...", "%YAML", "1", "1.0", "-1", "+1", "1e5", "0x1F", "0o17", "017",
    "1:30:00", "12:30", "2026-10-28", "2026-10-28T10:00:00Z", "14 of 17", "1 000", "1,000", ".inf", "-.INF", ".NaN", "true", "off",
    "x" * 3000, "long words " * 200, "a\n" * 500, "# x\n# y", "- a\n- b", "|\n", ">-", "a: b\nc: d", "'", '"', "it's", "a 'b' c",
]  # fmt: skip


@pytest.mark.parametrize("words", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_words_survive_everywhere_and_in_every_reader(words: str) -> None:
    fields = {"name": words, "note": words, "tags": [words, words], "x_any": {words: [{words: words}]}}
    canvas = Canvas.build({"x_r": words}, [("step", words or "e", fields), ("party", f"{words}2", fields)])
    text = dumps(canvas)
    assert loads(text) == canvas
    assert dumps(loads(text)) == text
    if any(ord(sign) > 0xFFFD for sign in words if ord(sign) < 0x10000):
        return  # the pure reader refuses what it calls special
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        tree = yaml.load(text, Loader=loader)
        assert tree["step"][words or "e"]["note"] == words
        assert tree["step"][words or "e"]["tags"] == [words, words]
        assert tree["x_r"] == words


def test_half_characters_become_a_sign_that_one_is_missing() -> None:
    canvas = Canvas.build(elements=[("step", "a", {"name": "x\ud83dy"})])
    assert loads(dumps(canvas))["a"].name == "x\ufffdy"
    dumps(canvas).encode("utf-8")


def test_every_place_has_its_line_and_column() -> None:
    lines = loads(CANONICAL).lines
    assert lines["concept"] == (3, 1)
    assert lines["concept.title"] == (4, 3)
    assert lines["care-call"] == (27, 3)
    assert lines["care-call.next.0.to"] == (31, 9)
    assert lines["care-call.next.1"] == (34, 9)
    assert lines["care-call.emotions.relief.valence"] == (38, 9)
    for address, (line, _) in lines.items():
        name = address.rsplit(".", 1)[-1]
        assert name.isdecimal() or name in CANONICAL.split("\n")[line - 1]


def test_comments_belong_to_the_place_below_or_beside() -> None:
    comments = loads(CANONICAL).comments
    assert comments == {
        "cxcanvas": Comment(("# The concept of spring.",)),
        "concept.title": Comment((), "# a working title"),
        "step": Comment(("# One card a moment.",)),
        "care-call": Comment(("# Where it turns.",)),
        "": Comment(("# That is all.",)),
    }


def test_comments_in_lists_and_brackets_are_kept() -> None:
    text = (
        "cxcanvas: 1\nstep:  # all\n  a: {name: x,  # one\n      # two\n      tags: [y,  # three\n       z]}  # four\n"
        "# later\nstage:\n  # nothing here yet\n"
    )
    canonical = dumps(loads(text))
    assert all(
        canonical.count(word) == 1 for word in ("# one", "# two", "# three", "# four", "# later", "# nothing")
    )
    assert dumps(loads(canonical)) == canonical


@pytest.mark.parametrize("text", ["a '# b'", "'a # b'", '"a # b"', "|\n      # b\n      c", "a\n      b#c"])
def test_what_only_looks_like_a_comment_is_none(text: str) -> None:
    canvas = loads(f"cxcanvas: 1\nstep:\n  a:\n    note: {text}\n    # but this\n    name: x\n")
    assert set(canvas.comments) <= {"a.name", "a.note"}
    assert canvas.comments["a.name"].above == ("# but this",)


def test_line_ends_and_byte_order_mark_are_known() -> None:
    document = read(
        "\ufeffcxcanvas: 1\r\nstep:\r\n  a:\r\n    note: |\r\n      x\r\n      y\r\n", "a.cx.yaml"
    )
    assert document.bom and document.newline == "\r\n" and document.path == "a.cx.yaml"
    assert document.canvas["a"].note == "x\ny\n"


def test_an_older_format_is_brought_up_step_by_step() -> None:
    def renamed(tree: Tree) -> Tree:
        return {"step" if name == "moment" else name: value for name, value in tree.items()}

    document = read("cxcanvas: 0\nmoment:\n  a:\n    name: x\n", steps={0: renamed})
    assert document.format == 0
    assert document.canvas.format == 1
    assert document.canvas["a"].name == "x"
    assert not document.read_only
    with pytest.raises(TextError, match="none that ever was"):
        read("cxcanvas: 0\n")
    assert upgrade({}, -1, {-1: lambda tree: {**tree, "b": 1}, 0: lambda tree: {**tree, "c": 2}}) == {
        "b": 1,
        "c": 2,
    }
    assert upgrade({}, -1, {0: lambda tree: tree}) is None


def test_the_parser_in_pure_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read(CANONICAL)
    monkeypatch.setattr(parsing, "CParser", None)
    slow = read(CANONICAL)
    assert slow.canvas == fast.canvas
    assert slow.canvas.lines == fast.canvas.lines
    assert slow.canvas.comments == fast.canvas.comments
    for text in (
        "cxcanvas: 1\n\tx: 1\n",
        'cxcanvas: 1\nx: "y\n',
        "cxcanvas: 1\nx: \x07\n",
        "cxcanvas: 1\nx: [" + "[" * 1000,
    ):
        with pytest.raises(TextError) as caught:
            read(text)
        assert caught.value.line >= 2


def test_names_too_long_for_one_line_are_written_all_the_same() -> None:
    canvas = Canvas.build(
        {"x": {"k" * 5000: {"l" * 2000: [{"m" * 1500: 1}]}}}, [("step", "n" * 1200, {"name": "x"})]
    )
    assert loads(dumps(canvas)) == canvas


def test_the_door() -> None:
    assert cx.dumps(cx.loads(CANONICAL)) == CANONICAL
