"""The review page over HTTP: who asks, what is refused and how it is said, and that no forged message changes anything."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from websocket import create_connection

from cxcanvas import places
from cxcanvas.edits import Set, apply
from cxcanvas.errors import CxError, ReviewError
from cxcanvas.review import KINDS, Who, default_parts, draft, snapshot_data
from cxcanvas.serve.limits import ADDRESS, PERSON, Limits
from cxcanvas.serve.looks import LONGEST, looks, mark, seen
from cxcanvas.session.hearing import ACTS
from cxcanvas.session.reviewing import ReviewDesk, saver
from cxcanvas.store import load, save
from cxcanvas.store.concepts import remove, rename
from cxcanvas.store.invites import invite, revoke
from cxcanvas.store.reviews import ReviewFile, log_path
from tests.forged import STRANGE
from tests.serving import Answer, Server, serving

TOKEN = re.compile(r'name="_xsrf" value="(\d[^"]+)"')
HEADER = "X-Forwarded-User"


def begin(path: Path, **opening: Any) -> str:
    """A canvas with an open review; its id."""
    shutil.copy(places.example(), path)
    canvas, store = load(path), ReviewFile(path)
    kept = store.append(draft("snapshot", "", snapshot_data(canvas, "v1")), Who.named("Ines"))
    parts = {name: {"addresses": list(heads)} for name, heads in default_parts(canvas).items()}
    given = {
        "title": "Concept review", "question": "Shall we build it?", "deciders": ["Ines"], "reviewers": ["Dana", "Wei"],
        "customer_facing": ["Dana"], "snapshot": kept.id, "parts": parts, "until": "2030-01-01", **opening,
    }  # fmt: skip
    return store.append(draft("open", "", given), Who.named("Ines")).id


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("reviews"), edit=True) as running:
        yield running


@pytest.fixture
def concept(server: Server, request: pytest.FixtureRequest) -> Path:
    """A concept of its own for each test."""
    return server.folder / f"{request.node.name[:60].replace('[', '-').replace(']', '')}.cx.yaml"


class Reader:
    """One person's browser: its cookies, and the token of the page."""

    def __init__(self, server: Server, path: Path, name: str = "", **headers: str) -> None:
        self.server, self.headers, self.cookies = server, headers, dict[str, str]()
        self.address = f"/c/{quote(path.name.removesuffix('.cx.yaml'))}/review"
        page = self.get()
        found = TOKEN.search(page.text)
        self.token = (
            found[1] if found else self.cookies.get("_xsrf", "")
        )  # a page without a form has none to show
        review = re.search(r'data-review="(\w+)"', page.text)
        self.review = review[1] if review else ""
        if name:
            assert self.say("name", name=name).status == 303

    def get(self, more: str = "", **headers: str) -> Answer:
        answer = self.server.ask(
            f"{self.address}{more}", Cookie=self._cookie(), **{**self.headers, **headers}
        )
        self._keep(answer)
        return answer

    def say(self, do: str, headers: dict[str, str] | None = None, /, **form: Any) -> Answer:
        fields = {"_xsrf": self.token, "do": do, "review": self.review, **form}
        given = {
            "Cookie": self._cookie(), "Origin": self.server.address, "Content_Type": "application/x-www-form-urlencoded",
            **self.headers, **(headers or {}),
        }  # fmt: skip
        body = urlencode(fields, doseq=True)
        answer = self.server.ask(self.address, "POST", body, **{k: v for k, v in given.items() if v})
        self._keep(answer)
        return answer

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, answer: Answer) -> None:
        self.cookies |= answer.cookies


def told(answer: Answer) -> str:
    """What a page says about what was just done."""
    found = re.search(
        r"data-notice[^>]*>(.*?)</p>|data-sentence[^>]*>(.*?)<|class=\"sentence\">(.*?)</p>",
        answer.text,
        re.DOTALL,
    )
    return unescape(next(one for one in found.groups() if one is not None)) if found else answer.text[:300]


# Reading


def test_the_concepts_page_says_that_a_review_is_open(server: Server, concept: Path) -> None:
    shutil.copy(places.example(), concept)
    name = f"/c/{quote(concept.name.removesuffix('.cx.yaml'))}"
    assert "/review" not in server.ask(name).text
    begin(concept)
    page = server.ask(name).text
    assert f'href="{name}/review"' in page
    assert "In review: Concept review, until 1 Jan 2030" in page


def test_a_comment_works_without_a_script_and_comes_back_as_words(server: Server, concept: Path) -> None:
    begin(concept)
    dana = Reader(server, concept, "Dana")
    answer = dana.say("comment", type="risk", text="<b>Who</b> calls back?", about="care-call")
    assert answer.status == 303
    page = dana.get(answer.headers["location"].removeprefix(dana.address))
    assert told(page) == "Your risk is kept."
    assert "&lt;b&gt;Who&lt;/b&gt; calls back?" in page.text
    assert "<b>Who</b>" not in page.text


def test_a_review_is_kept_by_nobody_on_the_way(server: Server, concept: Path) -> None:
    begin(concept)
    page = Reader(server, concept).get()
    assert page.headers["cache-control"] == "no-store"
    assert "etag" not in page.headers
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert "script-src 'sha256-" in page.headers["content-security-policy"]


def test_hidden_votes_are_in_no_answer_to_anybody_else(server: Server, concept: Path) -> None:
    begin(concept, budget=97)
    dana, wei = Reader(server, concept, "Dana"), Reader(server, concept, "Wei")
    before = wei.get("/record.md").text, wei.get("/record").text
    assert dana.say("vote", **{"dots:bot-loop": "83"}).status == 303
    assert 'value="83"' in dana.get().text
    assert 'value="83"' not in wei.get().text
    assert (wei.get("/record.md").text, re.sub(r'value="[^"]+"', "", wei.get("/record").text)) == (
        before[0], re.sub(r'value="[^"]+"', "", before[1]),
    )  # fmt: skip


def test_the_record_is_a_page_and_a_file(server: Server, concept: Path) -> None:
    begin(concept)
    reader = Reader(server, concept)
    assert "Nobody disagreed." in reader.get("/record").text
    answer = reader.get("/record.md")
    assert answer.headers["content-type"].startswith("text/markdown")
    assert answer.text.startswith("# Concept review")


