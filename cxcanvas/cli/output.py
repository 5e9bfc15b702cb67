"""How commands speak: results on standard output, trouble on standard error, one line each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

COLOURS = {"error": "red", "warning": "yellow", "info": "blue", "good": "green", "quiet": "bright_black"}


def paint(text: str, tone: str) -> str:
    """The text in a colour, when someone sees it and has not asked for none (NO_COLOR)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return text if plain else click.style(text, fg=COLOURS[tone])


#: What a terminal obeys instead of showing, but for the colours of `paint`, line ends and tabs;
#: and what turns the direction of the text around.
_OBEYED = re.compile(
    "\x1b(?!\\[(?:0|3[0-7]|9[0-7])m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
#: What stands for a byte of a file's name that is no text; written out it is JSON, and whole.
_NO_TEXT = re.compile("[\ud800-\udfff]")


def harmless(text: str) -> str:
    """The text with what a terminal would obey written out: texts of a canvas may come from anyone."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def say(text: str = "") -> None:
    """A line of the answer."""
    click.echo(harmless(text))


def complain(text: str) -> None:
    """A line about trouble."""
    click.echo(harmless(text), err=True)


def print_json(document: Any) -> None:
    """One JSON document, and nothing else, on standard output."""
    import json  # not needed for what most commands say

    whole = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)  # before anything is written
    click.echo(_NO_TEXT.sub(lambda found: f"\\u{ord(found.group()):04x}", whole))


def place(path: Path | str, line: int | None, column: int | None = None) -> str:
    """`FILE:LINE:COLUMN`, which editors and terminals make clickable."""
    return f"{path}:{line or 1}:{column or 1}"


def columns(rows: Iterable[tuple[str, str]], indent: str = "  ") -> list[str]:
    """Rows of two cells with the second ones under each other, cut to the terminal's width."""
    listed = list(rows)
    left = max((len(first) for first, _ in listed), default=0)
    return [shorten(f"{indent}{first:<{left}}  {second}".rstrip()) for first, second in listed]


def shorten(text: str, width: int = 0) -> str:
    """The text on one line, ending in … where it would not fit."""
    flat = " ".join(text.split()) if "\n" in text else text
    limit = width or min(terminal_width(), 120)
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def terminal_width() -> int:
    """How wide the terminal is; 100 in a pipe."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
