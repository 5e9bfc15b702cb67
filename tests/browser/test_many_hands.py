"""Several people, pages and programs on one file: what came in is shown, what is typed stays, what happens to the file is said."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import cxcanvas as cx
from cxcanvas import places
from cxcanvas.store import load
from tests.serving import Server, serving, until

pytestmark = pytest.mark.browser

LIVE = "body.srv-is-live"
READY = 60_000
NOTE = ".cx-inspector [data-field='care-call.note']"
CARET = "[document.activeElement.dataset.field, document.activeElement.value, document.activeElement.selectionStart]"
#: Counts the moments at which a card was lit.
LIT = """() => { window.lit = new Set(); new MutationObserver((all) => { for (const one of all) if (one.target.matches?.(".cx-came")) window.lit.add(one.target.dataset.at); })
  .observe(document.querySelector("[data-board=stage]"), { subtree: true, attributes: true, attributeFilter: ["class"] }); }"""

_SAVES = """
import sys, cxcanvas as cx
session = cx.open(sys.argv[1])
for at, value in zip(sys.argv[2::2], sys.argv[3::2]):
    session.apply(cx.Set(at, value))
session.save()
session.close()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("hands"), edit=True) as running:
        yield running


@pytest.fixture
def example(server: Server, request: pytest.FixtureRequest) -> Path:
    """A concept of its own for each test: what a page that has just gone still writes is in another one."""
    name = request.node.name.partition("[")[0].removeprefix("test_")[:40].replace("_", "-")
    return Path(shutil.copy(places.example(), server.folder / f"{name}.cx.yaml"))


def other_program(path: Path, *places_and_values: str) -> None:
    """Another program opens the concept, changes something and saves."""
    command = [sys.executable, "-c", _SAVES, str(path), *places_and_values]
    subprocess.run(command, check=True, timeout=60)


def studio(server: Server, path: Path, page: Page) -> Page:
    """The studio of a concept, the care call chosen."""
    name = path.name.removesuffix(".cx.yaml")
    page.goto(f"{server.address}/c/{name}/live?view=journey")
    page.wait_for_selector(LIVE, timeout=READY)
    page.locator("article[data-at=care-call]").click()
    page.wait_for_selector(NOTE)
    return page


def begin_to_type(page: Page, words: str) -> list[object]:
    """Somebody is in the middle of a note; where the caret is."""
    page.locator(NOTE).click()
    page.keyboard.type(words)
    page.keyboard.press("ArrowLeft")
    found: list[object] = page.evaluate(CARET)
    assert found == ["care-call.note", words, len(words) - 1]
    return found


def test_what_another_program_saves_comes_in_while_somebody_types(
    server: Server, example: Path, page: Page
) -> None:
    studio(server, example, page)
    page.evaluate(LIT)
    caret = begin_to_type(page, "She calls back within")
    other_program(example, "home-check.name", "Home check by a neighbour", "e-bill.note", "Theirs")
    expect(page.locator("article[data-at=home-check]")).to_contain_text("by a neighbour")
    expect(page.locator("[data-board=say]")).to_have_text(
        "Somebody else changed E-bill: note added: “Theirs” and 1 more."
    )
    assert page.evaluate("[...lit].sort()") == ["e-bill", "home-check"]
    assert page.evaluate(CARET) == caret
    page.keyboard.press("Tab")
    until(lambda: load(example)["care-call"].note == "She calls back within")
    assert load(example)["home-check"].name == "Home check by a neighbour"


