"""Pages as a reader's browser shows them: axe finds nothing, nothing overflows, nothing is asked of anybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from cxcanvas.canvas import Canvas
from cxcanvas.checks import check
from cxcanvas.store import load
from cxcanvas.views import VIEWS, Scene, page
from tests.hostile import hostile_canvas
from tests.test_views_drawings import parties_canvas
from tests.test_views_live import big

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung " * 3


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Browser:
    """The one browser of the run."""
    return chromium


def opened(
    browser: Browser, path: Path, html: str, width: int = 1280, scheme: Any = "light"
) -> tuple[Page, list[str]]:
    """A page in a tab of that width, and what it complained of or asked for."""
    path.write_text(html, encoding="utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    heard: list[str] = []
    tab.on("console", lambda message: heard.append(message.text))
    tab.on("request", lambda request: heard.append(request.url) if request.url != path.as_uri() else None)
    tab.goto(path.as_uri())
    return tab, heard


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(
    browser: Browser, tmp_path: Path, example_path: Path, view: str, scheme: str
) -> None:
    scene = Scene(load(example_path), name="breathing-space")
    for width in (1280, 390):
        tab, heard = opened(browser, tmp_path / "page.html", page(scene, view, alone=True), width, scheme)
        for details in tab.query_selector_all("details"):
            details.evaluate("one => { one.open = true; }")
        found = Axe().run(tab)
        assert found.violations_count == 0, found.generate_report()
        assert heard == []
        tab.close()


def test_axe_finds_nothing_on_the_whole_document(
    browser: Browser, tmp_path: Path, example_path: Path
) -> None:
    tab, heard = opened(browser, tmp_path / "page.html", page(Scene(load(example_path))))
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    assert heard == []
    tab.close()


def long_canvas() -> Canvas:
    """Names of all lengths and scripts."""
    steps = [
        ("step", f"s{n}", {"name": name, "storyline": line, "stage": "one", "thinks": LONG, "emotions": {"e": {"valence": n - 3, "name": name}}})
        for n, (name, line) in enumerate(zip([LONG, "تصل الفاتورة", "請求書が届く", "👩‍👧 😀", "x" * 300, ""], ["customer", "encounter"] * 3, strict=True))
    ]  # fmt: skip
    rest: list[tuple[str, str, dict[str, Any]]] = [
        ("party", "us", {"name": LONG, "role": "provider"}),
        ("party", "them", {"name": "x" * 200, "role": "customer", "quote": LONG}),
        ("value", "v", {"name": LONG, "bearer": "us", "importance": 5, "delivered": 5}),
        ("exchange", "e", {"name": LONG, "between": ("us", "them"), "includes": "v", "mechanism": LONG}),
        ("bond", "b", {"name": "y" * 200, "between": ("us", "them"), "strength": 9}),
        ("stage", "one", {"name": "z" * 90}),
        ("hypothesis", "h", {"statement": "w" * 500}),
    ]
    return Canvas.build({"concept": {"title": LONG, "tagline": LONG}}, [*rest, *steps])


@pytest.mark.parametrize("width", [1680, 1280, 840, 390, 320])
@pytest.mark.parametrize("which", ["worked", "long", "many", "parties", "empty"])
def test_no_page_scrolls_sideways(
    browser: Browser, tmp_path: Path, example_path: Path, which: str, width: int
) -> None:
    makers: dict[str, Callable[[], Canvas]] = {
        "worked": lambda: load(example_path), "long": long_canvas, "many": lambda: big(200, 40),
        "parties": lambda: parties_canvas(12), "empty": Canvas.build,
    }  # fmt: skip
    canvas = makers[which]()
    tab, _ = opened(browser, tmp_path / "page.html", page(Scene(canvas, tuple(check(canvas)))), width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


def test_nothing_of_a_hostile_canvas_runs(browser: Browser, tmp_path: Path) -> None:
    canvas = hostile_canvas()
    html = page(Scene(canvas, tuple(check(canvas)), name="<script>cxRan=1</script>"))
    tab, heard = opened(browser, tmp_path / "page.html", html)
    tab.wait_for_timeout(300)
    assert tab.evaluate("typeof cxRan") == "undefined"
    assert heard == []
    tab.close()


def test_the_points_of_the_curve_stand_where_their_numbers_say(
    browser: Browser, tmp_path: Path, example_path: Path
) -> None:
    tab, _ = opened(browser, tmp_path / "page.html", page(Scene(load(example_path)), "journey", alone=True))
    found = tab.evaluate(
        """() => [...document.querySelectorAll('[data-point]')].map(point => {
            const box = point.closest('[data-scale]').getBoundingClientRect();
            return [Number(point.dataset.valence), 3 - 6 * (point.getBoundingClientRect().top - box.top) / box.height];
        })"""
    )
    assert [valence for valence, _ in found] == [-1, -3, -2, 2, 3]
    assert all(abs(valence - shown) < 0.05 for valence, shown in found)
    tab.close()


def test_lines_lead_from_point_to_point(browser: Browser, tmp_path: Path, example_path: Path) -> None:
    tab, _ = opened(browser, tmp_path / "page.html", page(Scene(load(example_path)), "journey", alone=True))
    off = tab.evaluate(
        """() => {
            const points = [...document.querySelectorAll('[data-point]')].map(one => one.getBoundingClientRect());
            const ends = [...document.querySelectorAll('.cv-run path')].flatMap((path) => {
                const at = (x, y) => new DOMPoint(x, y).matrixTransform(path.getScreenCTM());
                return path.getAttribute('d').slice(1).split('L').map((pair) => at(...pair.split(' ').map(Number)));
            });
            return points.map((point) => Math.min(...ends.map((end) => Math.hypot(end.x - point.x, end.y - point.y))));
        }"""
    )
    assert len(off) == 5
    assert max(off) < 3
    tab.close()
