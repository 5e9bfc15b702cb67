"""`cxcanvas merge`: two people's work on one canvas, brought together by meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxcanvas.cli.output import complain, place, print_json, say
from cxcanvas.cli.versions import changes_as_json, conflicts_as_json, counted

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas
    from cxcanvas.textfile import Document


@click.command(
    name="merge",
    help="Bring together what LOCAL and REMOTE made of BASE, and write it to OUT (or print it). "
    "What both changed differently is kept with both sides, in the canvas; the Studio asks which one stays.",
    epilog="Example: cxcanvas merge base.cx.yaml my.cx.yaml their.cx.yaml -o a.cx.yaml",
)
@click.argument("base")
@click.argument("local")
@click.argument("remote")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, allow_dash=True), help="Where to; - prints it."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@click.option("--path", "shown", default="", help="The file's name in messages, where the three are copies.")
@click.option(
    "--only-new", is_flag=True, help="Leave with 1 only for conflicts that neither side had before."
)
def command(
    base: str, local: str, remote: str, output: Path | None, form: str, shown: str, only_new: bool
) -> int:
    """Merge; 1 when a conflict is left."""
    from cxcanvas.checks.well_formed import merge
    from cxcanvas.store import open_file, write_text
    from cxcanvas.textfile import loads
    from cxcanvas.versions import conflicts, place_in_words

    document = open_file(local).document if Path(local).exists() else None
    three = _read(base, local if document is None else document.canvas, remote)
    merged = merge(*three)
    text = _text(merged, document)
    printed = output is None or output == Path("-")
    if output is not None and not printed:
        write_text(output, text)
    left = conflicts(merged)
    if form == "json":
        from cxcanvas.versions.changes import changes

        print_json(
            {"changes": changes_as_json(changes(three[1], merged)), "conflicts": conflicts_as_json(merged)}
        )
    elif printed:
        click.echo(text, nl=False)
    else:
        from cxcanvas.versions.changes import changes
        from cxcanvas.versions.conflicts import RECORD

        open_ones = {one.address for one in left}
        taken = [
            one for one in changes(three[1], merged) if one.head != RECORD and one.address not in open_ones
        ]
        say(f"{shown or output}: {counted(len(taken))} taken over, {_conflicts(len(left))}")
    lines = loads(text).lines if left else {}
    for one in left:
        at = lines.get(f"conflicts.{one.address}", (None, None))
        complain(
            f"{place(shown or output or local, *at)}: conflict: both changed {place_in_words(one.address, merged)} ({one.address})"
        )
    known = {one for side in three[1:] for one in conflicts(side)} if only_new else set()
    return int(any(one not in known for one in left))


def _read(base: str, local: str | Canvas, remote: str) -> list[Canvas]:
    """The three canvases; an empty base, as git has it where both began the file, is what both have in common."""
    from cxcanvas.store.revisions import version
    from cxcanvas.versions.common import common

    both = [version(local) if isinstance(local, str) else local, version(remote)]
    path = Path(base)
    empty = path.is_file() and not path.stat().st_size
    return [common(*both) if empty else version(base), *both]


def _text(merged: Canvas, document: Document | None) -> str:
    """The result in the words and line ends of the local file, where it is one."""
    from cxcanvas.store.merging import merged_text
    from cxcanvas.textfile import write

    return merged_text(document, merged) if document is not None else write(merged)


def _conflicts(count: int) -> str:
    return "no conflict" if not count else "1 conflict left" if count == 1 else f"{count} conflicts left"
