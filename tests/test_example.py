"""The worked concept: it loads without a problem, and nothing of the finer model it comes from was dropped."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import yaml

import cxcanvas as cx
from cxcanvas.canvas import ABSENT, Canvas
from cxcanvas.examples import example_here, example_path, starter_here
from cxcanvas.measures.reading import ids_of
from cxcanvas.values import Frozen
from tests.judging import faults

DATA = Path(__file__).parent / "data"
KINDS = {
    "actor": "party", "segment": "party", "persona": "party", "service_model": "service", "value_item": "value",
    "phase": "stage", "activity": "step", "touchpoint": "step", "process": "step", "pain_point": "finding",
    "opportunity": "finding",
}  # fmt: skip
INSIDE = {"expression", "emotion", "moment_of_truth", "measurement", "experiment", "assumption"}
SAID = {  # what the type said is said by a field now
    "segment": {"role": "customer", "grain": "segment"}, "persona": {"role": "customer", "grain": "persona"},
    "activity": {"storyline": "customer"}, "touchpoint": {"storyline": "encounter"},
    "process": {"storyline": "provider"}, "pain_point": {"type": "pain"}, "opportunity": {"type": "opportunity"},
}  # fmt: skip


def read(name: str) -> Any:
    """A YAML file of the test data."""
    return yaml.safe_load((DATA / f"breathing_space_{name}.yaml").read_text(encoding="utf-8"))


SOURCE, TABLE = read("source"), read("ids")
IDS: dict[str, str] = TABLE["ids"]
NODES: dict[str, dict[str, Any]] = {node["id"]: node for node in SOURCE["nodes"]}


@cache
def canvas() -> Canvas:
    """The worked concept."""
    return cx.load(example_path())


def at(address: str) -> Any:
    """What stands at an address, as plain lists and mappings, words without their line breaks."""
    return plain(canvas().value(address))


def plain(value: Any) -> Any:
    """Values of both sides alike: days as text, old ids as addresses, line breaks as spaces."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return IDS.get(value, " ".join(value.split()))
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value


def fields_of(node: dict[str, Any]) -> dict[str, Any]:
    """The fields of a node of the finer model; those inside the empathy map one by one."""
    found = {name: value for name, value in node.items() if name not in ("id", "type", "empathy_map")}
    return {**found, **{f"empathy_map.{name}": value for name, value in node.get("empathy_map", {}).items()}}


def expected(node: dict[str, Any], name: str) -> Any:
    """The value that a field must have now: amounts are positive, so the bounds of a cost change places."""
    if node["type"] == "assumption" and node["mode"] < 0 and name in ("low", "mode", "high"):
        return -node[{"low": "high", "high": "low"}.get(name, name)]
    if name == "money_per_year":
        return abs(node[name])
    return plain(node[name] if name in node else node["empathy_map"][name.partition(".")[2]])


def test_it_is_canonical_and_says_nothing_that_the_vocabulary_does_not_know() -> None:
    text = example_path().read_text(encoding="utf-8")
    assert cx.dumps(cx.loads(text)) == text
    assert faults(canvas()) == []


def test_every_node_has_its_place() -> None:
    assert set(IDS) == set(NODES)
    for id_, node in NODES.items():
        if node["type"] in INSIDE:
            assert isinstance(canvas().value(IDS[id_]), Frozen), id_
        else:
            assert canvas()[IDS[id_]].kind == KINDS.get(node["type"], node["type"]), id_
            for name, value in SAID.get(node["type"], {}).items():
                assert at(f"{IDS[id_]}.{name}") == value


def test_no_element_is_there_that_was_not() -> None:
    assert set(canvas()) == {address for address in IDS.values() if "." not in address}


@pytest.mark.parametrize("id_", NODES)
def test_every_field_has_its_place(id_: str) -> None:
    node, address = NODES[id_], IDS[id_]
    for name in fields_of(node):
        place = TABLE["fields"].get(node["type"], {}).get(name, name)
        value = expected(node, name)
        if place == "(address)":
            assert address.endswith(f".{value}")
        elif place != "(order)":
            found = at(f"{address}.{place}")
            if name == "money_per_year" and isinstance(found, dict):
                found = found["mode"]
            assert found == value or found == [value], f"{address}.{place}"


@pytest.mark.parametrize("type_", ["phase", "activity", "touchpoint", "process"])
def test_the_order_of_the_finer_model_is_the_order_of_the_file(type_: str) -> None:
    nodes = sorted(
        (node for node in SOURCE["nodes"] if node["type"] == type_), key=lambda node: node["order"]
    )
    ranks = [canvas().rank(IDS[node["id"]]) for node in nodes]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("edge", SOURCE["edges"], ids=lambda edge: " ".join(map(str, edge[:3])))
