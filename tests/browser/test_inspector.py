"""The inspector in a browser: finding and making what a field points at, numbers, entries, notes, pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cxcanvas.session import Session
from cxcanvas.session import open as open_session
from tests.boardrig import small_canvas
from tests.browser.boardpage import BoardPage
from tests.test_boards_inspector import png

pytestmark = pytest.mark.browser


def opened(page: Page, at: str, *depths: str, session: Session | None = None) -> BoardPage:
    """A studio with the inspector of an element, as deep as is said."""
    page.set_viewport_size({"width": 1400, "height": 900})
    board = BoardPage(page, session or Session(small_canvas()), "journey", studio=True)
    board.settled()
    board.card(at).click()
    expect(page.locator(".cx-inspector form")).to_be_visible()
    for depth in depths:
        page.locator(f".cx-inspector details[data-more={depth}] > summary").click()
        board.settled()
    return board


def combo(page: Page, at: str) -> Any:
    return page.locator(f"[data-choose='{at}']")


def test_a_reference_is_found_by_a_few_letters_and_taken_with_enter(page: Page) -> None:
    board = opened(page, "encounter-help", "work")
    field = combo(page, "encounter-help.channel")
    field.focus()
    field.press_sequentially("pho")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Phone")
    expect(field).to_have_attribute("aria-expanded", "true")
    chosen = field.get_attribute("aria-activedescendant")
    assert chosen and page.locator(f"[id='{chosen}']").count() == 1
    field.press("Enter")
    expect(page.locator("[data-ref='encounter-help.channel'] .cx-chip")).to_contain_text("Phone")
    expect(combo(page, "encounter-help.channel")).to_be_focused()
    assert board.session.canvas["encounter-help"]["channel"] == "phone"
    page.locator("[data-ref='encounter-help.channel'] [data-drop]").click()
    expect(page.locator("[data-ref='encounter-help.channel'] .cx-chip")).to_have_count(0)
    assert "channel" not in board.session.canvas["encounter-help"].fields


def test_enter_straight_after_the_last_key_takes_what_was_typed_not_what_was_seen(page: Page) -> None:
    board = opened(page, "customer-worry", "work", "measure")
    field = combo(page, "customer-worry.next")
    field.focus()
    field.press_sequentially("Does")
    expect(page.locator("[role=option]").first).to_contain_text("Does")
    field.press_sequentially(" after")
    field.press("Enter")
    expect(page.locator("[data-ref='customer-worry.next'] .cx-chip")).to_contain_text("Does after")
    assert board.session.canvas["customer-worry"]["next"] == ("customer-after",)


def test_what_is_not_there_is_made_where_it_was_looked_for(page: Page) -> None:
    board = opened(page, "encounter-help", "work")
    field = combo(page, "encounter-help.channel")
    field.focus()
    field.press_sequentially("<b>Chat</b>")
    expect(page.locator("[data-new-kind=channel]")).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.locator("[data-ref='encounter-help.channel'] .cx-chip")).to_contain_text("<b>Chat</b>")
    made = board.session.canvas[board.session.canvas["encounter-help"]["channel"]]
    assert (made.kind, made.title) == ("channel", "<b>Chat</b>")


def test_escape_closes_the_list_first(page: Page) -> None:
    opened(page, "encounter-help", "work")
    field = combo(page, "encounter-help.channel")
    field.focus()
    expect(page.locator("[role=listbox]")).to_be_visible()
    field.press("Escape")
    expect(page.locator(".cx-inspector [role=listbox]")).to_have_count(0)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(page: Page) -> None:
    board = opened(page, "customer-help", "work", "measure")
    field = page.locator(".cx-inspector [data-estimate] input").first
    at = field.get_attribute("data-field")
    field.fill("five")
    field.press("Enter")
    board.settled()
    field = page.locator(f"[data-field='{at}']")
    expect(field).to_have_value("five")
    expect(field).to_have_attribute("aria-invalid", "true")
    said = (field.get_attribute("aria-describedby") or "").split()
    assert "number" in page.locator(f"[id='{said[0]}']").inner_text()
    field.fill("5")
    field.press("Enter")
    board.settled()
    expect(page.locator(f"[data-field='{at}']")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".cx-fault")).to_have_count(0)


def test_an_estimate_is_drawn_as_it_is_typed_and_what_is_open_stays_open(page: Page) -> None:
    board = opened(page, "customer-help", "work", "measure")
    home = page.locator(".cx-inspector [data-estimate]").first
    at = home.get_attribute("data-estimate")
    low, mode, high = (home.locator(".cx-three input").nth(n) for n in range(3))
    low.fill("1")
    high.fill("9")
    expect(home.locator(".cx-curve")).to_be_visible()
    before = home.locator("path").get_attribute("d")
    mode.fill("2")
    assert home.locator("path").get_attribute("d") != before
    mode.press("Enter")
    board.settled()
    assert {**board.session.canvas.value(str(at))} == {"low": 1, "mode": 2, "high": 9}  # type: ignore[dict-item]
    home.locator("summary").click()
    unit = home.locator(f"[data-field='{at}.unit']")
    unit.fill("hours")
    unit.press("Tab")
    board.settled()
    expect(home.locator(f"[data-field='{at}.unit']")).to_be_visible()
    assert board.session.canvas.value(f"{at}.unit") == "hours"


def test_entries_come_by_name_and_the_focus_goes_on(page: Page) -> None:
    board = opened(page, "customer-help", "work", "measure")
    adding = page.locator("[data-entry='customer-help.emotions']")
    adding.fill("Relief")
    adding.press("Enter")
    board.settled()
    expect(page.locator("[data-drop='customer-help.emotions.relief']")).to_be_visible()
    expect(page.locator("[data-entry='customer-help.emotions']")).to_be_focused()
    adding.press("Enter")
    expect(page.locator(".cx-fault")).to_have_text("Give it a name first.")
    page.locator("[data-drop='customer-help.emotions.relief']").click()
    expect(page.locator("[data-drop='customer-help.emotions.relief']")).to_have_count(0)
    board.settled()
    assert not board.session.canvas["customer-help"].fields.get("emotions")


def test_what_is_being_written_outlives_a_fold_that_opens(page: Page) -> None:
    board = opened(page, "customer-help")
    page.evaluate(
        "() => { const send = window.toPython; const waits = new Promise((go) => { window.go = go; });"
        " window.toPython = (...all) => waits.then(() => send(...all)); }"
    )
    page.locator(".cx-inspector details[data-more=work] > summary").click()
    page.wait_for_function("document.querySelector('.cx-board').dataset.waiting === 'true'")
    entry = page.locator("[data-entry='customer-help.emotions']")
    entry.fill("Half a na")
    page.evaluate("window.go()")
    board.settled()
    entry.press_sequentially("me")
    expect(entry).to_have_value("Half a name")
    expect(entry).to_be_focused()
    entry.press("Enter")
    board.settled()
    assert board.session.canvas.value("customer-help.emotions.half-a-name.name") == "Half a name"
    expect(page.locator(".cx-inspector [data-attach]")).to_be_visible()


def test_a_note_is_read_as_it_is_typed(page: Page) -> None:
    opened(page, "customer-help", "work")
    row = page.locator(".cx-field:has(> [data-preview])").first
    row.locator("textarea").fill("**so** <img src=x onerror=alert(1)>")
    row.locator("[data-preview]").click()
    expect(row.locator(".cx-previewed strong")).to_have_text("so")
    row.locator("textarea").fill("*and so*")
    expect(row.locator(".cx-previewed em")).to_have_text("and so")
    assert row.locator("img").count() == 0


def test_a_picture_is_attached_described_and_taken_away(page: Page, example_copy: Path) -> None:
    board = opened(page, "care-call", "work", session=open_session(example_copy))
    file = page.locator("[data-attach='care-call.attachments']")
    file.set_input_files({"name": "desk.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"})
    expect(page.locator(".cx-pictures .cx-fault")).to_contain_text("no picture")
    file.set_input_files({"name": "desk.png", "mimeType": "image/png", "buffer": png()})
    words = page.locator("[data-field='care-call.attachments.0.alt']")
    expect(words).to_be_focused()
    words.fill("The desk of the care line")
    words.press("Enter")
    expect(page.locator(".cx-pictures img")).to_have_attribute("alt", "The desk of the care line")
    assert (
        page.locator(".cx-pictures img").evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 2
    )
    page.locator("[data-drop='care-call.attachments.0']").click()
    expect(page.locator(".cx-pictures img")).to_have_count(0)
    assert (example_copy.parent / "attachments" / "desk.png").exists()
    board.session.close()
