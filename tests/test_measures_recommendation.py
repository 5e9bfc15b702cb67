"""A recommendation is shown with its interval or not at all; noise is called noise."""

from __future__ import annotations

import json
import math
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.formulas.intervals import (
    Z95,
    Estimate,
    adjusted,
    difference,
    needed,
    of_counts,
    of_shares,
    reachable,
)
from cxcanvas.measures.answered import last_of, wave_of, waves_of
from cxcanvas.measures.recommendation import (
    captives,
    recommendation_measured,
    recommendations,
    said,
    seconds,
    unreachable,
)
from cxcanvas.values import Frozen
from tests.strategies import canvases

counts = st.integers(0, 5000)


@pytest.fixture(scope="module")
def canvas(example_path: Path) -> Canvas:
    return cx.load(example_path)


def asked(*waves: dict[str, Any], others: tuple[Any, ...] = (), **fields: Any) -> Canvas:
    """A canvas with one recommendation and its waves."""
    each = {f"w{place}": Frozen(one) for place, one in enumerate(waves)}
    told = {"name": "Would tell", "construct": "recommendation", "waves": Frozen(each), **fields}
    return Canvas.build(elements=[("indicator", "tells", told), *others])


def answers(against: float, between: float, for_: float, **more: Any) -> dict[str, Any]:
    """One wave of a recommendation."""
    return {"distribution": Frozen(detractors=against, passives=between, promoters=for_), **more}


def three(against: float, between: float, for_: float) -> Estimate:
    """The share difference of counts that are there."""
    found = of_shares(against, between, for_)
    assert found is not None
    return found


# -- published figures ---------------------------------------------------------------------------


def test_a_published_population() -> None:
    """stats.stackexchange a/18609: 1/2 would, 1/6 would not, 324 answers."""
    found = three(54, 108, 162)
    assert found.value == pytest.approx(33.333333)
    assert found.variance / 10_000 == pytest.approx(0.555556, abs=1e-6)
    assert found.se == pytest.approx(4.140867, abs=1e-6)
    assert found.interval == pytest.approx((25.217384, 41.449283), abs=1e-4)


def test_the_rule_of_thumb_of_320_by_root_n() -> None:
    found = three(100, 100, 100)
    assert (found.high - found.low) * math.sqrt(300) == pytest.approx(320.060778, abs=1e-3)


def test_the_two_shares_are_not_independent() -> None:
    """Treating them so gives 14.3 to 20.5, which is too narrow."""
    found = three(75, 675, 250)
    assert found.se == pytest.approx(1.715736, abs=1e-6)
    assert found.interval == pytest.approx((14.137219, 20.862781), abs=1e-4)


def test_the_adjusted_interval_of_rocks() -> None:
    found = adjusted(22, 32, 46)
    assert found is not None
    assert found.value == pytest.approx(23.300971, abs=1e-6)
    assert found.variance / 10_000 == pytest.approx(0.620464, abs=1e-6)
    assert found.interval == pytest.approx((8.088923, 38.513019), abs=1e-4)


def test_the_difference_of_two_waves() -> None:
    found = difference(three(88, 128, 184), three(76, 124, 200))
    assert found is not None and found.noise
    assert (found.value, found.se, found.z, found.p) == pytest.approx(
        (7.0, 5.5143, 1.269427, 0.204289), abs=1e-4
    )


# -- the worked concept --------------------------------------------------------------------------


def test_the_worked_concept_rose_by_noise(canvas: Canvas) -> None:
    measured = recommendation_measured(canvas)
    found = measured.value["recommends"]
    assert found["waves"]["wave-2025"]["value"] == pytest.approx(-8)
    assert found["waves"]["wave-2025"]["interval"] == pytest.approx([-15.9227, -0.0773], abs=1e-4)
    assert found["waves"]["wave-2026"]["value"] == pytest.approx(-0.5)
    assert found["waves"]["wave-2026"]["interval"] == pytest.approx([-8.431, 7.431], abs=1e-3)
    assert found["waves"]["wave-2026"]["own_experience"] == pytest.approx(0.355)
    change = found["difference"]
    assert (change["value"], change["se"], change["z"], change["p"]) == pytest.approx(
        (7.5, 5.7196, 1.3113, 0.1898), abs=1e-4
    )
    assert change["noise"] and change["needed"] == 1826
    assert found["judging"] == ["staff_appraisal"] and found["waves"]["wave-2026"]["category"] == "below"
    assert "that is noise (p = 0.19)" in measured.sentence and "1,826 answers a wave" in measured.sentence


