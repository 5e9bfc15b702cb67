"""A line between a page and its kernel stays as long as somebody answers at the other end."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from jupyter_server.base.websocket import WebSocketMixin
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

from cxcanvas.serve.server import PINGS
from tests.keeping import in_a_loop

#: How much faster than in earnest.
FASTER = 200


class Line(WebSocketMixin, WebSocketHandler):  # type: ignore[misc]
    """A line as those of the server are, that counts its answers."""

    def prepare(self) -> None:
        """Anybody may come."""

    @property
    def log(self) -> Any:
        return self.settings["log"]

    @property
    def allow_origin(self) -> str:
        return "*"

    def on_message(self, message: str | bytes) -> None:
        """Nothing is said here."""

    def on_pong(self, data: bytes) -> None:
        super().on_pong(data)
        self.settings["pongs"].put_nowait("answered")

    def on_close(self) -> None:
        self.settings["pongs"].put_nowait("closed")


async def heard(count: int) -> list[str]:
    """What becomes of a line whose page answers."""
    pongs: asyncio.Queue[str] = asyncio.Queue()
    faster: dict[str, Any] = {name: value / FASTER for name, value in PINGS.items()}
    app = Application([("/", Line)], pongs=pongs, log=logging.getLogger("line"), **faster)
    socket, port = bind_unused_port()
    server = HTTPServer(app)
    server.add_sockets([socket])
    line = await websocket_connect(f"ws://127.0.0.1:{port}/")
    try:
        return [await asyncio.wait_for(pongs.get(), 20) for _ in range(count)]
    finally:
        line.close()
        server.stop()


def test_a_line_that_answers_stays() -> None:
    assert in_a_loop(heard(5)) == ["answered"] * 5
