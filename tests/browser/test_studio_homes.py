"""The studio where people meet it: JupyterLab, Notebook, Voilà and the browser alone; whatever happens around it, nothing typed is lost."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cxcanvas.canvas import Canvas
from cxcanvas.store import load
from tests.browser import homes
from tests.browser.homes import Home, copy_example, notebook
from tests.browser.test_board_homes import JUPYTER, Workspace, first_step
from tests.serving import Server, until

pytestmark = pytest.mark.browser

LONG = 60_000


def studio_cell(name: str) -> str:
    """The cell that shows the studio of a canvas."""
    return f"import cxcanvas as cx\nfrom cxcanvas.boards import Studio\nsession = cx.open('{name}.cx.yaml')\nStudio(session, view='journey')"


class Studios(Workspace):
    """A notebook in a home with a studio of a copy of the worked concept."""

    def __init__(
        self,
        page: Page,
        home: Home,
        example: Path,
        name: str,
        path: str,
        *more: str,
        file: Path | None = None,
    ) -> None:
        self.page = page
        self.file = file or copy_example(example, home.folder, name)
        self.before = self.file.read_text("utf-8")
        of = self.file.name.removesuffix(".cx.yaml")
        (home.folder / f"{name}.ipynb").write_text(notebook(studio_cell(of), *more))
        self.address = home.address + path.format(name)
        self.open()


def settled(page: Page) -> None:
    """Wait until every message was answered and what was changed is in the file."""
    expect(page.locator(".cx-board[data-waiting=true]")).to_have_count(0, timeout=LONG)
    for one in page.locator(".cx-saved").all():
        expect(one).to_have_text(re.compile("^Saved"), timeout=LONG)


def write(page: Page, step: str, words: str) -> None:
    """Write a card anew, as a person does."""
    page.locator(f"article[data-at='{step}']").first.click()
    page.keyboard.press("F2")
    expect(page.locator(".cx-type")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Tab")


def steps(canvas: Canvas) -> list[str]:
    return [one.id for one in canvas.of("step") if one.get("storyline") == "customer" and one.get("stage")]


@pytest.fixture
def workspace(page: Page, jupyter: Home, example_path: Path) -> Callable[..., Studios]:
    return lambda name, path, *more, **options: Studios(
        page, jupyter, example_path, name, path, *more, **options
    )


@pytest.mark.parametrize("home", JUPYTER)
def test_it_works_saves_itself_and_its_keys_are_its_own(
    home: str, page: Page, workspace: Callable[..., Studios]
) -> None:
    here = workspace(f"studio-{home}", JUPYTER[home])
    step = first_step(here.canvas)
    write(page, step, "Puts it aside")
    settled(page)
    until(lambda: here.canvas[step].name == "Puts it aside")
    cells = page.locator(".jp-Cell").count()
    page.locator(f"article[data-at='{step}']").first.focus()
    for key in ("a", "Escape", "b", "Escape", "ArrowDown", "ArrowUp", "d", "Escape", "Control+k", "Escape"):
        page.keyboard.press(key)
    page.keyboard.press("?")
    expect(page.locator(".cx-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".cx-dialog")).to_be_hidden()
    page.keyboard.press("Control+z")
    settled(page)
    assert page.locator(".jp-Cell").count() == cells, "a key of the studio reached the notebook"
    until(lambda: here.canvas[step].name != "Puts it aside")
    page.locator("[data-tab=exchange]").click()
    expect(page.locator("[data-sheet=exchange] > *").first).to_be_visible()
    page.set_viewport_size({"width": 800, "height": 900})
    page.wait_for_function(
        "(() => { const one = document.querySelector('.cx-studio'); return one.scrollWidth <= one.clientWidth + 1; })()"
    )


def test_it_follows_the_theme_of_lab(page: Page, workspace: Callable[..., Studios]) -> None:
    workspace("studio-theme", JUPYTER["lab"])
    assert page.locator(".cx-studio").get_attribute("data-theme") == "light"
    page.evaluate(
        "document.body.dataset.jpThemeLight = 'false'; document.body.style.setProperty('--jp-ui-font-color1', '#eee')"
    )
    expect(page.locator(".cx-studio[data-theme=dark]")).to_be_attached()


def test_a_restart_of_the_kernel_loses_nothing(page: Page, workspace: Callable[..., Studios]) -> None:
    here = workspace("studio-restart", JUPYTER["lab"])
    one, two = steps(here.canvas)[:2]
    write(page, one, "Before the end")
    settled(page)
    page.locator(f"article[data-at='{two}']").first.click()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("While it ends")
    page.evaluate("document.querySelector('.cx-studio').dataset.test = 'typing'")
    page.keyboard.press("Tab")
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator(
        "li[data-command='runmenu:restart-and-run-all'], li[data-command='kernelmenu:restart-and-run-all'], li[data-command='notebook:restart-run-all']"
    ).first.click()
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    page.wait_for_selector(".cx-studio[data-test]", state="detached", timeout=LONG)
    page.wait_for_selector(".cx-board[data-ready]", timeout=LONG)
    again = page.get_by_role("button", name="Apply again")
    expect(page.locator(f"article[data-at='{one}']").first).to_contain_text("Before the end")
    if again.is_visible():
        again.click()
    settled(page)
    expect(page.locator(f"article[data-at='{two}']").first).to_contain_text("While it ends")
    until(lambda: {here.canvas[one].name, here.canvas[two].name} == {"Before the end", "While it ends"})


def test_a_reload_in_the_middle_of_a_word(page: Page, workspace: Callable[..., Studios]) -> None:
    here = workspace("studio-reload", JUPYTER["lab"])
    step = first_step(here.canvas)
    page.locator(f"article[data-at='{step}']").first.click()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("In the middle")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=LONG)
    here.show()
    settled(page)
    expect(page.locator(f"article[data-at='{step}']").first).to_contain_text("In the middle")


def test_two_views_and_a_second_kernel_on_one_file(
    page: Page, context: BrowserContext, jupyter: Home, example_path: Path
) -> None:
    here = Studios(
        page, jupyter, example_path, "studio-first", JUPYTER["lab"], "Studio(session, view='canvas')"
    )
    here.run(1)
    expect(page.locator(".cx-board[data-ready]")).to_have_count(2)
    other = Studios(
        context.new_page(), jupyter, example_path, "studio-second", JUPYTER["notebook"], file=here.file
    )
    one, two = steps(here.canvas)[:2]
    page.bring_to_front()
    write(page, one, "From the first")
    settled(page)
    expect(page.locator(".cx-board").nth(1).locator(f"[data-at='{one}']").first).to_contain_text(
        "From the first"
    )
    expect(other.page.locator(f"article[data-at='{one}']").first).to_contain_text(
        "From the first", timeout=LONG
    )
    other.page.bring_to_front()
    write(other.page, two, "From the second")
    settled(other.page)
    expect(page.locator(f"article[data-at='{two}']").first).to_contain_text("From the second", timeout=LONG)
    until(lambda: (here.canvas[one].name, here.canvas[two].name) == ("From the first", "From the second"))


def test_in_voila(page: Page, tmp_path_factory: pytest.TempPathFactory, example_path: Path) -> None:
    folder, state = tmp_path_factory.mktemp("studios"), tmp_path_factory.mktemp("voila")
    file = homes.copy_example(example_path, folder, "in-voila")
    (folder / "studio.ipynb").write_text(homes.notebook(studio_cell("in-voila")))
    command = homes.voila(folder, ".")
    with homes.served(command, homes.address_of(command, "/"), folder, state) as home:
        page.goto(f"{home.address}/voila/render/studio.ipynb", wait_until="commit")
        page.wait_for_selector(".cx-board[data-ready]", timeout=LONG)
        step = first_step(load(file))
        write(page, step, "In the dashboard")
        settled(page)
        until(lambda: load(file)[step].name == "In the dashboard")


class TestServed:
    @pytest.fixture
    def server(self, tmp_path: Path, example_path: Path) -> Iterator[Server]:
        shutil.copy(example_path, tmp_path / "night.cx.yaml")
        with Server(tmp_path, True, {}) as running:
            yield running

    def test_two_tabs_and_a_server_that_is_started_again(
        self, page: Page, context: BrowserContext, server: Server
    ) -> None:
        file = server.folder / "night.cx.yaml"
        one, two = steps(load(file))[:2]
        other = context.new_page()
        for tab in (page, other):
            tab.goto(f"{server.address}/c/night/live")
            tab.wait_for_selector("body.srv-is-live", timeout=LONG)
            tab.locator("[data-tab=journey]").click()
            expect(tab.locator(f"article[data-at='{one}']").first).to_be_visible()
        page.bring_to_front()
        write(page, one, "In the one tab")
        settled(page)
        expect(other.locator(f"article[data-at='{one}']").first).to_contain_text(
            "In the one tab", timeout=LONG
        )
        port = server.port
        server.stop(signal.SIGTERM)
        write(page, two, "While nobody listens")
        expect(
            page.get_by_text("line to the server is lost").or_(page.get_by_text("kept here")).first
        ).to_be_visible(timeout=LONG)
        with Server(server.folder, True, {}, at=port):
            page.on("dialog", lambda dialog: dialog.accept())
            page.reload()
            page.wait_for_selector("body.srv-is-live", timeout=LONG)
            page.get_by_role("button", name="Apply again").click()
            settled(page)
            until(lambda: load(file)[two].name == "While nobody listens")
            assert load(file)[one].name == "In the one tab"
