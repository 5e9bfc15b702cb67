"""The compare board: a version is picked, the board follows edits, and no edit waits for it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import cxcanvas as cx
from cxcanvas import places
from cxcanvas.boards.versus import OPENED
from cxcanvas.session import Session
from cxcanvas.views import fragment
from cxcanvas.views.compare import SAME
from tests.boardrig import Page
from tests.keeping import until
from tests.pagetree import Node, elements, parsed, patch
from tests.twoversions import git, keep_two
from tests.viewrig import text


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file that git keeps in three versions, and another concept beside it."""
    path = tmp_path / "breathing-space.cx.yaml"
    shutil.copy(places.example(), path)
    keep_two(path)
    shutil.copy(places.example(), tmp_path / "first-idea.cx.yaml")
    return path


def choices(html: str) -> dict[str, str]:
    """The versions that a board offers: what each is known by, and called."""
    found = (one for one in elements(html) if one.tag == "button" and "data-against" in one.attributes)
    return {one.attributes["data-against"]: " ".join(one.text().split()) for one in found}


def opened(path: Path) -> Page:
    """A board to compare on, once git has told its versions."""
    page = Page(cx.open(path), "compare")
    page.say("pull")
    until(lambda: len(choices(shown(page))) > 1)
    return page


def shown(page: Page) -> str:
    """The board as it is now; whoever brings the versions works beside."""
    with page.session.lock:
        return page.board.desk.whole(["compare"])["html"]["compare"]  # type: ignore[no-any-return]


def test_without_a_history_it_is_compared_with_how_it_was_opened() -> None:
    page = Page(view="compare")
    assert SAME in shown(page) and "No history yet" in shown(page)
    assert list(choices(shown(page))) == [OPENED]
    page.say("set", at="customer-worry.name", value="Lies awake")
    assert "1 changed." in text(shown(page))


def test_an_edit_does_not_wait_for_it_and_the_board_follows() -> None:
    page = Page(view="compare")
    root: Node = parsed(shown(page))
    answer = page.say("set", at="customer-worry.name", value="Lies awake")
    assert answer["ops"] == {}
    late = page.say("judge")
    patch(root, late["marks"]["compare"])
    fresh = fragment(page.board.desk.scene("compare"), "compare")
    assert root.shape() == parsed(fresh).shape()
    assert "Lies awake" in fresh
    assert "compare" not in page.say("judge").get("marks", {}), "nothing new"


def test_the_latest_version_in_git_is_picked_unasked(kept: Path) -> None:
    page = opened(kept)
    html = shown(page)
    assert list(choices(html).values()) == [
        "2 Oct 2026, Ana Reyes: Somebody calls back at night, no bot",
        "10 Sep 2026, Ana Reyes: Its name",
        "3 Sep 2026, Ana Reyes: The concept as the workshop left it",
        "as it was when this was opened",
        "the concept “first-idea”",
    ]
    assert SAME in html, "nothing was changed since it was kept"
    page.say("set", at="care-call.name", value="Call at night")
    assert "1 changed." in text(shown(page))


def test_a_version_is_picked_and_every_page_shows_it(kept: Path) -> None:
    page = opened(kept)
    root: Node = parsed(shown(page))
    first = list(choices(shown(page)))[2]
    answer = page.say("against", version=first)
    assert answer["say"].startswith("Compared with 3 Sep 2026, Ana Reyes")
    patch(root, answer["marks"]["compare"])
    assert root.shape() == parsed(fragment(page.board.desk.scene("compare"), "compare")).shape()
    assert "2 came, 1 went, 3 moved" in text(shown(page))
    page.say("against", version="file:first-idea")
    assert "2 came, 1 went, 3 moved" in text(shown(page))
    page.say("against", version=OPENED)
    assert SAME in shown(page)


@pytest.mark.parametrize(
    "said", ["", "HEAD", "--output=x", "file:../secret", "file:", "file:none", "0" * 40, "<b>"]
)
def test_what_is_not_offered_is_refused(kept: Path, said: str) -> None:
    page = opened(kept)
    before = shown(page)
    answer: dict[str, Any] = page.say("against", version=said)
    assert answer["error"] == "There is no such version to compare with."
    assert shown(page) == before


def test_a_concept_that_went_meanwhile_is_said(kept: Path) -> None:
    page = opened(kept)
    kept.with_name("first-idea.cx.yaml").unlink()
    assert "error" in page.say("against", version="file:first-idea")


def test_where_there_is_no_git_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "alone.cx.yaml"
    shutil.copy(places.example(), path)
    page = Page(cx.open(path), "compare")
    page.say("pull")
    until(lambda: "no git repository" in shown(page))
    assert list(choices(shown(page))) == [OPENED]


def test_what_is_kept_meanwhile_is_there_when_the_list_is_opened(kept: Path) -> None:
    page = opened(kept)
    picked, before = page.board.desk.versus.said, choices(shown(page))
    page.say("set", at="care-call.name", value="Call at night")
    page.session.save()
    git(kept.parent, "commit", "-q", "-am", "Called at night", day="2026-10-09")
    page.say("versions")
    until(lambda: len(choices(shown(page))) > len(before))
    assert next(iter(choices(shown(page)).values())) == "9 Oct 2026, Ana Reyes: Called at night"
    assert page.board.desk.versus.said == picked, "what is looked at stays"
    assert "1 changed." in text(shown(page))


def test_the_first_commit_of_a_file_is_picked_once_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "alone.cx.yaml"
    shutil.copy(places.example(), path)
    git(tmp_path, "init", "-q", "-b", "main")
    page = Page(cx.open(path), "compare")
    page.say("pull")
    until(lambda: "No earlier version is kept yet" in shown(page))
    git(tmp_path, "add", "--", path.name)
    git(tmp_path, "commit", "-q", "-m", "Begin")
    page.say("versions")
    until(lambda: "Ana Reyes: Begin" in shown(page))
    assert page.board.desk.versus.said.endswith("Begin")


def test_nobody_asks_git_before_the_board_is_shown(kept: Path) -> None:
    page = Page(cx.open(kept), "journey")
    page.say("set", at="care-call.name", value="Call at night")
    page.say("judge")
    assert not page.board.desk.versus._asked


def test_a_board_that_is_closed_hears_of_no_version(kept: Path) -> None:
    page = Page(cx.open(kept), "compare")
    page.board.desk.versus.close()
    page.say("pull")
    assert list(choices(shown(page))) == [OPENED]


def test_what_takes_long_waits_until_nobody_edits() -> None:
    page = Page(view="compare")
    shown(page)
    page.board.desk.versus.drew(60)
    page.say("set", at="customer-worry.name", value="Lies awake")
    assert "marks" not in page.say("judge")
    until(lambda: any("Lies awake" in str(one.get("marks")) for one in page.heard))


def test_it_cannot_be_written_in(kept: Path) -> None:
    session = Session(cx.load(kept))
    html = shown(Page(session, "compare"))
    assert "data-edit" not in html and "data-drag" not in html
