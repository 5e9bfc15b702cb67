"""A designer's first ten minutes, with the keyboard alone: no mouse, no id, no number, no file format."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import cxcanvas as cx
from cxcanvas.views import VIEWS
from tests.serving import serving

pytestmark = pytest.mark.browser

MOST = 60  # keys until something must have been reached
#: Counts what a mouse, a pen or a finger does, across pages.
MICE = """for (const name of ["mousedown", "pointerdown", "touchstart", "mousemove"])
  addEventListener(name, () => sessionStorage.setItem("mice", name), true);"""
HAS = "(one) => one === document.activeElement || one.contains(document.activeElement)"
WAY = """(to) => {
  const from = document.activeElement.getBoundingClientRect(), there = to.getBoundingClientRect();
  const gap = (a1, a2, b1, b2) => (b1 > a2 ? b1 - a2 : a1 > b2 ? b2 - a1 : 0);
  return [gap(from.left, from.right, there.left, there.right), gap(from.top, from.bottom, there.top, there.bottom),
    there.left - from.left, there.top - from.top];
}"""


class Hands:
    """Two hands on a keyboard, and eyes that see where things are."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def on(self, place: Locator) -> bool:
        return bool(place.count() and place.first.evaluate(HAS))

    def until(self, place: Locator, key: str) -> None:
        """Press one key until a place has the focus."""
        for _ in range(MOST):
            if self.on(place):
                return
            self.press(key)
        raise AssertionError(f"{key} never came to {place}")

    def tab_to(self, place: Locator, back: bool = False) -> None:
        self.until(place, "Shift+Tab" if back else "Tab")

    def walk_to(self, place: Locator) -> None:
        """Arrows, each in the direction in which the place is seen."""
        expect(place.first).to_be_attached()
        tried: set[tuple[str, str]] = set()
        for _ in range(MOST):
            if self.on(place):
                return
            aside, below, dx, dy = place.first.evaluate(WAY)
            across, along = "ArrowRight" if dx > 0 else "ArrowLeft", "ArrowDown" if dy > 0 else "ArrowUp"
            first, second = (along, across) if below >= aside else (across, along)
            here = self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            for key in (first, second):
                if (here, key) not in tried:
                    break
            tried.add((here, key))
            self.press(key)
        raise AssertionError(f"the arrows never came to {place}")

    def card(self, name: str) -> Locator:
        return self.page.locator(".cx-stage article[data-drag]").filter(has_text=name)

    def field(self, label: str) -> Locator:
        return self.page.locator(".cx-inspector").get_by_label(label, exact=False).first

    def settled(self) -> None:
        expect(self.page.locator(".cx-board")).to_have_attribute("data-waiting", "false")


@pytest.fixture
def served(page: Page, tmp_path: Path) -> Iterator[tuple[Hands, Path]]:
    """`cxcanvas serve --edit` on an empty folder, opened in a browser."""
    with serving(tmp_path, edit=True) as server:
        server.settled()  # the kernels that wait for a page are there, as they are when a person comes
        page.add_init_script(MICE)
        page.goto(server.address)
        yield Hands(page), tmp_path


def begin(hands: Hands) -> None:
    """A name is all that is asked for."""
    expect(hands.page.get_by_label("What is it called?")).to_be_focused()
    hands.write("Night ferry")
    hands.press("Enter")
    hands.page.wait_for_selector(".cx-studio[data-ready]")
    expect(hands.page.locator("[data-board=title]")).to_have_text("Night ferry")


def meet_the_customer(hands: Hands) -> None:
    """Who she is, and one sentence of hers."""
    stage = hands.page.locator(".cx-stage")
    hands.tab_to(stage.locator("h1"))
    for blank, words in (
        ("The customer", "Marisol, who works nights"),
        ("One sentence in their own words", "I am the only one awake."),
    ):
        hands.walk_to(stage.locator(":is(h3, blockquote)[data-at]").filter(has_text=blank))
        hands.write(words)
        hands.press("Enter")
        expect(stage).to_contain_text(words)
        hands.settled()
    expect(hands.page.locator(".cx-inspector :is(h2, h3)").first).to_have_text("Marisol, who works nights")


def say_what_passes(hands: Hands) -> None:
    """Because we …, they …."""
    hands.walk_to(hands.page.locator(".cx-stage [data-at]").filter(has_text="What passes both ways"))
    hands.press("F6")
    hands.tab_to(hands.field("Mechanism"))
    hands.write("Because we wake her in time, she sleeps; because she sleeps, she sails with us again.")
    hands.press("Tab")
    expect(hands.page.locator(".cx-stage")).to_contain_text("Because we wake her in time")
    hands.press("Shift+F6")


def set_the_stages(hands: Hands) -> None:
    """Names of one's own, and one stage more."""
    hands.tab_to(hands.page.get_by_role("tab", name="Overview"), back=True)
    journey = hands.page.get_by_role("tab", name="Journey")
    for _ in range(VIEWS.index("journey")):
        hands.press("ArrowRight")
    expect(journey).to_be_focused()
    expect(hands.page.locator("[data-sheet=journey]")).to_be_visible()
    hands.tab_to(hands.page.locator(".cx-stage [data-at]"))
    hands.walk_to(hands.page.locator(".cx-stage .cv-head[data-at]").filter(has_text="Before"))
    hands.press("F2", "Control+a")
    hands.write("After the shift")
    hands.press("Enter")
    expect(hands.page.locator(".cx-stage .cv-head[data-at]").first).to_contain_text("After the shift")
    hands.press("Escape")
    hands.walk_to(hands.page.get_by_role("button", name="+ stage"))
    hands.press("Enter")
    hands.write("On the pier")
    hands.press("Enter", "Escape")
    expect(hands.page.locator(".cx-stage .cv-head[data-at]").filter(has_text="On the pier")).to_be_visible()


