"""The studio: how soon it opens and shows fields, whether typing or dragging ever waits, what a page weighs."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.board import CARDS, PEER, READY, cards, large
from bench.table import Figure
from cxcanvas.session import Session
from cxcanvas.textfile import dumps
from tests.browser import homes
from tests.browser.boardpage import BoardPage
from tests.chromium import launch_options

ELEMENTS = 3000
IMPORTS = "import anywidget, cxcanvas as cx, cxcanvas.store\nfrom cxcanvas.boards import Board, Studio\n"
STUDIO = IMPORTS + "Studio(cx.open('{}.cx.yaml'), view='journey')"
BOARD = IMPORTS + "Board(cx.open('{}.cx.yaml'), view='journey')"

#: From the press to the fields on the screen.
SHOWN = """
() => {
  window.shown = [];
  let start = 0;
  const panel = document.querySelector(".cx-inspector");
  document.querySelector(".cx-stage").addEventListener("pointerdown", (event) => { start = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (!start || !panel.querySelector("form")) return;
    panel.getBoundingClientRect();
    window.shown.push(performance.now() - start);
    start = 0;
  }).observe(panel, { childList: true });
}
"""
#: From a click on a sign to what the rules say of it, laid out.
TOLD = """
() => {
  window.told = [];
  let start = 0;
  const count = document.querySelector("[data-board=count]");
  document.querySelector(".cx-signs").addEventListener("click", (event) => { start = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (!start) return;
    count.getBoundingClientRect();
    window.told.push(performance.now() - start);
    start = 0;
  }).observe(count, { childList: true });
}
"""
#: From the key to the letter laid out in its field.
TYPED = """
() => {
  window.typed = [];
  let start = 0;
  addEventListener("keydown", (event) => { start = event.timeStamp; }, true);
  addEventListener("input", (event) => {
    event.target.getBoundingClientRect();
    window.typed.push(performance.now() - start);
  });
}
"""
FRAMES = """
() => {
  window.frames_ = [];
  let last = 0;
  window.counting = true;
  const tick = (now) => {
    if (last) window.frames_.push(now - last);
    last = now;
    if (window.counting) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}
"""


def figures(quick: bool = False) -> Iterator[Figure]:
    """Every figure of the studio; needs a Chromium."""
    with tempfile.TemporaryDirectory() as made, ExitStack() as stack:
        from playwright.sync_api import sync_playwright

        playwright = stack.enter_context(sync_playwright())
        yield from _alone(playwright, 40 if quick else 120)
        yield from _in_voila(playwright, Path(made), 3 if quick else 5, 12 if quick else 30)


def _browser(playwright: Any) -> Any:
    return playwright.chromium.launch(**launch_options())


def _alone(playwright: Any, keys: int) -> Iterator[Figure]:
    """Typing and dragging on a page of its own, with the wire to Python but no server between."""
    browser = _browser(playwright)
    yield from _typing(browser, keys)
    yield _dragging(browser)
    browser.close()


def _typing(browser: Any, keys: int) -> Iterator[Figure]:
    page = browser.new_page(viewport={"width": 1680, "height": 1000})
    board = BoardPage(page, Session(large(ELEMENTS)), studio=True)
    board.card("card-700").click()
    board.settled()
    page.keyboard.press("F2")
    page.evaluate(TYPED)
    for number in range(keys):
        page.keyboard.press("x" if number % 7 else "Space", delay=20)
        page.wait_for_timeout(80)  # ten keys a second: a very fast typist
    page.wait_for_function("(n) => window.typed.length >= n", arg=keys)
    spent = page.evaluate("window.typed")
    page.close()
    worst = statistics.quantiles(spent, n=20)[-1]
    yield Figure(
        f"typing: key to letter, {ELEMENTS:,} elements, 95th percentile", worst, 16, "ms",
        detail=f"median {statistics.median(spent):.1f}, worst {max(spent):.1f} ms of {len(spent)} keys, laid out",
    )  # fmt: skip


def _dragging(browser: Any) -> Figure:
    """A card carried over the board by a real mouse, while frames are counted."""
    page = browser.new_page(viewport={"width": 1400, "height": 950})
    board = BoardPage(page, Session(cards(CARDS)), studio=True)
    board.card("card-1").scroll_into_view_if_needed()
    box = board.card("card-1").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 30, steps=4)
    page.evaluate(FRAMES)
    for number in range(240):
        swing = 500 * abs((number % 80) / 40 - 1)
        page.mouse.move(box["x"] + 40 + swing, box["y"] + 40 + swing / 4)
    page.evaluate("window.counting = false")
    page.mouse.up()
    frames = page.evaluate("window.frames_")
    page.close()
    second = sum(frames) / 1000
    late = statistics.quantiles(frames, n=20)[-1]
    return Figure(
        f"dragging over {CARDS:,} cards", len(frames) / second, 50, "frames/s", at_least=True,
        detail=f"{len(frames)} frames in {second:.1f} s, median {statistics.median(frames):.1f} ms, 95th percentile {late:.1f} ms",
    )  # fmt: skip


def _in_voila(playwright: Any, folder: Path, runs: int, picks: int) -> Iterator[Figure]:
    workspace, state = folder / "workspace", folder / "state"
    workspace.mkdir()
    state.mkdir()
    for name, canvas in (("cards", cards(CARDS)), ("elements", large(ELEMENTS))):
        (workspace / f"{name}.cx.yaml").write_text(dumps(canvas), "utf-8")
    cells = {
        "studio": STUDIO.format("cards"),
        "board": BOARD.format("cards"),
        "large": STUDIO.format("elements"),
        "bare": PEER,
    }
    for name, cell in cells.items():
        (workspace / f"{name}.ipynb").write_text(homes.notebook(cell))
    command = homes.voila(workspace, ".")
    with homes.served(command, homes.address_of(command, "/"), workspace, state) as home:
        yield _opening(playwright, home.address, runs)
        for name, words in (("studio", f"{CARDS:,} cards"), ("large", f"{ELEMENTS:,} elements")):
            yield _selecting(playwright, f"{home.address}/voila/render/{name}.ipynb", words, picks)
        yield _troubled(playwright, f"{home.address}/voila/render/studio.ipynb", picks)
        yield _weighing(playwright, home.address)


def _opening(playwright: Any, address: str, runs: int) -> Figure:
    browser = _browser(playwright)
    times: dict[str, list[float]] = {"studio": [], "board": []}
    for _ in range(runs):
        for name, spent in times.items():
            page = browser.new_page()
            page.add_init_script(READY)
            page.goto(f"{address}/voila/render/{name}.ipynb", wait_until="commit")
            spent.append(page.evaluate("window.ready"))
            page.close(run_before_unload=True)
    browser.close()
    studio, board = statistics.median(times["studio"]), statistics.median(times["board"])
    return Figure(
        "Studio with all boards / one board, until editable", studio / board, 1.3, "×",
        detail=f"{studio:.0f} : {board:.0f} ms in Voilà, {CARDS:,} cards, median of {runs}",
    )  # fmt: skip


def _selecting(playwright: Any, address: str, words: str, picks: int) -> Figure:
    browser = _browser(playwright)
    page = browser.new_page(viewport={"width": 1680, "height": 1000})
    page.goto(address)
    page.wait_for_selector(".cx-board[data-ready]")
    found = page.locator("article[data-at^='card-']")
    found.first.click()
    page.wait_for_selector(".cx-inspector form")
    page.evaluate(SHOWN)
    ids = page.evaluate(
        "(n) => [...document.querySelectorAll(\"article[data-at^='card-']\")].slice(1, n + 1).map((one) => one.dataset.at)",
        picks,
    )
    for number, id_ in enumerate(ids):
        page.locator(f"article[data-at='{id_}']").first.click(position={"x": 8, "y": 6})
        page.wait_for_function("(n) => window.shown.length > n", arg=number)
    spent = page.evaluate("window.shown")
    browser.close()
    worst = statistics.quantiles(spent, n=20)[-1]
    return Figure(
        f"choosing a card: its fields are shown, {words}, 95th percentile", worst, 150, "ms",
        detail=f"in Voilà, median {statistics.median(spent):.0f}, worst {max(spent):.0f} ms of {len(spent)}",
    )  # fmt: skip


def _troubled(playwright: Any, address: str, picks: int) -> Figure:
    """A sign is set or taken; the rules are asked once the edit is answered, and their count is shown."""
    browser = _browser(playwright)
    page = browser.new_page(viewport={"width": 1680, "height": 1000})
    page.goto(address)
    page.wait_for_selector(".cx-board[data-ready]")
    page.locator("article[data-at^='card-']").first.click()
    page.wait_for_selector(".cx-inspector form")
    page.evaluate(TOLD)
    for number in range(picks):
        page.locator(".cx-signs [data-do=star]").click()
        page.wait_for_function("(n) => window.told.length > n", arg=number)
        page.wait_for_selector(".cx-board[data-waiting=false]")
    spent = page.evaluate("window.told")
    browser.close()
    worst = statistics.quantiles(spent, n=20)[-1]
    return Figure(
        f"an edit: what the rules say is on screen, {CARDS:,} cards, 95th percentile", worst, 150, "ms",
        detail=f"in Voilà, median {statistics.median(spent):.0f}, worst {max(spent):.0f} ms of {len(spent)}",
    )  # fmt: skip


def _weighing(playwright: Any, address: str) -> Figure:
    """What the renderer of a page holds for itself, against a bare list of as many lines in the same home."""
    ours, bare = (_private(playwright, f"{address}/voila/render/{name}.ipynb") for name in ("studio", "bare"))
    return Figure(
        f"memory of a page with {CARDS:,} cards / a bare list of {CARDS:,} lines", ours / bare, 1.5, "×",
        detail=f"private memory of the renderer {ours:.0f} : {bare:.0f} MB, both in Voilà, after a collection",
    )  # fmt: skip


def _private(playwright: Any, address: str) -> float:
    """Megabytes that the page's renderer shares with nobody."""
    browser = _browser(playwright)
    page = browser.new_page(viewport={"width": 1680, "height": 1000})
    page.goto(address)
    page.wait_for_selector(".cx-board[data-ready]")
    wire = page.context.new_cdp_session(page)
    wire.send("HeapProfiler.collectGarbage")
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = [_unshared(one["id"]) for one in processes if one["type"] == "renderer"]
    browser.close()
    return max(sizes)


def _unshared(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024
