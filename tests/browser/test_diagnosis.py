"""A facilitator captures the diagnosis: a function asked, cells rated by key, touch and field, gates with what shows them."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from cxcanvas.canvas import Canvas
from cxcanvas.session import Session
from tests.boardrig import small_canvas
from tests.browser.boardpage import BoardPage

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(page: Page) -> BoardPage:
    """A canvas without any diagnosis."""
    return BoardPage(page, Session(small_canvas()), "diagnosis", studio=True)


def asked(page: Page) -> BoardPage:
    """Two functions were asked, and the frontline has answered two signs."""
    canvas = small_canvas()
    records: dict[str, Any] = {
        **canvas.records,
        "diagnosis": {"P01": {"frontline": 2, "leadership": 5}, "N02": {"frontline": 4, "leadership": 3}},
    }
    elements = [(canvas[id_].kind, id_, canvas[id_].fields) for id_ in canvas]
    return BoardPage(page, Session(Canvas.build(records, elements)), "diagnosis", studio=True)


def cell(studio: BoardPage, code: str, name: str) -> Locator:
    return studio.page.locator(f"td[data-at='diagnosis.{code}.{name}']")


def value(studio: BoardPage, address: str) -> Any:
    studio.settled()
    return studio.session.canvas.value(address)


class TestAsking:
    def test_a_function_is_asked_and_its_column_is_typed_down(self, studio: BoardPage) -> None:
        studio.page.get_by_role("button", name="the frontline").click()
        expect(cell(studio, "P01", "frontline")).to_be_focused()
        for key in ("4", "Enter", "0", "Enter", "2"):
            studio.page.keyboard.press(key)
        assert value(studio, "diagnosis.P01.frontline") == 4
        assert value(studio, "diagnosis.P02.frontline") == 0
        assert value(studio, "diagnosis.P03.frontline") == 2
        expect(cell(studio, "P01", "frontline")).to_have_attribute("aria-label", "P01, frontline: 4 of 5")
        expect(cell(studio, "P02", "frontline")).to_have_attribute("aria-label", "P02, frontline: don't know")
        expect(cell(studio, "P04", "frontline")).to_have_attribute("aria-label", "P04, frontline: not asked")
        expect(cell(studio, "P03", "frontline")).to_be_focused()
        expect(studio.page.locator(".cv-lead").first).to_contain_text(
            "Only the frontline has answered so far"
        )

    def test_each_rating_is_one_step_to_undo(self, studio: BoardPage) -> None:
        studio.page.get_by_role("button", name="the frontline").click()
        expect(cell(studio, "P01", "frontline")).to_be_focused()
        studio.page.keyboard.press("4")
        studio.page.keyboard.press("5")
        assert value(studio, "diagnosis.P01.frontline") == 5
        studio.page.keyboard.press("Control+z")
        assert value(studio, "diagnosis.P01.frontline") == 4
        studio.page.keyboard.press("Control+z")
        assert value(studio, "diagnosis.P01.frontline") is None
        expect(cell(studio, "P01", "frontline")).to_be_focused()
        studio.page.keyboard.press("Control+z")
        studio.settled()
        assert "diagnosis" not in studio.session.canvas.records

    def test_a_column_goes_and_comes_back(self, page: Page) -> None:
        studio = asked(page)
        page.get_by_role("button", name="Take the answers of Leadership out").click()
        expect(cell(studio, "P01", "leadership")).to_have_count(0)
        page.keyboard.press("Control+z")
        expect(cell(studio, "P01", "leadership")).to_have_text("5")


class TestCells:
    def test_arrows_walk_the_grid_and_delete_clears(self, page: Page) -> None:
        studio = asked(page)
        cell(studio, "P01", "frontline").click()
        for key, at in (("ArrowRight", ("P01", "leadership")), ("ArrowDown", ("P02", "leadership")),
                        ("ArrowLeft", ("P02", "frontline")), ("ArrowUp", ("P01", "frontline"))):  # fmt: skip
            page.keyboard.press(key)
            expect(cell(studio, *at)).to_be_focused()
        page.keyboard.press("Delete")
        assert not value(studio, "diagnosis.P01.frontline")
        expect(cell(studio, "P01", "frontline")).to_be_focused()
        expect(cell(studio, "P01", "frontline")).to_have_text("")

    def test_what_is_no_rating_is_said_and_changes_nothing(self, page: Page) -> None:
        studio = asked(page)
        cell(studio, "P01", "frontline").click()
        for key in ("7", "x", "!", "*"):
            page.keyboard.press(key)
            expect(page.locator("[data-board=say]")).to_contain_text("Press 1 to 5")
        assert value(studio, "diagnosis.P01.frontline") == 2
        assert not page.locator(".cx-type").count()
        page.keyboard.press("F2")
        page.locator(".cx-type").fill("9")
        page.keyboard.press("Enter")
        expect(page.locator("[data-board=say]")).to_contain_text("goes from 0 to 5")
        assert value(studio, "diagnosis.P01.frontline") == 2

    def test_a_rating_is_written_in_the_cell(self, page: Page) -> None:
        studio = asked(page)
        cell(studio, "P05", "frontline").dblclick()
        page.locator(".cx-type").fill("3")
        page.keyboard.press("Enter")
        assert value(studio, "diagnosis.P05.frontline") == 3

    def test_the_fields_of_a_sign_rate_too(self, page: Page) -> None:
        studio = asked(page)
        cell(studio, "N02", "leadership").click()
        panel = page.locator(".cx-inspector")
        expect(panel.locator("h2")).to_have_text("N02 Internal goals come first")
        panel.locator("[data-fieldset='diagnosis.N02.leadership'] label").filter(has_text="5").click()
        assert value(studio, "diagnosis.N02.leadership") == 5
        expect(cell(studio, "N02", "leadership")).to_have_text("5")

    def test_a_bad_sign_that_is_true_gets_an_action(self, page: Page) -> None:
        studio = asked(page)
        row = page.locator("tr[data-k='diagnosis-sign/N02']")
        expect(row).to_contain_text("Nothing is done about it.")
        row.get_by_role("button", name="Add an action about N02").click()
        page.keyboard.type("Ask what it does to customers, every Monday")
        page.keyboard.press("Enter")
        expect(row.locator(".cx-ghost")).to_contain_text("every Monday")
        page.keyboard.press("Escape")
        expect(row.locator(".cv-dg-action")).to_contain_text("every Monday")
        expect(row).not_to_contain_text("Nothing is done about it.")
        (action,) = studio.session.canvas.of("action")
        assert action.get("addresses") == ("diagnosis.N02",)

    def test_a_reader_may_look_only(self, page: Page) -> None:
        canvas = small_canvas()
        records = {**canvas.records, "diagnosis": {"P01": {"frontline": 2}}}
        BoardPage(
            page, Session(Canvas.build(records), read_only="Only to be read."), "diagnosis", studio=True
        )
        expect(page.locator("td[aria-label='P01, frontline: 2 of 5']")).to_be_visible()
        expect(page.locator("[data-rated], [data-ask], [data-unask], [data-rate], [data-put]")).to_have_count(
            0
        )


class TestMaturity:
    def test_a_gate_is_met_by_a_click_and_shown_by_what_is_found(self, studio: BoardPage) -> None:
        page = studio.page
        gate = page.get_by_role("checkbox", name="Many data sources")
        gate.click()
        assert value(studio, "maturity.many_data_sources.met") is True
        expect(gate).to_be_checked()
        expect(page.locator(".cv-gate-unproven")).to_contain_text("nothing shows it, so it does not count")
        page.get_by_role("button", name="What shows it: Many data sources").click()
        expect(page.locator("[data-choose='maturity.many_data_sources.evidence']")).to_be_focused()
        page.keyboard.type("care ag")
        page.keyboard.press("Enter")
        expect(page.locator(".cv-gate-earned")).to_contain_text("Care agent")
        assert value(studio, "maturity.many_data_sources.evidence") == ("agent",)
        gate.focus()
        page.keyboard.press("Space")
        assert value(studio, "maturity.many_data_sources.met") is False
        expect(gate).to_be_focused()

    def test_a_claim_is_made_and_taken_back(self, studio: BoardPage) -> None:
        claim = studio.page.get_by_role("radio", name="devoted")
        claim.click()
        assert value(studio, "maturity.claimed") == "devoted"
        expect(claim).to_be_checked()
        expect(studio.page.locator(".cv-ladder > .cv-lead")).to_contain_text("calls itself devoted")
        claim.click()
        studio.settled()
        assert not value(studio, "maturity.claimed")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_board(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    studio = asked(page)
    cell(studio, "N02", "frontline").click()
    studio.settled()
    found = Axe().run(page, options={"rules": {"region": {"enabled": False}}})
    assert found.violations_count == 0, found.generate_report()


def test_a_thumb_rates_on_a_phone(chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    studio = asked(page)
    cell(studio, "N02", "frontline").tap()
    expect(page.locator("[data-rate-of]")).to_have_text("N02, frontline: 4 of 5")
    for button in page.locator(".cv-dg-rate button").all():
        box = button.bounding_box()
        assert box is not None and box["height"] >= 44
    page.get_by_role("button", name="1, not at all").tap()
    expect(cell(studio, "N02", "frontline")).to_have_text("1")
    page.get_by_role("button", name="To the next sign").tap()
    expect(page.locator("[data-rate-of]")).to_have_text("N03, frontline: not asked")
    page.get_by_role("button", name="0, don’t know").tap()
    assert value(studio, "diagnosis.N03.frontline") == 0
    context.close()


class TestGuide:
    def test_show_me_begins_the_action_and_opens_what_shows_a_gate(self, page: Page) -> None:
        """The guide's buttons lead to the row of a sign and to the search of a gate."""
        studio = asked(page)
        begin = "(ask) => { const b = document.createElement('button'); Object.assign(b.dataset, { guide: 'show', ...ask }); document.querySelector('[data-board=guide]').append(b); b.click(); b.remove(); }"
        preset = '{"addresses": ["diagnosis.N02"]}'
        page.evaluate(
            begin,
            {
                "askAct": "new",
                "askView": "diagnosis",
                "askAt": "diagnosis.N02",
                "askKind": "action",
                "askPreset": preset,
            },
        )
        expect(page.locator("tr[data-k='diagnosis-sign/N02'] .cx-type")).to_be_focused()
        page.keyboard.press("Escape")
        at = "maturity.many_data_sources.evidence"
        page.evaluate(begin, {"askAct": "write", "askView": "diagnosis", "askAt": at, "askDepth": "measure"})
        expect(page.locator(f"[data-choose='{at}']")).to_be_focused()
        page.evaluate(
            begin,
            {"askAct": "write", "askView": "diagnosis", "askAt": "maturity.claimed", "askDepth": "measure"},
        )
        expect(page.locator("[data-field='maturity.claimed']")).to_be_focused()
        page.evaluate(
            begin, {"askAct": "select", "askView": "diagnosis", "askAt": "diagnosis.P01.leadership"}
        )
        expect(page.locator("th[data-at='diagnosis.P01']")).to_be_focused()
        studio.settled()

    def test_the_delete_button_clears_the_chosen_cell(self, page: Page) -> None:
        studio = asked(page)
        cell(studio, "N02", "frontline").click()
        page.get_by_role("button", name="Delete what is selected").click()
        expect(cell(studio, "N02", "frontline")).to_have_text("")
        assert not value(studio, "diagnosis.N02.frontline")

    def test_a_case_is_kept_at_a_sign(self, page: Page) -> None:
        studio = asked(page)
        page.locator("th[data-at='diagnosis.N02']").click()
        page.get_by_role("button", name="Add a quote here").click()
        expect(page.locator(".cx-inspector [data-field$='.text']")).to_be_focused()
        page.keyboard.type("The target was calls an hour")
        page.locator(".cx-inspector h2").click()
        studio.settled()
        (quote,) = studio.session.canvas.of("evidence")
        assert quote.get("text") == "The target was calls an hour" and quote.get("supports") == (
            "diagnosis.N02",
        )
