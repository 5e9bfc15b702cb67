"""Faulty canvases open, and each fault is a problem with its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given

from cxcanvas.canvas import Canvas
from cxcanvas.checks import check, element_problems
from cxcanvas.errors import Problem
from cxcanvas.vocabulary import RECORDS
from tests.judging import faults
from tests.strategies import canvases


def problems(kind: str, fields: dict[str, Any], **records: Any) -> list[tuple[str, str, str]]:
    canvas = Canvas.build(
        records=records,
        elements=[
            (kind, "it", fields),
            ("party", "dana", {"name": "Dana"}),
            ("step", "call", {"moment": {"name": "m"}}),
        ],
    )
    return [(one.rule, one.address, one.message) for one in faults(canvas)]


@pytest.mark.parametrize(
    ("kind", "fields", "rule", "address", "words"),
    [
        ("value", {"importance": 9}, "illegal-edge-or-value", "it.importance", "importance is 9; it goes from 1 to 5"),
        ("party", {"size": 10**400}, "illegal-edge-or-value", "it.size", "too large to calculate with"),
        ("value", {"amount": -1e308}, "illegal-edge-or-value", "it.amount", "too large to calculate with"),
        ("value", {"importance": "high"}, "illegal-edge-or-value", "it.importance", "is a number, not 'high'"),
        ("value", {"importance": True}, "illegal-edge-or-value", "it.importance", "is a number"),
        ("value", {"polarity": "good"}, "illegal-edge-or-value", "it.polarity", "one of benefit, sacrifice, not 'good'"),
        ("value", {"bearer": "nobody"}, "broken-reference", "it.bearer", "points at 'nobody', which is not there"),
        ("value", {"bearer": "call"}, "illegal-edge-or-value", "it.bearer", "a step; it wants a party or role"),
        ("value", {"amount": {"low": 3, "mode": 2}}, "illegal-edge-or-value", "it.amount", "out of order"),
        ("value", {"amount": {"confidence": 7, "mode": 2}}, "illegal-edge-or-value", "it.amount.confidence", "1 to 5"),
        ("evidence", {"supports": ["call.moment", "call.emotions.joy"]}, "broken-reference", "it.supports.1", "call.emotions.joy"),
        ("evidence", {"date": "tomorrow"}, "illegal-edge-or-value", "it.date", "a day such as 2026-10-28"),
        ("evidence", {"identifiable": "no"}, "illegal-edge-or-value", "it.identifiable", "true or false"),
        ("step", {"emotions": {"joy": {"valence": 5}}}, "illegal-edge-or-value", "it.emotions.joy.valence", "-3 to 3"),
        ("step", {"emotions": {"joy": 3}}, "illegal-edge-or-value", "it.emotions.joy", "fields of its own"),
        ("step", {"emotions": {"joy": {"felt_by": ["x"]}}}, "broken-reference", "it.emotions.joy.felt_by.0", "felt by points at 'x'"),
        ("step", {"moment": "yes"}, "illegal-edge-or-value", "it.moment", "fields of its own"),
        ("step", {"next": [{"when": "x"}]}, "illegal-edge-or-value", "it.next.0", "'to'"),
        ("step", {"next": [{"to": "call", "share": 2}]}, "illegal-edge-or-value", "it.next.0.share", "0 to 1"),
        ("step", {"tags": [1]}, "illegal-edge-or-value", "it.tags.0", "a text"),
        ("step", {"colour": "red"}, "unknown-field", "it.colour", "kept as it is"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(
    kind: str, fields: dict[str, Any], rule: str, address: str, words: str
) -> None:
    found = problems(kind, fields)
    assert [(one[0], one[1]) for one in found] == [(rule, address)]
    assert words in found[0][2]


def test_blanks_are_no_fault_and_a_single_entry_needs_no_list() -> None:
    assert problems("value", {"importance": None, "bearer": "dana", "amount": 3, "tags": "one"}) == []


def test_records_are_checked_too() -> None:
    found = problems("step", {}, concept={"state": "done"}, case={"party": "nobody"}, other={"a": 1}, workshop=3,
                     waivers={"w": {"address": "gone", "until": "soon"}, "v": 3})  # fmt: skip
    assert {(rule, address) for rule, address, _ in found} == {
        ("illegal-edge-or-value", "concept.state"), ("broken-reference", "case.party"), ("unknown-kind", "other"),
        ("illegal-edge-or-value", "workshop"), ("broken-reference", "waivers.w.address"),
        ("illegal-edge-or-value", "waivers.w.until"), ("illegal-edge-or-value", "waivers.v"),
    }  # fmt: skip


@given(canvases())
def test_any_canvas_can_be_checked(canvas: Canvas) -> None:
    for one in check(canvas):
        assert one.message
        assert one.severity in ("error", "warning", "info")
        head = one.address.split(".")[0]
        assert head in canvas or head in canvas.records or head in RECORDS
    for id_ in canvas:
        alone, whole = (_told(found) for found in (element_problems(canvas, id_), check(canvas)))
        assert alone <= whole


def _told(problems: Iterable[Problem]) -> set[tuple[str, str, str]]:
    """What is wrong where; a check of the whole says it in one line, whatever line breaks a value has."""
    return {(one.rule, one.severity, one.address) for one in problems}
