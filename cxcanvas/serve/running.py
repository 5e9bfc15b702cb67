"""What every page with a kernel behind it has in common: its headers, its sentences, and that its kernel ends with it."""

from __future__ import annotations

from typing import Any

from jupyter_server.base.handlers import JupyterHandler

from cxcanvas.serve.http import HEADERS, Sentence, led_on, say, still_policy
from cxcanvas.serve.kernels import Kernels
from cxcanvas.serve.readers import Site
from cxcanvas.serve.tabs import Tabs


class Running(JupyterHandler):  # type: ignore[misc]
    """A page that runs Python for whoever opens it."""

    #: What is said when something went wrong; why is in the server's log only.
    failed = "This could not be done; the server's log says more."

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

    @property
    def kernels(self) -> Kernels:
        """The server's kernels."""
        kernels: Kernels = self.kernel_manager
        return kernels

    def own(self, kernel_id: str) -> None:
        """This page was given a kernel; when the reader has left meanwhile, it ends."""
        self.kernel = kernel_id
        if self.gone:
            self.tabs.leave(kernel_id)

    def on_connection_close(self) -> None:
        """The reader left before the page was whole."""
        super().on_connection_close()
        self.gone = True
        if self.kernel:
            self.tabs.leave(self.kernel)

    def write_error(self, status_code: int, **given: Any) -> None:
        """A sentence."""
        if led_on(self, given):
            return
        error = given.get("exc_info", (None, None))[1]
        sentence = error.sentence if isinstance(error, Sentence) else self.failed
        say(self, status_code, "That did not work", sentence)
