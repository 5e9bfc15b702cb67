"""Listening is measured: what came of it, who went last, which reasons come back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.measures import listening, measure

WEEK: dict[str, Any] = {"method": "immersion", "started": "2026-07-06", "ended": "2026-07-10", "participants": ("boss",)}  # fmt: skip


def canvas_of(*found: tuple[str, str, dict[str, Any]]) -> Canvas:
    return Canvas.build(elements=found)


BOSS = ("role", "boss", {"name": "Boss", "function": "leadership"})
HEARD = ("evidence", "drawer", {"type": "story", "text": "In a drawer.", "from_research": "week", "supports": ("shame",)})  # fmt: skip
SHAME = ("finding", "shame", {"type": "pain", "name": "Shame"})


def test_an_immersion_is_overdue_after_thirty_days_and_not_before() -> None:
    canvas = canvas_of(BOSS, ("research", "week", WEEK), HEARD, SHAME)
    late = [[one.id for one in listening.without_deed(canvas, dt.date(2026, 8, each))] for each in (8, 9, 10)]
    assert late == [[], [], ["week"]]
    assert [one.id for one in listening.without_deed(canvas)] == [
        "week"
    ]  # nothing came of it, whenever that is
    assert (
        "Nothing has come of “week” after 30 days."
        in listening.measured(canvas, dt.date(2026, 9, 1)).sentence
    )


@pytest.mark.parametrize(
    ("kind", "fields", "came"),
    [
        ("action", {"addresses": ("drawer",)}, True),
        ("action", {"addresses": ("shame",), "work": "planned"}, True),
        ("action", {"addresses": ("shame",), "work": "dropped"}, False),
        ("finding", {"type": "opportunity", "at": ("drawer",)}, True),
        ("finding", {"type": "pain", "at": ("drawer",)}, False),
    ],
)
def test_a_deed_is_an_action_or_an_opportunity(kind: str, fields: dict[str, Any], came: bool) -> None:
    canvas = canvas_of(BOSS, ("research", "week", WEEK), HEARD, SHAME, (kind, "so", fields))
    assert [one.deed for one in listening.listened(canvas)] == [came]


def test_the_last_day_of_each_who_decides_and_nobody_who_does_not() -> None:
    canvas = canvas_of(
        BOSS, ("role", "chair", {"function": "leadership"}), ("role", "agent", {"function": "frontline"}),
        ("research", "old", {**WEEK, "started": "2025-01-01", "ended": "2025-01-02"}), ("research", "week", WEEK),
    )  # fmt: skip
    assert measure(canvas)["listening"].value["last_by_leader"] == {"boss": "2026-07-10", "chair": None}


def test_reasons_are_counted_once_a_case_and_cases_without_one_are_named() -> None:
    canvas = canvas_of(
        ("evidence", "a", {"type": "lost_case", "reasons": ("shame", "shame", "price")}),
        ("evidence", "b", {"type": "lost_case", "reasons": ("shame",)}),
        ("evidence", "c", {"type": "won_case", "reasons": ("person",)}),
        ("evidence", "d", {"type": "won_case"}),
    )
    found = listening.cases(canvas)
    assert [(one.name, one.won, one.lost) for one in found.reasons] == [("shame", 0, 2), ("price", 0, 1), ("person", 1, 0)]  # fmt: skip
    assert found.uncoded == ("d",)


def test_complaints_without_an_opportunity() -> None:
    canvas = canvas_of(
        ("evidence", "a", {"type": "complaint"}), ("evidence", "b", {"type": "complaint"}),
        ("action", "so", {"addresses": ("b",)}),
    )  # fmt: skip
    assert listening.complaints(canvas) == (("a", "b"), ("a",))


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"started": "soon", "ended": 7}, {"started": "2026-07-10", "ended": "2026-07-06"}, {"ended": "9999-12-31"},
        {"participants": ("nobody", "nobody.at.all"), "n": -3}, {"participants": 5, "method": ["x"]},
    ],
)  # fmt: skip
def test_bad_research_is_read_as_a_blank(fields: dict[str, Any]) -> None:
    canvas = canvas_of(("research", "odd", {"method": "immersion", **fields}))
    [one] = listening.listened(canvas, dt.date(2026, 11, 23))
    assert one.days is None and one.who == () and not one.deed
    assert listening.people(canvas, one) is None
    assert listening.measured(canvas, dt.date(2026, 11, 23)).sentence
