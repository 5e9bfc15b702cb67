"""What a person does on a board becomes the edits that say exactly that."""

from __future__ import annotations

from typing import Any

import pytest

from cxcanvas.boards.gestures import GestureError, Plan, gesture
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Move, Set, apply
from cxcanvas.values import ABSENT, Frozen
from tests.boardrig import small_canvas

CANVAS = small_canvas()


def plan(canvas: Canvas = CANVAS, **message: Any) -> Plan:
    return gesture(canvas, message)


def after(canvas: Canvas = CANVAS, **message: Any) -> Canvas:
    return apply(canvas, *gesture(canvas, message).edits)


class TestPlace:
    def test_another_stage_changes_the_stage_alone(self) -> None:
        edits = plan(do="place", at="customer-worry", cell="help/customer", before="customer-help").edits
        assert edits == (Set("customer-worry.stage", "help"),)

    def test_another_storyline_keeps_the_fields_that_no_longer_apply(self) -> None:
        canvas = apply(CANVAS, Set("customer-worry.effort", 5))
        step = after(canvas, do="place", at="customer-worry", cell="worry/support", before=None)[
            "customer-worry"
        ]
        assert (step.storyline, step.visibility, step.effort, step.stage) == (
            "provider",
            "support",
            5,
            "worry",
        )

    def test_a_stage_in_a_list_stays_in_a_list(self) -> None:
        canvas = apply(CANVAS, Set("customer-worry.stage", ("worry", "help")))
        step = after(canvas, do="place", at="customer-worry", cell="after/customer", before=None)[
            "customer-worry"
        ]
        assert step.stage == ("after",)

    def test_the_same_place_is_no_edit(self) -> None:
        assert plan(do="place", at="customer-worry", cell="worry/customer", before=None).edits == ()

    def test_before_another_card_moves_in_the_file(self) -> None:
        canvas = after(do="place", at="customer-after", cell="worry/customer", before="customer-worry")
        assert canvas.ids("step")[:2] == ("customer-after", "customer-worry")

    def test_behind_the_last_card_of_a_cell(self) -> None:
        edits = plan(do="place", at="customer-worry", cell="after/customer", before=None).edits
        assert edits[-1] == Move("customer-worry", "encounter-worry")

    def test_a_backstage_step_that_says_nothing_is_not_told_so(self) -> None:
        edits = plan(do="place", at="provider-worry", cell="help/backstage", before=None).edits
        assert [edit.address for edit in edits if isinstance(edit, Set)] == ["provider-worry.stage"]

    def test_an_encounter_without_a_stage_stands_under_the_activity_that_meets_it(self) -> None:
        canvas = apply(
            CANVAS, Set("encounter-worry.stage", ABSENT), Set("customer-help.meets", ("encounter-worry",))
        )
        assert (
            plan(
                canvas, do="place", at="encounter-worry", cell="help/encounter", before="encounter-help"
            ).edits
            == ()
        )

    @pytest.mark.parametrize("cell", ["nowhere/customer", "worry/attic", "us/customer"])
    def test_a_cell_that_is_not_there(self, cell: str) -> None:
        with pytest.raises(GestureError):
            plan(do="place", at="customer-worry", cell=cell, before=None)

    def test_only_steps_are_placed(self) -> None:
        with pytest.raises(GestureError, match="journey"):
            plan(do="place", at="us", cell="worry/customer", before=None)


class TestSigns:
    def test_a_star_comes_and_goes(self) -> None:
        starred = after(do="star", at="customer-worry")
        assert starred["customer-worry"].moment == {"name": "Does worry"}
        assert after(starred, do="star", at="customer-worry") == CANVAS

    @pytest.mark.parametrize(
        ("sign", "kind", "field", "type_"),
        [
            ("pain", "finding", "at", "pain"),
            ("opportunity", "finding", "at", "opportunity"),
            ("quote", "evidence", "supports", "quote"),
            ("guess", "hypothesis", "about", None),
        ],
    )
    def test_a_mark_is_an_element_that_points_here(
        self, sign: str, kind: str, field: str, type_: str | None
    ) -> None:
        (edit,) = plan(do="mark", at="customer-worry", sign=sign).edits
        assert isinstance(edit, Add)
        assert edit.kind == kind
        assert edit.fields[field] == ("customer-worry",)
        assert edit.fields.get("type") == type_

    def test_a_mark_may_point_at_a_part(self) -> None:
        canvas = after(do="star", at="customer-worry")
        (edit,) = plan(canvas, do="mark", at="customer-worry.moment", sign="quote").edits
        assert isinstance(edit, Add)
        assert edit.fields["supports"] == ("customer-worry.moment",)

    def test_only_a_step_is_a_moment_of_truth(self) -> None:
        with pytest.raises(GestureError):
            plan(do="star", at="us")


class TestFeel:
    def test_a_first_feeling(self) -> None:
        step = after(do="feel", at="customer-worry", valence=-2.0)["customer-worry"]
        assert step.emotions == {"feeling": {"valence": -2, "known_by": "assumed"}}
        assert isinstance(step.emotions["feeling"]["valence"], int)

    def test_the_first_feeling_with_a_valence_is_the_one_on_the_curve(self) -> None:
        canvas = apply(CANVAS, Set("customer-worry.emotions", {"a": {"name": "A"}, "b": {"valence": 1}}))
        assert plan(canvas, do="feel", at="customer-worry", valence=3).edits == (
            Set("customer-worry.emotions.b.valence", 3),
        )

    def test_a_named_feeling(self) -> None:
        canvas = apply(CANVAS, Set("customer-worry.emotions", {"a": {"valence": 0}, "b": {"valence": 1}}))
        edits = plan(canvas, do="feel", at="customer-worry.emotions.b", valence=3).edits
        assert edits == (Set("customer-worry.emotions.b.valence", 3),)

    def test_the_same_feeling_is_no_edit(self) -> None:
        canvas = after(do="feel", at="customer-worry", valence=1)
        assert plan(canvas, do="feel", at="customer-worry", valence=1).edits == ()

    def test_emotions_written_strangely_are_left_alone(self) -> None:
        canvas = apply(CANVAS, Set("customer-worry.emotions", "shame"))
        with pytest.raises(GestureError):
            plan(canvas, do="feel", at="customer-worry", valence=1)


