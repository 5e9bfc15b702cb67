"""Who moved on the loyalty matrix between two versions, what balances an exchange, and how restless a journey feels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.measures import measure, mutual_value
from cxcanvas.measures.balance import leaning
from cxcanvas.measures.emotion import Feeling, summary
from cxcanvas.measures.movement import moved_said, movements
from tests.command_line import cxcanvas


class TestMovement:
    def test_from_one_cell_to_another(self, worked: Canvas) -> None:
        after = cx.apply(worked, cx.Set("stretched-households.affective", 5))
        [found] = movements(worked, after)
        assert found.cells == ("seekers", "partners")
        assert moved_said((found,)) == "“Stretched households” went from seekers to partners."

    def test_a_move_inside_a_cell_says_how_far(self, worked: Canvas) -> None:
        after = cx.apply(worked, cx.Set("optimisers.relevance", 5.5), cx.Set("optimisers.affective", 4))
        [found] = movements(worked, after)
        assert "stays among the partners" in moved_said((found,))
        assert moved_said((found,)).count("by relevance") == 1

    def test_nobody_moved(self, worked: Canvas) -> None:
        assert movements(worked, cx.apply(worked, cx.Set("optimisers.name", "Panel owners"))) == ()
        assert moved_said(()) == "No customer group moved on the loyalty matrix."

    def test_who_came_and_who_went(self) -> None:
        group = ("party", "new", {"name": "New", "role": "customer", "relevance": 6, "affective": 2})
        one, other = Canvas.build(), Canvas.build(elements=[group])
        assert moved_said(movements(one, other)) == "“New” is new among the seekers."
        assert moved_said(movements(other, one)) == "“New” is gone from the seekers."

    def test_on_the_command_line(self, worked: Canvas, tmp_path: Path) -> None:
        old, new = tmp_path / "old.cx.yaml", tmp_path / "new.cx.yaml"
        cx.save(worked, old)
        cx.save(cx.apply(worked, cx.Set("stretched-households.affective", 5)), new)
        said = cxcanvas("measure", str(new), "--since", str(old)).stdout
        assert "“Stretched households” went from seekers to partners." in said
        assert "quadrants" in said and "\n  before: " in said and "pains" not in said
        told = json.loads(cxcanvas("measure", str(new), "--since", str(old), "--format", "json").stdout)
        assert (
            list(told["changed"]) == ["quadrants", "trust_balance"]
            and told["movements"][0]["to"] == "partners"
        )
        assert "says what it said" in cxcanvas("measure", str(new), "--since", str(new)).stdout


def exchange(*values: tuple[str, str, str, float, float]) -> Canvas:
    """An exchange of two parties; each value by id, bearer, polarity, importance and delivery."""
    parties: list[Any] = [("party", "us", {"name": "We"}), ("party", "them", {"name": "They"})]
    made = [
        ("value", id_, {"bearer": who, "polarity": way, "importance": matters, "delivered": arrives})
        for id_, who, way, matters, arrives in values
    ]
    held = (
        "exchange",
        "x",
        {"name": "X", "between": ("us", "them"), "includes": tuple(one[0] for one in values)},
    )
    return Canvas.build(elements=[*parties, *made, held])


class TestBalance:
    VALUES = (
        ("fee", "us", "benefit", 5, 5), ("help", "them", "benefit", 4, 2), ("price", "them", "sacrifice", 4, 5),
        ("effort", "them", "sacrifice", 1, 5), ("work", "us", "sacrifice", 1, 5),
    )  # fmt: skip

    def test_what_would_balance_it(self) -> None:
        canvas = exchange(*self.VALUES)
        found = mutual_value(canvas, "x")
        leans = leaning(canvas, canvas["x"], found)
        assert leans is not None and (leans.more, leans.less) == ("us", "them")
        us, them = found.parties
        assert leans.gets_more is not None and leans.gives_less is not None and us.net is not None
        wanted = 0.7 * us.net
        assert (them.get + leans.gets_more) / (them.get + leans.gets_more + them.give) == pytest.approx(
            wanted
        )
        assert them.get / (them.get + them.give - leans.gives_less) == pytest.approx(wanted)
        assert [name for name, _ in leans.levers] == ["price", "help", "effort"]

    def test_a_lever_does_what_it_says(self) -> None:
        canvas = exchange(*self.VALUES)
        leans = leaning(canvas, canvas["x"], mutual_value(canvas, "x"))
        assert leans is not None
        for name, balance in leans.levers:
            arrives = 5 if canvas[name].get("polarity") == "benefit" else 0
            after = mutual_value(cx.apply(canvas, cx.Set(f"{name}.delivered", arrives)), "x")
            assert after.balance == pytest.approx(balance)

    def test_what_is_mutual_leans_to_nobody(self, worked: Canvas) -> None:
        value = measure(worked, "mutual_value")["mutual_value"].value
        assert value["referral"]["leans"] is None
        assert value["early-help"]["leans"]["gets_more"] == pytest.approx(2.733981, abs=1e-6)

    def test_nothing_helps_where_nothing_arrives(self) -> None:
        canvas = exchange(("fee", "us", "benefit", 5, 5), ("price", "them", "sacrifice", 5, 5))
        leans = leaning(canvas, canvas["x"], mutual_value(canvas, "x"))
        assert leans is not None and leans.gives_less is None
        assert leans.levers == (("price", 1.0),)


def felt(*values: float) -> Any:
    return summary(Feeling(str(at), "felt", one, "") for at, one in enumerate(values))


def test_volatility_tells_up_and_down_from_up_then_down() -> None:
    """Root mean square of successive differences: the same points, another order."""
    assert felt(-1, 1, -1, 1).volatility == pytest.approx(2)
    assert felt(-1, -1, 1, 1).volatility == pytest.approx((4 / 3) ** 0.5)
    assert felt(2, 2, 2).volatility == 0
    assert felt(2).volatility is None and felt().volatility is None
