"""What the measures make of the worked concept is what was computed for the finer model, independently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import cxcanvas as cx
from cxcanvas.examples import example_path

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
