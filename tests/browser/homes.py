"""The homes of a board, started for a test: JupyterLab and Notebook in one server, Voilà in another."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError

from cxcanvas import places

PATIENCE = 90  # seconds a server may take to answer for the first time, on two busy cores

NEWS = {"fetchNews": "false", "checkForUpdates": False}


@dataclass(frozen=True)
class Home:
    """A running server and the folder it serves."""

    address: str
    folder: Path
    log: Path


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def notebook(*cells: str, prose: str = "") -> str:
    """The text of a notebook with these code cells, below some prose if there is any."""
    made: list[dict[str, object]] = []
    if prose:
        made.append(
            {
                "cell_type": "markdown",
                "id": "prose",
                "metadata": {},
                "source": prose.splitlines(keepends=True),
            }
        )
    made += [
        {
            "cell_type": "code",
            "id": f"cell-{place}",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": source,
        }
        for place, source in enumerate(cells)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


def environment(folder: Path) -> dict[str, str]:
    """The environment of a server that reads nobody's settings and keeps its own in a folder of the test."""
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(NEWS))
    template = folder / "data" / "voila" / "templates" / "cxcanvas"  # the clone's, whatever is installed
    shutil.copytree(places.shipped("templates/voila/cxcanvas"), template, dirs_exist_ok=True)
    own = {
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_RUNTIME_DIR": folder / "run",
        "JUPYTERLAB_SETTINGS_DIR": folder / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
        "IPYTHONDIR": folder / "ipython",
    }
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY", "VOILA"))
    }
    # Python's frozen modules make its debugger warn into every kernel's output.
    return {**clean, **{name: str(path) for name, path in own.items()}, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


@contextmanager
def served(command: list[str], answers: str, folder: Path, state: Path) -> Iterator[Home]:
    """Run a server until the test is done with it; `answers` is an address that shows it is ready."""
    log = state / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(state), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        wait_for(answers, process, log)
        yield Home(answers.split("/", 3)[0] + "//" + answers.split("/", 3)[2], folder, log)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the address answers; fail with the server's own words when it ends or never does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except HTTPError:
            return
        except (URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.1)  # a server says nowhere that it listens; asking again is the only way
    raise AssertionError(f"no server at {address}:\n{log.read_text()[-3000:]}")


def jupyter(folder: Path, state: Path) -> list[str]:
    """The command that starts JupyterLab (and Notebook, which it serves too) on a folder."""
    port = free_port()
    return [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ServerApp.port_retries=0",
        "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", "--ServerApp.password=", f"--ServerApp.root_dir={folder}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=",
        "--ServerApp.jpserver_extensions={'jupyterlab': True, 'notebook': True}", "--LabApp.extension_manager=readonly",
    ]  # fmt: skip


def voila(folder: Path, name: str) -> list[str]:
    """The command that starts Voilà with the project's own page template on one notebook."""
    port = free_port()
    return [
        sys.executable, "-m", "voila", name, "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1", "--template=cxcanvas",
    ]  # fmt: skip


def address_of(command: list[str], path: str = "/") -> str:
    """Where a server of such a command listens."""
    port = next(word.removeprefix("--port=") for word in command if word.startswith("--port="))
    return f"http://127.0.0.1:{port}{path}"


def copy_example(example: Path, folder: Path, name: str) -> Path:
    """The worked concept under a name of its own, so that tests do not write to each other's file."""
    return Path(shutil.copy(example, folder / f"{name}.cx.yaml"))
