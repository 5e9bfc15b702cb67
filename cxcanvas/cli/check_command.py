"""`cxcanvas check`: the problems of a canvas, each with its line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from cxcanvas.cli.output import complain, paint, place, print_json
from cxcanvas.errors import Problem, Severity

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas

SEVERITIES = get_args(Severity)  # the gravest first


@click.command(
    name="check",
    help="List the problems of canvases; the exit status is 1 when there are any.",
    epilog="Example: cxcanvas check breathing-space.cx.yaml --severity error",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
@click.option("--select", multiple=True, metavar="RULE", help="Only this rule (may be given again).")
@click.option("--ignore", multiple=True, metavar="RULE", help="Not this rule (may be given again).")
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="The mildest that counts.",
)
def command(
    files: tuple[Path, ...], form: str, select: tuple[str, ...], ignore: tuple[str, ...], severity: str
) -> int:
    """Check files; 1 when a problem is left at the asked severity."""
    import cxcanvas as cx

    documents = []
    found = 0
    for path in files:
        canvas = cx.load(path)
        problems = list(chosen(cx.check(canvas), select, ignore, severity))
        found += len(problems)
        if form == "json":
            documents += [as_json(path, problem) for problem in problems]
        for problem in problems if form == "text" else ():
            complain(sentence(path, problem, canvas))
    if form == "json":
        print_json(documents)
    elif not found:
        click.echo(paint("No problems.", "good"))
    return 1 if found else 0


def chosen(
    problems: Iterable[Problem], select: tuple[str, ...], ignore: tuple[str, ...], severity: str
) -> Iterable[Problem]:
    """The problems that count, in the order of the file."""
    grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
    kept = (
        p
        for p in problems
        if p.severity in grave and p.rule not in ignore and (not select or p.rule in select)
    )
    return sorted(kept, key=lambda p: (p.line, p.address))


def sentence(path: Path, problem: Problem, canvas: Canvas) -> str:
    """One line: where, how bad, what, and the rule's name."""
    line, column = canvas.lines.get(problem.address, (problem.line, 1))
    head = paint(problem.severity, problem.severity)
    return f"{place(path, problem.line or line, column)}: {head}: {problem.message} ({problem.rule})"


def as_json(path: Path, problem: Problem) -> dict[str, object]:
    """The problem as scripts read it."""
    return {
        "rule": problem.rule,
        "severity": problem.severity,
        "address": problem.address,
        "message": problem.message,
        "line": problem.line,
        "file": str(path),
    }
