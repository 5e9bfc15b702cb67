"""Which Chromium the browser tests use: the system's, else Playwright's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)

# The browser talks to our own server only: nothing it does of itself may leave the machine.
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def system() -> str | None:
    """The Chromium or Chrome of this machine (CXCANVAS_CHROMIUM says another), or None."""
    told = os.environ.get("CXCANVAS_CHROMIUM")
    if told:
        return told
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), next((p for p in PLACES if Path(p).exists()), None))


def launch_options() -> dict[str, object]:
    """The words for Playwright's `chromium.launch(**options)`; without a path it takes its own."""
    path = system()
    options: dict[str, object] = {"args": ARGS}
    return {**options, "executable_path": path} if path else options
