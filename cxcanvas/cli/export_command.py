"""`cxcanvas export`: a self-contained page to send around."""

from __future__ import annotations

from pathlib import Path

import click

from cxcanvas.cli.output import say
from cxcanvas.errors import UsageError

SUFFIX = ".cx.yaml"


@click.command(
    name="export",
    help="Write a canvas as one page that needs nothing else: no server, no script, no network.",
    epilog="Example: cxcanvas export breathing-space.cx.yaml --to html",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--to", "form", type=click.Choice(["html"]), required=True, help="The form of the page.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, allow_dash=True), help="Where to; - prints it."
)
@click.option("--view", default="canvas", show_default=True, help="The view that the page begins with.")
def command(file: Path, form: str, output: Path | None, view: str) -> None:
    """Write the page beside the canvas, or where asked."""
    import cxcanvas as cx
    from cxcanvas.store import write_text
    from cxcanvas.views import VIEWS, Scene, page

    if view not in VIEWS:
        raise UsageError(f"there is no view '{view}'; there are {', '.join(VIEWS)}")
    canvas = cx.load(file)
    name = file.name.removesuffix(SUFFIX)
    html = page(Scene(canvas, problems=tuple(cx.check(canvas)), name=name), view)
    if output == Path("-"):
        click.echo(html, nl=False)
        return
    target = output or file.with_name(f"{name}.{form}")
    write_text(target, html)
    say(f"{target}: {len(html.encode()) / 1024:,.0f} KB, opens anywhere")
