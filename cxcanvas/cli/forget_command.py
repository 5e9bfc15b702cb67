"""`cxcanvas forget`: what undo remembers on the disk, removed."""

from __future__ import annotations

from pathlib import Path

import click

from cxcanvas.cli.output import say


@click.command(
    name="forget",
    help="Remove what undo remembers of canvases on the disk: steps, words that were deleted, and what an earlier "
    "session had not saved. The canvases stay as they are. A session that is open now forgets by its own button.",
    epilog="Example: cxcanvas forget care.cx.yaml",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(files: tuple[Path, ...]) -> int:
    """Forget; 1 where a session is at work and still remembers."""
    from cxcanvas.store import open_file
    from cxcanvas.store.undo import UndoFile, left_behind

    status = 0
    for path in files:
        open_file(path)  # what is no canvas is said in words
        UndoFile(path).forget()
        if left_behind(path)[1]:
            say(f"{path}: forgotten but for what an open session remembers; forget it there (key ?)")
            status = 1
        else:
            say(f"{path}: forgotten")
    return status
