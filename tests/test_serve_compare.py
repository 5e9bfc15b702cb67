"""What changed, for whoever reads: two versions picked from the history, over HTTP, without script or kernel."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from cxcanvas import places
from cxcanvas.views.compare import ALONE, SAME
from tests.pagetree import Node, elements
from tests.serving import Answer, Server, serving
from tests.twoversions import CAME, WENT, git, keep_two

NAME = "breathing-space"
PAGE = f"/c/{NAME}/compare"
HOSTILE = "<img src=x onerror=alert(1)>\"'&"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    path = folder / f"{NAME}.cx.yaml"
    shutil.copy(places.example(), path)
    keep_two(path)
    other = folder / "other.cx.yaml"
    other.write_text("cxcanvas: 1\nconcept:\n  title: Other\n", "utf-8")
    git(folder, "add", "--", other.name)
    git(folder, "commit", "-q", "-m", HOSTILE, day="2026-10-05")
    other.write_text("cxcanvas: 1\nconcept:\n  title: [broken\n", "utf-8")
    git(folder, "commit", "-q", "-am", "A slip of the hand", day="2026-10-06")
    other.write_text("cxcanvas: 1\nconcept:\n  title: Mended\n", "utf-8")
    (folder / "never.cx.yaml").write_text("cxcanvas: 1\nconcept:\n  title: Never\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as running:
        yield running


def options(page: Answer, name: str) -> list[Node]:
    [pick] = [one for one in elements(page.text) if one.tag == "select" and one.attributes["name"] == name]
    return [one for one in pick.walk() if one.tag == "option"]


def picked(page: Answer, name: str) -> str:
    [one] = [one for one in options(page, name) if "selected" in one.attributes]
    return one.attributes["value"]


def test_a_concept_leads_to_what_changed(server: Server) -> None:
    assert f'href="{PAGE}">What changed</a>' in server.ask(f"/c/{NAME}").text


def test_the_last_version_that_differs_is_shown_unasked(server: Server) -> None:
    page = server.ask(PAGE)
    assert page.status == 200
    assert len(options(page, "from")) == 4, "three versions, and the file"
    assert picked(page, "to") == "now"
    assert "2 came, 1 went, 3 moved" in page.text
    for id_ in CAME | WENT:
        assert f'data-at="{id_}"' in page.text
    for said in (
        "3 Sep 2026, Ana Reyes: The concept as the workshop left it",
        "23 changes",
        "the first version",
    ):
        assert said in page.text


def test_two_versions_are_picked_also_under_the_name_the_file_had(server: Server) -> None:
    *_, first = (one.attributes["value"] for one in options(server.ask(PAGE), "from"))
    latest = options(server.ask(PAGE), "from")[1].attributes["value"]
    page = server.ask(f"{PAGE}?from={first}&to={latest}")
    assert "2 came, 1 went, 3 moved" in page.text
    assert (picked(page, "from"), picked(page, "to")) == (first, latest)
    back = server.ask(f"{PAGE}?from={latest}&to={first}")
    assert "2 came, 3 went" in back.text, "a new id is known by the old one, not the other way around"
    assert SAME in server.ask(f"{PAGE}?from={first}&to={first}").text


def test_since_a_day_leads_to_an_address_to_pass_on(server: Server) -> None:
    led = server.ask(f"{PAGE}?since=2026-09-20")
    assert led.status == 302
    page = server.ask(led.headers["location"])
    assert "10 Sep 2026, Ana Reyes: Its name" in page.text and "2 came, 1 went" in page.text
    assert picked(server.ask(server.ask(f"{PAGE}?since=1990-01-01").headers["location"]), "from")


@pytest.mark.parametrize(
    "said",
    ["HEAD", "HEAD~1", "main", "--output=x", "-p", "..", "deadbeefdeadbeef", "abc", "now;ls", ":/", "@{u}", "é" * 999],
    ids=lambda value: ascii(value)[:12],
)  # fmt: skip
@pytest.mark.parametrize("end", ["from", "to"])
def test_only_versions_of_this_file_can_be_asked_for(server: Server, end: str, said: str) -> None:
    page = server.ask(f"{PAGE}?{end}={quote(said)}")
    assert page.status in (400, 404)
    assert "Traceback" not in page.text


def test_a_version_of_another_file_is_none_of_this_one(server: Server) -> None:
    foreign = options(server.ask("/c/other/compare"), "from")[1].attributes["value"]
    assert server.ask(f"{PAGE}?from={foreign}").status == 404


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "2026-9-3", "1; ls", "é" * 500, "20260903ab"])
def test_what_is_no_day_is_said(server: Server, day: str) -> None:
    page = server.ask(f"{PAGE}?since={quote(day)}")
    assert page.status == 404 and "is no day" in page.text


def test_a_version_that_cannot_be_read_leaves_the_others_to_pick(server: Server, folder: Path) -> None:
    page = server.ask("/c/other/compare")
    assert page.status == 500, "the last version is broken, and differs from the file"
    assert "other.cx.yaml:" in page.text and str(folder) not in page.text
    first = options(page, "from")[-1].attributes["value"]
    mended = server.ask(f"/c/other/compare?from={first}&to=now")
    assert mended.status == 200 and "Mended" in mended.text
    assert HOSTILE not in mended.text and "onerror=alert" in mended.text, "escaped, not lost"


def test_without_git_the_page_says_so(tmp_path: Path, server: Server) -> None:
    shutil.copy(places.example(), tmp_path / f"{NAME}.cx.yaml")
    with serving(tmp_path) as alone:
        page = alone.ask(PAGE)
        assert page.status == 200
        assert "this folder is in no git repository" in page.text and ALONE in page.text
        assert str(tmp_path) not in page.text
        assert alone.ask(f"{PAGE}?from=abcdefabcdef").status == 200, "there is nothing to pick from"
    never = server.ask("/c/never/compare")
    assert never.status == 200 and "No earlier version is kept yet" in never.text


def test_the_page_follows_the_file_and_is_not_sent_twice(server: Server, folder: Path) -> None:
    path = folder / f"{NAME}.cx.yaml"
    text = path.read_text("utf-8")
    first = server.ask(PAGE)
    assert server.ask(PAGE, If_None_Match=first.headers["etag"]).status == 304
    path.write_text(text.replace("Care call", "Care call, day and night", 1), "utf-8")
    try:
        changed = server.ask(PAGE)
        assert "1 changed." in changed.text, "held against the latest version, which the file has left"
    finally:
        path.write_text(text, "utf-8")


def test_forms_stay_here_and_one_script_runs(server: Server) -> None:
    page = server.ask(PAGE)
    policy = page.headers["content-security-policy"]
    assert "form-action 'self'" in policy and "'unsafe-inline'" not in policy.split("script-src")[1]
    assert page.text.count("<script") == 1
    assert {one.attributes["method"] for one in elements(page.text) if one.tag == "form"} == {"get"}
    pool = server.settled()
    assert len(server.kernels()) == pool