def test_what_was_said_since_the_last_look_is_told(server: Server, concept: Path) -> None:
    begin(concept)
    reader, dana = Reader(server, concept), Reader(server, concept, "Dana")
    reader.get()
    cookie = reader.cookies["cxcanvas-seen"]
    assert re.fullmatch(r"[0-9a-f]{12}:[0-9a-f.]*:[0-9a-f.]+:\d+::", cookie)  # ids and a time, nobody's name
    dana.say("comment", type="idea", text="New here")
    assert "Since your last look" not in reader.get().text  # the same visit
    opened = ReviewFile(concept).log().order[1].id[:16]
    reader.cookies["cxcanvas-seen"] = f"{cookie[:12]}::{opened}:1000"  # long ago, and before Dana spoke
    page = reader.get().text
    assert "Since your last look:</b> 1 comment." in page
    assert "rv-isnew" in page


def test_what_changed_in_the_concept_since_the_last_look_is_told_and_marked(
    server: Server, concept: Path
) -> None:
    begin(concept)
    save(apply(load(concept), Set("care-call.name", "A talk")), concept)
    reader = Reader(server, concept)
    assert "Since your last look" not in reader.get().text  # the first look
    cookie = reader.cookies["cxcanvas-seen"]
    assert re.fullmatch(r"[0-9a-f]{12}::[0-9a-f.]+:\d+::[0-9a-f]{4}", cookie)
    save(apply(load(concept), Set("reminder.name", "A nudge")), concept)
    reader.cookies["cxcanvas-seen"] = re.sub(r":\d+::", ":1000::", cookie)  # long ago
    page = reader.get().text
    assert "Since your last look:</b> 1 place of the concept changed." in page
    new = re.findall(r"<li dir=\"auto\">((?:(?!</li>).)*)<b class=\"rv-new\">new</b></li>", page)
    assert len(new) == 1 and "A nudge" in new[0]
    assert "A talk" in page  # what was there before still stands among the changes
    again = reader.get(X_Refresh="1").text
    assert "1 place of the concept changed" in again  # the same visit
    reader.cookies["cxcanvas-seen"] = re.sub(r":\d+(:[0-9a-f]*:[0-9a-f]*)$", r":1000\1", reader.cookies["cxcanvas-seen"])  # fmt: skip
    assert "Since your last look" not in reader.get().text


def test_of_more_changes_than_a_cookie_holds_none_is_called_new() -> None:
    cookie, _ = seen({}, "a" * 64, ["b" * 64], 1000, [f"change {one}" for one in range(500)])
    cookie, look = seen(looks(cookie), "a" * 64, ["c" * 64], 10_000, ["change 1", "another"])
    assert look.before == "b" * 16 and look.known is None
    _, look = seen(looks(cookie), "a" * 64, ["c" * 64], 20_000, ["change 1"])
    assert look.known == frozenset({mark("change 1"), mark("another")})
    _, look = seen(looks(f"{'a' * 12}::{'b' * 16}:1000"), "a" * 64, ["c" * 64], 20_000)
    assert look.before == "b" * 16 and look.known is None  # a cookie of an earlier version


def test_what_a_browser_keeps_of_reviews_has_an_end() -> None:
    cookie = ""
    for number in range(200):
        review, heads = f"{number:064x}"[::-1], [f"{number:016x}", f"{number + 1:016x}"]
        cookie, look = seen(looks(cookie), review, heads, 10_000 * number)
        assert look.last == ".".join(heads)
    assert len(cookie) <= LONGEST
    kept = looks(cookie)
    assert 20 < len(kept) < 200
    assert review[:12] in kept  # the latest is kept
    _, look = seen(kept, review, ["f" * 16], 10_000 * 500)
    assert look.before == kept[review[:12]].last
    for bad in ("x", "|||", ":" * 9, "0" * 12 + ":zz::1", "é" * 9000, cookie[:-1] + "x"):
        assert all(len(one) == 12 for one in looks(bad))


def test_links_to_many_concepts_fit_into_one_cookie(server: Server, concept: Path) -> None:
    review = begin(concept)
    token, _ = invite(concept.parent, review, "guest", "2099-01-01")
    guest = Reader(server, concept)
    guest.cookies["cxcanvas-link"] = "|".join(f"{one:012x}:{'t' * 32}" for one in range(60))
    assert guest.get(f"?token={token}").status == 302
    pairs = guest.cookies["cxcanvas-link"].strip('"').split("|")
    assert len(pairs) == 20
    assert pairs[-1] == f"{review and next(iter(ReviewFile(concept).state().reviews))[:12]}:{token}"
    assert guest.say("name", name="Pat").status == 303
    assert "your link is for comments" in guest.get().text


# Who asks


def test_a_name_is_given_once_and_marked_as_self_declared(server: Server, concept: Path) -> None:
    begin(concept)
    stranger = Reader(server, concept)
    assert told(stranger.say("comment", type="idea", text="x")).endswith("Say who you are first.")
    dana = Reader(server, concept, "Dana")
    dana.say("comment", type="idea", text="x")
    assert "Dana (self-declared)" in dana.get().text


def test_a_second_browser_of_the_same_name_is_told_and_marked_and_not_locked_out(
    server: Server, concept: Path
) -> None:
    review = begin(concept)
    desk, phone, early = (
        Reader(server, concept, "Dana"),
        Reader(server, concept),
        Reader(server, concept, "Dana"),
    )
    assert "another browser" not in early.get().text  # nobody has spoken yet
    assert desk.say("comment", type="idea", text="At the desk").status == 303
    assert "another browser" in early.get().text
    assert "Somebody of that name spoke here" in told(phone.get(phone.say("name", name="DANA").headers["location"].removeprefix(phone.address)))  # fmt: skip
    assert phone.say("comment", type="idea", text="From the phone").status == 303
    found = {one.text: one.said.who for one in ReviewFile(concept).state().reviews[review].comments.values()}
    assert (found["At the desk"].how, found["From the phone"].how) == ("declared", "elsewhere")
    assert "DANA (self-declared, another browser)" in desk.get().text
    part = re.search(
        r'name="part" value="case"><input type="hidden" name="hash" value="(\w+)"', phone.get().text
    )
    assert part is not None  # it is still Dana's verdict
    assert phone.say("verdict", part="case", verdict="approve", hash=part[1]).status == 303
    assert list(ReviewFile(concept).state().reviews[review].verdicts) == [("case", "dana")]
    kept = (server.folder / ".cxcanvas" / "voices.json").read_text()
    assert "dana" not in kept.lower()
    assert desk.say("comment", type="idea", text="Again").status == 303
    assert "another browser first" not in desk.get().text


