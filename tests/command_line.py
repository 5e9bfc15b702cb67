"""Running the real command line, as a person or a script does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

Done = subprocess.CompletedProcess[str]


def cxcanvas(*words: str | Path, cwd: Path | None = None, **environment: str) -> Done:
    """One command, run to its end; what it said is text."""
    plain = {
        name: value for name, value in os.environ.items() if name not in ("CXCANVAS_DEBUG", "FORCE_COLOR")
    }
    return subprocess.run(
        [sys.executable, "-m", "cxcanvas", *map(str, words)],
        cwd=cwd,
        env={**plain, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
