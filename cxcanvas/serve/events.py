"""Tells open pages that their file has changed: one task looks at the files, however many read."""

from __future__ import annotations

import asyncio
import json
import os
from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256

from tornado import web
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from cxcanvas.serve import render
from cxcanvas.serve.pages import Pages
from cxcanvas.serve.readers import Site, asked
from cxcanvas.serve.workspace import Entry, Stamp, Unreadable, Workspace
from cxcanvas.store.reviews import log_path

SECONDS = 0.4  # between two looks; a look at one file takes some microseconds
MOST_READERS = 2000

#: Not views: only whether the file is in its place; and the file with what is said in its reviews.
PLACE = "place"
REVIEW = "review"
HERE: Stamp = (0, 0, 0, 0)

Watched = tuple[Entry, str]
#: What tells one state from another: the file's stamp, and that of its review log.
Looked = tuple[Stamp | None, tuple[int, ...]]


class Watch:
    """The open pages and the files they show."""

    def __init__(self, workspace: Workspace, pages: Pages, said: Callable[[Entry], str]) -> None:
        self._workspace = workspace
        self._pages = pages
        self._said = said
        self._open: defaultdict[Watched, set[Follow]] = defaultdict(set)
        self._stamps: dict[Watched, Looked] = {}
        self._task: asyncio.Task[None] | None = None

    @property
    def readers(self) -> int:
        """How many pages follow a file."""
        return sum(map(len, self._open.values()))

    async def add(self, reader: Follow, what: Watched) -> None:
        """Tell a page the version its file has now, and from now on each new one."""
        self._open[what].add(reader)
        self._stamps.setdefault(what, self._look(what))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._follow())
        reader.tell(await self._news(what))

    def drop(self, reader: Follow, what: Watched) -> None:
        """The page was closed."""
        self._open[what].discard(reader)
        if not self._open[what]:
            del self._open[what]
            self._stamps.pop(what, None)

    def close(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()

    async def _follow(self) -> None:
        while self._open:
            await asyncio.sleep(SECONDS)
            for what in list(self._open):
                stamp = self._look(what)
                if stamp == self._stamps.get(what, stamp):
                    continue
                self._stamps[what] = stamp
                news = await self._news(what)
                for reader in list(self._open.get(what, ())):
                    reader.tell(news)

    def _look(self, what: Watched) -> Looked:
        entry, view = what
        try:
            stamp = self._workspace.stamp(entry)
        except Unreadable:
            return None, ()
        return (HERE, ()) if view == PLACE else (stamp, _log_stamp(entry))

    async def _news(self, what: Watched) -> str:
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

    what: Watched | None = None

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
