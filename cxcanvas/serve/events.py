"""Tells open pages that their file has changed: one task looks at the files, however many read.

The system tells it when there is something to see; it also looks by itself, often where
the system tells nothing, now and then where it does.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from tornado import web
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from cxcanvas.serve import render
from cxcanvas.serve.pages import Pages
from cxcanvas.serve.readers import Site, asked
from cxcanvas.serve.workspace import Entry, Stamp, Unreadable, Workspace
from cxcanvas.store.reviews import log_path
from cxcanvas.store.watching import Watched

SECONDS = 0.4  # between two looks; a look at one file takes some microseconds
CALM = 2.0  # the same where every change is told of
MOST_READERS = 2000

#: Not views: only whether the file is in its place; and the file with what is said in its reviews.
PLACE = "place"
REVIEW = "review"
HERE: Stamp = (0, 0, 0, 0)

Shown = tuple[Entry, str]
#: What tells one state from another: the file's stamp, and that of its review log.
Looked = tuple[Stamp | None, tuple[int, ...]]


class Watch:
    """The open pages and the files they show."""

    def __init__(self, workspace: Workspace, pages: Pages, said: Callable[[Entry], str]) -> None:
        self._workspace = workspace
        self._pages = pages
        self._said = said
        self._open: defaultdict[Shown, set[Follow]] = defaultdict(set)
        self._stamps: dict[Shown, Looked] = {}
        self._task: asyncio.Task[None] | None = None
        self._told = asyncio.Event()
        self._watched: dict[Path, Watched] = {}

    @property
    def readers(self) -> int:
        """How many pages follow a file."""
        return sum(map(len, self._open.values()))

    async def add(self, reader: Follow, what: Shown) -> None:
        """Tell a page the version its file has now, and from now on each new one."""
        self._open[what].add(reader)
        self._stamps.setdefault(what, self._look(what))
        self._listen(what[0].path)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._follow())
        reader.tell(await self._news(what))

    def drop(self, reader: Follow, what: Shown) -> None:
        """The page was closed."""
        self._open[what].discard(reader)
        if not self._open[what]:
            del self._open[what]
            self._stamps.pop(what, None)
            path = what[0].path
            if all(entry.path != path for entry, _ in self._open):
                for one in _files(path):
                    if one in self._watched:
                        self._watched.pop(one).close()

    def close(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
        while self._watched:
            self._watched.popitem()[1].close()

    def _listen(self, path: Path) -> None:
        """Hear of what happens to a canvas, and to what is said of it."""
        loop = asyncio.get_running_loop()

        def hear() -> None:
            with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
                loop.call_soon_threadsafe(self._told.set)

        for one in _files(path):
            if one not in self._watched:
                self._watched[one] = Watched(one, hear)

    async def _rest(self) -> None:
        """Wait until there may be something to see."""
        sure = all(one.sure for one in self._watched.values()) and None not in self._stamps.values()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), CALM if sure else SECONDS)
        self._told.clear()
        for one in self._watched.values():
            one.renew()

    async def _follow(self) -> None:
        while self._open:
            await self._rest()
            for what in list(self._open):
                stamp = self._look(what)
                if stamp == self._stamps.get(what, stamp):
                    continue
                self._stamps[what] = stamp
                news = await self._news(what)
                for reader in list(self._open.get(what, ())):
                    reader.tell(news)

    def _look(self, what: Shown) -> Looked:
        entry, view = what
        try:
            stamp = self._workspace.stamp(entry)
        except Unreadable:
            return None, ()
        return (HERE, ()) if view == PLACE else (stamp, _log_stamp(entry))

    async def _news(self, what: Shown) -> str:
        entry, view = what
        moved = await asyncio.to_thread(self._workspace.moved, entry)
        if view == PLACE:
            return json.dumps({"version": "", "problem": self._missed(entry), "moved": moved})
        if view == REVIEW:
            version = await asyncio.to_thread(self.version, entry)
            return json.dumps({"version": version, "problem": "", "moved": moved})
        page = await self._pages.page(entry, view)
        return json.dumps({"version": page.version, "problem": page.problem, "moved": moved})

    def version(self, entry: Entry) -> str:
        """A word for what a page of a review shows: it differs where the concept or anything that was said does."""
        looked = self._look((entry, REVIEW))[0]
        return sha256(f"{looked}{self._said(entry)}".encode()).hexdigest()[:16]

    def _missed(self, entry: Entry) -> str:
        try:
            self._workspace.stamp(entry)
        except Unreadable as error:
            return str(error)
        return ""


def _files(path: Path) -> tuple[Path, Path]:
    """A canvas and the log of its reviews, which are told of apart."""
    return path, log_path(path)


def _log_stamp(entry: Entry) -> tuple[int, ...]:
    try:
        found = os.stat(log_path(entry.path))
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


class Follow(WebSocketHandler):
    """`/c/NAME/events`: one open page. A socket, since a browser grants a host only six other open requests.

    Tornado refuses it to pages of another origin. It listens to nothing.
    """

    what: Shown | None = None

    def initialize(self, site: Site, watch: Watch) -> None:
        """Called by tornado with what the route was given."""
        self.site = site
        self.watch = watch

    async def get(self, address: str) -> None:
        """The handshake; what cannot be followed is refused before it."""
        if self.watch.readers >= MOST_READERS:
            raise web.HTTPError(503)
        entry, _ = asked(self.site.workspace, f"{address}/events")
        only = self.get_query_argument("only", "")
        self.what = (
            entry,
            only if only in (PLACE, REVIEW) else render.known(self.get_query_argument("view", "")),
        )
        await super().get(address)

    async def open(self, address: str) -> None:
        """Begin to follow."""
        if self.what is not None:
            await self.watch.add(self, self.what)

    def on_message(self, message: str | bytes) -> None:
        """Nothing is expected."""

    def on_close(self) -> None:
        """The page was closed."""
        if self.what is not None:
            self.watch.drop(self, self.what)

    def tell(self, news: str) -> None:
        """Send the newest version."""
        try:
            task = self.write_message(news)
            task.add_done_callback(lambda done: done.exception())  # a page that went meanwhile is no error
        except WebSocketClosedError:
            pass
