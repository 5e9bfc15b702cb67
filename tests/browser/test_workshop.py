"""A facilitator leads a workshop in a room with a projector: step by step, with a timer, ticking what is done."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from cxcanvas.canvas import Canvas
from cxcanvas.session import Session
from tests.boardrig import small_canvas
from tests.browser.boardpage import BoardPage

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(page: Page) -> BoardPage:
    """A canvas whose workshop has not begun; a test lets time pass as it needs."""
    page.clock.install()
    return BoardPage(page, Session(small_canvas()), "workshop", studio=True)


def room(studio: BoardPage) -> Locator:
    return studio.page.locator("dialog.cx-room")


def begin(studio: BoardPage) -> Locator:
    studio.page.locator("[data-studio=workshop]").click()
    expect(room(studio)).to_be_visible()
    return room(studio)


def ticks(studio: BoardPage) -> Any:
    studio.settled()
    return studio.session.canvas.value("workshop.steps_done")


def test_a_facilitator_leads_through_the_steps(studio: BoardPage) -> None:
    here = begin(studio)
    expect(here.locator("h2")).to_have_text("Everybody in one room")
    expect(here.locator("h2")).to_be_focused()
    expect(here.locator(".cx-room-of")).to_contain_text("Step 1 of 16")
    expect(here.locator(".cx-room-held")).to_contain_text("Not yet: who took part")
    here.get_by_role("button", name="Next").click()
    expect(here.locator("h2")).to_have_text("What we brought")
    expect(here.get_by_role("status")).to_contain_text("Step 2: What we brought. 45 minutes.")
    here.get_by_role("button", name="Previous").click()
    expect(here.locator("h2")).to_have_text("Everybody in one room")
    studio.page.keyboard.press("PageUp")
    expect(here.get_by_role("status")).to_have_text("This is the first step.")
    here.get_by_role("button", name="Step 13, Who does it, by when: not yet").click()
    expect(here.locator(".cx-room-ask")).to_contain_text("Whose name stands there?")


def test_the_keys_of_a_presenter(studio: BoardPage) -> None:
    here = begin(studio)
    for key, title in (("PageDown", "What we brought"), ("ArrowRight", "One typical customer"), ("PageUp", "What we brought"), ("ArrowLeft", "Everybody in one room")):  # fmt: skip
        studio.page.keyboard.press(key)
        expect(here.locator("h2")).to_have_text(title)
    studio.page.keyboard.press("t")
    expect(here.get_by_role("button", name="Pause: the time of this step")).to_be_visible()
    studio.page.keyboard.press("Escape")
    expect(here).to_be_hidden()
    assert len(studio.session.canvas.of("step")) == 9  # no key of the room reached the board below


def test_a_tick_is_one_step_to_undo_and_the_canvas_answers(studio: BoardPage) -> None:
    here = begin(studio)
    tick = here.get_by_role("checkbox", name="Step 1 is done")
    tick.click()
    expect(tick).to_be_checked()
    expect(tick).to_be_focused()
    assert ticks(studio) == (1,)
    expect(here.locator(".cx-room-held")).to_contain_text("Said to be done, but missing: who took part")
    expect(here.locator(".cx-room-of")).to_contain_text("1 said to be done")
    studio.page.keyboard.press("Control+z")
    expect(tick).not_to_be_checked()
    studio.settled()
    assert not studio.session.canvas.value("workshop.steps_done")


def test_the_board_ticks_too_and_opens_the_room_at_its_step(studio: BoardPage) -> None:
    page = studio.page
    tick = page.get_by_role("checkbox", name="Step 4 is done: Every encounter")
    tick.click()
    expect(tick).to_be_checked()
    expect(tick).to_be_focused()
    expect(page.locator("[data-k='workshop-step/4']")).to_contain_text("said to be done")
    page.keyboard.press("Space")
    expect(tick).not_to_be_checked()
    page.get_by_role("button", name="Present step by step").click()
    expect(room(studio).locator("h2")).to_have_text("Everybody in one room")


def test_how_the_groups_sorted_is_written_down_in_the_room(studio: BoardPage) -> None:
    page = studio.page
    page.get_by_role("button", name="how the groups sorted the statements").click()
    page.get_by_label("Statement 1", exact=True).fill("Opens the bill on the day it comes")
    for label, count in (("true", "2"), ("false", "2"), ("unsure", "1")):
        page.get_by_label(f"Statement 1: {label}").fill(count)
    page.get_by_label("Statement 2: false").fill("5")
    page.keyboard.press("Enter")
    shared = page.locator("[data-k=workshop-shared]")
    expect(shared).to_contain_text("Most disputed: “Opens the bill on the day it comes”.")
    studio.settled()
    assert studio.session.canvas.value("workshop.ratings.counts") == ((2, 2, 1), (0, 5, 0))
    page.keyboard.press("Control+z")
    expect(shared).to_contain_text("Write ten statements about the customer")


def test_the_time_goes_on_over_the_boards_and_is_said_in_words(studio: BoardPage) -> None:
    page, here = studio.page, begin(studio)
    left = here.locator("[data-room-left]")
    expect(left).to_have_text("30:00 left")
    here.get_by_role("button", name="Start").click()
    page.clock.run_for(60_000)
    expect(left).to_have_text(re.compile(r"^(29:00|28:5\d) left$"))
    for _ in range(3):
        page.keyboard.press("PageDown")  # to step 4; its time is its own, and waits
    expect(left).to_have_text("60:00 left")  # it was never started
    page.keyboard.press("t")
    before = studio.session.revision
    here.get_by_role("button", name="Open the board Journey").click()
    expect(here).to_be_hidden()
    expect(page.locator("[data-sheet=journey]")).to_be_visible()
    strip = page.get_by_role("group", name="Workshop")
    expect(strip).to_contain_text("Step 4 of 16: Every encounter")
    page.clock.run_for(56 * 60_000)
    expect(strip.locator("[data-room-left]")).to_have_text(re.compile(r"^(4:00|3:5\d) left$"))
    page.locator("[data-tab=canvas]").click()
    page.clock.run_for(6 * 60_000)
    expect(strip.locator("[data-room-left]")).to_have_text(re.compile(r"^2:[01]\d over time$"))
    strip.get_by_role("button", name="Pause").click()
    paused = strip.locator("[data-room-left]").inner_text()
    page.clock.run_for(60_000)
    expect(strip.locator("[data-room-left]")).to_have_text(paused)
    strip.get_by_role("button", name="Back to the step").click()
    expect(here.locator("h2")).to_have_text("Every encounter")
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    expect(left).to_have_text(re.compile(r"^(29:00|28:5\d) left$"))
    assert studio.session.revision == before  # the time is the page's alone


def test_reduced_motion_counts_in_minutes(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.clock.install()
    studio = BoardPage(page, Session(small_canvas()), "workshop", studio=True)
    here = begin(studio)
    here.get_by_role("button", name="Start").click()
    page.clock.run_for(61_000)
    expect(here.locator("[data-room-left]")).to_have_text("28 minutes left")


def test_it_goes_on_where_the_record_ends(page: Page) -> None:
    canvas = small_canvas()
    records: dict[str, Any] = {**canvas.records, "workshop": {"steps_done": (1, 2, 3)}}
    elements = [(canvas[id_].kind, id_, canvas[id_].fields) for id_ in canvas]
    studio = BoardPage(page, Session(Canvas.build(records, elements)), "journey", studio=True)
    here = begin(studio)
    expect(here.locator("h2")).to_have_text("Every encounter")
    expect(here.locator(".cx-room-held")).to_contain_text("3 encounters")


def test_a_reader_may_look_only(page: Page) -> None:
    studio = BoardPage(page, Session(small_canvas(), read_only="Only to be read."), "workshop", studio=True)
    here = begin(studio)
    expect(here.get_by_role("checkbox")).to_have_count(0)
    here.get_by_role("button", name="Next").click()
    expect(here.locator("h2")).to_have_text("What we brought")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    studio = BoardPage(page, Session(small_canvas()), "workshop", studio=True)
    page.get_by_role("checkbox", name="Step 4 is done: Every encounter").click()
    studio.settled()
    for look in (lambda: None, lambda: begin(studio)):
        look()
        found = Axe().run(page, options={"rules": {"region": {"enabled": False}}})
        assert found.violations_count == 0, found.generate_report()


def test_a_phone_holds_it(chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    studio = BoardPage(page, Session(small_canvas()), "workshop", studio=True)
    page.get_by_role("button", name="Present step by step").tap()
    here = room(studio)
    for button in here.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None and box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert here.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    context.close()


def test_the_time_goes_on_over_a_reload(page: Page) -> None:
    page.clock.install()
    page.route(
        "http://localhost/**", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html")
    )
    page.goto("http://localhost/")  # a place of its own, so that the tab can remember
    studio = BoardPage(page, Session(small_canvas()), "workshop", studio=True)
    here = begin(studio)
    here.get_by_role("button", name="Start: the time of this step").click()
    page.clock.run_for(60_000)
    here.get_by_role("button", name="Next").click()
    expect(here.locator("h2")).to_have_text("What we brought")
    here.get_by_role("button", name="Start: the time of this step").click()
    page.clock.run_for(600_000)
    studio.shown_again()
    strip = page.locator("[data-board=roomstrip]")
    expect(strip).to_contain_text("Step 2 of 16: What we brought")
    expect(strip.locator("[data-room-left]")).to_have_text(re.compile(r"^(35:00|34:5\d) left$"))
    page.clock.run_for(60_000)
    expect(strip.locator("[data-room-left]")).to_have_text(re.compile(r"^(34:00|33:5\d) left$"))
    strip.locator("[data-room=end]").click()
    studio.shown_again()
    page.wait_for_selector(".cx-board[data-ready]")
    studio.settled()
    expect(strip).to_be_hidden()
