"""The judge runs a book, obeys a workspace, respects waivers, and after an edit judges again only what it must."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.checks import depth_of, is_contradiction
from cxcanvas.checks.judge import Judge, judge
from cxcanvas.checks.rules import BOOK
from cxcanvas.checks.settings import NONE, Settings, settings_for, settings_of
from cxcanvas.edits import Add, Edit, Remove, Rename, Set, apply
from cxcanvas.errors import Problem, UsageError
from tests.judging import FAULTS, contradictions, faults

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
            ({"jargon": 3}, "rule 'jargon' is off"),
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

    def test_a_file_that_is_no_toml_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "cxcanvas.toml").write_text("[rules")
        with pytest.raises(UsageError, match=r"cxcanvas\.toml"):
            settings_for(tmp_path, BOOK)


def edits(canvas: Canvas, chance: random.Random, gone: list[Add]) -> Edit:
    """Some edit that fits; what was removed may come back."""
    if chance.random() < 0.1:
        return Set(f"{chance.choice(['case', 'waivers', 'maturity'])}.note", chance.choice(["x", "y"]))
    id_ = chance.choice(list(canvas))
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


@pytest.mark.parametrize("seed", range(12))
def test_judging_edit_by_edit_is_judging_anew(worked: Canvas, seed: int) -> None:
    chance, canvas, gone = random.Random(seed), worked, list[Add]()
    following = Judge(canvas, BOOK, DAY)
    following.judged()
    for _ in range(25):
        edit = edits(canvas, chance, gone)
        canvas = apply(canvas, edit)
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
