"""`/c/NAME/live`: readable at once like the page to read, then the board takes over when its kernel is ready."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from tornado import web
from tornado.iostream import StreamClosedError
from voila.execute import VoilaExecutor

from cxcanvas.serve import dress, render
from cxcanvas.serve.http import Sentence
from cxcanvas.serve.kernels import NoKernel, NoRoom, Warm
from cxcanvas.serve.markup import script_source
from cxcanvas.serve.readers import Site, asked
from cxcanvas.serve.running import Running
from cxcanvas.serve.tabs import Tabs
from cxcanvas.serve.workspace import Entry
from cxcanvas.store import Preferences

log = logging.getLogger("cxcanvas.serve")
NOTEBOOK = Path(__file__).parent / "files" / "live.ipynb"
WIDGET = "application/vnd.jupyter.widget-view+json"
FAILED = "The live part could not start. You are reading the file as it is now; the server's log says more."


def live_policy() -> str:
    """The policy of a live page: scripts of this server, the page's own one, and the board's module."""
    scripts = f"'self' blob: {script_source(dress.own('live.js'))}"
    return (
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'; "
        f"script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:"
    )


class Live(Running):
    """The live page of a concept."""

    failed = FAILED

    def initialize(self, site: Site, tabs: Tabs, **given: Any) -> None:
        """Called by tornado with what the route was given."""
        super().initialize(site, tabs)
        self.page_config: dict[str, Any] = given["page_config"]

    @web.authenticated
    async def get(self, address: str) -> None:
        """The page in two parts: the picture from the file, then Voilà's."""
        entry, action = asked(self.site.workspace, f"{address}/live")
        if action != "live":
            raise Sentence(404, "There is no page at this address; the list shows what there is.")
        asks = render.known(self.get_query_argument("view", ""))
        view, early = asks or render.VIEWS[0], asks or render.VIEWS[0]
        if self.site.edit:  # the studio opens as it was left, unless the address says a view
            view, early = asks, asks or await asyncio.to_thread(_last, entry)
        page = await self.site.pages.page(entry, early, "desk" if self.site.edit else "early")
        if page.problem:
            self.redirect(f"../{entry.name.rpartition('/')[2]}")
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", live_policy())
        assert self.xsrf_token  # sets the cookie without which the page could not end its kernel
        try:
            self.kernels.admit()
        except NoRoom as error:
            self.set_status(503)
            self.set_header("Retry-After", "60")
            self.finish(page.body + _ending(str(error)))
            return
        self.write(page.body)
        await self._flushed()
        async for part in self._voila(entry, view):
            self.write(part)
            await self._flushed()
        if self.kernel:
            self.tabs.expect(self.kernel)

    async def _flushed(self) -> None:
        with contextlib.suppress(
            StreamClosedError
        ):  # the reader left; `on_connection_close` sees to the kernel
            await self.flush()

    async def _voila(self, entry: Entry, view: str) -> AsyncIterator[bytes]:
        try:
            warm = await self.kernels.take()
        except (NoRoom, NoKernel) as error:
            log.warning("No live page for %s: %s", entry.name, error)
            yield _ending(str(error) if isinstance(error, NoRoom) else FAILED)
            return
        self.own(warm.kernel_id)
        if self.gone:
            return
        outputs = await self._run(warm, entry, view)
        warm.client.stop_channels()
        if not any(WIDGET in output.get("data", {}) for output in outputs):
            log.error("The live page of %s shows no board: %s", entry.name, outputs)
            await self.kernels.end(self.kernel)
            yield _ending(FAILED)
            return
        config = self.page_config | {"kernelId": self.kernel, "baseUrl": self.base_url}
        yield dress.fill(
            "voila.html", config=config, outputs=outputs, main=self.page_config["fullStaticUrl"] + "/voila.js"
        ).encode()

    async def _run(self, warm: Warm, entry: Entry, view: str) -> list[dict[str, Any]]:
        notebook = _notebook(str(entry.path), view, self.site.edit)
        executor = VoilaExecutor(notebook, km=self.kernels.get_kernel(warm.kernel_id), show_tracebacks=True)
        executor.kc = warm.client
        outputs: list[dict[str, Any]] = []
        for number, cell in enumerate(notebook.cells):
            try:
                await executor.async_execute_cell(cell, number, store_history=False)
            except Exception:  # whatever went wrong in there: the reader gets a sentence, the log the rest
                log.exception("The live page of %s", entry.name)
                return []
            outputs.extend({**output, "trusted": True} for output in cell.outputs)
        return outputs


def _last(entry: Entry) -> str:
    """The views that the studio of a concept showed last."""
    liked = Preferences.load(entry.path)
    shown = dict.fromkeys(view for view in (liked.view, liked.beside) if render.known(view))
    return " ".join(shown) or render.VIEWS[0]


def _notebook(path: str, view: str, edit: bool) -> Any:
    """The bundled notebook with this page's values in the cell tagged `parameters`."""
    notebook = nbformat.from_dict(json.loads(_source()))
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            cell.source = f"path, view, edit = {path!r}, {view!r}, {edit!r}"
    return notebook


@cache
def _source() -> str:
    return NOTEBOOK.read_text("utf-8")


def _ending(sentence: str) -> bytes:
    return dress.fill("ending.html", sentence=sentence).encode()
