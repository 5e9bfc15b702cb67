"""Links and codes that let people into a review: kept hashed, forgotten when they are over, taken back by what one sees."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from cxcanvas.errors import UsageError
from cxcanvas.store.invites import NAME, invite, invited, invites, revoke, room_code

REVIEW = "a" * 64
HERE = {REVIEW}


def day(ahead: int) -> str:
    """A day from today on."""
    return (dt.date.today() + dt.timedelta(days=ahead)).isoformat()


def test_what_expired_more_than_a_day_ago_is_forgotten_when_another_is_made(tmp_path: Path) -> None:
    made = {ahead: invite(tmp_path, REVIEW, "guest", day(ahead))[1].id for ahead in (1, 0, -1, -2, -400)}
    invite(tmp_path, "b" * 64, "guest", day(-9))
    _, last = invite(tmp_path, REVIEW, "voter", day(3))
    assert {one.id for one in invites(tmp_path, HERE)} == {made[1], made[0], made[-1], last.id}
    assert "b" * 64 not in (tmp_path / ".cxcanvas" / NAME).read_text("utf-8")


def test_taking_one_back_forgets_them_too(tmp_path: Path) -> None:
    invite(tmp_path, REVIEW, "guest", day(-3))
    kept = invite(tmp_path, REVIEW, "guest", day(3))[1]
    assert revoke(tmp_path, HERE, kept.id) == kept
    assert invites(tmp_path, HERE) == []


def test_a_rooms_code_is_known_as_one_and_taken_back_as_it_is_shown(tmp_path: Path) -> None:
    code = room_code()
    made = invite(tmp_path, REVIEW, "voter", day(0), "", code)[1]
    assert made.sort == "code" and invited(tmp_path, HERE, code) == made
    with pytest.raises(UsageError, match="there is no link"):
        revoke(tmp_path, {"b" * 64}, code)
    assert revoke(tmp_path, HERE, code.lower()) == made
    assert invited(tmp_path, HERE, code) is None


def test_what_an_earlier_version_kept_is_a_link(tmp_path: Path) -> None:
    token, made = invite(tmp_path, REVIEW, "guest", day(1))
    file = tmp_path / ".cxcanvas" / NAME
    told = json.loads(file.read_text("utf-8"))
    del told["invites"][0]["sort"]
    file.write_text(json.dumps(told), "utf-8")
    assert invited(tmp_path, HERE, token) == made


def test_several_that_begin_alike_are_told(tmp_path: Path) -> None:
    file = tmp_path / ".cxcanvas" / NAME
    for _ in range(2):
        invite(tmp_path, REVIEW, "guest", day(1))
    told = json.loads(file.read_text("utf-8"))
    for number, one in enumerate(told["invites"]):
        one["id"] = f"3fa1{number:04}"
    file.write_text(json.dumps(told), "utf-8")
    with pytest.raises(UsageError, match="several links begin with '3FA1'"):
        revoke(tmp_path, HERE, "3FA1")
    assert revoke(tmp_path, HERE, "3fa10001").id == "3fa10001"