def test_two_people_at_two_pages_see_each_other(server: Server, example: Path, page: Page) -> None:
    other = page.context.new_page()
    for one in (page, other):
        studio(server, example, one)
    page.bring_to_front()
    caret = begin_to_type(page, "Mine")
    other.bring_to_front()
    other.locator("article[data-at=home-check]").click()
    other.keyboard.press("F2")
    other.keyboard.press("Control+a")
    other.keyboard.type("Somebody comes by")
    other.keyboard.press("Tab")
    expect(page.locator("article[data-at=home-check]")).to_contain_text("Somebody comes by")
    expect(page.locator("[data-board=say]")).to_contain_text("Somebody else changed Somebody comes by: name")
    page.bring_to_front()
    assert page.evaluate(CARET) == caret
    page.keyboard.press("Tab")
    expect(other.locator(NOTE).or_(other.locator("article[data-at=care-call]")).first).to_be_visible()
    until(lambda: load(example)["care-call"].note == "Mine")


def test_a_clash_is_asked_about_and_decided_on_the_page(server: Server, example: Path, page: Page) -> None:
    studio(server, example, page)
    page.locator("[data-board=autosave]").uncheck()
    page.locator(NOTE).fill("My words")
    page.keyboard.press("Tab")
    other_program(example, "care-call.note", "Their words")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-board=notice]")).to_contain_text(
        "somebody else changed note of “Care call” as well"
    )
    decide = page.locator(".cx-inspector [data-decide='care-call.note']")
    expect(decide).to_contain_text("Their words")
    assert load(example)["care-call"].note == "Their words"
    decide.get_by_role("button", name="Keep both").click()
    expect(page.locator("[data-board=notice]")).to_be_hidden()
    until(lambda: load(example)["care-call"].note == "My words\n\nTheir words")
    assert "conflicts" not in load(example).records


def test_a_file_that_goes_while_somebody_types_is_said_and_taken_up_again(
    server: Server, example: Path, page: Page
) -> None:
    studio(server, example, page)
    caret = begin_to_type(page, "Written meanwhile")
    away = example.with_name("elsewhere")
    example.rename(away)
    notice = page.locator("[data-board=notice]")
    expect(notice).to_contain_text("The file is no longer there")
    assert page.evaluate(CARET) == caret
    page.keyboard.press("Tab")
    expect(page.locator(NOTE)).to_have_value("Written meanwhile")
    away.rename(example)
    expect(notice).to_be_hidden()
    until(lambda: load(example)["care-call"].note == "Written meanwhile")


def test_a_text_that_is_no_canvas_is_said_and_what_is_typed_waits(
    server: Server, example: Path, page: Page
) -> None:
    studio(server, example, page)
    good = example.read_text(encoding="utf-8")
    example.write_text(good + "\nstep: [half\n", encoding="utf-8")
    notice = page.locator("[data-board=notice]")
    expect(notice).to_contain_text("its text is no canvas just now")
    begin_to_type(page, "Kept here")
    page.keyboard.press("Tab")
    expect(notice).to_contain_text("Not saved")
    assert example.read_text(encoding="utf-8").endswith("[half\n")
    expect(page.locator(NOTE)).to_have_value("Kept here")
    example.write_text(good.replace("title: Breathing Space", "title: Mended"), encoding="utf-8")
    expect(page.locator("[data-board=title]")).to_have_text("Mended")
    until(lambda: load(example)["care-call"].note == "Kept here")
    assert load(example).concept["title"] == "Mended"


def test_who_reads_is_told_what_is_undecided_and_when_it_is_decided(
    server: Server, example: Path, page: Page
) -> None:
    canvas = cx.apply(
        load(example),
        cx.Set(
            "conflicts", {"care-call.name": {"base": "Care call", "local": "A <b>call</b>", "remote": "Two"}}
        ),
    )
    cx.save(canvas, example)
    page.goto(f"{server.address}/c/{example.name.removesuffix('.cx.yaml')}")
    told = page.locator(".cv-undecided")
    expect(told).to_contain_text("Two people changed the same place: name of “Care call”.")
    told.locator("summary").click()
    expect(told.locator("li")).to_have_text("Name of “Care call”: A <b>call</b> or Two")
    cx.save(cx.apply(canvas, cx.Set("conflicts")), example)
    expect(told).to_have_count(0)
