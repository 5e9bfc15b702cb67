"""Fast hands in a browser: several at once, what is pasted, copies from board to board, links, pen and keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Locator, Page, Route, expect

from cxcanvas.boards.keys import KEYS
from cxcanvas.edits import Add
from cxcanvas.session import Session
from cxcanvas.values import Frozen
from tests.boardrig import small_canvas
from tests.browser.boardpage import BoardPage

pytestmark = pytest.mark.browser

TABLE = "| | Worry | Afterwards |\n| --- | --- | --- |\n| Customer | Reads the bill | Tells a friend |\n| Backstage | Sums it up | |\n"


@pytest.fixture
def studio(page: Page) -> BoardPage:
    return BoardPage(page, Session(small_canvas()), "journey", studio=True)


def paste(page: Page, text: str) -> None:
    """A paste where the focus is, as the browser tells of it."""
    page.evaluate(
        """(text) => { const bag = new DataTransfer(); bag.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: bag, bubbles: true, cancelable: true })); }""",
        text,
    )


def box_of(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box is not None
    return box


def chosen(studio: BoardPage) -> set[str]:
    found: list[str] = studio.page.locator("article.cx-also").evaluate_all(
        "(all) => all.map((one) => one.dataset.at)"
    )
    return set(found)


def steps_to_undo(studio: BoardPage) -> int:
    count = 0
    while studio.session.undo_label:
        studio.session.undo()
        count += 1
    return count


class TestPasting:
    def test_a_table_is_shown_first_and_then_made_in_one_step(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        paste(studio.page, TABLE)
        dialog = studio.page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_have_text("Paste 1 stage and 3 cards?")
        expect(dialog).to_contain_text("Worry · backstage")
        assert studio.session.revision == 0
        dialog.get_by_role("button", name="Paste").click()
        studio.settled()
        assert studio.session.canvas["reads-the-bill"].stage == "worry"
        assert len(studio.session.canvas) == len(small_canvas()) + 4
        assert steps_to_undo(studio) == 1
        assert studio.session.canvas == small_canvas()

    def test_it_can_be_read_in_another_way_and_given_up(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        paste(studio.page, "One\nTwo\nThree")
        dialog = studio.page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_have_text("Paste 3 cards?")
        dialog.get_by_label("a stage").click()
        expect(dialog.get_by_role("heading")).to_have_text("Paste 3 stages?")
        studio.page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        assert studio.page.evaluate("document.activeElement.dataset.at") == "customer-worry"
        assert studio.session.revision == 0

    def test_several_lines_in_a_new_card_are_offered_as_cards_there(self, studio: BoardPage) -> None:
        studio.page.locator("[data-cell='worry/encounter'] [data-new]").click()
        paste(studio.page, "- Calls\n- Writes")
        studio.page.get_by_role("dialog").get_by_role("button", name="Paste").click()
        studio.settled()
        assert studio.texts("worry/encounter")[-2:] == ["calls", "writes"]
        assert studio.page.locator(".cx-draft").count() == 0

    def test_five_megabytes_are_refused_before_they_are_sent(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        paste(studio.page, "a\tb\n" * 1_250_000)
        expect(studio.page.locator("[data-board=say]")).to_contain_text("too large to paste")
        sent = studio.page.evaluate("window.sent.map((one) => one.do)")
        assert "offer" not in sent and "paste" not in sent
        assert studio.session.revision == 0


class TestSeveral:
    def test_clicks_and_arrows_choose_and_escape_ends_it(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        studio.card("encounter-help").click(modifiers=["ControlOrMeta"])
        assert chosen(studio) == {"customer-worry", "encounter-help"}
        expect(studio.page.locator("[data-board=chosen]")).to_contain_text("2 chosen")
        studio.page.keyboard.press("Escape")
        assert chosen(studio) == set()
        studio.card("customer-worry").click()
        studio.page.keyboard.press("Shift+ArrowRight")
        studio.page.keyboard.press("Shift+ArrowRight")
        assert len(chosen(studio)) == 3
        studio.page.keyboard.press("Shift+ArrowLeft")
        assert len(chosen(studio)) == 2

    def test_a_range_of_a_cell_all_of_it_and_what_is_done_is_one_step(self, studio: BoardPage) -> None:
        studio.page.locator("[data-cell='worry/customer'] [data-new]").click()
        for name in ("Asks", "Looks", "Waits"):
            studio.page.keyboard.type(name)
            studio.page.keyboard.press("Enter")
        studio.page.keyboard.press("Escape")
        studio.settled()
        before = studio.session.canvas
        studio.card("asks").click()
        studio.card("waits").click(modifiers=["Shift"])
        assert chosen(studio) == {"asks", "looks", "waits"}
        studio.page.keyboard.press("Control+a")
        assert chosen(studio) == {"customer-worry", "asks", "looks", "waits"}
        for key in ("*", "!", "Control+d", "Delete"):
            studio.page.keyboard.press(key)
            studio.settled()
            assert studio.session.canvas != before, key
            studio.page.keyboard.press("Control+z")
            studio.settled()
            assert studio.session.canvas == before, key
            studio.card("asks").click()
            studio.page.keyboard.press("Control+a")

    def test_the_board_stays_where_it_is_when_a_question_comes(self, studio: BoardPage) -> None:
        top = "document.querySelector('.cx-stage').getBoundingClientRect().top"
        before = studio.page.evaluate(top)
        expect(studio.page.locator(".cx-ask")).to_be_visible()
        assert studio.page.evaluate(top) == before

    def test_a_card_goes_where_it_is_let_go_however_fast(self, studio: BoardPage) -> None:
        """Press, move and release within one frame: no frame has seen the place yet."""
        studio.card("customer-worry").scroll_into_view_if_needed()
        studio.page.evaluate(
            """() => {
              const card = document.querySelector("article[data-at=customer-worry]");
              const from = card.getBoundingClientRect();
              const to = document.querySelector("[data-cell='after/encounter']").getBoundingClientRect();
              const fire = (name, x, y) => card.dispatchEvent(new PointerEvent(name, {
                bubbles: true, cancelable: true, pointerId: 1, pointerType: "mouse", button: 0, clientX: x, clientY: y }));
              fire("pointerdown", from.x + 20, from.y + 10);
              fire("pointermove", from.x + 40, from.y + 20);
              fire("pointermove", to.x + to.width / 2, to.bottom - 4);
              fire("pointerup", to.x + to.width / 2, to.bottom - 4);
            }"""
        )
        studio.settled()
        assert studio.texts("after/encounter") == ["encounter-after", "customer-worry"]

    def test_all_are_dragged(self, studio: BoardPage) -> None:
        expect(studio.page.locator(".cx-ask")).to_be_visible()
        studio.card("customer-worry").click()
        studio.card("encounter-worry").click(modifiers=["ControlOrMeta"])
        a = box_of(studio.card("customer-worry"))
        b = box_of(studio.page.locator("[data-cell='after/encounter']"))
        studio.page.mouse.move(a["x"] + 20, a["y"] + 10)
        studio.page.mouse.down()
        studio.page.mouse.move(a["x"] + 40, a["y"] + 20)
        studio.page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] - 4, steps=4)
        studio.page.mouse.up()
        studio.settled()
        assert studio.texts("after/encounter") == ["encounter-after", "customer-worry", "encounter-worry"]
        studio.page.keyboard.press("Control+z")
        studio.settled()
        assert studio.session.canvas == small_canvas()
        assert studio.texts("worry/encounter") == ["encounter-worry"]


class TestCopying:
    def test_cards_go_from_one_concept_to_another(self, context: BrowserContext) -> None:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        boards = [self.opened(context), self.opened(context)]
        here, there = boards
        here.page.bring_to_front()
        here.card("customer-worry").click()
        here.card("customer-help").click(modifiers=["ControlOrMeta"])
        here.page.keyboard.press("Control+x")
        here.page.wait_for_function("document.querySelectorAll('[data-at=customer-help]').length === 0")
        here.settled()
        assert "customer-worry" not in here.session.canvas
        assert steps_to_undo(here) == 1
        there.page.bring_to_front()
        there.card("encounter-after").click()
        there.page.keyboard.press("Control+v")
        dialog = there.page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_have_text("Paste 2 cards?")
        dialog.get_by_role("button", name="Paste").click()
        there.settled()
        assert {"does-worry", "does-help"} <= set(there.session.canvas)

    @staticmethod
    def opened(context: BrowserContext) -> BoardPage:
        page = context.new_page()

        def answer(route: Route) -> None:
            route.fulfill(body="<!doctype html><title>Board</title>", content_type="text/html")

        page.route("http://localhost/board", answer)
        page.goto("http://localhost/board")
        return BoardPage(page, Session(small_canvas()), "journey", studio=True)


class TestLinking:
    def test_a_line_is_drawn_from_one_to_the_other(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        a = box_of(studio.page.locator(".cx-handle"))
        b = box_of(studio.card("encounter-help"))
        studio.page.mouse.move(a["x"] + 9, a["y"] + 9)
        studio.page.mouse.down()
        studio.page.mouse.move(b["x"] + 20, b["y"] + 10, steps=4)
        expect(studio.page.locator(".cx-target[data-at=encounter-help]")).to_have_count(1)
        studio.page.mouse.up()
        studio.settled()
        expect(studio.page.locator("[data-board=say]")).to_have_text(
            "Linked “Does worry”: meets → “Meets help”."
        )
        assert studio.session.canvas["customer-worry"]["meets"] == ("encounter-help",)
        assert steps_to_undo(studio) == 1

    def test_where_two_ways_make_sense_both_are_offered_in_words(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        a = box_of(studio.page.locator(".cx-handle"))
        b = box_of(studio.card("customer-help"))
        studio.page.mouse.move(a["x"] + 9, a["y"] + 9)
        studio.page.mouse.down()
        studio.page.mouse.move(b["x"] + 20, b["y"] + 10, steps=4)
        studio.page.mouse.up()
        dialog = studio.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert "{" not in dialog.inner_text()
        dialog.locator("[data-way]").first.click()
        studio.settled()
        assert "customer-help" in str(dict(studio.session.canvas["customer-worry"].fields))
        assert steps_to_undo(studio) == 1

    def test_escape_lets_the_line_go(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        a = box_of(studio.page.locator(".cx-handle"))
        b = box_of(studio.card("encounter-help"))
        studio.page.mouse.move(a["x"] + 9, a["y"] + 9)
        studio.page.mouse.down()
        studio.page.mouse.move(b["x"] + 20, b["y"] + 10, steps=4)
        expect(studio.page.locator(".cx-thread")).to_have_count(1)
        studio.page.keyboard.press("Escape")
        expect(studio.page.locator(".cx-thread, .cx-target, .cx-linking-now")).to_have_count(0)
        studio.page.mouse.up()
        studio.settled()
        assert studio.session.revision == 0

    def test_by_search_with_the_keyboard_alone(self, studio: BoardPage) -> None:
        studio.card("encounter-help").click()
        studio.page.keyboard.press(">")
        dialog = studio.page.get_by_role("dialog")
        expect(dialog.get_by_role("combobox")).to_be_focused()
        studio.page.keyboard.type("Phone")
        expect(dialog.get_by_role("option")).to_have_count(1)
        studio.page.keyboard.press("Enter")
        studio.settled()
        if dialog.is_visible():
            dialog.locator("[data-way]").first.press("Enter")
            studio.settled()
        assert "phone" in str(dict(studio.session.canvas["encounter-help"].fields))


class TestPointers:
    @pytest.mark.parametrize("ends", ["released", "cancelled"])
    def test_a_pen_drags_at_once(self, studio: BoardPage, ends: str) -> None:
        client = studio.page.context.new_cdp_session(studio.page)
        a = box_of(studio.card("customer-worry"))
        b = box_of(studio.page.locator("[data-cell='help/customer']"))
        places = [
            ("mousePressed", a["x"] + 20, a["y"] + 10),
            ("mouseMoved", a["x"] + 40, a["y"] + 20),
            ("mouseMoved", b["x"] + b["width"] / 2, b["y"] + b["height"] - 4),
        ]
        for kind, x, y in places:
            client.send(
                "Input.dispatchMouseEvent",
                {
                    "type": kind,
                    "x": x,
                    "y": y,
                    "button": "left",
                    "buttons": 1,
                    "clickCount": 1,
                    "pointerType": "pen",
                },
            )
        expect(studio.page.locator(".cx-carried")).to_have_count(1)
        if ends == "cancelled":
            studio.page.locator(".cx-board").dispatch_event("pointercancel")
        _, x, y = places[-1]
        client.send(
            "Input.dispatchMouseEvent",
            {
                "type": "mouseReleased",
                "x": x,
                "y": y,
                "button": "left",
                "buttons": 0,
                "clickCount": 1,
                "pointerType": "pen",
            },
        )
        studio.settled()
        assert studio.page.locator(".cx-carried").count() == 0
        assert studio.session.canvas["customer-worry"].stage == ("help" if ends == "released" else "worry")


class TestKeys:
    def test_a_question_mark_shows_every_key(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        studio.page.keyboard.press("?")
        dialog = studio.page.get_by_role("dialog")
        for heading, keys in KEYS:
            expect(dialog.get_by_role("heading", name=heading, exact=True)).to_be_visible()
            for _, what in keys:
                expect(dialog.get_by_text(what, exact=True).first).to_be_visible()
        studio.page.keyboard.press("Escape")
        assert studio.page.evaluate("document.activeElement.dataset.at") == "customer-worry"

    @pytest.mark.parametrize(
        ("key", "kind"), [("!", "finding"), ("+", "finding"), ('"', "evidence"), ("/", "hypothesis")]
    )
    def test_one_key_for_each_sign(self, studio: BoardPage, key: str, kind: str) -> None:
        studio.card("customer-worry").click()
        studio.page.keyboard.press(key)
        studio.settled()
        assert len(studio.session.canvas.ids(kind)) == 1

    def test_signs_are_letters_where_somebody_types(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        studio.page.keyboard.press("F2")
        studio.page.keyboard.type(' *!+"/>?')
        studio.page.keyboard.press("Enter")
        studio.page.keyboard.press("Escape")
        studio.settled()
        assert studio.session.canvas["customer-worry"].name == 'Does worry *!+"/>?'


class TestNothingUnseen:
    def test_what_is_not_on_the_board_is_not_deleted(self, studio: BoardPage) -> None:
        page = studio.page
        page.get_by_role("tab", name="Exchange").click()
        studio.settled()
        only = page.locator("[data-sheet=exchange] [data-at=us]").first
        only.click()
        page.get_by_role("tab", name="Journey").click()
        studio.settled()
        assert studio.page.locator("[data-sheet=journey] [data-at=us]").count() == 0
        before = studio.session.canvas
        page.locator(".cx-hands [data-do=remove]").click()
        expect(page.locator("[data-board=say]")).to_contain_text("not on this board")
        assert studio.session.canvas is before

    def test_after_a_row_of_new_cards_the_last_one_is_chosen(self, studio: BoardPage) -> None:
        studio.card("customer-worry").click()
        studio.page.locator("[data-cell='help/customer'] > [data-new]").click()
        for words in ("Waits", "Calls"):
            studio.page.locator(".cx-type").fill(words)
            studio.page.keyboard.press("Enter")
        studio.settled()
        studio.page.keyboard.press("Escape")
        studio.settled()
        expect(studio.card("calls")).to_be_focused()
        studio.page.keyboard.press("Delete")
        studio.settled()
        assert "calls" not in studio.session.canvas and "customer-worry" in studio.session.canvas

    def test_enter_in_the_middle_of_a_list_goes_on_there(self, studio: BoardPage) -> None:
        studio.session.apply(Add("step", "last", Frozen(name="Last", storyline="customer", stage="help")))
        studio.push()
        studio.card("customer-help").click()
        studio.page.keyboard.press("F2")
        studio.page.keyboard.type("!")
        studio.page.keyboard.press("Enter")
        studio.settled()
        studio.page.keyboard.type("Between")
        studio.page.keyboard.press("Enter")
        studio.settled()
        cell = studio.page.locator("[data-cell='help/customer'] article[data-at]")
        assert [one.get_attribute("data-at") for one in cell.all()] == ["customer-help", "between", "last"]
        assert list(studio.session.canvas.ids("step")).index("between") < list(
            studio.session.canvas.ids("step")
        ).index("last")

    def test_five_megabytes_in_one_line_are_refused_at_once(self, studio: BoardPage) -> None:
        studio.card("customer-help").click()
        studio.page.keyboard.press("F2")
        studio.page.keyboard.press("End")
        paste(studio.page, "x" * 5_000_000)
        expect(studio.page.locator("[data-board=say]")).to_contain_text("5.0 million characters")
        expect(studio.page.locator(".cx-type")).to_have_value("Does help")

    def test_the_keys_are_shown_before_anything_has_the_focus(self, studio: BoardPage) -> None:
        studio.page.evaluate("document.activeElement.blur()")
        studio.page.keyboard.press("?")
        expect(studio.page.get_by_role("dialog")).to_be_visible()

    def test_a_sign_without_a_card_is_answered(self, studio: BoardPage) -> None:
        studio.page.locator("[data-cell='help/customer'] > [data-new]").focus()
        studio.page.keyboard.press("!")
        expect(studio.page.locator("[data-board=say]")).to_contain_text("A sign belongs to a card")
        assert not studio.session.canvas.of("finding")
