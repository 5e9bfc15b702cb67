"""What changed, as people pick and see it: in a dashboard without script, on a board that follows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import cxcanvas as cx
from cxcanvas import places
from cxcanvas.canvas import Canvas
from cxcanvas.views.compare import compared_page
from tests.browser.boardpage import BoardPage
from tests.browser.test_views import opened
from tests.hostile import hostile_canvas
from tests.keeping import until
from tests.serving import Server, serving
from tests.twoversions import git, keep_two, later

NAME = "breathing-space"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compared")
    shutil.copy(places.example(), folder / f"{NAME}.cx.yaml")
    keep_two(folder / f"{NAME}.cx.yaml")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as running:
        yield running


def no_violations(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


# -- in a dashboard --------------------------------------------------------------------------


def test_two_versions_are_picked_without_a_script(server: Server, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}/c/{NAME}")
    page.get_by_role("link", name="What changed").click()
    page.locator("select[name=from]").select_option(
        label="3 Sep 2026, Ana Reyes: The concept as the workshop left it"
    )
    page.locator("select[name=to]").select_option(
        label="2 Oct 2026, Ana Reyes: Somebody calls back at night, no bot"
    )
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("2 came, 1 went, 3 moved, 12 changed and 1 got another id.")).to_be_visible()
    expect(page.locator(".cx-card[data-at=callback-by-night] .cv-marked")).to_have_text("+ new")
    expect(page.locator(".cx-card[data-at=chatbot] .cv-marked")).to_have_text("− gone")
    page.get_by_label("or all since").fill("2026-09-12")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".cv-version").first).to_contain_text("Its name")
    assert "from=" in page.url and "to=now" in page.url
    page.get_by_role("link", name="The concept", exact=True).click()
    expect(page.get_by_role("link", name="What changed")).to_be_visible()
    context.close()


def test_the_page_follows_the_file(server: Server, folder: Path, chromium: Browser) -> None:
    path = folder / f"{NAME}.cx.yaml"
    text = path.read_text("utf-8")
    page = chromium.new_page()
    page.goto(f"{server.address}/c/{NAME}/compare")
    expect(page.get_by_text("2 came, 1 went, 3 moved")).to_be_visible()
    try:
        path.write_text(text.replace("name: Care call", "name: Care call at night", 1), "utf-8")
        expect(page.get_by_text("1 changed.")).to_be_visible(timeout=15_000)
    finally:
        path.write_text(text, "utf-8")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wrong_for_axe(server: Server, chromium: Browser, scheme: Any, width: int) -> None:
    page = chromium.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(f"{server.address}/c/{NAME}/compare")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    no_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing stands out sideways"
    page.close()


# -- as one page -----------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1680, 390])
def test_the_page_to_send_asks_for_nothing(
    chromium: Browser, tmp_path: Path, worked: Canvas, width: int, scheme: str
) -> None:
    html = compared_page(worked, later(worked), "September", "October")
    tab, heard = opened(chromium, tmp_path / "page.html", html, width, scheme)
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    no_violations(tab)
    assert heard == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.close()


def test_hostile_versions_run_nothing(chromium: Browser, tmp_path: Path, worked: Canvas) -> None:
    for one, other in ((worked, hostile_canvas()), (hostile_canvas(), worked)):
        tab, heard = opened(chromium, tmp_path / "page.html", compared_page(one, other, "<b>", "<script>"))
        assert heard == []
        tab.close()


def test_the_curves_are_told_apart_without_colour(chromium: Browser, tmp_path: Path, worked: Canvas) -> None:
    tab, _ = opened(chromium, tmp_path / "page.html", compared_page(worked, later(worked), "a", "b"))
    tab.emulate_media(media="print")
    dashes = "(one) => getComputedStyle(one).strokeDasharray"
    assert tab.locator(".cv-run-then path").first.evaluate(dashes) != "none"
    assert tab.locator(".cv-run-now path").first.evaluate(dashes) == "none"
    tab.close()


# -- on a board ------------------------------------------------------------------------------


@pytest.fixture
def board(page: Page, folder: Path, tmp_path: Path) -> BoardPage:
    copy = tmp_path / "repository"
    shutil.copytree(folder, copy)
    made = BoardPage(page, cx.open(copy / f"{NAME}.cx.yaml"), view="compare", studio=True)
    until(lambda: len(made.board.desk.versus._found.kept) == 3)
    with made.session.lock:  # whoever brought the versions has told of them
        made.out[:] = [{"marks": {}, "rev": made.session.revision + 1}]  # news that the page missed: it pulls
    made.push()
    return made


def test_a_version_is_picked_on_a_board_by_keyboard(page: Page, board: BoardPage) -> None:
    said = page.locator(".cv-against summary")
    expect(said).to_contain_text("2 Oct 2026, Ana Reyes")
    expect(page.get_by_text("No change: both versions say the same.")).to_be_visible()
    said.press("Enter")
    button = page.get_by_role("button", name="3 Sep 2026, Ana Reyes")
    button.focus()
    button.press("Enter")
    expect(page.locator(".cx-card[data-at=chatbot] .cv-marked")).to_have_text("− gone")
    expect(page.locator(".cv-against summary")).to_be_focused()
    expect(page.locator(".cv-against")).not_to_have_attribute("open", "")
    no_violations(page)


def test_a_list_that_is_open_stays_open_when_git_has_told(page: Page, board: BoardPage) -> None:
    page.locator(".cv-against summary").click()
    expect(page.locator(".cv-against button")).to_have_count(4)
    board.board.desk.versus.pick("opened")
    board.out[:] = [{"marks": board.board.desk.sheets.late(["compare"]), "rev": board.session.revision}]
    board.push()
    expect(page.locator(".cv-against summary")).to_contain_text("as it was when this was opened")
    expect(page.locator(".cv-against")).to_have_attribute("open", "")


def test_what_was_committed_meanwhile_is_in_the_list_that_is_opened(page: Page, board: BoardPage) -> None:
    folder = board.session.path.parent  # type: ignore[union-attr]  # it has a file
    (folder / f"{NAME}.cx.yaml").write_text(cx.dumps(cx.load(places.example())), "utf-8")
    git(folder, "commit", "-q", "-am", "Back to it", day="2026-10-09")
    page.locator(".cv-against summary").click()
    until(lambda: len(board.board.desk.versus._found.kept) == 4)
    with board.session.lock:
        board.push()
    expect(page.locator(".cv-against button").first).to_have_text("9 Oct 2026, Ana Reyes: Back to it")
    expect(page.locator(".cv-against summary")).to_contain_text("2 Oct 2026")


def test_a_board_follows_what_is_edited(page: Page, board: BoardPage) -> None:
    board.session.apply(cx.Set("care-call.emotions.relief.valence", -2))
    board.push()
    expect(page.locator(".cx-card[data-at=care-call] .cv-marked")).to_have_text("~ changed: relief +3 → −2")
    page.locator(".cx-card[data-at=care-call]").first.click()
    name = page.locator(".cx-inspector [data-field='care-call.name']")
    name.fill("Care call at night")
    name.press("Tab")
    expect(page.locator(".cv-told[data-at=care-call]")).to_contain_text("“Care call” → “Care call at night”")
