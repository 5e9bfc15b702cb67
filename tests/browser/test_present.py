"""A presentation in a real browser: one keyboard through the frames, a page a frame on paper, notes for the speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Set, apply
from cxcanvas.review import Who, draft
from cxcanvas.store import load, save
from cxcanvas.store.reviews import ReviewFile
from cxcanvas.textfile import dumps
from tests.hostile import hostile_canvas
from tests.serving import Server, serving
from tests.test_serve_review import begin

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("present")
    begin(folder / "care.cx.yaml")
    canvas = load(folder / "care.cx.yaml")
    save(apply(canvas, Set("help.note", "Ask **who** calls back")), folder / "noted.cx.yaml")
    save(crowded(canvas), folder / "crowded.cx.yaml")
    (folder / "hostile.cx.yaml").write_text(dumps(hostile_canvas()), "utf-8")
    voted(folder / "voted.cx.yaml")
    begin(folder / "room.cx.yaml", budget=3, guests=True)
    with serving(folder) as running:
        yield running


def voted(path: Path) -> None:
    """A review in which much was said and voted on, at length, and the gate lacks all that it can."""
    words = "what somebody said about it, at length, " * 40
    people = [f"P{number}" for number in range(8)]
    review = begin(
        path,
        budget=9,
        guests=True,
        profile="commitment",
        question=words[:900],
        reviewers=people,
        customer_facing=people,
        checklist=["Legal"],
    )
    store, findings = ReviewFile(path), load(path).ids("finding")
    for number, name in enumerate(people):
        store.append(draft("comment", review, {"type": "correction", "text": words}), Who.named(name))
        store.append(
            draft("vote", review, {"dots": {one: 1 + (at == number) for at, one in enumerate(findings[:7])}}),
            Who.named(name),
        )
    store.append(draft("reveal", review, {}), Who.named("Ines"))
    store.append(draft("decide", review, {"outcome": "rework", "reason": words}), Who.named("Ines"))


def crowded(canvas: Canvas) -> Canvas:
    """As much in a stage and a moment of truth as anybody writes, and more."""
    words = "what somebody wrote about it, at length, " * 40
    steps = [
        Add("step", f"s-{lane}-{n}", {"name": words, "storyline": lane, "stage": "help"})
        for lane in ("customer", "encounter", "provider")
        for n in range(9)
    ]
    pains = [Add("finding", f"p-{n}", {"name": words, "type": "pain", "at": "care-call"}) for n in range(9)]
    long = [
        Set("care-call.name", words),
        Set("care-call.moment.name", words),
        Set("care-call.moment.rationale", words),
        Set("care-call.at_stake", words),
    ]
    return apply(canvas, *steps, *pains, *long)


def place(page: Page) -> str:
    return page.locator("[data-place]").inner_text()


def test_one_keyboard_leads_through_the_frames(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/c/care/present")
    shown = page.locator("[data-frame]:visible")
    seen = []
    for key in ("ArrowRight", "PageDown", " ", "ArrowDown", "ArrowLeft", "End", "ArrowRight", "Home"):
        page.keyboard.press(key)
        expect(shown).to_have_count(1)
        seen.append(shown.get_attribute("data-frame"))
        assert page.url.endswith(f"#{seen[-1]}")
        assert page.locator("[data-to][aria-current]").get_attribute("data-to") == seen[-1]
        assert page.evaluate("document.activeElement.dataset.frame") == seen[-1]
    assert seen == [
        "bill-arrives",
        "cannot-pay",
        "reminder",
        "help",
        "reminder",
        "~decision",
        "~decision",
        "concept",
    ]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.wait_for_url("**/c/care#bill-arrives")


def test_a_link_to_a_step_opens_the_frame_in_which_it_is_seen(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/c/care#sees-the-bill")
    page.get_by_role("link", name="Present").click()
    expect(page.locator("[data-frame]:visible")).to_have_attribute("data-frame", "bill-arrives")
    page.goto(f"{server.address}/c/care/present#%E0%A4%A")
    assert place(page) == "1 of 11"


def test_without_a_script_the_frames_stand_below_each_other(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}/c/care/present")
    expect(page.locator("[data-frame]:visible")).to_have_count(11)
    context.close()


@pytest.mark.parametrize(("name", "pages"), [("care", 11), ("crowded", 9), ("voted", 11)])
def test_on_paper_each_frame_is_one_page_and_nothing_is_cut_off(
    page: Page, server: Server, name: str, pages: int
) -> None:
    page.goto(f"{server.address}/c/{name}/present#help")
    paper = page.pdf(prefer_css_page_size=True)
    frames = page.locator("[data-frame]").count()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == frames == pages
    page.set_viewport_size({"width": 1032, "height": 700})  # A4 across, without its margins
    page.emulate_media(media="print")
    cut = page.evaluate(
        "[...document.querySelectorAll('[data-frame]')].filter((one) => one.scrollHeight > one.clientHeight + 1).map((one) => `${one.dataset.frame} ${one.scrollHeight} ${one.clientHeight}`)"
    )
    assert cut == []


def test_the_speaker_has_the_notes_in_a_second_window_that_goes_along(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/c/noted/present")
    assert "calls back" not in page.content()
    with page.expect_popup() as popup:
        page.keyboard.press("n")
    speaker = popup.value
    expect(speaker.locator("[data-place]")).to_have_text("1 of 9")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(speaker.locator("[data-place]")).to_have_text("5 of 9")
    expect(speaker.locator(".pr-note:visible strong")).to_have_text("who")
    speaker.keyboard.press("ArrowLeft")
    expect(page.locator("[data-place]")).to_have_text("4 of 9")


def test_the_facilitator_writes_down_what_somebody_said_at_the_frame(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/c/care/present#care-call")
    page.keyboard.press("w")
    page.get_by_label("What was said?").fill("Who calls back on a Sunday?")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say who you are")
    introduced(page, f"{server.address}/c/care/review", "Ines")
    page.goto(f"{server.address}/c/care/present#care-call")
    page.keyboard.press("w")
    page.get_by_label("What was said?").fill("Who calls back on a Sunday?")
    page.get_by_label("Who said it?").fill("Wei")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("[data-told]")).to_have_text("Your question is kept.")
    page.keyboard.press("w")
    page.get_by_label("What was said?").fill("The price of the call centre")
    page.get_by_label("for the parking lot").check()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("[data-told]")).to_have_text("It is in the parking lot.")
    review = next(iter(ReviewFile(Path(server.folder) / "care.cx.yaml").state().reviews.values()))
    comment = next(iter(review.comments.values()))
    assert (comment.about, comment.said.who.speaker, comment.said.who.by) == ("care-call", "Wei", "Ines")
    assert [one.text for one in review.parked] == ["The price of the call centre"]
    page.keyboard.press("j")
    expect(page.locator(".pr-qr svg")).to_be_visible()
    page.goto(page.locator(".pr-code a").get_attribute("href") or "")
    expect(page).to_have_url(f"{server.address}/c/care/review#rv-s-talk")


def test_a_room_follows_its_phones_and_the_file_and_is_led_with_one_keyboard(
    page: Page, chromium: Browser, server: Server
) -> None:
    path = Path(server.folder) / "room.cx.yaml"
    store = ReviewFile(path)
    review = next(iter(store.state().reviews))
    introduced(page, f"{server.address}/c/room/review", "Ines")
    page.goto(f"{server.address}/c/room/present")
    page.keyboard.press("j")
    code = page.locator(".pr-code a").get_attribute("href") or ""
    page.keyboard.press("Escape")
    phones = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone = phones.new_page()
    introduced(phone, code, "Dana")
    expect(phone.get_by_label("What do you want to say?")).to_be_in_viewport()  # nobody has to look for it
    phone.get_by_label("What do you want to say?").fill("Good, but who pays?")
    phone.get_by_role("button", name="Comment", exact=True).tap()
    expect(page.locator("[data-frame=concept] .pr-talk")).to_contain_text("Good, but who pays? Dana")
    # What is being written, and where the room is, stays while others speak and the concept is changed.
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("w")
    page.keyboard.type("Half a sentence")
    store.append(
        draft("comment", review, {"about": "care-call", "type": "risk", "text": "On Sundays?"}),
        Who.named("Wei"),
    )
    save(apply(load(path), Set("care-call.name", "Call of care")), path)
    shown = page.locator("[data-frame].pr-now")
    expect(shown.locator(".pr-title")).to_contain_text("Call of care")
    expect(shown.locator(".pr-talk")).to_contain_text("On Sundays? Wei")
    expect(page.get_by_label("What was said?")).to_have_value("Half a sentence")
    page.keyboard.type(" goes on")
    page.keyboard.press("Escape")
    assert place(page) == "6 of 11"
    path.write_text("cxcanvas: [", "utf-8")  # a broken file takes nothing from the room
    expect(page.locator("[data-told]")).to_contain_text("room.cx.yaml")
    assert place(page) == "6 of 11"
    begun = load(Path(server.folder) / "care.cx.yaml")
    path.write_text(dumps(begun), "utf-8")
    expect(shown.locator(".pr-title")).to_contain_text("Care call")
    # Votes: hidden on the wall until the facilitator says so, with a second key against a slip of the hand.
    pain = begun.ids("finding")[0]
    for name in ("Wei", "Lea", "Noor"):
        store.append(draft("vote", review, {"dots": {pain: 3}}), Who.named(name))
    page.keyboard.press("r")
    expect(shown).to_contain_text("3 people have voted. Nobody sees how")
    expect(page.get_by_role("dialog", name="Reveal the votes")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-frame='~votes'] .pr-bars")).to_have_count(0)
    phone.goto(f"{server.address}/c/room/present")
    phone.keyboard.press("r")
    phone.get_by_role("button", name="Reveal", exact=True).tap()
    expect(phone.get_by_role("alert")).to_be_visible()  # not hers to reveal
    assert store.state().reviews[review].revealed is None
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    expect(shown.locator(".pr-bars")).to_contain_text("9")
    expect(phone.locator("[data-frame='~votes'] .pr-bars")).to_have_count(1)
    # The decision stays on the wall when the review is closed; nothing can be written into it any more.
    page.keyboard.press("End")
    store.append(draft("decide", review, {"outcome": "go", "reason": "Now"}), Who.named("Ines"))
    expect(shown.locator(".pr-title")).to_have_text("Go")
    store.append(draft("close", review, {}), Who.named("Ines"))
    expect(page.get_by_role("button", name="Write down")).to_have_count(0)
    expect(shown.locator(".pr-kicker")).to_contain_text("closed on")
    page.keyboard.press("w")
    assert place(page) == "11 of 11"
    phones.close()


def introduced(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.get_by_label("Say who you are").fill(name)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".rv-me")).to_contain_text(f"You are {name}")


def test_silent_reading_counts_while_its_window_is_closed(page: Page, server: Server) -> None:
    page.clock.install()
    page.goto(f"{server.address}/c/care/present")
    page.keyboard.press("t")
    page.get_by_label("Minutes").fill("2")
    page.get_by_label("Minutes").press("Tab")
    expect(page.locator("[data-left]")).to_have_text("2:00 left")
    page.get_by_role("button", name="Start").click()
    page.keyboard.press("Escape")
    assert "/present" in page.url
    page.clock.run_for(61_000)
    expect(page.get_by_role("button", name="Silent reading: less than a minute left")).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.locator("[data-told]")).to_have_text("The time for silent reading is over.")


def test_hostile_words_run_nothing(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/c/hostile/present?notes=1")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    assert not page.evaluate("Boolean(window.cxRan)")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_nothing_is_wrong_for_axe(chromium: Browser, server: Server, scheme: Any, width: int) -> None:
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(f"{server.address}/c/care/present#care-call")
    for key in ("", "w", "t"):
        if key:
            page.keyboard.press(key)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"][:90] for node in one["nodes"]][:2]) for one in found] == []
        if key:
            page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
