"""Answers on a scale and to pairs of questions: each figure with its interval, or in words why there is none."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.measures import Measure, measure
from cxcanvas.views import Scene, fragment


def asked(name: str, **wave: Any) -> Measure:
    """What a measure makes of one wave of satisfaction."""
    told = {"scale": "1-5", "date": "2026-10-01", **wave}
    indicator = (
        "indicator",
        "glad",
        {"name": "Glad", "construct": "satisfaction", "waves": {"autumn": told}},
    )
    return measure(Canvas.build(elements=[indicator]), name)[name]


def wave(found: Measure) -> dict[str, Any]:
    one: dict[str, Any] = found.value["glad"]["waves"]["autumn"]
    return one


class TestScales:
    def test_a_mean_with_its_interval_and_its_shares(self) -> None:
        """Seven answers 1 2 2 3 5 4 4: mean 3, deviation √2, Student's 95% interval 3 ± 2.4469 · √(2 / 7)."""
        found = wave(asked("scales", distribution=(1, 2, 1, 2, 1)))
        assert found["value"] == 3 and found["n"] == 7 and found["sd"] == pytest.approx(2**0.5)
        assert found["interval"] == pytest.approx([3 - 1.3079, 3 + 1.3079], abs=2e-4)
        assert found["top"]["share"] == pytest.approx(1 / 7) and found["top_two"]["share"] == pytest.approx(
            3 / 7
        )
        assert found["top"]["interval"][0] > 0 and found["top_two"]["interval"][1] < 1

    def test_who_never_gives_the_best(self) -> None:
        found = wave(asked("scales", distribution=(0, 0, 10, 50, 40), never_top_share=0.2))
        assert found["best_reachable"] == 4.8
        assert found["top_of_those_who_do"] == pytest.approx(0.5)

    def test_all_alike_is_not_certain(self) -> None:
        found = wave(asked("scales", distribution=(0, 0, 0, 0, 10)))
        low, high = found["interval"]
        assert high == 5 and low == pytest.approx(5 - 4 * (1 - 0.05**0.1))

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({}, "the answers are not written down"),
            ({"distribution": (0, 0, 0, 0, 0)}, "nobody answered"),
            ({"distribution": (0, 0, 1, 0, 0)}, "one answer is no figure"),
            ({"distribution": (0, 0, -1, 0, 9)}, "a count of the answers is no number"),
            ({"distribution": (1, 2, 3)}, "3 counts do not fit the scale"),
            ({"distribution": (0.2, 0.2, 0.2, 0.2, 0.2)}, "shares without the number of answers"),
            ({"distribution": (True, 1, 1, 1, 1)}, "a count of the answers is no number"),
        ],
    )
    def test_what_has_no_figure_says_why(self, fields: dict[str, Any], why: str) -> None:
        found = asked("scales", **fields)
        assert why in wave(found)["why"] and why in found.sentence

    def test_two_waves_are_compared(self) -> None:
        waves = {
            "one": {"scale": "1-5", "date": "2025-10-01", "distribution": (1, 2, 1, 2, 1)},
            "two": {"scale": "1-5", "date": "2026-10-01", "distribution": (0, 1, 1, 1, 3)},
        }
        indicator = ("indicator", "glad", {"name": "Glad", "construct": "satisfaction", "waves": waves})
        found = measure(Canvas.build(elements=[indicator]), "scales")["scales"].value["glad"]["difference"]
        assert found["p"] == pytest.approx(0.2056, abs=2e-4) and found["noise"]
        assert found["interval"] == pytest.approx([-0.6365, 2.6365], abs=2e-4)

    def test_the_worked_concept(self, worked: Canvas) -> None:
        found = measure(worked, "scales")["scales"]
        assert found.sentence == (
            "“Satisfaction with the last contact”: 3.86 of 5 (3.79 to 3.92), 1,180 answers; 4.82 is the best that can be reached."
        )
        assert "95% interval 3.79 to 3.92" in fragment(Scene(worked), "measures")

    def test_recommendation_is_told_elsewhere(self, worked: Canvas) -> None:
        assert "recommends" not in measure(worked, "scales")["scales"].value


class TestKano:
    COUNTS: ClassVar[dict[str, Any]] = {
        "attractive": 28, "one_dimensional": 34, "must_be": 22, "indifferent": 14, "reverse": 1, "questionable": 1,
    }  # fmt: skip

    def kano(self, distribution: Any) -> Measure:
        return asked("kano", instrument="kano_pair", distribution=distribution)

    def test_coefficients_with_their_intervals(self) -> None:
        found = self.kano(self.COUNTS)
        one = found.value["glad.waves.autumn"]
        assert (one["better"], one["worse"]) == pytest.approx((0.632653, -0.571429), abs=1e-6)
        assert one["better_interval"][0] < one["better"] < one["better_interval"][1] <= 1
        assert -1 <= one["worse_interval"][0] < one["worse"] < one["worse_interval"][1]
        assert (one["n"], one["asked"], one["category"]) == (98, 100, "one_dimensional")
        assert found.sentence.startswith("Missing hurts most with “Glad”: −0.57 (−0.66 to −0.47)")

    def test_of_two_as_frequent_the_one_that_hurts_more_when_it_is_missing(self) -> None:
        one = self.kano({"attractive": 5, "must_be": 5}).value["glad.waves.autumn"]
        assert one["category"] == "must_be"

    @pytest.mark.parametrize(
        ("distribution", "why"),
        [
            (None, "not counted by category"),
            ((1, 2, 3), "not counted by category"),
            ({"delightful": 3}, "“delightful” is no category"),
            ({"attractive": -3}, "the count of attractive is no number from 0 on"),
            ({"attractive": "many"}, "the count of attractive is no number"),
            ({"reverse": 3, "questionable": 2}, "nobody answered in a way that counts"),
            ({}, "nobody answered in a way that counts"),
        ],
    )
    def test_what_has_no_coefficient_says_why(self, distribution: Any, why: str) -> None:
        found = self.kano(distribution)
        assert why in found.sentence and why in found.value["glad.waves.autumn"]["why"]
        json.dumps(found.as_json(), allow_nan=False)

    def test_a_pair_of_questions_is_no_answer_on_a_scale(self) -> None:
        assert asked("scales", instrument="kano_pair", distribution=self.COUNTS).value is None

    def test_it_is_drawn_on_the_board(self) -> None:
        told = {"instrument": "kano_pair", "distribution": self.COUNTS}
        indicator = (
            "indicator",
            "glad",
            {"name": "Glad", "construct": "satisfaction", "waves": {"autumn": told}},
        )
        html = fragment(Scene(Canvas.build(elements=[indicator])), "measures")
        assert "worse −0.57; 95% interval −0.66 to −0.47, 98 answers" in html

    def test_it_survives_the_file(self) -> None:
        text = cx.dumps(
            Canvas.build(
                elements=[
                    (
                        "indicator",
                        "glad",
                        {"waves": {"a": {"instrument": "kano_pair", "distribution": self.COUNTS}}},
                    )
                ]
            )
        )
        assert measure(cx.loads(text), "kano")["kano"].value["glad.waves.a"]["n"] == 98
