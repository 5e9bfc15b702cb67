"""Kernels for live pages: a few kept warm, never more than there is room for, each ends with its tab."""

from __future__ import annotations

import asyncio
import logging
import os
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

WARM = "__import__('cxcanvas.serve.inside', fromlist=['warm']).warm();"
KERNEL = "python3"
START_SECONDS = 60.0
REFILL_SECONDS = 1.5  # the page that took a kernel has the processor first
RETRY_SECONDS = 15.0

log = logging.getLogger("cxcanvas.serve")
# Who is told which kernel a notebook's page was given; Voilà's own page handler keeps it to itself.
HANDED: ContextVar[Callable[[str], None]] = ContextVar("HANDED", default=lambda _: None)
Listener = Callable[[str, str], None]


class NoRoom(Exception):
    """There are as many live pages as the server may have."""


class NoKernel(Exception):
    """A kernel could not be started; its text is a sentence."""


class Warm:
    """A kernel that has everything imported and waits for its page; with a line to talk to it."""

    def __init__(self, kernel_id: str, client: AsyncKernelClient) -> None:
        self.kernel_id = kernel_id
        self.client = client

    async def run(self, code: str, seconds: float = START_SECONDS) -> None:
        """Run something in it, unseen."""
        reply = await self.client.execute(code, silent=True, store_history=False, reply=True, timeout=seconds)
        if reply["content"]["status"] != "ok":
            content = reply["content"]
            raise NoKernel(
                f"A kernel started but is of no use: {content.get('ename')}: {content.get('evalue')}"
            )


