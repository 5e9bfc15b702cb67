"""The pages that tell how it is are true: the reference is current, the engineer's examples run, the diff is real."""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from cxcanvas.checks.reference import pages
from cxcanvas.examples import example_path
from cxcanvas.measures import MEASURES
from cxcanvas.measures.notes import GROUPS, NOTES
from cxcanvas.measures.reference import reference as numbers
from cxcanvas.vocabulary import KINDS, RECORDS
from cxcanvas.vocabulary.fields import Field
from cxcanvas.vocabulary.reference import is_uniform, reference

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    """The blocks of code in one language on a page."""
    found = BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))
    return [code for word, code in found if word == language]


def test_the_vocabulary_page_is_current() -> None:
    page = (DOCS / "vocabulary.md").read_text(encoding="utf-8")
    assert page == reference(), "python -m cxcanvas.vocabulary.reference > docs/vocabulary.md"


def test_the_rules_pages_are_current() -> None:
    made = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "rules").glob("*.md")}
    assert there == made, "python -m cxcanvas.checks.reference docs/rules"


def test_the_page_of_the_measures_is_current_and_whole() -> None:
    page = (DOCS / "measures.md").read_text(encoding="utf-8")
    assert page == numbers(), "python -m cxcanvas.measures.reference > docs/measures.md"
    assert NOTES.keys() == MEASURES.keys()
    assert {one.group for one in NOTES.values()} == set(GROUPS)
    assert all(one.formula and one.cannot and one.source for one in NOTES.values())


def test_the_reference_has_every_field_of_every_kind() -> None:
    page = reference()
    for kind in (*KINDS.values(), *RECORDS.values()):
        assert f"# {kind.name}\n" in page
        for path in paths("", kind.fields.values()):
            assert f"| `{path}` |" in page


def paths(prefix: str, fields: Iterable[Field]) -> list[str]:
    """The paths of fields and of their parts, as the page names them."""
    found = []
    for field in fields:
        found.append(f"{prefix}{field.name}")
        if field.type in ("record", "keyed") and not is_uniform(field):
            below = f"{prefix}{field.name}.{'*.' if field.type == 'keyed' else ''}"
            found += paths(below, field.fields.values())
    return found


def test_every_field_says_what_it_wants() -> None:
    for kind in (*KINDS.values(), *RECORDS.values()):
        assert kind.help.endswith(".")
        for field in kind.fields.values():
            assert field.help and field.label


def test_the_engineers_examples_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One after another, as somebody reads them; the file then differs as the page shows."""
    path = Path(shutil.copy(example_path(), tmp_path))
    monkeypatch.chdir(tmp_path)
    before = path.read_text(encoding="utf-8").splitlines()
    names: dict[str, object] = {}
    first, *others = blocks("engineer.md", "python")
    exec(first, names)
    after = path.read_text(encoding="utf-8").splitlines()
    shown = blocks("engineer.md", "diff")[0].splitlines()
    assert list(difflib.unified_diff(before, after, lineterm=""))[2:] == [line or " " for line in shown]
    for block in others:
        exec(block, names)
    said = capsys.readouterr().out
    assert "Rename the call 1" in said


def test_the_file_on_the_engineers_page_is_from_the_example() -> None:
    excerpt = blocks("engineer.md", "yaml")[0]
    text = example_path().read_text(encoding="utf-8")
    section, body = excerpt.split("\n", 1)
    assert f"\n{section}\n" in text and body in text
