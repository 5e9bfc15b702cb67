"""Two people changed the same places: the studio shows both, one after the other, and a click or a key decides."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set
from cxcanvas.session import Session
from cxcanvas.versions import conflicts, settled
from tests.boardrig import contested_canvas
from tests.browser.boardpage import BoardPage
from tests.browser.twopages import TwoPages
from tests.hostile import STRINGS

pytestmark = pytest.mark.browser

FOCUS = "(() => { const a = document.activeElement; return [a.dataset.take ?? null, a.dataset.place ?? null, !!a.closest('.cx-notice')]; })()"


@pytest.fixture
def studio(page: Page) -> BoardPage:
    return BoardPage(page, Session(contested_canvas()), studio=True)


def places(canvas: Canvas) -> list[str]:
    return [one.address for one in conflicts(canvas)]


def test_what_waits_is_said_at_the_top_at_the_card_and_in_trouble(studio: BoardPage) -> None:
    page = studio.page
    expect(page.locator("[data-board=notice]")).to_contain_text("Two people changed the same 6 places.")
    expect(studio.card("customer-worry").locator(".cv-wrong")).to_have_text(["✕does not fit: two versions"])
    page.locator("[data-side-open=trouble]").first.click()
    trouble = page.locator("[data-board=trouble]")
    expect(trouble.locator(".cx-decide")).to_have_count(6)
    expect(trouble).to_contain_text("Each side alone holds together, both do not")
    trouble.get_by_role("button", name="Name of “Does worry”", exact=True).click()
    expect(page.locator(".cx-inspector .cx-decide")).to_have_count(2)
    note = page.locator(".cx-inspector [data-decide='customer-worry.note']")
    expect(note.locator("ins").first).to_be_visible()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}}).response
    assert [f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in found["violations"]] == []


def test_a_click_decides_one_place_and_undo_asks_again(studio: BoardPage) -> None:
    page = studio.page
    studio.card("customer-worry").click()
    name = page.locator(".cx-inspector [data-decide='customer-worry.name']")
    expect(name).to_contain_text("Worries at night")
    expect(name).to_contain_text("Worries by day")
    name.get_by_role("button", name="Take theirs").click()
    expect(name).to_have_count(0)
    expect(page.locator("[data-board=say]")).to_have_text(
        "Took theirs: name of “Does worry”. 5 places are left to decide."
    )
    expect(studio.card("customer-worry")).to_contain_text("Worries by day")
    expect(page.locator("[data-board=notice]")).to_contain_text("the same 5 places")
    page.keyboard.press("Control+z")
    expect(name).to_be_visible()
    expect(studio.card("customer-worry")).to_contain_text("Does worry")
    expect(page.locator("[data-board=notice]")).to_contain_text("the same 6 places")
    page.locator(".cx-inspector [data-decide='customer-worry.note']").get_by_role(
        "button", name="Keep both"
    ).click()
    studio.settled()
    note = str(studio.session.canvas["customer-worry"].note)
    assert "does not send it" in note
    assert "hangs up, twice" in note


@pytest.mark.parametrize(("take", "side"), [("Keep mine", "local"), ("Take theirs", "remote")])
def test_all_of_it_by_keyboard_one_after_the_other(studio: BoardPage, take: str, side: str) -> None:
    page, before = studio.page, studio.session.canvas
    waiting = len(places(before))
    studio.card("encounter-after").focus()
    for _ in range(12):
        page.keyboard.press("F6")
        if page.evaluate(FOCUS)[2]:
            break
    for left in range(waiting, 0, -1):
        expect(page.locator("[data-board=notice] button").first).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.dataset.take")
        assert page.evaluate(FOCUS)[0] == "local"
        if side == "remote":
            page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_contain_text(take)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "(n) => (document.querySelector('.cx-notice').textContent.match(/same (\\d+)/)?.[1] ?? 0) !== String(n)",
            arg=left,
        )
        studio.settled()
        assert len(places(studio.session.canvas)) == left - 1
    expect(page.locator("[data-board=notice]")).to_be_hidden()
    page.wait_for_function(
        "document.activeElement.closest('.cx-board') && document.activeElement !== document.body"
    )
    assert studio.session.canvas == settled(before, side, places(before))  # type: ignore[arg-type]


def test_all_at_once_is_one_step(studio: BoardPage) -> None:
    before = studio.session.canvas
    studio.page.get_by_role("button", name="Keep all mine").click()
    expect(studio.page.locator("[data-board=notice]")).to_be_hidden()
    assert studio.session.canvas == settled(before, "local", places(before))
    studio.page.keyboard.press("Control+z")
    expect(studio.page.locator("[data-board=notice]")).to_contain_text("6 places")
    assert studio.session.canvas == before


def test_a_board_alone_decides_what_is_about_no_card_in_its_line(page: Page) -> None:
    canvas = contested_canvas()
    record = canvas.records["conflicts"]
    assert isinstance(record, dict)
    canvas = cx.apply(canvas, Set("conflicts", {"stage": record["stage"], "step": record["stage"]}))
    board = BoardPage(page, Session(canvas))
    notice = page.locator("[data-board=notice]")
    expect(notice).to_contain_text("Next: the order of the stages.")
    notice.get_by_role("button", name="Keep mine", exact=True).click()
    board.settled()
    assert board.session.canvas.ids("stage")[0] == "later"
    expect(notice.get_by_role("button")).to_have_text(["Keep mine", "Take theirs"])


def test_who_only_reads_is_told_and_asked_nothing(page: Page) -> None:
    board = BoardPage(page, Session(contested_canvas(), read_only="Only to read."), studio=True)
    expect(page.locator("[data-board=notice]")).to_contain_text("the same 6 places")
    expect(page.locator("[data-board=notice] button")).to_have_text(["Show the next"])
    board.card("customer-worry").click()
    expect(page.locator(".cx-inspector .cx-decide").first).to_contain_text("Worries at night")
    expect(page.locator(".cx-inspector [data-take]").first).to_be_hidden()


def test_one_types_while_another_decides(context: BrowserContext) -> None:
    two = TwoPages(context, Session(contested_canvas()))
    two.settle()
    one, other = two.both
    for each in two.both:
        each.page.bring_to_front()
        each.page.locator("article[data-at=customer-worry]").click()
        two.settle()
    one.page.bring_to_front()
    field = one.page.locator(".cx-inspector [data-field='customer-worry.name']")
    field.click()
    field.press("End")
    one.page.keyboard.type(" and waits")
    other.page.evaluate(
        "document.querySelector(\".cx-inspector [data-decide='customer-worry.note'] [data-take=remote]\").click()"
    )
    other.page.evaluate("() => new Promise((done) => setTimeout(done, 0))")
    two.answer(other)
    one.hear(100)  # asserts that caret and words stay
    assert one.page.evaluate("document.activeElement.value") == "Does worry and waits"
    one.page.keyboard.press("Tab")
    two.settle()
    assert two.session.canvas["customer-worry"].name == "Does worry and waits"
    assert "hangs up" in str(two.session.canvas["customer-worry"].note)
    now = one.page.locator(".cx-inspector [data-decide='customer-worry.name']")
    expect(now).to_contain_text("Stands there now")
    expect(now).to_contain_text("Does worry and waits")


def test_nothing_in_a_conflict_runs(page: Page) -> None:
    record = {
        f"customer-{stage}.{field}": {
            "base": words,
            "local": f"{words} a",
            "remote": f"{words} b",
            "why": words,
        }
        for stage in ("worry", "help", "after")
        for field, words in zip(("name", "note", "thinks", "needs"), STRINGS[::7], strict=False)
    }
    odd = {
        words[:150]: {"base": words, "local": {"step": {words[:40]: words}}, "remote": [words]}
        for words in STRINGS[:12]
    }
    canvas = cx.apply(contested_canvas(), Set("conflicts", {**record, **odd}))
    board = BoardPage(page, Session(canvas), studio=True)
    page.locator("[data-side-open=trouble]").first.click()
    expect(page.locator("[data-board=trouble] .cx-decide").first).to_be_visible()
    board.card("customer-worry").click()
    expect(page.locator(".cx-inspector .cx-decide").first).to_be_visible()
    page.get_by_role("button", name="Show the next").click()
    for take in ("Keep mine", "Take theirs", "Leave as it stands"):
        page.locator(f"[data-board=trouble] [data-take]:has-text('{take}')").last.click()
        board.settled()
    assert page.evaluate("typeof window.cxRan") == "undefined"
    assert (
        page.evaluate(
            "document.querySelectorAll('.cx-board :is(script, iframe, object, embed, img[src])').length"
        )
        == 0
    )


_OTHER = """
import sys, cxcanvas as cx
session = cx.open(sys.argv[1])
session.apply(cx.Set("care-call.name", "Their call"), cx.Set("home-check.note", "Theirs alone"))
session.save()
session.close()
"""


def test_another_program_saves_the_same_words_and_this_page_asks(page: Page, example_copy: Path) -> None:
    session = cx.open(example_copy)
    board = BoardPage(page, session, studio=True)
    page.locator("[data-board=autosave]").uncheck()
    board.card("care-call").click()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("My call")
    page.keyboard.press("Tab")
    board.settled()
    subprocess.run([sys.executable, "-c", _OTHER, str(example_copy)], check=True, timeout=60)
    page.keyboard.press("Control+s")
    notice = page.locator("[data-board=notice]")
    expect(notice).to_contain_text("Not saved: somebody else changed name of “Care call” as well")
    assert cx.load(example_copy)["care-call"].name == "Their call"
    assert session.canvas["home-check"].note == "Theirs alone"
    decide = page.locator(".cx-inspector [data-decide='care-call.name']")
    board.card("care-call").click()
    expect(decide).to_contain_text("My call")
    expect(decide).to_contain_text("Their call")
    decide.get_by_role("button", name="Keep both").click()
    expect(notice).to_be_hidden()
    board.settled()
    assert cx.load(example_copy)["care-call"].name == "My call / Their call"
    assert cx.load(example_copy) == session.canvas
    session.close()


def test_a_file_full_of_marks_says_so_is_decided_and_saved_whole(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "care.cx.yaml"
    text = cx.dumps(contested_canvas()).partition("conflicts:")[0]
    marks = "<<<<<<< HEAD\n    name: Worries at night\n=======\n    name: Worries by day\n>>>>>>> ada\n"
    assert "    name: Does worry\n" in text
    path.write_text(text.replace("    name: Does worry\n", marks, 1), "utf-8")
    studio = BoardPage(page, cx.open(path), studio=True)
    notice, saved = page.locator("[data-board=notice]"), page.locator("[data-board=saved]")
    expect(notice).to_contain_text("Git left both sides of a merge in this file: here they are together.")
    expect(notice).to_contain_text("Two people changed the same place: name of")
    expect(saved).to_have_text("Not saved")
    expect(page.locator("[data-board=count]")).to_contain_text("✕ 1")
    notice.get_by_role("button", name="Show it").click()
    page.locator(".cx-inspector .cx-decide").get_by_role("button", name="Take theirs").click()
    expect(notice).to_be_hidden()
    studio.settled()
    page.keyboard.press("Control+s")
    expect(saved).to_contain_text("Saved at")
    assert "<<<<<<<" not in path.read_text("utf-8")
    assert cx.load(path)["customer-worry"].name == "Worries by day"
    assert places(cx.load(path)) == []
    assert any((tmp_path / ".cxcanvas" / "marked").iterdir()), "the text as it was is kept"
