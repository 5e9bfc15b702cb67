"""The server: Voilà with addresses of its own, and without those that the dashboards do not need."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import webbrowser
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import tornado.web
from jupyter_server import DEFAULT_STATIC_FILES_PATH
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from traitlets.config import Config
from voila.app import Voila
from voila.paths import collect_static_paths, collect_template_paths
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler
from voila.utils import get_page_config

from cxcanvas import session
from cxcanvas.errors import UsageError
from cxcanvas.serve.assets import Asset, Shelf
from cxcanvas.serve.changes import ACTS, Change
from cxcanvas.serve.desks import Desks
from cxcanvas.serve.events import Follow, Watch
from cxcanvas.serve.health import Health
from cxcanvas.serve.http import HEADERS
from cxcanvas.serve.index import Index, Notices
from cxcanvas.serve.inside import READ_ONLY
from cxcanvas.serve.kernels import Kernels
from cxcanvas.serve.limits import Limits
from cxcanvas.serve.live import Live
from cxcanvas.serve.notebooks import Notebook
from cxcanvas.serve.pages import Pages
from cxcanvas.serve.past import Past
from cxcanvas.serve.readers import Concept, Nothing, Site, Stranger
from cxcanvas.serve.reviews import ReviewPage
from cxcanvas.serve.room import ROUTES
from cxcanvas.serve.tabs import Tab, Tabs
from cxcanvas.serve.template import template_folder
from cxcanvas.serve.who import Door
from cxcanvas.serve.workspace import Workspace
from cxcanvas.store.invites import Codes

log = logging.getLogger("cxcanvas.serve")
PORT = 8866
HOST = "127.0.0.1"
KERNEL_ID = r"(?P<kernel_id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
PLAIN_ID = KERNEL_ID.replace("?P<kernel_id>", "")
# What a page may send to its kernel. Everything else, running code above all, is dropped.
MESSAGES = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]
LIVE_EXTENSIONS = ("@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget")
# MathJax would come from another host.
OFFLINE = {
    "disabledExtensions": ["@jupyterlab/mathjax2-extension"],
    "fullMathjaxUrl": "",
    "mathjaxConfig": "",
}


class KernelState(KernelHandler):  # type: ignore[misc]
    """`/api/kernels/ID`: whether the page's kernel is there; it cannot be ended here."""

    SUPPORTED_METHODS = ("GET",)


#: Milliseconds between two pings of a line, and after which one that does not answer is given up. A line counts as
#: answered when it is opened: as long as an interval, or shorter, the second would end each before its first ping.
PINGS: Final = {"ws_ping_interval": 20_000, "ws_ping_timeout": 50_000}


