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
from cxcanvas.review import Who, draft
from cxcanvas.serve.room import reachable
from cxcanvas.store import load
from cxcanvas.store.concepts import rename
from cxcanvas.store.invites import Codes, invite, invited, invites, revoke, room_code
from cxcanvas.store.reviews import ReviewFile, log_path
from cxcanvas.views.phrases import date
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
    said = draft("comment", review, {"about": "care-call", "type": "risk", "text": "Who calls back?"})
    ReviewFile(concept).append(said, Who.named("Wei"))
    assert "Who calls back?" in server.ask(f"{home(concept)}/present").text


def test_a_wall_shows_how_many_voted_and_nothing_else_before_the_reveal(
    server: Server, concept: Path
) -> None:
    review = begin(concept, budget=5, guests=True)
    findings = load(concept).ids("finding")
    for number, name in enumerate(("Dana", "Wei")):
        dots = draft("vote", review, {"dots": {findings[number]: 5}})
        ReviewFile(concept).append(dots, Who.named(name))
    hidden = server.ask(f"{home(concept)}/present")
    assert "2 people have voted. Nobody sees how" in hidden.text
    assert 'class="pr-stack"' not in hidden.text
    assert 'data-do="reveal"' in hidden.text
    ReviewFile(concept).append(draft("reveal", review, {}), Who.named("Ines"))
    few = server.ask(f"{home(concept)}/present").text
    assert "For fewer than 3 no count is shown" in few
    assert 'class="pr-stack"' not in few
    assert 'data-do="reveal"' not in few


def test_a_log_that_cannot_be_read_keeps_nobody_from_the_concept(server: Server, concept: Path) -> None:
    begin(concept)
    log_path(concept).write_bytes(b'{"v": 99}\n' * 3)
    assert server.ask(f"{home(concept)}/present").text.count("data-frame=") == 9


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
    assert phone.status == 200
    assert "Say who you are" in phone.text  # nothing else: who is asked there has one field before them
    assert "Shall we build it?" in phone.text
    named = Reader(server, concept, "Wei")
    again = server.ask(f"/j/{code}", Cookie=named._cookie())
    assert (again.status, again.headers["location"]) == (303, f"{home(concept)}/review#rv-s-talk")
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
    assert server.ask(f"/j/{code}").status == 200
    revoke(concept.parent, {review}, made.id)
    assert "no such code" in server.ask(f"/j/{code}").text
    yesterday = dt.date.today() - dt.timedelta(days=1)
    old = room_code()
    invite(concept.parent, review, "voter", yesterday.isoformat(), token=old)
    assert invited(concept.parent, {review}, old) is None
    assert f"was good until {date(yesterday.isoformat())}" in server.ask(f"/j/{old}").text
    assert server.ask("/j/..%2F..").status == 404
    assert len({room_code() for _ in range(1000)}) == 1000


def test_a_name_that_somebody_has_a_link_for_is_refused_in_words_and_a_foreign_form_is_not_heard(
    server: Server, concept: Path
) -> None:
    review, code = begin(concept), room_code()
    invite(concept.parent, review, "voter", dt.date.today().isoformat(), token=code)
    invite(concept.parent, review, "reviewer", "2030-01-01", "Dana")
    cookies = server.ask(f"/j/{code}").cookies

    def give(name: str, origin: str = server.address) -> Answer:
        body = urlencode({"_xsrf": cookies["_xsrf"], "name": name})
        cookie = f"_xsrf={cookies['_xsrf']}"
        return server.ask(f"/j/{code}", "POST", body, Origin=origin, Content_Type="application/x-www-form-urlencoded", Cookie=cookie)  # fmt: skip

    refused = give("Dana")
    assert refused.status == 422
    assert "was sent a link" in refused.text
    assert 'value="Dana"' in refused.text
    assert give("<b>Lea</b>" * 30).status == 422
    assert give("Lea", "https://elsewhere.example").status == 403
    assert (give("Lea").status, give("Lea").headers["location"]) == (303, f"{home(concept)}/review#rv-s-talk")


def test_whoever_tries_wrong_codes_is_slowed_down_and_others_speak_on(tmp_path: Path) -> None:
    path = tmp_path / "guessed.cx.yaml"
    review = begin(path)
    code = room_code()
    invite(path.parent, review, "voter", dt.date.today().isoformat(), token=code)
    with serving(tmp_path) as running:
        answers = [running.ask(f"/j/{code}").status for _ in range(60)]
        assert answers == [200] * 60  # a whole room behind one address
        tried = [running.ask(f"/j/{room_code()}") for _ in range(60)]
        refused = [one for one in tried if one.status == 429]
        assert {one.status for one in tried} == {404, 429}
        assert "Too many codes were tried" in refused[0].text
        assert running.ask(f"/j/{code}").status in (200, 429)
        assert Reader(running, path, "Wei").say("comment", type="idea", text="Still here").status == 303


def test_codes_are_looked_up_without_reading_every_log(tmp_path: Path) -> None:
    made = []
    for number in range(3):
        path = tmp_path / f"c{number}.cx.yaml"
        review = begin(path)
        code = room_code()
        invite(tmp_path, review, "voter", dt.date.today().isoformat(), token=code)
        made.append((code, review))
    codes = Codes()
    for code, review in made:
        found = codes.find([tmp_path / "elsewhere", tmp_path], code)
        assert found is not None
        assert (found[0], found[1].review) == (tmp_path, review)
    assert codes.find([tmp_path], room_code()) is None
    revoke(tmp_path, {made[0][1]}, invites(tmp_path, {made[0][1]})[0].id)
    assert codes.find([tmp_path], made[0][0]) is None


def test_where_only_links_may_speak_a_code_lets_one_comment_and_vote(tmp_path: Path) -> None:
    path = tmp_path / "closed.cx.yaml"
    review = begin(path, guests=True)
    code = room_code()
    invite(path.parent, review, "voter", dt.date.today().isoformat(), token=code)
    with serving(tmp_path, CXCANVAS_REVIEW_LINKS="required") as running:
        outside = Reader(running, path)
        assert "open the link" in outside.say("name", name="Lea").text
        inside = Reader(running, path)
        inside.cookies |= running.ask(f"/j/{code}", Cookie=inside._cookie()).cookies
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