def test_another_browser_is_remembered_when_the_server_starts_anew(tmp_path: Path) -> None:
    path = tmp_path / "care.cx.yaml"
    begin(path)
    with serving(tmp_path) as running:
        first_ = Reader(running, path, "Dana")
        assert first_.say("park", text="x").status == 303
    with serving(tmp_path) as running:
        other = Reader(running, path, "Dana")
        assert "another browser" in other.get().text
        again = Reader(running, path)
        again.cookies["cxcanvas-name"] = first_.cookies["cxcanvas-name"]
        assert "another browser first" not in again.get().text


def test_a_proxy_is_believed_that_people_come_by_https_where_one_was_told_of(tmp_path: Path) -> None:
    path = tmp_path / "care.cx.yaml"
    begin(path)
    answers = {}
    for name, environment in (("none", {}), ("hosts", {"CXCANVAS_HOSTS": "canvas.example"}), ("header", {"CXCANVAS_USER_HEADER": HEADER})):  # fmt: skip
        with Server(tmp_path, False, environment) as running:
            for host in ("canvas.example", ""):
                headers = {"X_Forwarded_Proto": "https", **({"Host": host} if host else {})}
                answers[name, host] = running.ask(
                    f"/c/{path.name.removesuffix('.cx.yaml')}/review", **headers
                )
    secure = {key: "secure" in one.headers.get("set-cookie", "").lower() for key, one in answers.items() if one.status == 200}  # fmt: skip
    assert secure == {
        ("none", ""): False, ("hosts", "canvas.example"): True, ("hosts", ""): False, ("header", ""): True,
    }  # fmt: skip


@pytest.mark.parametrize(
    "forged",
    ["Ines", "2|1:0|10:1700000000|13:cxcanvas-name|8:SW5lcw==|deadbeef"],
    ids=["plain", "signed by somebody"],
)
def test_a_forged_cookie_is_nobody(server: Server, concept: Path, forged: str) -> None:
    begin(concept)
    reader = Reader(server, concept)
    reader.cookies["cxcanvas-name"] = forged
    assert reader.say("decide", outcome="go").status == 422
    assert not ReviewFile(concept).state().reviews[reader.review].voices


def test_a_header_that_nobody_asked_for_says_nothing(server: Server, concept: Path) -> None:
    begin(concept)
    reader = Reader(server, concept, "", X_Forwarded_User="Ines")
    assert reader.say("decide", outcome="stop", reason="x").status == 422


def test_behind_a_proxy_people_are_whom_it_says_and_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "care.cx.yaml"
    review = begin(path, signed_in=True)
    with serving(tmp_path, CXCANVAS_USER_HEADER=HEADER) as running:
        ines = Reader(running, path, X_Forwarded_User="Ines")
        assert "signed in" in ines.get().text
        assert ines.say("name", name="Dana").status == 422
        assert ines.say("decide", outcome="stop", reason="No", said_by="Dana").status == 422
        assert ines.say("decide", outcome="stop", reason="No").status == 303
        declared = Reader(running, path, "Dana")
        part = next(iter(ReviewFile(path).state().reviews[review].parts))
        answer = declared.say("verdict", part=part, verdict="abstain", hash="0" * 64)
        assert "signed in" in told(answer) or "looked at" in told(answer)
    state = ReviewFile(path).state().reviews[review]
    assert [(one.said.who.by, one.said.who.how) for one in state.voices.values()] == [("Ines", "signed_in")]
    assert not state.verdicts


def test_nobody_votes_judges_or_decides_as_somebody_else(server: Server, concept: Path) -> None:
    review = begin(concept)
    ines, dana = Reader(server, concept, "Ines"), Reader(server, concept, "Dana")
    for who, do, more in (
        (dana, "vote", {"dots:bot-loop": "1", "said_by": "Wei"}), (ines, "vote", {"dots:bot-loop": "1", "said_by": "Wei"}),
        (dana, "comment", {"type": "idea", "text": "x", "said_by": "Wei"}), (dana, "decide", {"outcome": "go"}),
        (dana, "reveal", {}), (dana, "close", {}), (dana, "amend", {"deciders": "Dana"}),
        (dana, "snapshot", {"hash": "0" * 64, "packed": "x"}), (dana, "actions", {}),
    ):  # fmt: skip
        before = log_path(concept).read_bytes()
        assert who.say(do, **more).status == 422, do
        assert log_path(concept).read_bytes() == before
    assert not ReviewFile(concept).state().reviews[review].voices


# Links


def test_a_link_lets_in_for_what_it_is_for_and_no_longer_than_it_holds(server: Server, concept: Path) -> None:
    review = begin(concept)
    token, made = invite(concept.parent, review, "guest", "2099-01-01")
    assert token not in (concept.parent / ".cxcanvas" / "invites.json").read_text()
    guest = Reader(server, concept)
    answer = guest.get(f"?token={token}")
    assert (answer.status, answer.headers["location"]) == (302, guest.address)
    assert guest.say("name", name="Dana").status == 303
    assert "your link is for comments" in guest.get().text
    assert guest.say("comment", type="idea", text="From a guest").status == 303
    assert (
        "your link does not let you judge"
        in told(guest.say("verdict", part="case", verdict="abstain")).lower()
    )
    revoke(concept.parent, {review}, made.id)
    assert guest.get(f"?token={token}").status == 403
    for bad in ("", "x", "x" * 5000, token[:-1]):
        assert guest.get(f"?token={quote(bad)}").status in (200, 403)
    late, _ = invite(concept.parent, review, "guest", "2020-01-01")
    assert "expired" in told(guest.get(f"?token={late}"))


