"""`cxcanvas simulate`: what the business case may come to, drawn many times over every estimate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cxcanvas.cli.output import columns, paint, print_json, say
from cxcanvas.errors import UsageError

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas
    from cxcanvas.formulas.simulation import Simulation

QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
_BAR: Final = 24  # signs of the longest bar
_MOST: Final = 10


@click.command(
    name="simulate",
    help="Draw every estimate of the business case many times, and say what may come out: "
    "quantiles, the chance of a loss, and what it hangs on.",
    epilog="Example: cxcanvas simulate breathing-space.cx.yaml --runs 100000 --seed 7",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--runs",
    type=click.IntRange(2, 10_000_000),
    metavar="N",
    help="How often; as the case says, else 100,000.",
)
@click.option(
    "--seed", type=click.IntRange(0), metavar="S", help="The beginning of chance; as the case says, else 0."
)
@click.option(
    "--chunk",
    type=click.IntRange(1),
    default=10_000,
    show_default=True,
    metavar="N",
    help="How many runs are in memory together.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
def command(file: Path, runs: int | None, seed: int | None, chunk: int, form: str) -> None:
    """Print what may come out; 2 with the reason where nothing can be drawn."""
    import cxcanvas as cx
    from cxcanvas.formulas.figures import NoFigureError
    from cxcanvas.measures.case import simulated

    canvas = cx.load(file)
    try:
        made = simulated(canvas, runs, seed, chunk)
    except NoFigureError as none:
        raise UsageError(f"{file}: nothing can be simulated: {none}") from None
    if form == "json":
        print_json(_as_json(canvas, made))
    else:
        _tell(canvas, made)


def _as_json(canvas: Canvas, made: Simulation) -> dict[str, Any]:
    return {
        "runs": made.runs, "seed": made.seed, "currency": canvas.concept.get("currency"), "mean": made.mean, "sd": made.sd,
        "standard_error": made.error, "prob_negative": made.below(0.0),
        "quantiles": {f"{share:g}": made.quantile(share) for share in QUANTILES}, "tornado": made.tornado,
    }  # fmt: skip


def _tell(canvas: Canvas, made: Simulation) -> None:
    from cxcanvas.measures.case import called

    money = f" {canvas.concept['currency']}" if canvas.concept.get("currency") else ""
    say(f"Net present value over {made.runs:,} runs (seed {made.seed}):")
    rows = [("mean", f"{made.mean:,.0f}{money} (± {made.error:,.0f} from chance)")]
    rows += [(f"{share:.0%} lie below", f"{made.quantile(share):,.0f}{money}") for share in QUANTILES]
    rows.append(("chance of a loss", f"{made.below(0.0):.1%}"))
    for line in columns(rows):
        say(line)
    order = sorted(made.tornado, key=lambda name: -abs(made.tornado[name]))
    moving = [name for name in order if made.tornado[name]]
    say()
    say("What it hangs on (rank correlation with the outcome):" if moving else "Nothing in it varies.")
    bars = [
        (called(canvas, name), f"{made.tornado[name]:+.2f} {_bar(made.tornado[name])}")
        for name in moving[:_MOST]
    ]
    for line in columns(bars):
        say(line)
    if len(moving) > _MOST:
        say(paint(f"  and {len(moving) - _MOST} more", "quiet"))


def _bar(correlation: float) -> str:
    return "█" * max(1, round(abs(correlation) * _BAR))
