"""What a person does on a board, in a browser: select, type, drag, undo, and a kernel that goes away."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from cxcanvas.boards.script import SCRIPT
from cxcanvas.edits import Remove, Set
from cxcanvas.session import Session
from tests.boardrig import small_canvas
from tests.browser.boardpage import BOOT, BoardPage

VALUE = "document.activeElement.value"
FOCUS = "document.activeElement.dataset.at || document.activeElement.dataset.new || document.activeElement.tagName"


@pytest.fixture
def board(page: Page) -> BoardPage:
    return BoardPage(page, Session(small_canvas()))


def box_of(found: Locator) -> FloatRect:
    """Where something is on the screen."""
    box = found.bounding_box()
    assert box is not None
    return box


def drag(page: Page, source: str, target: str, down: float = 0.5) -> None:
    a, b = box_of(page.locator(source).first), box_of(page.locator(target).first)
    page.mouse.move(a["x"] + 20, a["y"] + 12)
    page.mouse.down()
    page.mouse.move(a["x"] + 30, a["y"] + 20)
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] * down, steps=4)


class TestTyping:
    def test_a_click_selects_and_a_second_click_edits_in_place(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        expect(board.page.locator(".cx-inspector h2")).to_contain_text("Does worry")
        board.card("customer-worry").locator("[data-edit]").first.click()
        assert board.page.evaluate(VALUE) == "Does worry"
        board.page.keyboard.type(" a lot")
        board.page.keyboard.press("Escape")
        assert board.session.canvas["customer-worry"].name == "Does worry"
        assert board.page.evaluate(FOCUS) == "customer-worry"

    def test_enter_commits_and_begins_the_next_card_of_the_cell(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("F2")
        for name in (" a lot", "Counts what is left", "Asks her sister"):
            board.page.keyboard.type(name)
            board.page.keyboard.press("Enter")
        board.page.keyboard.press("Escape")
        board.settled()
        assert board.texts("worry/customer") == ["customer-worry", "counts-what-is-left", "asks-her-sister"]
        assert board.session.canvas["customer-worry"].name == "Does worry a lot"
        assert board.page.locator(".cx-ghost, .cx-draft").count() == 0

    def test_letters_replace_what_is_there(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.type("Opens it")
        board.page.keyboard.press("Tab")
        board.settled()
        assert board.session.canvas["customer-worry"].name == "Opens it"

    def test_leaving_commits(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("F2")
        board.page.keyboard.type("!")
        board.card("customer-help").click()
        board.settled()
        assert board.session.canvas["customer-worry"].name == "Does worry!"

    def test_what_is_pasted_is_plain_and_in_one_line(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("F2")
        board.page.evaluate(
            """() => { const data = new DataTransfer(); data.setData("text/plain", " two\\nlines"); data.setData("text/html", "<b>x</b>");
               document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
        )
        assert board.page.evaluate(VALUE) == "Does worrytwo lines"

    def test_the_words_are_there_at_once(self, board: BoardPage) -> None:
        board.page.evaluate("cut = true")
        board.card("customer-worry").click()
        board.page.keyboard.type("Opens it")
        board.page.keyboard.press("Tab")
        assert "Opens it" in board.card("customer-worry").inner_text()

    def test_a_change_by_another_does_not_touch_what_is_typed(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("F2")
        board.page.keyboard.type(" very")
        board.page.keyboard.press("ArrowLeft")
        board.session.apply(Set("customer-worry.name", "Theirs"), Set("customer-help.name", "Also theirs"))
        board.push()
        expect(board.card("customer-help")).to_contain_text("Also theirs")
        assert board.page.evaluate(VALUE) == "Does worry very"
        assert board.page.evaluate("document.activeElement.selectionStart") == len("Does worry ver")
        board.page.keyboard.press("Escape")
        expect(board.card("customer-worry")).to_contain_text("Theirs")

    def test_an_element_that_another_removes_stays_until_the_typing_ends(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("F2")
        board.page.keyboard.type(" very")
        board.session.apply(Remove("customer-worry"))
        board.push()
        assert board.page.evaluate(VALUE) == "Does worry very"
        board.page.keyboard.press("Tab")
        expect(board.page.locator(".cx-say")).to_contain_text("not there any more")
        expect(board.page.locator(".cx-say")).to_contain_text("Does worry very")
        expect(board.card("customer-worry")).to_have_count(0)

    def test_an_unfinished_composition_is_left_alone(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("F2")
        client = board.page.context.new_cdp_session(board.page)
        client.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
        board.session.apply(Set("customer-worry.name", "Theirs"))
        board.push()
        client.send("Input.insertText", {"text": "日本"})
        assert board.page.evaluate(VALUE) == "Does worry日本"

    def test_refused_words_can_be_taken_up_again(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("F2")
        board.page.keyboard.type(" mine")
        board.session.apply(Set("customer-worry.name", "Theirs"))
        board.push()
        board.page.keyboard.press("Tab")
        expect(board.page.locator(".cx-say")).to_contain_text("Somebody else changed this")
        expect(board.card("customer-worry")).to_contain_text("Theirs")
        board.page.get_by_role("button", name="Edit again").click()
        assert board.page.evaluate(VALUE) == "Does worry mine"
        board.page.keyboard.press("Tab")
        board.settled()
        assert board.session.canvas["customer-worry"].name == "Does worry mine"


class TestDragging:
    def test_to_another_stage_and_storyline(self, board: BoardPage) -> None:
        drag(board.page, "article[data-at=customer-worry]", "[data-cell='after/encounter']", 0.9)
        expect(board.page.locator(".cx-drop")).to_have_count(1)
        board.page.mouse.up()
        board.settled()
        step = board.session.canvas["customer-worry"]
        assert (step.stage, step.storyline) == ("after", "encounter")
        assert board.texts("after/encounter") == ["encounter-after", "customer-worry"]
        assert board.page.locator(".cx-drop, .cx-carried").count() == 0

    def test_before_another_card(self, board: BoardPage) -> None:
        drag(board.page, "article[data-at=customer-worry]", "article[data-at=customer-help]", 0.1)
        board.page.mouse.up()
        board.settled()
        assert board.texts("help/customer") == ["customer-worry", "customer-help"]

    def test_escape_puts_it_back(self, board: BoardPage) -> None:
        drag(board.page, "article[data-at=customer-worry]", "[data-cell='after/encounter']")
        board.page.keyboard.press("Escape")
        board.page.mouse.up()
        board.settled()
        assert board.session.revision == 0
        assert board.texts("worry/customer") == ["customer-worry"]

    def test_a_finger_rests_then_drags(self, board: BoardPage) -> None:
        client = board.page.context.new_cdp_session(board.page)
        box = box_of(board.card("customer-worry"))
        to = box_of(board.page.locator("[data-cell='help/customer']"))
        at = {"x": box["x"] + 20, "y": box["y"] + 10}
        client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
        expect(board.page.locator(".cx-carried")).to_have_count(1)
        end = {"x": to["x"] + to["width"] / 2, "y": to["y"] + to["height"] - 4}
        client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [end]})
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        board.settled()
        assert board.session.canvas["customer-worry"].stage == "help"

    def test_alt_and_arrows_move_a_card(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("Alt+ArrowRight")
        board.settled()
        assert board.texts("help/customer") == ["customer-help", "customer-worry"]
        board.page.keyboard.press("Alt+ArrowUp")
        board.settled()
        assert board.texts("help/customer") == ["customer-worry", "customer-help"]
        assert board.page.evaluate(FOCUS) == "customer-worry"
        board.page.keyboard.press("Control+z")
        board.page.keyboard.press("Control+z")
        board.settled()
        assert board.session.canvas == small_canvas()
        assert board.texts("worry/customer") == ["customer-worry"]


class TestFeeling:
    def test_a_point_is_dragged(self, board: BoardPage) -> None:
        point = board.page.locator("[data-point^='customer-worry']").first
        scale = box_of(board.page.locator("[data-scale]").filter(has=point).last)
        box = box_of(point)
        board.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        board.page.mouse.down()
        board.page.mouse.move(box["x"] + box["width"] / 2, scale["y"] + scale["height"] - 1, steps=3)
        board.page.mouse.up()
        board.settled()
        assert board.session.canvas["customer-worry"].emotions["feeling"]["valence"] == -3

    def test_a_point_moves_by_keys(self, board: BoardPage) -> None:
        board.page.locator("[data-point^='customer-worry']").first.focus()
        board.page.keyboard.press("ArrowUp")
        board.settled()
        board.page.keyboard.press("ArrowUp")
        board.settled()
        assert board.session.canvas["customer-worry"].emotions["feeling"]["valence"] == 2


class TestKeys:
    @pytest.mark.parametrize(
        ("key", "kind"), [("!", "finding"), ("+", "finding"), ('"', "evidence"), ("/", "hypothesis")]
    )
    def test_one_key_for_each_sign(self, board: BoardPage, key: str, kind: str) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press(key)
        board.settled()
        assert len(board.session.canvas.of(kind)) == 1

    def test_a_new_pain_is_put_into_words_at_once(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("!")
        expect(board.page.locator("[data-field='pain-does-worry.name']")).to_be_focused()
        board.page.keyboard.type("No way to say so")
        board.page.keyboard.press("Enter")
        board.settled()
        assert board.session.canvas["pain-does-worry"].name == "No way to say so"
        expect(board.card("customer-worry")).to_contain_text("No way to say so")
        assert board.page.evaluate(FOCUS) == "customer-worry"

    def test_the_star(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("*")
        expect(board.card("customer-worry")).to_contain_text("★")
        board.page.keyboard.press("Control+z")
        expect(board.card("customer-worry")).not_to_contain_text("★")
        board.page.keyboard.press("Control+Shift+z")
        expect(board.card("customer-worry")).to_contain_text("★")

    def test_arrows_walk_by_where_things_are(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("ArrowRight")
        assert board.page.evaluate(FOCUS) == "customer-help"

    def test_one_tab_stop_in_the_drawing(self, board: BoardPage) -> None:
        board.card("customer-help").click()
        assert (
            board.page.locator(
                ".cx-stage [data-at][tabindex='0'], .cx-stage [data-new][tabindex='0']"
            ).count()
            == 1
        )
        board.page.locator(".cx-tools [data-do=save]").focus()

    def test_delete_removes_and_selects_a_neighbour(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("Delete")
        expect(board.card("customer-worry")).to_have_count(0)
        assert "customer-worry" not in board.session.canvas
        board.settled()
        assert board.page.evaluate(FOCUS) != "BODY"

    def test_saving_without_a_file_is_said(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("*")
        board.page.keyboard.press("Control+s")
        expect(board.page.locator(".cx-say")).to_contain_text("no file")


class TestInspector:
    def test_a_field_changes_the_canvas(self, board: BoardPage) -> None:
        board.card("encounter-help").click()
        board.page.locator("[data-field='encounter-help.storyline']").select_option("provider")
        board.settled()
        assert board.session.canvas["encounter-help"].storyline == "provider"

    def test_what_cannot_be_is_said_at_the_field(self, board: BoardPage) -> None:
        board.card("customer-help").click()
        board.page.get_by_text("For measuring").click()
        field = board.page.locator("[data-field='customer-help.failure_rate']")
        field.fill("often")
        field.press("Tab")
        expect(board.page.locator(".cx-fault")).to_have_text("Write a number, such as 12 or 1.5.")
        expect(field).to_have_value("often")
        assert board.session.canvas == small_canvas()


class TestWire:
    def test_no_answer_is_said_and_nothing_is_lost(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.settled()
        board.page.evaluate("cut = true")
        board.page.keyboard.type("Unheard")
        board.page.keyboard.press("Tab")
        expect(board.page.locator(".cx-banner")).to_contain_text("The server does not answer", timeout=8000)
        expect(board.page.locator("[data-board=saved]")).to_have_text("Not saved")
        board.session.apply(Set("customer-help.name", "Meanwhile"))
        board.out.clear()
        board.page.evaluate("cut = false")
        board.page.get_by_role("button", name="Reconnect").click()
        expect(board.page.locator(".cx-banner")).to_be_hidden()
        board.settled()
        assert board.session.canvas["customer-worry"].name == "Unheard"
        expect(board.card("customer-help")).to_contain_text("Meanwhile")

    def test_a_page_that_missed_a_revision_pulls(self, board: BoardPage) -> None:
        board.session.apply(Set("customer-help.name", "Lost on the way"))
        board.out.clear()
        board.session.apply(Set("customer-after.name", "Arrived"))
        board.push()
        expect(board.card("customer-help")).to_contain_text("Lost on the way")

    def test_a_kernel_that_ends_is_said_at_once(self, board: BoardPage) -> None:
        board.page.evaluate("kernelStatus(null, 'restarting')")
        expect(board.page.locator(".cx-banner")).to_contain_text("Load the page again")

    def test_work_that_died_with_a_kernel_can_be_done_again(self, board: BoardPage) -> None:
        board.card("customer-worry").click()
        board.page.keyboard.press("*")
        board.settled()
        board.page.evaluate("kernelStatus(null, 'restarting')")
        board.page.keyboard.press("F2")
        board.page.keyboard.type("!")
        board.page.keyboard.press("Tab")
        board.page.evaluate("end()")
        again = Session(small_canvas())
        board.session, board.board = again, type(board.board)(again, view="journey")
        board.board.send = lambda content, buffers=None: board.out.append(content)
        board.page.evaluate(BOOT, [SCRIPT, board.board._beginning()])
        expect(board.page.locator(".cx-banner")).to_contain_text("2 changes are not in the file")
        board.page.get_by_role("button", name="Apply again").click()
        board.settled()
        assert again.canvas["customer-worry"].name == "Does worry!"
        assert again.canvas["customer-worry"].moment

    def test_what_was_drawn_is_not_kept_in_the_widget_state(self, board: BoardPage) -> None:
        assert board.page.evaluate("model.get('_first').html") is None
