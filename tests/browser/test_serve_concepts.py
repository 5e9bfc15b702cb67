"""A designer without a notebook, in a real browser: begin, type, rename, duplicate, delete, undo; by mouse and by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from cxcanvas import places
from cxcanvas.store import load
from tests.serving import Server, serving, until

pytestmark = pytest.mark.browser

LIVE = "body.srv-is-live"
READY = 60_000
CARD = 'article[data-at="care-call"]'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("concepts"), edit=True) as running:
        yield running


@pytest.fixture
def folder(server: Server) -> Path:
    """The workspace, emptied; what a page that has just gone still writes goes too."""

    def emptied() -> bool:
        for path in server.folder.iterdir():
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        return not any(server.folder.iterdir())

    until(emptied)
    return server.folder


@pytest.fixture
def example(folder: Path) -> Path:
    return Path(shutil.copy(places.example(), folder / "breathing-space.cx.yaml"))


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(LIVE, timeout=READY)


def names(folder: Path) -> set[str]:
    return {path.name.removesuffix(".cx.yaml") for path in folder.glob("*.cx.yaml")}


def title(folder: Path, name: str) -> str:
    return str(load(folder / f"{name}.cx.yaml").concept["title"])


# From nothing to a concept, and around it


def test_the_first_minutes_by_mouse(server: Server, folder: Path, page: Page) -> None:
    page.goto(server.address)
    expect(page.get_by_role("heading", name="Begin with a concept")).to_be_visible()
    page.get_by_label("What is it called?").fill("Night Ferry")
    page.get_by_text("Service concept").click()
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_title("Night Ferry · Studio")
    page.wait_for_selector(LIVE, timeout=READY)
    page.get_by_role("tab", name="Journey").click()
    card = page.locator("[data-sheet=journey] article[data-drag]").first
    at = card.get_attribute("data-at") or ""
    card.click()
    page.keyboard.press("F2")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Looks for the timetable")
    page.keyboard.press("Enter")
    until(lambda: load(folder / "night-ferry.cx.yaml")[at].name == "Looks for the timetable", 20)
    page.get_by_role("link", name="All concepts").click()
    page.get_by_role("button", name="Duplicate Night Ferry").click()
    expect(page.get_by_role("status")).to_contain_text("“Night Ferry (copy)” is a copy of “Night Ferry”.")
    page.locator("summary", has_text="Rename").first.click()
    page.get_by_label("New name").first.fill("Morning Ferry")
    page.get_by_role("button", name="Rename").first.click()
    expect(page.get_by_role("status")).to_contain_text("is called “Morning Ferry” now.")
    page.get_by_role("button", name="Delete Morning Ferry").click()
    expect(page.get_by_role("heading", name="Morning Ferry")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Morning Ferry")).to_be_visible()
    assert names(folder) == {"night-ferry", "morning-ferry"}


def test_the_same_by_keyboard_only(server: Server, folder: Path, page: Page) -> None:
    page.goto(server.address)
    press = page.keyboard.press
    expect(page.get_by_label("What is it called?")).to_be_focused()
    page.keyboard.type("Night Ferry")
    press("Tab")
    for _ in range(2):
        press("ArrowDown")
    expect(page.get_by_label("Service concept")).to_be_checked()
    press("Enter")
    page.wait_for_selector(LIVE, timeout=READY)
    go(page, "All concepts")
    press("Enter")
    expect(page.get_by_role("heading", name="Your concepts")).to_be_visible()
    go(page, "Rename Night Ferry")
    press("Enter")
    expect(page.get_by_label("New name")).to_be_focused()
    page.keyboard.type("Day Ferry")
    press("Escape")
    expect(page.get_by_label("Rename Night Ferry")).to_be_focused()
    press("Enter")
    expect(page.get_by_label("New name")).to_be_focused()
    page.keyboard.type("Day Ferry")
    press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    go(page, "Duplicate Day Ferry")
    press("Enter")
    expect(page.get_by_role("heading", name="Day Ferry (copy)")).to_be_visible()
    go(page, "Delete Day Ferry (copy)")
    press("Space")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert names(folder) == {"day-ferry"}
    press("Enter")
    expect(page.get_by_role("heading", name="Day Ferry (copy)")).to_be_visible()
    assert names(folder) == {"day-ferry", "day-ferry-copy"}


def go(page: Page, name: str) -> None:
    """Tab until the focus is on what has that name, as a screen reader says it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim()"
        )
        if here == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_the_list_works_without_scripts(
    server: Server, example: Path, folder: Path, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address)
    page.get_by_role("button", name="Duplicate Breathing Space").click()
    page.locator("summary", has_text="Rename").first.click()
    page.get_by_label("New name").first.fill("Breathing again")
    page.get_by_role("button", name="Rename").first.click()
    page.get_by_role("button", name="Delete Breathing again").click()
    page.get_by_role("button", name="Undo").click()
    page.locator("summary", has_text="New concept").click()
    page.get_by_label("What is it called?").fill("Third")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#srv-early [data-sheet]")).to_be_visible()
    assert names(folder) == {"breathing-space", "breathing-again", "third"}
    context.close()


