"""The judge runs a book, obeys a workspace, respects waivers, and after an edit judges again only what it must."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_law
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.checks import depth_of, is_contradiction
from cxcanvas.checks.judging import Judge, judge
from cxcanvas.checks.manual import manual
from cxcanvas.checks.rules import BOOK
from cxcanvas.checks.settings import NONE, Settings, settings_for, settings_of
from cxcanvas.edits import Add, Edit, Remove, Rename, Set, apply
from cxcanvas.errors import Problem, UsageError
from tests.judging import FAULTS, contradictions, faults
from tests.strategies import canvases

DAY = dt.date(2026, 11, 21)


def addresses(canvas: Canvas, rule: str, settings: Settings = NONE) -> list[str]:
    return [one.address for one in judge(canvas, BOOK, DAY, settings).problems if one.rule == rule]


def test_it_says_where_in_the_file(worked: Canvas) -> None:
    found = judge(worked, BOOK, DAY).problems
    assert len({one.rule for one in found}) == 45
    assert [one.line for one in found] == sorted(one.line for one in found)
    for one in found:
        at = one.address
        while at not in worked.lines and "." in at:
            at = at.rpartition(".")[0]
        assert one.line == worked.lines.get(at, (0, 0))[0]


class TestWaivers:
    def waived(self, worked: Canvas, **fields: Any) -> list[str]:
        told = {
            "rule": "poster-value",
            "address": "grow-bold",
            "reason": "It is new.",
            "by": "Ines",
            **fields,
        }
        canvas = apply(
            worked, Set("waivers.poster", {name: one for name, one in told.items() if one is not None})
        )
        result = judge(canvas, BOOK, DAY)
        shown = [one.rule for one in result.problems if one.rule == "poster-value"]
        assert len(shown) + len(result.waived) == 1
        return shown

    def test_a_reason_and_a_name_are_enough(self, worked: Canvas) -> None:
        assert self.waived(worked) == []
        assert self.waived(worked, until="2026-11-21") == []
        assert self.waived(worked, address=None) == []

    def test_it_goes_with_an_element_that_is_renamed(self, worked: Canvas) -> None:
        for address in ("grow-bold", "grow-bold.behaviours"):
            fields = {"rule": "poster-value", "address": address, "reason": "It is new.", "by": "Ines"}
            canvas = apply(apply(worked, Set("waivers.poster", fields)), Rename("grow-bold", "bold"))
            assert canvas.value("waivers.poster.address") == address.replace("grow-bold", "bold")
            result = judge(canvas, BOOK, DAY)
            assert [(one.rule, one.address) for one in result.waived] == [("poster-value", "bold.behaviours")]
            assert not [one for one in result.problems if one.rule in ("poster-value", "broken-reference")]

    def test_one_at_a_place_that_is_not_there_is_a_problem_of_its_own(self, worked: Canvas) -> None:
        fields = {"rule": "poster-value", "address": "nobody", "reason": "It is new.", "by": "Ines"}
        found = judge(apply(worked, Set("waivers.poster", fields)), BOOK, DAY)
        places = {(one.rule, one.address) for one in found.problems}
        assert ("broken-reference", "waivers.poster.address") in places and not found.waived

    @pytest.mark.parametrize(
        "fields",
        [
            {"reason": None},
            {"by": None},
            {"until": "2026-11-20"},
            {"until": "soon"},
            {"rule": "jargon"},
            {"address": "on-your-side"},
        ],
    )
    def test_without_them_or_later_it_counts_for_nothing(
        self, worked: Canvas, fields: dict[str, Any]
    ) -> None:
        assert self.waived(worked, **fields) == ["poster-value"]


class TestSettings:
    def test_of_a_workspace(self, tmp_path: Path, worked: Canvas) -> None:
        (tmp_path / "pyproject.toml").write_text(
            '[tool.cxcanvas.rules]\njargon = false\n[tool.cxcanvas.rules.captive-not-loyal]\nshare = 0.1\nseverity = "info"\n'
        )
        (tmp_path / "concepts").mkdir()
        found = settings_for(tmp_path / "concepts", BOOK)
        assert found.off == {"jargon"}
        assert addresses(worked, "captive-not-loyal") == ["settled-savers"]
        assert addresses(worked, "captive-not-loyal", found) == ["stretched-households", "settled-savers"]
        assert found.severity(BOOK["captive-not-loyal"]) == "info"
        (tmp_path / "concepts" / "cxcanvas.toml").write_text("[rules]\nisland = false\n")
        assert settings_for(tmp_path / "concepts", BOOK).off == {"island"}
        assert settings_for(tmp_path / "nowhere", BOOK).off == {"jargon"}

    def test_a_rule_that_is_off_says_nothing(self, worked: Canvas) -> None:
        assert addresses(worked, "island")
        assert not addresses(worked, "island", Settings(off=frozenset({"island"})))

    @pytest.mark.parametrize(
        ("table", "why"),
        [
            ({"poster": False}, "there is no rule 'poster'"),
            ({"jargons": False}, "there is no rule 'jargons'; did you mean 'jargon'?"),
            ({3: False}, "there is no rule '3'"),
            ({"jargon": 3}, "rule 'jargon' is false to leave it out, or a table"),
            ({"unexplained-mechanism": {"least_words": -15}}, "lies above 0 (it is 15), not at -15"),
            ({"bad-ending": {"valence": -2}}, "'bad-ending' has no threshold 'valence'; it has none"),
            ({"selling-in-distress": {"distress": 2}}, "lies below 0 (it is -2), not at 2"),
            ({"captive-not-loyal": {"share": 60}}, "goes from 0 to 1, and is not 60"),
            ({"captive-not-loyal": {"share": True}}, "is a number, not True"),
            ({"captive-not-loyal": {"share": float("inf")}}, "is a number with an end, not inf"),
            ({"jargon": {"share": 3}}, "'jargon' has no threshold 'share'; it has none"),
            ({"lopsided-exchange": {"balance": "much"}}, "is a number, not 'much'"),
            ({"lopsided-exchange": {"balance": float("nan")}}, "is a number with an end, not nan"),
            (
                {"jargon": {"severity": "fatal"}},
                "the severity of 'jargon' is error, warning, info, not 'fatal'",
            ),
            ("all", "rules are a table by name"),
        ],
    )
    def test_what_is_no_setting_says_so(self, table: Any, why: str) -> None:
        with pytest.raises(UsageError, match=r"here\.toml: ") as raised:
            settings_of(table, BOOK, "here.toml")
        assert why in str(raised.value)

    def test_a_file_with_a_mark_at_its_beginning_counts(self, tmp_path: Path) -> None:
        """Editors of some systems write one, and nobody sees it."""
        (tmp_path / "cxcanvas.toml").write_bytes(b"\xef\xbb\xbf[rules]\njargon = false\n")
        assert settings_for(tmp_path, BOOK).off == {"jargon"}

    def test_a_file_that_is_no_toml_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "cxcanvas.toml").write_text("[rules")
        with pytest.raises(UsageError, match=r"cxcanvas\.toml"):
            settings_for(tmp_path, BOOK)


def edits(canvas: Canvas, chance: random.Random, gone: list[Add]) -> Edit:
    """Some edit that fits; what was removed may come back."""
    if chance.random() < 0.1:
        return Set(f"{chance.choice(['case', 'waivers', 'maturity'])}.note", chance.choice(["x", "y"]))
    id_ = chance.choice(list(canvas))
    gone[:] = [one for one in gone if one.id not in canvas]  # some are back: their removal was undone
    if gone and chance.random() < 0.3:
        return gone.pop()
    if chance.random() < 0.1:
        gone.append(Add(canvas[id_].kind, id_, canvas[id_].fields))
        return Remove(id_)
    if chance.random() < 0.05:
        return Rename(id_, f"{id_}-anew")
    fields = list(canvas[id_].fields) or ["name"]
    return Set(
        f"{id_}.{chance.choice([*fields, 'note'])}",
        chance.choice([None, "x", 3, (), ("dana",), "2026-01-01"]),
    )


def edited(seed: int, canvas: Canvas) -> list[Canvas]:
    """A canvas after each of some edits, and now and then as it was before some of them (undone)."""
    chance, gone, past = random.Random(seed), list[Add](), [canvas]
    for _ in range(25):
        if chance.random() < 0.2:
            past.append(chance.choice(past))
        else:
            past.append(apply(past[-1], edits(past[-1], chance, gone)))
    return past


#: A workspace that sees things its own way, with a waiver in force and one that has ended.
OWN = Settings(
    off=frozenset({"island"}),
    severities={"poster-value": "info"},
    limits={"captive-not-loyal": {"share": 0.1}, "sink-not-support": {"distress": -1, "control": 4}},
)
WAIVED = [
    Set("waivers.poster", {"rule": "poster-value", "reason": "It is new.", "by": "Ines"}),
    Set("waivers.old", {"rule": "dead-end", "reason": "Soon.", "by": "Ines", "until": "2026-01-01"}),
]


@pytest.mark.parametrize("settings", [NONE, OWN], ids=["book", "own"])
@pytest.mark.parametrize("seed", range(12))
def test_judging_edit_by_edit_is_judging_anew(worked: Canvas, seed: int, settings: Settings) -> None:
    """Problems, what is waived and what can be mended: whatever was edited, undone or added again."""
    for edit in WAIVED if settings is OWN else ():
        worked = apply(worked, edit)
    following = Judge(worked, BOOK, DAY, settings)
    following.judged()
    for canvas in edited(seed, worked):
        following.follow(canvas)
        ours, anew = following.judged(), judge(canvas, BOOK, DAY, settings)
        assert set(ours.problems) == set(anew.problems)
        assert ours.waived == anew.waived and ours.fixes.keys() == anew.fixes.keys()


@pytest.mark.parametrize("name", list(BOOK))
def test_each_rule_hears_of_every_edit_of_what_it_looks_at(name: str) -> None:
    """From the canvas on which it is silent to the one on which it speaks, edit by edit, and back."""
    said = manual(BOOK[name])
    fails, passes = cx.loads(said.fails), cx.loads(said.passes)
    there = cx.diff(passes, fails)
    canvas, following = passes, Judge(passes, BOOK, DAY)
    for edit in (*there, *cx.diff(fails, passes)):
        canvas = apply(canvas, edit)
        following.follow(canvas)
        assert set(following.judged().problems) == set(judge(canvas, BOOK, DAY).problems)


@settings_of_law(max_examples=40, deadline=None)
@given(st.lists(canvases(), min_size=2, max_size=4))
def test_whatever_a_canvas_turns_into_is_judged_as_if_new(each: list[Canvas]) -> None:
    following = Judge(each[0], BOOK, DAY)
    for canvas in each:
        following.follow(canvas)
        assert set(following.judged().problems) == set(judge(canvas, BOOK, DAY).problems)


def test_an_edit_is_judged_by_those_who_look_at_its_kind(worked: Canvas) -> None:
    ran: list[str] = []

    class Counting(Judge):
        def _find(self, look: Any, name: str) -> Any:
            ran.append(name)
            return super()._find(look, name)

    following = Counting(worked, BOOK, DAY)
    following.judged()
    assert len(ran) == len(BOOK)
    ran.clear()
    following.follow(apply(worked, Set("grow-bold.behaviours", ("says no",))))
    following.judged()
    assert 0 < len(ran) < 15 and "poster-value" in ran


def test_an_empty_canvas_greets_nobody_with_contradictions() -> None:
    assert contradictions(Canvas.build()) == []


def test_a_rule_that_asks_for_a_field_is_a_not_yet_of_that_depth() -> None:
    found = {one.rule: one for one in cx.check(Canvas.build(elements=[("party", "a", {"role": "customer"})]))}
    assert (
        not is_contradiction(found["retention-unknown"]) and depth_of(found["retention-unknown"]) == "measure"
    )
    assert not is_contradiction(found["island"]) and depth_of(found["island"]) == "sketch"
    remark = Problem("jargon", "info", "a", "A word")
    assert not is_contradiction(remark) and depth_of(remark) == "work"
    assert is_contradiction(Problem("jargon", "error", "a", "A workspace finds it grave"))


class TestSession:
    def test_it_judges_what_changed_and_obeys_the_workspace(self, tmp_path: Path) -> None:
        path = tmp_path / "a.cx.yaml"
        path.write_text("cxcanvas: 1\n\nparty:\n  dana:\n    name: Dana\n")
        (tmp_path / "cxcanvas.toml").write_text("[rules]\nretention-unknown = false\n")
        session = cx.open(path)
        assert "island" in {one.rule for one in session.problems}
        assert session.judged is session.judged
        session.apply(Set("dana.part_of", ("dana",)))
        assert "part-of-itself" in {one.rule for one in session.problems}
        mend = next(
            found for problem, found in session.judged.fixes.items() if problem.rule == "part-of-itself"
        )
        session.apply(*mend.edits)
        assert "part-of-itself" not in {one.rule for one in session.problems}
        assert not session.unsettled

    def test_a_slip_in_the_settings_ends_no_work(self, tmp_path: Path) -> None:
        path = tmp_path / "a.cx.yaml"
        path.write_text("cxcanvas: 1\n\nparty:\n  dana:\n    name: Dana\n")
        (tmp_path / "cxcanvas.toml").write_text("[rules]\ncharm = false\n")
        session = cx.open(path)
        assert session.problems
        assert "there is no rule 'charm'" in session.unsettled


@pytest.mark.parametrize(
    ("fields", "address", "meant"),
    [
        ({"bearer": "danna"}, "it.bearer", "dana"),
        ({"goal": ("call.momnt",)}, None, None),
        ({"polarity": "Benefitt"}, "it.polarity", "benefit"),
        ({"importance": "4"}, "it.importance", 4),
        ({"importance": "nine"}, None, None),
        ({"importance": "9"}, None, None),
        ({"polarty": "benefit"}, "it.polarity", "benefit"),
        ({"colour": "red"}, None, None),
    ],
)
def test_a_slip_is_mended_as_it_was_probably_meant(
    fields: dict[str, Any], address: str | None, meant: Any
) -> None:
    elements = [("value", "it", {"name": "Calm", **fields}), ("party", "dana", {"name": "Dana"})]
    canvas = Canvas.build(elements=elements)
    found = [one.edits for problem, one in judge(canvas, BOOK, DAY).fixes.items() if problem.rule in FAULTS]
    fixes = [edits for edits in found if edits]
    if address is None:
        assert fixes == []
    else:
        for edit in fixes[0]:
            canvas = apply(canvas, edit)
        assert canvas.value(address) == meant
        assert faults(canvas) == []
