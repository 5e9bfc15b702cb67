"""The diagnosis in numbers: the worked concept's are known; blanks and "don't know" never count; bad input stays a blank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxcanvas.canvas import Canvas
from cxcanvas.measures import diagnosis, measure
from cxcanvas.store import load
from cxcanvas.vocabulary import ASPECTS
from cxcanvas.vocabulary.people import FUNCTIONS


@pytest.fixture(scope="module")
def example(example_path: Path) -> Canvas:
    return load(example_path)


def canvas(answers: Any = None, actions: tuple[dict[str, Any], ...] = ()) -> Canvas:
    """A canvas with a diagnosis, and some actions."""
    records = {} if answers is None else {"diagnosis": answers}
    return Canvas.build(records, [("action", f"a{n}", one) for n, one in enumerate(actions)])


def both(good: int, bad: int, name: str) -> dict[str, dict[str, int]]:
    return {code: {name: good if code in diagnosis.GOOD else bad} for code in ASPECTS}


class TestWorkedConcept:
    def test_the_numbers_are_the_known_ones(self, example: Canvas) -> None:
        whole = diagnosis.index(example)
        assert whole.positive == pytest.approx(3.05)
        assert whole.negative == pytest.approx(2.775)
        assert whole.n == 80
        assert whole.value == pytest.approx(0.06875)
        values = {name: diagnosis.index(example, [name]).value for name in diagnosis.functions(example)}
        assert values == pytest.approx(
            {"frontline": -0.3, "credit": -0.2, "product": 0.15, "leadership": 0.625}
        )
        assert diagnosis.gap(example) == pytest.approx(0.925)

    def test_what_is_known_and_ignored(self, example: Canvas) -> None:
        assert set(diagnosis.ignored(example)) == {"N02", "N05", "N08", "N09", "N10"}
        assert "N03" in diagnosis.true_enough(example)

    def test_the_sentence_has_words_before_numbers(self, example: Canvas) -> None:
        said = measure(example)["diagnosis"].sentence
        assert said.startswith(
            "Leadership sees a more customer-minded company than the frontline lives in: +0.63"
        )
        assert "−0.30" in said and "5 of them have no action" in said


class TestWhatCounts:
    def test_zeros_and_blanks_are_left_out(self) -> None:
        made = canvas({"P01": {"frontline": 4, "it": 0, "hr": None}, "N01": {"frontline": 2, "it": 0}})
        found = diagnosis.index(made)
        assert (found.positive, found.negative, found.n) == (4, 2, 2)
        assert found.value == 0.5
        assert diagnosis.mean_of(made, "P01") == (4, 1)

    @given(st.dictionaries(st.sampled_from(list(ASPECTS)), st.dictionaries(
        st.sampled_from(FUNCTIONS.split()), st.sampled_from([None, 0, 1, 2, 3, 4, 5, 7, -1, "much", True]), max_size=4)))  # fmt: skip
    def test_a_rating_that_is_none_changes_nothing(self, answers: dict[str, dict[str, Any]]) -> None:
        clean = {
            code: {name: one for name, one in held.items() if one in (1, 2, 3, 4, 5) and one is not True}
            for code, held in answers.items()
        }
        assert diagnosis.index(canvas(answers)) == diagnosis.index(canvas(clean))
        value = diagnosis.index(canvas(answers)).value
        assert value is None or -1 <= value <= 1
        assert diagnosis.sentence(canvas(answers)).endswith(".")

    def test_the_ends_of_the_scale(self) -> None:
        assert diagnosis.index(canvas(both(5, 1, "it"))).value == 1
        assert diagnosis.index(canvas(both(1, 5, "it"))).value == -1

    @pytest.mark.parametrize("held", [[1, 2], "none", 3, {"P01": "often"}, {"N01": [3]}, {"X9": {"it": 3}}])
    def test_what_is_written_in_another_way_is_no_answer(self, held: Any) -> None:
        assert diagnosis.functions(canvas(held)) == ()
        assert diagnosis.sentence(canvas(held)) == "No function has said yet how customer-minded we are."


class TestGap:
    def test_one_function_alone_has_no_gap_and_it_is_said(self) -> None:
        made = canvas(both(4, 2, "frontline"))
        assert diagnosis.gap(made) is None
        said = diagnosis.sentence(made)
        assert said.startswith("Only the frontline has answered so far: its index is +0.50.")
        assert "no gap" in said

    def test_one_function_that_rated_one_side_only(self) -> None:
        assert "no bad sign is rated yet" in diagnosis.sentence(canvas({"P01": {"it": 3}}))

    def test_who_is_missing_is_named(self) -> None:
        made = canvas({code: {"it": 3, "frontline": 2} for code in ASPECTS})
        assert "Leadership has not rated both" in diagnosis.sentence(made)

    @pytest.mark.parametrize(
        ("leadership", "frontline", "words"),
        [((3, 3), (3, 3), "much the same"), ((2, 4), (4, 2), "The frontline sees a more"), ((4, 2), (2, 4), "Leadership sees a more")],
    )  # fmt: skip
    def test_the_gap_in_words(
        self, leadership: tuple[int, int], frontline: tuple[int, int], words: str
    ) -> None:
        top, front = both(*leadership, "leadership"), both(*frontline, "frontline")
        assert words in diagnosis.sentence(canvas({code: {**top[code], **front[code]} for code in ASPECTS}))

    def test_a_contrast_knows_which_way_a_sign_points(self) -> None:
        made = canvas({"P01": {"leadership": 5, "frontline": 2}, "N01": {"leadership": 1, "frontline": 5},
                       "N02": {"leadership": 5, "frontline": 1}})  # fmt: skip
        assert [(one.code, one.rosier) for one in diagnosis.contrasts(made)] == [("N01", 4), ("P01", 3)]


class TestAnswers:
    @pytest.mark.parametrize(
        "action",
        [{"tags": ["N02"]}, {"tags": "n02"}, {"addresses": ["diagnosis.N02"]}, {"addresses": "diagnosis.N02.it"},
         {"addresses": [{"to": "diagnosis.N02"}], "work": "done"}],
    )  # fmt: skip
    def test_an_action_answers_by_address_or_tag(self, action: dict[str, Any]) -> None:
        assert diagnosis.ignored(canvas({"N02": {"it": 3}}, (action,))) == ()

    @pytest.mark.parametrize(
        "action", [{"tags": ["N02"], "work": "dropped"}, {"tags": ["N2"]}, {"addresses": ["diagnosis"]}, {"note": "N02"}]
    )  # fmt: skip
    def test_what_does_not_answer(self, action: dict[str, Any]) -> None:
        assert diagnosis.ignored(canvas({"N02": {"it": 3}}, (action,))) == ("N02",)

    def test_three_is_true_and_less_is_not(self) -> None:
        assert diagnosis.true_enough(
            canvas({"N02": {"it": 3}, "N03": {"it": 3, "hr": 2}, "P01": {"it": 5}})
        ) == ("N02",)


@pytest.mark.parametrize(
    ("value", "said"), [(0.625, "+0.63"), (-0.3, "−0.30"), (0.0, "0.00"), (-0.001, "0.00"), (0.925, "+0.93"), (1, "+1.00")]
)  # fmt: skip
def test_an_index_is_said_with_its_sign(value: float, said: str) -> None:
    assert diagnosis.signed(value) == said
