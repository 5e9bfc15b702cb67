"""What undo remembers over a restart, and how a person ends that: in the Studio, without a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

import cxcanvas as cx
from cxcanvas.session import Session
from tests.browser.boardpage import BoardPage
from tests.browser.test_access import WINDOW, wrong
from tests.keeping import TEXT, crash, keep, undo_file, until

pytestmark = pytest.mark.browser
Show = Callable[[Session], BoardPage]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "care.cx.yaml"
    file.write_text(TEXT, "utf-8")
    return file


@pytest.fixture
def show(chromium: Browser) -> Iterator[Show]:
    """Opens a studio on a session."""
    contexts: list[BrowserContext] = []

    def make(session: Session) -> BoardPage:
        context = chromium.new_context(viewport={"width": 1200, "height": 800})
        contexts.append(context)
        studio = BoardPage(context.new_page(), session, "journey", studio=True)
        studio.page.add_style_tag(content=WINDOW)
        studio.settled()
        return studio

    yield make
    for context in contexts:
        context.close()


def test_deleted_words_are_gone_from_the_disk_when_somebody_says_so(path: Path, show: Show) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.note", "My name is Dana Scully"))
    session.apply(cx.Set("call.note"))
    session.save()
    keep(session)
    assert "Scully" in undo_file(path).read_text("utf-8")
    studio = show(session)
    studio.page.locator("[data-studio=keys]").click()
    studio.page.get_by_role("button", name="Forget what undo remembers").click()
    dialog = studio.page.get_by_role("dialog", name="Forget what undo remembers?")
    expect(dialog).to_be_visible()
    assert wrong(studio.page) == []
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()
    assert undo_file(path).exists()
    studio.page.locator("[data-studio=keys]").click()
    studio.page.get_by_role("button", name="Forget what undo remembers").click()
    studio.page.get_by_role("button", name="Forget it for good").click()
    expect(studio.page.locator("[data-board=say]")).to_contain_text("is forgotten, here and on the disk")
    until(lambda: not undo_file(path).exists())
    assert session.undo_label == ""
    session.close()


def test_what_a_crash_left_unreadable_is_told_and_forgotten_on_request(path: Path, show: Show) -> None:
    session = cx.open(path)
    session.apply(cx.Set("call.name", "Writes"))
    keep(session)
    crash(session)
    undo_file(path).write_bytes(undo_file(path).read_bytes()[:40])
    session = cx.open(path)
    studio = show(session)
    notice = studio.page.locator("[data-board=notice]")
    expect(notice).to_contain_text("put aside as .cxcanvas/undo/care.unreadable")
    notice.get_by_role("button", name="All right").click()
    expect(notice).to_be_hidden()
    assert undo_file(path).with_name("care.unreadable").exists(), "it is kept"
    session.close()
    session = cx.open(path)
    studio = show(session)
    studio.page.locator("[data-board=notice]").get_by_role("button", name="Forget it").click()
    studio.page.get_by_role("button", name="Forget it for good").click()
    expect(studio.page.locator("[data-board=notice]")).to_be_hidden()
    until(lambda: not undo_file(path).with_name("care.unreadable").exists())
    session.close()
