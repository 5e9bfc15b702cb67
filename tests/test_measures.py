"""The measures give the numbers of the worked concept, and a sentence even where there is nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.measures import (
    bonds,
    emotion_curve,
    evidence_coverage,
    feeling_at,
    last_wave,
    measure,
    mutual_value,
    standing,
    trust_anatomy,
)
from tests.strategies import canvases


@pytest.fixture(scope="module")
def canvas(example_path: Path) -> Canvas:
    return cx.load(example_path)


def test_mutual_value_of_the_worked_concept(canvas: Canvas) -> None:
    found = mutual_value(canvas, "early-help")
    gains = {one.party: one for one in found.parties}
    customer, provider = gains["stretched-households"], gains["wattlebank"]
    assert (customer.get, customer.give, customer.net) == pytest.approx((12.6, 2.4, 0.84))
    assert (provider.get, provider.give, provider.net) == pytest.approx((6.4, 6.4, 0.5))
    assert found.index == pytest.approx(0.626866, abs=1e-6)
    assert found.balance == pytest.approx(0.595238, abs=1e-6)
    assert found.is_mutual is False


def test_an_exchange_without_sacrifices_is_mutual(canvas: Canvas) -> None:
    found = mutual_value(canvas, "referral")
    gets = {one.party: one.get for one in found.parties}
    assert gets == pytest.approx({"moneywise": 2.4, "wattlebank": 4.0})
    assert [(one.give, one.net) for one in found.parties] == [(0, 1), (0, 1)]
    assert (found.index, found.balance, found.is_mutual) == (1, 1, True)


def test_a_blank_is_not_a_zero() -> None:
    values = [
        ("value", "a", {"bearer": "us", "polarity": "benefit", "importance": 5, "delivered": 4}),
        ("value", "b", {"bearer": "us", "polarity": "sacrifice", "importance": 5}),
        ("value", "c", {"bearer": "them", "polarity": "benefit", "importance": 5, "delivered": 0}),
        ("value", "d", {"bearer": "them", "polarity": "sacrifice", "importance": 5, "delivered": 1}),
    ]
    parties = [("party", "us", {"role": "provider"}), ("party", "them", {"role": "customer"})]
    exchange = ("exchange", "x", {"between": ("us", "them"), "includes": ("a", "b", "c", "d", "gone")})
    found = mutual_value(Canvas.build(elements=[*parties, *values, exchange]), "x")
    assert [one.net for one in found.parties] == [1.0, 0.0]
    assert (found.index, found.balance) == (0.0, 0.0)


def test_evidence_coverage_of_the_worked_concept(canvas: Canvas) -> None:
    found = evidence_coverage(canvas)
    assert (len(found.supported), len(found.claims)) == (6, 25)
    assert found.ratio == pytest.approx(0.24)
    assert set(found.supported) <= set(found.claims)


def test_emotion_curve_of_the_worked_concept(canvas: Canvas) -> None:
    found = emotion_curve(canvas, canvas.ids("journey")[0])
    assert [one.valence for one in found.points] == [-1, -3, -2, 2, 3]
    assert found.mean == pytest.approx(-0.2)
    assert (found.peak, found.end, found.peak_end, found.lowest) == (-3, 3, 0, "reminder")


def test_the_strongest_feeling_counts_and_of_two_as_strong_the_worse() -> None:
    emotions = {
        "a": {"valence": 2},
        "b": {"valence": -2},
        "c": {"valence": 1},
        "d": {"valence": 9},
        "e": "none",
    }
    canvas = Canvas.build(elements=[("step", "s", {"emotions": emotions})])
    found = feeling_at(canvas, "s")
    assert found is not None
    assert (found.slug, found.valence) == ("b", -2)


def test_what_only_colleagues_feel_is_not_the_customers_curve() -> None:
    emotions = {"a": {"valence": -3, "felt_by": "agent"}, "b": {"valence": 1}}
    canvas = Canvas.build(elements=[("role", "agent", {}), ("step", "s", {"emotions": emotions})])
    found = feeling_at(canvas, "s")
    assert found is not None
    assert found.slug == "b"


def test_bonds_of_the_worked_concept(canvas: Canvas) -> None:
    stretched = bonds(canvas, "stretched-households")
    assert (stretched.count, stretched.strength) == (5, 18)
    assert stretched.captive_share == pytest.approx(0.222222, abs=1e-6)
    assert stretched.families == ("experiential", "financial", "social", "structural", "trust")
    settled = bonds(canvas, "settled-savers")
    assert (settled.count, settled.strength, settled.captive_share, settled.families) == (
        1,
        4,
        1,
        ("structural",),
    )
    for none in ("optimisers", "serial-movers"):
        found = bonds(canvas, none)
        assert (found.count, found.strength, found.captive_share, found.families) == (0, 0, None, ())


def test_quadrants_of_the_worked_concept(canvas: Canvas) -> None:
    found = {
        id_: (one.involvement, one.commitment_overall, one.commitment_affective)
        for id_ in ("stretched-households", "settled-savers", "optimisers", "serial-movers")
        if (one := standing(canvas, id_))
    }
    assert found == {
        "stretched-households": ("high", "high", "low"),
        "settled-savers": ("low", "high", "low"),
        "optimisers": ("high", "high", "high"),
        "serial-movers": ("low", "low", "low"),
    }
    assert standing(canvas, "optimisers").cell == "partners"
    assert standing(canvas, "moneywise").cell is None


def test_trust_anatomy_of_the_worked_concept(canvas: Canvas) -> None:
    found = trust_anatomy(canvas)
    assert sorted(name for name, ids in found.items() if ids) == ["commitment", "engagement", "satisfaction"]
    assert len(found) == 5


def test_the_last_wave_of_an_indicator(canvas: Canvas) -> None:
    readings = {one.id: last_wave(one) for one in canvas.of("indicator")}
    satisfaction = next(one for one in canvas.of("indicator") if one.construct == "satisfaction")
    reading = readings[satisfaction.id]
    assert reading is not None
    assert reading.value == pytest.approx(3.855932, abs=1e-6)
    assert (reading.n, reading.low, reading.high) == (1180, 1, 5)
    recommend = next(one for one in canvas.of("indicator") if one.construct == "recommendation")
    newest = readings[recommend.id]
    assert newest is not None
    assert newest.value == pytest.approx(-0.5)
    assert newest.n == 400


def test_every_measure_is_a_sentence_first_and_json(canvas: Canvas) -> None:
    found = measure(canvas)
    assert list(found)[:6] == [
        "mutual_value",
        "evidence_coverage",
        "emotion_curve",
        "bonds",
        "trust_anatomy",
        "quadrants",
    ]
    for name, one in found.items():
        assert one.name == name
        assert one.sentence.endswith(".")
        assert one.value is not None or name == "kano"  # nobody asks pairs of questions there
        assert all(canvas.value(part) for part in one.parts)
        json.dumps(one.as_json())


def test_an_empty_canvas_has_sentences_too() -> None:
    for one in measure(Canvas.build()).values():
        assert one.sentence.endswith(".")
        assert "None" not in one.sentence


@given(canvases())
def test_no_canvas_breaks_a_measure(canvas: Canvas) -> None:
    for one in measure(canvas).values():
        json.dumps(one.as_json(), allow_nan=False)
