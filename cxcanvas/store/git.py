"""Asking git, so that a workspace that came from anyone starts no program and fetches nothing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from cxcanvas.errors import StoreError

#: Seconds that git may take for one answer.
SECONDS: Final = 3.0

_SAFE: Final = (
    "git", "--no-optional-locks", "--no-pager", "--literal-pathspecs",
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "protocol.allow=never",
    "-c", "safe.bareRepository=explicit", "-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8",
    "-c", "core.useReplaceRefs=false", "-c", "submodule.recurse=false", "-c", "trace2.eventTarget=0",
    "-c", "trace2.normalTarget=0", "-c", "trace2.perfTarget=0",
)  # fmt: skip


class Refusal(StoreError):
    """Git has nothing to say about it; `failed` is the command that it refused, `reason` why, in words."""

    def __init__(self, message: str, reason: str, failed: str) -> None:
        super().__init__(message, reason)
        self.failed = failed


def git(folder: Path, *words: str, seconds: float = 0) -> bytes:
    """What git answers in a folder; Refusal in words where it does not.

    Raises FileNotFoundError where there is no git, subprocess.TimeoutExpired where it takes too long.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
    }  # fmt: skip
    done = subprocess.run(
        [*_SAFE, *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds or SECONDS
    )  # fmt: skip
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip()
    if "not a git repository" in said or "cannot use bare repository" in said:
        raise Refusal(f"{folder} is in no git repository", "no versions are kept here", "repository")
    if "dubious ownership" in said:
        raise Refusal(
            "git does not trust this folder: it belongs to somebody else",
            "git does not trust this folder",
            "trust",
        )
    told = said.partition("\n")[0].removeprefix("fatal: ") or "it gave no reason"
    raise Refusal(f"git refused: {told}", told, words[0])
