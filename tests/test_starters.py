"""Every starter is a sound beginning: no problem, both sides, three storylines, and questions to think with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.examples import STARTERS, starter_path
from cxcanvas.measures.reading import ids_of
from cxcanvas.store.concepts import create
from cxcanvas.vocabulary import reserved

FILLED = [name for name in STARTERS if name != "blank"]


def starter(name: str) -> Canvas:
    """The starter of that name."""
    return cx.load(starter_path(name))


@pytest.mark.parametrize("name", STARTERS)
def test_it_is_canonical_and_has_no_problem(name: str) -> None:
    text = starter_path(name).read_text(encoding="utf-8")
    canvas = cx.loads(text)
    assert cx.check(canvas) == []
    assert cx.dumps(canvas) == text
    assert not [id_ for id_ in canvas if reserved(id_)]


@pytest.mark.parametrize("name", STARTERS)
def test_it_begins_with_two_sides_and_a_journey(name: str) -> None:
    canvas = starter(name)
    assert {"provider", "customer"} <= {one.get("role") for one in canvas.of("party")}
    assert len(canvas.of("stage")) >= 4
    assert canvas.of("exchange")


@pytest.mark.parametrize("name", FILLED)
def test_it_has_a_skeleton_in_all_three_storylines(name: str) -> None:
    canvas = starter(name)
    steps = canvas.of("step")
    for storyline in ("customer", "encounter", "provider"):
        assert sum(one["storyline"] == storyline for one in steps) >= 3
    met = {id_ for one in steps for id_ in ids_of(one.get("meets"))}
    assert {one.id for one in steps if one["storyline"] == "encounter"} == met
    assert all(
        one.get("supported_by") for one in steps if one["storyline"] == "encounter" and not social(one)
    )
    assert any(one.get("moment") for one in steps)
    assert canvas.of("hypothesis") and canvas.of("objective") and canvas.of("promise")
    types = {one["type"] for one in canvas.of("finding")}
    assert types == {"pain", "opportunity"}


def social(step: cx.Element) -> bool:
    """Whether nobody of the provider is there."""
    return bool(step.get("owned_by_side") == "social")


@pytest.mark.parametrize("name", FILLED)
def test_its_exchange_says_why_both_gain(name: str) -> None:
    canvas = starter(name)
    exchange = canvas.of("exchange")[0]
    values = [canvas[id_] for id_ in ids_of(exchange["includes"])]
    for party in ids_of(exchange["between"]):
        polarities = {one["polarity"] for one in values if party in ids_of(one["bearer"])}
        assert polarities == {"benefit", "sacrifice"}
    assert exchange["mechanism"].count("Because we") + exchange["mechanism"].count("Because they") == 2


@pytest.mark.parametrize("name", FILLED)
def test_it_asks_more_than_it_tells(name: str) -> None:
    canvas = starter(name)
    notes = [canvas[id_].get("note") for id_ in canvas]
    questions = [note for note in notes if note and "?" in note]
    assert len(questions) >= 25
    assert len(set(questions)) == len(questions)


def test_the_starters_ask_different_questions() -> None:
    asked: dict[str, str] = {}
    for name in FILLED:
        canvas = starter(name)
        for id_ in canvas:
            note = canvas[id_].get("note")
            if note:
                assert asked.setdefault(note, name) == name, note


def test_nothing_of_an_invented_company_must_be_deleted() -> None:
    for name in STARTERS:
        text = starter_path(name).read_text(encoding="utf-8")
        assert not re.search(r"\d{3,}|\$|€|Ltd|Inc\b", text)
        canvas = starter(name)
        assert not canvas.of("evidence")
        assert all(one.get("amount") is None for one in canvas.of("value"))


def test_feelings_are_said_to_be_guesses() -> None:
    for name in FILLED:
        felt = [one for step in starter(name).of("step") for one in (step.get("emotions") or {}).values()]
        assert len(felt) >= 3
        assert {one["known_by"] for one in felt} == {"assumed"}


@pytest.mark.parametrize("name", STARTERS)
def test_a_new_concept_keeps_the_comments_of_its_starter(name: str, tmp_path: Path) -> None:
    path = create(tmp_path, "Night Ferry", name)
    before = starter_path(name).read_text(encoding="utf-8").splitlines()
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [line for line, other in zip(after, before, strict=True) if line != other]
    assert changed == ["  title: Night Ferry"]


def test_there_is_no_other_starter() -> None:
    there = {path.name.removesuffix(".cx.yaml") for path in starter_path("blank").parent.glob("*.cx.yaml")}
    assert there == set(STARTERS)
    with pytest.raises(KeyError):
        starter_path("../blank")
