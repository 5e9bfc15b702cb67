"""Finding, filtering, looking through lenses, and being led from question to question."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set
from cxcanvas.examples import example_path
from cxcanvas.session import Session
from cxcanvas.session import open as open_session
from tests.browser.boardpage import BoardPage

pytestmark = pytest.mark.browser


def studio(page: Page, canvas: Canvas | None = None, view: str = "journey") -> BoardPage:
    """A studio of the worked concept, or of another canvas, without a file."""
    session = Session(canvas if canvas is not None else open_session(example_path()).canvas)
    opened = BoardPage(page, session, view, studio=True)
    opened.settled()
    return opened


def find(opened: BoardPage, words: str) -> Any:
    """Type into the search box; the lines that were found."""
    page = opened.page
    page.keyboard.press("Control+k")
    expect(page.locator("[data-board=search]")).to_be_focused()
    page.keyboard.type(words)
    return page.locator("[data-board=found] [role=option]")


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.closest('[data-at]')?.dataset.at ?? ''")
    return found


def lens(opened: BoardPage, name: str) -> None:
    opened.page.locator("[data-board=lens]").select_option(name)
    opened.settled()


# -- search ----------------------------------------------------------------------------------------


def test_what_is_typed_is_found_and_enter_goes_there(page: Page) -> None:
    opened = studio(page)
    hits = find(opened, "care call")
    expect(hits.first).to_contain_text("Care call")
    expect(page.locator("[data-board=say]")).to_contain_text("found")
    page.keyboard.press("Enter")
    opened.settled()
    assert focused(page) == "care-call"
    expect(opened.card("care-call")).to_be_in_viewport()
    expect(page.locator("[data-board=inspector]")).to_contain_text("Care call")


def test_enter_straight_after_the_last_key_goes_to_what_was_typed(page: Page) -> None:
    opened = studio(page)
    find(opened, "chatbot payment")
    page.keyboard.press("Enter")
    opened.settled()
    assert focused(page) == "chatbot"


def test_arrows_walk_the_hits_and_a_screen_reader_hears_which(page: Page) -> None:
    opened = studio(page)
    hits = find(opened, "bill")
    expect(hits.nth(2)).to_be_visible()
    search = page.get_by_role("combobox", name="Search")
    expect(search).to_have_attribute("aria-expanded", "true")
    expect(hits.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(hits.nth(1)).to_have_attribute("aria-selected", "true")
    assert search.get_attribute("aria-activedescendant") == hits.nth(1).get_attribute("id")
    assert search.get_attribute("aria-controls") == page.locator(
        "[data-board=found] [role=listbox]"
    ).get_attribute("id")
    expect(search).to_be_focused()
    wanted = hits.nth(1).get_attribute("data-go")
    page.keyboard.press("Enter")
    opened.settled()
    page.wait_for_function("(at) => document.querySelector('.cx-selected')?.dataset.at === at", arg=wanted)


def test_what_another_tab_shows_is_reached_there(page: Page) -> None:
    opened = studio(page)
    hits = find(opened, "early help for honest")
    expect(hits.first).to_contain_text("exchange")
    page.keyboard.press("Enter")
    expect(page.locator("[data-tab=exchange]")).to_have_attribute("aria-selected", "true")
    page.wait_for_function("document.activeElement.closest('[data-at]')?.dataset.at === 'early-help'")
    assert focused(page) == "early-help"


def test_what_no_board_shows_opens_in_the_fields(page: Page) -> None:
    opened = studio(page)
    hits = find(opened, "week on 79 dollars")
    expect(hits.first).to_contain_text("research")
    page.keyboard.press("Enter")
    expect(page.locator("[data-board=inspector]")).to_contain_text("A week on 79 dollars less")


def test_escape_leaves_the_search_and_nothing_found_says_so(page: Page) -> None:
    opened = studio(page)
    find(opened, "zzzz")
    expect(page.locator("[data-board=say]")).to_have_text("Nothing holds all of these words.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-board=side]")).to_be_hidden()
    assert page.evaluate("document.querySelector('[data-board=stage]').contains(document.activeElement)")
    expect(page.locator("[data-board=search]")).to_have_value("")
    opened.settled()


def test_a_search_for_markup_shows_it_as_text(page: Page) -> None:
    canvas = Canvas.build(
        {}, [("step", "a", {"name": "<img src=x onerror=cxRan=1> <b>bold</b>", "storyline": "customer"})]
    )
    opened = studio(page, canvas)
    hits = find(opened, "<b>")
    expect(hits.first).to_contain_text("<b>bold</b>")
    assert page.evaluate("window.cxRan") is None


# -- lenses ------------------------------------------------------------------------------------------


def test_a_lens_hides_from_everybody_and_says_what_it_shows(page: Page) -> None:
    opened = studio(page)
    lens(opened, "customer")
    expect(page.locator("[data-board=lensed]")).to_contain_text("Only the customer")
    expect(opened.card("sees-the-bill")).to_be_visible()
    expect(opened.card("care-call")).to_be_hidden()
    expect(page.get_by_role("article").filter(has_text="Care call")).to_have_count(0)
    page.get_by_role("button", name="Show everything").click()
    expect(opened.card("care-call")).to_be_visible()
    expect(page.locator("[data-board=lensed]")).to_be_hidden()


def test_arrows_pass_over_what_a_lens_hides(page: Page) -> None:
    opened = studio(page)
    lens(opened, "provider")
    opened.card("early-warning").click()
    seen = set()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        seen.add(focused(page))
        assert page.evaluate("document.activeElement.checkVisibility()")
    assert not seen & {"care-call", "reminder", "sees-the-bill"}


def test_the_drawing_keeps_a_tab_stop_under_every_lens(page: Page) -> None:
    opened = studio(page)
    opened.card("sees-the-bill").click()
    for name in ("provider", "encounters", "blueprint", "trouble", "evidence"):
        lens(opened, name)
        stops = page.locator("[data-board=stage] :is([data-at], [data-new], [data-point])[tabindex='0']")
        assert stops.evaluate_all("(all) => all.filter((one) => one.checkVisibility()).length") == 1, name


def test_what_is_drawn_later_obeys_the_lens(page: Page) -> None:
    opened = studio(page)
    lens(opened, "customer")
    opened.session.apply(*_step("later", "encounter"))
    opened.push()
    expect(opened.card("later")).to_be_hidden()
    opened.session.apply(*_step("theirs", "customer"))
    opened.push()
    expect(opened.card("theirs")).to_be_visible()


def _step(id_: str, storyline: str) -> Any:
    from cxcanvas.edits import Add

    return (Add("step", id_, {"name": id_.title(), "storyline": storyline, "stage": "bill-arrives"}),)


def test_search_takes_a_lens_away_that_hides_what_was_found(page: Page) -> None:
    opened = studio(page)
    lens(opened, "customer")
    find(opened, "care call")
    page.keyboard.press("Enter")
    opened.settled()
    expect(opened.card("care-call")).to_be_visible()
    expect(page.locator("[data-board=lens]")).to_have_value("everything")
    assert focused(page) == "care-call"


def test_enter_goes_to_the_first_that_comes_when_nothing_has_come_yet(page: Page) -> None:
    opened = studio(page)
    opened.settled()
    before = page.evaluate("cut = true, sent.length")
    find(opened, "care call")
    page.wait_for_function("sent.some((one) => one.do === 'find')")
    page.keyboard.press("Enter")
    for message in page.evaluate(f"cut = false, sent.slice({before})"):
        page.evaluate("(message) => model.send(message)", message)
    page.wait_for_function("document.activeElement.closest('[data-at]')?.dataset.at === 'care-call'")


def test_an_empty_board_says_why_it_is_empty(page: Page) -> None:
    opened = studio(page)
    lens(opened, "value")
    expect(page.locator(".cx-lens-none")).to_be_visible()
    page.locator("[data-tab=exchange]").click()
    opened.settled()
    expect(page.locator(".cx-lens-none")).to_have_count(0)


# -- filters -----------------------------------------------------------------------------------------


def test_a_filter_fades_what_does_not_match_and_is_counted(page: Page) -> None:
    opened = studio(page)
    page.get_by_role("button", name="Filter").click()
    page.get_by_label("Wattlebank Energy").check()
    opened.settled()
    expect(page.get_by_label("Wattlebank Energy")).to_be_focused()
    expect(opened.card("sees-the-bill")).to_have_class(re.compile("cx-faded"))
    expect(opened.card("early-warning")).not_to_have_class(re.compile("cx-faded"))
    expect(page.locator("[data-board=say]")).to_contain_text(re.compile(r"\d+ of \d+ elements match"))
    opened.session.apply(*_step("new-one", "customer"))
    opened.push()
    expect(opened.card("new-one")).to_have_class(re.compile("cx-faded"))
    page.get_by_role("button", name="Show all").click()
    opened.settled()
    expect(page.locator(".cx-faded")).to_have_count(0)


def test_lens_filter_and_depth_are_there_again_the_next_time(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "a.cx.yaml"
    path.write_bytes(example_path().read_bytes())
    before = path.read_bytes()
    first = BoardPage(page, open_session(path), "journey", studio=True)
    lens(first, "customer")
    page.get_by_role("button", name="Filter").click()
    page.get_by_label("Wattlebank Energy").check()
    first.settled()
    again = page.context.new_page()
    second = BoardPage(again, open_session(path), "journey", studio=True)
    second.settled()
    expect(again.locator("[data-board=lens]")).to_have_value("customer")
    expect(second.card("sees-the-bill")).to_have_class(re.compile("cx-faded"))
    assert path.read_bytes() == before


# -- guidance ----------------------------------------------------------------------------------------


def ask(page: Page) -> Any:
    return page.locator("[data-board=guide] b").first


def test_the_first_minutes_lead_from_question_to_question_by_keyboard(page: Page) -> None:
    opened = studio(page, Canvas.build(), "canvas")
    expect(ask(page)).to_contain_text("Who is the customer?")

    def answer(words: str) -> None:
        show = page.get_by_role("button", name="Show me")
        show.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.matches('textarea, input[type=text]')")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        opened.settled()

    answer("Dana, 34")
    expect(ask(page)).to_contain_text("What would Dana say")
    answer("It is only seventy-nine dollars to you.")
    expect(ask(page)).to_contain_text("who offers something to Dana")
    answer("Wattlebank")
    expect(ask(page)).to_contain_text("What do you give Dana")
    answer("Early help")
    expect(ask(page)).to_contain_text("Because you …, Dana …")
    assert opened.session.canvas["dana-34"].get("quote") == "It is only seventy-nine dollars to you."
    assert [one.get("role") for one in opened.session.canvas.of("party")] == ["customer", "provider"]


def test_show_me_changes_to_the_board_where_the_answer_belongs(page: Page) -> None:
    canvas = Canvas.build(
        {},
        [
            ("party", "dana", {"name": "Dana", "role": "customer", "quote": "Hm."}),
            ("party", "us", {"name": "We", "role": "provider"}),
            ("exchange", "e", {"name": "Help", "between": ("us", "dana"), "mechanism": "Because …"}),
        ],
    )
    opened = studio(page, canvas, "canvas")
    expect(ask(page)).to_contain_text("How does it begin for Dana?")
    page.get_by_role("button", name="Show me").click()
    expect(page.locator("[data-tab=journey]")).to_have_attribute("aria-selected", "true")
    page.wait_for_function("document.activeElement.matches('textarea')")
    page.keyboard.type("Opens the bill")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    opened.settled()
    assert opened.session.canvas.of("step")[0].get("storyline") == "customer"
    expect(ask(page)).to_contain_text("after “Opens the bill”")


def test_not_now_asks_something_else_and_asks_again_when_wanted(page: Page) -> None:
    opened = studio(page, Canvas.build(), "canvas")
    expect(ask(page)).to_contain_text("Who is the customer?")
    page.get_by_role("button", name="Not now").click()
    expect(ask(page)).to_contain_text("And who are you")
    assert page.evaluate("document.activeElement.dataset.guide") == "later"
    page.keyboard.press("Enter")
    opened.settled()
    for _ in range(4):
        if page.get_by_role("button", name="Ask again").first.is_visible():
            break
        page.get_by_role("button", name="Not now").click()
        opened.settled()
    page.get_by_role("button", name="Ask again").first.click()
    expect(ask(page)).to_contain_text("Who is the customer?")


def test_a_surprising_sentence_is_shown_once_with_what_it_is_made_of(page: Page) -> None:
    opened = studio(page)
    expect(ask(page)).to_contain_text("meets only a machine there")
    page.locator("[data-board=guide] [data-go]").first.click()
    opened.settled()
    assert focused(page) == "reminder"
    page.get_by_role("button", name="Got it").click()
    expect(ask(page)).not_to_contain_text("meets only a machine")


def test_a_quote_is_found_on_the_card_where_it_was_said(page: Page) -> None:
    opened = studio(page, view="loyalty")
    find(opened, "seventy-nine dollars")
    hit = page.locator("[data-board=found] [role=option]").filter(has_text="evidence").first
    at = hit.get_attribute("data-go")
    hit.click()
    expect(page.locator("[data-tab=journey]")).to_have_attribute("aria-selected", "true")
    expect(page.locator(f"[data-sheet=journey] [data-at='{at}']").first).to_have_class(
        re.compile("cx-selected")
    )


def test_the_depth_is_chosen_in_the_trouble_list_and_keeps_the_focus(page: Page) -> None:
    opened = studio(page)
    page.locator("[data-board=count]").click()
    depth = page.locator("select[data-guide=depth]")
    depth.focus()
    depth.select_option("work")
    expect(page.locator("[data-board=trouble]")).to_contain_text("Who is one person of “Settled savers”?")
    opened.settled()
    expect(page.locator("select[data-guide=depth]")).to_be_focused()


def test_trouble_tells_contradictions_from_what_is_not_there_yet(page: Page) -> None:
    canvas = Canvas.build({}, [("step", "a", {"name": "Calls", "storyline": "customer", "stage": "nowhere"})])
    opened = studio(page, canvas)
    expect(page.locator("[data-board=count]")).to_have_text("Trouble ✕ 1")
    page.locator("[data-board=count]").click()
    pane = page.locator("[data-board=trouble]")
    expect(pane).to_contain_text("points at 'nowhere', which is not there")
    expect(pane).to_contain_text("Who is the customer?")
    pane.locator("[data-go='a.stage']").click()
    opened.settled()
    assert focused(page) == "a"


def test_trouble_follows_what_is_typed_and_is_mended_with_one_click(page: Page) -> None:
    elements = [
        ("channel", "bot", {"name": "Bot", "type": "automated"}),
        ("step", "menu", {"name": "Menu", "channel": "bot"}),
    ]
    opened = studio(page, Canvas.build({}, elements))
    count = page.locator("[data-board=count]")
    expect(count).to_have_text("Trouble")
    count.click()
    opened.session.apply(Set("bot.handoff_to", ("bot",)))
    opened.push()
    expect(count).to_have_text("Trouble ✕ 1")
    pane = page.locator("[data-board=trouble]")
    expect(pane.locator(".cx-bad-list")).to_contain_text("“Bot” hands over to itself.")
    pane.locator(".cx-bad-list summary").press("Enter")
    expect(pane.locator(".cx-bad-list")).to_contain_text("A way that leads back to where one stands is none.")
    pane.get_by_role("button", name="Mend it").click()
    expect(count).to_have_text("Trouble")
    opened.settled()
    assert opened.session.canvas["bot"].get("handoff_to") is None
    expect(count).to_be_focused()


def test_somebody_decides_to_live_with_it_and_takes_that_back(page: Page) -> None:
    opened = studio(page, Canvas.build({}, [("channel", "bot", {"name": "Bot", "handoff_to": ("bot",)})]))
    page.locator("[data-board=count]").click()
    pane = page.locator("[data-board=trouble]")
    pane.locator(".cx-bad-list summary").press("Enter")
    pane.get_by_role("button", name="Live with it").click()
    page.get_by_label("Why it is right").fill("It is a trial")
    page.get_by_label("Who decides").fill("Ines")
    page.get_by_label("Until when").fill("2099-01-31")
    page.locator("dialog").get_by_role("button", name="Live with it").click()
    expect(page.locator("[data-board=count]")).to_have_text("Trouble")
    expect(pane.locator(".cx-waived-list")).to_contain_text("It is a trial")
    expect(pane.locator(".cx-waived-list")).to_contain_text("Ines, until 31 Jan 2099")
    opened.settled()
    assert "hands-over-to-itself" not in {one.rule for one in opened.session.problems}
    pane.get_by_role("button", name="Take back").click()
    expect(page.locator("[data-board=count]")).to_have_text("Trouble ✕ 1")


def test_what_is_read_in_trouble_stays_open_while_one_types(page: Page) -> None:
    opened = studio(page)
    page.locator("[data-side-open=trouble]").click()
    why = page.locator(".cx-bad-list li", has_text="tries to sell something").locator("details")
    why.locator("summary").click()
    expect(why).to_have_attribute("open", "")
    before = page.locator("[data-board=count]").inner_text()
    opened.session.apply(Set("app.handoff_to", ("care-line",)))
    opened.push()
    expect(page.locator("[data-board=count]")).not_to_have_text(before)
    opened.settled()
    expect(why).to_have_attribute("open", "")


def test_a_line_of_trouble_and_what_a_number_is_made_of_lead_to_the_card(page: Page) -> None:
    opened = studio(page, view="canvas")
    page.locator("[data-side-open=trouble]").click()
    opened.settled()
    page.locator(".cx-bad-list .cx-line", has_text="tries to sell something").click()
    opened.settled()
    assert focused(page) == "chatbot"
    expect(page.locator("[data-sheet=canvas] article[data-at=chatbot]")).to_be_in_viewport()
    tile = page.locator("[data-sheet=canvas] .cv-tile", has_text="who gains more")
    tile.locator("summary").press("Enter")
    tile.get_by_role("link", name="Early help for honest information").press("Enter")
    opened.settled()
    assert focused(page) == "early-help"


def test_the_form_to_live_with_it_reads_from_top_to_bottom(page: Page) -> None:
    opened = studio(page)
    page.locator("[data-side-open=trouble]").click()
    opened.settled()
    line = page.locator(".cx-bad-list li").first
    line.locator("summary").click()
    line.get_by_role("button", name="Live with it").click()
    dialog = page.locator("dialog[open]")
    places = [one.bounding_box() for one in dialog.locator("input, button").all()]
    frame = dialog.bounding_box()
    assert frame is not None and len(places) == 5 and frame["height"] < 500
    tops = [one["y"] for one in places if one is not None]
    assert tops[0] < tops[1] < tops[2] < tops[3] == tops[4]
    assert all(
        one and frame["x"] <= one["x"] and one["x"] + one["width"] <= frame["x"] + frame["width"]
        for one in places
    )
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    assert not opened.session.dirty


def test_a_card_shows_what_is_wrong_at_it_once_the_rules_have_run(page: Page) -> None:
    opened = studio(page)
    card = page.locator("[data-sheet=journey] article[data-at=reminder]")
    expect(card).to_contain_text("no way leads to a person")
    opened.session.apply(Set("app.handoff_to", ("care-line",)))
    opened.push()
    expect(card).not_to_contain_text("no way leads to a person")
    opened.settled()


def test_a_page_that_is_left_alone_asks_nothing(page: Page) -> None:
    opened = studio(page)
    expect(ask(page)).to_be_visible()
    opened.settled()
    before = page.evaluate("window.sent.length")
    page.wait_for_timeout(1200)
    assert page.evaluate("window.sent.length") <= before + 1


def test_the_first_answer_takes_the_place_of_a_name_that_stands_for_nobody(page: Page) -> None:
    canvas = Canvas.build(elements=[("party", "who", {"name": "The customer", "role": "customer"})])
    opened = studio(page, canvas, "canvas")
    expect(page.locator("[data-board=guide] b").first).to_contain_text("called")
    page.get_by_role("button", name="Show me").click()
    expect(page.locator(".cx-type")).to_be_focused()
    page.keyboard.type("Anna")
    page.keyboard.press("Enter")
    opened.settled()
    assert opened.session.canvas["who"].name == "Anna"


def test_a_link_to_what_has_gone_says_so(page: Page) -> None:
    opened = studio(page)
    page.evaluate(
        "document.querySelector('.cx-studio').dispatchEvent(new CustomEvent('cx-go', { detail: { at: 'nothing-there' } }))"
    )
    opened.settled()
    expect(page.locator("[data-board=say]")).to_have_text("What this link leads to is not there any more.")
