"""Every concept of the five sources has its place: a field, a view, and something that looks at it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.checks import BOOK
from cxcanvas.guidance import ASKED
from cxcanvas.guidance.surprises import SURPRISES
from cxcanvas.store import load
from cxcanvas.views import VIEWS
from cxcanvas.views.methods import METHODS
from cxcanvas.vocabulary import KINDS, RECORDS, field_at

DOCS = Path(__file__).parent.parent / "docs"
ROW = re.compile(r"^\| ([A-Z]\d\d) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
#: letter -> how many there are
COUNTS = {"A": 62, "B": 22, "C": 14, "P": 10, "N": 10, "D": 1, "S": 16, "E": 23}
ROWS = ROW.findall((DOCS / "concepts.md").read_text(encoding="utf-8"))


def test_none_is_missing_and_none_is_there_twice() -> None:
    expected = {f"{letter}{n:02}" for letter, count in COUNTS.items() for n in range(1, count + 1)}
    assert sorted(row[0] for row in ROWS) == sorted(expected)


@pytest.mark.parametrize(("id_", "fields"), [(row[0], row[2]) for row in ROWS])
def test_each_is_kept_in_fields_of_the_vocabulary(id_: str, fields: str) -> None:
    named = re.findall(r"`([^`]+)`", fields)
    assert named, id_
    for address in named:
        head, *path = address.split(".")
        assert head in KINDS or head in RECORDS, address
        assert field_at(head, tuple(path)) is not None if path else head in RECORDS, address


@pytest.mark.parametrize(("id_", "views"), [(row[0], row[3]) for row in ROWS])
def test_each_is_seen_on_a_view_with_a_method_page(id_: str, views: str) -> None:
    links = re.findall(r"\[(\w+)\]\((method/\w+\.md)\)", views)
    assert links, id_
    for view, page in links:
        assert view in VIEWS and page == f"method/{view}.md"
        assert (DOCS / page).is_file(), page


@pytest.mark.parametrize(("id_", "looks"), [(row[0], row[4]) for row in ROWS])
def test_something_looks_at_each(id_: str, looks: str, example_path: Path) -> None:
    known = {
        "question": {ask.__name__ for ask in ASKED["measure"]},
        "sentence": {say.__name__ for _, say in SURPRISES},
        "rule": set(BOOK),
        "measure": set(cx.measure(load(example_path))),
    }
    found = re.findall(r"(question|sentence|rule|measure) `([\w-]+)`", looks)
    assert found, id_
    assert all(name in known[sort] for sort, name in found), looks


def test_every_view_has_its_concepts_and_every_question_its_page() -> None:
    assert {view for row in ROWS for view in re.findall(r"\[(\w+)\]", row[3])} == {
        view
        for view in VIEWS
        if view not in ("compare", "review")  # two versions, and what people say, of whatever concept
    }
    for view in VIEWS:
        lines = (DOCS / "method" / f"{view}.md").read_text(encoding="utf-8").splitlines()
        assert lines[0] == f"# {METHODS[view].title}"
        assert lines[2] == METHODS[view].question
        heads = [line for line in lines if line.startswith("## ")]
        assert heads == [
            "## How to fill it in a workshop", "## What good looks like", "## What looks at it",
            "## What it cannot tell", "## Sources",
        ]  # fmt: skip
        for picture in re.findall(r"!\[[^\]]+\]\(\.\./(pictures/[\w-]+\.png)\)", "\n".join(lines)):
            assert (DOCS / picture).is_file(), picture
        assert any(line.startswith("![") for line in lines)
