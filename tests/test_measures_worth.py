"""What customers are worth, what the case is worth, what answers say: a number, or in words why there is none."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set, apply
from cxcanvas.measures import MEASURES, Measure, measure
from cxcanvas.values import Frozen
from tests.command_line import cxcanvas
from tests.hostile import hostile_canvas
from tests.strategies import canvases

NAMES = ("retention", "lifetime_value", "business_case", "simulation", "reliability", "response_styles",
         "storyline_alignment", "experience_gap", "earning_on_pain")  # fmt: skip
CONCEPT = {"discount_rate": 0.1, "clv_convention": "first_payment_excluded", "currency": "EUR"}


def party(**fields: Any) -> tuple[str, str, dict[str, Any]]:
    told = {
        "name": "Savers",
        "role": "customer",
        "survivors": (100, 80, 70),
        "annual_contribution": 50,
        "size": 10,
    }
    return "party", "savers", {**told, **fields}


def of(name: str, *elements: Any, records: dict[str, Any] | None = None, **concept: Any) -> Measure:
    canvas = Canvas.build({"concept": {**CONCEPT, **concept}, **(records or {})}, elements)
    return measure(canvas, name)[name]


class TestLifetimes:
    @pytest.mark.parametrize(
        ("survivors", "why"),
        [
            ((100, 120), "the cohort grows in period 1"),
            ((100,), "a cohort needs those who began"),
            ((100, "many"), "year 1 has no count"),
            ((100, None, 50), "year 1 has no count"),
            ("many", "a list by year"),
            ((0, 0), "nobody is in the cohort"),
            ((100, 100, 100), "nobody left"),
            ((100, -5), "fewer than none"),
        ],
    )
    def test_a_cohort_that_is_none(self, survivors: Any, why: str) -> None:
        for name in ("retention", "lifetime_value"):
            found = of(name, party(survivors=survivors))
            assert why in found.sentence and why in found.value["savers"]["why"]

    @pytest.mark.parametrize(
        ("fields", "concept", "why"),
        [
            ({"annual_contribution": None}, {}, "contributes a year is not known"),
            ({}, {"discount_rate": None}, "the discount rate is not said"),
            ({}, {"discount_rate": -1}, "nothing can be discounted"),
            ({}, {"discount_rate": "low"}, "the discount rate is not said"),
            ({}, {"clv_convention": None}, "the convention is not said"),
            ({}, {"clv_convention": "as always"}, "the convention is not said"),
        ],
    )
    def test_a_value_without_its_assumptions_is_none(
        self, fields: dict[str, Any], concept: dict[str, Any], why: str
    ) -> None:
        assert why in of("lifetime_value", party(**fields), **concept).value["savers"]["why"]

    def test_models_stand_beside_each_other(self) -> None:
        found = of("retention", party(survivors=(1000, 869, 743, 653, 593, 551, 517, 491))).value["savers"]
        assert list(found["contrast"]) == ["sbg", "geometric", "two_classes", "bdw"]
        assert found["contrast"]["sbg"]["aic"] < found["contrast"]["geometric"]["aic"]
        assert found["contrast"]["bdw"]["misses_by"] < found["contrast"]["sbg"]["misses_by"]
        low, high = found["survival_year_10_interval"]
        assert low < found["survival_year_10"] < high and found["interval_why"] == ""

    def test_two_counts_tell_one_rate_and_say_so(self) -> None:
        found = of("retention", party(survivors=(100, 80))).value["savers"]
        assert found == {"why": "somebody left in 1 of the periods only; alpha and beta need 2"}

    def test_per_cent_have_no_interval_and_say_why(self) -> None:
        found = of("retention", party(survivors=(100, 80, 70, 66))).value["savers"]
        assert found["survival_year_10_interval"] is None and "in per cent" in found["interval_why"]

    def test_where_ever_more_leave_nobody_says_that_ever_fewer_do(self) -> None:
        found = of("retention", party(survivors=(1000, 900, 600, 100)))
        assert "leave less and less" not in found.sentence
        assert "misses what was seen by 26% of the cohort in period 1" in found.sentence
        assert len(found.value["savers"]["doubts"]) == 2

    def test_one_rate_for_all_says_that_the_optimum_is_flat(self) -> None:
        found = of("retention", party(survivors=(1024, 512, 256, 128)))
        assert found.value["savers"]["doubts"] and "leave less and less" not in found.sentence

    def test_a_customer_who_is_still_there_is_worth_more_than_one_who_begins(self) -> None:
        found = of("lifetime_value", party(survivors=(1000, 700, 600, 550))).value["savers"]
        assert found["renewed"] == 3
        assert found["residual_value"] == pytest.approx(50 * found["discounted_expected_residual_lifetime"])
        assert found["residual_value"] > found["by_convention"]["first_payment_excluded"]
        assert found["clv"] == found["by_convention"]["first_payment_excluded"]
        low, high = found["clv_interval"]
        assert low < found["clv"] < high

    def test_the_three_conventions_differ_by_what_they_say(self) -> None:
        names = (
            "first_payment_included_start_of_period",
            "first_payment_included_end_of_period",
            "first_payment_excluded",
        )
        start, end, excluded = (
            of("lifetime_value", party(), clv_convention=name).value["savers"]["clv"] for name in names
        )
        assert start == pytest.approx(end * 1.1)
        assert start - excluded == pytest.approx(50)

    def test_who_costs_more_than_they_bring_is_named(self) -> None:
        found = of("lifetime_value", party(acquisition_cost=10_000))
        assert found.sentence == "A customer of “Savers” costs more to win than they will ever bring."


def case(**fields: Any) -> dict[str, Any]:
    told = {
        "ramp": (1.0, 1.0),
        "volume": 10,
        "per_participant": ("gain", "cost"),
        "fixed": 100,
        "investment": 500,
    }
    return {"case": {**told, **fields}}


def values(**gain: Any) -> tuple[Any, Any]:
    return (
        ("value", "gain", {"name": "Fee", "polarity": "benefit", "amount": 50, **gain}),
        (
            "value",
            "cost",
            {"name": "Work", "polarity": "sacrifice", "amount": {"low": 8, "mode": 10, "high": 15}},
        ),
    )


class TestCase:
    def test_by_hand(self) -> None:
        found = of("business_case", *values(), records=case()).value
        assert found["flows_at_modes"] == [-500, 300, 300]
        assert found["npv_at_modes"] == pytest.approx(-500 + 300 / 1.1 + 300 / 1.21)
        assert found["payback_years"] == pytest.approx(1 + 200 / 300)
        assert found["npv_mean"] < found["npv_at_modes"]

    def test_what_counts_by_the_month_counts_twelve_times(self) -> None:
        found = of("business_case", *values(per="month", amount=5), records=case()).value
        assert found["flows_at_modes"] == [-500, 400, 400]

    @pytest.mark.parametrize(
        ("fields", "gain", "why"),
        [
            ({"ramp": None}, {}, "the ramp is a list of shares"),
            ({"ramp": ("soon",)}, {}, "the ramp is a list of shares"),
            ({"ramp": (0.5, -0.5)}, {}, "none below zero"),
            ({"ramp": (1e308,)}, {}, "the ramp is a list of shares"),
            ({"volume": -5}, {}, "fewer than nobody takes part"),
            ({"volume": 10**400}, {}, "the volume: an estimate needs"),
            (
                {"investment": {"low": -1e308, "mode": 0, "high": 1e308}},
                {},
                "the investment: its low and high",
            ),
            ({"fixed": {"low": "few", "mode": 3, "high": 9}}, {}, "the fixed: its low cannot be read"),
            ({"per_participant": ()}, {}, "no value says"),
            ({"per_participant": ("nobody",)}, {}, "is no value"),
            ({"volume": None}, {}, "the volume: an estimate needs"),
            ({"volume": {"low": 9, "mode": 5, "high": 3}}, {}, "the volume: the lowest value, 9, is above"),
            ({"fixed": {"low": 1}}, {}, "the fixed: an estimate needs"),
            ({}, {"amount": None}, "the amount of “Fee”: an estimate needs"),
            ({}, {"per": "use"}, "is for use, and a year is needed"),
        ],
    )
    def test_what_is_missing_is_said(self, fields: dict[str, Any], gain: dict[str, Any], why: str) -> None:
        for name in ("business_case", "simulation"):
            found = of(name, *values(**gain), records=case(**fields))
            assert why in found.sentence and found.value is None

    def test_a_case_that_never_varies_says_so(self) -> None:
        found = of("simulation", *values(), records=case(per_participant=("gain",), runs=100))
        assert "nothing in it varies" in found.sentence
        assert (
            "Nobody says how sure"
            in of("business_case", *values(), records=case(per_participant=("gain",))).sentence
        )

    def test_it_is_seeded(self) -> None:
        made = [of("simulation", *values(), records=case(runs=1000, seed=seed)).value for seed in (1, 1, 2)]
        assert made[0] == made[1] != made[2]


class TestSurveys:
    @pytest.mark.parametrize(
        ("rows", "why"),
        [
            (((1, 2),), "1 row is complete"),
            (((3, 3), (3, 3)), "all answered alike"),
            (((1,), (2,)), "one item alone"),
            (((1, "x"), (2, None)), "0 rows are complete"),
            (((1, 2), (1, 2, 3)), "not of one length"),
        ],
    )
    def test_a_table_that_says_nothing_says_why(self, rows: Any, why: str) -> None:
        found = of("reliability", records={"samples": {"asked": rows}})
        assert why in found.sentence and why in found.value["asked"]["why"]

    def test_few_items_accuse_nobody_of_never_giving_the_best(self) -> None:
        rows = ((1, 5), (4, 4), (3, 2))
        assert (
            of("response_styles", records={"samples": {"asked": rows}}).sentence
            == "Nobody is known to avoid the highest mark."
        )


class TestStorylines:
    def test_alignment(self) -> None:
        steps = (
            ("step", "calls", {"name": "Calls", "storyline": "customer", "meets": ("answer",)}),
            ("step", "answer", {"name": "Answer", "storyline": "encounter", "supported_by": ("roster",)}),
            ("step", "letter", {"name": "Letter", "storyline": "encounter", "supported_by": ("roster",)}),
            ("step", "roster", {"name": "Roster", "storyline": "provider"}),
        )
        found = of("storyline_alignment", *steps)
        assert (found.value["ratio"], found.value["loose"]) == (0.5, ["letter"])
        assert found.sentence.endswith("the first is “Letter”.")

    def test_the_widest_gap_first(self) -> None:
        expression = {
            "attitude": {"score": 2, "importance": 5},
            "fluency": {"score": 4, "importance": 3},
            "competence": {"score": 9},
        }
        found = of(
            "experience_gap",
            ("step", "call", {"name": "Call", "storyline": "encounter", "expression": expression}),
        )
        assert list(found.value.items()) == [("call.expression.attitude", 3), ("call.expression.fluency", -1)]

    @pytest.mark.parametrize(
        ("valence", "type_", "places"),
        [(-3, "revenue", ["bill"]), (1, "penalty", ["penalty"]), (1, "revenue", None)],
    )
    def test_we_earn_where_they_suffer(self, valence: int, type_: str, places: list[str] | None) -> None:
        found = of(
            "earning_on_pain",
            ("party", "us", {"name": "We", "role": "provider"}),
            (
                "step",
                "bill",
                {"name": "The bill", "storyline": "customer", "emotions": {"felt": {"valence": valence}}},
            ),
            (
                "value",
                "fee",
                {
                    "name": "Late fee",
                    "bearer": ("us",),
                    "polarity": "benefit",
                    "type": type_,
                    "realised_at": ("bill",),
                },
            ),
        )
        assert found.value == ({"fee": places} if places else {})
        assert found.sentence.startswith("We earn where they suffer" if places else "We earn nothing")


def test_only_what_is_asked_for_is_measured() -> None:
    assert list(measure(Canvas.build(), "bonds", "retention")) == ["bonds", "retention"]
    assert set(NAMES) <= set(MEASURES)


@settings(max_examples=60)
@given(canvases())
def test_no_canvas_breaks_it(canvas: Canvas) -> None:
    for one in measure(canvas, *NAMES).values():
        assert one.sentence.endswith(".")
        json.dumps(one.as_json(), allow_nan=False)


#: What may stand where a number belongs.
ODD = (
    -1, 0, -0.5, 1e308, -1e308, 1e29, 1e-300, 10**400, "x", "", "0.5", "2026-01-01", (), True, False, None,
)  # fmt: skip
#: What tells the figure of one entry of a measure; where it is not there, `why` says why.
FIGURES = {
    "retention": "alpha", "lifetime_value": "clv", "reliability": "cronbach_alpha", "response_styles": "never_top_share",
    "kano": "better",
}  # fmt: skip


def numbers(value: Any, at: str) -> Iterator[tuple[str, Any]]:
    """The numbers below an address, and the lists of them."""
    if isinstance(value, Frozen):
        for name, one in value.items():
            yield from numbers(one, f"{at}.{name}")
    elif isinstance(value, tuple):
        if any(isinstance(one, (int, float, tuple)) for one in value):
            yield at, value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield at, value


def spoilt(value: Any, chance: random.Random) -> Any:
    """Something else in its place; of a list, one or all of it."""
    odd = chance.choice(ODD)
    if not isinstance(value, tuple):
        return odd
    rows = tuple((odd,) * len(one) if isinstance(one, tuple) else odd for one in value)
    return chance.choice([rows, (*value[:-1], odd), (odd, *value[1:]), (), value[:1], value[::-1]])


@pytest.mark.parametrize("seed", range(40))
def test_no_number_in_the_worked_concept_breaks_a_measure(seed: int, worked: Canvas) -> None:
    """Never a traceback, and never a number that is none: JSON has no sign for it."""
    chance = random.Random(seed)
    canvas = apply(worked, Set("case.runs", 50))
    held = [(id_, canvas[id_].fields) for id_ in canvas] + list(canvas.records.items())
    places = [one for at, fields in held for one in numbers(fields, at)]
    for at, value in chance.sample(places, chance.choice([1, 3])):
        canvas = apply(canvas, Set(at, spoilt(value, chance)))
    for name, one in measure(canvas).items():
        assert one.sentence.endswith(".")
        json.dumps(one.as_json(), allow_nan=False)
        for entry in (one.value or {}).values() if name in FIGURES else ():
            assert entry.get(FIGURES[name]) is not None or entry["why"], (name, entry)
        for entry in (one.value or {}).values() if name in ("scales", "recommendation") else ():
            for wave in entry["waves"].values():
                assert wave["value"] is not None or wave["why"]
                low, high = wave.get("interval") or (0, 0)
                assert low <= high
    cx.check(canvas)


@pytest.mark.parametrize(
    "odd", [".nan", ".inf", "-.inf", "1e400", "yes", "'0.5'", "2026-01-01", "{}", "[]", "-1", "0"]
)
def test_the_command_line_says_strict_json_whatever_a_file_holds(
    odd: str, worked: Canvas, tmp_path: Path
) -> None:
    """A number that is none stands in the text of the file; a parser that knows no NaN reads what is said of it."""
    text = cx.dumps(worked).replace("discount_rate: 0.09", f"discount_rate: {odd}")
    text = text.replace("low: 630000", f"low: {odd}")
    assert text.count(f": {odd}\n") >= 2
    path = tmp_path / "odd.cx.yaml"
    path.write_text(text, encoding="utf-8")
    told = cxcanvas("measure", path, "--format", "json")
    if told.returncode:  # a text that is no canvas is said so
        assert told.stderr.count("\n") <= 3 and "Traceback" not in told.stderr
        return
    found = json.loads(told.stdout, parse_constant=pytest.fail)
    assert found["business_case"]["sentence"].endswith(".")
    made = cxcanvas("simulate", path, "--runs", "100", "--format", "json")
    assert made.returncode in (0, 2) and "Traceback" not in made.stderr


def test_a_hostile_canvas_breaks_nothing() -> None:
    for one in measure(hostile_canvas(), *NAMES).values():
        assert one.sentence.endswith(".")
