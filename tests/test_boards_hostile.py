"""Ten thousand messages that nobody at a board would send change nothing wrongly and end no session."""

from __future__ import annotations

import json
import logging
import random
import re
import time
from typing import Any

import pytest

import cxcanvas as cx
from cxcanvas.boards.messages import SHAPES
from cxcanvas.boards.questions import QUESTIONS
from cxcanvas.canvas import Canvas
from cxcanvas.session import Session
from cxcanvas.views import VIEWS, fragment
from tests.boardrig import Page, contested_canvas
from tests.forged import Forger, bomb, buffers
from tests.hostile import STRINGS, hostile_canvas
from tests.test_hostile import Page as HostilePage

#: What only Python says, never a sentence for a person.
LEAKS = re.compile(
    r"Traceback|Error\b|Exception|0x[0-9a-f]{6}|/work|/home|/tmp|site-packages|object at|NoneType|\bkey\w*:|line \d+ in",
    re.I,
)
#: The inspector is a form, which is never sent anywhere.
OURS = {"<form>"}
#: Whatever these carry, the canvas stays as it is.
QUIET = {"select", "pull", "show", "hello", "bye", "copy", *QUESTIONS}
#: What one message may take at a thousand elements; more than the 50 ms it should, for a machine that is busy.
MOST_SECONDS = 0.15


def is_sentence(text: str) -> bool:
    """One sentence, short enough to be read, with nothing of the inside in it."""
    return (
        text[:1].isupper() and text.endswith((".", "”", "?")) and len(text) < 400 and not LEAKS.search(text)
    )


def answered(page: Page, content: Any, bytes_: Any = ()) -> dict[str, Any]:
    """The answer to a message, once it has been looked at from all sides."""
    before, revision = page.session.canvas, page.session.revision
    answer = page.raw(content, bytes_)
    acks = [one for one in page.heard if "ack" in one]
    assert acks == [answer], "each message has one answer"
    json.dumps(page.heard, allow_nan=False).encode("utf-8")
    if "error" in answer:
        assert is_sentence(answer["error"]), answer["error"]
        assert page.session.canvas is before, content
        assert page.session.revision == revision
    if not isinstance(content, dict) or content.get("do") in list(QUIET):
        assert page.session.canvas is before, content
    return answer


