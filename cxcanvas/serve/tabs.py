"""Which pages are open on which kernel: a kernel without a page ends, a page without its kernel is told."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import defaultdict

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from cxcanvas.serve.kernels import Kernels

FIRST_SECONDS = 45.0  # until a page that was sent must have come back
GRACE_SECONDS = 15.0  # a line that broke may come back
EDIT_SECONDS = 120.0  # the same for somebody who works: a machine that slept for a moment finds all as it was


class Tabs:
    """The open pages of each kernel."""

    def __init__(self, kernels: Kernels, edit: bool = False) -> None:
        self._kernels = kernels
        self._grace = EDIT_SECONDS if edit else GRACE_SECONDS
        self._open: defaultdict[str, set[Tab]] = defaultdict(set)
        kernels.on_end(self._ended)

    def expect(self, kernel_id: str) -> None:
        """A page of this kernel has been sent; without it, the kernel ends."""
        asyncio.get_running_loop().call_later(FIRST_SECONDS, self._check, kernel_id)

    def leave(self, kernel_id: str) -> None:
        """The page was gone before it was whole; nobody else knows this kernel."""
        self._check(kernel_id)

    def add(self, tab: Tab, kernel_id: str) -> None:
        """The page is open."""
        self._open[kernel_id].add(tab)

    def drop(self, tab: Tab, kernel_id: str, left: bool) -> None:
        """The page is left, or its line is lost."""
        self._open[kernel_id].discard(tab)
        if not self._open[kernel_id]:
            del self._open[kernel_id]
            asyncio.get_running_loop().call_later(0 if left else self._grace, self._check, kernel_id)

    def _check(self, kernel_id: str) -> None:
        if kernel_id not in self._open and self._kernels.serves(kernel_id):
            asyncio.get_running_loop().create_task(self._kernels.end(kernel_id))

    def _ended(self, kernel_id: str, sentence: str) -> None:
        for tab in list(self._open.get(kernel_id, ())):
            tab.tell(sentence)


class Tab(WebSocketMixin, WebSocketHandler, JupyterHandler):  # type: ignore[misc]
    """`/cx/tab/KERNEL`: open as long as a live page is."""

    kernel = ""
    left = False

    def initialize(self, tabs: Tabs) -> None:
        """Called by tornado with what the route was given."""
        self.tabs = tabs

    def set_default_headers(self) -> None:
        """A socket has none."""

    def open(self, kernel_id: str) -> None:
        """The page is open."""
        super().open(kernel_id)
        self.kernel = kernel_id
        if self.kernel_manager.serves(kernel_id):
            self.tabs.add(self, kernel_id)
        else:
            self.tell("This live page has ended; load it again to go on. What was saved is in the file.")

    def on_message(self, message: str | bytes) -> None:
        """A page that is left says so, as its last word; whatever else it says is passed over."""
        self.left = message == "left"

    def on_close(self) -> None:
        """The page was closed."""
        self.tabs.drop(self, self.kernel, self.left)

    def tell(self, sentence: str) -> None:
        """Say on the page that its kernel is gone."""
        with contextlib.suppress(WebSocketClosedError):
            self.write_message(json.dumps({"ended": sentence})).add_done_callback(
                lambda done: done.exception()
            )
