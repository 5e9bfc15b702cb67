"""The review among the boards, in a real browser: what is said there is kept, what is typed stays, cards lead to comments."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import cxcanvas as cx
from cxcanvas import places
from cxcanvas.review import Who, draft
from cxcanvas.store.reviews import ReviewFile
from tests.browser.boardpage import BoardPage
from tests.hostile import STRINGS
from tests.test_serve_review import begin

pytestmark = pytest.mark.browser


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A concept under review, with a risk and a change at one card."""
    path = tmp_path / "care.cx.yaml"
    review = begin(path)
    say(path, review, "Dana", type="risk", text="Who calls back?")
    change = {"op": "set", "address": "care-call.name", "value": "Help call"}
    say(path, review, "Wei", type="correction", text="They say so", edits=[change])
    return path


def say(path: Path, review: str, by: str, **data: object) -> None:
    ReviewFile(path).append(draft("comment", review, {"about": "care-call", **data}), Who.named(by))


def introduced(page: Page) -> None:
    page.get_by_label("Say who you are").fill("Ines")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".rv-me")).to_contain_text("You are Ines")


def test_a_card_leads_to_its_comments_and_a_change_is_taken_over_and_undone(page: Page, path: Path) -> None:
    board = BoardPage(page, cx.open(path), studio=True)
    card = page.locator(".cx-card[data-at=care-call]").first
    expect(card).to_have_attribute("data-said", "2")
    expect(page.get_by_role("tab", name="Review 2 open comments")).to_be_visible()
    card.click()
    page.get_by_role("button", name="2 comments open here: show").click()
    expect(page.get_by_text("Who calls back?")).to_be_in_viewport()
    introduced(page)
    page.get_by_role("link", name=re.compile("settle the correction of Wei")).click()
    page.get_by_role("button", name="Take the change over").click()
    expect(page.get_by_role("tab", name="Review 1 open comments")).to_be_visible()
    assert board.session.canvas["care-call"].title == "Help call"
    page.get_by_role("link", name="Help call").click()
    expect(card).to_have_attribute("data-said", "1")
    page.locator("[data-do=undo]").click()
    expect(card).to_contain_text("Care call")


def test_what_is_being_typed_stays_when_somebody_else_speaks(page: Page, path: Path) -> None:
    board = BoardPage(page, cx.open(path), view="review", studio=True)
    introduced(page)
    words = page.get_by_label("What do you want to say?")
    words.fill("Half a sentence")
    page.get_by_label("Reason").first.count()
    review = next(iter(ReviewFile(path).state().reviews))
    say(path, review, "Tomasz", type="idea", text="Comes in between")
    with board.session.lock:
        board.board.desk._said_more()
    board.push()
    page.locator("[data-board=search]").focus()
    expect(page.get_by_text("Comes in between")).to_be_visible()
    expect(words).to_have_value("Half a sentence")
    page.get_by_label("About").first.select_option("care-call")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".rv-comment").filter(has_text="Half a sentence")).to_be_visible()
    expect(words).to_have_value("")


def test_what_is_refused_is_said_and_nothing_typed_is_lost(page: Page, path: Path) -> None:
    BoardPage(page, cx.open(path), view="review", studio=True)
    introduced(page)
    page.get_by_role("link", name=re.compile("settle the risk of Dana")).click()
    page.get_by_role("button", name="Won’t do").click()
    expect(page.get_by_text(re.compile("reason", re.IGNORECASE)).last).to_be_visible()
    expect(
        page.locator(".rv-comment").filter(has_text="Who calls back?").locator(".rv-status")
    ).to_have_count(0)