def write_six_cards(hands: Hands) -> None:
    """A line and Enter makes the next card."""
    page = hands.page
    for number, names in enumerate(
        (
            ("Leaves the ward", "Buys bread"),
            ("Boards last", "Looks for a quiet seat"),
            ("Sleeps", "Misses the call"),
        )
    ):
        hands.walk_to(page.get_by_role("button", name="+ what they do").nth(number))
        hands.press("Enter")
        for name in names:
            hands.write(name)
            hands.press("Enter")
        hands.press("Escape")
        for name in names:
            expect(hands.card(name)).to_be_visible()


def shape_the_curve(hands: Hands) -> None:
    for name, keys in (
        ("Leaves the ward", ["PageDown"]),
        ("Sleeps", ["PageUp", "PageUp"]),
        ("Misses the call", ["PageDown"] * 3),
    ):
        hands.walk_to(hands.card(name))
        hands.press(*keys)
        hands.settled()
    expect(hands.page.locator(".cx-stage [data-point][data-v='-3']")).to_have_count(1)


def where_they_meet(hands: Hands) -> None:
    """An encounter, and what supports it."""
    for button, name in (("+ where we meet", "Wake-up call"), ("+ what supports it", "Cabin list")):
        hands.walk_to(hands.page.get_by_role("button", name=button).nth(2))
        hands.press("Enter")
        hands.write(name)
        hands.press("Enter", "Escape")
        expect(hands.card(name)).to_be_visible()


def mark(hands: Hands) -> None:
    """One ★ where it is decided, one guess for what is only believed."""
    hands.walk_to(hands.card("Wake-up call"))
    hands.press("*")
    expect(hands.card("Wake-up call")).to_contain_text("★")
    hands.press(hands.page.locator(".cx-signs [data-do=guess]").get_attribute("aria-keyshortcuts") or "")
    expect(hands.page.locator(".cx-inspector :is(input, textarea):focus")).to_be_visible()
    hands.write("A knock is enough to wake her")
    hands.press("Enter")
    expect(hands.card("Wake-up call")).to_contain_text("A knock is enough")


def change_ones_mind(hands: Hands) -> None:
    hands.walk_to(hands.card("Buys bread"))
    hands.press("Delete")
    expect(hands.card("Buys bread")).to_have_count(0)
    hands.press("Control+z")
    expect(hands.card("Buys bread")).to_be_visible()
    hands.press("Control+Shift+z")
    expect(hands.card("Buys bread")).to_have_count(0)
    hands.press("Control+z")
    expect(hands.card("Buys bread")).to_be_visible()


def search(hands: Hands) -> None:
    hands.press("Control+k")
    hands.write("quiet")
    expect(hands.page.get_by_role("option", name="Looks for a quiet seat")).to_be_visible()
    hands.press("Enter")
    expect(hands.card("Looks for a quiet seat")).to_be_focused()


def look_closer(hands: Hands) -> None:
    """The fields of a card, and those that lie deeper."""
    hands.press("F6")
    hands.tab_to(hands.page.locator(".cx-inspector details[data-more] > summary").first)
    hands.press("Enter")
    expect(hands.field("Thinks")).to_be_visible()
    hands.tab_to(hands.field("Thinks"))
    hands.write("If I sit by the door I hear them.")
    hands.press("Tab")
    expect(hands.card("Looks for a quiet seat")).to_contain_text("If I sit by the door")


def save(hands: Hands) -> None:
    hands.press("Control+s")
    expect(hands.page.locator("[data-board=saved]")).to_have_text(re.compile("^Saved"))


def be_told(hands: Hands) -> None:
    """At the end the tool says something true that nobody wrote."""
    guide = hands.page.locator("[data-board=guide]")
    expect(guide).to_contain_text("True of this concept")
    hands.until(hands.page.locator(".cx-hands"), "Shift+F6")
    hands.tab_to(guide.get_by_role("button", name="Got it"))
    hands.press("Enter")
    expect(guide).not_to_contain_text("True of this concept")


PARTS: tuple[Callable[[Hands], None], ...] = (
    begin, meet_the_customer, say_what_passes, set_the_stages, write_six_cards, shape_the_curve, where_they_meet, mark,
    change_ones_mind, search, look_closer, save, be_told,
)  # fmt: skip


def test_by_keyboard_alone(served: tuple[Hands, Path]) -> None:
    hands, folder = served
    start = time.monotonic()
    for part in PARTS:
        part(hands)
    assert time.monotonic() - start < 60
    assert hands.page.evaluate("sessionStorage.getItem('mice')") is None
    (path,) = folder.glob("*.cx.yaml")
    canvas = cx.load(path)
    assert canvas.concept.title == "Night ferry"
    assert len([step for step in canvas.of("step") if step.storyline == "customer"]) == 6
