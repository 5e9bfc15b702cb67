"""What was heard becomes evidence in two clicks, and is one step to undo; words that name somebody wait for an answer."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cxcanvas.canvas import Canvas
from cxcanvas.session import Session
from tests.boardrig import small_canvas
from tests.browser.boardpage import BoardPage

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(page: Page) -> BoardPage:
    """Somebody lived as a customer and came home with one sentence."""
    canvas = small_canvas()
    elements: list[tuple[str, str, dict[str, Any]]] = [
        (canvas[id_].kind, id_, dict(canvas[id_].fields)) for id_ in canvas
    ]
    elements += [
        ("research", "week", {"name": "A week without", "method": "immersion", "started": "2026-07-06", "ended": "2026-07-10"}),
        ("evidence", "drawer", {"type": "observation", "text": "I put the letter in a drawer.", "from_research": "week"}),
    ]  # fmt: skip
    return BoardPage(page, Session(Canvas.build(dict(canvas.records), elements)), "listening", studio=True)


def value(studio: BoardPage, address: str) -> Any:
    studio.settled()
    return studio.session.canvas.value(address)


@pytest.mark.parametrize(("word", "relation"), [("for", "supports"), ("against", "contradicts")])
def test_two_clicks_make_it_evidence_and_one_undo_takes_it_back(
    studio: BoardPage, word: str, relation: str
) -> None:
    page = studio.page
    page.locator(f"[data-speaks={relation}]").first.click()
    expect(page.get_by_role("heading", name=f"What does it speak {word}?")).to_be_visible()
    page.locator("[data-target=customer-worry]").click()
    expect(page.locator("[data-k='listened/week']")).to_contain_text(f"{word} Does worry")
    assert value(studio, f"drawer.{relation}") == ("customer-worry",)
    assert studio.session.undo_label.startswith("Link")
    studio.session.undo()
    assert not studio.session.canvas.value(f"drawer.{relation}")


def test_by_keyboard_with_a_search(studio: BoardPage) -> None:
    page = studio.page
    page.locator("[data-speaks=supports]").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Find what to link with").type("Care ag")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("[data-k='listened/week']")).to_contain_text("for Care agent")
    assert value(studio, "drawer.supports") == ("agent",)


def test_words_that_name_somebody_are_asked_about_and_offered_masked(studio: BoardPage) -> None:
    page = studio.page
    page.locator("[data-edit='drawer.text']").first.dblclick()
    area = page.locator("textarea.cx-type")
    area.fill("Call me on 0412 345 678.")
    area.press("Control+Enter")
    expect(page.get_by_role("button", name="Keep it masked")).to_be_visible()
    assert studio.session.canvas.value("drawer.text") == "I put the letter in a drawer."
    page.get_by_role("button", name="Keep it masked").click()
    expect(page.locator("[data-edit='drawer.text']").first).to_contain_text("[phone number]")
    assert value(studio, "drawer.text") == "Call me on [phone number]."
