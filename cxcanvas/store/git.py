"""Asking git, so that a workspace that came from anyone starts no program and fetches nothing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from cxcanvas.errors import StoreError

#: Seconds that git may take for one answer.
SECONDS: Final = 3.0
#: Seconds that git may take to walk a long history.
PATIENCE: Final = 20.0

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


def command(*words: str) -> list[str]:
    """The words of a git command, with what keeps a repository's settings from starting anything."""
    return [*_SAFE, *words]


#: Which repository and index a hook that git has started is about.
_OF_A_HOOK: Final = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
)  # fmt: skip


def surroundings(hook: bool = False) -> dict[str, str]:
    """The environment that git is started in: it asks nobody, fetches nothing, and speaks English.

    In a `hook`, git has said which repository and which index it is about.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or (hook and name in _OF_A_HOOK)
    }
    return environment | {
        "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
    }  # fmt: skip


def git(folder: Path, *words: str, seconds: float = 0, told: bytes = b"", hook: bool = False) -> bytes:
    """What git answers in a folder, told something or nothing; Refusal in words where it does not.

    Raises FileNotFoundError where there is no git, subprocess.TimeoutExpired where it takes too long.
    """
    done = subprocess.run(
        command(*words), cwd=folder, env=surroundings(hook), input=told, capture_output=True, timeout=seconds or SECONDS
    )  # fmt: skip
    if done.returncode == 0:
        return done.stdout
    raise _refusal(folder, words[0], done.stderr.decode("utf-8", "replace").strip())


def asked(folder: Path, *words: str, told: bytes = b"", hook: bool = False) -> bytes:
    """The same, with patience, and StoreError in words for whatever goes wrong."""
    try:
        return git(folder, *words, seconds=PATIENCE, told=told, hook=hook)
    except FileNotFoundError as error:
        if error.filename != "git":
            raise StoreError(f"{folder} is not there", "there is no such folder") from None
        raise StoreError("git is not installed here, and keeps the earlier versions") from None
    except subprocess.TimeoutExpired:
        raise StoreError(f"git did not answer within {PATIENCE:g} seconds") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"git could not be asked: {error}") from None


def _refusal(folder: Path, failed: str, said: str) -> Refusal:
    if "not a git repository" in said or "cannot use bare repository" in said:
        return Refusal(f"{folder} is in no git repository", "no versions are kept here", "repository")
    if "dubious ownership" in said:
        return Refusal(
            "git does not trust this folder: it belongs to somebody else",
            "git does not trust this folder",
            "trust",
        )
    told = said.partition("\n")[0].removeprefix("fatal: ") or "it gave no reason"
    return Refusal(f"git refused: {told}", told, failed)
