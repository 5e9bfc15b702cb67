"""What the measures make of the worked concept is what was computed for the finer model, independently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import cxcanvas as cx
from cxcanvas.examples import example_path
from cxcanvas.measures.answered import waves_of
from cxcanvas.measures.promises import expected

DATA = Path(__file__).parent / "data"


def read(name: str) -> Any:
    """A YAML file of the test data."""
    return yaml.safe_load((DATA / f"breathing_space_{name}.yaml").read_text(encoding="utf-8"))


IDS: dict[str, str] = read("ids")["ids"]
EXPECTED = read("expected")["expected"]
MEASURED = {name: one.value for name, one in cx.measure(cx.load(example_path())).items()}


@pytest.mark.parametrize("exchange", EXPECTED["mutual_value"])
def test_mutual_value(exchange: str) -> None:
    told, found = EXPECTED["mutual_value"][exchange], MEASURED["mutual_value"][IDS[exchange]]
    sides = list(found["parties"].values())
    assert sides[0] == pytest.approx(told["party_a"])
    assert sides[1] == pytest.approx(told["party_b"])
    assert found["index"] == pytest.approx(told["mutual_value_index"], abs=1e-6)
    assert found["balance"] == pytest.approx(told["balance"], abs=1e-6)


def test_the_emotion_curve() -> None:
    told, found = EXPECTED["emotion_curve"], MEASURED["emotion_curve"]["bill-79"]
    assert found["sequence"] == [[IDS[step], valence] for step, valence in told["sequence"]]
    assert found["lowest"] == IDS[told["lowest"]]
    for name in ("mean", "peak", "end", "peak_end"):
        assert found[name] == pytest.approx(told[name])


@pytest.mark.parametrize("segment", EXPECTED["bonds"])
def test_bonds(segment: str) -> None:
    told, found = EXPECTED["bonds"][segment], MEASURED["bonds"][IDS[segment]]
    assert found["captive_share"] == pytest.approx(told["captive_share"], abs=1e-6)
    for name in ("count", "strength", "families"):
        assert found[name] == told[name]


@pytest.mark.parametrize("segment", EXPECTED["quadrants"])
def test_quadrants(segment: str) -> None:
    found = MEASURED["quadrants"][IDS[segment]]
    assert {name: found[name] for name in EXPECTED["quadrants"][segment]} == EXPECTED["quadrants"][segment]


def test_evidence_coverage() -> None:
    told, found = EXPECTED["evidence_coverage"], MEASURED["evidence_coverage"]
    assert (found["claims"], found["with_evidence"]) == (told["customer_side_nodes"], told["with_evidence"])
    assert found["ratio"] == pytest.approx(told["ratio"])


def test_the_anatomy_of_trust() -> None:
    assert MEASURED["trust_anatomy"]["covered"] == EXPECTED["trust_anatomy"]["covered"]
    assert MEASURED["trust_anatomy"]["of"] == EXPECTED["trust_anatomy"]["of"]


def test_from_insight_to_action() -> None:
    told, found = EXPECTED["insight_to_action"], MEASURED["insight_to_action"]
    assert sorted(found["acted"]) == sorted(IDS[one] for one in told["acted"])
    assert found["ratio"] == pytest.approx(told["ratio"])


def test_what_weighs_most() -> None:
    told = EXPECTED["criticality"]
    pains = {one: told[one] for one in told if one.startswith("pai.")}
    assert MEASURED["pains"] == pytest.approx({IDS[one]: weight for one, weight in pains.items()})
    weights = MEASURED["moments"]["weights"]
    assert sorted(weights.values()) == pytest.approx(
        sorted(told[one] for one in told if one.startswith("mot."))
    )


def test_effort_on_moments_of_truth() -> None:
    assert MEASURED["moments"]["effort_share"] == pytest.approx(EXPECTED["mot_effort_share"])


def test_actions_without_an_owner() -> None:
    found = MEASURED["plan"]
    assert sorted({*found["without_owner"], *found["without_date"]}) == [
        IDS[one] for one in EXPECTED["lint"]["WS005"]
    ]


def test_presence_of_each_channel() -> None:
    told = {IDS[id_]: index for id_, index in EXPECTED["presence"].items()}
    assert MEASURED["presence"] == pytest.approx(told, abs=1e-3)


def test_what_the_rules_of_presence_find() -> None:
    distress, handoffs = MEASURED["distress"], MEASURED["handoffs"]
    assert distress["no_person"] == rule("PR002")
    assert [one for one in distress["machine"] if one in distress["low_control"]] == rule("EX006")
    assert distress["selling"] == rule("PR005")
    assert handoffs["dead_ends"] == rule("PR003")
    assert handoffs["undeclared"] == rule("PR008")


def test_what_the_rules_of_fit_find() -> None:
    fit, people = MEASURED["service_fit"], MEASURED["right_people"]
    assert [one["offering"] for one in fit if one["verdict"] == "over"] == rule("SF001")
    assert [one["offering"] for one in fit if one["verdict"] == "under"] == rule("SF002")
    assert [role for role, _ in people["untrained"]] == rule("SF003")
    assert [offering for offering, _ in people["wrong_customers"]] == rule("SF004")
    assert people["powerless"] == people["too_few_hands"] == []  # SF005 and SF006 find nothing there
    assert not {"SF005", "SF006"} & set(EXPECTED["lint"])


def rule(code: str) -> list[str]:
    """What a rule finds, by the ids of the canvas, in the file's order."""
    found = {IDS[id_] for id_ in EXPECTED["lint"][code]}
    return [one for one in cx.load(example_path()) if one in found]


