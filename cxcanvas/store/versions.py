"""Which version of a canvas file this is, in words, as far as git knows."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from pathlib import Path
from typing import Final

from cxcanvas.store.git import Refusal, git
from cxcanvas.textfile.limits import LARGEST

LONGEST_SUBJECT: Final = 60

NO_GIT: Final = "No versions kept"
NOT_YET: Final = "No version kept yet"

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_words(path: Path) -> str:
    """The version of a file: "As in the version of 28 Oct 2026: “Add the care call”", "Changed since … (3 lines)".

    Empty where git does not answer in time. Never raises.
    """
    try:
        path = Path(os.path.realpath(path))
        if git(path.parent, "rev-parse", "--is-inside-work-tree").strip() != b"true":
            return NO_GIT
        told = git(path.parent, "log", "-1", "--no-show-signature", "--format=%cs%x00%s", "--", path.name)
        if not told.strip():
            return NOT_YET
        date, _, subject = told.decode("utf-8", "replace").strip("\n").partition("\0")
        now = path.read_bytes() if path.stat().st_size <= LARGEST else b""
        before = git(path.parent, "cat-file", "blob", f"HEAD:./{path.name}")
    except FileNotFoundError as error:
        return NO_GIT if error.filename == "git" else ""
    except Refusal as refusal:
        if refusal.failed == "trust":
            return "Git does not trust this folder"
        # No version at all yet, or none of this file.
        return NOT_YET if refusal.failed in ("log", "cat-file") else NO_GIT
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    lines, moved = _changed(before, now)
    if moved:
        return f"Lines moved since {day_in_words(date)}"
    if lines:
        return f"Changed since {day_in_words(date)} ({'1 line' if lines == 1 else f'{lines:,} lines'})"
    return f"As in the version of {day_in_words(date)}: “{_short(subject)}”"


def _changed(before: bytes, now: bytes) -> tuple[int, bool]:
    """How many lines differ, wherever they stand; and whether there are only moved ones."""
    old, new = before.splitlines(), now.splitlines()  # line ends are git's affair
    if old == new:
        return 0, False
    one, other = Counter(old), Counter(new)
    lines = max((one - other).total(), (other - one).total())
    return lines, lines == 0


def day_in_words(date: str) -> str:
    """A day, YYYY-MM-DD, as people write it; as it is where it is none."""
    try:
        year, month, day = map(int, date.split("-"))
        return f"{day} {_MONTHS[month - 1]} {year}"
    except (ValueError, IndexError):
        return date[:20]


def _short(subject: str) -> str:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in subject).split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"