class Kernels(AsyncMappingKernelManager):  # type: ignore[misc]
    """Voilà's kernels, with one pool for every page that runs Python.

    A pooled kernel has cxcanvas and the widgets imported and nothing else: which concept, whether it may
    be changed, and a notebook's folder and environment are handed over when its page connects. So a live
    page never shows a stale canvas, as a notebook that was run ahead would.
    """

    pool_size = 1
    most_live = int(os.environ.get("CXCANVAS_MOST_LIVE", "12"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.environment: dict[str, str] = {}  # what every notebook's kernel is told besides
        self._pool: deque[asyncio.Task[Warm]] = deque()
        self._pooled: set[str] = set()
        self._preparing: set[asyncio.Future[None]] = set()
        self._ended: list[Listener] = []
        self._claimed = 0
        self._closing = False
        self.trouble = ""

    # Who asks for a kernel

    async def start_kernel(
        self, *, kernel_id: str | None = None, path: str | None = None, **given: Any
    ) -> str:
        """A kernel for a notebook's page: a warm one where it fits, with the page's folder and environment."""
        own = HANDED.get()
        self.admit()
        given["env"] = {**given.get("env", os.environ), **self.environment}
        if kernel_id is not None or given.get("kernel_name") != KERNEL or not self._ready():
            if self.trouble and not self._ready():  # Voilà would wait for it for ever
                raise NoKernel(self.trouble)
            try:
                cold = str(await super().start_kernel(kernel_id=kernel_id, path=path, **given))
            except Exception as error:  # whatever it is, the page gets a sentence
                raise NoKernel(f"No kernel can be started: {str(error) or type(error).__name__}") from error
            own(cold)
            return cold
        warm = await self.take()
        own(warm.kernel_id)
        changed = {
            str(key): str(value) for key, value in given["env"].items() if os.environ.get(key) != value
        }
        folder = self.cwd_for_path(path or "")
        await warm.run(
            f"__import__('cxcanvas.serve.inside', fromlist=['settle']).settle({folder!r}, {changed!r});"
        )
        warm.client.stop_channels()
        return warm.kernel_id

    async def take(self) -> Warm:
        """The next warm kernel; waits for one that is starting. `NoRoom` or `NoKernel` when there is none."""
        self.admit()
        asyncio.get_running_loop().call_later(REFILL_SECONDS, self.fill)
        self._claimed += 1  # many who come at once are counted before their kernels have started
        try:
            while True:
                warm = await (self._pool.popleft() if self._pool else self._begun())
                if warm.kernel_id in self:  # it may have died while it waited
                    self._pooled.discard(warm.kernel_id)
                    return warm
        finally:
            self._claimed -= 1

    def admit(self) -> None:
        """Refuse when there are as many live pages as there may be."""
        if self.live >= self.most_live:
            raise NoRoom(
                f"All {self.most_live} live pages are in use. Reading needs none: what you see is the file as it is now. Try again in a minute."
            )

    @property
    def live(self) -> int:
        """How many kernels serve a page."""
        return len(set(self.list_kernel_ids()) - self._pooled) + self._claimed

    # The pool

    def fill(self) -> None:
        """Start kernels until the pool is full."""
        while not self._closing and len(self._pool) < self.pool_size:
            self._pool.append(self._begun())

    async def usable(self, seconds: float) -> str:
        """Whether a kernel can be started: empty, or the sentence why not. Waits for one that is starting."""
        starting = [task for task in self._pool if not task.done()]
        if starting and not self.trouble and not self._ready():
            done, _ = await asyncio.wait(starting, timeout=seconds)
            if not done:
                return f"A kernel has been starting for more than {seconds:.0f} s."
        return self.trouble

    def _begun(self) -> asyncio.Task[Warm]:
        task = asyncio.create_task(self._start())
        task.add_done_callback(self._started)
        return task

    def _ready(self) -> bool:
        return any(task.done() and not task.cancelled() and task.exception() is None for task in self._pool)

    def _started(self, task: asyncio.Task[Warm]) -> None:
        if task.cancelled() or self._closing:
            return
        error = task.exception()
        self.trouble = "" if error is None else str(error) or type(error).__name__
        if error is not None:
            if task in self._pool:
                self._pool.remove(task)
                log.warning("A kernel could not be started: %s", self.trouble)
            asyncio.get_running_loop().call_later(RETRY_SECONDS, self.fill)

    async def _start(self) -> Warm:
        kernel_id = ""
        try:
            # Its folder is the server's own: nothing that lies in the workspace can stand in for a module.
            kernel_id = str(await super().start_kernel(kernel_name=KERNEL, cwd=self.connection_dir or None))
            self._pooled.add(kernel_id)
            client = self.get_kernel(kernel_id).client()
            client.start_channels()
            warm = Warm(kernel_id, client)
            await self._prepared(warm)
        except Exception as error:
            self._pooled.discard(kernel_id)
            if kernel_id in self:
                await super().shutdown_kernel(kernel_id, now=True)
            if isinstance(error, NoKernel):
                raise
            raise NoKernel(f"No kernel can be started: {str(error) or type(error).__name__}") from error
        self.add_restart_callback(kernel_id, lambda: self._died(kernel_id), "restart")
        return warm

    async def _prepared(self, warm: Warm) -> None:
        """Wait until it can be talked to and has imported everything; not when the server stops meanwhile."""

        async def prepare() -> None:
            await warm.client.wait_for_ready(timeout=START_SECONDS)
            await warm.run(WARM)

        if self._closing:
            raise NoKernel("The server is stopping.")
        preparing = asyncio.ensure_future(prepare())
        self._preparing.add(preparing)
        preparing.add_done_callback(self._preparing.discard)
        try:
            await preparing
        except asyncio.CancelledError:
            if self._closing:
                raise NoKernel("The server is stopping.") from None
            raise

    # How a kernel ends

    def on_end(self, listener: Listener) -> None:
        """Call this with the kernel's id and a sentence when one ends."""
        self._ended.append(listener)

    async def shutdown_kernel(self, kernel_id: str, *args: Any, **given: Any) -> None:
        """End a kernel; its page is told."""
        self._tell(
            kernel_id, "This live page has ended; load it again to go on. What was saved is in the file."
        )
        await super().shutdown_kernel(kernel_id, *args, **given)

    def serves(self, kernel_id: str) -> bool:
        """Whether this kernel is alive and belongs to a page."""
        return kernel_id in self and kernel_id not in self._pooled

    async def end(self, kernel_id: str) -> None:
        """End a kernel whose page is closed, if it has not ended by itself."""
        if self.serves(kernel_id):
            await self.shutdown_kernel(kernel_id)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """A kernel that waits for its page is meant to be idle."""
        if kernel_id not in self._pooled:
            await super().cull_kernel_if_idle(kernel_id)

    async def shutdown_all(self, now: bool = False) -> None:
        """End every kernel, also those that are starting."""
        self._closing = True
        for preparing in list(self._preparing):
            preparing.cancel()
        await asyncio.gather(*self._pool, return_exceptions=True)
        self._pool.clear()
        # A kernel that waits has nothing to put in order; one that is just starting would not listen.
        ends = (
            super(Kernels, self).shutdown_kernel(each, now=now or each in self._pooled)
            for each in self.list_kernel_ids()
        )
        await asyncio.gather(*ends, return_exceptions=True)

    def _died(self, kernel_id: str) -> None:
        """It has been started again by itself, but what its page knew is lost: end it."""
        self._tell(
            kernel_id,
            "The live part of this page stopped unexpectedly. Load the page again to go on; what was saved is in the file.",
        )
        if kernel_id in self:
            asyncio.get_running_loop().create_task(super().shutdown_kernel(kernel_id, now=True))

    def _tell(self, kernel_id: str, sentence: str) -> None:
        self._pooled.discard(kernel_id)
        for listener in self._ended:
            listener(kernel_id, sentence)
