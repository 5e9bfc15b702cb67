"""How somebody likes to work is kept beside the workspace's files: checked, bounded, and never in the way."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxcanvas.store import Preferences
from cxcanvas.store.preferences import LARGEST, MOST_CONCEPTS, MOST_WORDS

CHOSEN: dict[str, Any] = {
    "view": "journey", "beside": "exchange", "lens": "value", "side": "trouble", "depth": "work", "autosave": False,
    "filters": {"party": ("dana",), "tag": ("später", "🌱")}, "later": ("nobody-there",), "told": ("first",),
}  # fmt: skip


@pytest.fixture
def canvas(tmp_path: Path) -> Path:
    path = tmp_path / "care.cx.yaml"
    path.write_text("cxcanvas: 1\n")
    return path


def kept(canvas: Path) -> Path:
    return canvas.parent / ".cxcanvas" / "studio.json"


def test_a_choice_is_there_again_and_the_canvas_does_not_know(canvas: Path) -> None:
    assert Preferences.load(canvas) == Preferences()
    assert Preferences.load(canvas).with_(**CHOSEN).save()
    again = Preferences.load(canvas)
    assert {name: getattr(again, name) for name in CHOSEN} == CHOSEN
    assert canvas.read_text() == "cxcanvas: 1\n"
    assert (canvas.parent / ".cxcanvas" / ".gitignore").read_text() == "*\n"


def test_each_concept_has_its_own(canvas: Path) -> None:
    Preferences.load(canvas).kept(lens="value")
    Preferences.load(canvas.with_name("other.cx.yaml")).kept(lens="trouble")
    assert Preferences.load(canvas).lens == "value"


def test_they_go_along_when_a_concept_is_renamed(canvas: Path) -> None:
    Preferences.load(canvas).kept(lens="value")
    Preferences.load(canvas).moved(canvas.with_name("renamed.cx.yaml"))
    assert Preferences.load(canvas.with_name("renamed.cx.yaml")).lens == "value"


def test_what_we_do_not_know_is_kept(canvas: Path) -> None:
    Preferences.load(canvas).save()
    data = json.loads(kept(canvas).read_text())
    data["newer"] = {"a": 1}
    data["concepts"]["care"]["zoom"] = 2
    kept(canvas).write_text(json.dumps(data))
    Preferences.load(canvas).kept(view="loyalty")
    data = json.loads(kept(canvas).read_text())
    assert (data["newer"], data["concepts"]["care"]["zoom"]) == ({"a": 1}, 2)
    assert data["concepts"]["care"]["view"] == "loyalty"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"concepts": 3}', b'{"concepts": {"care": [1]}}',
        b'{"concepts": {"care": {"view": 3, "autosave": "yes", "later": [1], "filters": {"party": "x"}}}}',
        b'{"concepts": {"care": {"view": "\\ud800", "lens": "a\\u0000b"}}}', b"[" * 100_000,
        b'{"concepts": {"care": {"depth": ' + b'"x"' * LARGEST + b"}}}", b'{"concepts": NaN}',
    ],
)  # fmt: skip
def test_a_bad_file_is_as_none(canvas: Path, content: bytes) -> None:
    kept(canvas).parent.mkdir()
    kept(canvas).write_bytes(content)
    assert Preferences.load(canvas) == Preferences()
    assert Preferences.load(canvas).kept(lens="value").save()
    assert Preferences.load(canvas).lens == "value"


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from([*CHOSEN, "canvas", "unknown"]), _ANYTHING))
def test_any_values_leave_preferences_that_can_be_written(values: dict[str, Any]) -> None:
    made = Preferences().with_(**values)
    assert isinstance(made.view, str)
    assert isinstance(made.autosave, bool)
    assert made.canvas is None
    assert all(isinstance(word, str) for word in (*made.later, *made.told))


def test_lists_and_the_file_stay_bounded(canvas: Path) -> None:
    many = Preferences.load(canvas).kept(later=[f"question-{n}" for n in range(2000)])
    assert (len(many.later), many.later[-1]) == (MOST_WORDS, "question-1999")
    for number in range(MOST_CONCEPTS + 5):
        Preferences.load(canvas.with_name(f"{number}.cx.yaml")).kept(lens="value")
    data = json.loads(kept(canvas).read_text())
    assert len(data["concepts"]) == MOST_CONCEPTS
    assert kept(canvas).stat().st_size <= LARGEST


def test_without_a_file_or_a_place_to_write_they_live_in_memory(canvas: Path, tmp_path: Path) -> None:
    assert Preferences().kept(lens="value").lens == "value"
    assert not Preferences().save()
    (tmp_path / ".cxcanvas").write_text("somebody's file")
    assert Preferences.load(canvas).kept(lens="value").lens == "value"
    assert not Preferences.load(canvas).save()
    assert Preferences.load(tmp_path / "nowhere" / "at" / "all.cx.yaml").kept(lens="x").lens == "x"


def test_nothing_is_written_through_a_link(canvas: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text('{"concepts": {"care": {"lens": "stolen"}}}')
    kept(canvas).parent.mkdir()
    kept(canvas).symlink_to(precious)
    assert Preferences.load(canvas).lens == ""
    Preferences.load(canvas).kept(lens="value")
    assert "stolen" in precious.read_text()
    assert Preferences.load(canvas).lens == "value"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_its_place_is_not_waited_for(canvas: Path) -> None:
    kept(canvas).parent.mkdir()
    os.mkfifo(kept(canvas))
    assert Preferences.load(canvas) == Preferences()


def test_many_at_once_lose_no_concept(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.cx.yaml" for number in range(8)]
    threads = [threading.Thread(target=Preferences.load(one).kept, kwargs={"lens": "value"}) for one in paths]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [Preferences.load(one).lens for one in paths] == ["value"] * 8
