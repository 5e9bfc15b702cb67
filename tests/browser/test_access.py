"""The studio for everybody: by keyboard, with a screen reader, magnified, in strong colours, with a finger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cxcanvas.edits import Remove, Set
from cxcanvas.session import Session
from cxcanvas.session import open as open_session
from tests.boardrig import small_canvas
from tests.browser.boardpage import BoardPage

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
#: As the page of a served studio does it: the studio is the window.
WINDOW = "body { margin: 0 } .cx-studio { height: 100vh; max-height: none }"
TABS = ("canvas", "journey", "exchange", "loyalty")
Open = Callable[..., BoardPage]


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path, example_path: Path) -> Iterator[Open]:
    """Opens a studio on a copy of the worked concept, or on a small canvas, in a window of any kind."""
    contexts: list[BrowserContext] = []

    def make(
        width: int = 1680, height: int = 1000, *, small: bool = False, view: str = "journey", **window: Any
    ) -> BoardPage:
        context = chromium.new_context(viewport={"width": width, "height": height}, **window)
        contexts.append(context)
        path = tmp_path / "breathing-space.cx.yaml"
        path.write_bytes(example_path.read_bytes())
        studio = BoardPage(
            context.new_page(), Session(small_canvas()) if small else open_session(path), view, studio=True
        )
        studio.page.add_style_tag(content=WINDOW)
        studio.settled()
        return studio

    yield make
    for context in contexts:
        context.close()


def wrong(page: Page) -> list[str]:
    """What axe finds, a line a rule."""
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])})"
        for one in Axe().run(page, options=RULES).response["violations"]
    ]


def focused(studio: BoardPage) -> str:
    """What has the focus: its address, its words or its tag."""
    found: str = studio.page.evaluate(
        "(() => { const one = document.activeElement; return one.dataset?.at || one.getAttribute('aria-label') || one.textContent.trim().slice(0, 40) || one.tagName; })()"
    )
    return found


def paste(studio: BoardPage, text: str) -> None:
    """What Ctrl+V brings."""
    studio.page.evaluate(
        """(text) => { const bag = new DataTransfer(); bag.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: bag, bubbles: true, cancelable: true })); }""",
        text,
    )


def in_board(studio: BoardPage) -> bool:
    """Whether the focus is on something of the studio."""
    return bool(
        studio.page.evaluate(
            "document.activeElement !== document.body && !!document.activeElement.closest('.cx-board')"
        )
    )


class TestAxe:
    """Every state that a designer can bring the studio to."""

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_finds_nothing_on_any_board(self, opened: Open, scheme: str) -> None:
        studio = opened(color_scheme=scheme, view="canvas")
        found = {}
        for tab in TABS:
            studio.page.locator(f"[data-tab={tab}]").click()
            studio.settled()
            found[tab] = wrong(studio.page)
        assert not any(found.values()), found

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_finds_nothing_in_the_fields_however_deep(self, opened: Open, scheme: str) -> None:
        studio = opened(color_scheme=scheme)
        found = {}
        for at in ("care-call", "dana", "early-help"):
            if at not in studio.session.canvas:
                continue
            studio.page.evaluate(
                "(at) => document.querySelector('.cx-board').dispatchEvent(new CustomEvent('cx-go', { detail: { at } }))",
                at,
            )
            studio.settled()
            expect(studio.page.locator(".cx-inspector form")).to_be_visible()
            found[at] = wrong(studio.page)
            closed = studio.page.locator(".cx-inspector details[data-more]:not([open]) > summary")
            while closed.count():
                closed.first.click()
                studio.settled()
            found[f"{at}, deep"] = wrong(studio.page)
        assert found and not any(found.values()), found

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_finds_nothing_around_the_boards(self, opened: Open, scheme: str) -> None:
        studio = opened(color_scheme=scheme)
        found = {}
        studio.page.locator("[data-studio=beside]").click()
        studio.settled()
        found["beside"] = wrong(studio.page)
        for side in ("filters", "trouble"):
            studio.page.locator(f"[data-side-open={side}]").click()
            studio.settled()
            found[side] = wrong(studio.page)
        studio.page.locator("[data-board=search]").fill("bill")
        studio.settled()
        found["search"] = wrong(studio.page)
        studio.card("care-call").click()
        studio.page.keyboard.press("F2")
        found["typing"] = wrong(studio.page)
        studio.page.keyboard.press("Escape")
        studio.page.locator("[data-studio=keys]").click()
        studio.settled()
        found["keys"] = wrong(studio.page)
        assert not any(found.values()), found

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_finds_nothing_where_several_are_chosen_linked_and_pasted(
        self, opened: Open, scheme: str
    ) -> None:
        studio = opened(color_scheme=scheme)
        found = {}
        studio.card("care-call").click()
        studio.page.keyboard.press("Shift+ArrowUp")
        expect(studio.page.locator("[data-board=chosen]")).to_be_visible()
        found["several"] = wrong(studio.page)
        studio.page.keyboard.press("Escape")
        for name, key in (("link", ">"), ("keys", "?")):
            studio.page.keyboard.press(key)
            expect(studio.page.get_by_role("dialog")).to_be_visible()
            studio.settled()
            found[name] = wrong(studio.page)
            studio.page.keyboard.press("Escape")
            expect(studio.page.get_by_role("dialog")).to_be_hidden()
            assert in_board(studio)
        paste(studio, "one\ttwo\nthree\tfour")
        expect(studio.page.get_by_role("dialog")).to_be_visible()
        found["paste"] = wrong(studio.page)
        assert not any(found.values()), found

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_finds_nothing_on_a_phone(self, opened: Open, scheme: str) -> None:
        studio = opened(390, 844, color_scheme=scheme)
        found = {}
        studio.card("care-call").click()
        for pane in ("board", "fields", "find"):
            studio.page.locator(f"[data-pane-open={pane}]").click()
            studio.settled()
            found[pane] = wrong(studio.page)
        assert not any(found.values()), found

    def test_finds_nothing_when_the_line_is_cut_or_nothing_may_be_written(self, opened: Open) -> None:
        studio = opened()
        studio.page.evaluate("window.cut = true")
        studio.card("care-call").click()
        expect(studio.page.get_by_role("alert")).to_contain_text("does not answer")
        assert not wrong(studio.page)


class TestFocus:
    """Whatever goes away, the focus stays on the board."""

    def test_a_deleted_card_hands_it_on(self, opened: Open) -> None:
        studio = opened(small=True)
        for at in ("customer-help", "customer-worry", "customer-after"):
            studio.card(at).focus()
            studio.page.keyboard.press("Delete")
            expect(studio.card(at)).to_have_count(0)
            studio.page.wait_for_timeout(120)  # longer than the guard waits
            assert in_board(studio) and focused(studio) != "BODY"
        studio.page.keyboard.press("Control+z")
        studio.settled()
        assert studio.card("customer-after").count() == 1

    def test_undo_of_the_card_one_is_on(self, opened: Open) -> None:
        studio = opened(small=True)
        studio.card("customer-worry").focus()
        studio.page.keyboard.press("Escape")
        studio.page.keyboard.press("F2")
        studio.page.keyboard.press("Enter")
        studio.page.keyboard.type("Waits on hold")
        studio.page.keyboard.press("Enter")
        studio.page.keyboard.press("Escape")
        studio.settled()
        expect(studio.page.locator(":focus")).to_be_visible()
        studio.page.keyboard.press("Control+z")
        studio.settled()
        studio.page.wait_for_timeout(120)
        assert in_board(studio), focused(studio)

    def test_somebody_else_renames_or_removes_what_one_is_on(self, opened: Open) -> None:
        studio = opened(small=True)
        studio.card("customer-help").focus()
        studio.session.apply(Set("customer-help.name", "Asks a friend"))
        studio.push()
        expect(studio.card("customer-help")).to_contain_text("Asks a friend")
        expect(studio.card("customer-help")).to_be_focused()
        studio.session.apply(Remove("customer-help"))
        studio.push()
        expect(studio.card("customer-help")).to_have_count(0)
        studio.page.wait_for_function("document.activeElement !== document.body")
        assert in_board(studio)

    def test_a_field_that_was_left_leads_back_to_its_card(self, opened: Open) -> None:
        studio = opened(small=True)
        studio.card("customer-help").click()
        field = studio.page.locator(".cx-inspector [data-field='customer-help.name']")
        field.focus()
        studio.page.keyboard.press("Escape")
        expect(studio.card("customer-help")).to_be_focused()

    def test_tabs_panes_and_sides_keep_it(self, opened: Open) -> None:
        studio = opened()
        studio.page.locator("[data-tab=journey]").focus()
        for _ in TABS:
            studio.page.keyboard.press("ArrowRight")
            studio.settled()
            expect(studio.page.get_by_role("tab", selected=True)).to_be_focused()
        studio.page.locator("[data-side-open=trouble]").focus()
        studio.page.keyboard.press("Enter")
        studio.settled()
        studio.page.locator(".cx-side-bar button").focus()
        studio.page.keyboard.press("Enter")
        expect(studio.page.locator("[data-side-open=trouble]")).to_be_focused()

    def test_a_dialog_gives_it_back(self, opened: Open) -> None:
        studio = opened()
        studio.card("care-call").focus()
        studio.page.keyboard.press("?")
        dialog = studio.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        studio.page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(studio.card("care-call")).to_be_focused()

    def test_what_is_reached_is_seen(self, opened: Open) -> None:
        """Every tab stop shows that it has the focus, and none lies behind another bar."""
        studio = opened()
        studio.card("care-call").click()
        studio.page.locator("h1").first.evaluate("(one) => { one.tabIndex = -1; one.focus(); }")
        hidden = []
        for _ in range(40):
            studio.page.keyboard.press("Tab")
            seen = studio.page.evaluate(
                """() => { const one = document.activeElement; if (one === document.body) return "";
                const shown = one.matches("input[type=radio]") ? one.nextElementSibling : one;
                const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
                const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                return ring && box.bottom > 0 && box.top < innerHeight ? "" : one.outerHTML.slice(0, 150); }"""
            )
            if seen:
                hidden.append(seen)
        assert not hidden


class TestKeyboard:
    def test_a_bar_is_one_stop_and_arrows_walk_in_it(self, opened: Open) -> None:
        studio = opened()
        studio.card("care-call").click()
        stops = studio.page.locator("[role=toolbar]").evaluate_all(
            "(bars) => bars.map((bar) => [...bar.querySelectorAll('button, input')].filter((one) => one.tabIndex === 0).length)"
        )
        assert stops and set(stops) == {1}
        studio.page.locator("[role=toolbar][aria-label=Signs] [data-do=star]").focus()
        for key, name in (
            ("ArrowRight", "pain"),
            ("End", "remove"),
            ("ArrowRight", "star"),
            ("ArrowLeft", "remove"),
        ):
            studio.page.keyboard.press(key)
            expect(studio.page.locator(f"[role=toolbar][aria-label=Signs] [data-do={name}]")).to_be_focused()
        studio.page.keyboard.press("Tab")
        studio.page.keyboard.press("Shift+Tab")
        expect(studio.page.locator("[role=toolbar][aria-label=Signs] [data-do=remove]")).to_be_focused()

    def test_the_board_is_a_few_tabs_away(self, opened: Open) -> None:
        studio = opened()
        studio.page.locator(".cx-head").evaluate("(one) => { one.tabIndex = -1; one.focus(); }")
        stops = 0
        while not studio.page.evaluate("!!document.activeElement.closest('.cx-stage')"):
            studio.page.keyboard.press("Tab")
            stops += 1
            assert stops <= 13

    def test_f6_walks_through_the_parts(self, opened: Open) -> None:
        studio = opened()
        studio.card("care-call").click()
        expect(studio.page.locator(".cx-inspector form")).to_be_visible()
        studio.page.keyboard.press("F6")
        expect(studio.page.locator(".cx-inspector :focus")).to_have_count(1)
        studio.page.keyboard.press("Shift+F6")
        expect(studio.card("care-call")).to_be_focused()
        studio.page.keyboard.press("Shift+F6")
        expect(studio.page.locator(".cx-hands :focus")).to_have_count(1)

    def test_on_a_phone_what_gets_the_focus_comes_into_sight(self, opened: Open) -> None:
        studio = opened(390, 844)
        studio.card("care-call").focus()
        studio.page.keyboard.press("!")
        words = studio.page.locator(".cx-inspector input:focus")
        expect(words).to_be_visible()
        studio.page.keyboard.press("Escape")
        expect(studio.card("care-call")).to_be_focused()
        expect(studio.card("care-call")).to_be_visible()


class TestAnnouncements:
    def said(self, studio: BoardPage) -> Any:
        return studio.page.get_by_role("status")

    def test_what_one_did_is_said(self, opened: Open) -> None:
        studio = opened(small=True)
        studio.card("customer-worry").focus()
        studio.page.keyboard.press("*")
        expect(self.said(studio)).to_contain_text("Starred")
        studio.page.keyboard.press("Control+z")
        expect(self.said(studio)).to_contain_text("Undone")

    def test_what_others_did_is_said_in_one_sentence(self, opened: Open) -> None:
        studio = opened(small=True)
        for name in ("Asks a friend", "Asks her sister"):
            studio.session.apply(Set("customer-help.name", name), label=f"Change “{name}”")
        studio.push()
        expect(self.said(studio)).to_have_text("Elsewhere: 2 changes, the last: Changed “Asks her sister”.")

    def test_walking_says_nothing_by_itself(self, opened: Open) -> None:
        studio = opened(small=True)
        studio.card("customer-worry").focus()
        before = self.said(studio).text_content()
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
            studio.page.keyboard.press(key)
        studio.settled()
        assert self.said(studio).text_content() == before


def too_small(studio: BoardPage, least: int, selector: str) -> list[str]:
    found: list[str] = studio.page.evaluate(
        """([least, selector]) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).filter((one) => {
          const box = (one.closest("label") || one).getBoundingClientRect(); return box.width && (box.height < least - .5 || box.width < least - .5); })
          .map((one) => `${one.outerHTML.slice(0, 120)} ${Math.round(one.getBoundingClientRect().width)} x ${Math.round(one.getBoundingClientRect().height)}`)""",
        [least, selector],
    )
    return found


class TestSizes:
    def test_a_pointer_hits_everything(self, opened: Open) -> None:
        studio = opened()
        studio.card("care-call").click()
        expect(studio.page.locator(".cx-inspector form")).to_be_visible()
        assert not too_small(studio, 24, ".cx-board :is(button, input, select, summary)")

    def test_a_finger_hits_what_matters(self, opened: Open) -> None:
        studio = opened(390, 844, has_touch=True, is_mobile=True)
        assert not too_small(
            studio, 44, ".cx-head button, .cx-tabs button, .cx-signs button, .cx-panes button, .cv-add"
        )

    @pytest.mark.parametrize(
        ("width", "height"), [(840, 500), (320, 568), (320, 256)], ids=["200%", "phone", "400%"]
    )
    def test_magnified_nothing_runs_off_to_the_side(self, opened: Open, width: int, height: int) -> None:
        studio = opened(width, height)
        studio.card("care-call").focus()
        for pane in ("board", "fields", "find"):
            studio.page.locator(f"[data-pane-open={pane}]").click()
            wide = studio.page.evaluate(
                """() => [...document.querySelectorAll(".cx-board, .cx-tools, .cx-tools button, .cx-tools input, .cx-tools select, .cx-inspector, .cx-side, .cx-panes, .cx-say")]
                .filter((one) => one.checkVisibility() && !one.matches(".cx-tabs [data-tab]") && one.getBoundingClientRect().width > 0 && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 120))"""
            )
            assert not wide, pane
            assert studio.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        studio.page.locator("[data-pane-open=board]").click()
        studio.card("care-call").scroll_into_view_if_needed()
        assert studio.page.locator(".cx-stage").bounding_box()["height"] >= 170  # type: ignore[index]

    def test_wider_letters_and_lines_are_not_cut(self, opened: Open) -> None:
        studio = opened(1280, 900)
        studio.card("care-call").click()
        expect(studio.page.locator(".cx-ask .cx-link").first).to_be_visible()
        studio.page.add_style_tag(
            content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
        )
        cut = studio.page.evaluate(
            """() => [...document.querySelectorAll(".cx-tools button, .cx-tools label, .cx-say, .cx-inspector .cx-label, .cx-inspector legend, .cx-inspector .cx-help, .cx-card")]
            .filter((one) => one.checkVisibility() && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1) && getComputedStyle(one).overflow !== "visible")
            .map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert not cut


