"""`/health`: whether dashboards can really be shown, found out by showing one."""

from __future__ import annotations

import asyncio
import json
import time

from cxcanvas.places import example
from cxcanvas.serve.kernels import Kernels
from cxcanvas.serve.pages import Pages
from cxcanvas.serve.readers import Reads, Site
from cxcanvas.serve.workspace import Entry, Workspace
from cxcanvas.store.workspace import SUFFIX

KERNEL_SECONDS = 20.0


class Health(Reads):
    """A page is rendered and a kernel is there: 200. Otherwise 503, with the reason."""

    def initialize(self, site: Site, kernels: Kernels) -> None:  # type: ignore[override]  # what the route gives
        """Called by tornado with what the route was given."""
        super().initialize(site)
        self.kernels = kernels

    async def get(self) -> None:
        """The answer as JSON: `ok`, `reasons`, and what was tried."""
        started = time.perf_counter()
        reasons: list[str] = []
        shown, broken = await self._pages()
        if not shown:
            reasons.append(f"No page can be rendered: {broken[0] if broken else 'there is no canvas to try'}")
        trouble = await self.kernels.usable(KERNEL_SECONDS)
        if trouble:
            reasons.append(trouble)
        answer = {
            "ok": not reasons, "reasons": reasons, "rendered": shown, "broken": broken[:20],
            "live": self.kernels.live, "room": max(0, self.kernels.most_live - self.kernels.live),
            "milliseconds": round((time.perf_counter() - started) * 1000, 1),
        }  # fmt: skip
        self.set_status(503 if reasons else 200)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(answer))

    head = get

    async def _pages(self) -> tuple[str, list[str]]:
        """The first concept that can be shown (else the example that comes along), and those that cannot."""
        broken: list[str] = []
        for entry in await asyncio.to_thread(self.site.workspace.concepts):
            page = await self.site.pages.page(entry, "")
            if not page.problem:
                return entry.name, broken
            broken.append(page.problem)
        if not self.site.workspace.root.is_dir():
            return "", ["The workspace is no longer there."]
        trial = await _example()
        return ("" if trial else "the example"), broken or [trial]


async def _example() -> str:
    """Render the canvas that comes with cxcanvas; empty, or the sentence why that failed."""
    path = example()
    pages = Pages(Workspace(path.parent))
    try:
        return (await pages.page(Entry(path.name.removesuffix(SUFFIX), path), "canvas")).problem
    finally:
        pages.close()
