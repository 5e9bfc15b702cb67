"""`cxcanvas lab`: JupyterLab on a workspace."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from cxcanvas.errors import UsageError

# A concept is nobody else's business: no news, no look for updates, no list of extensions from outside.
QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


@click.command(
    name="lab",
    help="Open JupyterLab on a workspace (this folder, unless DIR says another).",
    epilog="Example: cxcanvas lab my-concepts",
)
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option("--port", type=click.IntRange(0, 65535), help="The port to answer on.")
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
def command(directory: Path, port: int | None, no_browser: bool) -> int:
    """Start JupyterLab and stay until it ends."""
    if find_spec("jupyterlab") is None:
        raise UsageError('JupyterLab is not installed here; install it with: pip install "cxcanvas[lab]"')
    if not directory.is_dir():
        raise UsageError(f"{directory}: there is no such folder")
    words = [sys.executable, "-m", "jupyterlab", *QUIET]
    words += [f"--port={port}"] if port is not None else []
    words += ["--no-browser"] if no_browser else []
    # In a container everybody is root; JupyterLab would refuse to start.
    words += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return follow([*words, str(directory)])


def follow(words: list[str]) -> int:
    """Run a program in the foreground; Ctrl-C reaches it too, so wait for its own good-bye."""
    with subprocess.Popen(words) as process:
        while True:
            try:
                status = process.wait()
                return 0 if status in (0, -2, 130) else 2
            except KeyboardInterrupt:
                continue
