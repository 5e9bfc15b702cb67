"""The sixteen steps: the record beside what the canvas holds, one small law a step; bad input is said, not stumbled over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxcanvas.boards.gestures import GestureError, gesture
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set, apply
from cxcanvas.examples import STARTERS, starter_path
from cxcanvas.guidance import not_yet
from cxcanvas.measures import workshop
from cxcanvas.measures.agreement import ratings
from cxcanvas.measures.sixteen import STEPS
from cxcanvas.store import load
from cxcanvas.values import ABSENT
from cxcanvas.views.methods import METHODS

Elements = list[tuple[str, str, dict[str, Any]]]


@pytest.fixture(scope="module")
def example(example_path: Path) -> Canvas:
    return load(example_path)


def held(number: int, elements: Elements, **record: Any) -> Any:
    return workshop.standing(Canvas.build({"workshop": record} if record else {}, elements), number).held


def step(id_: str, storyline: str, **fields: Any) -> tuple[str, str, dict[str, Any]]:
    return ("step", id_, {"name": id_, "storyline": storyline, **fields})


class TestRecordAndCanvas:
    def test_the_worked_concept(self, example: Canvas) -> None:
        made = workshop.workshop_measured(example)
        assert made.value["ticked"] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16]
        assert made.value["claimed"] == [2, 3, 9, 13]
        assert made.value["unticked"] == [14, 15]
        assert made.sentence == (
            "Fourteen of sixteen steps are said to be done; for four of them the canvas lacks something. "
            "Two more are there, though nobody ticked them."
        )
        assert (
            workshop.standing(example, 13).said == "said to be done, but missing: an owner of 1 of 4 actions"
        )
        assert "agreement of the groups 0.27" in workshop.standing(example, 3).held.there

    def test_an_empty_canvas_has_done_nothing_and_says_of_each_step_what_is_missing(self) -> None:
        some = workshop.standings(Canvas.build({}, []))
        assert all(one.verdict == "open" and one.held.missing and one.held.there for one in some)
        assert (
            workshop.workshop_said(some)
            == "No step of the workshop is ticked, and nothing of it is in the canvas."
        )
        assert workshop.go_on_at(Canvas.build({}, [])) == 1

    def test_a_tick_alone_makes_nothing_done(self) -> None:
        canvas = Canvas.build({"workshop": {"steps_done": tuple(range(1, 17))}}, [])
        assert {one.verdict for one in workshop.standings(canvas)} == {"claimed"}
        assert "lacks something of each of them" in workshop.workshop_measured(canvas).sentence

    @pytest.mark.parametrize("record", ["all", 7, {"a": 1}, None, ("1", 0, 17, 2.0, True, None)])
    def test_what_is_no_step_counts_for_none(self, record: Any) -> None:
        canvas = Canvas.build({"workshop": {"steps_done": record}}, [])
        assert workshop.ticked(canvas) <= {7}
        assert workshop.workshop_measured(canvas).sentence

    def test_every_step_is_whole_and_names_boards_of_the_method(self) -> None:
        assert list(STEPS) == list(range(1, 17)) == list(workshop.LOOKS)
        for one in STEPS.values():
            assert one.title and one.purpose.endswith(".") and one.minutes > 0
            assert one.ask and all(text.endswith((".", "?")) for text in one.ask)
            assert set(one.views) <= METHODS.keys()

    @pytest.mark.parametrize("name", STARTERS)
    def test_every_starter_can_be_looked_at(self, name: str) -> None:
        assert workshop.workshop_measured(load(starter_path(name))).sentence


class TestSteps:
    def test_1_wants_four_functions_the_frontline_and_a_purpose(self) -> None:
        journey: Elements = [("journey", "j", {"purpose": "find_pain_points"})]
        assert "the frontline" in held(1, journey, functions=("it", "hr", "sales", "legal")).missing
        assert "more than 2 functions" in held(1, journey, functions=("frontline", "it")).missing
        assert "what the map is for" in held(1, [], functions=("frontline", "it", "hr", "sales")).missing
        assert held(1, journey, functions=("frontline", "it", "hr", "sales")).enough

    def test_2_wants_something_from_each_function_and_from_before(self) -> None:
        some: Elements = [
            ("role", "agent", {"function": "frontline"}),
            ("research", "r", {"ended": "2026-05-01", "participants": ("agent", "ghost")}),
        ]
        assert held(2, some, started="2026-06-01", functions=("frontline",)).enough
        assert (
            held(2, some, started="2026-06-01", functions=("frontline", "it")).missing == "something from IT"
        )
        assert held(2, some, started="2026-04-01").there == "nothing before the first day"

    def test_3_wants_a_person_and_groups_that_agree(self) -> None:
        person: Elements = [("party", "p", {"name": "Dana", "role": "customer", "grain": "persona"})]
        assert held(3, person).missing == "the groups' views side by side"
        assert held(3, person, ratings={"counts": ((3, 0), (0, 3))}).enough
        assert held(3, person, ratings={"counts": ((3, 0), (3, 0))}).enough
        assert "that the groups share" in held(3, person, ratings={"counts": ((2, 2), (2, 2))}).missing
        assert "one group alone" in held(3, person, ratings={"counts": ((1, 0),)}).missing

    def test_4_wants_both_kinds(self) -> None:
        assert held(4, [step("a", "encounter", medium="web")]).missing == "one that is not digital"
        assert held(4, [step("a", "encounter", medium="voice")]).missing == "a digital one"
        both = held(4, [step("a", "encounter", medium="voice"), step("b", "encounter", medium="app")])
        assert both.enough and both.there.startswith("2 encounters, 1 of them digital")

    def test_5_wants_stages_without_gaps_and_circles(self) -> None:
        stages: Elements = [("stage", one, {"name": one}) for one in ("before", "after")]
        filled = [step("a", "customer", stage="before", next=("b",)), step("b", "customer", stage="after")]
        assert held(5, [*stages, *filled]).enough
        assert held(5, [*stages, filled[0]]).missing == "steps in after"
        round_ = [filled[0], step("b", "customer", stage="after", next=("a",))]
        assert "circle" in held(5, [*stages, *round_]).missing
        assert (
            "circle"
            in held(5, [*stages, filled[1], step("a", "customer", stage="before", next=("a",))]).missing
        )

    def test_6_wants_a_feeling_in_each_stage(self) -> None:
        stages: Elements = [("stage", one, {"name": one}) for one in ("before", "after")]
        warm = step("a", "encounter", stage="before", emotions={"e": {"valence": -2}})
        cold = step("b", "encounter", stage="after", emotions={"e": {"valence": 9}})
        made = held(6, [*stages, warm, cold])
        assert made.there == "1 of 2 encounters with a feeling" and made.missing == "a feeling in after"

    def test_7_and_12_want_pains_at_their_place_and_weighed(self) -> None:
        pain: Elements = [("finding", "f", {"type": "pain", "severity": 9})]
        assert held(7, pain).missing == "the place of 1; how bad 1 of them are"
        assert held(12, pain).missing == "the weight of 1 pain"
        good: Elements = [
            step("s", "customer"),
            ("finding", "f", {"type": "pain", "severity": 3, "share_of_journeys": 0.5, "at": ("s",)}),
        ]
        assert held(7, good).enough and held(12, good).enough

    def test_8_wants_one_that_repairs_nothing(self) -> None:
        repair: Elements = [
            ("finding", "p", {"type": "pain"}),
            ("finding", "o", {"type": "opportunity", "answers": ("p",)}),
        ]
        assert "not only repair" in held(8, repair).missing
        assert held(8, [*repair, ("finding", "q", {"type": "opportunity"})]).enough

    def test_9_wants_something_behind_each_encounter(self) -> None:
        met = [step("e", "encounter"), step("p", "provider", visibility="onstage")]
        assert held(9, met).missing == "one that the customer does not see; what carries 1 of 1 encounter"
        assert held(9, [step("e", "encounter", supported_by=("p",)), step("p", "provider")]).enough

    def test_10_wants_three_storylines(self) -> None:
        assert held(10, [step("a", "customer"), step("b", "encounter")]).missing == "what we do for it"

    @pytest.mark.parametrize(("version", "enough"), [("1", False), ("1.0", False), ("0.9", False), ("v1", False), ("1.1", True), ("2.3", True), ("10", True), (2, True)])  # fmt: skip
    def test_11_wants_a_version_after_the_first(self, version: Any, enough: bool) -> None:
        assert held(11, [("journey", "j", {"version": version})]).enough is enough

    def test_13_wants_owners_dates_and_a_week_at_most(self) -> None:
        role: Elements = [("role", "r", {}), ("action", "a", {"owner": "r", "due": "2026-12-01"})]
        assert held(13, role).enough
        assert (
            held(13, [*role, ("action", "b", {"owner": "ghost", "due": "soon"})]).missing
            == "an owner of 1 of 2 actions; a date of 1 of 2 actions"
        )
        assert "at most a week" in held(13, role, started="2026-01-01", ended="2026-01-09").missing
        assert "after the beginning" in held(13, role, started="2026-01-09", ended="2026-01-01").missing

    def test_14_says_the_day_to_look_again(self) -> None:
        made = held(14, [("journey", "j", {"reviewed": "2026-10-28", "review_every_days": 90})])
        assert made.there == "looked at on 28 Oct 2026; again by 26 Jan 2027" and made.enough
        assert held(14, [("journey", "j", {"reviewed": "9999-12-31", "review_every_days": 90})]).there

    def test_15_wants_an_action_that_leads_somewhere(self) -> None:
        goal: Elements = [("objective", "o", {})]
        assert (
            held(15, [*goal, ("action", "a", {"toward": ("ghost",)})]).missing == "an action that leads to it"
        )
        assert held(15, [*goal, ("action", "a", {"toward": ("o",)})]).enough

    def test_16_wants_a_quote_that_betrays_nobody_and_readers(self) -> None:
        out: Elements = [
            ("journey", "j", {"audience": ("it", "hr", "legal")}),
            ("evidence", "q", {"type": "quote"}),
        ]
        assert held(16, out).enough
        named: Elements = [out[0], ("evidence", "q", {"type": "quote", "identifiable": True})]
        assert held(16, named).missing == "1 quote made unrecognisable"


class TestTicking:
    @given(st.sets(st.integers(1, 16)), st.integers(1, 16))
    def test_twice_is_not_at_all_and_the_record_stays_in_order(self, done: set[int], number: int) -> None:
        canvas = Canvas.build({"workshop": {"steps_done": tuple(sorted(done))}}, [])
        once = apply(canvas, *gesture(canvas, {"do": "tick", "step": number}).edits)
        assert once.value("workshop.steps_done") == tuple(sorted(done ^ {number}))
        again = apply(once, *gesture(once, {"do": "tick", "step": number}).edits)
        assert again.value("workshop.steps_done") == tuple(sorted(done))

    def test_what_is_no_step_stays_where_it_is(self) -> None:
        canvas = Canvas.build({"workshop": {"steps_done": ("prelude", 1, 4)}}, [])
        plan = gesture(canvas, {"do": "tick", "step": 2})
        assert apply(canvas, *plan.edits).value("workshop.steps_done") == ("prelude", 1, 2, 4)
        assert plan.label == "Tick step 2"

    def test_the_first_tick_makes_the_record(self) -> None:
        canvas = Canvas.build({}, [])
        assert apply(canvas, *gesture(canvas, {"do": "tick", "step": 1}).edits).value(
            "workshop.steps_done"
        ) == (1,)

    @pytest.mark.parametrize("record", ["notes", {"steps_done": "all"}, {"steps_done": {"a": 1}}])
    def test_a_record_of_another_make_is_left_alone(self, record: Any) -> None:
        with pytest.raises(GestureError):
            gesture(Canvas.build({"workshop": record}, []), {"do": "tick", "step": 1})

    @pytest.mark.parametrize("number", [0, -1, 17])
    def test_there_are_sixteen(self, number: int) -> None:
        with pytest.raises(GestureError):
            gesture(Canvas.build({}, []), {"do": "tick", "step": number})


class TestSorting:
    def test_a_table_is_written_as_one_step_and_empty_rows_are_none(self) -> None:
        rows = [["Opens the bill", 3, 1, 1], ["", 0, 0, 0], ["", 5, 0, 0]]
        canvas = apply(
            Canvas.build({}, []), *gesture(Canvas.build({}, []), {"do": "sort", "rows": rows}).edits
        )
        found = ratings(canvas)
        assert found.labels == ("true", "false", "unsure")
        assert found.counts == ((3, 1, 1), (5, 0, 0))
        assert found.statements == ("Opens the bill", "")
        assert not gesture(canvas, {"do": "sort", "rows": rows}).edits

    def test_the_labels_of_the_room_are_kept(self) -> None:
        canvas = Canvas.build({"workshop": {"ratings": {"labels": ("yes", "no"), "by": "us"}}}, [])
        after = apply(canvas, *gesture(canvas, {"do": "sort", "rows": [["a", 1, 2]]}).edits)
        assert after.value("workshop.ratings.by") == "us"
        assert ratings(after).counts == ((1, 2),)
        with pytest.raises(GestureError):
            gesture(canvas, {"do": "sort", "rows": [["a", 1, 2, 3]]})

    def test_ratings_of_another_make_are_left_alone(self) -> None:
        with pytest.raises(GestureError):
            gesture(Canvas.build({"workshop": {"ratings": "five"}}, []), {"do": "sort", "rows": []})


class TestGuidance:
    def test_a_workshop_that_has_begun_is_asked_about_and_another_is_not(self, example: Canvas) -> None:
        def keys(canvas: Canvas) -> set[str]:
            return {one.key for one in not_yet(canvas, "measure") if one.key.startswith("workshop:")}

        assert keys(example) == {
            "workshop:disputed",
            "workshop:step-2",
            "workshop:step-9",
            "workshop:step-13",
        }
        assert not keys(apply(example, Set("workshop", ABSENT)))
        assert "workshop:came" in keys(apply(example, Set("workshop.functions", ("it",))))
