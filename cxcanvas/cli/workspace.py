"""Making a workspace: a folder with a concept, its notebooks, and a git history to see changes in."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from cxcanvas import places
from cxcanvas.errors import StoreError

IGNORED = ".ipynb_checkpoints/\n__pycache__/\n"
# The first commit is ours, not the person's: their name, or the lack of one, is none of its business.
AUTHOR = ("-c", "user.name=cxcanvas", "-c", "user.email=cxcanvas@localhost", "-c", "commit.gpgsign=false")


def make_demo(directory: Path) -> bool:
    """Put the worked example and the notebooks into a folder; True when it is new.

    Nothing that is there is overwritten, so that a second run goes on where the first ended.
    """
    canvas = directory / places.example().name
    if canvas.exists():
        return False
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for notebook in sorted(places.shipped("notebooks").glob("*.ipynb")):
            keep_or_copy(notebook, directory / notebook.name)
        keep_or_copy(places.example(), canvas)
    except OSError as error:
        raise StoreError(f"{directory}: the workspace cannot be made there ({error.strerror})") from error
    begin_history(directory)
    return True


def keep_or_copy(source: Path, target: Path) -> None:
    """Copy a file unless one of that name is there."""
    if not target.exists():
        shutil.copyfile(source, target)


def begin_history(directory: Path) -> None:
    """Let git watch the folder, if git is there and does not watch it already; else do without."""
    if not shutil.which("git") or watched(directory):
        return
    ignore = directory / ".gitignore"
    if not ignore.exists():
        ignore.write_text(IGNORED, encoding="utf-8")
    for words in (("init", "-q"), ("add", "."), (*AUTHOR, "commit", "-q", "-m", "The worked example")):
        if not git(directory, *words):
            return


def watched(directory: Path) -> bool:
    """Whether a git repository holds this folder and does not ignore it."""
    inside = git(directory, "rev-parse", "--is-inside-work-tree")
    return inside and not git(directory, "check-ignore", "-q", ".")


def git(directory: Path, *words: str) -> bool:
    """Run git in the folder, silently; whether it went well."""
    # Called from a git hook, git's own variables would point at another repository.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(directory), *words]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, env=environment)
    return done.returncode == 0