class TestColours:
    def test_the_systems_own_colours_still_say_what_is_chosen(self, opened: Open) -> None:
        studio = opened(forced_colors="active")
        chosen, other = (
            studio.page.locator(f"[data-tab={tab}]").evaluate(
                "(one) => getComputedStyle(one).backgroundColor"
            )
            for tab in ("journey", "loyalty")
        )
        assert chosen != other
        studio.card("care-call").focus()
        assert (
            studio.card("care-call").evaluate("(one) => parseFloat(getComputedStyle(one).outlineWidth)") >= 2
        )

    def test_strong_contrast_makes_borders_and_text_darker(self, opened: Open) -> None:
        plain, strong = opened(), opened(contrast="more")
        colour = "(one) => getComputedStyle(one).color"
        assert plain.page.locator(".cx-saved").evaluate(colour) != strong.page.locator(".cx-saved").evaluate(
            colour
        )
        assert not wrong(strong.page)

    def test_nothing_moves_for_who_wants_it_calm(self, opened: Open) -> None:
        studio = opened(reduced_motion="reduce")
        moving = studio.page.evaluate(
            """() => [...document.querySelectorAll(".cx-board, .cx-board *")].filter((one) => {
            const style = getComputedStyle(one); return Math.max(...style.transitionDuration.split(",").map(parseFloat)) > .01 || style.scrollBehavior === "smooth"; })
            .map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert not moving