def test_a_link_for_one_person_is_that_person_and_nobody_else_takes_the_name(
    server: Server, concept: Path
) -> None:
    review = begin(concept)
    token, _ = invite(concept.parent, review, "reviewer", "2099-01-01", "Ines")
    other = Reader(server, concept)
    assert "was sent a link" in told(other.say("name", name="ines"))
    ines = Reader(server, concept)
    ines.get(f"?token={token}")
    assert ines.say("name", name="Dana").status == 422
    assert ines.say("decide", outcome="park", reason="Later").status == 303
    assert [one.said.who.by for one in ReviewFile(concept).state().reviews[review].voices.values()] == [
        "Ines"
    ]


def test_a_link_goes_with_a_concept_that_is_renamed_and_into_no_other(server: Server, concept: Path) -> None:
    token, _ = invite(concept.parent, begin(concept), "guest", "2099-01-01")
    moved = rename(concept, "Moved elsewhere")
    begin(concept)
    assert Reader(server, moved).get(f"?token={token}").status == 302
    assert Reader(server, concept).get(f"?token={token}").status == 403
    remove(moved)


def test_where_links_are_required_nobody_speaks_without_one(tmp_path: Path) -> None:
    path = tmp_path / "care.cx.yaml"
    begin(path)
    with serving(tmp_path, CXCANVAS_REVIEW_LINKS="required") as running:
        reader = Reader(running, path)
        answer = reader.say("name", name="Ines")
        assert answer.status == 422
        assert "open the link" in told(answer)
        assert 'name="name"' not in reader.get().text


# What is refused


def test_a_form_of_another_page_is_refused_in_a_sentence(server: Server, concept: Path) -> None:
    begin(concept)
    dana = Reader(server, concept, "Dana")
    before = log_path(concept).read_bytes()
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": ""}):
        answer = dana.say("comment", headers, type="idea", text="x")
        assert (answer.status, "another page" in answer.text) == (403, True)
    dana.token = "2|00000000|00000000000000000000000000000000|1700000000"
    assert "open for too long" in dana.say("comment", type="idea", text="x").text
    assert log_path(concept).read_bytes() == before


@pytest.mark.parametrize("many", [20_001, 1_000_000])
def test_a_comment_that_is_too_long_is_refused_in_words(server: Server, concept: Path, many: int) -> None:
    begin(concept)
    dana = Reader(server, concept, "Dana")
    answer = dana.say("comment", type="idea", text="é" * many)
    assert answer.status == 422
    assert told(answer).endswith(f"has {many:,} characters; expected at most 20,000.")
    assert dana.say("comment", type="idea", text="x" * 9_000_000).status == 413


def test_who_says_too_much_is_told_to_wait() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0])
    assert [limits.admit("Dana", "a") for _ in range(int(PERSON[0]))] == [0.0] * int(PERSON[0])
    wait = limits.admit("Dana", "a")
    assert wait > 0
    assert limits.admit("Wei", "a") == 0.0
    now[0] += wait
    assert limits.admit("Dana", "a") == 0.0
    crowd = [limits.admit(f"P{one}", "b") for one in range(int(ADDRESS[0]) + 5)]
    assert crowd[: int(ADDRESS[0])] == [0.0] * int(ADDRESS[0])
    assert all(crowd[int(ADDRESS[0]) :])


def test_the_limit_is_said_on_the_page(server: Server, concept: Path) -> None:
    begin(concept)
    somebody = Reader(server, concept, "Somebody Quick")
    answers = [somebody.say("park", text=f"{one}") for one in range(int(PERSON[0]) + 20)]
    assert {one.status for one in answers} == {303, 429}
    assert "wait" in told(next(one for one in answers if one.status == 429))


def test_ten_thousand_forged_messages_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "care.cx.yaml"
    review = begin(path, signed_in=True)
    desk, chance = ReviewDesk(ReviewFile(path), saver(path)), random.Random(7)
    before = log_path(path).read_bytes(), path.read_bytes()
    names = sorted(
        {field for kind in KINDS.values() for field in kind.fields}
        | {"edits", "dots:x", "change_to", "force", "event"}
    )
    kinds = [
        *sorted(set(ACTS) - {"comment", "reply", "park", "met", "open"}),
        "snapshot",
        "name",
        "",
        "__class__",
    ]
    strange = [
        str(one)[:30_000].encode("utf-8", "surrogatepass").decode("utf-8", "replace") for one in STRANGE
    ]
    for _ in range(10_000):
        form = {chance.choice(names): [chance.choice(strange)] for _ in range(chance.randint(0, 6))}
        form["do"] = [chance.choice(kinds)]
        form["review"] = [chance.choice([review, review, review[:12], "0" * 64, "x"])]
        who = Who(chance.choice(["Ines", "Dana", "Mallory", "inés"]), "declared")
        if form["do"][0] in (
            "amend",
            "reveal",
            "close",
            "tick",
            "resolve",
            "apply",
            "redact",
            "actions",
            "editorial",
        ):
            who = Who("Mallory", "declared")
        with pytest.raises(CxError) as caught:
            desk.hear(who, form)
        assert len(str(caught.value)) < 3000
    assert (log_path(path).read_bytes(), path.read_bytes()) == before


def test_hundreds_of_forged_requests_change_nothing_and_are_answered_in_sentences(
    server: Server, concept: Path
) -> None:
    review, chance = begin(concept), random.Random(11)
    stranger = Reader(server, concept, "Mallory the 1st")
    before = log_path(concept).read_bytes(), concept.read_bytes()
    texts = [
        str(one)[:2000].encode("utf-8", "replace").decode()
        for one in STRANGE
        if isinstance(one, (str, int, float, list, dict))
    ]
    for number in range(300):
        form = {
            chance.choice(["to", "part", "hash", "as", "outcome", "reason", "event"]): chance.choice(texts)
            for _ in range(4)
        }
        stranger.review = chance.choice([review, "", "x", "0" * 64])
        answer = stranger.say(chance.choice(["verdict", "decide", "apply", "close", "reveal", "redact", "amend", "x", "resolve"]),
                              {"Accept": "application/json"} if number % 2 else {}, **form)  # fmt: skip
        assert answer.status in (422, 429), answer.text[:500]
        assert "Traceback" not in answer.text
        if number % 2:
            assert set(json.loads(answer.text)) == {"problem"}
    assert (log_path(concept).read_bytes(), concept.read_bytes()) == before