def still_works(page: Page) -> None:
    """After all that somebody can work as before, and what is there can be kept."""
    session = page.session
    page.number = 10**9
    assert page.say("add", kind="party", name="Somebody")["say"].endswith(".")
    at = page.say("add", kind="party", name="Somebody else")["at"]
    assert page.say("set", at=f"{at}.name", value="Renamed")["rev"] == session.revision
    assert session.canvas[at].name == "Renamed"
    page.say("undo")
    assert session.canvas[at].name == "Somebody else"
    for view in page.board.desk.pages.shown():
        assert page.board.desk.sheets.html(view) == fragment(page.board.desk.scene(view), view)
    assert cx.loads(cx.dumps(session.canvas)) == session.canvas


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("studio", [False, True], ids=["board", "studio"])
def test_a_thousand_forged_messages(studio: bool, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    page = Page(studio=studio)
    forger = Forger(page.session.canvas, seed)
    with caplog.at_level(logging.ERROR):
        for n in range(700):
            message = forger.message(n, page.session.revision)
            answered(page, message, buffers(forger.random))
            if n % 50 == 0:
                forger.look_at(page.session.canvas)
    assert not caplog.records, caplog.records[0].exc_text
    still_works(page)


@pytest.mark.parametrize("seed", range(4))
def test_forged_decisions_on_a_canvas_of_two_people(seed: int, caplog: pytest.LogCaptureFixture) -> None:
    page = Page(Session(contested_canvas()), studio=True)
    forger = Forger(page.session.canvas, seed)
    with caplog.at_level(logging.ERROR):
        for n in range(300):
            message = forger.message(n, page.session.revision)
            if forger.random.random() < 0.4:
                message = {
                    "n": n,
                    "do": "resolve",
                    "take": forger.fitting("take"),
                    "place": forger.fitting("place"),
                }
            answered(page, message, buffers(forger.random))
            answered(page, {"n": 10**6 + n, "do": "panes", "want": ["trouble"]})
    assert not caplog.records, caplog.records[0].exc_text
    still_works(page)


def work(page: Page) -> list[dict[str, Any]]:
    """A while of sound work, as it was said."""
    said: list[dict[str, Any]] = []

    def say(do: str, **more: Any) -> dict[str, Any]:
        message = {"n": len(said) + 1, "page": page.name, "rev": page.session.revision, "do": do, **more}
        said.append(message)
        answer = page.raw(message)
        assert "error" not in answer, answer
        return answer

    say("hello")
    for number in range(110):
        at = say(
            "add", kind="step", preset={"stage": "help", "storyline": "customer"}, name=f"Card {number}"
        )["at"]
        say("set", at=f"{at}.name", value=f"Card {number} again")
        say("star", at=at)
        say("select", at=at, open=["work"])
        if number % 7 == 0:
            say("undo")
            say("remove", at=at)
    return said


def test_a_whole_conversation_said_again_changes_nothing() -> None:
    page = Page(studio=True)
    said = work(page)
    before = page.session.canvas
    for message in [*said, *reversed(said), *random.Random(3).sample(said, len(said))]:
        answered(page, message)
        assert page.session.canvas is before, message
    still_works(page)


def test_a_revision_of_the_future_changes_nothing() -> None:
    page = Page()
    page.say("star", at="customer-worry")
    before = page.session.canvas
    for do, more in [
        ("undo", {}),
        ("set", {"at": "us.name", "value": "x"}),
        ("remove", {"at": "us"}),
        ("add", {"kind": "party", "name": "x"}),
    ]:
        answer = answered(page, {"n": 900, "page": "page", "rev": 7, "do": do, **more})
        assert "another state" in answer["error"]
        assert page.session.canvas is before


def test_what_says_nothing_is_answered_all_the_same() -> None:
    page = Page(studio=True)
    for do in SHAPES:
        for content in (
            {"do": do},
            {"do": do, "n": 1},
            {"do": do, "n": 2, "page": "p"},
            {"do": do, "n": 3, **dict.fromkeys(SHAPES[do])},
        ):
            answered(page, content)
    for depth in (5, 50, 500, 50_000):
        assert "error" in answered(page, {"n": 1, "do": "set", "at": "us.name", "value": bomb(depth)})
    still_works(page)


def test_more_pages_than_anybody_has_are_forgotten_but_for_the_latest() -> None:
    page = Page(studio=True)
    for number in range(3000):
        page.raw({"n": 1, "page": f"p{number}", "do": "select", "at": "us", "open": ["measure"]})
    assert len(tuple(page.board.desk.pages.items())) <= 33
    still_works(page)


ATTACKS: list[dict[str, Any]] = [
    {"do": "set", "at": "c1.name", "value": "x" * 20_000}, {"do": "set", "at": "c1.name", "value": "a " * 10_000}, {"do": "set", "at": "c1.note", "value": "> " * 10_000},
    {"do": "field", "at": "c1.tags", "value": [f"t{n}" for n in range(1000)]}, {"do": "find", "words": "a " * 200}, {"do": "find", "words": "c"},
    {"do": "select", "at": "c1", "open": ["sketch", "work", "measure"]}, {"do": "remove", "at": "s1"}, {"do": "rename", "at": "s1", "to": "x" * 100},
    {"do": "add", "kind": "step", "name": "x" * 20_000, "preset": {"stage": "s1", "storyline": "customer"}},
    {"do": "filter", "by": {"party": ["x" * 400] * 70, "tag": ["y"] * 70}}, {"do": "panes", "want": ["trouble"] * 12}, {"do": "panes", "want": ["guide"] * 12},
    {"do": "paste", "text": "a\n" * 100_000, "take": False}, {"do": "paste", "text": "|" * 200_000, "take": False}, {"do": "paste", "text": "a\tb\n" * 50_000, "take": True}, {"do": "paste", "text": "{" * 200_000, "take": False},
    *({"do": "preview", "text": text} for text in ("[" * 20_000, "*" * 20_000, "> " * 10_000, "- " * 10_000, "`" * 19_999, "<" * 20_000, "![a](" * 3000, "*a_ " * 5000, "|a" * 9000, "[a]: b\n" * 2000)),
    {"do": "choices", "at": "c1.channel", "words": "c"}, {"do": "entry", "at": "c1.emotions", "name": "x" * 400},
    {"do": "several", "ats": [f"c{n}" for n in range(900)], "act": "tag", "word": "x" * 400}, {"do": "copy", "ats": [f"c{n}" for n in range(900)]},
]  # fmt: skip


@pytest.fixture(scope="module")
def large() -> Page:
    """A studio of a thousand elements, two boards shown and a card looked at."""
    stages = [("stage", f"s{n}", {"name": f"Stage {n}", "journey": "j"}) for n in range(20)]
    steps = [
        ("step", f"c{n}", {"name": f"Card {n}", "stage": f"s{n % 20}", "storyline": ("customer", "encounter", "provider")[n % 3], "tags": ("a",)})
        for n in range(1000)
    ]  # fmt: skip
    some: list[tuple[str, str, dict[str, Any]]] = [
        ("party", "h", {"name": "H", "role": "customer"}),
        ("journey", "j", {"name": "J", "customers": ("h",)}),
    ]
    page = Page(Session(Canvas.build({"concept": {"title": "Large"}}, [*some, *stages, *steps])), studio=True)
    page.say("show", views=["canvas", "journey"])
    page.say("select", at="c1", open=["work", "measure"])
    return page


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: f"{one['do']}-{str(list(one.values())[-1])[:12]}")
def test_no_message_costs_much(large: Page, attack: dict[str, Any]) -> None:
    took = []
    for _ in range(2):
        revision, begin = large.session.revision, time.thread_time()
        large.say(**attack)
        took.append(time.thread_time() - begin)
        if large.session.revision != revision:
            large.say("undo")
    assert min(took) < MOST_SECONDS * (4 if attack["do"] == "several" else 1), (
        "what changes hundreds of elements may take longer"
    )


