"""The version that a review judges: kept in the log, else found again in git by its hash."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cxcanvas.canvas import Canvas
from cxcanvas.errors import CxError, ReviewError, StoreError
from cxcanvas.review.snapshot import content_hash
from cxcanvas.review.state import Snapshot
from cxcanvas.store.git import git
from cxcanvas.store.history import history
from cxcanvas.store.revisions import canvas_at

__all__ = ["reviewed", "revision_of", "user_name"]


def revision_of(path: Path, canvas: Canvas) -> str:
    """The git revision in which the file says what the canvas says; "" where there is none."""
    try:
        if content_hash(canvas_at(path.absolute().parent, "HEAD", path.name)) != content_hash(canvas):
            return ""
        return git(path.absolute().parent, "rev-parse", "HEAD").decode("ascii").strip()
    except (CxError, OSError, ValueError, subprocess.SubprocessError):
        return ""


def reviewed(snapshot: Snapshot, path: Path) -> Canvas:
    """The canvas that was judged: from the log, else from git's revision, if its hash is the same.

    Raises ReviewError where it is nowhere any more.
    """
    try:
        return snapshot.canvas()
    except ReviewError:
        found = _in_git(snapshot, path) if snapshot.revision else None
        if found is None:
            raise
        return found


def _in_git(snapshot: Snapshot, path: Path) -> Canvas | None:
    folder, names = path.absolute().parent, [path.name]
    try:
        names += [f"/{one.path}" for one in history(path).revisions if one.id == snapshot.revision]
    except StoreError:
        return None
    for name in names:
        try:
            canvas = canvas_at(folder, snapshot.revision, name)
        except CxError:
            continue
        if content_hash(canvas) == snapshot.hash:
            return canvas
    return None


def user_name(folder: Path) -> str:
    """Who works here: git's user.name, else the name of the account; "" where neither is known."""
    try:
        named = git(folder, "config", "user.name").decode("utf-8", "replace").strip()
    except (StoreError, OSError, subprocess.SubprocessError):
        named = ""
    if named:
        return named
    import getpass  # asks the system, and only where git does not know

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