STRANGE_BODIES = {
    "fields": ("application/x-www-form-urlencoded", "".join(f"&f{one}=1" for one in range(20_000)), 400),
    "json": ("application/json", '{"do":"park","text":"x"}', 403),
    "parts": ("multipart/form-data; boundary=b", "".join(f'--b\r\nContent-Disposition: form-data; name="f{one}"\r\n\r\n1\r\n' for one in range(5_000)) + "--b--\r\n", 400),
    "cut off": ("multipart/form-data", "--b\r\n", 400),
    "no text": ("application/x-www-form-urlencoded", "&text=%ff%fe", 400),
    "an unknown deed": ("application/x-www-form-urlencoded", "&do=__class__", 422),
    "no deed": ("application/x-www-form-urlencoded", "", 422),
    "many names": ("application/x-www-form-urlencoded", "&do=open&title=x&deciders=Ines" + ",a" * 300_000, 422),
    "many variants": ("application/x-www-form-urlencoded", "&do=open&title=x&deciders=Ines&variant=a" + "&variant=b" * 900, 422),
}  # fmt: skip


@pytest.mark.parametrize("scripted", [False, True], ids=["form", "script"])
@pytest.mark.parametrize("sort", STRANGE_BODIES)
def test_a_body_that_no_form_sends_is_refused_in_words(
    server: Server, concept: Path, sort: str, scripted: bool
) -> None:
    begin(concept)
    kind, body, status = STRANGE_BODIES[sort]
    dana = Reader(server, concept, "Dana")
    before = log_path(concept).read_bytes()
    given = {"Cookie": dana._cookie(), "Origin": server.address, "Content_Type": kind}
    given |= {"Accept": "application/json"} if scripted else {}
    form = kind.startswith("application/x-www")
    answer = server.ask(dana.address, "POST", f"_xsrf={quote(dana.token)}{body}" if form else body, **given)
    assert answer.status == status
    assert "Traceback" not in answer.text
    words = json.loads(answer.text)["problem"] if scripted else told(answer)
    assert words[-1] in ".”"
    assert "its log says why" not in words
    assert log_path(concept).read_bytes() == before


def test_no_address_gives_out_the_log_or_another_folder(server: Server, concept: Path) -> None:
    begin(concept, budget=97)
    dana = Reader(server, concept, "Dana")
    assert dana.say("vote", **{"dots:bot-loop": "83"}).status == 303
    name, page = quote(concept.name.removesuffix(".cx.yaml")), dana.address
    for address in (
        f"/c/{name}.reviews.jsonl", f"/c/{name}.reviews", f"/voila/render/{name}.reviews.jsonl", f"{page}/record.json",
        f"{page}/%2e%2e/{name}.reviews.jsonl", f"/c/%2e%2e/{name}/review", "/c/.cxcanvas/review", "/c/.cxcanvas/voices.json",
        f"{page}/{'A' * 64}", f"{page}/{'0' * 64}", f"{page}/%00", f"/c/{name}%00/review", f"/c/{'a' * 5000}/review",
    ):  # fmt: skip
        answer = server.ask(address)
        assert (answer.status, '"dots"' in answer.text) == (404, False), address
    for query in (
        "?view=../../etc/passwd",
        "?view=%00&show=now&beside=<x>&did=zz&all=1&answer=%F0%9F%98%80",
        "?open=yes",
    ):
        assert server.ask(page + query).status == 200
    assert server.ask(f"{page}?token=%ff").status == 400


def test_a_page_is_as_long_whatever_others_gave(server: Server, concept: Path) -> None:
    begin(concept, budget=97, ratings={"care-call": {"low": 0, "high": 9}})
    dana, wei = Reader(server, concept, "Dana"), Reader(server, concept, "Wei")
    pages = []
    for dots, score in (("1", "1"), ("96", "8.25")):
        assert dana.say("vote", **{"dots:bot-loop": dots}).status == 303
        assert dana.say("rate", about="care-call", score=score).status == 303
        pages.append([wei.get(more) for more in ("", "?all=yes", "/record", "/record.md")])
    for one, other in zip(*pages, strict=True):
        assert len(one.body) == len(other.body)
        assert {name: each for name, each in one.headers.items() if name not in ("date", "set-cookie")} == {
            name: each for name, each in other.headers.items() if name not in ("date", "set-cookie")
        }  # fmt: skip


# The log and the canvas as they may be


def test_broken_lines_are_told_with_their_number(server: Server, concept: Path) -> None:
    begin(concept)
    with log_path(concept).open("ab") as file:
        file.write(b"{broken\n")
    page = Reader(server, concept).get().text
    assert "1 line of the review log cannot be believed" in page
    assert "Line 3: it is broken or cut off" in page


def test_a_log_of_a_newer_version_can_be_read_only(server: Server, concept: Path) -> None:
    begin(concept)
    dana = Reader(server, concept, "Dana")
    with log_path(concept).open("ab") as file:
        file.write(b'{"v":9}\n')
    assert 'name="do" value="comment"' not in dana.get().text
    assert "newer version" in told(dana.say("comment", type="idea", text="x"))


def test_a_review_of_a_deleted_canvas_opens_to_be_read(server: Server, concept: Path) -> None:
    begin(concept)
    dana = Reader(server, concept, "Dana")
    dana.say("comment", type="idea", text="Still here")
    remove(concept)
    page = dana.get().text
    assert "Still here" in page
    assert "data-events=" not in page
    assert "can be brought back; its reviews can be read only" in page
    assert 'name="do" value="comment"' not in page
    assert dana.say("comment", type="idea", text="x").status == 422


def test_a_review_of_a_canvas_that_git_or_a_file_manager_deleted_opens_to_be_read(
    server: Server, concept: Path
) -> None:
    begin(concept)
    dana = Reader(server, concept, "Dana")
    dana.say("comment", type="idea", text="Still here")
    concept.unlink()
    page = dana.get().text
    assert "Still here" in page and "its reviews can be read only" in page
    assert 'name="do" value="comment"' not in page
    assert "no such file" in page and concept.name in page
    assert dana.say("comment", type="idea", text="x").status == 422
    assert "Still here" in dana.get("/record.md").text and "Still here" in dana.get("/record").text
    log_path(concept).unlink()
    assert dana.get().status == 404