def test_people_who_never_give_the_highest_mark(canvas: Canvas) -> None:
    satisfied = next(one for one in canvas.of("indicator") if one.id == "satisfied-with-contact")
    last = last_of(waves_of(satisfied))
    assert last is not None and last.estimate is not None
    assert last.estimate.value == pytest.approx(3.855932, abs=1e-6)
    assert last.best == pytest.approx(4.82)
    assert last.top_of_those_who_do == pytest.approx(0.424762, abs=1e-6)
    assert last.estimate.low == pytest.approx(3.7912, abs=1e-4)


# -- laws ----------------------------------------------------------------------------------------


@given(counts, counts, counts)
def test_the_interval_holds_its_value_and_stays_on_the_scale(a: int, b: int, c: int) -> None:
    for found in (of_shares(a, b, c), adjusted(a, b, c)):
        if a + b + c == 0:
            assert found is None
            continue
        assert found is not None
        assert -100 <= found.low <= found.value + 1e-9 and found.value - 1e-9 <= found.high <= 100
        assert found.low < found.high or found.se == 0


@given(counts, counts, counts)
def test_those_who_would_and_would_not_change_places(a: int, b: int, c: int) -> None:
    if a + b + c:
        assert three(a, b, c).value == pytest.approx(-three(c, b, a).value)
        assert three(a, b, c).se == pytest.approx(three(c, b, a).se)


@given(st.integers(1, 50))
def test_where_all_agree_the_adjusted_interval_is_not_a_point(n: int) -> None:
    plain, better = three(0, 0, n), adjusted(0, 0, n)
    assert plain.se == 0 and plain.few
    assert better is not None and better.high - better.low > 1


@given(st.lists(st.integers(0, 40), min_size=2, max_size=11), st.integers(-5, 5))
def test_a_mean_is_that_of_the_answers_one_by_one(each: list[int], bottom: int) -> None:
    one_by_one = [bottom + place for place, count in enumerate(each) for _ in range(count)]
    found = of_counts(bottom, each)
    if len(one_by_one) < 2:
        assert found is None
        return
    assert found is not None
    assert found.value == pytest.approx(mean(one_by_one))
    assert found.se == pytest.approx(stdev(one_by_one) / math.sqrt(len(one_by_one)), abs=1e-9)


@given(st.floats(0.5, 60), st.floats(100, 10_000), st.floats(100, 10_000))
def test_more_answers_are_needed_for_a_smaller_difference(value: float, one: float, other: float) -> None:
    more, fewer = needed(value / 2, one, other), needed(value, one, other)
    assert more is not None and fewer is not None and more >= fewer
    assert needed(-value, one, other) == fewer


def test_no_difference_needs_no_answers_and_scales_do_not_mix() -> None:
    assert needed(0, 1, 1) is None
    mean_ = of_counts(1, [1, 2, 3])
    assert mean_ is not None
    assert difference(three(1, 2, 3), mean_) is None
    assert difference(three(0, 0, 9), three(0, 0, 9)) is None


@given(st.floats(0, 1))
def test_the_best_mean_is_between_top_and_one_less(share: float) -> None:
    assert 4 <= reachable(5, share) <= 5


# -- what a wave says, or why it says nothing ------------------------------------------------------


