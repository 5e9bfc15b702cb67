"""`cxcanvas measure`: what can be said of a canvas, each measure a sentence first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxcanvas.cli.output import paint, print_json, say, terminal_width

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas
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
@click.option(
    "--since",
    metavar="OLD",
    help="What differs from an earlier version, a file or REV:FILE, and who moved on the loyalty matrix.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
def command(file: Path, names: tuple[str, ...], explain: bool, since: str | None, form: str) -> None:
    """Print the measures; 2 for a name that there is not."""
    import cxcanvas as cx

    canvas = cx.load(file)
    chosen = cx.measure(canvas, *names)
    if since is not None:
        _compared(canvas, since, chosen, form)
        return
    if form == "json":
        print_json({name: one.as_json() for name, one in chosen.items()})
        return
    for name, one in chosen.items():
        say(f"{paint(name, 'quiet')}  {_number(one)}{one.sentence}")
        if explain:
            for line in _explained(one):
                say(line)


def _compared(canvas: Canvas, since: str, chosen: dict[str, Measure], form: str) -> None:
    """What the measures say now and said before, where that differs, and who moved on the loyalty matrix."""
    import cxcanvas as cx
    from cxcanvas.measures.movement import as_json, moved_said, movements
    from cxcanvas.store.revisions import version

    old = version(since)
    before = cx.measure(old, *chosen)
    moves = movements(old, canvas) if "quadrants" in chosen else ()
    changed = {name: one for name, one in chosen.items() if one.value != before[name].value}
    if form == "json":
        each = {
            name: {"before": before[name].as_json(), "after": one.as_json()} for name, one in changed.items()
        }
        print_json({"changed": each, "movements": as_json(moves)})
        return
    for name, one in changed.items():
        same = one.sentence == before[name].sentence
        say(f"{paint(name, 'quiet')}  {one.sentence}")
        say(f"  before: {'the same in words' if same else before[name].sentence}")
    if moves:
        say(f"{paint('moved', 'quiet')}  {moved_said(moves)}")
    if not changed and not moves:
        say("Every number says what it said.")


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
