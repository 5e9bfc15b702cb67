"""Boards where people meet them: JupyterLab, Notebook and Voilà."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from cxcanvas.canvas import Canvas
from cxcanvas.store import load
from tests.browser.conftest import board_cell
from tests.browser.homes import Home, copy_example, notebook

#: Addresses of a notebook; a workspace of its own for each, so that JupyterLab opens nothing else.
JUPYTER = {"lab": "/lab/workspaces/{0}/tree/{0}.ipynb", "notebook": "/notebooks/{0}.ipynb"}


class Workspace:
    """A notebook in a home with a board of a copy of the worked concept."""

    def __init__(
        self, page: Page, home: Home, example: Path, name: str, path: str, *more: str, view: str = "journey"
    ) -> None:
        self.page = page
        self.file = copy_example(example, home.folder, name)
        self.before = self.file.read_text("utf-8")
        (home.folder / f"{name}.ipynb").write_text(notebook(board_cell(name, view), *more))
        self.address = home.address + path.format(name)
        self.open()

    def open(self) -> None:
        """Open the notebook (again) and run the cell that shows the board."""
        self.page.goto(self.address)
        self.page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        self.show()

    def show(self) -> None:
        """Run the cell that shows the board; a kernel that has just started may let a first try fall."""
        for _ in range(4):
            self.run(0)
            try:
                self.page.wait_for_selector(".cx-board[data-ready]", timeout=9000)
            except TimeoutError:
                continue
            return
        raise AssertionError(self.page.locator(".jp-CodeCell").first.inner_text())

    def run(self, number: int) -> None:
        """Run one of the notebook's cells; where the home asks for a kernel first, its own choice is taken."""
        asked = self.page.locator(".jp-Dialog .jp-mod-accept")
        if asked.count():
            asked.first.click()
        self.page.locator(".jp-CodeCell").nth(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    @property
    def canvas(self) -> Canvas:
        """What is in the file now."""
        return load(self.file)

    def changed(self) -> list[str]:
        """The lines of the file that differ from the beginning, as a diff shows them."""
        now = self.file.read_text("utf-8")
        lines = difflib.unified_diff(self.before.split("\n"), now.split("\n"), lineterm="", n=0)
        return [line for line in lines if line[0] in "+-" and not line.startswith(("+++", "---"))]


def settled(page: Page) -> None:
    page.wait_for_function(
        "[...document.querySelectorAll('.cx-board')].every((one) => one.dataset.waiting !== 'true')"
    )


def saved(page: Page) -> None:
    page.keyboard.press("Control+s")
    settled(page)
    expect(page.locator(".cx-saved").first).to_have_text(re.compile("^Saved"))


def first_step(canvas: Canvas) -> str:
    """A customer's step that stands in one stage."""
    return next(
        one.id for one in canvas.of("step") if one.get("storyline") == "customer" and one.get("stage")
    )


@pytest.fixture
def workspace(page: Page, jupyter: Home, example_path: Path) -> Callable[..., Workspace]:
    return lambda name, path, *more, **options: Workspace(
        page, jupyter, example_path, name, path, *more, **options
    )


@pytest.mark.parametrize("home", JUPYTER)
def test_edit_save_and_the_diff_is_that_line(
    home: str, page: Page, workspace: Callable[..., Workspace]
) -> None:
    here = workspace(f"edit-{home}", JUPYTER[home])
    step = first_step(here.canvas)
    page.locator(f"article[data-at='{step}']").first.click()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("Puts the letter aside")
    page.keyboard.press("Tab")
    settled(page)
    page.locator(f"article[data-at='{step}']").first.focus()
    saved(page)
    lines = here.changed()
    assert len(lines) == 2, lines
    assert lines[1].strip("+ ").endswith("Puts the letter aside")
    here.open()
    expect(page.locator(f"article[data-at='{step}']").first).to_contain_text("Puts the letter aside")


@pytest.mark.parametrize("home", JUPYTER)
def test_add_drag_and_undo(home: str, page: Page, workspace: Callable[..., Workspace]) -> None:
    here = workspace(f"drag-{home}", JUPYTER[home])
    canvas = here.canvas
    stages = [stage.id for stage in canvas.of("stage")]
    page.locator(f"[data-cell='{stages[0]}/customer'] > [data-new]").click()
    page.keyboard.type("Wakes at four")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    settled(page)
    new = page.locator("article[data-at='wakes-at-four']").first
    expect(new).to_be_visible()
    target = page.locator(f"[data-cell='{stages[1]}/customer']").first
    target.scroll_into_view_if_needed()
    new.scroll_into_view_if_needed()
    a, b = new.bounding_box(), target.bounding_box()
    assert a is not None
    assert b is not None
    page.mouse.move(a["x"] + 20, a["y"] + 10)
    page.mouse.down()
    page.mouse.move(a["x"] + 40, a["y"] + 20)
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + 12, steps=5)
    page.mouse.up()
    settled(page)
    expect(
        page.locator(f"[data-cell='{stages[1]}/customer'] article[data-at='wakes-at-four']")
    ).to_have_count(1)
    saved(page)
    step = here.canvas["wakes-at-four"]
    assert (step.stage, step.storyline) == (stages[1], "customer")
    assert all(line.startswith("+") for line in here.changed())
    for _ in range(2):
        page.locator(".cx-tools [data-do=undo]").click()
    settled(page)
    expect(page.locator("article[data-at='wakes-at-four']")).to_have_count(0)
    saved(page)
    assert here.changed() == []


