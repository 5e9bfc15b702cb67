"""The dashboards in a real browser: reading, following the file, going live, and that a kernel ends with its tab."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from websocket import WebSocket, WebSocketBadStatusException, create_connection

from cxcanvas import places
from cxcanvas.store import Preferences, load
from cxcanvas.textfile import dumps
from tests.browser import homes
from tests.hostile import hostile_canvas
from tests.serving import Server, serving, until

pytestmark = pytest.mark.browser

NAME = "breathing-space"
LIVE = "body.srv-is-live"
READY = 60_000


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """The one browser, for tests that open pages of their own."""
    return chromium


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copy(places.example(), folder / f"{NAME}.cx.yaml")
    (folder / "hostile.cx.yaml").write_text(dumps(hostile_canvas()), "utf-8")
    notebook(folder / "widgets.ipynb", "import ipywidgets\nipywidgets.IntSlider(description='Slide')")
    notebook(folder / "fails.ipynb", "SECRET = 'hidden'\nraise ValueError(SECRET)")
    (folder / "torn.ipynb").write_text('{"cells": [', "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as running:
        yield running


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not talk to anybody but the server (see `context`), nor run what a canvas says."""
    page = context.new_page()
    yield page
    assert not page.evaluate("Boolean(window.cxRan)")


def notebook(path: Path, source: str) -> None:
    path.write_text(homes.notebook(source, prose="# A heading\nand prose"), "utf-8")


def retitle(path: Path, title: str) -> None:
    lines = path.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("  title:"))
    path.write_text("\n".join([*lines[:at], f"  title: {title}", *lines[at + 1 :]]), "utf-8")


# Reading


def test_an_open_page_follows_its_file_and_stays_where_the_reader_is(
    server: Server, folder: Path, page: Page
) -> None:
    path = Path(shutil.copy(folder / f"{NAME}.cx.yaml", folder / "followed.cx.yaml"))
    page.set_viewport_size({"width": 900, "height": 500})
    page.goto(f"{server.address}/c/followed")
    page.evaluate("window.scrollTo({top: 400, behavior: 'instant'}); window.same = true")
    retitle(path, "Another title")
    expect(page.get_by_text("Another title").first).to_be_attached(timeout=5000)
    assert page.evaluate("[window.same, window.scrollY]") == [True, 400]
    path.write_text("broken: [\n", "utf-8")
    expect(page.locator(".srv-say")).to_contain_text("followed.cx.yaml:", timeout=5000)
    expect(page.get_by_text("Another title").first).to_be_attached()
    shutil.copy(folder / f"{NAME}.cx.yaml", path)
    expect(page.locator(".srv-say")).to_be_hidden(timeout=5000)
    expect(page.get_by_text("Another title")).to_have_count(0)


def test_a_broken_page_becomes_the_concept_when_the_file_is_mended(
    server: Server, folder: Path, page: Page
) -> None:
    path = folder / "mending.cx.yaml"
    path.write_text("- none\n", "utf-8")
    page.goto(f"{server.address}/c/mending")
    expect(page.get_by_role("heading", level=1)).to_contain_text("cannot be shown")
    shutil.copy(folder / f"{NAME}.cx.yaml", path)
    expect(page.get_by_text("cannot be shown")).to_have_count(0, timeout=5000)
    expect(page.locator(".cx").first).to_be_visible()


def test_a_page_that_was_away_catches_up(server: Server, folder: Path, page: Page) -> None:
    path = Path(shutil.copy(folder / f"{NAME}.cx.yaml", folder / "away.cx.yaml"))
    page.goto(f"{server.address}/c/away")
    page.context.set_offline(True)
    retitle(path, "While away")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    expect(page.get_by_text("While away").first).to_be_attached(timeout=20_000)


