"""The review page in Chromium: how soon others see a comment, and what five hundred comments cost."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.reviews import begun
from bench.table import Figure
from cxcanvas.review import Who, default_parts
from cxcanvas.session.reviewing import ReviewDesk
from cxcanvas.store import load
from cxcanvas.store.reviews import ReviewFile
from tests.chromium import launch_options
from tests.serving import serving

COMMENTS = 500
READERS = 4
#: Notes the moment at which a comment with these words stands on the page, by the clock that all pages share.
_STANDS = """(words) => new Promise((done) => {
  const look = () => [...document.querySelectorAll(".rv-comment")].some((one) => one.textContent.includes(words))
    ? done(performance.timeOrigin + performance.now()) : requestAnimationFrame(look);
  look();
})"""
#: Ready: laid out, its script has run, and painted in the frame after that.
_READY = """() => new Promise((done) => {
  const look = () => document.querySelector(".rv-live [data-picture] [data-at]")?.offsetHeight && !document.querySelector("[data-scripted]")?.hidden
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now()))) : requestAnimationFrame(look);
  look();
})"""


def figures(quick: bool = False) -> Iterator[Figure]:
    """Every figure of the page; needs a Chromium."""
    from playwright.sync_api import sync_playwright

    runs = 5 if quick else 15
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        few, many = _concept(folder / "few", 0), _concept(folder / "many", COMMENTS)
        with serving(folder) as server:
            browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
            yield _ready(browser, server.address, few, many, runs)
            yield _until_seen(browser, server.address, few, runs)
            browser.close()


def _concept(folder: Path, comments: int) -> str:
    """A concept with an open review and so many comments, at different places; its address."""
    folder.mkdir()
    path, review = begun(folder)
    desk, canvas = ReviewDesk(ReviewFile(path)), load(path)
    places, sorts = list(canvas), ("question", "risk", "idea", "correction", "praise")
    for number in range(comments):
        form = {
            "do": ["comment"], "review": [review], "type": [sorts[number % 5]], "about": [places[number % len(places)]],
            "text": [f"Number {number}: who calls back when the plan breaks, and does the customer know it? " * 2],
        }  # fmt: skip
        desk.hear(Who.named(f"P{number % 20}"), form)
    assert default_parts(canvas)
    return f"/c/{folder.name}/care/review"


def _come(browser: Any, address: str, name: str) -> Any:
    page = browser.new_context(viewport={"width": 1400, "height": 950}).new_page()
    page.goto(address)
    page.get_by_label("Say who you are").fill(name)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What do you want to say?").wait_for()
    return page


def _ready(browser: Any, address: str, few: str, many: str, runs: int) -> Figure:
    pages = {path: _come(browser, f"{address}{path}", "Wei") for path in (few, many)}
    spent: dict[str, list[float]] = {few: [], many: []}
    for _ in range(runs):
        for path, page in pages.items():
            page.goto(f"{address}{path}")
            spent[path].append(page.evaluate(_READY))
    without, with_ = (statistics.median(spent[path]) for path in (few, many))
    for page in pages.values():
        page.context.close()
    return Figure(
        f"review page with {COMMENTS} comments ready / with none", with_ / without, 1.3, "x",
        detail=f"{with_:.0f} : {without:.0f} ms in Chromium, median of {runs}",
    )  # fmt: skip


def _until_seen(browser: Any, address: str, path: str, runs: int) -> Figure:
    speaker = _come(browser, f"{address}{path}", "Dana")
    readers = [_come(browser, f"{address}{path}", f"R{one}") for one in range(READERS)]
    spent = []
    for number in range(runs):
        words = f"Comment {number:03} is here"
        speaker.get_by_label("What do you want to say?").fill(words)
        begun_ = speaker.evaluate(
            "() => { const at = performance.timeOrigin + performance.now();"
            " document.querySelector('.rv-new-comment').requestSubmit(); return at; }"
        )
        spent.append(max(reader.evaluate(_STANDS, words) for reader in readers) - begun_)
    for page in (speaker, *readers):
        page.context.close()
    worst = max(spent) / 1000
    return Figure(
        f"a comment, until the last of {READERS} other open pages shows it", worst, 1, "s",
        detail=f"the slowest of {runs}; median {statistics.median(spent):.0f} ms",
    )  # fmt: skip
