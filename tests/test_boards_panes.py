"""What stands around the boards: the next question, trouble, filters, what was found; and what is kept of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.checks import is_contradiction
from cxcanvas.checks.waivers import waivers
from cxcanvas.edits import Add, Remove, Set
from cxcanvas.examples import example_path
from cxcanvas.session import Session, open
from cxcanvas.views import Scene, fragment
from tests.boardrig import Page, small_canvas
from tests.command_line import cxcanvas
from tests.hostile import hostile_canvas
from tests.pagetree import parsed


def studio(canvas: Canvas | None = None) -> Page:
    return Page(Session(canvas if canvas is not None else small_canvas()), studio=True)


def pane(page: Page, name: str) -> str:
    html: str = page.say("panes", want=[name])["panes"][name]
    return html


def question(page: Page) -> str:
    return parsed(pane(page, "guide")).text()


def test_the_guide_asks_one_question_and_says_why() -> None:
    text = question(studio(Canvas.build()))
    assert "Who is the customer?" in text and "A person has." in text
    assert text.count("?") == 1


def test_a_question_says_how_its_answer_begins() -> None:
    html = pane(studio(), "guide")
    attributes = dict(re.findall(r'data-ask-(\w+)="([^"]*)"', html))
    assert (
        attributes["act"] == "write"
        and attributes["at"] == "household.quote"
        and attributes["view"] == "canvas"
    )


def test_not_now_asks_the_next_and_is_kept_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.cx.yaml"
    path.write_text("cxcanvas: 1\nconcept:\n  title: A\n")
    before = path.read_bytes()
    page = Page(open(path), studio=True)
    first = question(page)
    second = parsed(page.say("later", question="customer")["panes"]["guide"]).text()
    assert first != second
    again = Page(open(path), studio=True)
    assert question(again) == second
    page.say("later", question="")
    assert question(Page(open(path), studio=True)) == first
    assert path.read_bytes() == before


def test_a_key_of_any_length_can_be_put_off() -> None:
    long = "x" * 150
    page = studio(Canvas.build({}, [("party", long, {"name": "Dana", "role": "customer"})]))
    assert f"quote:{long}" in pane(page, "guide")
    page.say("later", question=f"quote:{long}")
    assert f"quote:{long}" not in pane(page, "guide")


def test_a_deeper_look_is_offered_when_all_is_asked() -> None:
    page = studio(open(example_path()).canvas)
    page.say("later", question="told:machine-in-distress")
    assert "The sketch stands" in question(page)
    page.say("prefer", depth="work")
    assert "The sketch stands" not in question(page) and "Show me" in question(page)


def test_the_surprising_sentence_comes_once() -> None:
    page = studio(open(example_path()).canvas)
    assert "True of this concept" in question(page)
    key = re.findall(r'data-question="(told:[\w-]+)"', pane(page, "guide"))[0]
    page.say("later", question=key)
    assert "True of this concept" not in question(page)
    assert "True of this concept" in parsed(pane(page, "trouble")).text()


def test_a_reader_is_asked_nothing() -> None:
    page = Page(Session(small_canvas(), read_only="Only to be read."), studio=True)
    assert pane(page, "guide") == ""
    assert "Open questions" not in pane(page, "trouble") and "Not there yet" not in pane(page, "trouble")


def test_contradictions_stand_apart_from_what_is_not_there_yet() -> None:
    page = studio(Canvas.build({}, [("step", "a", {"name": "Calls", "stage": ("nowhere",)})]))
    html = pane(page, "trouble")
    assert "cx-bad-list" in html and "which is not there" in html and "cx-open-list" in html
    assert page.say("judge")["count"] == 1
    page.session.apply(Remove("a"))
    assert page.say("judge")["count"] == 0


def test_a_contradiction_says_why_and_can_be_mended() -> None:
    page = studio(Canvas.build({}, [("channel", "bot", {"name": "Bot", "handoff_to": ("bot",)})]))
    html = page.say("judge", pane=True)["panes"]["trouble"]
    assert "hands over to itself" in html and "a way that leads back" in html.lower() and "Mend it" in html
    answer = page.say("mend", rule="hands-over-to-itself", at="bot.handoff_to")
    assert "error" not in answer and page.session.canvas["bot"].get("handoff_to") is None
    assert "not wrong any more" in page.say("mend", rule="hands-over-to-itself", at="bot.handoff_to")["error"]
    page.say("undo")
    assert page.session.canvas["bot"].handoff_to == ("bot",)


def test_what_would_mend_it_is_said_as_something_to_do() -> None:
    page = studio(open(example_path()).canvas)
    html = pane(page, "trouble")
    assert "set “commercial messages” to 0" in html and "set “used for” to “learning”" in html
    assert 'Mend it: <span dir="auto">Set' not in html and "Cleared" not in html


def test_every_count_of_contradictions_is_the_same() -> None:
    page = studio(open(example_path()).canvas)
    page.say("show", views=["canvas"])
    count = page.say("judge", pane=True)["count"]
    assert count == sum(map(is_contradiction, page.session.problems)) > 20
    assert f"<b>{count} ✕</b>" in page.say("pull", views=["canvas"])["html"]["canvas"]
    assert f'Contradictions <span class="cx-count">{count}</span>' in pane(page, "trouble")


def counts(html: str) -> dict[str, int]:
    """The headings of the pane, each with its number."""
    found = re.findall(r"</span> ([A-Z][\w ]+) <span class=\"cx-count\">(\d+)</span>", html)
    return {name: int(count) for name, count in found}


def test_one_word_is_one_number_in_pane_page_and_terminal() -> None:
    """What is "not there yet" in *Trouble* is so on the command line; "open questions" are the reader's page's."""
    path = example_path()
    page = studio(open(path).canvas)
    page.say("prefer", depth="measure")
    here = counts(pane(page, "trouble"))
    done = cxcanvas("check", path, "--severity", "info")
    assert f"{here['Contradictions']} contradictions, {here['Not there yet']} not there yet" in done.stdout
    assert here["Hints"] and f", {here['Hints']} hint{'' if here['Hints'] == 1 else 's'}." in done.stdout
    done = cxcanvas("check", path)
    assert f"{here['Not there yet']} not there yet." in done.stdout and "hint" not in done.stdout
    page.say("prefer", depth="work")
    asked = counts(pane(page, "trouble"))["Open questions"]
    assert f"<b>{asked} …</b><span>open questions</span>" in fragment(Scene(page.session.canvas), "canvas")


def test_the_rest_of_many_problems_can_be_reached() -> None:
    """Of 450 contradictions 40 stand in full, 360 as lines that lead to their cards, and the last 50 are counted."""
    many = [("channel", f"bot-{n}", {"name": f"Bot {n}", "handoff_to": (f"bot-{n}",)}) for n in range(450)]
    html = pane(studio(Canvas.build({}, many)), "trouble")
    assert counts(html)["Contradictions"] == 450
    bad = html[: html.index("Open questions")]
    assert "Show the other 360" in bad and "and 50 more" in bad
    assert len(re.findall(r'class="cx-line" data-go=', bad)) == 400 and bad.count("Live with it") == 40
    few = pane(studio(Canvas.build({}, many[:40])), "trouble")
    assert "Show the other" not in few[: few.index("Open questions")]


def test_to_live_with_it_takes_a_reason_and_a_name_and_can_be_taken_back() -> None:
    page = studio(Canvas.build({}, [("channel", "bot", {"name": "Bot", "handoff_to": ("bot",)})]))
    about = {"rule": "hands-over-to-itself", "at": "bot.handoff_to"}
    assert "a reason" in page.say("waive", **about, reason=" ", by="Ines")["error"]
    assert "such as 2026-10-28" in page.say("waive", **about, reason="New", by="Ines", until="soon")["error"]
    page.say("waive", **about, reason="It is <b>new</b>", by="Ines", until="2099-01-01")
    answer = page.say("judge", pane=True)
    assert answer["count"] == 0
    html = answer["panes"]["trouble"]
    assert "Lived with" in html and "It is &lt;b&gt;new&lt;/b&gt;" in html and "until 1 Jan 2099" in html
    (waiver,) = waivers(page.session.canvas)
    page.say("unwaive", waiver=waiver.slug)
    assert page.say("judge")["count"] == 1
    assert "not there any more" in page.say("unwaive", waiver=waiver.slug)["error"]


def test_signs_come_to_the_cards_once_the_rules_have_run() -> None:
    page = studio(open(example_path()).canvas)
    page.say("show", views=["journey"])
    assert "no way leads to a person" not in page.say("pull", views=["journey"])["html"]["journey"]
    marks = page.say("judge")["marks"]["journey"]
    assert "no way leads to a person" in str(marks)
    assert "no way leads to a person" in page.say("pull", views=["journey"])["html"]["journey"]
    assert "marks" not in page.say("judge"), "what is drawn already is not sent again"
    page.say("select", at="reminder")
    assert "no way leads to a person" in page.say("select", at="reminder")["inspector"]


def test_found_lines_lead_to_their_elements_and_say_how_many() -> None:
    page = studio(open(example_path()).canvas)
    answer = page.say("find", words="care call")
    assert 'data-go="care-call"' in answer["panes"]["found"] and "<mark>" in answer["panes"]["found"]
    assert "found" in answer["say"]
    assert "say" not in page.say("find", words="  ")


def test_a_filter_fades_the_rest_and_follows_edits() -> None:
    page = studio()
    answer = page.say("filter", by={"party": ["us"]})
    assert "customer-worry" in answer["faded"] and "provider-worry" not in answer["faded"]
    page.session.apply(Add("step", "fresh", {"name": "Fresh", "storyline": "customer", "stage": "worry"}))
    assert "fresh" in page.say("panes", want=["guide"])["faded"]
    page.session.apply(Set("fresh.by", ("us",)))
    assert "fresh" not in page.say("panes", want=["guide"])["faded"]
    assert page.say("filter", by={})["faded"] is None


def test_what_was_filtered_by_may_be_gone() -> None:
    page = studio()
    page.say("filter", by={"party": ["nobody"], "tag": ["none"]})
    assert len(page.say("panes", want=["filters"])["faded"]) == len(page.session.canvas)


@pytest.mark.parametrize("name", ["guide", "trouble", "filters"])
def test_a_hostile_canvas_writes_no_markup_into_a_pane(name: str) -> None:
    page = studio(hostile_canvas())
    for depth in ("sketch", "work", "measure"):
        page.say("prefer", depth=depth)
        is_harmless(pane(page, name))


def test_nor_into_what_was_found() -> None:
    page = studio(hostile_canvas())
    for words in ("script", "img", "<svg", '"><', "javascript:", "onerror"):
        is_harmless(page.say("find", words=words)["panes"]["found"])


def is_harmless(html: str) -> None:
    for one in parsed(html).walk():
        assert one.tag not in (
            "script",
            "img",
            "svg",
            "iframe",
            "object",
            "embed",
            "style",
            "link",
            "a",
            "form",
        ), one.tag
        assert not any(
            name.startswith("on") or name in ("style", "href", "src", "id") for name in one.attributes
        )


BAD: list[dict[str, Any]] = [
    {"do": "find", "words": 3}, {"do": "find", "words": "x" * 401}, {"do": "find"},
    {"do": "filter", "by": {"evil": []}}, {"do": "filter", "by": {"tag": "x"}}, {"do": "filter", "by": {"tag": [{}]}},
    {"do": "prefer", "lens": "x-ray"}, {"do": "prefer", "depth": "abyss"}, {"do": "prefer", "lens": 3},
    {"do": "later", "question": None}, {"do": "panes", "want": "guide"}, {"do": "panes", "want": ["guide"] * 99},
    {"do": "prefer", "autosave": "yes"},
]  # fmt: skip


@pytest.mark.parametrize("message", BAD, ids=json.dumps)
def test_what_is_no_question_changes_nothing_and_is_answered(message: dict[str, Any]) -> None:
    page = studio()
    before = page.session.canvas
    answer = page.raw({"n": 1, "page": "page", "rev": 0, **message})
    assert answer["error"].endswith(".") and page.session.canvas is before


def test_unknown_panes_are_passed_over() -> None:
    assert studio().say("panes", want=["guide", "cellar"])["panes"].keys() == {"guide"}
