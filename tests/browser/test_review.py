"""A review with several people at once, each in a browser of their own: from the opening to the record."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cxcanvas import places
from cxcanvas.edits import Set, apply
from cxcanvas.review import Who, default_parts, draft, snapshot_data
from cxcanvas.session.reviewing import ReviewDesk
from cxcanvas.store import load, save
from cxcanvas.store.reviews import ReviewFile
from tests.browser.conftest import SLOW
from tests.browser.test_access import RULES
from tests.hostile import STRINGS, hostile_canvas
from tests.serving import Server, serving

pytestmark = pytest.mark.browser

Person = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("review"), edit=True) as running:
        yield running


@pytest.fixture
def path(server: Server, request: pytest.FixtureRequest) -> Path:
    """A concept of its own for each test."""
    name = re.sub(r"\W+", "-", request.node.name)[:50].strip("-")
    return Path(shutil.copy(places.example(), server.folder / f"{name}.cx.yaml"))


@pytest.fixture
def person(chromium: Browser, server: Server, path: Path) -> Iterator[Person]:
    """Opens the review as somebody, in a browser of their own."""
    contexts: list[BrowserContext] = []
    failed: list[str] = []

    def come(name: str = "", width: int = 1400, height: int = 950, **window: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, **window)
        context.set_default_timeout(SLOW)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: failed.append(f"{name}: {error}"))
        page.goto(f"{server.address}/c/{path.name.removesuffix('.cx.yaml')}/review")
        if name:
            page.get_by_label("Say who you are").fill(name)
            page.get_by_role("button", name="Go on").click()
            expect(page.locator("main")).to_contain_text(f"You are {name}")
        return page

    yield come
    for context in contexts:
        context.close()
    assert not failed


def begin(path: Path, **opening: Any) -> str:
    store, canvas = ReviewFile(path), load(path)
    kept = store.append(draft("snapshot", "", snapshot_data(canvas, "v1")), Who.named("Ines"))
    parts = {name: {"addresses": list(heads)} for name, heads in default_parts(canvas).items()}
    given = {
        "title": "Concept review", "deciders": ["Ines"], "reviewers": ["Dana", "Wei"], "customer_facing": ["Dana"],
        "profile": "first_look", "snapshot": kept.id, "parts": parts, **opening,
    }  # fmt: skip
    return store.append(draft("open", "", given), Who.named("Ines")).id


def notice(page: Page) -> Any:
    return page.locator("[data-notice]")


def comment(page: Page, words: str, sort: str = "question") -> None:
    page.get_by_label("What do you want to say?").fill(words)
    page.locator(f".rv-new-comment label:has(input[value={sort}])").click()
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(notice(page)).to_contain_text("is kept")


def act(page: Page, words: str) -> Any:
    """The comment with these words, with its forms open."""
    one = page.locator(".rv-comment", has_text=words)
    one.locator("a[data-answer]").click()
    expect(one.locator("[data-acts]")).to_be_visible()
    return one


def card(page: Page, part: str) -> Any:
    return page.locator(f"[data-part='part-{part}']")


def test_from_the_opening_to_the_record(person: Person, path: Path) -> None:
    ines = person("Ines")
    ines.get_by_label("What is it called?").fill("Concept review 2")
    ines.get_by_label("What shall be decided?").fill("Shall we build it?")
    ines.get_by_label("Who decides?").fill("Ines")
    ines.get_by_label("Who reviews?").fill("Dana, Wei")
    ines.get_by_label("Who of them meets customers?").fill("Dana")
    ines.locator("label:has(input[value=first_look])").click()
    ines.get_by_role("button", name="Open the review").click()
    expect(ines.locator(".rv-head h1")).to_have_text("Concept review 2")
    dana, wei = person("Dana"), person("Wei", 390, 844)
    expect(dana.locator(".rv-me")).to_contain_text("parts wait for your verdict")

    # A comment on a card, with a change; an answer; taken over with one click.
    dana.locator(".rv-picture [data-at='early-help']").first.click(position={"x": 4, "y": 4})
    expect(dana.get_by_label("About")).to_have_value("early-help")
    dana.get_by_text("Propose a change").click()
    dana.get_by_label("It should say").fill("Help that comes early")
    comment(dana, "It is more than information", "correction")
    for page in (ines, wei):
        expect(page.locator(".rv-comment")).to_contain_text("It is more than information")
    one = act(wei, "It is more than information")
    one.get_by_label("Your answer").fill("I agree")
    one.get_by_role("button", name="Answer").click()
    expect(ines.locator(".rv-replies")).to_contain_text("I agree")
    act(ines, "It is more than information").get_by_role("button", name="Take the change over").click()
    expect(notice(ines)).to_contain_text("taken over as a change")
    assert load(path)["early-help"].title == "Help that comes early"
    expect(dana.locator(".rv-settled")).to_contain_text("taken over as a change")
    expect(dana.locator(".rv-version")).to_contain_text("1 place has changed since")

    # A risk becomes a hypothesis; something is not done, with a reason.
    comment(wei, "Nobody answers at night", "risk")
    act(ines, "Nobody answers at night").get_by_role("button", name="Make it a hypothesis").click()
    expect(wei.locator(".rv-settled")).to_contain_text("taken over as a hypothesis")
    comment(wei, "Do it in gold", "idea")
    gold = act(ines, "Do it in gold")
    gold.get_by_role("button", name="Won’t do").click()
    expect(notice(ines)).to_contain_text("needs a reason")
    gold.get_by_label("Reason").fill("Too dear")
    gold.get_by_role("button", name="Won’t do").click()
    expect(wei.locator(".rv-settled")).to_contain_text("Too dear")

    # Votes, hidden and revealed.
    for page in (ines, dana, wei):
        page.locator("input[name='dots:bot-loop']").fill("2")
        page.get_by_role("button", name="Give these dots").click()
        expect(notice(page)).to_contain_text("nobody sees them")
    expect(dana.locator("#rv-s-votes")).to_contain_text("3 people have voted")
    expect(dana.locator(".rv-table")).to_have_count(0)
    ines.get_by_role("button", name="Reveal votes and ratings").click()
    expect(wei.locator(".rv-table").first).to_contain_text("Bot loop without a way out 6")

    # Verdicts; an edit; one part is stale, and renewed with one tap.
    card(dana, "journey").get_by_role("button", name="Approve journey").click()
    expect(notice(dana)).to_contain_text("journey is kept")
    card(dana, "bonds").get_by_role("button", name="Approve bonds").click()
    expect(card(ines, "bonds")).to_contain_text("Dana: ✓ approves")
    save(apply(load(path), Set("reminder.name", "A kind reminder")), path)
    expect(card(dana, "journey")).to_contain_text("changed since it was approved")
    expect(card(dana, "journey")).to_contain_text("A kind reminder")
    expect(card(dana, "bonds")).not_to_contain_text("stale")
    card(dana, "journey").get_by_role("button", name="Still holds").click()
    expect(card(ines, "journey")).not_to_contain_text("stale")
    case = card(wei, "case")
    case.get_by_text("Approve with conditions").click()
    case.get_by_label("What must be so").first.fill("Finance has seen it")
    case.get_by_label("Who sees to it").first.fill("Ines")
    case.get_by_role("button", name="Approve on these conditions").click()
    expect(ines.locator("#rv-s-gate")).to_contain_text("Finance has seen it")

    # The decision, the end, the record.
    ines.locator("label:has(input[name=outcome][value=go])").click()
    ines.get_by_label("Why", exact=True).fill("The promise can be kept")
    ines.get_by_role("button", name="Decide", exact=True).click()
    expect(dana.locator(".rv-head")).to_contain_text("Go: decided by Ines.")
    ines.get_by_text("Close the review").click()
    ines.get_by_role("button", name="Close and seal").click()
    expect(dana.locator(".rv-head")).to_contain_text("Closed")
    expect(dana.get_by_role("button", name="Comment", exact=True)).to_have_count(0)
    dana.get_by_role("link", name="The decision record").click()
    for words in ("Status", "accepted", "The promise can be kept", "Finance has seen it", "Seal", "Too dear"):
        expect(dana.locator("main")).to_contain_text(words)


def test_what_somebody_is_writing_survives_what_others_say(person: Person, path: Path) -> None:
    begin(path)
    ines, dana, wei = person("Ines"), person("Dana"), person("Wei")
    comment(wei, "First")
    one = act(dana, "First")
    one.get_by_label("Your answer").fill("I am still writ")
    dana.get_by_label("What do you want to say?").fill("and this too")
    answer = act(ines, "First")
    answer.get_by_label("Your answer").fill("Faster")
    answer.get_by_role("button", name="Answer").click()
    comment(ines, "Second")
    expect(dana.locator(".rv-comment", has_text="Second")).to_have_count(1)
    expect(one.get_by_label("Your answer")).to_have_value("I am still writ")
    expect(dana.get_by_label("What do you want to say?")).to_have_value("and this too")
    one.get_by_role("button", name="Answer").click()
    expect(dana.locator(".rv-replies")).to_contain_text("Faster")
    expect(dana.locator(".rv-replies")).to_contain_text("I am still writ")
    expect(dana.get_by_label("What do you want to say?")).to_have_value("and this too")


def test_a_place_on_the_picture_is_pointed_at_and_found_again(person: Person, path: Path) -> None:
    review = begin(path)
    dana = person("Dana")
    dana.get_by_role("button", name="Point at a place").click()
    box = dana.locator("[data-picture]").bounding_box()
    assert box is not None
    dana.locator("[data-picture]").click(position={"x": box["width"] * 0.5, "y": 60})
    expect(dana.locator("[data-spot]")).to_contain_text("A place on the picture is chosen")
    comment(dana, "What stands here?")
    found = next(iter(ReviewFile(path).state().reviews[review].comments.values()))
    assert found.place is not None
    assert found.place["x"] == pytest.approx(0.5, abs=0.02)
    wei = person("Wei")
    pin = wei.locator(".rv-pin-spot").bounding_box()
    assert pin is not None
    there = wei.locator("[data-picture]").bounding_box()
    assert there is not None
    assert (pin["x"] - there["x"]) / there["width"] == pytest.approx(0.5, abs=0.03)


def test_everything_is_said_by_keyboard_and_without_a_script(
    chromium: Browser, server: Server, path: Path
) -> None:
    begin(path)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}/c/{path.name.removesuffix('.cx.yaml')}/review")
    page.get_by_label("Say who you are").fill("Dana")
    page.keyboard.press("Enter")
    page.get_by_label("About").select_option("care-call")
    page.get_by_label("What do you want to say?").fill("No script here")
    page.get_by_role("button", name="Comment", exact=True).press("Enter")
    expect(notice(page)).to_contain_text("Your question is kept")
    expect(page.locator(".rv-comment")).to_contain_text("No script here")
    page.locator(".rv-comment a", has_text="Answer").press("Enter")
    page.get_by_label("Your answer").fill("Nor here")
    page.get_by_role("button", name="Answer").press("Enter")
    expect(page.locator(".rv-replies")).to_contain_text("Nor here")
    context.close()


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)], ids=["light", "dark", "phone"]
)
def test_axe_finds_nothing(person: Person, path: Path, scheme: str, width: int) -> None:
    stranger = person("", width, color_scheme=scheme)
    assert _faults(stranger) == []  # who opens a review says who they are first
    page = person("Ines", width, color_scheme=scheme)
    assert _faults(page) == []
    variant = snapshot_data(apply(load(path), Set("care-call.name", "Care chat")), "light")
    kept = ReviewFile(path).append(draft("snapshot", "", variant), Who.named("Ines")).id
    begin(path, checklist=["read it"], ratings={"care-call": {"low": 1, "high": 5}}, until="2030-01-01", budget=3,
          deputies={"Ines": {"by": "Wei"}}, options={"light": {"title": "The light one", "snapshot": kept}})  # fmt: skip
    stranger.reload()
    assert _faults(stranger) == []
    page.reload()
    page.locator("#rv-s-talk").wait_for()
    page.get_by_label("About").select_option("care-call")
    page.get_by_text("Propose a change").click()
    page.get_by_label("It should say").fill("Another call")
    comment(page, "Who?", "risk")
    act(page, "Who?")
    assert _faults(page) == []
    assert page.locator("h1").count() == 1
    page.get_by_role("link", name="The record so far").click()
    page.locator(".rv-record").wait_for()
    assert _faults(page) == []


def _faults(page: Page) -> list[str]:
    """What axe finds on the whole page, with everything unfolded."""
    page.evaluate("document.querySelectorAll('.rv details').forEach((one) => { one.open = true; })")
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {[each['html'][:200] for each in one['nodes'][:3]]}" for one in found]


@pytest.mark.parametrize("width", [390, 1280, 1680])
def test_nothing_is_wider_than_the_window(person: Person, path: Path, width: int) -> None:
    begin(path, title="A title of very many words " * 8, question="W" * 300)
    page = person("Ines", width, 900)
    comment(page, "x" * 400, "praise")
    page.evaluate("document.querySelectorAll('.rv details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_hostile_words_stay_words(person: Person, path: Path) -> None:
    save(hostile_canvas(), path.with_name("hostile-words.cx.yaml"))
    shutil.move(path.with_name("hostile-words.cx.yaml"), path)
    review = begin(path, title=STRINGS[0], question=STRINGS[1], guests=True)
    desk = ReviewDesk(ReviewFile(path))
    for words in STRINGS:
        form = {"review": [review], "text": [words]}
        desk.hear(Who.named("Dana"), {**form, "do": ["comment"], "type": ["idea"]})
        desk.hear(Who.named("Dana"), {**form, "do": ["park"]})
    page = person("Ines")
    expect(page.locator(".rv-comment")).to_have_count(min(60, len(STRINGS)))
    comment(page, STRINGS[0])
    page.locator(".rv-comment a[data-answer]").last.click()
    expect(page.locator("[data-acts]")).to_be_visible()
    assert not page.evaluate("Boolean(window.cxRan)")