def test_the_record_is_shown_above_the_board(page: Page, path: Path) -> None:
    BoardPage(page, cx.open(path), view="review", studio=True)
    page.get_by_role("link", name="The record so far").click()
    dialog = page.get_by_role("dialog", name="Decision record")
    expect(dialog).to_contain_text("Concept review")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_hostile_words_run_nothing(page: Page, path: Path) -> None:
    review = next(iter(ReviewFile(path).state().reviews))
    for words in STRINGS[:20]:
        say(path, review, "Mallory", type="idea", text=words)
    BoardPage(page, cx.open(path), view="review", studio=True)
    introduced(page)
    assert not page.evaluate("Boolean(window.cxRan)")


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_is_wrong_for_axe(page: Page, path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    BoardPage(page, cx.open(path), view="review", studio=True)
    introduced(page)
    found = Axe().run(page, "[data-sheet=review]").response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


def test_a_comment_is_pinned_to_a_place_on_a_board_and_found_there_again(page: Page, path: Path) -> None:
    board = BoardPage(page, cx.open(path), view="journey", studio=True)
    page.get_by_role("tab", name=re.compile("^Review")).click()
    introduced(page)
    words = page.get_by_label("What do you want to say?")
    words.fill("What happens here?")
    page.get_by_role("button", name="Point at a place").click()
    expect(page.locator("[data-sheet=journey]")).to_be_visible()
    page.keyboard.press("Escape")  # not now: what was typed is there
    expect(words).to_have_value("What happens here?")
    page.get_by_role("button", name="Point at a place").click()
    card = page.locator("[data-sheet=journey] .cx-card[data-at=sees-the-bill]").first
    card.click()
    expect(page.get_by_text("A place on the board Journey is chosen.")).to_be_visible()
    expect(page.get_by_label("About").first).to_have_value("sees-the-bill")
    expect(words).to_have_value("What happens here?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".rv-comment").filter(has_text="What happens here?")).to_be_visible()
    expect(page.get_by_text("is chosen.")).to_have_count(0)
    [comment] = [
        one for one in next(iter(ReviewFile(path).state().reviews.values())).comments.values() if one.place
    ]
    assert comment.place is not None
    assert (comment.about, comment.place["view"]) == ("sees-the-bill", "journey")
    page.get_by_role("tab", name="Journey").click()
    pin = page.get_by_role("button", name="A comment at this place: show it")
    here, there = pin.bounding_box(), card.bounding_box()
    assert here is not None and there is not None
    assert there["x"] < here["x"] + here["width"] / 2 < there["x"] + there["width"]
    assert there["y"] - 4 < here["y"] + here["height"] < there["y"] + there["height"] + 14
    pin.click()
    expect(page.locator(".rv-comment").filter(has_text="What happens here?")).to_be_in_viewport()
    assert board.session.canvas == cx.load(path), "to point changes nothing in the concept"


def test_variants_are_chosen_at_the_opening_and_stand_side_by_side(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "care.cx.yaml"
    shutil.copy(places.example(), path)
    other = cx.apply(
        cx.load(path), cx.Set("concept.title", "Bot first"), cx.Set("care-call.name", "Bot call")
    )
    cx.save(other, tmp_path / "bot-first.cx.yaml")
    page.set_viewport_size({"width": 1400, "height": 900})
    BoardPage(page, cx.open(path), view="review", studio=True)
    page.get_by_label("Say who you are").fill("Ines")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Who of them meets customers?").fill("Ines")
    page.locator("summary", has_text="Variants and earlier decisions").click()
    page.get_by_label("Bot first").check()
    page.get_by_role("button", name="Open the review").click()
    options = page.locator(".rv-option")
    expect(options).to_have_count(2)
    expect(options.first.locator(".rv-drawn")).to_contain_text("Bot call")
    left, right = (options.nth(place).bounding_box() for place in (0, 1))
    assert left is not None and right is not None
    assert left["y"] == right["y"]
    page.get_by_role("link", name="Exchange of each option").click()
    expect(page.get_by_role("link", name="Exchange of each option")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="Exchange of each option")).to_be_focused()
    assert Axe().run(page, "[data-sheet=review]").response["violations"] == []
    page.get_by_role("link", name="Compare with the version under review").click()
    expect(page.locator("[data-sheet=compare] .cv-versions")).to_contain_text("Bot first")
    page.get_by_role("tab", name="Review").click()
    page.get_by_role("link", name=re.compile("Look at it.*Bonds")).click()
    expect(page.locator("[data-sheet=loyalty]")).to_be_visible()


def test_links_of_the_review_lead_somewhere(page: Page, path: Path) -> None:
    BoardPage(page, cx.open(path), view="review", studio=True)
    introduced(page)
    page.get_by_role("link", name="Your decision is asked for").click()
    expect(page.get_by_role("heading", name="The decision")).to_be_in_viewport()
    expect(page.locator("[data-board=say]")).not_to_contain_text("not there any more")
    page.get_by_role("link", name="Open another review").click()
    expect(page.get_by_label("What is it called?")).to_be_in_viewport()
    page.get_by_role("button", name="Back to the review").click()
    page.get_by_role("link", name="The record so far").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("h1")).to_be_in_viewport()
    with page.expect_download() as saved:
        dialog.get_by_role("link", name="Save as Markdown").click()
    assert "Shall we build it?" in saved.value.path().read_text()
    dialog.get_by_role("link", name="Back to the review").click()
    expect(dialog).to_be_hidden()
    page.locator(".rv-over a").click()
    expect(page.locator("[data-sheet=review]")).to_have_count(0)


def test_dots_that_are_left_are_counted_while_they_are_given(page: Page, path: Path) -> None:
    BoardPage(page, cx.open(path), view="review", studio=True)
    introduced(page)
    expect(page.locator("[data-left]")).to_have_text("2 left")
    page.locator("[name^='dots:']").first.fill("3")
    expect(page.locator("[data-left]")).to_have_text("1 too many")


def test_what_is_sent_again_after_a_lost_answer_counts_once(page: Page, path: Path) -> None:
    BoardPage(page, cx.open(path), view="review", studio=True)
    introduced(page)

    def written() -> int:
        every = next(iter(ReviewFile(path).state().reviews.values())).comments.values()
        return sum(one.text == "Once is enough" for one in every)

    page.evaluate(
        "() => { window.listening = window.hear; window.hear = () => {}; }"
    )  # what is answered is lost
    page.get_by_label("What do you want to say?").fill("Once is enough")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.wait_for_function("sent.some(({ form }) => form?.do[0] === 'comment')")
    page.evaluate("() => { window.hear = window.listening; }")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.get_by_role("button", name="Reconnect").click()  # what was drawn is lost, too
    expect(page.locator(".rv-comment", has_text="Once is enough")).to_have_count(1)
    assert written() == 1
    page.get_by_label("What do you want to say?").fill("Once is enough")  # who says it again means it
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".rv-comment", has_text="Once is enough")).to_have_count(2)
    keys = page.evaluate(
        "sent.filter(({ form }) => form?.do[0] === 'comment').map(({ form }) => form.once[0])"
    )
    assert len(set(keys)) == 2 < len(keys)
    assert written() == 2


def test_what_was_said_while_the_line_was_gone_is_said_by_the_next_page(page: Page, path: Path) -> None:
    board = BoardPage(page, cx.open(path), view="review", studio=True)
    introduced(page)
    page.evaluate("() => { window.cut = true; }")
    page.get_by_label("What do you want to say?").fill("Said into the dark")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.wait_for_function("sent.some(({ form }) => form?.do[0] === 'comment')")
    board.shown_again()
    expect(page.locator(".rv-comment", has_text="Said into the dark")).to_have_count(1)
    board.settled()
    board.shown_again()  # it is answered: nothing is left to be said
    expect(page.locator(".rv-comment", has_text="Said into the dark")).to_have_count(1)
