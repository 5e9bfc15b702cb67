"""Maturity: a level is earned when all its gates and those below are met and something shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.measures import maturity
from cxcanvas.store import load
from cxcanvas.vocabulary import GATES


def canvas(**record: Any) -> Canvas:
    return Canvas.build(
        {"maturity": record, "workshop": {"functions": ["it"]}}, [("evidence", "seen", {"text": "Seen"})]
    )


def met(*levels: str, evidence: Any = ("seen",)) -> dict[str, Any]:
    return {gate: {"met": True, "evidence": evidence} for level in levels for gate in GATES[level]}


def test_the_worked_concept_claims_obsession_and_has_earned_centricity(example_path: Path) -> None:
    made = load(example_path)
    assert (maturity.claimed(made), maturity.earned(made), maturity.ticked(made)) == (
        "obsessed",
        "centric",
        "centric",
    )
    assert maturity.more_than_earned(made)
    assert maturity.sentence(made).startswith(
        "The company calls itself obsessed; its gates have earned centricity."
    )
    assert [one.name for one in maturity.unproven(made)] == [
        "full_life_cycle_and_win_back",
        "many_data_sources",
    ]


def test_levels_are_earned_one_after_the_other() -> None:
    assert maturity.earned(canvas()) == "unaware"
    assert maturity.earned(canvas(**met("centric"))) == "centric"
    assert maturity.earned(canvas(**met("centric", "obsessed"))) == "obsessed"
    assert maturity.earned(canvas(**met("centric", "obsessed", "devoted"))) == "devoted"
    assert maturity.earned(canvas(**met("obsessed", "devoted"))) == "unaware"


@pytest.mark.parametrize("evidence", [(), None, "gone", ("gone.text",), 3])
def test_a_gate_that_nothing_shows_is_not_earned_and_it_is_said(evidence: Any) -> None:
    made = canvas(claimed="centric", **met("centric", evidence=evidence))
    assert (maturity.earned(made), maturity.ticked(made)) == ("unaware", "centric")
    assert "4 gates are said to be met without anything that shows it" in maturity.sentence(made)
    assert "by ticks alone they would give centricity" in maturity.sentence(made)


@pytest.mark.parametrize(
    "evidence", ["seen", ("seen",), ({"to": "seen"},), ("gone", "seen"), "workshop.functions"]
)
def test_what_shows_a_gate_may_be_written_in_several_ways(evidence: Any) -> None:
    assert maturity.earned(canvas(**met("centric", evidence=evidence))) == "centric"


def test_evidence_that_speaks_for_a_gate_shows_it_too() -> None:
    first, *others = GATES["centric"]
    record = {first: {"met": True}, **{one: {"met": True, "evidence": "seen"} for one in others}}
    elements = [("evidence", "seen", {"text": "Seen", "supports": [f"maturity.{first}"]})]
    assert maturity.earned(Canvas.build({"maturity": record}, elements)) == "centric"
    against = [("evidence", "seen", {"text": "Seen", "contradicts": [f"maturity.{first}"]})]
    assert maturity.earned(Canvas.build({"maturity": record}, against)) == "unaware"


def test_an_empty_record_shows_nothing() -> None:
    made = Canvas.build({"maturity": met("centric", evidence="workshop")})
    assert maturity.earned(made) == "unaware"
    assert maturity.gate(made, GATES["centric"][0]).missing == ("workshop",)


@pytest.mark.parametrize("record", [{}, {"claimed": "saintly"}, {"claimed": 3}, {"claimed": ["centric"]}])
def test_a_claim_that_is_no_level_is_none(record: dict[str, Any]) -> None:
    assert maturity.claimed(canvas(**record)) == ""
    assert maturity.sentence(canvas(**record)) == "Nothing is claimed yet, and no gate has been looked at."


@pytest.mark.parametrize(
    ("value", "known"), [(True, True), (False, False), ("yes", None), (None, None), ({"met": "maybe"}, None)]
)
def test_a_gate_that_says_neither_yes_nor_no(value: Any, known: bool | None) -> None:
    gate = maturity.gate(canvas(many_data_sources=value), "many_data_sources")
    assert gate.met is known
    assert bool(gate.strange) == (known is None and value is not None)


def test_claim_and_gates_side_by_side() -> None:
    full = met("centric")
    assert "claim and gates agree" in maturity.sentence(canvas(claimed="centric", **full))
    assert "further than it says" in maturity.sentence(canvas(claimed="unaware", **full))
    assert "claims nothing; its gates have earned centricity" in maturity.sentence(canvas(**full))
    assert not maturity.more_than_earned(canvas(claimed="centric", **full))
    assert "5 of 5 gates of obsession are open" in maturity.sentence(canvas(claimed="devoted", **full))


def test_whatever_stands_in_its_place_is_no_ladder() -> None:
    for held in ("high", 3, [1], None):
        made = Canvas.build({"maturity": held})
        assert maturity.earned(made) == "unaware" and maturity.sentence(made).endswith(".")