def test_a_link_to_an_element_shows_it(server: Server, folder: Path, page: Page) -> None:
    canvas = load(folder / f"{NAME}.cx.yaml")
    last = canvas.ids("step")[-1]
    page.set_viewport_size({"width": 1000, "height": 400})
    page.goto(f"{server.address}/c/{NAME}/journey#{last}")
    expect(page.locator(f"[id='{last}']")).to_be_in_viewport()
    page.goto(f"{server.address}/c/{NAME}/journey")
    page.evaluate(f"location.hash = '{last}.no.such.field'")
    expect(page.locator(f"[id='{last}']")).to_be_in_viewport()


def test_reading_works_without_scripts(server: Server, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}/c/{NAME}")
    expect(page.locator(".cx").first).to_be_visible()
    page.get_by_role("link", name="All concepts").click()
    page.get_by_role("link", name="Breathing Space").first.click()
    expect(page.locator(".cx").first).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    "address",
    ["/c/hostile", "/c/hostile/journey", "/c/hostile/exchange", "/c/hostile/loyalty", "/c/hostile.html", "/"],
)
def test_a_hostile_canvas_runs_nothing_and_asks_nobody(server: Server, page: Page, address: str) -> None:
    page.goto(server.address + address)
    page.wait_for_load_state("networkidle")
    expect(page.locator("body")).to_be_visible()


# Going live


