"""The list of concepts over HTTP: forms that do one thing once, and everything else refused in a sentence."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from cxcanvas import places
from cxcanvas.examples import STARTERS, starter_sentence
from cxcanvas.serve.changes import ACTS
from cxcanvas.store import load
from tests.serving import Answer, Server, serving

TOKEN = re.compile(r'name="_xsrf" value="([^"]+)"')


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("concepts"), edit=True) as running:
        yield running


@pytest.fixture
def folder(server: Server) -> Path:
    """The workspace, emptied."""
    for path in server.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    return server.folder


class Browser:
    """What a browser keeps: the cookie and the token of the list."""

    def __init__(self, server: Server) -> None:
        self.server = server
        page = server.ask("/")
        self.cookie = page.headers["set-cookie"].partition(";")[0]
        found = TOKEN.search(page.text)
        assert found is not None
        self.token = found[1]

    def send(
        self, act: str, concept: str = "", name: str = "", *, template: str = "blank", **headers: str
    ) -> Answer:
        fields = {"_xsrf": self.token, "concept": concept, "name": name, "template": template}
        given = {
            "Cookie": self.cookie, "Origin": self.server.address, "Content_Type": "application/x-www-form-urlencoded",
        } | headers  # fmt: skip
        return self.server.ask(
            f"/concepts/{act}", "POST", urlencode(fields), **{k: v for k, v in given.items() if v}
        )

    def after(self, answer: Answer) -> str:
        """The page that the browser is sent to."""
        assert answer.status == 303
        return unescape(self.server.ask(answer.headers["location"]).text)


@pytest.fixture
def browser(server: Server, folder: Path) -> Browser:
    return Browser(server)


def concepts(folder: Path) -> set[str]:
    return {path.name.removesuffix(".cx.yaml") for path in folder.glob("*.cx.yaml")}


# What a designer does


def test_an_empty_workspace_greets_and_offers_every_beginning(server: Server, folder: Path) -> None:
    page = unescape(server.ask("/").text)
    assert "Begin with a concept" in page
    assert '<details class="ix-new" name="ix-new" open>' in page
    for name in STARTERS:
        assert f'value="{name}"' in page
        assert starter_sentence(name) in page
    assert 'value="example"' in page
    assert page.count("<script") == 1


@pytest.mark.parametrize("template", [*STARTERS, "example"])
def test_a_new_concept_opens_in_the_studio(folder: Path, browser: Browser, template: str) -> None:
    answer = browser.send("create", name="Night Ferry", template=template)
    assert (answer.status, answer.headers["location"]) == (303, "/c/night-ferry/live")
    assert load(folder / "night-ferry.cx.yaml").concept["title"] == "Night Ferry"


def test_a_card_says_what_it_is_and_what_is_missing(server: Server, folder: Path, browser: Browser) -> None:
    browser.send("create", name="Night Ferry", template="service-concept")
    shutil.copy(places.example(), folder / "breathing-space.cx.yaml")
    (folder / "broken.cx.yaml").write_text("concept: [\n")
    page = unescape(server.ask("/").text)
    assert "Who helps whom, when it matters" in page
    assert "In review · changed just now" in page
    assert re.search(r'Next:</span> <a href="/c/night-ferry/live#[\w.-]+">[^<]+[?.]</a>', page)
    assert "broken.cx.yaml:2:1" in page
    for name in ("Night Ferry", "Breathing Space"):
        for do in ("Open", "Read", "Rename", "Duplicate", "Delete"):
            assert f'aria-label="{do} {name}"' in page
    assert 'aria-label="Rename broken"' not in page
    assert 'aria-label="Delete broken"' in page


def test_duplicate_rename_delete_and_undo_say_what_happened(folder: Path, browser: Browser) -> None:
    browser.send("create", name="Care")
    assert "“Care (copy)” is a copy of “Care”." in browser.after(browser.send("duplicate", "care"))
    page = browser.after(browser.send("rename", "care-copy", "Calm"))
    assert "“Care (copy)” is called “Calm” now." in page
    page = browser.after(browser.send("delete", "calm"))
    assert "“Calm” was deleted." in page
    assert concepts(folder) == {"care"}
    fields = re.search(
        r'restore"><input[^>]+><input[^>]+value="([^"]*)"><input[^>]+value="([^"]+)"><button[^>]+>Undo', page
    )
    assert fields is not None
    assert "“Calm” is back." in browser.after(browser.send("restore", fields[1], fields[2]))
    assert concepts(folder) == {"care", "calm"}


def test_what_was_deleted_earlier_can_still_be_brought_back(
    server: Server, folder: Path, browser: Browser
) -> None:
    browser.send("create", name="Care")
    browser.send("delete", "care")
    page = server.ask("/").text
    assert "Deleted (1)" in page
    assert 'aria-label="Bring Care back"' in page


def test_a_fault_is_said_at_the_field_and_what_was_typed_stays(browser: Browser) -> None:
    browser.send("create", name="Care")
    browser.send("create", name="Calm")
    answer = browser.send("create", name="care", template="offering")
    page = unescape(answer.text)
    assert answer.status == 422
    assert "There is a concept called “Care” already; choose another name." in page
    assert 'value="care"' in page
    assert 'value="offering" checked' in page
    answer = browser.send("rename", "calm", "  ")
    assert answer.status == 422
    assert "A concept needs a name" in unescape(answer.text)


def test_names_of_every_kind_are_text_on_the_page(folder: Path, browser: Browser) -> None:
    evil = "<script>alert(1)</script>\" onmouseover='x' {{ 7*7 }}"
    browser.send("create", name=evil)
    page = browser.after(browser.send("duplicate", next(iter(concepts(folder)))))
    raw = browser.server.ask("/").text
    assert "<script>alert" not in raw
    assert "\" onmouseover='" not in raw
    assert "{{ 7*7 }}" in page


def test_search_finds_by_words(server: Server, folder: Path, browser: Browser) -> None:
    for number in range(8):
        browser.send("create", name=f"Night {number} {'ferry' if number % 2 else 'train'}")
    assert 'role="search"' in server.ask("/").text
    assert server.ask("/?q=FERRY+night").text.count("<h3") == 4
    assert "No title, sentence or file name here has all of these words" in server.ask("/?q=nothing").text
    assert server.ask(f"/?q={quote('<script>' * 100)}").status == 200


def test_a_link_to_a_renamed_concept_stays_good(server: Server, browser: Browser) -> None:
    browser.send("create", name="Care")
    browser.send("rename", "care", "Calm")
    for rest in ("", "/journey", "/live", ".html"):
        answer = server.ask(f"/c/care{rest}")
        assert (answer.status, answer.headers["location"]) == (302, f"/c/calm{rest}")
    browser.send("delete", "calm")
    assert "was deleted; it can be brought back" in server.ask("/c/calm").text
    assert "was deleted; it can be brought back" in server.ask("/c/calm/live").text


def test_concepts_in_folders_are_handled_where_they_are(
    server: Server, folder: Path, browser: Browser
) -> None:
    (folder / "sub").mkdir()
    shutil.copy(places.example(), folder / "sub" / "inner.cx.yaml")
    assert "is a copy" in browser.after(browser.send("duplicate", "sub/inner"))
    page = browser.after(browser.send("delete", "sub/inner"))
    word = next((folder / "sub" / ".cxcanvas" / "deleted").iterdir()).name
    assert f'value="{word}"' in page
    browser.after(browser.send("restore", "sub", word))
    assert (folder / "sub" / "inner.cx.yaml").exists()


# What is refused


def test_a_server_to_read_changes_nothing(tmp_path: Path) -> None:
    shutil.copy(places.example(), tmp_path / "care.cx.yaml")
    before = sorted(tmp_path.rglob("*"))
    with serving(tmp_path) as running:
        page = running.ask("/").text
        assert "<form" not in page
        assert "<script" not in page
        for act in ACTS:
            answer = running.ask(f"/concepts/{act}", "POST", "concept=care&name=Evil", Origin=running.address)
            assert answer.status == 403
            assert "--edit" in answer.text
    assert sorted(path for path in tmp_path.rglob("*") if ".cxcanvas" not in path.parts) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "", "Referer": "http://evil.example/"},
        {"Origin": ""},
        {"Cookie": ""},
        {"Cookie": "_xsrf=forged"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/json"},
    ],
)
def test_a_forged_form_does_nothing(folder: Path, browser: Browser, headers: dict[str, str]) -> None:
    browser.send("create", name="Care")
    for act in ACTS:
        answer = browser.send(act, "care", "Evil", **headers)
        assert answer.status == 403
        assert "Traceback" not in answer.text
    assert concepts(folder) == {"care"}
    assert load(folder / "care.cx.yaml").concept["title"] == "Care"


def test_nothing_is_done_by_a_link(server: Server, folder: Path, browser: Browser) -> None:
    browser.send("create", name="Care")
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS"):
        assert server.ask("/concepts/delete?concept=care", method, Cookie=browser.cookie).status in (404, 405)
    assert server.ask("/concepts/nothing", "POST", "").status in (403, 404)
    assert concepts(folder) == {"care"}


NAMES = [
    "../../x", "/etc/x", "..", ".", "", ".hidden", ".cxcanvas/deleted/x", "sub/../../x", "C:x", "a\\b", "x" * 5000, "a\0b", "none", "link",
    "away/foreign", "folder", "pipe",
]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights on Windows")
@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name)[:30])
def test_names_lead_nowhere_else(folder: Path, browser: Browser, tmp_path: Path, name: str) -> None:
    (tmp_path / "foreign.cx.yaml").write_text("cxcanvas: 1\nconcept:\n  title: Foreign\n")
    (folder / "link.cx.yaml").symlink_to(tmp_path / "foreign.cx.yaml")
    (folder / "away").symlink_to(tmp_path)
    (folder / "folder.cx.yaml").mkdir()
    os.mkfifo(folder / "pipe.cx.yaml")
    for act in ("duplicate", "rename", "delete", "restore"):
        answer = browser.send(act, name, "Evil" if act != "restore" else "../..")
        assert answer.status in (400, 422)
        assert "Traceback" not in answer.text
        assert str(folder) not in answer.text
    assert {path.name for path in tmp_path.iterdir()} == {"foreign.cx.yaml"}
    assert "title: Foreign" in (tmp_path / "foreign.cx.yaml").read_text()
    assert concepts(folder) == {"link", "folder", "pipe"}


def test_too_much_is_refused(browser: Browser) -> None:
    assert browser.send("create", name="x" * 30_000).status == 413
    assert browser.send("create", name="x" * 10_000).status == 422


@pytest.mark.parametrize("did", ["", "x", "../..", "<script>", "é"])
def test_a_forged_notice_says_nothing(server: Server, folder: Path, did: str) -> None:
    page = server.ask(f"/?did={quote(did)}")
    assert page.status == 200
    assert "ix-notice" not in page.text.partition("</style>")[2].partition("</head>")[2]


def test_policy_of_the_list_to_edit(server: Server, folder: Path) -> None:
    policy = server.ask("/").headers["content-security-policy"]
    assert "form-action 'self'" in policy
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2]
    assert "form-action 'none'" in server.ask("/c/none").headers["content-security-policy"]


# At once


def test_two_renames_at_once_are_one_rename(folder: Path, browser: Browser) -> None:
    browser.send("create", name="Care")
    with ThreadPoolExecutor(6) as pool:
        done = list(
            pool.map(lambda number: browser.send("rename", "care", f"Calm {number}").status, range(6))
        )
    assert sorted(done) == [303, *[422] * 5]
    (left,) = concepts(folder)
    assert left.startswith("calm-")


def test_a_form_sent_twice_begins_one_concept(folder: Path, browser: Browser) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: browser.send("create", name="Care").status, range(4)))
    assert sorted(done) == [303, 422, 422, 422]
    assert concepts(folder) == {"care"}


def test_deleting_what_is_gone_says_where_it_went(browser: Browser) -> None:
    browser.send("create", name="Care")
    browser.send("rename", "care", "Calm")
    assert "This concept was renamed to “Calm”." in unescape(browser.send("delete", "care").text)
    browser.send("delete", "calm")
    assert "This concept was deleted; it can be brought back." in unescape(
        browser.send("rename", "calm", "X").text
    )


# The studio's page


def test_the_studio_is_drawn_before_there_is_a_kernel(server: Server, folder: Path) -> None:
    shutil.copy(places.example(), folder / "care.cx.yaml")
    page = server.ask("/c/care/live").text
    early = page.partition('id="srv-early"')[2].partition("</main>")[0]
    assert "<title>Breathing Space · Studio</title>" in page
    assert 'data-board="title">Breathing Space' in early
    assert early.count('class="cx-sheet"') == 1
    assert 'data-sheet="canvas"' in early
    assert early.count(" inert>") + early.count(" inert ") >= 4
    assert 'href="/c/care.html" download' in page
    assert 'href="/c/care">Read-only page' in page
    assert 'data-sheet="journey"' in server.ask("/c/care/live?view=journey").text


def test_a_page_hears_that_its_concept_was_renamed_or_deleted(server: Server, browser: Browser) -> None:
    import json

    from websocket import create_connection

    browser.send("create", name="Care")
    line = create_connection(
        server.address.replace("http", "ws") + "/c/care/events?only=place", origin=server.address, timeout=20
    )
    assert json.loads(line.recv())["problem"] == ""
    browser.send("rename", "care", "Calm")
    told = json.loads(line.recv())
    assert (told["problem"], told["moved"]) == ("This concept was renamed to “Calm”.", "/c/calm")
    line.close()
