"""The workspace's notebooks as dashboards: Voilà's page, hardened, with sentences instead of tracebacks."""

from __future__ import annotations

import logging

import nbformat
from tornado import web
from tornado.iostream import StreamClosedError
from voila.tornado.handler import TornadoVoilaHandler

from cxcanvas.serve.http import Sentence
from cxcanvas.serve.kernels import HANDED, NoKernel, NoRoom
from cxcanvas.serve.running import Running
from cxcanvas.serve.workspace import Entry

log = logging.getLogger("cxcanvas.serve")
# A notebook may do what its author wants inside the page, but nothing that leaves this server.
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'; object-src 'none'"
)
MOST_BYTES = 50_000_000


class Notebook(Running, TornadoVoilaHandler):  # type: ignore[misc]
    """`/voila/render/PATH`: a notebook of the workspace, run for whoever opens it."""

    failed = "This notebook could not be shown. Open it in JupyterLab to see why; the server's log says more."

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
        assert self.xsrf_token  # sets the cookie without which the page could not end its kernel
        try:
            self.kernels.admit()
        except NoRoom as error:
            raise Sentence(503, str(error)) from None
        handed = HANDED.set(self.own)
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