def test_a_log_that_lies_elsewhere_is_no_review_here(server: Server, concept: Path, tmp_path: Path) -> None:
    begin(concept)
    elsewhere = tmp_path / "elsewhere.jsonl"
    shutil.move(log_path(concept), elsewhere)
    concept.unlink()
    log_path(concept).symlink_to(elsewhere)
    assert server.ask(f"/c/{concept.name.removesuffix('.cx.yaml')}/review").status == 404


def test_what_is_not_there_is_said(server: Server, concept: Path) -> None:
    shutil.copy(places.example(), concept)
    assert "Open a review" in Reader(server, concept).get().text
    assert Reader(server, concept).get("/" + "a" * 64).status == 404
    assert server.ask("/c/nobody/review").status == 404
    assert server.ask("/c/..%2F..%2Fetc/review").status == 404


# Working on it


def test_a_review_is_opened_commented_applied_decided_and_closed_on_the_page(
    server: Server, concept: Path
) -> None:
    shutil.copy(places.example(), concept)
    ines = Reader(server, concept, "Ines")
    assert "customer" in told(ines.say("open", title="R", deciders="Ines", profile="concept"))
    assert (
        ines.say(
            "open", title="R", deciders="Ines", reviewers="Dana; Wei", profile="first_look", question="Go?"
        ).status
        == 303
    )
    dana, ines = Reader(server, concept, "Dana"), Reader(server, concept, "Ines")
    assert (
        dana.say(
            "comment", type="correction", text="Call it so", about="care-call", change_to="Call of care"
        ).status
        == 303
    )
    comment = next(iter(ReviewFile(concept).state().reviews[ines.review].comments))
    assert dana.say("apply", to=comment, **{"as": "change"}).status == 422
    assert load(concept)["care-call"].title != "Call of care"
    assert ines.say("apply", to=comment, **{"as": "change"}).status == 303
    assert load(concept)["care-call"].title == "Call of care"
    assert "was taken over as a change" in told(ines.say("apply", to=comment, **{"as": "change"}))
    assert dana.say("comment", type="risk", text="Nobody answers at night", about="care-call").status == 303
    risk = list(ReviewFile(concept).state().reviews[ines.review].comments)[-1]
    assert ines.say("apply", to=risk, **{"as": "hypothesis"}).status == 303
    made = [
        one for one in load(concept).of("hypothesis") if one.get("statement") == "Nobody answers at night"
    ]
    assert "Dana in the review “R”" in made[0].get("note")
    assert (
        ines.say(
            "decide", outcome="go_with_conditions", condition_text="Answer at night", condition_owner="Wei"
        ).status
        == 303
    )
    assert ines.say("actions").status == 303
    assert any(one.title == "Answer at night" for one in load(concept).of("action"))
    assert ines.say("close", note="Thanks").status == 303
    page = ines.get().text
    assert "<b>Closed</b>" in page
    assert "closed" in told(dana.say("comment", type="idea", text="late"))
    assert "Seal <code>" in ines.get("/record").text


def test_a_verdict_on_something_else_than_was_seen_is_refused(server: Server, concept: Path) -> None:
    begin(concept)
    dana = Reader(server, concept, "Dana")
    assert "changed while you looked" in told(
        dana.say("verdict", part="exchange", verdict="approve", hash="0" * 64)
    )
    save(apply(load(concept), Set("early-help.mechanism", "Other.")), concept)
    page = dana.get("?show=now").text
    hashes = set(
        re.findall(r'name="part" value="exchange"><input type="hidden" name="hash" value="(\w+)"', page)
    )
    assert len(hashes) == 1
    assert dana.say("verdict", part="exchange", verdict="approve", hash=hashes.pop()).status == 303
    assert "(stale)" not in dana.get().text


def test_without_edit_nothing_can_be_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "care.cx.yaml"
    begin(path)
    with serving(tmp_path) as running:
        ines = Reader(running, path, "Ines")
        ines.say("comment", type="risk", text="x", about="care-call")
        comment = next(iter(ReviewFile(path).state().reviews[ines.review].comments))
        before = path.read_bytes()
        assert "only be read" in told(ines.say("apply", to=comment, **{"as": "hypothesis"}))
        assert path.read_bytes() == before
        assert ines.say("open", title="Another", deciders="Ines", customer_facing="Ines").status == 422


def test_open_pages_are_told_at_once_what_was_said(server: Server, concept: Path) -> None:
    begin(concept)
    name = quote(concept.name.removesuffix(".cx.yaml"))
    line = create_connection(
        f"ws://127.0.0.1:{server.port}/c/{name}/events?only=review", timeout=10, origin=server.address
    )
    try:
        first = json.loads(line.recv())["version"]
        assert f'data-version="{first}"' in server.ask(f"/c/{name}/review").text
        Reader(server, concept, "Dana").say("comment", type="idea", text="x")
        assert json.loads(line.recv())["version"] != first
    finally:
        line.close()


def test_twenty_people_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "care.cx.yaml"
    review = begin(path)
    desk = ReviewDesk(ReviewFile(path))

    def speak(who: int) -> None:
        for one in range(5):
            said = {"do": ["park"], "review": [review], "text": [f"{who} {one}"]}
            desk.hear(Who.named(f"P{who}"), said)

    with ThreadPoolExecutor(20) as everybody:
        list(everybody.map(speak, range(20)))
    parked = [one.text for one in desk.store.state().reviews[review].parked]
    assert sorted(parked) == sorted(f"{who} {one}" for who in range(20) for one in range(5))


def test_there_is_one_list_of_what_can_be_done() -> None:
    assert set(ACTS) == (set(KINDS) - {"snapshot"}) | {"actions"}
    with pytest.raises(ReviewError, match="no such thing"):
        ReviewDesk(ReviewFile("nowhere.cx.yaml")).hear(Who.named("x"), {"do": ["snapshot"]})


# What is asked for at the opening


