"""Capture without a browser: functions asked and taken out, ratings written and cleared, records that were not there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.boards.gestures import gesture
from cxcanvas.boards.inspector import panel
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import Canvas
from cxcanvas.edits import apply, sentence
from cxcanvas.measures.diagnosis import functions
from cxcanvas.session import Session
from cxcanvas.values import ABSENT
from cxcanvas.views import Scene, fragment
from cxcanvas.vocabulary.people import FUNCTIONS
from tests.boardrig import Page, small_canvas


def with_records(**records: Any) -> Canvas:
    made = small_canvas()
    return Canvas.build(
        {**made.records, **records}, [(made[id_].kind, id_, made[id_].fields) for id_ in made]
    )


def done(canvas: Canvas, do: str, **more: Any) -> Canvas:
    return apply(canvas, *gesture(canvas, {"do": do, **more}).edits)


def html(canvas: Canvas, at: str, opened: tuple[str, ...] = ()) -> str:
    shown = panel(canvas, at, opened)
    assert shown is not None
    return shown.html


class TestAsking:
    @pytest.mark.parametrize("name", FUNCTIONS.split())
    def test_any_function_can_be_the_first(self, name: str) -> None:
        made = done(small_canvas(), "ask", function=name)
        assert functions(made) == (name,)

    def test_no_function_is_asked_twice_and_none_is_invented(self) -> None:
        made = done(small_canvas(), "ask", function="it")
        for name, words in (
            ("it", "asked already"),
            ("marketeers", "no such function"),
            ("", "no such function"),
        ):
            with pytest.raises(GestureError, match=words):
                gesture(made, {"do": "ask", "function": name})

    @pytest.mark.parametrize("held", [[1, 2], "none"])
    def test_a_diagnosis_of_another_form_is_left_alone(self, held: Any) -> None:
        with pytest.raises(GestureError, match="written in a way"):
            gesture(with_records(diagnosis=held), {"do": "ask", "function": "it"})

    def test_a_sign_of_another_form_is_passed_by(self) -> None:
        made = done(with_records(diagnosis={"P01": "often"}), "ask", function="it")
        assert made.value("diagnosis.P01") == "often"
        assert functions(made) == ("it",)

    @pytest.mark.parametrize("name", ["it", "a.b", "a b", "مبيعات"])
    def test_a_column_is_taken_out_whatever_it_is_called(self, name: str) -> None:
        made = with_records(diagnosis={"P01": {name: 3, "hr": 2}, "N01": {name: 1}})
        assert functions(done(made, "unask", function=name)) == ("hr",)
        with pytest.raises(GestureError, match="not asked"):
            gesture(made, {"do": "unask", "function": "sales"})


class TestRating:
    def test_it_is_written_where_no_diagnosis_was(self) -> None:
        made = done(small_canvas(), "set", at="diagnosis.N03.frontline", value=4)
        assert made.value("diagnosis.N03.frontline") == 4

    @pytest.mark.parametrize("given", ["3", 3, "3.0", " 3 "])
    def test_a_number_may_be_written_in_several_ways(self, given: Any) -> None:
        assert done(small_canvas(), "set", at="diagnosis.N03.it", value=given).value("diagnosis.N03.it") == 3

    @pytest.mark.parametrize("given", [6, -1, "often", True, [3], {"a": 1}])
    def test_what_is_no_rating_is_refused(self, given: Any) -> None:
        with pytest.raises(GestureError):
            gesture(small_canvas(), {"do": "set", "at": "diagnosis.N03.it", "value": given})

    @pytest.mark.parametrize(
        "at",
        ["diagnosis.N11.it", "diagnosis.N03.marketeers", "diagnosis.N03.it.x", "diagnosis", "nothing.N03.it"],
    )
    def test_no_place_is_invented(self, at: str) -> None:
        with pytest.raises(GestureError):
            gesture(small_canvas(), {"do": "set", "at": at, "value": 3})

    def test_clearing_the_last_rating_keeps_the_column(self) -> None:
        made = with_records(diagnosis={"P01": {"it": 3}, "N01": {"it": 4}})
        once = done(made, "set", at="diagnosis.P01.it", value=None)
        assert once.value("diagnosis.P01.it") is ABSENT
        twice = done(once, "set", at="diagnosis.N01.it", value=None)
        assert functions(twice) == ("it",)
        assert not gesture(twice, {"do": "set", "at": "diagnosis.N01.it", "value": None}).edits

    def test_the_history_says_what_was_done(self) -> None:
        page = Page(Session(small_canvas()), "diagnosis", studio=True)
        assert page.say("ask", function="frontline")["say"] == "Asked the frontline."
        page.say("set", at="diagnosis.N03.frontline", value=5)
        assert page.session.undo_label == "Change frontline of “There is no room for a personal approach”"
        page.say("undo")
        assert page.session.canvas.value("diagnosis.P01.frontline") is None
        page.say("undo")
        assert "diagnosis" not in page.session.canvas.records


class TestOther:
    def test_an_action_may_address_a_sign(self) -> None:
        preset = {"addresses": ["diagnosis.N02"]}
        made = done(
            with_records(diagnosis={"N02": {"it": 4}}), "add", kind="action", preset=preset, name="Ask"
        )
        assert made["ask"].get("addresses") == ("diagnosis.N02",)
        with pytest.raises(GestureError, match="not there"):
            gesture(small_canvas(), {"do": "add", "kind": "action", "preset": preset, "name": "Ask"})

    def test_a_gate_gets_its_evidence_by_the_same_way_as_any_reference(self) -> None:
        made = done(small_canvas(), "field", at="maturity.many_data_sources.evidence", value=["agent"])
        assert made.value("maturity.many_data_sources.evidence") == ("agent",)
        with pytest.raises(GestureError, match="not there"):
            gesture(made, {"do": "field", "at": "maturity.many_data_sources.evidence", "value": ["nobody"]})

    @pytest.mark.parametrize("do", ["remove", "star"])
    def test_a_record_is_no_element_and_it_is_said(self, do: str) -> None:
        with pytest.raises(GestureError, match="part of the diagnosis"):
            gesture(with_records(diagnosis={"N02": {"it": 4}}), {"do": do, "at": "diagnosis.N02"})

    def test_a_case_is_kept_at_its_sign(self) -> None:
        canvas = with_records(diagnosis={"N02": {"it": 4}})
        made = done(canvas, "mark", at="diagnosis.N02.it", sign="quote")
        (quote,) = made.of("evidence")
        assert (
            quote.get("supports") == ("diagnosis.N02",) and quote.title == "Quote: Internal goals come first"
        )
        assert quote.title in html(made, "diagnosis.N02")
        for at in ("diagnosis.N03", "diagnosis", "maturity.many_data_sources"):
            with pytest.raises(GestureError):
                gesture(canvas, {"do": "mark", "at": at, "sign": "quote"})


class TestInspector:
    @pytest.mark.parametrize("name", ["diagnosis", "maturity", "workshop"])
    @pytest.mark.parametrize("held", [None, {}, [1], "words"])
    def test_a_record_is_shown_there_or_not(self, name: str, held: Any) -> None:
        made = panel(with_records(**{name: held}), name, ("work", "measure"))
        assert made is not None and made.at == name and made.title == name.capitalize()
        assert panel(small_canvas(), name) is not None

    def test_a_sign_shows_the_functions_that_were_asked(self) -> None:
        made = panel(with_records(diagnosis={"N03": {"it": 4, "hr": None}}), "diagnosis.N03.it")
        assert made is not None and made.title == "N03 There is no room for a personal approach"
        assert [row.address for row in made.rows["sketch"]] == ["diagnosis.N03.it", "diagnosis.N03.hr"]

    def test_a_sign_shows_what_works_on_it(self) -> None:
        canvas = with_records(diagnosis={"N02": {"it": 4}, "N03": {"it": 4}})
        made = done(
            canvas, "add", kind="action", preset={"addresses": ["diagnosis.N02"]}, name="Ask on Mondays"
        )
        assert "Ask on Mondays" in html(made, "diagnosis.N02")
        assert "Ask on Mondays" not in html(made, "diagnosis.N03")
        assert "N02 Internal goals come first" in html(made, "ask-on-mondays", ("work",))

    def test_a_fault_is_said_at_its_sign(self) -> None:
        made = with_records(diagnosis={"N02": {"it": 9}})
        assert "goes from 0 to 5" in html(made, "diagnosis.N02")
        assert "goes from 0 to 5" not in html(made, "diagnosis.N03")

    def test_only_the_input_that_changed_is_sent(self) -> None:
        page = Page(Session(with_records(diagnosis={"N02": {"it": 4, "hr": 2}})), "diagnosis", studio=True)
        page.say("select", at="diagnosis.N02.it")
        answer = page.say("set", at="diagnosis.N02.it", value=1)
        assert answer["panel"] == [["value", "i/diagnosis.N02.it", "1"]]

    def test_where_a_sign_is_seen_best(self) -> None:
        page = Page(Session(small_canvas()), "journey", studio=True)
        assert page.say("where", at="diagnosis.N02")["view"] == "diagnosis"
        assert page.say("where", at="maturity.claimed")["view"] == "diagnosis"


def test_a_difference_names_the_sign() -> None:
    canvas = with_records(diagnosis={"N02": {"it": 4}})
    (edit,) = gesture(canvas, {"do": "set", "at": "diagnosis.N02.it", "value": 2}).edits
    assert sentence(edit, canvas) == "Set it of “Internal goals come first” to 2"


PLACES = st.sampled_from(
    ["diagnosis", "diagnosis.N02", "diagnosis.N02.it", "diagnosis.P01.frontline", "diagnosis.N02.it.x", "diagnosis.X.it",
     "maturity", "maturity.claimed", "maturity.many_data_sources", "maturity.many_data_sources.met",
     "maturity.many_data_sources.evidence", "maturity.many_data_sources.evidence.0", "workshop.functions"]
)  # fmt: skip
VALUES = st.sampled_from(
    [None, 0, 3, 5, 9, "4", "x", True, "obsessed", ["agent"], ["nobody"], {"it": 3}, [1]]
)
SAID = st.one_of(
    st.builds(lambda at, value: {"do": "set", "at": at, "value": value}, PLACES, VALUES),
    st.builds(lambda at, value: {"do": "field", "at": at, "value": value}, PLACES, VALUES),
    st.builds(lambda do, at: {"do": do, "at": at}, st.sampled_from(["drop", "remove", "star", "select", "where"]), PLACES),
    st.builds(lambda at, sign: {"do": "mark", "at": at, "sign": sign}, PLACES, st.sampled_from(["quote", "pain"])),
    st.builds(lambda at: {"do": "entry", "at": at, "name": "one"}, PLACES),
    st.builds(lambda at: {"do": "new", "at": at, "name": "one"}, PLACES),
    st.builds(lambda at: {"do": "choices", "at": at, "words": "a"}, PLACES),
    st.builds(lambda do, name: {"do": do, "function": name}, st.sampled_from(["ask", "unask"]), st.sampled_from(["it", "hr", "x"])),
    st.sampled_from([{"do": "undo"}, {"do": "redo"}]),
)  # fmt: skip
HELD = st.sampled_from(
    [None, {}, [1], "words", {"N02": {"it": 4}}, {"N02": "much", "P01": {"it": 9, "a b": 2}}]
)


@settings(max_examples=150, deadline=None)
@given(HELD, st.lists(SAID, max_size=10))
def test_whatever_is_said_the_drawing_stays_true(held: Any, messages: list[dict[str, Any]]) -> None:
    page = Page(Session(with_records(diagnosis=held)), "diagnosis", studio=True)
    for message in messages:
        before = page.session.canvas
        answer = page.say(**message)
        assert "drawn again" not in answer.get("error", "")
        assert "error" not in answer or page.session.canvas is before
    assert page.board.desk.sheets.html("diagnosis") == fragment(
        Scene(page.session.canvas, editable=True), "diagnosis"
    )
