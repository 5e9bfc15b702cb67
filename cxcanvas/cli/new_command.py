"""`cxcanvas new`: a concept begun from a starter."""

from __future__ import annotations

from pathlib import Path

import click

from cxcanvas.cli.output import say

TEMPLATES = ("product-launch", "service-concept", "offering", "acquisition", "commercial-model", "blank")


@click.command(
    name="new",
    help="Begin a concept: a canvas with first cards and the questions to ask.",
    epilog='Example: cxcanvas new "Breathing Space" --template service-concept',
)
@click.argument("name", metavar="NAME")
@click.option(
    "--template", type=click.Choice(TEMPLATES), default="blank", show_default=True, help="The starter."
)
@click.option(
    "--dir", "directory", type=click.Path(path_type=Path), default=Path(), help="The workspace (here)."
)
def command(name: str, template: str, directory: Path) -> None:
    """Write NAME.cx.yaml and say how to go on."""
    from cxcanvas.store.concepts import create

    path = create(directory, name, template)
    say(f"{path}: begun from the starter {template}")
    say("Next: cxcanvas lab, or cxcanvas serve --edit")