def test_a_review_is_opened_with_parts_ratings_variants_and_deputies(server: Server, concept: Path) -> None:
    shutil.copy(places.example(), concept)
    other = concept.with_name(f"other-{concept.name}")
    save(
        apply(load(concept), Set("concept.title", "The light one"), Set("care-call.name", "Care chat")), other
    )
    ines = Reader(server, concept, "Ines")
    page = ines.get().text
    name = other.name.removesuffix(".cx.yaml")
    assert f'name="variant" value="{name}"' in page
    stage = load(concept).ids("stage")[0]
    given = {
        "title": "R", "deciders": "Ines", "reviewers": "Dana, Wei", "customer_facing": "Dana", "parts": "chosen",
        "part": ["journey", stage], "candidates": ["bot-loop"], "variant": [name], "signed_in": "yes",
        "rating_about": ["care-call", ""], "rating_question": ["How will it feel?", ""],
        "rating_low": ["-5", "1"], "rating_high": ["5", "5"], "deputy_for": ["Ines", ""], "deputy_by": ["Wei", ""],
    }  # fmt: skip
    assert ines.say("open", **given).status == 303
    state = ReviewFile(concept).state()
    review = next(iter(state.reviews.values()))
    assert dict(review.parts) == {"journey": dict(review.parts)["journey"], stage: (stage,)}
    assert review.candidates == ("bot-loop",)
    assert review.signed_in
    assert dict(review.people.deputies) == {"ines": "Wei"}
    rated = review.rated["care-call"]
    assert (rated["low"], rated["high"], rated["question"]) == (-5, 5, "How will it feel?")
    shown = {one["title"]: state.snapshots[one["snapshot"]].canvas() for one in review.options.values()}
    assert shown["The light one"] == load(other)
    assert [one for one in shown.values() if one == load(concept)]
    other.unlink()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"part": ["nothing"]}, "no part “nothing”"),
        ({"parts": "chosen"}, "at least one part"),
        ({"variant": ["../../etc/passwd"]}, "no concept “../../etc/passwd” here"),
        ({"variant": ["nobody"]}, "no concept “nobody” here"),
        ({"variant": [f"v{one}" for one in range(40)]}, "expected at most 8"),
        ({"rating_about": ["nobody"]}, "no “nobody” in this concept"),
        ({"rating_about": ["care-call"], "rating_low": ["5"], "rating_high": ["1"]}, "from a lowest to a highest"),
        ({"rating_about": ["care-call"], "rating_low": ["nan"]}, "number"),
        ({"rating_about": ["care-call"], "rating_low": ["low"]}, "from one number to another"),
        ({"rating_question": ["Why?"]}, "say what “Why?” is about"),
        ({"deputy_by": ["Wei"]}, "who stands in and for whom"),
        ({"supersedes": "0" * 64}, "is not in this log"),
        ({"quorum": "9"}, "the quorum is 9"),
    ],
)  # fmt: skip
def test_an_opening_that_does_not_fit_is_refused_and_leaves_nothing(
    server: Server, concept: Path, more: dict[str, Any], words: str
) -> None:
    shutil.copy(places.example(), concept)
    ines = Reader(server, concept, "Ines the opener")
    form = {"title": "My own title", "deciders": "Ines", "customer_facing": "Ines", **more}
    answer = ines.say("open", **form)
    assert answer.status == 422
    assert words.lower() in told(answer).lower()
    assert 'value="My own title"' in answer.text  # what was written is given back
    assert not log_path(concept).exists()


def test_another_review_is_opened_while_one_goes_on_and_replaces_an_earlier_decision(
    server: Server, concept: Path
) -> None:
    first_ = begin(concept)
    ines = Reader(server, concept, "Ines")
    ines.say("decide", outcome="park", reason="Later")
    assert ines.say("close").status == 303
    assert "?open=yes" in ines.get().text
    page = ines.get("?open=yes").text
    assert "Open another review" in page
    assert f'<option value="{first_}"' in page
    given = {"title": "Second", "deciders": "Ines", "customer_facing": "Ines", "supersedes": first_}
    assert ines.say("open", **given).status == 303
    assert [one.supersedes for one in ReviewFile(concept).state().reviews.values()] == ["", first_]
    assert '<h1 dir="auto">Second</h1>' in ines.get().text


def test_deputies_and_emptied_lists_are_changed_on_the_page(server: Server, concept: Path) -> None:
    review = begin(concept, informed=["Pat"])
    ines = Reader(server, concept, "Ines")
    form = {"deciders": "Ines", "reviewers": "Dana", "customer_facing": "Dana", "informed": ""}
    assert ines.say("amend", deputy_for=["Ines", ""], deputy_by=["Wei", ""], **form).status == 303
    people = ReviewFile(concept).state().reviews[review].people
    assert (people.informed, dict(people.deputies)) == ((), {"ines": "Wei"})
    assert "Deputy for <bdi>Ines</bdi>" in ines.get().text
    assert ines.say("amend", deputy_for=[""], deputy_by=[""], **form).status == 303
    assert not ReviewFile(concept).state().reviews[review].people.deputies


def test_a_verdict_carries_several_conditions(server: Server, concept: Path) -> None:
    review = begin(concept)
    dana = Reader(server, concept, "Dana")
    hash_ = re.search(
        r'name="part" value="case"><input type="hidden" name="hash" value="(\w+)"', dana.get().text
    )
    assert hash_ is not None
    answer = dana.say("verdict", part="case", verdict="approve_with_conditions", hash=hash_[1],
                      condition_text=["Finance has seen it", "", "Somebody answers"], condition_owner=["Ines", "", "Wei"],
                      condition_due=["2030-01-01", "", ""], condition_checker=["Wei", "", ""])  # fmt: skip
    assert answer.status == 303
    found = ReviewFile(concept).state().reviews[review].verdicts["case", "dana"].conditions
    assert [(one.text, one.owner, one.due, one.checker) for one in found] == [
        ("Finance has seen it", "Ines", "2030-01-01", "Wei"), ("Somebody answers", "Wei", "", ""),
    ]  # fmt: skip


# Options, versions, proposed words


@pytest.fixture
def compared(server: Server, concept: Path) -> Iterator[tuple[Path, str]]:
    """A review with a variant, opened on the page; the concept and the review."""
    shutil.copy(places.example(), concept)
    other = concept.with_name(f"other-{concept.name}")
    save(
        apply(load(concept), Set("concept.title", "The light one"), Set("care-call.name", "Care chat")), other
    )
    ines = Reader(server, concept, "Ines")
    given = {
        "title": "R <2>",
        "deciders": "Ines",
        "reviewers": "Dana, Wei",
        "customer_facing": "Dana",
        "budget": "3",
    }
    assert ines.say("open", variant=[other.name.removesuffix(".cx.yaml")], **given).status == 303
    yield concept, next(iter(ReviewFile(concept).state().reviews))
    other.unlink()


