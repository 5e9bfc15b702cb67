"""`cxcanvas measure`: what can be said of a canvas, each measure a sentence first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxcanvas.cli.output import paint, print_json, say

if TYPE_CHECKING:
    from cxcanvas.measures import Measure


@click.command(
    name="measure",
    help="Say what can be measured on a canvas: all of it, or the named measures.",
    epilog="Example: cxcanvas measure breathing-space.cx.yaml bonds presence",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("names", metavar="[NAME...]", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
def command(file: Path, names: tuple[str, ...], form: str) -> None:
    """Print the measures; 2 for a name that there is not."""
    import cxcanvas as cx

    chosen = cx.measure(cx.load(file), *names)
    if form == "json":
        print_json({name: one.as_json() for name, one in chosen.items()})
        return
    for name, one in chosen.items():
        say(f"{paint(name, 'quiet')}  {_number(one)}{one.sentence}")


def _number(measure: Measure) -> str:
    """The number where there is one; a mapping by element is for JSON."""
    value = measure.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return f"{value:.4g}{f' {measure.unit}' if measure.unit else ''}: "