class TestHostileCanvas:
    """What a canvas says is words in every place of the studio, never markup of its own."""

    @pytest.fixture
    def studio(self) -> Page:
        return Page(Session(hostile_canvas()), studio=True)

    def shown(self, answer: dict[str, Any]) -> list[str]:
        """Every piece of markup in an answer."""
        places = [
            answer.get("inspector"),
            answer.get("choices"),
            answer.get("preview"),
            answer.get("keys"),
            answer.get("offer"),
        ]
        whole = [*answer.get("panes", {}).values(), *answer.get("html", {}).values(), *places]
        return [one for one in whole if isinstance(one, str)]

    def safe(self, answer: dict[str, Any]) -> int:
        assert "drawn again" not in answer.get("error", ""), answer
        for html in self.shown(answer):
            found = HostilePage()
            found.feed(html)
            found.close()
            assert [one for one in found.dangers if one not in OURS] == []
        return len(self.shown(answer))

    def test_the_inspector_of_everything_as_deep_as_it_goes(self, studio: Page) -> None:
        for id_ in ("concept", *studio.session.canvas):
            assert self.safe(studio.say("select", at=id_, open=["sketch", "work", "measure"])) or " " in id_

    def test_boards_guidance_trouble_filters_and_what_is_found(self, studio: Page) -> None:
        for view in VIEWS:
            assert self.safe(studio.say("show", views=[view]))
        for depth in ("sketch", "work", "measure"):
            studio.say("prefer", depth=depth)
            assert self.safe(studio.say("panes", want=["guide", "trouble", "filters", "version", "count"]))
        for words in ("script", "onerror", "cxRan", "javascript", "h-", "x"):
            assert self.safe(studio.say("find", words=words))

    def test_every_string_searched_for_previewed_pasted_and_offered(self, studio: Page) -> None:
        for text in STRINGS:
            self.safe(studio.say("find", words=text))
            self.safe(studio.say("preview", text=text))
            self.safe(studio.say("later", question=text))
            self.safe(studio.say("filter", by={"tag": [text]}))
            self.safe(
                studio.say("paste", text=f"{text}\n{text}", at=None, cell="h-stage-0/customer", take=False)
            )
        self.safe(studio.say("filter", by={}))
