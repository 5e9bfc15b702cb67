"""Every rule has a manual whose failing canvas fails and whose passing canvas passes; the book is whole."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.checks import is_contradiction
from cxcanvas.checks.judging import judge
from cxcanvas.checks.look import Look
from cxcanvas.checks.manual import manual
from cxcanvas.checks.rule import Rule
from cxcanvas.checks.rules import BOOK
from cxcanvas.edits import Set, apply
from cxcanvas.vocabulary import KINDS, RECORDS
from tests.hostile import hostile_canvas
from tests.strategies import canvases

#: The day on which the canvases of the manuals are judged.
DAY = dt.date(2026, 11, 21)
RULES = list(BOOK.values())


def found(rule: Rule, text: str) -> list[str]:
    return [one.address for one in rule(Look(cx.loads(text), DAY))]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
class TestManual:
    def test_it_says_what_why_and_whence(self, rule: Rule) -> None:
        said = manual(rule)
        assert said.sentence.endswith(".") and "\n" not in said.sentence
        assert said.looks_at.endswith(".") and said.why.endswith(".") and said.source.endswith(".")

    def test_the_failing_canvas_fails_and_the_passing_one_passes(self, rule: Rule) -> None:
        assert found(rule, manual(rule).fails)
        assert not found(rule, manual(rule).passes)

    def test_both_canvases_are_sound(self, rule: Rule) -> None:
        """They show what the rule is about, and nothing else is wrong with them."""
        for text in (manual(rule).fails, manual(rule).passes):
            others = {"broken-reference", "illegal-edge-or-value", "unknown-field", "unknown-kind"} - {
                rule.name
            }
            assert not [one for one in cx.check(cx.loads(text), DAY) if one.rule in others]

    def test_its_findings_have_a_place_and_a_sentence(self, rule: Rule) -> None:
        canvas = cx.loads(manual(rule).fails)
        for one in rule(Look(canvas, DAY)):
            head = one.address.partition(".")[0]
            assert head in canvas or head in canvas.records or head in RECORDS
            assert one.message and not one.message.endswith(".") and "\n" not in one.message

    def test_its_fixes_mend_it(self, rule: Rule) -> None:
        """The problem is gone, and nothing else has become wrong."""
        for text in (manual(rule).fails, manual(rule).passes):
            canvas = cx.loads(text)
            before = judge(canvas, BOOK, DAY)
            for problem, one in before.fixes.items():
                mended = canvas
                for edit in one.edits:
                    mended = apply(mended, edit)
                after = {
                    (each.rule, each.address)
                    for each in judge(mended, BOOK, DAY).problems
                    if is_contradiction(each)
                }
                assert not one.edits or (problem.rule, problem.address) not in after
                assert after <= {
                    (each.rule, each.address) for each in before.problems if is_contradiction(each)
                }

    def test_its_message_is_for_people(self, rule: Rule) -> None:
        """No code words; a question has its sign, one thing is not told as several."""
        for one in rule(Look(cx.loads(manual(rule).fails), DAY)):
            assert not re.search(r"_|\bNone\b|[{}]|\b1 \w+s\b|\b0 of\b.*\b0%", one.message), one.message
            asks = re.search(r": (what|who|where|which|why|how|do|by what|for whom)\b[^:]*$", one.message)
            assert bool(asks) == one.message.endswith("?"), one.message

    def test_each_threshold_counts(self, rule: Rule) -> None:
        """Somewhere on its scale it makes the rule speak up, or keeps it silent, where it did not."""
        said = manual(rule)
        usual = [found(rule, text) for text in (said.fails, said.passes)]
        for name in rule.limits:
            some = [[one.address for one in rule(Look(cx.loads(text), DAY), **{name: value})]
                    for value in (-1e6, -3, 0, 1e-9, 1, 5, 1e6) for text in (said.fails, said.passes)]  # fmt: skip
            assert any(one != usual[place % 2] for place, one in enumerate(some)), name

    def test_what_it_asks_for_is_in_the_vocabulary(self, rule: Rule) -> None:
        for at in rule.asks:
            kind, _, field = at.partition(".")
            fields = (KINDS.get(kind) or RECORDS[kind]).fields
            assert field.partition(".")[0] in fields, at

    def test_an_empty_canvas_is_no_trouble_to_it(self, rule: Rule) -> None:
        list(rule(Look(Canvas.build(), DAY)))


def test_the_book_is_whole() -> None:
    """Every rule under its name, with its severity; beyond them only what the format and plain sense ask for."""
    rows = csv.DictReader((DATA / "rules.csv").read_text(encoding="utf-8").splitlines())
    told = {row["code"]: (row["rule"], row["severity"]) for row in rows}
    here = {one.code: (one.name, one.severity) for one in RULES}
    assert here.items() >= told.items() and len(told) == 113
    assert {code for code in here.keys() - told.keys() if not code.startswith("SN")} == {
        "GR004",
        "GR005",
        "GR006",
    }


def test_the_book_holds_each_rule_once() -> None:
    assert len({one.code for one in RULES}) == len({one.name for one in RULES}) == len(RULES)


@settings(max_examples=60)
@given(canvases())
def test_no_canvas_breaks_a_rule(canvas: Canvas) -> None:
    for rule in RULES:
        rule(Look(canvas, DAY))


def test_a_message_is_one_line_of_a_length_that_can_be_read(worked: Canvas) -> None:
    """Whatever the names hold, and from each rule that speaks of the worked concept."""
    usual = {(one.rule, one.address) for one in judge(worked, BOOK, DAY).problems}
    for id_ in worked:
        worked = apply(worked, Set(f"{id_}.name", f"{id_}\nsecond\r\u2028third {'long ' * 9999}"))
    problems = judge(worked, BOOK, DAY).problems
    assert {(one.rule, one.address) for one in problems} == usual
    for one in problems:
        assert len(one.message.splitlines()) == 1 and len(one.message) <= 600


def test_hostile_text_breaks_no_rule() -> None:
    for rule in RULES:
        rule(Look(hostile_canvas(), DAY))


DATA = Path(__file__).parent / "data"
IDS: dict[str, str] = yaml.safe_load((DATA / "breathing_space_ids.yaml").read_text(encoding="utf-8"))["ids"]
LINT: dict[str, list[str]] = yaml.safe_load(
    (DATA / "breathing_space_expected.yaml").read_text(encoding="utf-8")
)["expected"]["lint"]
#: What a rule finds in the worked concept and the finer model did not hold, or the other way round: code -> places, and why.
OTHERWISE: dict[str, tuple[list[str], str]] = {
    "GR003": (
        ["optimisers", "grow-bold"],
        "a hand-off is a reference here: the community leads on to the care line",
    ),
    "WS004": (
        ["workshop.ratings"],
        "the record of what the groups said, and not the journey, is where it lies",
    ),
}


def place(told: str) -> str:
    """A place of the finer model as an address of the canvas."""
    if told.startswith("step "):
        return "workshop.steps_done"
    return f"diagnosis.{told}" if told[0] in "PN" and told[1:].isdigit() else IDS.get(told, told)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_worked_concept_has_exactly_these_findings(rule: Rule, worked: Canvas) -> None:
    """As computed independently for the finer model at its reference date."""
    told, _ = OTHERWISE.get(rule.code, (list(map(place, LINT.get(rule.code, []))), ""))
    addresses = [one.address for one in rule(Look(worked, DAY))]
    for one in told:
        assert any(f"{at}.".startswith(f"{one}.") for at in addresses), one
    for at in addresses:
        assert any(f"{at}.".startswith(f"{one}.") for one in told), at