def test_edits_while_a_long_cell_runs(page: Page, workspace: Callable[..., Workspace]) -> None:
    here = workspace("busy", JUPYTER["lab"], "import time\nfor _ in range(60): time.sleep(1)")
    step = first_step(here.canvas)
    page.locator(f"article[data-at='{step}']").first.click()
    settled(page)  # by now JupyterLab has given widgets a thread of their own in the kernel
    here.run(1)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=busy]")
    had = bool(here.canvas[step].get("moment"))
    page.locator(f"article[data-at='{step}']").first.focus()
    page.keyboard.press("*")
    settled(page)
    saved(page)
    assert bool(here.canvas[step].get("moment")) is not had
    assert page.locator(".jp-Notebook-ExecutionIndicator").get_attribute("data-status") == "busy"
    expect(page.locator(".cx-banner")).to_be_hidden()


def test_a_kernel_restart_is_said_and_the_work_can_be_done_again(
    page: Page, workspace: Callable[..., Workspace]
) -> None:
    here = workspace("restart", JUPYTER["lab"])
    step = first_step(here.canvas)
    page.locator(f"article[data-at='{step}']").first.click()
    page.keyboard.type("Before the end")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator("li[data-command='kernelmenu:restart']").click()
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    expect(page.locator(".cx-banner")).to_contain_text("Run the cell again")
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    here.run(0)
    expect(page.locator(".cx-banner")).to_contain_text("1 change is not in the file", timeout=60_000)
    page.get_by_role("button", name="Apply again").click()
    settled(page)
    expect(page.locator(f"article[data-at='{step}']").first).to_contain_text("Before the end")


def test_typing_survives_a_change_from_another_board(page: Page, workspace: Callable[..., Workspace]) -> None:
    change = (
        "import cxcanvas as cx\nsession.apply(cx.Set(session.canvas.of('stage')[0].id + '.name', 'Theirs'))"
    )
    here = workspace(
        "two",
        JUPYTER["lab"],
        "Board(session, view='canvas')",
        f"import threading\nthreading.Timer(1.5, lambda: exec({change!r}, globals())).start()",
    )
    here.run(2)
    step = first_step(here.canvas)
    page.locator(f".cx-board article[data-at='{step}']").first.click()
    page.keyboard.press("F2")
    page.keyboard.type(" and")
    expect(page.locator(".cx-board").first).to_contain_text("Theirs", timeout=20_000)
    assert page.evaluate("document.activeElement.value").endswith(" and")


def test_a_saved_notebook_keeps_no_canvas_text(page: Page, workspace: Callable[..., Workspace]) -> None:
    here = workspace("quiet", JUPYTER["lab"])
    page.locator(".jp-CodeCell").first.locator(".cm-content").click()
    page.keyboard.press("Control+s")
    page.wait_for_selector(".jp-mod-dirty", state="detached")
    step = here.canvas.of("step")[0]
    text = (here.file.parent / "quiet.ipynb").read_text("utf-8")
    assert "cx-board" not in text
    assert str(step.name) not in text


class TestVoila:
    @pytest.fixture
    def board(self, page: Page, voila_home: Home) -> Page:
        page.goto(f"{voila_home.address}/voila/render/journey.ipynb", wait_until="commit")
        page.wait_for_selector(".cx-board[data-ready]")
        return page

    def test_edit_and_save(self, board: Page, voila_home: Home) -> None:
        file = voila_home.folder / "in-voila-journey.cx.yaml"
        step = first_step(load(file))
        board.locator(f"article[data-at='{step}']").first.click()
        board.keyboard.type("In the dashboard")
        board.keyboard.press("Tab")
        settled(board)
        board.locator(f"article[data-at='{step}']").first.focus()
        saved(board)
        assert load(file)[step].name == "In the dashboard"


@pytest.mark.parametrize("view", ["journey", "canvas"])
def test_axe_finds_nothing_on_a_board(page: Page, voila_home: Home, view: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto(f"{voila_home.address}/voila/render/{view}.ipynb", wait_until="commit")
    page.wait_for_selector(".cx-board[data-ready]")
    page.locator(".cx-stage [data-at]").first.click()
    page.wait_for_selector(".cx-inspector form")
    found = Axe().run(page, context=".cx-board").response["violations"]
    assert found == [], [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found]
