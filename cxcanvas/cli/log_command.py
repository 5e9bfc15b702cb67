"""`cxcanvas log`: the history of a canvas in words, from git."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cxcanvas.cli.output import complain, paint, print_json, say
from cxcanvas.cli.versions import changes_as_json, lines

if TYPE_CHECKING:
    from cxcanvas.store.history import History
    from cxcanvas.store.telling import Step

#: Lines of one version; the others are counted.
_MOST: Final = 20


@click.command(
    name="log",
    help="Tell the history of a canvas in words, the latest version first, also under the names that the file had before. "
    "Of a merge, what was decided in it is told; what both sides had done is told with their versions.",
    epilog="Example: cxcanvas log care.cx.yaml --since '2 weeks ago'",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-n", "--max-count", "most", type=click.IntRange(1), metavar="N", help="Only the latest N versions."
)
@click.option("--since", default="", metavar="DAY", help="Only versions from that day on, as git takes it.")
@click.option("--full", is_flag=True, help=f"Every change, also where a version has more than {_MOST}.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
def command(file: Path, most: int | None, since: str, full: bool, form: str) -> None:
    """Print the versions, each as soon as it is read."""
    from cxcanvas.store.history import MOST, history
    from cxcanvas.store.telling import steps

    found = history(file, most or MOST, since)
    if form == "json":
        print_json(_as_json(found, _with_progress(steps(found), len(found.revisions))))
        return
    for at, step in enumerate(steps(found)):
        if at:
            say()
        for line in _told(step, None if full else _MOST):
            say(line)
    if not found.revisions:
        say("No version since then.")
    if found.cut and most is None:
        complain(f"{file}: {found.cut}")


def _told(step: Step, most: int | None) -> Iterator[str]:
    from cxcanvas.store.versions import day_in_words

    one = step.revision
    yield f"{paint(day_in_words(one.day), 'info')} · {_line(one.author)} · {_line(one.subject)} {paint(one.short, 'quiet')}"
    if step.renamed:
        yield f"  renamed from {_line(step.renamed)} to {_line(one.path)}"
    if not one.there:
        yield "  the file was deleted"
    elif step.trouble:
        yield paint(f"  {_line(step.trouble)}", "warning")
    elif not one.parents:
        yield f"  began with {'1 element' if step.began == 1 else f'{step.began:,} elements'}"
    else:
        yield from _changes(step, most)


def _changes(step: Step, most: int | None) -> Iterator[str]:
    told = step.told
    if step.merged:
        yield f"  brought {len(step.revision.parents)} lines of work together" + (
            ", and decided:" if told else ""
        )
    elif not told and not step.renamed:
        yield "  no change in what it says"
    for line in lines(told[:most]):
        yield f"  {line}"
    if most is not None and len(told) > most:
        yield paint(f"  and {len(told) - most:,} more (--full tells them)", "quiet")


def _line(text: str) -> str:
    return " ".join(text.split())


def _as_json(found: History, steps: Iterable[Step]) -> dict[str, Any]:
    return {"file": found.path, "versions": [_version(one) for one in steps], "cut": found.cut or None}


def _version(step: Step) -> dict[str, Any]:
    one = step.revision
    return {
        "id": one.id, "date": one.moment, "author": one.author, "subject": one.subject, "path": one.path,
        "parents": [{"id": id_, "path": path} for id_, path in one.parents], "deleted": not one.there,
        "trouble": step.trouble or None, "changes": changes_as_json(step.changes),
    }  # fmt: skip


def _with_progress(steps: Iterator[Step], count: int) -> Iterator[Step]:
    """The steps, counted on a terminal while nothing else is to be seen."""
    seen = sys.stderr.isatty()
    for at, step in enumerate(steps, 1):
        if seen and (at % 10 == 0 or at == count):
            click.echo(
                f"\r{at:,} of {count:,} versions" + ("\r\x1b[K" if at == count else ""), nl=False, err=True
            )
        yield step
