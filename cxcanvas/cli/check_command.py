"""`cxcanvas check`: the problems of canvases by the rule book, each with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from cxcanvas.cli.output import complain, paint, place, print_json, say
from cxcanvas.errors import CxError, Problem, Severity

if TYPE_CHECKING:
    from cxcanvas.checks.waivers import Waiver
    from cxcanvas.cli.reports import Checked

SEVERITIES = get_args(Severity)  # the gravest first
DEPTHS = ("none", "sketch", "work", "measure")


@click.command(
    name="check",
    help="List the problems of canvases by the rule book. The exit status is 1 when there are any; what a draft "
    "(concept.state) lacks is listed and does not count.",
    epilog="Example: cxcanvas check breathing-space.cx.yaml --severity error",
)
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--staged", is_flag=True, help="The canvases that git is about to commit, as they will be committed."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="How to say it: for people, for scripts (json, sarif), or as annotations of a GitHub run.",
)
@click.option("--select", multiple=True, metavar="RULE", help="Only this rule (may be given again).")
@click.option("--ignore", multiple=True, metavar="RULE", help="Not this rule (may be given again).")
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="The mildest that counts.",
)
@click.option(
    "--depth",
    type=click.Choice(DEPTHS),
    default="measure",
    show_default=True,
    help="How deep the concept is worked out: what a deeper field lacks is no problem yet. "
    "With none, only what cannot stay as it is.",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day to judge by; today where it is not given.",
)
def command(
    files: tuple[Path, ...],
    staged: bool,
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    depth: str,
    day: dt.datetime | None,
) -> int:
    """Check files; 1 when a problem is left at the asked severity."""
    from cxcanvas.cli.reports import GITHUB, Checked, as_json, github, sarif
    from cxcanvas.store.staged import staged as staged_in

    counts = _Counts(_named(select), _named(ignore), severity, depth)
    today = day.date() if day is not None else dt.date.today()
    if not files and not staged:
        raise click.UsageError("Missing argument 'FILE...'.", click.get_current_context())
    checks = [partial(Checked.of, path, today, counts.shown) for path in files]
    if staged:
        checks += [partial(Checked.of_bytes, *one, today, counts.shown) for one in staged_in(Path.cwd())]
        if not checks and form == "text":
            say("No canvas is staged.")
            return 0
    done = _judged(checks)
    if form == "json":
        print_json([as_json(one.path, problem) for one in done for problem in one.problems])
    elif form == "sarif":
        print_json(sarif(done))
    elif form == GITHUB:
        for line in github(done):
            say(line)
    else:
        for one in done:
            _say(one, today)
        say(_summary(done))
    return 2 if len(done) < len(checks) else 1 if any(map(counts.fails, done)) else 0


class _Counts:
    """Which problems are shown, and which make the answer a no, by what was asked."""

    def __init__(self, select: tuple[str, ...], ignore: tuple[str, ...], severity: str, depth: str) -> None:
        self.select, self.ignore = select, ignore
        self.grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        self.opened = DEPTHS[: DEPTHS.index(depth) + 1]

    def fails(self, one: Checked) -> bool:
        """Whether a file has a problem that counts: what a draft lacks does not, unless its rule was asked for."""
        from cxcanvas.checks import is_contradiction

        strict = bool(self.select) or not one.draft
        return any(strict or is_contradiction(problem) for problem in one.problems)

    def shown(self, problem: Problem) -> bool:
        """Whether a problem is shown."""
        from cxcanvas.checks import depth_of, is_contradiction

        if problem.severity not in self.grave or problem.rule in self.ignore:
            return False
        if self.select and problem.rule not in self.select:
            return False
        return is_contradiction(problem) or depth_of(problem) in self.opened


def _judged(checks: Sequence[Callable[[], Checked]]) -> list[Checked]:
    """The files that can be judged; each of the others is named, and where there is no other, ends it."""
    done: list[Checked] = []
    wrong: list[CxError] = []
    for check in checks:
        try:
            done.append(check())
        except CxError as error:
            wrong.append(error)
    for one in wrong if done else wrong[:-1]:
        complain(str(one))
    if wrong and not done:
        raise wrong[-1]
    return done


def _named(names: tuple[str, ...]) -> tuple[str, ...]:
    from cxcanvas.cli.rule_command import found

    return tuple(found(name).name for name in names)


def _say(one: Checked, today: dt.date) -> None:
    """A file's problems, then what somebody decided to live with."""
    if one.told:
        complain(f"{place(one.path, *one.at(''))}: {one.told}")
    for problem in one.problems:
        complain(_sentence(one, problem))
    for problem, by in one.waived.items():
        told = f"waived by {by.by}{f' until {by.until}' if by.until else ''}: {by.reason}"
        head = place(one.path, *one.at(problem.address, problem.line))
        complain(paint(f"{head}: {problem.message} ({problem.rule}; {told})", "quiet"))
    for waiver in one.waivers:
        head = place(one.path, *one.at(f"waivers.{waiver.slug}"))
        if why := _void(waiver, today):
            complain(paint(f"{head}: the waiver '{waiver.slug}' does not count: {why}", "quiet"))
        elif waiver.slug in one.idle:
            told = f"'{waiver.rule}' finds nothing there that is not waived already"
            complain(paint(f"{head}: the waiver '{waiver.slug}' is not needed: {told}", "quiet"))


def _void(waiver: Waiver, today: dt.date) -> str:
    """Why a waiver does not count; "" where it does."""
    from cxcanvas.checks import BOOK

    missing = [name for name in ("rule", "reason", "by") if not getattr(waiver, name)]
    if missing:
        return f"it lacks {' and '.join(missing)}"
    if waiver.rule not in BOOK:
        return f"there is no rule '{waiver.rule}'"
    if waiver.unread:
        return f"its day, '{waiver.unread}', cannot be read"
    return f"it ended on {waiver.until}" if not waiver.holds(today) else ""


def _sentence(one: Checked, problem: Problem) -> str:
    """One line: where, how bad, what, and the rule's name."""
    head = paint(problem.severity, problem.severity)
    return f"{place(one.path, *one.at(problem.address, problem.line))}: {head}: {problem.message} ({problem.rule})"


def _summary(done: list[Checked]) -> str:
    from cxcanvas.checks import is_contradiction

    problems = [problem for one in done for problem in one.problems]
    if not problems:
        return paint("No problems.", "good")
    drafts = all(one.draft for one in done if one.problems) and not all(map(is_contradiction, problems))
    return f"{in_all(problems)}{' (a draft may lack what it lacks)' if drafts else ''}."


def in_all(problems: list[Problem]) -> str:
    """How many problems cannot stay, how many are of what is not there yet, and how many are hints."""
    from cxcanvas.checks import is_contradiction, is_hint

    bad, hints = sum(map(is_contradiction, problems)), sum(map(is_hint, problems))
    missing = len(problems) - bad - hints
    told = (
        (bad, f"{bad} contradiction{'' if bad == 1 else 's'}"),
        (missing, f"{missing} not there yet"),
        (hints, f"{hints} hint{'' if hints == 1 else 's'}"),
    )
    return ", ".join(words for count, words in told if count)