@pytest.mark.parametrize(
    ("wave", "why"),
    [
        ({}, "the answers are not written down"),
        ({"n": 400}, "the answers are not written down"),
        ({"distribution": Frozen(promoters=3, passives=1)}, "one of the three counts is missing"),
        (answers(-1, 2, 3), "one of the three counts is missing"),
        (answers(math.inf, 2, 3), "one of the three counts is missing"),
        (answers(0, 0, 0), "nobody answered"),
        (answers(0.2, 0.3, 0.5), "shares without the number of answers"),
        ({"distribution": (1, 2, 3), "scale": "1-5"}, "3 counts do not fit the scale “1-5”"),
        ({"distribution": (1, 2, 3)}, "its scale is not named"),
        ({"distribution": (1, "x", 3), "scale": "1-3"}, "a count of the answers is no number"),
        ({"distribution": (0, 1, 0), "scale": "1-3"}, "one answer is no figure"),
        ({"distribution": "many", "scale": "1-3"}, "the answers are not written down"),
    ],
)
def test_no_number_without_answers_and_the_reason_in_words(wave: dict[str, Any], why: str) -> None:
    found = wave_of("a", Frozen(wave), True)
    assert found.estimate is None and found.sure is None
    assert found.why.startswith(why)
    told = recommendation_measured(asked(wave))
    assert told.sentence.startswith("Nobody can say yet whether they would recommend us")
    assert "%" not in told.sentence and "points" not in told.sentence


def test_shares_become_answers_by_their_n() -> None:
    found = wave_of("a", Frozen(answers(37, 34, 29, n=400)), True).estimate
    assert (
        found is not None
        and found.n == 400
        and found.interval == pytest.approx((-15.9227, -0.0773), abs=1e-4)
    )
    half = wave_of("a", Frozen(answers(0.37, 0.34, 0.29, n=400)), True).estimate
    assert half is not None and half.interval == pytest.approx(found.interval)


def test_answers_from_0_to_10_are_those_who_would_and_would_not() -> None:
    each = (1, 0, 2, 0, 0, 3, 4, 5, 6, 7, 8)
    found = wave_of("a", Frozen(distribution=each, scale="0-10"), True).estimate
    assert found is not None and found.points
    assert found.value == pytest.approx((15 - 10) / 36 * 100)
    plain = wave_of("a", Frozen(distribution=each, scale="0-10"), False).estimate
    assert plain is not None and not plain.points


def test_an_n_that_does_not_fit_its_answers_is_said() -> None:
    found = wave_of("a", Frozen(answers(10, 10, 10, n=400)), True)
    assert found.odd == "its n says 400, the answers come to 30"
    assert found.estimate is not None and found.estimate.n == 30


def test_few_answers_go_by_the_adjusted_interval() -> None:
    found = wave_of("a", Frozen(answers(0, 0, 5)), True)
    assert found.sure is found.adjusted
    assert wave_of("a", Frozen(answers(100, 100, 100)), True).sure is not found.adjusted


@pytest.mark.parametrize(("baseline", "beside"), [(-90, "above"), (0, "usual"), (90, "below"), (None, None)])
def test_beside_the_category(baseline: float | None, beside: str | None) -> None:
    assert (
        wave_of("a", Frozen(answers(100, 100, 100, category_baseline=baseline)), True).beside_category
        == beside
    )


def test_scattered_reasons() -> None:
    def scatter(**reasons: int) -> float | None:
        return wave_of("a", Frozen(reasons=Frozen(reasons)), True).scatter

    assert scatter() is None and scatter(price=5) == 0
    assert scatter(price=5, habit=5) == pytest.approx(1)
    few = scatter(price=99, habit=1)
    assert few is not None and 0 < few < 0.2


# -- what stands beside it -------------------------------------------------------------------------


def test_a_real_rise_is_no_noise() -> None:
    found = recommendations(
        asked(answers(900, 300, 300, date="2025-01-01"), answers(300, 300, 900, date="2026-01-01"))
    )[0]
    assert found.change is not None and not found.change.noise
    assert "rose by 80 points, more than chance explains (p < 0.001)" in said(found)