def test_a_live_page_is_readable_at_once_and_then_a_board(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/c/{NAME}/live", wait_until="commit")
    expect(page.locator("#srv-early .cx")).to_be_visible(timeout=READY)
    page.wait_for_selector(LIVE, timeout=READY)
    expect(page.locator("#rendered_cells .cx[data-view]").first).to_be_visible()
    expect(page.locator("#srv-early")).to_have_count(0)
    expect(page.locator(".srv-say")).to_be_hidden()


def test_a_live_page_follows_its_file(server: Server, folder: Path, page: Page) -> None:
    path = Path(shutil.copy(folder / f"{NAME}.cx.yaml", folder / "lively.cx.yaml"))
    page.goto(f"{server.address}/c/lively/live")
    page.wait_for_selector(LIVE, timeout=READY)
    retitle(path, "Changed outside")
    expect(page.get_by_text("Changed outside").first).to_be_attached(timeout=10_000)


def test_a_hostile_canvas_runs_nothing_when_it_is_live(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/c/hostile/live")
    page.wait_for_selector(LIVE, timeout=READY)
    page.wait_for_load_state("networkidle")


def test_kernels_end_with_their_tabs(server: Server, browser: Browser) -> None:
    pool = server.settled()
    for number in range(12):
        page = browser.new_page()
        page.goto(f"{server.address}/c/{NAME}/live")
        page.wait_for_selector(LIVE, timeout=READY)
        # Half as a person closes a tab, half as a browser that is gone in a moment.
        page.close(run_before_unload=number % 2 == 0)
    until(lambda: len(server.kernels()) <= pool, 60)


def test_a_page_that_is_left_before_it_is_live_leaves_no_kernel(server: Server, browser: Browser) -> None:
    pool = server.settled()
    for _ in range(3):
        page = browser.new_page()
        page.goto(f"{server.address}/c/{NAME}/live", wait_until="commit")
        page.close()
    until(lambda: json.loads(server.ask("/health").text)["live"] == 0, 60)
    until(lambda: len(server.kernels()) <= pool, 60)


def test_a_page_says_when_its_kernel_is_gone(server: Server, page: Page) -> None:
    server.settled()
    before = {each.pid for each in server.kernels()}
    page.goto(f"{server.address}/c/{NAME}/live")
    page.wait_for_selector(LIVE, timeout=READY)
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    mine = next(each for each in server.kernels() if each.pid in before or kernel in " ".join(each.cmdline()))
    psutil.Process(mine.pid).kill()
    expect(page.locator(".srv-say")).to_contain_text("Load the page again", timeout=20_000)
    page.get_by_role("button", name="Load again").click()
    page.wait_for_selector(LIVE, timeout=READY)


def test_a_page_says_when_the_server_is_gone(folder: Path, browser: Browser) -> None:
    page = browser.new_page()
    with serving(folder) as running:
        page.goto(f"{running.address}/c/{NAME}/live")
        page.wait_for_selector(LIVE, timeout=READY)
    expect(page.locator(".srv-say")).to_be_visible(timeout=20_000)
    page.close()


def test_more_live_pages_than_there_is_room_for_stay_readable(folder: Path, browser: Browser) -> None:
    with serving(folder, CXCANVAS_MOST_LIVE="1") as running:
        first = browser.new_page()
        first.goto(f"{running.address}/c/{NAME}/live")
        first.wait_for_selector(LIVE, timeout=READY)
        second = browser.new_page()
        answer = second.goto(f"{running.address}/c/{NAME}/live")
        assert answer is not None
        assert answer.status == 503
        expect(second.locator("#srv-early .cx")).to_be_visible()
        expect(second.locator(".srv-say")).to_contain_text("in use")
        assert running.ask("/voila/render/widgets.ipynb").status == 503
        first.close(run_before_unload=True)
        second.close()
        until(lambda: running.ask(f"/c/{NAME}/live").status == 200, 60)


# Who may change what


def live_socket(server: Server, page: Page) -> tuple[WebSocket, dict[str, str]]:
    """The line to the page's kernel, as a hostile page would open it beside the real one."""
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    board = page.evaluate(
        "document.querySelector('script[type=\"application/vnd.voila.cell-output+json\"]')?.textContent || ''"
    )
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    address = server.address.replace("http", "ws") + f"/api/kernels/{kernel}/channels?session_id=hostile"
    return create_connection(address, origin=server.address, cookie=cookies, timeout=10), {
        "kernel": kernel,
        "board": board,
    }


def message(kind: str, content: dict[str, object]) -> str:
    header = {
        "msg_id": "1",
        "username": "",
        "session": "hostile",
        "date": "",
        "msg_type": kind,
        "version": "5.3",
    }
    return json.dumps(
        {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
            "buffers": [],
        }
    )


def test_a_page_cannot_run_code(server: Server, folder: Path, page: Page) -> None:
    page.goto(f"{server.address}/c/{NAME}/live")
    page.wait_for_selector(LIVE, timeout=READY)
    line, _ = live_socket(server, page)
    target = folder / "written"
    line.send(message("execute_request", {"code": f"open({str(target)!r}, 'w')", "silent": False}))
    line.send(message("comm_info_request", {}))
    seen = []
    while "comm_info_reply" not in seen:
        seen.append(json.loads(line.recv())["msg_type"])
    assert "execute_reply" not in seen
    assert not target.exists()
    line.close()


def test_the_line_to_a_kernel_is_refused_to_other_origins(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/c/{NAME}/live")
    page.wait_for_selector(LIVE, timeout=READY)
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    for place in (f"/api/kernels/{kernel}/channels", f"/cx/tab/{kernel}"):
        with pytest.raises(WebSocketBadStatusException):
            create_connection(server.address.replace("http", "ws") + place, origin="http://evil.example")
    assert server.ask(f"/api/kernels/{kernel}", "DELETE").status == 405
    assert server.ask(f"/voila/api/shutdown/{kernel}", "POST").status == 403  # no cookie


def test_a_viewer_cannot_change_a_canvas_whatever_the_page_sends(
    server: Server, folder: Path, page: Page
) -> None:
    before = (folder / f"{NAME}.cx.yaml").read_bytes()
    page.goto(f"{server.address}/c/{NAME}/live")
    page.wait_for_selector(LIVE, timeout=READY)
    step = load(folder / f"{NAME}.cx.yaml").ids("step")[0]
    hack: dict[str, object] = {"do": "set", "at": f"{step}.name", "value": "Hacked"}
    say(server, page, hack, {"do": "remove", "at": step}, {"do": "save"}, {"do": "undo"})
    assert (folder / f"{NAME}.cx.yaml").read_bytes() == before
    expect(page.get_by_text("Hacked")).to_have_count(0)


def say(server: Server, page: Page, *gestures: dict[str, object]) -> None:
    """Have the board told these gestures, as a page would tell them."""
    line, _ = live_socket(server, page)
    line.send(message("comm_info_request", {"target_name": "jupyter.widget"}))
    while (answer := json.loads(line.recv()))["msg_type"] != "comm_info_reply":
        pass
    for n, what in enumerate(gestures, 1):
        for comm in answer["content"]["comms"]:
            content = {"method": "custom", "content": {"n": n, "rev": 0, **what}}
            line.send(message("comm_msg", {"comm_id": comm, "data": content}))
    line.send(message("comm_info_request", {}))
    while json.loads(line.recv())["msg_type"] != "comm_info_reply":
        pass
    line.close()


@pytest.mark.parametrize("edit", [False, True], ids=["to read", "edit"])
def test_nor_through_a_notebook_of_the_workspace(tmp_path: Path, browser: Browser, edit: bool) -> None:
    path = Path(shutil.copy(places.example(), tmp_path / f"{NAME}.cx.yaml"))
    step = load(path).ids("step")[0]
    board = f"import cxcanvas as cx\nfrom cxcanvas.boards import Board\nBoard(cx.open('{NAME}.cx.yaml'))"
    notebook(tmp_path / "board.ipynb", board)
    with serving(tmp_path, edit=edit) as running:
        for cold in (False, True):  # from the pool, and started for this page
            if cold:
                running.settled()  # one that is killed while it starts is trouble, and pages are told so for a while
                for each in running.kernels():
                    each.kill()
            page = browser.new_page()
            page.goto(f"{running.address}/voila/render/board.ipynb")
            expect(page.locator("#rendered_cells .cx[data-view]").first).to_be_visible(timeout=READY)
            say(running, page, {"do": "set", "at": f"{step}.name", "value": f"Hacked {cold}"}, {"do": "save"})
            if edit:
                until(lambda cold=cold: f"Hacked {cold}" in path.read_text("utf-8"), 20)  # type: ignore[misc]
            page.close()
        if not edit:
            assert path.read_bytes() == places.example().read_bytes()


def test_with_edit_a_change_is_saved_and_the_reader_sees_it(tmp_path: Path, browser: Browser) -> None:
    path = Path(shutil.copy(places.example(), tmp_path / f"{NAME}.cx.yaml"))
    step = next(each.id for each in load(path).of("step") if each.get("storyline") == "customer")
    with serving(tmp_path, edit=True) as running:
        reader = browser.new_page()
        reader.goto(f"{running.address}/c/{NAME}/journey")
        page = browser.new_page()
        page.goto(f"{running.address}/c/{NAME}/live?view=journey")
        page.wait_for_selector(LIVE, timeout=READY)
        say(running, page, {"do": "set", "at": f"{step}.name", "value": "Renamed from afar"}, {"do": "save"})
        expect(page.get_by_text("Renamed from afar").first).to_be_attached(timeout=20_000)
        until(lambda: "Renamed from afar" in path.read_text("utf-8"), 20)
        expect(reader.get_by_text("Renamed from afar").first).to_be_attached(timeout=5000)
        page.close()
        reader.close()


def test_what_was_not_saved_is_offered_when_the_page_comes_back(tmp_path: Path, browser: Browser) -> None:
    path = Path(shutil.copy(places.example(), tmp_path / f"{NAME}.cx.yaml"))
    Preferences.load(path).kept(autosave=False)
    before = path.read_bytes()
    step = load(path).ids("step")[0]
    undo = tmp_path / ".cxcanvas" / "undo" / f"{NAME}.json"
    with serving(tmp_path, edit=True) as running:
        page = browser.new_page()
        page.goto(f"{running.address}/c/{NAME}/live")
        page.wait_for_selector(LIVE, timeout=READY)
        say(running, page, {"do": "set", "at": f"{step}.name", "value": "Never saved"})
        page.close()
        until(lambda: undo.exists() and "Never saved" in undo.read_text("utf-8"), 30)
        assert path.read_bytes() == before
        page = browser.new_page()
        page.goto(f"{running.address}/c/{NAME}/live")
        expect(page.get_by_text("1 change of an earlier session").first).to_be_visible(timeout=READY)
        say(running, page, {"do": "recover", "take": True}, {"do": "save"})
        until(lambda: load(path)[step].name == "Never saved", 20)
        page.close()


def test_a_change_is_saved_by_itself(tmp_path: Path, browser: Browser) -> None:
    path = Path(shutil.copy(places.example(), tmp_path / f"{NAME}.cx.yaml"))
    step = load(path).ids("step")[0]
    with serving(tmp_path, edit=True) as running:
        page = browser.new_page()
        page.goto(f"{running.address}/c/{NAME}/live")
        page.wait_for_selector(LIVE, timeout=READY)
        say(running, page, {"do": "set", "at": f"{step}.name", "value": "Saved by itself"})
        until(lambda: load(path)[step].name == "Saved by itself", 20)
        path.write_text(path.read_text("utf-8").replace("Saved by itself", "And from outside"), "utf-8")
        expect(page.get_by_text("And from outside").first).to_be_attached(timeout=20_000)
        page.close()


def test_undo_goes_on_when_the_page_is_loaded_again(tmp_path: Path, browser: Browser) -> None:
    path = Path(shutil.copy(places.example(), tmp_path / f"{NAME}.cx.yaml"))
    before = path.read_bytes()
    step = load(path).ids("step")[0]
    undo = tmp_path / ".cxcanvas" / "undo" / f"{NAME}.json"
    with serving(tmp_path, edit=True) as running:
        page = browser.new_page()
        page.goto(f"{running.address}/c/{NAME}/live")
        page.wait_for_selector(LIVE, timeout=READY)
        say(running, page, {"do": "set", "at": f"{step}.name", "value": "A slip"})
        until(lambda: load(path)[step].name == "A slip" and undo.exists(), 20)
        page.reload()
        page.wait_for_selector(LIVE, timeout=READY)
        page.get_by_role("button", name="Undo").first.click()
        until(lambda: path.read_bytes() == before, 20)
        page.close()


# Notebooks


def test_a_notebook_is_a_dashboard(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/")
    page.get_by_role("listitem").filter(has_text="widgets.ipynb").get_by_role(
        "link", name="A heading"
    ).click()
    expect(page.locator(".widget-hslider")).to_be_visible(timeout=READY)
    expect(page.locator("#cx-say")).to_have_text("")
    assert "ipywidgets" not in page.content().partition("jupyter-config-data")[0]


def test_a_notebook_that_fails_says_so_without_showing_how(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/voila/render/fails.ipynb")
    expect(page.get_by_text("Open the notebook in JupyterLab")).to_be_visible(timeout=READY)
    assert "hidden" not in page.inner_text("body")
    assert "SECRET" not in page.content()


def test_a_file_that_is_no_notebook_is_refused_with_a_sentence(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/voila/render/torn.ipynb")
    expect(page.locator(".sentence")).to_contain_text("not a notebook")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_for_axe(server: Server, browser: Browser, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    for address in ("/", "/c/nothing", f"/c/{NAME}", f"/c/{NAME}/live"):
        page.goto(server.address + address)
        if address.endswith("live"):
            page.wait_for_selector(LIVE, timeout=READY)
        found = Axe().run(page).response["violations"]
        assert not found, (
            address,
            [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found],
        )
    page.close()
