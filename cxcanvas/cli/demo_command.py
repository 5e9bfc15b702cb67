"""`cxcanvas demo`: a ready workspace with the worked example, open in the studio."""

from __future__ import annotations

from pathlib import Path

import click

from cxcanvas.cli.output import say
from cxcanvas.cli.workspace import make_demo


@click.command(
    name="demo",
    help="Make a workspace with the worked example and its notebooks, and open it in the studio. "
    "A workspace that is already there is kept as it is.",
    epilog="Example: cxcanvas demo my-first-workspace",
)
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("cxcanvas-demo"))
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port to answer on (8866, or the next free one)."
)
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@click.option("--no-serve", is_flag=True, help="Make the workspace and leave.")
def command(directory: Path, port: int | None, no_browser: bool, no_serve: bool) -> int:
    """Make the workspace, then serve it until Ctrl-C."""
    made = make_demo(directory)
    say(f"{'A new workspace is in' if made else 'The workspace is in'} {directory}")
    if no_serve:
        return 0
    from cxcanvas import places
    from cxcanvas.serve import run

    concept = places.example().name.removesuffix(".cx.yaml")
    return run(directory, port, edit=True, browser=not no_browser, concept=concept)
