"""The gate of a review counts what the Studio and `cxcanvas check` count, and says what to do about it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from cxcanvas.boards.judging import shown
from cxcanvas.canvas import Canvas
from cxcanvas.checks import BOOK
from cxcanvas.checks.gate import gate_of
from cxcanvas.checks.judging import judge
from cxcanvas.edits import Set, apply
from cxcanvas.errors import Problem
from cxcanvas.review import GateItem, gate
from cxcanvas.store import save
from cxcanvas.versions.sides import UNDECIDED
from tests.command_line import cxcanvas
from tests.reviewing import Room

TODAY = dt.date(2026, 11, 28)


def contradictions(worked: Canvas, now: Canvas) -> GateItem:
    """What the gate says of the contradictions in a concept."""
    found = gate_of(Room(worked).review, worked, now, TODAY)
    return next(one for one in found.items if one.name == "contradictions")


@pytest.mark.parametrize("waive", [0, 1, 4])
def test_the_gate_the_studio_and_the_command_line_count_the_same(
    worked: Canvas, tmp_path: Path, waive: int
) -> None:
    now = worked
    for number, one in enumerate(shown(judge(worked, BOOK, TODAY), "measure").bad[: waive * 3 : 3]):
        why = {"rule": one.rule, "address": one.address, "reason": "Until spring", "by": "Ines"}
        now = apply(now, Set(f"waivers.w{number}", why))
    item = contradictions(worked, now)
    save(now, path := tmp_path / "care.cx.yaml")
    done = cxcanvas("check", path, "--depth", "none", "--date", "2026-11-28", "--format", "json")
    bad = shown(judge(now, BOOK, TODAY), "measure").bad
    assert len(bad) == len(json.loads(done.stdout)) == len(item.places)
    assert item.sentence.startswith(f"{len(bad)} contradictions are left in the concept: ")
    assert item.sentence.count("(Ines: Until spring)") == min(waive, 3) and len(item.sentence) < 1_500


def test_the_first_are_named_with_their_place_and_what_to_do(worked: Canvas) -> None:
    item = contradictions(worked, worked)
    for one in shown(judge(worked, BOOK, TODAY), "measure").bad[:3]:
        assert f"{one.message[:60]}" in item.sentence and f"({one.address})" in item.sentence
    assert f"; and {len(item.places) - 3} more. Mend it, or say why it may stay" in item.sentence


def test_what_waits_for_a_decision_is_no_contradiction_and_stops_the_gate(worked: Canvas) -> None:
    waiting = Problem(UNDECIDED, "error", "care-call.name", "“A” or “B”?")
    item = next(
        one for one in gate(Room(worked).review, worked, {}, [waiting]).items if one.name == "contradictions"
    )
    assert (
        item.sentence
        == "No contradiction is left in the concept. 1 place waits for a decision after a merge."
    )
    assert not item.met
