"""`cxcanvas diff`: what changed between two versions, in sentences."""

from __future__ import annotations

from pathlib import Path

import click

from cxcanvas.cli.output import paint, print_json, say
from cxcanvas.cli.versions import changes_as_json, counted, lines


@click.command(
    name="diff",
    help="Say what changed from OLD to NEW, element by element. OLD and NEW are files, or REV:FILE of a git repository.",
    epilog="Example: cxcanvas diff HEAD~1:care.cx.yaml care.cx.yaml",
)
@click.argument("old")
@click.argument("new")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html"]), default="text", help="How to say it."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, allow_dash=True), help="Write to a file instead."
)
@click.option("--exit-code", is_flag=True, help="Leave with 1 where something differs.")
@click.option("--path", "shown", default="", help="The file's name as a headline, where the two are copies.")
def command(old: str, new: str, form: str, output: Path | None, exit_code: bool, shown: str) -> int:
    """Print the changes; 1 with --exit-code where there are some."""
    from cxcanvas.store.revisions import version
    from cxcanvas.versions.changes import changes, told

    before, after = version(old), version(new)
    if form == "html":
        from cxcanvas.views.compare import compared_page

        _write(compared_page(before, after, old, new), output)
        return int(exit_code and bool(changes(before, after)))
    found = told(before, after)
    if shown and form == "text":
        say(paint(" ".join(shown.split()), "info"))
    if form == "json":
        print_json({"changes": changes_as_json(changes(before, after))})
    elif not found:
        say("No change.")
    else:
        for line in lines(found):
            say(line)
        say(f"{counted(sum(len(one.changes) for one in found))} in {_elements(len(found))}.")
    return int(exit_code and bool(found))


def _elements(count: int) -> str:
    return "1 place" if count == 1 else f"{count:,} places"


def _write(text: str, output: Path | None) -> None:
    from cxcanvas.store import write_text

    if output is None or output == Path("-"):
        click.echo(text, nl=False)
    else:
        write_text(output, text)
