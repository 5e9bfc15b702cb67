"""A canvas is a value; its graph holds what the file says."""

from __future__ import annotations

import copy
import pickle

import pytest

from cxcanvas.canvas import ABSENT, Canvas, Element, slugify
from cxcanvas.edits import Add, Move, Rename, Set, apply
from cxcanvas.vocabulary import KINDS, RECORDS, field_at


@pytest.fixture
def canvas() -> Canvas:
    return Canvas.build(
        records={"concept": {"title": "Care"}, "case": {"party": "dana"}},
        elements=[
            ("party", "dana", {"name": "Dana"}),
            ("step", "call", {"name": "Calls", "next": [{"to": "pay", "when": "has money"}], "moment": {"name": "first"}}),
            ("step", "pay", {"name": "Pays", "by": "dana", "meets": ["nowhere"]}),
            ("evidence", "quote", {"supports": ["call.moment", "call"]}),
        ],
    )  # fmt: skip


def test_fields_are_items_and_attributes(canvas: Canvas) -> None:
    step = canvas["call"]
    assert (step.name, step["name"], step.id, step.kind) == ("Calls", "Calls", "call", "step")
    assert step.channel is None
    with pytest.raises(AttributeError, match="a step has no field 'colour'"):
        _ = step.colour
    with pytest.raises(AttributeError, match=r"apply an edit: Set\('call.name', …\)"):
        step.name = "other"
    with pytest.raises(TypeError, match="apply an edit"):
        step.fields["name"] = "other"


def test_an_address_finds_its_value(canvas: Canvas) -> None:
    assert canvas.value("call.moment.name") == "first"
    assert canvas.value("concept.title") == "Care"
    assert canvas.value("call.next.0.to") == "pay"
    assert canvas.value("call.moment.owner") is ABSENT
    assert canvas.value("nobody.name") is ABSENT


def test_the_graph_has_an_edge_for_every_reference_that_meets_something(canvas: Canvas) -> None:
    edges = {(a, b, data["relation"]) for a, b, data in canvas.graph.edges(data=True)}
    assert edges == {("call", "pay", "next"), ("pay", "dana", "by"), ("quote", "call", "supports")}
    assert canvas.graph.number_of_edges("quote", "call") == 2
    assert canvas.graph.nodes["call"]["kind"] == "step"
    assert "nowhere" not in canvas.graph


def test_who_refers_to_whom_is_known_both_ways(canvas: Canvas) -> None:
    assert [(one.source, one.relation) for one in canvas.referrers("dana")] == [
        ("case", "party"),
        ("pay", "by"),
    ]
    assert canvas.referrers("pay")[0].attributes == {"when": "has money"}
    assert {one.target_path for one in canvas.referrers("call")} == {"", "moment"}


def test_the_old_canvas_is_untouched_by_an_edit(canvas: Canvas) -> None:
    after = apply(
        canvas, Set("call.name", "Writes"), Move("pay", before="call"), Add("step", "new", {"name": "New"})
    )
    assert canvas["call"].name == "Calls"
    assert canvas.ids("step") == ("call", "pay")
    assert after.ids("step") == ("pay", "call", "new")
    assert after["quote"] is canvas["quote"]


def test_whatever_points_at_an_element_follows_its_new_id(canvas: Canvas) -> None:
    after = apply(canvas, Rename("call", "first-call"), Rename("dana", "customer"))
    assert after["quote"].supports == ("first-call.moment", "first-call")
    assert after["first-call"].formerly == ("call",)
    assert after.records["case"]["party"] == "customer"  # type: ignore[index, call-overload]
    assert after.ids("step") == ("first-call", "pay")


def test_order_and_type_are_part_of_equality() -> None:
    def build(*ids: str, importance: object = 1) -> Canvas:
        return Canvas.build(elements=[("value", id_, {"importance": importance}) for id_ in ids])

    assert build("a", "b") == build("a", "b")
    assert build("a", "b") != build("b", "a")
    assert build("a") != build("a", importance=True)
    assert build("a") != build("a", importance=1.0)


def test_a_canvas_can_be_copied_and_pickled(canvas: Canvas) -> None:
    assert pickle.loads(pickle.dumps(canvas["call"])) == canvas["call"]
    assert copy.deepcopy(canvas["call"]) == canvas["call"]
    assert copy.deepcopy(canvas) == canvas


@pytest.mark.parametrize("value", [object(), {1: "a"}, {"a": {2, 3}}, float("nan")])
def test_a_canvas_holds_plain_values_only(value: object) -> None:
    with pytest.raises(TypeError, match=r"canvas|name"):
        Element("step", "a", {"note": value})


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Care call", "care-call"), ("Zahlt später", "zahlt-spater"), ("", "item"), ("猫", "item"), ("79 dollars", "n-79-dollars"),
     ("It's late", "its-late"), ("Step", "step-2"), ("Concept", "concept-2"), ("taken", "taken-2")],
)  # fmt: skip
def test_ids_are_readable_and_free(name: str, slug: str) -> None:
    assert slugify(name, {"taken"}) == slug


def test_the_vocabulary_is_one_table_of_twenty_two_kinds() -> None:
    assert len(KINDS) == 22
    for kind in [*KINDS.values(), *RECORDS.values()]:
        assert kind.help.endswith(".")
        for field in kind.fields.values():
            assert field.help, f"{kind.name}.{field.name} has no help"
            assert all(target == "@" or target in KINDS for target in field.to)
            assert bool(field.to) == (field.type in ("ref", "refs"))
            assert bool(field.values) == (field.type in ("choice", "choices"))


@pytest.mark.parametrize(
    ("address", "type_"),
    [("step.moment.name", "text"), ("step.emotions.relief", "record"), ("step.emotions.relief.valence", "scale"),
     ("step.expression.attitude.score", "scale"), ("waivers.any.rule", "text"), ("value.amount.low", "number")],
)  # fmt: skip
def test_a_field_is_found_by_its_path(address: str, type_: str) -> None:
    kind, *path = address.split(".")
    field = field_at(kind, tuple(path))
    assert field is not None
    assert field.type == type_


def test_a_path_that_the_vocabulary_does_not_know_has_no_field() -> None:
    assert field_at("step", ("moment", "colour")) is None
    assert field_at("nothing", ("name",)) is None
