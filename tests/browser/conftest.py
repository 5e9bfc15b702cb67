"""One browser for all tests, pages that may not leave the machine, and the homes of a board."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.browser import homes
from tests.chromium import launch_options

HERE = {"127.0.0.1", "localhost", ""}
SLOW = 30_000  # ms a page may take on two busy cores


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]  # its options by name
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh profile that refuses every other host, and fails the test when one was asked for."""
    made = chromium.new_context(viewport={"width": 1400, "height": 950})
    made.set_default_timeout(SLOW)
    left: list[str] = []

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).hostname in HERE or route.request.url.startswith(("data:", "blob:")):
            route.continue_()
        else:
            left.append(route.request.url)
            route.abort()

    made.route("**/*", guard)
    yield made
    made.close()
    assert not left, f"the page asked for another host: {left[:5]}"


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which no script of ours fails; the homes have failures of their own."""
    made = context.new_page()
    failed: list[str] = []
    made.on("pageerror", lambda error: failed.append(f"{error} {error.stack or ''}"))
    yield made
    ours = [error for error in failed if "blob:" in error or "/c/" in error]
    assert not ours, f"a script failed: {ours[:3]}"


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[homes.Home]:
    """JupyterLab 4 and Notebook 7 on an empty workspace."""
    folder, state = tmp_path_factory.mktemp("workspace"), tmp_path_factory.mktemp("jupyter")
    command = homes.jupyter(folder, state)
    with homes.served(command, homes.address_of(command, "/api/status"), folder, state) as home:
        yield home


@pytest.fixture(scope="session")
def voila_home(tmp_path_factory: pytest.TempPathFactory, example_path: Path) -> Iterator[homes.Home]:
    """Voilà on a workspace with the worked concept and boards of it."""
    folder, state = tmp_path_factory.mktemp("dashboards"), tmp_path_factory.mktemp("voila")
    for view in ("journey", "canvas"):
        homes.copy_example(example_path, folder, f"in-voila-{view}")
        (folder / f"{view}.ipynb").write_text(homes.notebook(board_cell(f"in-voila-{view}", view)))
    command = homes.voila(folder, ".")
    with homes.served(command, homes.address_of(command, "/"), folder, state) as home:
        yield home


def board_cell(name: str, view: str) -> str:
    """The cell that shows a board of a canvas."""
    return (
        "import cxcanvas as cx\nfrom cxcanvas.boards import Board\n"
        f"session = cx.open('{name}.cx.yaml')\nBoard(session, view='{view}')"
    )
