"""Which files git treats as canvases: lines in a file of attributes, beside everybody else's."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from cxcanvas.store.disk import write_bytes
from cxcanvas.store.gitsetup.record import contents

#: What is put there: canvases by meaning; review logs grow at their end, on both sides.
LINES: Final = (
    "# Canvases are compared and merged by meaning, review logs keep both sides (cxcanvas git-install).",
    "*.cx.yaml diff=cxcanvas merge=cxcanvas",
    "*.reviews.jsonl merge=union",
)
_THEIRS: Final = re.compile(r"^(?!#)\S*\.cx\.yaml\s.*(?:\bdiff\b|\bmerge\b|\bbinary\b)")


def missing(path: Path) -> list[str]:
    """The lines that are not there yet."""
    there = set(_text(path).splitlines())
    return [line for line in LINES if line not in there]


def theirs(path: Path) -> str:
    """A line of somebody's own that says how canvases are compared or merged; "" where there is none."""
    return next((line for line in _text(path).splitlines() if line not in LINES and _THEIRS.match(line)), "")


def add(path: Path) -> None:
    """Put the missing lines at the end, where they count; nothing else changes."""
    text = _text(path)
    newline = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += newline
    _write(path, text + "".join(line + newline for line in missing(path)))


def remove(path: Path) -> None:
    """Take the lines away, and nothing else."""
    _write(path, "".join(line for line in _text(path).splitlines(keepends=True) if line.rstrip("\r\n") not in LINES))  # fmt: skip


def _text(path: Path) -> str:
    return os.fsdecode(contents(path) or b"")


def _write(path: Path, text: str) -> None:
    write_bytes(path, os.fsencode(text))
