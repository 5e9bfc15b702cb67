"""`cxcanvas format`: canonical text."""

from __future__ import annotations

from pathlib import Path

import click

from cxcanvas.cli.output import complain, place, say


@click.command(
    name="format",
    help="Bring canvas files into canonical text: one field a line, in one order, quoted alike. "
    "The canvas stays the same; comments are kept.",
    epilog="Example: cxcanvas format --check *.cx.yaml",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; the exit status is 1 if something would be."
)
def command(files: tuple[Path, ...], only_check: bool) -> int:
    """Format files, or say which are not canonical."""
    from cxcanvas.store import format_file

    status = 0
    for path in files:
        line = format_file(path, write=not only_check)
        if line and only_check:
            complain(f"{place(path, line)}: this line is not as canonical text has it (cxcanvas format)")
            status = 1
        elif line:
            say(f"{path}: formatted")
    return status
