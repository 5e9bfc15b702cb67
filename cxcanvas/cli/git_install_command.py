"""`cxcanvas git-install`: git compares, shows and merges canvases by meaning."""

from __future__ import annotations

from pathlib import Path

import click

from cxcanvas.cli.output import say


@click.command(
    name="git-install",
    help="Set git up for canvases, in the repository of this folder: `git diff` tells changes in sentences, merges go by "
    "meaning, `git log -p` and `git show` read as text, and canvases are checked before each commit. "
    "What is set up already, by whomever, stays.",
    epilog="Example: cxcanvas git-install",
)
@click.option(
    "--global",
    "everywhere",
    is_flag=True,
    help="For all your repositories, without the check before commits.",
)
@click.option("--undo", is_flag=True, help="Make everything as it was before.")
def command(everywhere: bool, undo: bool) -> None:
    """Set up or undo, and say what was done."""
    from cxcanvas.store import gitsetup

    work = gitsetup.undo if undo else gitsetup.install
    for sentence in work(Path.cwd(), everywhere):
        say(sentence)
