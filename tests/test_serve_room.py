"""In the room over HTTP: the frames, the codes with which people join, and what is said honestly of an address."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from cxcanvas import places
from cxcanvas.serve.room import reachable
from cxcanvas.store.concepts import rename
from cxcanvas.store.invites import invite, invited, invites, revoke, room_code
from cxcanvas.store.reviews import ReviewFile
from tests.serving import Answer, Server, serving
from tests.test_serve_review import Reader, begin


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("room")) as running:
        yield running


@pytest.fixture
def concept(server: Server, request: pytest.FixtureRequest) -> Path:
    """A concept of its own for each test."""
    return server.folder / f"{request.node.name[:60]}.cx.yaml"


def home(path: Path) -> str:
    return f"/c/{quote(path.name.removesuffix('.cx.yaml'))}"


def join(reader: Reader) -> Answer:
    """What a press on Join asks for."""
    body = urlencode({"_xsrf": reader.token})
    given = {
        "Origin": reader.server.address,
        "Content_Type": "application/x-www-form-urlencoded",
        "Cookie": reader._cookie(),
    }
    return reader.server.ask(reader.address.removesuffix("/review") + "/join", "POST", body, **given)


def test_a_reader_presents_without_any_right_to_edit_and_without_a_kernel(
    server: Server, concept: Path
) -> None:
    shutil.copy(places.example(), concept)
    assert f'href="{home(concept)}/present"' in server.ask(home(concept)).text
    page = server.ask(f"{home(concept)}/present")
    assert (page.status, page.text.count("data-frame=")) == (200, 9)
    assert "script-src 'sha256-" in page.headers["content-security-policy"]
    assert 'data-do="join"' not in page.text  # no review is open
    assert json.loads(server.ask("/health").text).get("kernels", 0) == 0


def test_the_frames_follow_the_file_and_the_review(server: Server, concept: Path) -> None:
    review = begin(concept)
    assert f'data-review="{review}"' in server.ask(f"{home(concept)}/present").text
    concept.write_text(concept.read_text("utf-8").replace("Care call", "Call of care"), "utf-8")
    assert "Call of care" in server.ask(f"{home(concept)}/present").text


def test_a_concept_that_cannot_be_read_says_why(server: Server, concept: Path) -> None:
    concept.write_text("cxcanvas: [", "utf-8")
    page = server.ask(f"{home(concept)}/present")
    assert page.status == 500
    assert "Traceback" not in page.text
    assert concept.name in page.text


def test_a_concept_may_be_called_present_and_a_renamed_one_leads_on(server: Server, concept: Path) -> None:
    folder = server.folder / "about"
    folder.mkdir()
    shutil.copy(places.example(), folder / "present.cx.yaml")
    assert "data-frame=" not in server.ask("/c/about/present").text
    assert server.ask("/c/about/present/present").text.count("data-frame=") == 9
    shutil.copy(places.example(), concept)
    new = rename(concept, "Another name for the room")
    assert server.ask(f"{home(concept)}/present").headers["location"] == f"{home(new)}/present"


def test_who_leads_the_review_gets_a_code_and_a_phone_that_opens_it_is_at_the_review(
    server: Server, concept: Path
) -> None:
    begin(concept)
    answer = join(Reader(server, concept, "Ines"))
    assert answer.status == 200, answer.text
    told = json.loads(answer.text)
    assert re.fullmatch(rf"{server.address}/j/[2-9A-X]{{10}}", told["address"])
    assert "<svg" in told["html"]
    assert "answers only on this machine" in told["html"]
    code = told["address"].rpartition("/")[2]
    phone = server.ask(f"/j/{code.lower()}")
    assert (phone.status, phone.headers["location"]) == (302, f"{home(concept)}/review")
    assert code not in (concept.parent / ".cxcanvas" / "invites.json").read_text("utf-8")


def test_nobody_else_makes_codes_and_why_is_said(server: Server, concept: Path) -> None:
    shutil.copy(places.example(), concept)
    reader = Reader(server, concept)
    reader.cookies |= server.ask(f"{home(concept)}/present").cookies
    reader.token = reader.cookies["_xsrf"]
    assert "No review" in json.loads(join(reader).text)["problem"]
    begin(concept)
    for name in ("", "Dana", "Mallory"):
        answer = join(Reader(server, concept, name))
        assert answer.status == 403
        assert "who leads the review" in json.loads(answer.text)["problem"]
    forged = Reader(server, concept, "Ines")
    forged.token = "x"
    assert join(forged).status == 403
    assert not invites(concept.parent, ReviewFile(concept).state().reviews)


def test_codes_end_and_are_not_guessed(server: Server, concept: Path) -> None:
    review = begin(concept)
    code = room_code()
    made = invite(concept.parent, review, "voter", dt.date.today().isoformat(), token=code)[1]
    assert server.ask(f"/j/{code}").status == 302
    revoke(concept.parent, {review}, made.id)
    assert server.ask(f"/j/{code}").status == 404
    yesterday = (dt.date.today() - dt.timedelta(days=1)).isoformat()
    old = room_code()
    invite(concept.parent, review, "voter", yesterday, token=old)
    assert invited(concept.parent, {review}, old) is None
    assert "good for one day" in server.ask(f"/j/{old}").text
    assert server.ask("/j/..%2F..").status == 404
    assert len({room_code() for _ in range(1000)}) == 1000


def test_where_only_links_may_speak_a_code_lets_one_comment_and_vote(tmp_path: Path) -> None:
    path = tmp_path / "closed.cx.yaml"
    review = begin(path, guests=True)
    code = room_code()
    invite(path.parent, review, "voter", dt.date.today().isoformat(), token=code)
    with serving(tmp_path, CXCANVAS_REVIEW_LINKS="required") as running:
        outside = Reader(running, path)
        assert "open the link" in outside.say("name", name="Lea").text
        inside = Reader(running, path)
        inside.cookies |= running.ask(f"/j/{code}").cookies
        assert inside.say("name", name="Lea").status == 303
        assert inside.say("comment", type="idea", text="More light").status == 303
        assert inside.say("verdict", part="exchange", verdict="approve").status == 422


@pytest.mark.parametrize(
    ("host", "hosts", "address"),
    [
        ("cx.example.org", "", "http://cx.example.org"),
        ("127.0.0.1:8866", "cx.example.org, other.example", "https://cx.example.org"),
        ("localhost:8866", "localhost,cx.example.org", "https://cx.example.org"),
    ],
)
def test_the_address_on_the_wall_is_one_that_phones_reach(
    monkeypatch: pytest.MonkeyPatch, host: str, hosts: str, address: str
) -> None:
    monkeypatch.setenv("CXCANVAS_HOSTS", hosts)
    assert reachable("http", host) == (address, "")


@pytest.mark.parametrize("host", ["127.0.0.1:8866", "localhost", "[::1]:8866", "127.0.0.1"])
def test_an_address_that_no_phone_reaches_is_told(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.delenv("CXCANVAS_HOSTS", raising=False)
    address, warning = reachable("http", host)
    assert address == f"http://{host}"
    assert "answers only on this machine" in warning
