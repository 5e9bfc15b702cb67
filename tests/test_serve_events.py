"""Open pages hear of their file, from the system and by looking, and nothing is at work when the last has gone."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, cast

import pytest

from cxcanvas.serve import events
from cxcanvas.serve.events import REVIEW, Follow, Watch
from cxcanvas.serve.pages import Pages
from cxcanvas.serve.workspace import Entry, Workspace
from cxcanvas.store import watching
from cxcanvas.store.reviews import log_path
from tests.keeping import TEXT, in_a_loop, threads, until

pytestmark = pytest.mark.usefixtures("nobody_else")


class Reader:
    """An open page: what it was told."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def tell(self, news: str) -> None:
        self.heard.put_nowait(json.loads(news))

    async def next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.heard.get(), 30)


async def follow(folder: Path, path: Path, told: bool) -> None:
    workspace = Workspace(folder)
    pages = Pages(workspace)
    log = log_path(path)
    watch = Watch(workspace, pages, lambda entry: log.read_text() if log.exists() else "")
    readers = [Reader(), Reader()]
    shown = (Entry("care", path), "")
    for reader in readers:
        await watch.add(cast(Follow, reader), shown)
    first = [await reader.next() for reader in readers]
    assert first[0]["version"] == first[1]["version"]
    while told and not all(one.sure for one in watch._watched.values()):
        await asyncio.sleep(0)
    assert list(watch._watched) == [path, log], "each file is watched once, however many read"
    seen = {first[0]["version"]}
    other = path.with_name("new")
    other.write_text(TEXT.replace("Care", "Replaced"))
    other.replace(path)
    seen.add((await readers[0].next())["version"])
    assert len(seen) == 2
    away = path.with_name("away")
    path.rename(away)
    assert "no longer there" in (await readers[0].next())["problem"]
    away.rename(path)
    assert (await readers[0].next())["version"] in seen
    review = Reader()
    await watch.add(cast(Follow, review), (shown[0], REVIEW))
    quiet = (await review.next())["version"]
    log.write_text("somebody said something\n")
    assert (await review.next())["version"] != quiet
    watch.drop(cast(Follow, review), (shown[0], REVIEW))
    assert watch._watched, "others read on"
    for reader in readers:
        watch.drop(cast(Follow, reader), shown)
    assert not watch._watched
    watch.close()
    pages.close()


@pytest.mark.parametrize("told", [True, False], ids=["told", "looking"])
def test_a_page_hears_of_its_file(tmp_path: Path, told: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if told:  # whoever is told need not look
        monkeypatch.setattr(events, "SECONDS", 600.0)
        monkeypatch.setattr(events, "CALM", 600.0)
    else:
        monkeypatch.setattr(events, "SECONDS", 0.02)
        monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    path = tmp_path / "care.cx.yaml"
    path.write_text(TEXT)
    in_a_loop(follow(tmp_path, path, told))
    until(lambda: not threads())
    assert not watching._FOLDERS