def test_what_is_left_of_each_cohort() -> None:
    for segment, told in EXPECTED["retention"].items():
        found, worth = MEASURED["retention"][IDS[segment]], MEASURED["lifetime_value"][IDS[segment]]
        for name in ("alpha", "beta", "mean_churn", "survival_year_10"):
            assert found[name] == pytest.approx(told[name], abs=1e-4), name
        assert found["loglik"] == pytest.approx(told["loglik"], abs=1e-3)
        assert found["doubts"] == []
        for name in ("discounted_expected_lifetime", "clv", "clv_constant_first_year_retention"):
            assert worth[name] == pytest.approx(told[name], rel=1e-4), name
        assert worth["customer_equity"] == pytest.approx(told["customer_equity"], rel=1e-5)


def test_how_people_use_the_scale() -> None:
    told, found = EXPECTED["response_style"], MEASURED["response_styles"]["five_point_sample"]
    assert found["never_top_rows"] == told["never_5_rows"]
    assert found["never_top_share"] == told["never_5_share"]
    assert found["extreme_share_by_row"] == pytest.approx(told["extreme_share_by_row"], abs=1e-4)
    assert found["column_means"] == pytest.approx(told["column_means"], abs=1e-4)
    assert found["column_means_within_person"] == pytest.approx(
        told["column_means_within_person_z"], abs=1e-4
    )


def test_whether_the_items_agree() -> None:
    told, found = EXPECTED["reliability"], MEASURED["reliability"]["involvement_items"]
    assert found["cronbach_alpha"] == pytest.approx(told["cronbach_alpha"], abs=1e-6)
    assert (found["n"], found["items"]) == (told["n"], told["items"])
    assert found["low"] < told["cronbach_alpha"] < found["high"]


def test_how_far_experience_is_from_what_was_expected() -> None:
    for id_, told in EXPECTED["expectation_gaps"].items():
        found = expected(cx.load(example_path())[IDS[id_]])
        assert (found.adequacy, found.superiority) == pytest.approx((told["adequacy"], told["superiority"]))


def test_satisfaction_of_those_who_never_give_the_best_mark() -> None:
    told = EXPECTED["csat"]
    [wave] = [
        one
        for indicator in cx.load(example_path()).of("indicator")
        for one in waves_of(indicator)
        if one.estimate is not None and one.estimate.n == told["n"]
    ]
    assert wave.estimate is not None
    assert wave.estimate.value == pytest.approx(told["mean"], abs=1e-6)
    assert wave.top_share == pytest.approx(told["top_box"], abs=1e-6)
    assert wave.top_two_share == pytest.approx(told["top_two_box"], abs=1e-6)
    assert wave.top_of_those_who_do == pytest.approx(told["top_box_among_those_who_ever_give_5"], abs=1e-6)
    assert wave.best == pytest.approx(told["highest_reachable_mean"])


def test_the_business_case() -> None:
    told, found = EXPECTED["business_case"], MEASURED["business_case"]
    assert found["npv_at_modes"] == pytest.approx(told["npv_at_modes"], abs=0.1)
    assert found["npv_mean"] == pytest.approx(told["npv_mean_analytic"], abs=0.1)
    assert found["npv_sd"] == pytest.approx(told["npv_sd_analytic"], abs=0.1)


def test_the_simulation_agrees_within_its_error() -> None:
    """Draws differ from program to program: both lie within their standard errors of the exact values."""
    told, found = EXPECTED["business_case"]["monte_carlo"], MEASURED["simulation"]
    exact = EXPECTED["business_case"]["npv_mean_analytic"]
    assert abs(found["mean"] - exact) < 4 * found["standard_error"]
    assert abs(found["mean"] - told["mean"]) < 4 * 2**0.5 * found["standard_error"]
    assert found["sd"] == pytest.approx(told["sd"], rel=0.01)
    for name in ("p05", "p50", "p95"):
        assert abs(found[name] - told[name]) < 0.03 * told["sd"], name
    assert found["prob_negative"] == pytest.approx(told["prob_negative"], abs=0.006)
    tornado = [abs(one) for one in found["tornado"].values()]
    assert sorted(tornado) == pytest.approx(
        sorted(EXPECTED["business_case"]["tornado_rank_correlation"].values()), abs=0.03
    )
    assert (
        max(found["tornado"], key=lambda name: abs(found["tornado"][name]))
        == f"{IDS['val.p_recovered']}.amount"
    )
