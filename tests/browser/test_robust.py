"""Nothing steals what somebody is typing, and nothing typed is lost: other people, bad lines, strange words, pages that go."""

from __future__ import annotations

import contextlib
import random
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cxcanvas.edits import Remove, Set, removal
from cxcanvas.errors import CxError
from cxcanvas.session import Session
from tests.boardrig import small_canvas
from tests.browser.boardpage import BoardPage
from tests.browser.twopages import One, TwoPages
from tests.hostile import hostile_canvas
from tests.test_views_live import random_edits

pytestmark = pytest.mark.browser

VALUE = "document.activeElement.value"
FAMILY = "👩\u200d👩\u200d👧\u200d👦"


@pytest.fixture
def studio(page: Page) -> BoardPage:
    return BoardPage(page, Session(small_canvas()), studio=True)


def field(board: BoardPage, address: str) -> Any:
    return board.page.locator(f".cx-inspector [data-field='{address}']").first


def taken(board: BoardPage, *edits: Any) -> None:
    """Somebody else changes something, and the page hears of it."""
    board.out.clear()
    board.session.apply(*edits)
    board.push()


def gone(board: BoardPage, id_: str) -> None:
    taken(board, *removal(board.session.canvas, id_))


class TestOthers:
    def test_a_stage_removed_under_a_new_card_keeps_the_words(self, studio: BoardPage) -> None:
        studio.page.locator("[data-cell='help/customer'] > [data-new]").click()
        studio.page.keyboard.type("Calls the hotline")
        gone(studio, "help")
        assert studio.page.evaluate(VALUE) == "Calls the hotline"
        studio.page.keyboard.press("Tab")
        studio.settled()
        words = studio.page.locator("[data-board=offered]")
        there = [step.name for step in studio.session.canvas.of("step")]
        if "Calls the hotline" not in there:
            expect(words).to_contain_text("Calls the hotline")
            words.get_by_role("button", name="Edit again").click()
            assert studio.page.locator("dialog textarea").input_value() == "Calls the hotline"

    def test_a_card_moved_while_it_is_typed_in_moves_afterwards(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        studio.page.keyboard.press("F2")
        studio.page.keyboard.type(" a lot")
        studio.page.keyboard.press("ArrowLeft")
        taken(studio, Set("customer-worry.stage", "after"))
        assert studio.page.evaluate(f"[{VALUE}, document.activeElement.selectionStart]") == [
            "Does worry a lot",
            15,
        ]
        assert studio.texts("worry/customer") == ["customer-worry"]
        studio.page.keyboard.press("Tab")
        studio.settled()
        expect(
            studio.page.locator("[data-cell='after/customer'] article[data-at=customer-worry]")
        ).to_contain_text("Does worry a lot")

    def test_a_field_of_what_is_removed_keeps_its_words(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        name = field(studio, "customer-worry.name")
        name.click()
        name.press("End")
        studio.page.keyboard.type(" at night")
        gone(studio, "customer-worry")
        assert studio.page.evaluate(VALUE) == "Does worry at night"
        studio.page.keyboard.press("Tab")
        expect(studio.page.locator(".cx-fault")).to_contain_text("not there any more")
        studio.card("customer-help").click()
        expect(studio.page.locator("[data-board=offered]")).to_contain_text("Does worry at night")
        expect(studio.page.locator(".cx-inspector [data-field^=customer-worry]")).to_have_count(0)
        studio.page.get_by_role("button", name="Edit again").click()
        assert studio.page.locator("dialog textarea").input_value() == "Does worry at night"
        studio.page.keyboard.press("Escape")
        expect(studio.page.locator("[data-board=offered]")).to_be_hidden()

    def test_a_field_that_others_change_asks_before_it_is_overwritten(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        name = field(studio, "customer-worry.name")
        name.fill("Mine")
        taken(studio, Set("customer-worry.name", "Theirs"))
        assert studio.page.evaluate(VALUE) == "Mine"
        studio.page.keyboard.press("Tab")
        studio.settled()
        assert studio.session.canvas["customer-worry"].name == "Theirs"
        expect(name).to_have_value("Theirs")
        studio.page.get_by_role("button", name="Edit again").click()
        assert studio.page.evaluate(VALUE) == "Mine"
        studio.page.keyboard.press("Enter")
        studio.settled()
        assert studio.session.canvas["customer-worry"].name == "Mine"

    def test_another_form_does_not_take_along_what_was_typed_meanwhile(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        expect(field(studio, "customer-worry.name")).to_have_value("Does worry")
        studio.settled()
        before = studio.page.evaluate("cut = true, sent.length")
        studio.card("customer-help").click()
        field(studio, "customer-worry.name").fill("Typed in between")
        held = studio.page.evaluate(f"cut = false, sent.slice({before})")
        assert "select" in [one["do"] for one in held]
        for message in held:
            studio.page.evaluate("(message) => model.send(message)", message)
        expect(field(studio, "customer-help.name")).to_have_value("Does help")
        studio.settled()
        assert studio.session.canvas["customer-worry"].name == "Typed in between"

    def test_what_is_selected_and_removed_elsewhere_leaves_the_inspector(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        expect(field(studio, "customer-worry.name")).to_be_visible()
        gone(studio, "customer-worry")
        expect(studio.page.locator(".cx-inspector [data-field]")).to_have_count(0)
        expect(studio.page.locator(".cx-nothing")).to_be_visible()
        studio.page.wait_for_function("document.activeElement.closest('.cx-board')")


class TestTongues:
    """Words of all kinds: composed, from right to left, in pieces, and far too long."""

    def test_a_composition_survives_a_removed_stage_and_a_patch(self, studio: BoardPage) -> None:
        client = studio.page.context.new_cdp_session(studio.page)
        studio.page.locator("[data-cell='help/customer'] > [data-new]").click()
        client.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
        taken(studio, Set("customer-help.name", "Theirs"), Set("help.name", "Aid"))
        client.send("Input.imeSetComposition", {"text": "にほんご", "selectionStart": 4, "selectionEnd": 4})
        client.send("Input.insertText", {"text": "日本語"})
        assert studio.page.evaluate(VALUE) == "日本語"
        studio.page.keyboard.press("Enter")
        studio.page.keyboard.press("Escape")
        studio.settled()
        assert "日本語" in [step.name for step in studio.session.canvas.of("step")]

    def test_enter_that_ends_a_composition_does_not_end_the_line(self, studio: BoardPage) -> None:
        client = studio.page.context.new_cdp_session(studio.page)
        studio.card("customer-worry").click()
        field(studio, "customer-worry.name").click()
        studio.page.keyboard.press("Control+a")
        client.send("Input.imeSetComposition", {"text": "あ", "selectionStart": 1, "selectionEnd": 1})
        studio.page.evaluate(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true }))"
        )
        client.send("Input.insertText", {"text": "亜"})
        assert studio.page.evaluate(f"[{VALUE}, document.activeElement.dataset.field]") == [
            "亜",
            "customer-worry.name",
        ]

    @pytest.mark.parametrize(
        "words",
        ["שלום, מה שלומך? (abc) 123", "مرحبا ABC بالعالم", f"{FAMILY} {FAMILY} 🏳️\u200d🌈", "e\u0301" * 40 + "Z" + "\u0335\u0336" * 60, "‮abc‬", "ﷺ" * 60, "a\u200bb\ufeffc"],
        ids=["hebrew", "arabic", "zwj", "combining", "override", "ligature", "invisible"],
    )  # fmt: skip
    def test_typed_saved_and_drawn_as_they_are(self, studio: BoardPage, words: str) -> None:
        studio.card("customer-worry").click()
        studio.page.keyboard.press("F2")
        studio.page.keyboard.press("Control+a")
        studio.page.keyboard.insert_text(words)
        taken(studio, Set("customer-help.name", words))
        studio.page.keyboard.press("Tab")
        studio.settled()
        assert studio.session.canvas["customer-worry"].name == words
        expect(studio.card("customer-worry")).to_contain_text(words[:20])
        assert wide(studio) == []
        studio.card("customer-worry").click()
        assert field(studio, "customer-worry.name").input_value() == words

    def test_a_name_of_twenty_thousand_letters_and_a_thousand_tags_break_nothing(
        self, studio: BoardPage
    ) -> None:
        before = studio.page.evaluate(
            "[innerWidth, document.querySelector('.cx-stage').clientWidth, document.querySelector('.cx-inspector').clientWidth]"
        )
        studio.card("customer-worry").click()
        studio.page.keyboard.press("F2")
        studio.page.keyboard.press("Control+a")
        studio.page.keyboard.insert_text("x" * 20_000)
        studio.page.keyboard.press("Tab")
        taken(
            studio,
            Set("customer-worry.tags", tuple(f"tag{n}" for n in range(1000))),
            Set("help.name", "y" * 5000),
            Set("household.name", "z" * 5000),
            Set("concept.title", "t" * 5000),
        )
        studio.settled()
        assert len(str(studio.session.canvas["customer-worry"].name)) == 20_000
        studio.card("customer-worry").click(position={"x": 12, "y": 12})
        for view in ("journey", "canvas", "exchange", "loyalty"):
            studio.page.locator(f"[data-tab={view}]").click()
            expect(studio.page.locator(f"[data-sheet={view}] > *").first).to_be_visible()
            studio.settled()
            assert wide(studio) == [], view
        assert (
            studio.page.evaluate(
                "[innerWidth, document.querySelector('.cx-stage').clientWidth, document.querySelector('.cx-inspector').clientWidth]"
            )
            == before
        )


def wide(board: BoardPage) -> list[str]:
    """What stands out of the page or of its card to the side."""
    found: list[str] = board.page.evaluate(
        """() => document.querySelectorAll(".cx-handle").forEach((one) => one.remove()) || [document.documentElement, ...document.querySelectorAll(".cx-head, .cx-ways, .cx-hands, .cx-inspector, .cx-guide, .cx-say, .cx-notice:not([hidden]), article")]
          .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 2 && getComputedStyle(one).overflowX !== "auto" && getComputedStyle(one).overflowX !== "hidden")
          .map((one) => `${one.tagName}.${one.className} ${one.scrollWidth} > ${one.clientWidth}`)"""
    )
    return found


class TestLines:
    def test_a_page_that_slept_wakes_with_what_happened(self, studio: BoardPage) -> None:
        client = studio.page.context.new_cdp_session(studio.page)
        studio.card("customer-worry").click()
        studio.page.keyboard.press("F2")
        studio.page.keyboard.type(" a lot")
        studio.settled()
        client.send("Page.setWebLifecycleState", {"state": "frozen"})
        for number in range(300):  # more than anybody remembers; all of it is lost on the way
            studio.session.apply(Set("customer-help.name", f"Night {number}"))
        studio.out.clear()
        client.send("Page.setWebLifecycleState", {"state": "active"})
        studio.page.evaluate("document.querySelector('.cx-board').dispatchEvent(new CustomEvent('cx-line'))")
        studio.settled()
        assert studio.page.evaluate(VALUE) == "Does worry a lot"
        studio.page.keyboard.press("Tab")
        expect(studio.card("customer-help")).to_contain_text("Night 299")
        studio.settled()
        words = [
            str(studio.session.canvas["customer-worry"].name),
            studio.page.locator("[data-board=offered]").inner_text(),
        ]
        assert any("Does worry a lot" in one for one in words)

    def test_a_cut_line_keeps_all_edits_in_order(self, studio: BoardPage) -> None:
        studio.page.clock.install()
        studio.page.evaluate("cut = true")
        studio.card("customer-worry").click()
        for words in ("One", "Two"):
            studio.page.keyboard.press("F2")
            studio.page.keyboard.press("Control+a")
            studio.page.keyboard.type(words)
            studio.page.keyboard.press("Tab")
            studio.card("customer-worry").focus()
        studio.card("customer-help").click()
        studio.page.keyboard.press("*")
        studio.page.clock.run_for(600_000)
        banner = studio.page.locator("[data-board=banner]")
        expect(banner).to_contain_text("3 changes are kept here")
        studio.page.evaluate("cut = false")
        banner.get_by_role("button", name="Reconnect").click()
        studio.page.clock.run_for(1000)
        studio.settled()
        assert studio.session.canvas["customer-worry"].name == "Two"
        assert studio.session.canvas["customer-help"].get("moment") is not None
        expect(banner).to_be_hidden()
        assert studio.session.revision == 3

    def test_a_page_shown_anew_goes_on_with_what_was_not_answered(self, studio: BoardPage) -> None:
        studio.page.evaluate("cut = true")
        studio.card("customer-worry").click()
        studio.page.keyboard.type("Unanswered")
        studio.shown_again()
        studio.settled()
        assert studio.session.canvas["customer-worry"].name == "Unanswered"
        expect(studio.card("customer-worry")).to_contain_text("Unanswered")
        assert studio.session.revision == 1

    def test_an_answer_that_got_lost_is_not_done_twice(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        studio.settled()
        studio.page.evaluate("window.hear = () => {}")  # the answer does not arrive
        studio.page.locator("[data-cell='help/customer'] > [data-new]").click()
        studio.page.keyboard.type("Only once")
        studio.page.keyboard.press("Tab")
        studio.page.wait_for_function("sent.some((one) => one.do === 'add')")
        studio.shown_again()
        studio.settled()
        assert [step.name for step in studio.session.canvas.of("step")].count("Only once") == 1
        expect(studio.page.get_by_text("Only once", exact=True).first).to_be_visible()


def act(two: TwoPages, one: One, chance: random.Random) -> None:
    """Something that somebody does, wherever the focus is."""
    page = one.page
    page.bring_to_front()
    kind = chance.random()
    if kind < 0.2:
        page.evaluate(
            "(n) => { const all = [...document.querySelectorAll('article[data-at]')].filter((one) => one.checkVisibility()); all[n % all.length]?.click(); }",
            chance.randrange(99),
        )
    elif kind < 0.5:
        page.keyboard.type(chance.choice(["a", "word", " and ", " é", "日本", f"{FAMILY} "]))
    elif kind < 0.75:
        page.keyboard.press(chance.choice(KEYS))
    elif kind < 0.8:
        page.evaluate(
            "(view) => document.querySelector(`[data-tab=${view}]`).click()",
            chance.choice(["journey", "canvas", "exchange", "loyalty"]),
        )
    elif kind < 0.86:
        page.evaluate(
            "(n) => { const all = [...document.querySelectorAll('.cx-inspector :is(input[type=text], textarea, select)')]; all[n % (all.length || 1)]?.focus(); }",
            chance.randrange(99),
        )
    elif kind < 0.89:
        page.evaluate(
            "(n) => { const all = [...document.querySelectorAll('.cx-stage [data-new]')]; all[n % (all.length || 1)]?.click(); }",
            chance.randrange(99),
        )
    else:
        with contextlib.suppress(CxError, IndexError, KeyError):
            two.session.apply(*random_edits(two.session.canvas, chance))


KEYS = [
    "F2", "Enter", "Escape", "Tab", "Shift+Tab", "*", "!", "+", "/", "Delete", "Control+z", "Control+Shift+z", "Alt+ArrowRight", "Alt+ArrowDown",
    "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "PageUp", "Home",
]  # fmt: skip


@pytest.mark.parametrize("seed", [3, 16])
def test_whatever_two_pages_do_each_shows_the_canvas_in_the_end(context: BrowserContext, seed: int) -> None:
    chance = random.Random(seed)
    two = TwoPages(context, Session(small_canvas()))
    two.settle()
    for step in range(120):
        act(two, chance.choice(two.both), chance)
        for one in two.both:
            if chance.random() < 0.5:
                two.answer(one, chance.randint(1, 5))
            if chance.random() < 0.5:
                one.hear(chance.randint(1, 5))
        if step % 30 == 29:
            two.leave()
            two.settle()
            wrong = two.differences() + two.inspected()
            assert not wrong, f"step {step}: {wrong[0]}"
    assert two.session.revision > 0


def test_nothing_of_a_hostile_canvas_runs_anywhere_in_the_studio(page: Page) -> None:
    board = BoardPage(page, Session(hostile_canvas()), studio=True)
    for view in ("canvas", "exchange", "loyalty", "journey"):
        page.locator(f"[data-tab={view}]").click()
        expect(page.locator(f"[data-sheet={view}] > *").first).to_be_attached()
        board.settled()
    page.evaluate("document.querySelector('article[data-at=h-customer-0]').click()")
    expect(page.locator(".cx-inspector form")).to_be_attached()
    page.evaluate("document.querySelectorAll('.cx-inspector details').forEach((one) => { one.open = true; })")
    for side in ("filters", "trouble"):
        page.locator(f".cx-ways [data-side-open={side}]").click()
        board.settled()
    for words in ("script", "<img src=x onerror=cxRan=1>"):
        page.locator("[data-board=search]").fill(words)
        expect(page.locator("[data-board=found] > *").first).to_be_attached()
        board.settled()
    taken(board, Set("h-step-0.name", "<img src=x onerror=cxRan=1>"), Remove("h-customer-0"))
    board.settled()
    assert page.evaluate("typeof window.cxRan") == "undefined"
    assert (
        page.evaluate(
            "document.querySelectorAll('.cx-board :is(script, iframe, object, embed, link, base, meta, img[src^=http])').length"
        )
        == 0
    )