class KernelLine(VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """`/api/kernels/ID/channels`: Voilà's line between a page and its kernel."""

    def write_message(self, message: bytes | dict[str, Any], binary: bool = False) -> Any:
        """Pass a message on; that the page went meanwhile is no error."""
        sent = super().write_message(message, binary)
        if sent is not None:
            sent.add_done_callback(lambda done: done.cancelled() or done.exception())
        return sent


class Dashboards(Voila):  # type: ignore[misc]
    """Voilà on a workspace of canvases."""

    edit = False

    def begin(self, directory: Path, edit: bool) -> None:
        """Set up everything but the port."""
        self.edit = edit
        # A file that lies in the workspace must not open what is closed here.
        self.config_file_paths: list[str] = []
        self.root_dir = str(directory)
        self.update_config(_config())
        self.initialize([])
        self.log.addFilter(_unsaid)
        self.connection_dir = tempfile.mkdtemp(prefix="cxcanvas-")
        self.app = tornado.web.Application(default_handler_class=Stranger, **self.init_settings())
        self.kernel_manager.allowed_message_types = MESSAGES
        if not edit:
            self.kernel_manager.environment = {session.READ_ONLY: READ_ONLY}
        self.app.add_handlers(_own_names(), self.init_handlers())

    def setup_template_dirs(self) -> None:
        """Our own template first, then what it is built on; found without being installed."""
        self.template_paths = [
            str(template_folder()),
            *collect_template_paths(["voila", "nbconvert"], "lab", prune=True),
        ]
        self.static_paths = [
            *collect_static_paths(["voila", "nbconvert"], "lab", prune=True),
            DEFAULT_STATIC_FILES_PATH,
        ]

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings, with ours."""
        settings: dict[str, Any] = super().init_settings()
        settings |= {
            "headers": dict(HEADERS),
            "compress_response": False,
            **PINGS,
        }
        # Who may ask is seen to by the host names.
        settings |= {"log_function": lambda _: None, "allow_remote_access": True}
        return settings

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Every address there is. What is not listed here does not exist."""
        workspace = Workspace(Path(self.root_dir))
        desks = Desks(self.edit, workspace)
        self.pages = Pages(workspace, self.edit, desks.note)
        self.watch = Watch(workspace, self.pages, desks.heads)
        self.past = Past(desks.judged)
        site = Site(workspace, self.pages, self.edit, self.past)
        tabs = Tabs(self.kernel_manager, self.edit)
        shelf = Shelf()
        notices = Notices()
        review = {
            "site": site, "desks": desks, "door": Door.of(workspace.root), "limits": Limits(), "notices": notices, "watch": self.watch, "codes": Codes(),
        }  # fmt: skip
        notebook = {
            "site": site, "tabs": tabs, "template_paths": self.template_paths, "config": self.config,
            "voila_configuration": self.voila_configuration,
        }  # fmt: skip
        return [
            (r"/", Index, {"site": site, "notices": notices}),
            (rf"/concepts/({'|'.join(ACTS)})", Change, {"site": site, "notices": notices}),
            (r"/health", Health, {"site": site, "kernels": self.kernel_manager}),
            (r"/c/(.+)/events", Follow, {"site": site, "watch": self.watch}),
            (r"/c/(.+)/live", Live, {"site": site, "tabs": tabs, "page_config": self._live_config()}),
            (r"/c/(.+)/review(?:/([0-9a-f]{6,64}))?(/record(?:\.md)?)?", ReviewPage, review),
            *((address, handler, review) for address, handler in ROUTES),
            (r"/c/(.+)", Concept, {"site": site}),
            (rf"/cx/tab/{PLAIN_ID}", Tab, {"tabs": tabs}),
            (r"/voila/render/(.+)", Notebook, notebook),
            (rf"/api/kernels/{KERNEL_ID}", KernelState),
            (rf"/api/kernels/{KERNEL_ID}/channels", KernelLine),
            (rf"/voila/api/shutdown/{PLAIN_ID}", VoilaShutdownKernelHandler),
            (r"/voila/templates/cxcanvas/static/(.+)", Asset, {"roots": self.static_paths, "shelf": shelf}),
            (r"/voila/static/(.+)", Asset, {"roots": self.static_paths, "shelf": shelf}),
            (r"/voila/labextensions/(.+)", Asset, {"roots": self.labextensions_path, "shelf": shelf}),
            (r"/voila/api/themes/(.+)", Asset, {"roots": [self.themes_dir], "shelf": shelf}),
            (r".*", Nothing),
        ]

    def _live_config(self) -> dict[str, Any]:
        """What Voilà's script on a live page is told: only the extensions that the board needs."""
        settings = {"base_url": self.base_url, "settings": {}, "log": self.log}
        config: dict[str, Any] = get_page_config(voila_configuration=self.voila_configuration, **settings)
        wanted = [each for each in config["federated_extensions"] if each["name"] in LIVE_EXTENSIONS]
        return config | {"federated_extensions": wanted, "jupyterLabTheme": "light", **OFFLINE}

    async def run(self, port: int | None, browser: bool, concept: str = "") -> None:
        """Serve until asked to stop; then leave nothing behind."""
        stop = asyncio.Event()
        _on_signals(stop)
        asyncio.get_running_loop().set_exception_handler(_beside)
        server = HTTPServer(self.app, max_buffer_size=20_000_000, xheaders=False)
        try:
            self.port = _bind(server, port)
            address = f"http://{HOST}:{self.port}/"
            print(f"cxcanvas serves {self.root_dir} at {address}  (Ctrl-C stops)", flush=True)
            if concept:
                address += f"c/{quote(concept)}" + ("/live" if self.edit else "")
                print(f"The {'studio' if self.edit else 'page'} of {concept}: {address}", flush=True)
            if browser:
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
            await self.pages.begin()
            self.kernel_manager.fill()
            await stop.wait()
        finally:
            server.stop()
            self.watch.close()
            self.pages.close()
            self.past.close()
            await self.kernel_manager.shutdown_all()
            await server.close_all_connections()
            shutil.rmtree(self.connection_dir, ignore_errors=True)


def serve(directory: Path, port: int | None, *, edit: bool, browser: bool, concept: str = "") -> int:
    """Run the dashboards of a folder; gives the exit status."""
    if not directory.is_dir():
        raise UsageError(f"{directory} is not a folder; name the folder that holds the canvases")
    dashboards = Dashboards.instance(log_level=logging.ERROR)
    try:
        dashboards.begin(directory.resolve(), edit)
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(dashboards.run(port, browser, concept))
    finally:
        Dashboards.clear_instance()
    return 0


def _unsaid(record: logging.LogRecord) -> bool:
    """Why no kernel could be started is said by us, in a sentence; not by the library, with its insides."""
    return "jupyter_client" not in Path(record.pathname).parts


def _beside(_: asyncio.AbstractEventLoop, found: dict[str, Any]) -> None:
    """What went wrong where nobody waited for it: a line."""
    error = found.get("exception")
    log.warning("%s: %s", found.get("message", "Something went wrong"), str(error) or type(error).__name__)


def _config() -> Config:
    page = {
        "template": "cxcanvas", "theme": "light", "strip_sources": True, "show_tracebacks": False,
        "file_allowlist": [], "allow_template_override": "NO", "allow_theme_override": "NO",
        "multi_kernel_manager_class": Kernels, "preheat_kernel": False, "progressive_rendering": False,
        "extension_language_mapping": {}, "http_header_envs": [], "page_config_hook": _page_config,
        "extension_denylist": ["@jupyter-notebook/lab-extension"],  # needs parts of Notebook that are not in the page
    }  # fmt: skip
    cells = {"cell_error_instruction": "Open the notebook in JupyterLab to see what went wrong."}
    kernels: dict[str, Any] = {
        "cull_interval": 30,
        "cull_idle_timeout": 300,
        "cull_connected": False,
        "buffer_offline_messages": False,
    }
    if "transport_encryption" in MappingKernelManager.class_trait_names():
        kernels["transport_encryption"] = "auto"  # other users of the machine cannot listen in
    return Config({"VoilaConfiguration": page, "VoilaExecutor": cells, "MappingKernelManager": kernels})


def _page_config(page_config: dict[str, Any], **_: Any) -> dict[str, Any]:
    """What the script of a notebook's page is told besides."""
    return page_config | {"cxTabs": True, **OFFLINE}


def _own_names() -> str:
    """The names by which this server may be asked; a foreign page that points its own name here gets nothing."""
    more = [name for name in os.environ.get("CXCANVAS_HOSTS", "").split(",") if name]
    names = "|".join(
        name.strip().replace(".", r"\.") for name in ["localhost", "127.0.0.1", r"\[::1\]", *more]
    )
    return rf"(?i:{names})$"


def _bind(server: HTTPServer, port: int | None) -> int:
    """Take the port that was asked for, or the first free one."""
    for each in [port] if port is not None else range(PORT, PORT + 50):
        try:
            sockets = bind_sockets(each, HOST, reuse_port=False)
        except (OSError, OverflowError) as error:
            reason = error
            continue
        server.add_sockets(sockets)
        return int(sockets[0].getsockname()[1])
    if port is None:
        raise UsageError(f"no port from {PORT} to {PORT + 49} is free; name one with --port")
    raise UsageError(
        f"port {port} cannot be used ({getattr(reason, 'strerror', None) or reason}); name another with --port, or none to have one chosen"
    )


def _on_signals(stop: asyncio.Event) -> None:
    """Ctrl-C and a polite request to end: stop serving."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
        else:
            loop.add_signal_handler(number, stop.set)
