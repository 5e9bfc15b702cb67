"""Fleiss' kappa of a workshop's groups: the published example, the worked concept, and what cannot be counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxcanvas.canvas import Canvas
from cxcanvas.measures import measure
from cxcanvas.measures.agreement import Ratings, agreement, agreement_measured, agreement_said, ratings
from cxcanvas.measures.drafts import compared, drafts, drafts_said, lost
from cxcanvas.store import load


@pytest.fixture(scope="module")
def example(example_path: Path) -> Canvas:
    return load(example_path)


def rated(held: Any) -> Canvas:
    return Canvas.build({"workshop": {"ratings": held}}, [])


def kappa(rows: Any) -> float | None:
    return agreement(ratings(rated({"counts": rows}))).kappa


class TestKappa:
    def test_the_worked_concept_has_the_known_numbers(self, example: Canvas) -> None:
        made = agreement(ratings(example))
        assert made.kappa == pytest.approx(0.273859, abs=1e-6)
        assert made.observed == pytest.approx(0.58)
        assert made.chance == pytest.approx(0.4216)
        assert made.disputed[0] == 4 and made.disputed == (4, 10)
        assert made.groups == 5 and not made.shared

    def test_words_come_before_numbers(self, example: Canvas) -> None:
        said = measure(example)["agreement"].sentence
        assert said == (
            "The 5 groups do not see one customer yet: Fleiss' kappa 0.27 (−0.10 to 0.64) over 10 statements. "
            "Most disputed: statement 4 and statement 10."
        )

    def test_a_table_with_a_known_answer(self) -> None:
        rows = (
            (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
            (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
        )  # fmt: skip
        assert kappa(rows) == pytest.approx(0.20993, abs=1e-5)

    def test_full_agreement_is_one_and_systematic_dispute_is_below_zero(self) -> None:
        assert kappa(((3, 0), (0, 3))) == pytest.approx(1)
        assert kappa(((1, 1), (1, 1))) == pytest.approx(-1)

    @given(
        st.integers(2, 6).flatmap(
            lambda n: st.lists(st.integers(0, n).map(lambda one: (one, n - one)), min_size=1, max_size=8)
        )
    )
    def test_the_order_of_statements_and_labels_does_not_matter(self, rows: list[tuple[int, int]]) -> None:
        here = kappa(tuple(rows))
        assert kappa(tuple(reversed(rows))) == pytest.approx(here)
        assert kappa(tuple((b, a) for a, b in rows)) == pytest.approx(here)
        assert here is None or -1 - 1e-9 <= here <= 1 + 1e-9


class TestWhatCannotBeCounted:
    @pytest.mark.parametrize(
        ("held", "why"),
        [
            ({"counts": ()}, "no group has sorted"),
            ({"counts": ((1, 0), (0, 1))}, "one group alone"),
            ({"counts": ((0, 0), (0, 0))}, "no group has sorted"),
            ({"counts": ((3, 0), (2, 0))}, "from 2 to 3 of them did"),
            ({"counts": ((3, 0), (1, 1, 1))}, "same number of labels"),
            ({"labels": ("true", "false"), "counts": ((1, 1, 1),)}, "3 counts for 2 labels"),
            ({"counts": ((2, -1), (1, 0))}, "statement 1 are not numbers"),
            ({"counts": ((2, 0.5),)}, "not numbers of groups"),
            ({"counts": ((True, 1),)}, "not numbers of groups"),
            ({"counts": ("many", (1, 1))}, "statement 1 are not numbers"),
            ({"counts": 7}, "no counts"),
            ({"labels": ("true",)}, "no counts"),
            ("five groups", "not written as labels and counts"),
            ({"counts": ((4, 0), (4, 0))}, "same label"),
        ],
    )
    def test_it_is_said_in_words(self, held: Any, why: str) -> None:
        canvas = rated(held)
        made = agreement(ratings(canvas))
        assert made.kappa is None
        assert why in made.why_not
        assert agreement_measured(canvas).value["fleiss_kappa"] is None

    def test_all_with_one_label_agree_though_there_is_no_kappa(self) -> None:
        assert agreement(ratings(rated({"counts": ((4, 0), (4, 0))}))).shared

    def test_disputed_statements_are_named_even_where_groups_are_missing(self) -> None:
        made = agreement(ratings(rated({"counts": ((3, 0), (1, 1))})))
        assert made.kappa is None and made.disputed == (2,)

    def test_nothing_written_is_no_trouble(self) -> None:
        found = ratings(Canvas.build({}, []))
        assert not found.faults
        assert agreement_said(found, agreement(found)).startswith("The groups have not yet compared")

    def test_labels_that_a_reader_took_for_flags_are_words(self) -> None:
        assert ratings(rated({"labels": (True, False, "unsure"), "counts": ()})).labels == (
            "true",
            "false",
            "unsure",
        )


def drafted(*some: dict[str, Any], names: Any = None) -> Canvas:
    ids = tuple(f"d{place}" for place in range(len(some)))
    return Canvas.build(
        {"workshop": {"drafts": ids if names is None else names}},
        [("party", id_, one) for id_, one in zip(ids, some, strict=True)],
    )


class TestDrafts:
    def test_what_differs_stands_out_and_what_all_say_does_not(self) -> None:
        canvas = drafted(
            {"name": "Dana", "holds_dear": ("her children", "not owing")},
            {"name": "dana ", "holds_dear": ("Her children.", "being left alone"), "quote": "I cannot"},
        )
        rows = {row.field: row for row in compared(canvas)}
        assert rows["name"].verdict == "same"
        assert rows["holds_dear"].verdict == "differs" and rows["holds_dear"].common == ("her children",)
        assert rows["quote"].verdict == "partly"
        assert "says" not in rows
        assert drafts_said(canvas) == "2 drafts: they differ in 2 of 3 points, alike in 1."

    def test_drafts_that_are_not_there_are_named(self) -> None:
        canvas = drafted({"name": "Dana"}, names=("d0", "d0", "ghost"))
        assert [one.id for one in drafts(canvas)] == ["d0"]
        assert lost(canvas) == ("ghost",)
        assert "takes two" in drafts_said(canvas)

    def test_the_same_word_for_word_is_a_question(self) -> None:
        assert "on their own?" in drafts_said(drafted({"name": "Dana"}, {"name": "Dana"}))

    @pytest.mark.parametrize("names", [None, 3, "x", {"a": 1}, ((),)])
    def test_whatever_stands_there_nothing_breaks(self, names: Any) -> None:
        canvas = Canvas.build({"workshop": {"drafts": names}}, [])
        assert compared(canvas) == ()
        assert drafts_said(canvas)


def test_full_agreement_is_no_certainty() -> None:
    """Leaving out one of statements that are all agreed on changes nothing: an interval of no width would claim too much."""
    found = agreement(Ratings(counts=((5, 0),) * 6 + ((0, 5),) * 4))
    assert found.kappa == 1 and found.interval is None