def test_every_edge_has_its_place(edge: list[Any]) -> None:
    source, relation, target = edge
    end, field = TABLE["edges"][relation]
    holder, other = (IDS[source], IDS[target]) if end == "source" else (IDS[target], IDS[source])
    if field == "(order)":
        assert follows(holder, other)
    elif field == "(inside)":
        assert lies_inside(holder, other)
    else:
        field = "journey" if NODES[source]["type"] == "phase" and relation == "part_of" else field
        assert other in ids_of(canvas().value(f"{holder}.{field}"))


def follows(earlier: str, later: str) -> bool:
    """Whether a step (or stage) comes next by the order of the file alone: the next of its storyline."""
    element = canvas()[earlier]
    row = [
        one.id for one in canvas().of(element.kind)
        if one.kind == "stage" or one.get("storyline") == element.get("storyline")
    ]  # fmt: skip
    return element.get("next") is None and row.index(later) == row.index(earlier) + 1


def lies_inside(holder: str, other: str) -> bool:
    """Whether one end lies inside the other now, or is a number of the business case about it."""
    if holder.startswith("case."):
        return other in (at("case.party"), at("case.offering"))
    return holder.startswith(f"{other}.") or other.startswith(f"{holder}.")


def test_no_step_follows_that_did_not() -> None:
    told = {(IDS[one[0]], IDS[one[2]]) for one in SOURCE["edges"] if one[1] == "precedes"}
    for storyline in ("customer", "encounter", "provider"):
        row = [one for one in canvas().of("step") if one["storyline"] == storyline]
        for one, other in pairwise(row):
            assert ((one.id, other.id) in told) == (one.get("next") is None)


def test_the_concept_is_whole() -> None:
    concept = SOURCE["concept"]
    names = {"name": "title", "stage": "milestone", "one_liner": "summary"}
    for name, value in concept.items():
        if name not in ("id", "authors"):
            assert at(f"concept.{names.get(name, name)}") == plain(value), name
    assert list(at("concept.authors").values()) == plain(concept["authors"])
    assert at("concept.facts") == plain(SOURCE["context_facts"])
    assert example_path().name == f"{concept['id']}.cx.yaml"


def test_the_assessments_are_whole() -> None:
    diagnosis = SOURCE["assessments"]["diagnosis"]
    for aspect, ratings in {**diagnosis["positive"], **diagnosis["negative"]}.items():
        assert at(f"diagnosis.{aspect[:3]}") == dict(zip(diagnosis["functions"], ratings, strict=True))
    maturity = dict(SOURCE["assessments"]["maturity"])
    assert at("maturity.claimed") == maturity.pop("claimed")
    gates = {gate: met for level in maturity.values() for gate, met in level.items()}
    assert {gate: at(f"maturity.{gate}.met") for gate in gates} == gates
    workshop = SOURCE["assessments"]["workshop"]
    assert at("workshop") == {
        **plain({name: value for name, value in workshop.items() if name != "persona_ratings"}),
        "ratings": workshop["persona_ratings"],
    }


def test_the_surveys_are_whole() -> None:
    surveys = dict(SOURCE["surveys"])
    assert at("recommends.waves.wave-2026.reasons") == surveys.pop("recommendation_reasons")
    assert at("samples") == surveys


def test_the_business_case_is_whole() -> None:
    case = SOURCE["business_case"]
    assert at("case.ramp") == case["ramp"]
    assert [f"{one}.amount" for one in at("case.per_participant")] == plain(case["per_participant"])
    assert [IDS[case[name]] for name in ("volume", "fixed", "invest")] == [
        "case.volume", "case.fixed", "case.investment",
    ]  # fmt: skip
    for name, value in case["monte_carlo"].items():
        assert at(f"case.{name}") == value


def test_every_reference_is_an_edge_of_the_graph() -> None:
    graph = canvas().graph
    assert isinstance(graph, nx.MultiDiGraph)
    assert set(graph) == set(canvas())
    assert graph.number_of_edges() == sum(len(canvas().references(id_)) for id_ in canvas())
    assert canvas().value("early-warning.next") == ()
    assert canvas().value("smaller-bill.realised_at") is ABSENT


def test_the_expected_results_name_what_is_there() -> None:
    results = read("expected")["expected"]
    named = {name for rule in results["lint"].values() for name in rule if "." in name}
    assert named <= set(IDS)
    assert results == SOURCE["expected"]


def test_a_copy_is_brought_once(tmp_path: Path) -> None:
    path = example_here(tmp_path)
    assert path.read_bytes() == example_path().read_bytes()
    path.write_text("cxcanvas: 1\n", encoding="utf-8")
    assert example_here(tmp_path).read_text(encoding="utf-8") == "cxcanvas: 1\n"
    with pytest.raises(cx.StoreError, match="cannot be put there"):
        starter_here("blank", tmp_path / "nowhere" / "mine.cx.yaml")
