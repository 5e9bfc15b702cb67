"""A file that git fills with its marks while it is open: both sides come in, and somebody decides."""

from __future__ import annotations

from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.checks import is_contradiction
from cxcanvas.versions import conflicts
from cxcanvas.versions.sides import UNDECIDED
from tests.boardrig import Page
from tests.command_line import cxcanvas
from tests.keeping import TEXT, opened

MARKED = TEXT.replace(
    "    name: Calls\n", "<<<<<<< HEAD\n    name: Mine\n=======\n    name: Theirs\n>>>>>>> theirs\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "care.cx.yaml"
    path.write_text(TEXT)
    return path


def test_both_sides_come_in_and_are_decided(path: Path) -> None:
    with opened(path, following=True) as (session, waiting):
        path.write_text(MARKED)
        waiting.until(lambda: conflicts(session.canvas))
        session.decide("call.name", take="remote")
        session.save()
        assert cx.load(path)["call"].name == "Theirs"
        assert "<<<" not in path.read_text()


def test_what_waits_is_counted_alike_wherever_it_is_counted(path: Path) -> None:
    path.write_text(MARKED)
    session = cx.open(path)
    page = Page(session, studio=True)
    counted = page.say("judge")["count"]
    assert page.board.desk.state()["undecided"]["count"] == 1
    pane = page.say("panes", want=["trouble"])["panes"]["trouble"]
    assert pane.count('class="cx-decide"') == 1 and UNDECIDED not in pane
    problems = [one for one in session.problems if is_contradiction(one)]
    assert counted == len(problems)
    assert sum(one.rule == UNDECIDED for one in problems) == 1
    done = cxcanvas("check", path, "--depth", "none")
    assert f"{counted} contradiction{'' if counted == 1 else 's'}" in done.stderr + done.stdout
    assert done.stderr.count(f"({UNDECIDED})") == 1
    assert done.stderr.count("stand in this text") == 1


def test_marks_that_leave_nothing_to_decide_are_what_is_wrong(path: Path) -> None:
    path.write_text(MARKED.replace("Theirs", "Mine"))
    done = cxcanvas("check", path, "--select", UNDECIDED)
    assert done.returncode == 1 and done.stderr.count(f"({UNDECIDED})") == 1
    session = cx.open(path)
    assert session.dirty and not conflicts(session.canvas)
    session.save()
    assert cxcanvas("check", path, "--select", UNDECIDED).returncode == 0


def test_what_was_typed_meanwhile_is_merged_into_it(path: Path) -> None:
    with opened(path, following=True, autosave=True) as (session, waiting):
        path.write_text(MARKED)
        session.apply(cx.Set("pay.name", "typed"))
        waiting.until(lambda: conflicts(session.canvas) and not session.dirty)
        assert cx.load(path)["pay"].name == "typed"
        (one,) = conflicts(cx.load(path))
        assert (one.local, one.remote) == ("Mine", "Theirs")
