"""The pictures of README and docs, taken from the running product.

    python docs/pictures.py [NAME ...]

Starts the dashboards and JupyterLab on a copy of the worked concept, opens them in
Chromium and writes docs/pictures/NAME.png. Needs the test extra and a browser.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402  # after the path to the tests' helpers

from cxcanvas.cli.workspace import make_demo  # noqa: E402
from tests.browser import homes  # noqa: E402
from tests.chromium import launch_options  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
CONCEPT = "breathing-space"
CELL = (
    "import cxcanvas as cx\nfrom cxcanvas.boards import Board\n\n"
    f'session = cx.open("{CONCEPT}.cx.yaml")\nBoard(session, view="journey")'
)
PATIENCE = 90_000
OVERVIEW = '.cx[data-view="canvas"]'

Shot = Callable[[Browser, str, Path], None]


def opened(
    browser: Browser, address: str, width: int, height: int, scheme: str = "light", scale: float = 1
) -> Page:
    """A page in a window of that size, ready to be looked at."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=scale,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    return page


def reader(
    path: str,
    width: int = 1680,
    height: int = 1050,
    scheme: str = "light",
    scale: float = 1,
    full: bool = True,
    part: str = "",
) -> Shot:
    """A picture of a page that the dashboards serve, or of a part of it."""

    def shoot(browser: Browser, address: str, target: Path) -> None:
        page = opened(browser, address + path, width, height, scheme, scale)
        page.locator("main").first.wait_for()
        if part:
            page.locator(part).first.screenshot(path=target)
        else:
            page.screenshot(path=target, full_page=full)
        page.context.close()

    return shoot


def studio(browser: Browser, address: str, target: Path) -> None:
    """A picture of the board that a designer edits in the browser, one card selected."""
    page = opened(browser, f"{address}/c/{CONCEPT}/live", 1500, 1000)
    board = page.locator(".cx-board")
    board.wait_for()
    board.locator('[data-at="care-call"][data-drag]').first.click()
    board.locator(".cx-inspector form, .cx-inspector [data-at]").first.wait_for()
    page.screenshot(path=target)
    page.context.close()


def lab(browser: Browser, folder: Path, target: Path) -> None:
    """A picture of a board in JupyterLab."""
    (folder / "board.ipynb").write_text(homes.notebook(CELL), encoding="utf-8")
    with tempfile.TemporaryDirectory() as state:
        command = homes.jupyter(folder, Path(state))
        with homes.served(command, homes.address_of(command, "/api/status"), folder, Path(state)) as home:
            page = opened(browser, f"{home.address}/lab/tree/board.ipynb", 1500, 1000)
            page.locator(".jp-CodeCell").first.click()
            page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(state="attached")
            page.keyboard.press("Shift+Enter")
            card = page.locator('[data-at="care-call"][data-drag]').first
            card.wait_for()
            card.click()
            page.screenshot(path=target)
            page.context.close()


SERVED: dict[str, Shot] = {
    "canvas": reader(f"/c/{CONCEPT}", 1440, part=OVERVIEW),
    "canvas-dark": reader(f"/c/{CONCEPT}", 1440, scheme="dark", part=OVERVIEW),
    "canvas-phone": reader(f"/c/{CONCEPT}", 390, 844, scale=2, full=False),
    "journey": reader(f"/c/{CONCEPT}/journey"),
    "exchange": reader(f"/c/{CONCEPT}/exchange"),
    "loyalty": reader(f"/c/{CONCEPT}/loyalty"),
    "dashboard": reader("/", 1280, 620, full=False),
    "studio": studio,
}


def main(names: list[str]) -> None:
    """Take the named pictures, or all."""
    wanted = names or [*SERVED, "board"]
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as made,
        tempfile.TemporaryDirectory() as state,
        sync_playwright() as playwright,
    ):
        folder = Path(made) / "concepts"
        make_demo(folder)
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]  # its options by name
        port = homes.free_port()
        command = [
            sys.executable,
            "-m",
            "cxcanvas",
            "serve",
            str(folder),
            f"--port={port}",
            "--no-browser",
            "--edit",
        ]
        with homes.served(command, f"http://127.0.0.1:{port}/health", folder, Path(state)) as home:
            for name in wanted:
                if name in SERVED:
                    SERVED[name](browser, home.address, PICTURES / f"{name}.png")
                    print(PICTURES.relative_to(ROOT) / f"{name}.png")
        if "board" in wanted:
            lab(browser, folder, PICTURES / "board.png")
            print(PICTURES.relative_to(ROOT) / "board.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
