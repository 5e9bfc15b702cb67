"""A quote that tells who somebody is: asked before it is kept, in the page as a designer meets it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from cxcanvas.edits import Add
from cxcanvas.session import Session
from cxcanvas.values import Frozen
from tests.boardrig import small_canvas
from tests.browser.boardpage import BoardPage

pytestmark = pytest.mark.browser
SECRET = "Ring me on 0412 345 678 after six."


@pytest.fixture
def studio(page: Page) -> BoardPage:
    session = Session(small_canvas())
    session.apply(Add("evidence", "heard", Frozen(name="Heard", type="quote", supports=("customer-help",))))
    board = BoardPage(page, session, "journey", studio=True)
    page.locator(".cx-stage li[data-at=heard]").first.click()
    board.settled()
    page.locator("[data-field='heard.text']").fill(SECRET)
    page.locator("[data-field='heard.text']").blur()
    board.settled()
    expect(page.locator("[data-private=masked]")).to_be_focused()
    assert session.canvas["heard"].get("text") is None
    return board


def test_masked_is_one_key_away(studio: BoardPage) -> None:
    expect(studio.page.locator(".cx-dialog")).to_contain_text("Ring me on [phone number] after six.")
    studio.page.keyboard.press("Enter")
    studio.settled()
    assert studio.session.canvas["heard"]["text"] == "Ring me on [phone number] after six."
    expect(studio.page.locator("[data-field='heard.text']")).to_have_value(
        "Ring me on [phone number] after six."
    )


def test_as_it_is_is_kept_with_the_decision(studio: BoardPage) -> None:
    studio.page.locator("[data-private=kept]").click()
    studio.settled()
    heard = studio.session.canvas["heard"]
    assert (heard["text"], heard["identifiable"]) == (SECRET, True)


def test_who_goes_on_writing_loses_nothing(studio: BoardPage) -> None:
    studio.page.keyboard.press("Escape")
    expect(studio.page.locator(".cx-dialog")).to_be_hidden()
    expect(studio.page.locator("[data-field='heard.text']")).to_have_value(SECRET)
    assert studio.session.canvas["heard"].get("text") is None