def test_options_stand_side_by_side_and_lead_to_the_page_that_compares_them(
    server: Server, compared: tuple[Path, str]
) -> None:
    path, _ = compared
    dana = Reader(server, path, "Dana")
    page = dana.get("?beside=exchange").text
    drawn = re.findall(r'<div class="rv-drawn"[^>]*>(?:<[^>]*?data-view="(\w+)")', page)
    assert drawn == ["exchange", "exchange"]
    assert re.findall(r'<div class="rv-drawn"[^>]*>(?:<[^>]*?data-view="(\w+)")', dana.get("?beside=no").text) == ["journey"] * 2  # fmt: skip
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    found = re.search(r'href="([^"]+/compare\?from=\w+&amp;to=\w+)">Compare with the version', page)
    assert found is not None
    both = server.ask(unescape(found[1]))
    assert both.status == 200
    assert "Care chat" in both.text
    assert "R &lt;2&gt;: The light one" in both.text
    assert "<2>" not in both.text


def test_what_a_variant_got_is_said_once_it_is_revealed_and_not_before(
    server: Server, compared: tuple[Path, str]
) -> None:
    path, _ = compared
    [option] = [one for one in next(iter(ReviewFile(path).state().reviews.values())).options if one != "this"]
    for one in ("Ines", "Dana", "Wei"):
        assert Reader(server, path, one).say("vote", **{f"option:{option}": "3"}).status == 303
    ines = Reader(server, path, "Ines")
    assert 'class="rv-won"' not in ines.get().text
    assert ines.say("reveal").status == 303
    assert '<p class="rv-won"><b>9 dots</b></p>' in ines.get().text


def test_the_version_under_review_is_picked_where_versions_are_compared(
    server: Server, concept: Path
) -> None:
    review = begin(concept)
    kept = ReviewFile(concept).state().reviews[review].snapshot[:12]
    save(apply(load(concept), Set("care-call.name", "Another name")), concept)
    name = quote(concept.name.removesuffix(".cx.yaml"))
    page = server.ask(f"/c/{name}/compare")
    assert f'<option value="{kept}" selected>Concept review: under review' in page.text
    assert "1 changed" in page.text
    assert server.ask(f"/c/{name}/compare?from={kept}&to=now").text == page.text
    assert server.ask(f"/c/{name}/compare?from=now&to={kept}").status == 200
    assert server.ask(f"/c/{name}/compare?from={'0' * 12}&to=now").status == 404


def test_a_proposed_change_stands_beside_the_words_that_are_there(server: Server, concept: Path) -> None:
    begin(concept)
    dana = Reader(server, concept, "Dana")
    title = load(concept)["care-call"].title
    assert dana.say("comment", type="correction", text="Rather", about="care-call", change_to=f"{title} <b>back</b>").status == 303  # fmt: skip
    page = dana.get().text
    assert f'<dd dir="auto">{title}</dd>' in page
    assert f'<dd dir="auto">{title}<ins> &lt;b&gt;back&lt;/b&gt;</ins></dd>' in page
    assert "These words changed since" not in page
    answering = "?answer=" + page.partition("?answer=")[2].partition("#")[0]
    ines = Reader(server, concept, "Ines")
    answers = ines.get(answering).text
    assert "Take the change over" in answers and "Take over anyway" not in answers
    save(apply(load(concept), Set("care-call.name", "Something else")), concept)
    assert "Take over anyway" in ines.get(answering).text
    page = dana.get().text
    assert "<del>Something else</del>" in page
    assert "These words changed since it was proposed." in page


# Personal words


def test_personal_words_are_taken_out_on_the_page_wherever_they_are(server: Server, concept: Path) -> None:
    review = begin(concept)
    dana, ines, wei = (Reader(server, concept, one) for one in ("Dana", "Ines", "Wei"))
    hash_ = re.search(
        r'name="part" value="case"><input type="hidden" name="hash" value="(\w+)"', dana.get().text
    )
    assert hash_ is not None
    dana.say("comment", type="idea", text="A thought")
    comment = next(iter(ReviewFile(concept).state().reviews[review].comments))
    secret = "Call Maria on 555 0199"
    assert dana.say("reply", to=comment, text=secret).status == 303
    assert dana.say("park", text=secret).status == 303
    assert (
        dana.say("verdict", part="case", verdict="request_changes", reason=secret, hash=hash_[1]).status
        == 303
    )
    assert ines.say("decide", outcome="park", reason=secret, condition_text=secret).status == 303
    offered = set(re.findall(r'name="event" value="(\w+)"', ines.get(f"?answer={comment[:16]}").text))
    assert len(offered) == 5  # the comment, its answer, what is parked, the verdict, the decision
    assert not re.findall(r'name="event" value="(\w+)"', wei.get(f"?answer={comment[:16]}").text)
    assert len(set(re.findall(r'name="event" value="(\w+)"', dana.get(f"?answer={comment[:16]}").text))) == 4
    assert wei.say("redact", event=comment, reason="x").status == 422
    assert ines.say("close").status == 303  # it can be done afterwards, too
    for event in offered:
        assert ines.say("redact", event=event, reason="A phone number").status == 303
    assert secret not in log_path(concept).read_text("utf-8")
    page = ines.get(f"?answer={comment[:16]}").text
    assert secret not in page
    assert not re.findall(r'name="event" value="(\w+)"', page)


def test_a_form_that_is_sent_twice_counts_once(server: Server, concept: Path) -> None:
    review = begin(concept)
    dana = Reader(server, concept, "Dana")
    keys = re.findall(r'name="once" value="(\w{32})"', dana.get().text)
    assert len(keys) == len(set(keys)) > 5
    for _ in range(2):
        assert dana.say("comment", type="idea", text="Only once", once=keys[0]).status == 303
    assert [one.text for one in ReviewFile(concept).state().reviews[review].comments.values()] == [
        "Only once"
    ]
