"""`cxcanvas measure`: what can be said of a canvas, each measure a sentence first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxcanvas.cli.output import paint, print_json, say, terminal_width

if TYPE_CHECKING:
    from cxcanvas.measures import Measure


@click.command(
    name="measure",
    help="Say what can be measured on a canvas: all of it, or the named measures.",
    epilog="Example: cxcanvas measure breathing-space.cx.yaml bonds presence",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("names", metavar="[NAME...]", nargs=-1)
@click.option(
    "--explain",
    is_flag=True,
    help="Also its formula, convention, sample and source, and what it cannot tell.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
def command(file: Path, names: tuple[str, ...], explain: bool, form: str) -> None:
    """Print the measures; 2 for a name that there is not."""
    import cxcanvas as cx

    chosen = cx.measure(cx.load(file), *names)
    if form == "json":
        print_json({name: one.as_json() for name, one in chosen.items()})
        return
    for name, one in chosen.items():
        say(f"{paint(name, 'quiet')}  {_number(one)}{one.sentence}")
        if explain:
            for line in _explained(one):
                say(line)


def _explained(measure: Measure) -> list[str]:
    """What stands behind a number, each on its line."""
    from textwrap import fill

    from cxcanvas.measures.notes import NOTES, sample

    note, made = NOTES[measure.name], ", ".join(measure.parts[:8])
    more = f" and {len(measure.parts) - 8} more" if len(measure.parts) > 8 else ""
    told = {
        "formula": note.formula, "made of": made + more, "convention": note.convention, "sample": sample(measure),
        "source": note.source, "cannot tell": note.cannot,
    }  # fmt: skip
    width = min(terminal_width(), 100)
    return [
        fill(f"  {label}: {text}", width, subsequent_indent="    ") for label, text in told.items() if text
    ]


def _number(measure: Measure) -> str:
    """The number where there is one; a mapping by element is for JSON."""
    value = measure.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return f"{value:.4g}{f' {measure.unit}' if measure.unit else ''}: "