def test_search_as_one_types(server: Server, folder: Path, page: Page) -> None:
    for number in range(9):
        (folder / f"c{number}.cx.yaml").write_text(f"cxcanvas: 1\nconcept:\n  title: Ferry {number}\n")
    page.goto(server.address)
    page.get_by_role("searchbox").fill("ferry 7")
    expect(page.locator(".ix-cards > li:visible")).to_have_count(1)
    page.get_by_role("searchbox").fill("nothing")
    expect(page.get_by_text("No title, sentence or file name here has all of these words.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_for_axe(
    server: Server, example: Path, folder: Path, chromium: Browser, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(color_scheme=scheme, viewport={"width": 390, "height": 800})  # type: ignore[arg-type]

    def clean(what: str) -> None:
        found = Axe().run(page).response["violations"]
        assert not found, (
            what,
            [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found],
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), what

    page.goto(server.address)
    clean("list")
    for fold in page.locator("details").all():
        fold.locator("summary").click()
    clean("open")
    page.get_by_label("What is it called?").fill("breathing SPACE")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("alert")).to_be_visible()
    clean("fault")
    page.get_by_role("button", name="Delete Breathing Space").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    clean("empty, with undo")
    page.close()


# The studio, full window


def test_the_studio_takes_over_without_a_jump(server: Server, example: Path, page: Page) -> None:
    server.settled()
    page.goto(f"{server.address}/c/breathing-space/live", wait_until="commit")
    where = "() => { const r = document.querySelector('[data-sheet] [data-at=open-letter], [data-sheet] article').getBoundingClientRect(); return [r.x, r.y, r.width]; }"
    expect(page.locator("#srv-early [data-sheet] article").first).to_be_attached()
    page.locator("#srv-early [data-sheet]").evaluate(
        "(one) => one.scrollTo({ top: 300, behavior: 'instant' })"
    )
    before = page.evaluate(where)
    page.wait_for_selector(LIVE, timeout=READY)
    assert page.locator("#srv-early").count() == 0
    assert page.evaluate(where) == before
    assert page.locator("[data-sheet]").evaluate("(one) => one.scrollTop") == 300


def test_every_element_has_a_link(server: Server, example: Path, page: Page) -> None:
    opened(page, f"{server.address}/c/breathing-space/live#care-call")
    selected = page.locator(".cx-selected").first
    expect(selected).to_have_attribute("data-at", "care-call")
    expect(selected).to_be_in_viewport()
    page.evaluate("location.hash = 'e-bill'")
    expect(page.locator(".cx-selected").first).to_have_attribute("data-at", "e-bill")
    page.locator(CARD).first.click()
    expect(page).to_have_url(f"{server.address}/c/breathing-space/live#care-call")
    assert page.evaluate("history.length") < 5
    page.evaluate("location.hash = '%E0%A4%A'")
    page.evaluate("location.hash = 'no-such.thing'")
    expect(page.locator(LIVE)).to_be_visible()


def test_it_opens_as_it_was_left(server: Server, example: Path, page: Page) -> None:
    opened(page, f"{server.address}/c/breathing-space/live")
    page.get_by_role("tab", name="Loyalty").click()
    expect(page.locator("[data-sheet=loyalty]")).to_be_visible()
    page.get_by_role("link", name="All concepts").click()
    page.get_by_role("link", name="Open Breathing Space").click()
    expect(page.locator("#srv-early [data-sheet=loyalty]")).to_be_visible()
    page.wait_for_selector(LIVE, timeout=READY)
    expect(page.get_by_role("tab", selected=True)).to_have_text("Loyalty")


def test_words_in_the_making_are_saved_when_the_page_is_left(
    server: Server, example: Path, page: Page
) -> None:
    opened(page, f"{server.address}/c/breathing-space/live")
    page.locator(CARD).first.click()
    page.keyboard.press("F2")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Half a thought")
    page.get_by_role("link", name="All concepts").click()
    expect(page.get_by_role("heading", name="Your concepts")).to_be_visible()
    until(lambda: load(example)["care-call"].name == "Half a thought", 20)


def test_a_concept_renamed_elsewhere_is_told_and_followed(
    server: Server, example: Path, folder: Path, page: Page
) -> None:
    opened(page, f"{server.address}/c/breathing-space/live#care-call")
    other = page.context.new_page()
    other.goto(server.address)
    other.locator("summary", has_text="Rename").first.click()
    other.get_by_label("New name").fill("Calm bills")
    other.keyboard.press("Enter")
    expect(other.get_by_role("status")).to_contain_text("Calm bills")
    expect(page.locator(".srv-say")).to_contain_text("This concept was renamed to “Calm bills”.")
    expect(page).to_have_url(f"{server.address}/c/calm-bills/live#care-call")
    expect(page).to_have_title("Calm bills · Studio")
    page.locator(CARD).first.click()
    page.keyboard.press("F2")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Said after the new name")
    page.keyboard.press("Enter")
    until(lambda: load(folder / "calm-bills.cx.yaml")["care-call"].name == "Said after the new name", 20)
    assert names(folder) == {"calm-bills"}
    page.get_by_role("link", name="Read-only page").click()
    expect(page).to_have_url(f"{server.address}/c/calm-bills")


def test_a_concept_deleted_elsewhere_is_told_and_not_written_again(
    server: Server, example: Path, folder: Path, page: Page
) -> None:
    opened(page, f"{server.address}/c/breathing-space/live")
    other = page.context.new_page()
    other.goto(server.address)
    other.get_by_role("button", name="Delete Breathing Space").click()
    expect(page.locator(".srv-say")).to_contain_text("This concept was deleted; it can be brought back.")
    page.locator(CARD).first.click()
    page.keyboard.press("F2")
    page.keyboard.type(" and more")
    page.keyboard.press("Enter")
    expect(page.locator(".cx-board")).to_have_attribute("data-waiting", "false")
    page.wait_for_timeout(2500)  # autosave would have written by now; nothing says that it does not
    assert names(folder) == set()
    other.get_by_role("button", name="Undo").click()
    expect(page.locator(".srv-say")).to_be_hidden(timeout=10_000)
    assert names(folder) == {"breathing-space"}


def test_two_tabs_of_one_concept_stay_in_step(server: Server, example: Path, page: Page) -> None:
    opened(page, f"{server.address}/c/breathing-space/live")
    other = page.context.new_page()
    opened(other, f"{server.address}/c/breathing-space/live")
    page.locator(CARD).first.click()
    page.keyboard.press("F2")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Said in one tab")
    page.keyboard.press("Enter")
    expect(other.locator(CARD).first).to_contain_text("Said in one tab", timeout=15_000)


# When the line or the kernel is gone


def kernel_of(server: Server, page: Page) -> psutil.Process:
    """The kernel behind a page."""
    word = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    return next(each for each in server.kernels() if word in " ".join(each.cmdline()))


def test_a_kernel_that_ended_takes_nothing_along(server: Server, example: Path, page: Page) -> None:
    opened(page, f"{server.address}/c/breathing-space/live")
    kernel_of(server, page).kill()
    expect(page.locator(".srv-say")).to_contain_text("Load the page again", timeout=20_000)
    page.locator(CARD).first.click()
    page.keyboard.press("F2")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Typed without a kernel")
    page.get_by_role("button", name="Load again").click()
    page.wait_for_selector(LIVE, timeout=READY)
    page.get_by_role("button", name="Apply again").click()
    until(lambda: load(example)["care-call"].name == "Typed without a kernel", 20)


def test_a_lost_line_comes_back_by_itself(server: Server, example: Path, page: Page) -> None:
    opened(page, f"{server.address}/c/breathing-space/live")
    kernel = kernel_of(server, page)
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('online'))")  # as after a sleep: the line is tried
    expect(page.locator(".srv-say")).to_contain_text("The line to the server is lost", timeout=20_000)
    page.context.set_offline(False)
    expect(page.locator(".srv-say")).to_be_hidden(timeout=30_000)
    assert kernel.is_running()
    page.locator(CARD).first.click()
    page.keyboard.press("F2")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Said after a sleep")
    page.keyboard.press("Enter")
    until(lambda: load(example)["care-call"].name == "Said after a sleep", 20)


def test_leaving_with_something_unsaved_is_asked_about(server: Server, example: Path, page: Page) -> None:
    opened(page, f"{server.address}/c/breathing-space/live")
    kernel = kernel_of(server, page)
    page.get_by_label("Autosave").uncheck()
    page.locator(CARD).first.click()
    page.keyboard.press("F2")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Not saved yet")
    page.keyboard.press("Enter")
    expect(page.locator("[data-board=saved]")).to_contain_text("not saved")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("link", name="All concepts").click()
    page.wait_for_timeout(1000)  # a kernel that was told to end would be gone by now
    assert asked == ["beforeunload"]
    assert kernel.is_running()
    page.get_by_role("button", name="Save", exact=True).click()
    until(lambda: load(example)["care-call"].name == "Not saved yet", 20)
    page.get_by_role("link", name="All concepts").click()
    expect(page.get_by_role("heading", name="Your concepts")).to_be_visible()
