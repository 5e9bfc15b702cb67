"""The diagnosis on a page: three looks for a rating, "don't know" and what was not asked; what is ignored stands out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set, apply
from cxcanvas.store import load
from cxcanvas.values import ABSENT
from cxcanvas.views import Scene, fragment
from cxcanvas.views.diagnosis import root
from cxcanvas.views.parts import Tree
from cxcanvas.vocabulary import ASPECTS, GATES
from tests.pagetree import Node, elements


@pytest.fixture(scope="module")
def example(example_path: Path) -> Canvas:
    return load(example_path)


def drawn(records: dict[str, Any], editable: bool = False, **actions: dict[str, Any]) -> list[Node]:
    made = Canvas.build(records, [("action", id_, one) for id_, one in actions.items()])
    return elements(fragment(Scene(made, editable=editable), "diagnosis"))


def labelled(nodes: list[Node], label: str) -> Node:
    (found,) = [one for one in nodes if one.attributes.get("aria-label") == label]
    return found


def text(nodes: list[Node]) -> str:
    return " ".join(nodes[0].text().split())


class TestSigns:
    def test_every_sign_is_there_with_its_number_whatever_the_canvas_holds(self) -> None:
        for records in ({}, {"diagnosis": None}, {"diagnosis": [1]}, {"diagnosis": {"P01": "much"}}):
            said = text(drawn(records))
            for code, words in ASPECTS.items():
                assert code in said and words in said

    def test_a_rating_a_doubt_and_a_blank_look_different_and_say_so(self) -> None:
        nodes = drawn({"diagnosis": {"P01": {"frontline": 4, "it": 0, "hr": None}, "N01": {"frontline": 4}}})
        cells = [
            labelled(nodes, f"P01, {one}") for one in ("frontline: 4 of 5", "IT: don't know", "HR: not asked")
        ]
        assert [one.text().strip() for one in cells] == ["4", "?", ""]
        assert len({one.attributes["class"] for one in cells}) == 3
        assert labelled(nodes, "N01, frontline: 4 of 5").attributes["class"] != cells[0].attributes["class"]

    @pytest.mark.parametrize(
        ("value", "said"), [(7, "7"), ("often", "often"), (True, "yes"), (-1, "-1"), ((2, 3), "(2, 3)")]
    )
    def test_what_is_no_rating_is_shown_as_what_it_is(self, value: Any, said: str) -> None:
        nodes = drawn({"diagnosis": {"P01": {"frontline": value}}})
        assert f"✕ {said}" in labelled(nodes, f"P01, frontline: {said} is no rating from 1 to 5").text()

    def test_what_is_written_in_another_way_is_said(self) -> None:
        assert "✕ 'never' is no answer by function" in text(drawn({"diagnosis": {"P01": "never"}}))
        assert "holds (1, 2) where ratings belong" in text(drawn({"diagnosis": [1, 2]}))

    def test_a_bad_sign_that_nothing_is_done_about_stands_out(self) -> None:
        records = {"diagnosis": {"N02": {"it": 4}, "N03": {"it": 4}, "P01": {"it": 5}}}
        nodes = drawn(records, a={"name": "Give room", "tags": ["N03"], "due": "2027-01-31"})
        rows = {one.key: one for one in nodes if one.tag == "tr" and one.key}
        assert "Nothing is done about it" in rows["diagnosis-sign/N02"].text()
        assert "cv-dg-ignored" in rows["diagnosis-sign/N02"].attributes["class"]
        assert (
            "Give room" in rows["diagnosis-sign/N03"].text()
            and "31 Jan 2027" in rows["diagnosis-sign/N03"].text()
        )
        assert "Nothing is done" not in rows["diagnosis-sign/N03"].text() + rows["diagnosis-sign/P01"].text()

    def test_a_reader_gets_no_buttons_and_a_designer_a_grid(self) -> None:
        records = {"diagnosis": {"N02": {"it": 4}}}
        assert not [one for one in drawn(records) if one.tag == "button"]
        made = drawn(records, editable=True)
        assert [one for one in made if one.attributes.get("role") == "grid"]
        (add,) = [one for one in made if one.attributes.get("data-new") == "action"]
        assert add.attributes["data-preset"] == '{"addresses": ["diagnosis.N02"]}'
        cell = labelled(made, "N03, IT: not asked")
        assert cell.attributes["data-at"] == "diagnosis.N03.it"

    def test_a_function_whose_name_is_no_part_of_an_address_is_shown_and_not_written(self) -> None:
        for name in ("a b", "a.b", "a/b"):
            cell = labelled(drawn({"diagnosis": {"N02": {name: 4}}}, editable=True), f"N02, {name}: 4 of 5")
            assert "data-at" not in cell.attributes

    def test_what_was_asked_is_not_offered_again(self) -> None:
        offered = [
            one.attributes.get("data-ask") for one in drawn({"diagnosis": {"N02": {"it": 4}}}, editable=True)
        ]
        assert "it" not in offered and "frontline" in offered


class TestIndex:
    def test_each_function_has_its_index_and_all_together(self, example: Canvas) -> None:
        nodes = elements(fragment(Scene(example), "diagnosis"))
        for name, value in (
            ("Frontline", "−0.30"),
            ("Credit", "−0.20"),
            ("Product", "+0.15"),
            ("Leadership", "+0.63"),
            ("All together", "+0.07"),
        ):
            labelled(nodes, f"{name}: index {value}, from −1 to +1")
        assert "Leadership less frontline: +0.93" in text(nodes)

    def test_one_function_alone_is_said_in_words(self) -> None:
        said = text(drawn({"diagnosis": {"P01": {"it": 4}, "N01": {"it": 2}}}))
        assert "Only IT has answered so far" in said
        assert "Leadership less frontline" not in said

    def test_a_gap_of_different_signs_is_to_be_compared_with_care(self) -> None:
        record = {"P01": {"leadership": 5}, "N01": {"leadership": 1, "frontline": 4}, "P02": {"frontline": 2}}
        assert "both rated only 1 of the 20 signs" in text(drawn({"diagnosis": record}))

    def test_a_function_that_was_asked_and_said_nothing_is_there(self) -> None:
        assert "asked, and has not answered yet" in text(drawn({"diagnosis": {"P01": {"it": None}}}))


class TestMaturity:
    def test_claimed_and_earned_side_by_side(self, example: Canvas) -> None:
        said = text(elements(fragment(Scene(example), "diagnosis")))
        assert "Earned: centricity" in said and "Claimed: obsession" in said
        assert "A claim: nobody has published a scale for devotion." in said
        assert "said to be met; nothing shows it, so it does not count" in said

    def test_every_gate_is_there_and_says_how_it_stands(self) -> None:
        record = {
            "many_data_sources": {"met": True, "evidence": "gone"},
            "altruistic_content": {"met": "maybe"},
            "claimed": "saintly",
        }
        nodes = drawn({"maturity": record}, editable=True)
        boxes = {one.attributes["data-at"]: one for one in nodes if one.attributes.get("role") == "checkbox"}
        assert set(boxes) == {f"maturity.{gate}" for level in GATES.values() for gate in level}
        assert boxes["maturity.many_data_sources"].attributes["aria-checked"] == "true"
        assert boxes["maturity.altruistic_content"].attributes["aria-checked"] == "mixed"
        said = text(nodes)
        assert "gone is not there any more" in said and "“maybe” is neither yes nor no" in said
        assert "claimed to be “saintly”, which is no level" in said

    @pytest.mark.parametrize("held", ["high", 3, [1], None])
    def test_whatever_stands_in_its_place_draws_the_ladder(self, held: Any) -> None:
        assert "Devotion" in text(drawn({"maturity": held}))


def test_a_rating_changes_its_row_and_what_is_counted_not_the_rest(example: Canvas) -> None:
    tree = Tree(Scene(example, editable=True), root.of())
    tree.html()
    after = apply(example, Set("diagnosis.P04.credit", 4))
    keys = {op[1] for op in tree.update(Scene(after, editable=True))}
    assert keys == {"diagnosis-sign/P04", "diagnosis-index"}
    assert tree.html() == fragment(Scene(after, editable=True), "diagnosis")


def test_a_diagnosis_that_begins_and_ends_follows(example: Canvas) -> None:
    tree = Tree(Scene(example, editable=True), root.of())
    for value in (ABSENT, {"N02": {"it": 3}}, None, [1], {"N02": {"it": 0}}):
        after = apply(example, Set("diagnosis", value))
        tree.update(Scene(after, editable=True))
        assert tree.html() == fragment(Scene(after, editable=True), "diagnosis")
