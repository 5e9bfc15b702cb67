"""The review page in Chromium: how soon others see a comment, what five hundred cost, and how soon a phone has joined a room."""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.reviews import begun
from bench.table import Figure
from cxcanvas.review import Who, default_parts
from cxcanvas.session.reviewing import ReviewDesk
from cxcanvas.store import load
from cxcanvas.store.invites import invite, room_code
from cxcanvas.store.reviews import ReviewFile
from tests.chromium import launch_options
from tests.serving import serving

COMMENTS = 500
READERS = 4
#: Milliseconds between two signs that somebody types on a phone.
TYPING = 200
#: Notes the moment at which the wall shows these words.
_ON_THE_WALL = """(words) => new Promise((done) => {
  const look = () => document.querySelector(".pr-now .pr-talk")?.textContent.includes(words)
    ? done(performance.timeOrigin + performance.now()) : requestAnimationFrame(look);
  look();
})"""
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
            yield _until_joined(browser, server.address, folder / "few", 2 if quick else 5)
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


def _until_joined(browser: Any, address: str, folder: Path, runs: int) -> Figure:
    """From the moment a phone opens the code until its first comment stands on the wall; nobody had it open before."""
    path = folder / "care.cx.yaml"
    review = next(iter(ReviewFile(path).state().reviews))
    wall = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    wall.goto(f"{address}/c/few/care/present")
    spent, alone, taps, signs = [], [], 0, 0
    for number in range(runs):
        code, words = room_code(), f"Who pays, {number}?"
        invite(folder, review, "voter", dt.date.today().isoformat(), token=code)
        context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        phone, taps, signs = context.new_page(), 0, 0
        begun_ = time.time()
        phone.goto(f"{address}/j/{code}")
        for label, typed, button in (
            ("Say who you are", f"L{number}", "Go on"), ("What do you want to say?", words, "Comment"),
        ):  # fmt: skip
            phone.get_by_label(label).tap()
            phone.keyboard.type(typed, delay=TYPING)
            phone.get_by_role("button", name=button, exact=True).tap()
            taps, signs = taps + 2, signs + len(typed)
        spent.append(wall.evaluate(_ON_THE_WALL, words) / 1000 - begun_)
        alone.append(spent[-1] - signs * TYPING / 1000)
        context.close()
    wall.context.close()
    return Figure(
        "a phone joins a room: from its code to its comment on the wall", max(spent), 20, "s",
        detail=f"the slowest of {runs}: {taps} taps, {signs} signs typed at {1000 // TYPING} a second; {statistics.median(alone):.1f} s without the typing",
    )  # fmt: skip
