"""The studio's frame in a browser: tabs, two boards side by side, panes, links to elements."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from cxcanvas.edits import Set
from cxcanvas.session import Session
from cxcanvas.views import VIEWS
from cxcanvas.views.methods import METHODS
from tests.boardrig import small_canvas
from tests.browser.boardpage import BoardPage

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(page: Page) -> BoardPage:
    return BoardPage(page, Session(small_canvas()), "journey", studio=True)


def sheets(studio: BoardPage) -> list[str]:
    found: list[str] = studio.page.locator("[data-sheet]").evaluate_all(
        "(all) => all.map((one) => one.dataset.sheet)"
    )
    return found


class TestTabs:
    def test_a_board_comes_when_its_tab_is_chosen(self, studio: BoardPage) -> None:
        assert sheets(studio) == ["journey"]
        studio.page.get_by_role("tab", name="Exchange").click()
        expect(studio.page.locator("[data-sheet=exchange] [data-view=exchange]")).to_be_visible()
        assert sheets(studio) == ["exchange"]
        expect(studio.page.get_by_role("tab", selected=True)).to_have_text("Exchange")
        expect(studio.page.get_by_role("tabpanel", name="Exchange")).to_be_visible()

    def test_arrows_lead_from_tab_to_tab(self, studio: BoardPage) -> None:
        titles = [METHODS[view].title for view in VIEWS]
        at = titles.index("Journey")
        studio.page.get_by_role("tab", name="Journey").focus()
        for key, name in (("ArrowRight", titles[at + 1]), ("End", titles[-1]), ("ArrowRight", titles[0])):
            studio.page.keyboard.press(key)
            expect(studio.page.get_by_role("tab", selected=True)).to_have_text(name)
            expect(studio.page.get_by_role("tab", name=name)).to_be_focused()
        assert studio.page.locator("[role=tab][tabindex='0']").count() == 1

    def test_where_one_was_reading_is_kept(self, studio: BoardPage) -> None:
        studio.page.set_viewport_size({"width": 1100, "height": 420})
        sheet = studio.page.locator("[data-sheet=journey]")
        sheet.evaluate("(one) => one.scrollTo({ top: 150, behavior: 'instant' })")
        for name in ("Exchange", "Journey"):
            studio.page.get_by_role("tab", name=name).click()
            studio.settled()
        assert studio.page.locator("[data-sheet=journey]").evaluate("(one) => one.scrollTop") == 150

    def test_what_is_selected_stays_selected_on_the_other_board(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        studio.page.get_by_role("tab", name="Overview").click()
        expect(studio.page.locator("[data-sheet=canvas] .cx-selected").first).to_have_attribute(
            "data-at", "customer-worry"
        )

    def test_words_in_the_making_are_kept_when_the_board_changes(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        studio.page.keyboard.press("F2")
        studio.page.keyboard.type(" and waits")
        studio.page.get_by_role("tab", name="Exchange").click()
        studio.settled()
        assert studio.session.canvas["customer-worry"].name == "Does worry and waits"


class TestBeside:
    def test_two_boards_side_by_side_both_follow(self, studio: BoardPage) -> None:
        studio.page.set_viewport_size({"width": 1680, "height": 900})
        studio.page.get_by_role("button", name="Beside").click()
        studio.settled()
        other = VIEWS[VIEWS.index("journey") + 1]
        assert sheets(studio) == ["journey", other]
        studio.page.locator(f"[data-sheet={other}]").click(position={"x": 5, "y": 5})
        studio.page.get_by_role("tab", name="Overview").click()
        studio.settled()
        assert sheets(studio) == ["journey", "canvas"] or sheets(studio) == ["canvas", other]
        studio.session.apply(Set("customer-worry.name", "Opens the letter"))
        studio.push()
        for view in sheets(studio):
            if view in ("journey", "canvas"):
                expect(studio.page.locator(f"[data-sheet={view}]")).to_contain_text("Opens the letter")
        studio.page.get_by_role("button", name="Beside").click()
        studio.settled()
        assert len(sheets(studio)) == 1


class TestLinks:
    def test_an_address_leads_to_its_element_on_whatever_board(self, studio: BoardPage) -> None:
        studio.page.get_by_role("tab", name="Exchange").click()
        studio.settled()
        studio.page.locator(".cx-board").evaluate(
            "(root) => root.dispatchEvent(new CustomEvent('cx-go', { detail: { at: 'customer-after.name' } }))"
        )
        expect(studio.page.locator("[data-sheet=journey] .cx-selected").first).to_be_focused()
        expect(studio.page.locator(".cx-inspector h2")).to_contain_text("Does after")

    def test_what_is_selected_is_told_to_the_page(self, studio: BoardPage) -> None:
        studio.page.evaluate(
            "document.addEventListener('cx-selected', (event) => { window.chosen = event.detail.at; })"
        )
        studio.card("customer-help").click()
        assert studio.page.evaluate("window.chosen") == "customer-help"


class TestPanes:
    def test_on_a_narrow_screen_one_pane_is_seen_at_a_time(self, studio: BoardPage) -> None:
        studio.page.set_viewport_size({"width": 720, "height": 900})
        studio.card("customer-worry").click()
        expect(studio.page.locator(".cx-inspector")).to_be_hidden()
        studio.page.get_by_role("button", name="Fields").click()
        expect(studio.page.locator(".cx-inspector h2")).to_contain_text("Does worry")
        expect(studio.page.locator(".cx-stage")).to_be_hidden()
        studio.page.get_by_role("button", name="Board", exact=True).click()
        expect(studio.card("customer-worry")).to_be_visible()

    def test_the_title_follows(self, studio: BoardPage) -> None:
        studio.session.apply(Set("concept.title", "A quieter bill"))
        studio.push()
        expect(studio.page.locator("[data-board=title]")).to_have_text("A quieter bill")