class TestAddAndRemove:
    def test_a_card_gets_a_readable_id_and_follows_its_cell(self) -> None:
        preset = {"storyline": "customer", "stage": "worry"}
        made = plan(do="add", kind="step", preset=preset, name="Counts what is left", before=None)
        assert made.at == "counts-what-is-left"
        assert made.edits == (
            Add("step", "counts-what-is-left", {"name": "Counts what is left", **preset}, "customer-help"),
        )

    def test_a_taken_id_is_told_apart(self) -> None:
        assert plan(do="add", kind="party", preset={}, name="Us", before=None).at == "us-2"

    @pytest.mark.parametrize(
        ("kind", "preset"),
        [
            ("step", {"storyline": "sideways"}),
            ("step", {"onload": "x"}),
            ("step", {"stage": "nowhere"}),
            ("dragon", {}),
            ("step", {"stage": {"a": 1}}),
        ],
    )
    def test_what_the_vocabulary_does_not_know_is_refused(self, kind: str, preset: dict[str, Any]) -> None:
        with pytest.raises(GestureError):
            plan(do="add", kind=kind, preset=preset, name="x", before=None)

    def test_a_name_is_needed(self) -> None:
        with pytest.raises(GestureError, match="name"):
            plan(do="add", kind="step", preset={}, name=" \n\t", before=None)

    def test_removing_clears_what_pointed_there(self) -> None:
        canvas = apply(CANVAS, Set("customer-worry.meets", ("encounter-worry",)))
        left = after(canvas, do="remove", at="encounter-worry")
        assert "encounter-worry" not in left
        assert left["customer-worry"].get("meets") is None

    def test_removing_a_part(self) -> None:
        canvas = after(do="star", at="customer-worry")
        assert after(canvas, do="remove", at="customer-worry.moment") == CANVAS

    def test_renaming_makes_a_slug(self) -> None:
        canvas = after(do="rename", at="customer-worry", to="Opens the letter")
        assert canvas["opens-the-letter"].formerly == ("customer-worry",)


class TestWords:
    @pytest.mark.parametrize(
        ("at", "value", "meant"),
        [
            ("us.name", "  Watt \n bank ", "Watt bank"),
            ("us.name", "", ABSENT),
            ("us.note", "a\r\nb  \n", "a\nb"),
            ("customer-worry.effort", "5", 5),
            ("customer-worry.effort", "5.0", 5),
            ("customer-worry.alone", "yes", True),
            ("customer-worry.minutes", "2.5", 2.5),
            ("customer-worry.next", ["customer-help"], ("customer-help",)),
            ("customer-worry.channel", "phone", "phone"),
            ("customer-worry.tags", "a\nb\n\n", ("a", "b")),
            ("concept.title", "Big", "Big"),
            ("us.name", "a\x00b\x1bc\ud800", "abc"),
        ],
    )
    def test_what_is_written_is_meant(self, at: str, value: Any, meant: Any) -> None:
        edits = plan(do="field", at=at, value=value).edits
        assert [edit.value for edit in edits if isinstance(edit, Set)] == [meant]

    @pytest.mark.parametrize(
        ("at", "value"),
        [
            ("customer-worry.effort", "9"),
            ("customer-worry.effort", "many"),
            ("customer-worry.effort", "nan"),
            ("customer-worry.effort", [1]),
            ("customer-worry.storyline", "sideways"),
            ("customer-worry.channel", "us"),
            ("customer-worry.channel", "nowhere"),
            ("customer-worry.next", ["us"]),
            ("customer-worry.next", [["x"]]),
            ("customer-worry.moment", "x"),
            ("customer-worry.nonsense", "x"),
            ("customer-worry", "x"),
            ("nobody.name", "x"),
            ("us.name", {"a": 1}),
            ("us.name", 7),
            ("concept.reviewed", "tomorrow"),
        ],
    )
    def test_what_cannot_be_meant_is_refused_in_a_sentence(self, at: str, value: Any) -> None:
        with pytest.raises(GestureError) as refused:
            plan(do="field", at=at, value=value)
        assert str(refused.value)[0].isupper()
        assert str(refused.value).endswith(".")

    def test_an_entry_that_says_more_keeps_it(self) -> None:
        entry = Frozen({"to": "customer-help", "when": "has money"})
        canvas = apply(CANVAS, Set("customer-worry.next", (entry,)))
        edits = plan(
            canvas, do="field", at="customer-worry.next", value=["customer-help", "customer-after"]
        ).edits
        assert edits == (Set("customer-worry.next", (entry, "customer-after")),)

    def test_an_estimate_of_several_numbers_is_not_flattened(self) -> None:
        canvas = apply(CANVAS, Set("customer-worry.minutes", {"low": 1, "high": 3}))
        with pytest.raises(GestureError, match="several"):
            plan(canvas, do="field", at="customer-worry.minutes", value="2")
        assert plan(canvas, do="field", at="customer-worry.minutes.low", value="2").edits