def test_waves_are_compared_by_their_dates() -> None:
    found = recommendations(
        asked(answers(300, 300, 900, date="2026-01-01"), answers(900, 300, 300, date="2025-01-01"))
    )[0]
    assert found.change is not None and found.change.value > 0
    assert [one.slug for one in found.waves] == ["w1", "w0"]


def test_waves_of_other_people_or_scales_are_not_compared() -> None:
    first = answers(9, 30, 90, date="2025-01-01", population="current_customers")
    other = recommendations(asked(first, answers(90, 30, 9, date="2026-01-01", population="ex_customers")))[0]
    assert other.change is None and other.unlike == "other people were asked"
    five = {"distribution": (1, 2, 3, 4, 5), "scale": "1-5", "date": "2026-01-01"}
    mixed = recommendations(asked(first, five))[0]
    assert mixed.change is None and mixed.unlike.startswith("they do not lie on one scale")


@pytest.mark.parametrize(
    ("target", "said_"),
    [
        (4.9, "above the best that can be reached, 4.82"),
        (5.5, "off the scale"),
        (4.5, ""),
        (0, "off the scale"),
    ],
)
def test_targets_that_nobody_can_reach(target: float, said_: str) -> None:
    wave = wave_of("a", Frozen(distribution=(61, 92, 214, 402, 411), scale="1-5", never_top_share=0.18))
    found = unreachable(target, wave)
    assert said_ in found and bool(found) == bool(said_)


def test_perfection_is_no_target() -> None:
    wave = wave_of("a", Frozen(distribution=(61, 92, 214, 402, 411), scale="1-5"))
    assert unreachable(5, wave).startswith("the target asks for perfection")
    assert unreachable(None, wave) == "" and unreachable(5, None) == ""


@pytest.mark.parametrize(("share", "captive"), [((4, 1), True), ((3, 2), False), ((1, 4), False)])
def test_captive_customers_who_recommend(share: tuple[int, int], captive: bool) -> None:
    held, free = share
    others = (
        ("party", "us", {"role": "provider"}), ("party", "them", {"role": "customer"}),
        ("bond", "debt", {"between": ("them", "us"), "strength": held, "voluntary": False}),
        ("bond", "liking", {"between": ("them", "us"), "strength": free, "voluntary": True}),
    )  # fmt: skip
    canvas = asked(answers(1, 1, 8), others=others, about=("them",))
    found = captives(canvas, recommendations(canvas)[0])
    assert bool(found) == captive
    everybody = asked(answers(1, 1, 8), others=others)
    assert captives(everybody, recommendations(everybody)[0]) == found
    step = asked(answers(1, 1, 8), others=(*others, ("step", "call", {})), about=("call",))
    assert captives(step, recommendations(step)[0]) == ()


def test_a_second_measure_is_another_result() -> None:
    others = tuple(
        ("indicator", one, {"construct": one}) for one in ("involvement", "retention", "recommendation")
    )
    assert [one.id for one in seconds(asked(others=others))] == ["retention"]


@given(canvases())
def test_no_canvas_breaks_it(canvas: Canvas) -> None:
    found = recommendation_measured(canvas)
    assert found.sentence.endswith(".")
    json.dumps(found.as_json(), allow_nan=False)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.sampled_from(["detractors", "passives", "promoters", "mode"]), inner, max_size=4).map(Frozen), max_leaves=8), st.text(max_size=6) | st.sampled_from(["0-10", "1-5", "5-1"]), st.floats() | st.integers() | st.none())  # fmt: skip
def test_no_wave_breaks_it(given_: Any, scale: str, n: Any) -> None:
    found = wave_of(
        "a", Frozen(distribution=given_, scale=scale, n=n, never_top_share=n, category_baseline=n), True
    )
    assert (found.estimate is None) == bool(found.why)
    if found.estimate is not None:
        assert math.isfinite(found.estimate.value) and math.isfinite(found.estimate.se)
        assert found.estimate.low <= found.estimate.high


def test_z_is_that_of_ninety_five_per_cent() -> None:
    assert pytest.approx(1.959964, abs=1e-6) == Z95
