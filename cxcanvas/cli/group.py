"""The group of commands: it knows each command's name and sentence, and imports it only when asked."""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from collections.abc import Sequence
from typing import Any

import click

from cxcanvas.cli.output import complain, say
from cxcanvas.errors import CxError

# In the order of a newcomer's first day.
COMMANDS = {
    "demo": "Try it: a ready workspace with the worked example, served for editing.",
    "new": "Begin a concept from a starter.",
    "lab": "Open JupyterLab on a workspace.",
    "serve": "Serve a workspace's concepts as dashboards.",
    "show": "Say what is in a canvas, on one screen.",
    "check": "List the problems of a canvas.",
    "rule": "Show a rule's manual, or the list of the rules.",
    "measure": "Say what can be measured, each a sentence first.",
    "simulate": "Say what the business case may come to, over every estimate.",
    "diff": "Say what changed between two versions, in sentences.",
    "log": "Tell the history of a canvas in words, from git.",
    "merge": "Bring two people's work on one canvas together.",
    "git-install": "Teach git to compare and to merge canvases by meaning.",
    "format": "Bring canvas files into canonical text.",
    "review": "Ask people what they think of a concept, and keep what was decided.",
    "forget": "Remove what undo remembers, and deleted words with it.",
    "export": "Write a self-contained page to send around.",
    "schema": "Print the JSON Schema of the file, for editors.",
}


class _Unread(Exception):
    """The reader of a pipe has left (`| head`)."""


class Commands(click.Group):
    """A group that can list its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cxcanvas.cli.{cmd_name.replace('-', '_')}_command")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click would make a reader who left an exit with 1, which is an answer here."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _Unread from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, no_args_is_help=True, epilog="Example: cxcanvas demo")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=lambda *a: _version(*a))
def cli() -> None:
    """Capture a concept on a value-exchange canvas, keep it in a text file, publish it as a dashboard."""


def _version(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    """Show the version and leave."""
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import version

        say(f"cxcanvas {version('cxcanvas')}")
        ctx.exit()


def _warn(message: Warning | str, category: type[Warning], *where: object) -> None:
    """Say what the library warns of, in a line like any other trouble; what programmers should know, to them."""
    if issubclass(category, UserWarning) or os.environ.get("CXCANVAS_DEBUG"):
        complain(str(message))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; every error is one sentence on standard error, never a traceback."""
    # Who starts us with a stream closed (`>&-`) wants to hear nothing there.
    sys.stdout, sys.stderr = (one or open(os.devnull, "w") for one in (sys.stdout, sys.stderr))  # noqa: SIM115
    try:
        with warnings.catch_warnings():  # gives `showwarning` back as well
            warnings.showwarning = _warn  # type: ignore[assignment]
            status = cli.main(args=list(arguments), prog_name="cxcanvas", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        # Asked for nothing: the help is the answer.
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            complain(error.format_message())
        else:
            path = error.ctx.command_path if error.ctx else "cxcanvas"
            complain(f"{path}: {error.format_message()} Try '{path} --help'.")
        return 2
    except click.ClickException as error:
        complain(error.format_message())
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except CxError as error:
        complain(str(error))
        return 2
    except (BrokenPipeError, _Unread):
        # Nothing is wrong, and nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:
        if os.environ.get("CXCANVAS_DEBUG"):
            raise
        told = str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
        complain(f"cxcanvas: {told} (CXCANVAS_DEBUG=1 shows where)")
        return 2
    return status if isinstance(status, int) else 0
