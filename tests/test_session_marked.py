"""A file that git fills with its marks while it is open: both sides come in, and somebody decides."""

from __future__ import annotations

from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.versions import conflicts
from tests.keeping import TEXT, opened

pytest.importorskip("cxcanvas.store.unmerged")

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


def test_what_was_typed_meanwhile_is_merged_into_it(path: Path) -> None:
    with opened(path, following=True, autosave=True) as (session, waiting):
        path.write_text(MARKED)
        session.apply(cx.Set("pay.name", "typed"))
        waiting.until(lambda: conflicts(session.canvas) and not session.dirty)
        assert cx.load(path)["pay"].name == "typed"
        (one,) = conflicts(cx.load(path))
        assert (one.local, one.remote) == ("Mine", "Theirs")
