"""`cxcanvas serve`: a workspace's concepts as dashboards."""

from __future__ import annotations

from pathlib import Path

import click

from cxcanvas.errors import UsageError


@click.command(
    name="serve",
    help="Serve the concepts of a workspace as pages that anyone with the address can read. "
    "With --edit it is where designers work: begin, open, duplicate, rename and delete concepts, each in its studio.",
    epilog="Example: cxcanvas serve my-concepts --edit",
)
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port to answer on (8866, or the next free one)."
)
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@click.option("--edit", is_flag=True, help="Let whoever has the address work on the concepts.")
def command(directory: Path, port: int | None, no_browser: bool, edit: bool) -> int:
    """Serve until Ctrl-C."""
    if not directory.is_dir():
        raise UsageError(f"{directory}: there is no such folder")
    from cxcanvas.serve import run

    return run(directory, port, edit=edit, browser=not no_browser)
