"""Every starter is a sound beginning: no problem, both sides, three storylines, and questions to think with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.checks.judging import judge
from cxcanvas.checks.rules import BOOK
from cxcanvas.examples import STARTERS, starter_path
from cxcanvas.measures.reading import ids_of
from cxcanvas.store.concepts import create
from cxcanvas.views.catalogue import VIEWS, telling
from cxcanvas.vocabulary import reserved
from tests.judging import contradictions

FILLED = [name for name in STARTERS if name != "blank"]


def starter(name: str) -> Canvas:
    """The starter of that name."""
    return cx.load(starter_path(name))


@pytest.mark.parametrize("name", STARTERS)
def test_it_is_canonical_and_nothing_in_it_contradicts(name: str) -> None:
    text = starter_path(name).read_text(encoding="utf-8")
    canvas = cx.loads(text)
    assert contradictions(canvas) == []
    assert cx.dumps(canvas) == text
    assert not [id_ for id_ in canvas if reserved(id_)]


@pytest.mark.parametrize("name", STARTERS)
def test_what_is_there_fits_together(name: str) -> None:
    """Much is not there yet, as it should be in a beginning; nothing in it is wrong by itself."""
    found = judge(starter(name), BOOK, dt.date(2026, 11, 21)).problems
    assert [one for one in found if not BOOK[one.rule].asks and one.severity != "info"] == []


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
def test_every_view_but_the_records_of_a_meeting_has_something_to_say(name: str) -> None:
    assert set(telling(starter(name))) == set(VIEWS) - {"compare", "diagnosis", "review", "workshop"}


@pytest.mark.parametrize("name", FILLED)
def test_its_customer_is_a_whole_person_nobody_is_recognised_in(name: str) -> None:
    canvas = starter(name)
    whole = [
        one
        for one in canvas.of("party")
        if one.get("role") == "customer" and one.get("grain") in ("persona", "portrait")
    ]
    assert whole
    for one in whole:
        assert one.get("basis") == "synthetic", one.id
        assert one.get("quote") is None  # nobody has said anything yet; it is the second thing that is asked
        assert len(one.get("holds_dear") or ()) >= 2 and len(one.get("priorities") or ()) >= 2, one.id
        for field in ("life_environment", "decision_process", "says", "thinks", "does", "feels"):
            assert one.get(field), (one.id, field)
    goals = canvas.of("goal")
    assert {one.get("need") for one in goals} == {"rational", "emotional"}
    assert {one.get("level") for one in goals} == {"feature", "consequence", "goal"}
    assert sum(bool(one.get("leads_to")) for one in goals) >= 2


@pytest.mark.parametrize("name", FILLED)
def test_its_values_are_felt_somewhere_and_lead_somewhere(name: str) -> None:
    canvas = starter(name)
    values = canvas.of("value")
    customers = {one.id for one in canvas.of("party") if one.get("role") == "customer"}
    gains = [one for one in values if one["polarity"] == "benefit" and customers & set(ids_of(one["bearer"]))]
    assert len(gains) >= 3
    assert all(one.get("realised_at") and one.get("leads_to") for one in gains)
    assert len({one.get("type") for one in values}) >= 5
    assert all(one.get("importance") for one in values)
    assert {one.get("polarity") for one in values} == {"benefit", "sacrifice"}
    bonds = canvas.of("bond")
    assert {one.get("voluntary") for one in bonds} == {True, False}
    assert all(one.get("built_by") or one.get("eroded_by") for one in bonds)


@pytest.mark.parametrize("name", FILLED)
def test_its_hypotheses_can_be_tested_and_given_up(name: str) -> None:
    canvas = starter(name)
    hypotheses = canvas.of("hypothesis")
    assert len(hypotheses) >= 4
    for one in hypotheses:
        assert one.get("statement") and one.get("kill_criterion") and one.get("risk"), one.id
        assert one.get("verdict") == "open"
        assert one.get("tests"), one.id
        for test in one["tests"].values():
            assert test.get("method") and test.get("metric") and test.get("success"), one.id
            assert test.get("work") == "planned"
    methods = {test["method"] for one in hypotheses for test in one["tests"].values()}
    assert len(methods) >= 3
    abouts = {canvas[at.partition(".")[0]].kind for one in hypotheses for at in ids_of(one["about"])}
    assert len(abouts) >= 3


@pytest.mark.parametrize("name", FILLED)
def test_its_journey_is_felt_met_and_made_good(name: str) -> None:
    canvas = starter(name)
    steps = canvas.of("step")
    felt = [feeling for one in steps for feeling in (one.get("emotions") or {}).values()]
    assert len(felt) >= 5
    assert min(one["valence"] for one in felt) <= -2 and max(one["valence"] for one in felt) >= 2
    moments = [one for one in steps if one.get("moment")]
    assert len(moments) >= 2
    for one in moments:
        assert one["moment"].get("rationale") and one["moment"].get("owner"), one.id
        assert one["moment"].get("criticality"), one.id
    assert any(one.get("alone") for one in steps)
    assert any(one.get("recovers") for one in steps)
    for one in steps:
        if one["storyline"] == "encounter":
            assert one.get("channel") and one.get("what") and one.get("how"), one.id
        if one["storyline"] == "provider":
            assert one.get("owner") and one.get("visibility"), one.id
        if one["storyline"] == "customer":
            assert one.get("thinks"), one.id
    channels = canvas.of("channel")
    assert len(channels) >= 3 and any(one.get("handoff_to") for one in channels)
    assert all(one.get("type") and one.get("hours") for one in channels)


@pytest.mark.parametrize("name", FILLED)
def test_it_listens_before_it_counts(name: str) -> None:
    canvas = starter(name)
    research = canvas.of("research")
    assert any(one["method"] == "immersion" and one.get("constraint") for one in research)
    assert any(one["method"] in ("won_lost_interview", "complaint_analysis") for one in research)
    indicators = canvas.of("indicator")
    constructs = {one.get("construct") for one in indicators}
    assert len(constructs) >= 4 and "recommendation" in constructs
    assert {one.get("source") for one in indicators} & {"frontline", "observation", "customer_voice"}
    assert all(one.get("definition") and one.get("about") and one.get("direction") for one in indicators)
    assert not [one.id for one in indicators if one.get("waves")]


@pytest.mark.parametrize("name", FILLED)
def test_what_hurts_is_answered_and_somebody_does_it(name: str) -> None:
    canvas = starter(name)
    pains = {one.id for one in canvas.of("finding") if one["type"] == "pain"}
    chances = [one for one in canvas.of("finding") if one["type"] == "opportunity"]
    assert len(pains) >= 3 and len(chances) >= 2
    assert all(set(ids_of(one["answers"])) <= pains and one.get("answers") for one in chances)
    assert all(canvas[one].get("severity") for one in pains)
    assert all(one.get("impact") and one.get("effort_to_build") for one in chances)
    actions = canvas.of("action")
    assert len(actions) >= 3
    assert all(one.get("owner") and one.get("addresses") for one in actions)
    assert any(one.get("moves") for one in actions)
    objectives = canvas.of("objective")
    assert len(objectives) >= 2 and all(one.get("measured_by") for one in objectives)
    assert all(one.get("toward") for one in canvas.of("exchange"))


@pytest.mark.parametrize("name", FILLED)
def test_what_it_promises_is_kept_by_somebody(name: str) -> None:
    canvas = starter(name)
    assert len(canvas.of("promise")) >= 2
    for one in canvas.of("promise"):
        assert one.get("kept_by") and one.get("sets") and one.get("made_by") and one.get("measurable"), one.id
    for one in canvas.of("expectation"):
        assert one.get("five_looks_like") and one.get("one_looks_like") and one.get("source"), one.id
    values = canvas.of("company_value")
    assert values and all(len(one["behaviours"]) >= 2 and one["operationalised_by"] for one in values)


def test_no_two_starters_tell_the_same_story() -> None:
    told: dict[str, str] = {}
    for name in FILLED:
        canvas = starter(name)
        for kind in ("stage", "step", "hypothesis", "promise", "finding"):
            for one in canvas.of(kind):
                assert told.setdefault(str(one["name"]).casefold(), name) == name, one["name"]


@pytest.mark.parametrize("name", FILLED)
def test_only_notes_ask(name: str) -> None:
    """A question in a field would be read as an answer; a note that asks is asked, and gone when it is written over."""
    canvas = starter(name)
    for id_ in canvas:
        for field, said in leaves(canvas[id_].fields):
            if field == "note":
                assert said.endswith("?") and len(said) <= 300, id_
            elif field not in IN_THEIR_VOICE:
                assert "?" not in said, (id_, field)


#: What is in a customer's own words may ask.
IN_THEIR_VOICE = {"name", "thinks", "says", "quote", "wording"}


def leaves(fields: Any, under: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an element, with the field that holds it."""
    for key, said in fields.items():
        if isinstance(said, str):
            yield key, said
        elif isinstance(said, Mapping):
            yield from leaves(said, key)
        elif isinstance(said, (list, tuple)):
            yield from ((key, one) for one in said if isinstance(one, str))


@pytest.mark.parametrize("name", FILLED)
def test_it_asks_more_than_it_tells(name: str) -> None:
    canvas = starter(name)
    notes = [canvas[id_].get("note") for id_ in canvas]
    questions = [note for note in notes if note and "?" in note]
    assert len(questions) >= 40
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
