"""The workspace's notebooks as dashboards: Voilà's page, hardened, with sentences instead of tracebacks."""

from __future__ import annotations

import logging
from typing import Any

import nbformat
from tornado import web
from tornado.iostream import StreamClosedError
from voila.tornado.handler import TornadoVoilaHandler

from .http import HEADERS, Sentence, say, still_policy
from .kernels import HANDED, Kernels, NoKernel, NoRoom
from .readers import Site
from .tabs import Tabs
from .workspace import Entry

log = logging.getLogger("cxcanvas.serve")
# A notebook may do what its author wants inside the page, but nothing that leaves this server.
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'; object-src 'none'"
)
MOST_BYTES = 50_000_000


class Notebook(TornadoVoilaHandler):  # type: ignore[misc]
    """`/voila/render/PATH`: a notebook of the workspace, run for whoever opens it."""

    def initialize(self, site: Site, tabs: Tabs, **given: Any) -> None:
        """Called by tornado with what the route was given."""
        super().initialize(**given)
        self.site = site
        self.tabs = tabs
        self.kernel = ""
        self.gone = False

    def set_default_headers(self) -> None:
        """The headers of every answer."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", still_policy())

    @web.authenticated
    async def get(self, path: str = "") -> None:
        """Run it and send what it shows, cell by cell."""
        entry = self.site.workspace.notebook(path)
        if entry is None:
            raise Sentence(
                404,
                f"There is no notebook called “{path[:120]}” in this workspace; the list shows what there is.",
            )
        _readable(entry)
        kernels: Kernels = self.kernel_manager
        assert self.xsrf_token  # sets the cookie without which the page could not end its kernel
        try:
            kernels.admit()
        except NoRoom as error:
            raise Sentence(503, str(error)) from None
        handed = HANDED.set(self._own)
        try:
            async for html in self.get_generator(path=entry.name):
                if not self._headers_written:
                    self.set_header("Content-Security-Policy", POLICY)
                self.write(html)
                await self.flush()
        except StreamClosedError:
            log.debug("The reader of %s left", entry.name)
        except NoRoom as error:  # many came at once
            raise Sentence(503, str(error)) from None
        except NoKernel as error:
            log.warning("No kernel for %s: %s", entry.name, error)
            raise Sentence(
                503, "This notebook needs a kernel, and none could be started; the server's log says more."
            ) from error
        finally:
            HANDED.reset(handed)
        if self.kernel and not self.gone:
            self.tabs.expect(self.kernel)

    def on_connection_close(self) -> None:
        """The reader left before the page was whole."""
        super().on_connection_close()
        self.gone = True
        if self.kernel:
            self.tabs.leave(self.kernel)

    def _own(self, kernel_id: str) -> None:
        self.kernel = kernel_id
        if self.gone:
            self.tabs.leave(kernel_id)

    def write_error(self, status_code: int, **given: Any) -> None:
        """A sentence; what went wrong is in the server's log only."""
        error = given.get("exc_info", (None, None))[1]
        if isinstance(error, Sentence):
            sentence = error.sentence
        else:
            sentence = "This notebook could not be shown. Open it in JupyterLab to see why; the server's log says more."
        say(self, status_code, "That did not work", sentence)


def _readable(entry: Entry) -> None:
    """Refuse a file that is no notebook before a kernel is started for it."""
    try:
        if entry.path.stat().st_size > MOST_BYTES:
            raise Sentence(500, f"“{entry.name}” is too large to be shown.")
        nbformat.read(entry.path, as_version=4)
    except Sentence:
        raise
    except Exception as error:  # nbformat raises a dozen kinds for a broken file
        said = f"“{entry.name}” is not a notebook that can be read ({type(error).__name__}). Open it in JupyterLab, or take it from the repository again."
        raise Sentence(500, said) from error
