"""`cxcanvas review …`: everything that people do in a review, from the command line."""

from __future__ import annotations

import importlib
from typing import Final

import click

#: name -> (module, sentence), in the order in which a review goes on
COMMANDS: Final = {
    "open": ("opening", "Open a review on the concept as it is."),
    "amend": ("opening", "Change the people or the deadline of a review."),
    "invite": ("inviting", "Make a link that lets somebody in."),
    "links": ("inviting", "List the links that were given out."),
    "revoke": ("inviting", "Take a link back."),
    "list": ("telling", "List the reviews of a concept."),
    "status": ("telling", "Say how a review stands."),
    "comments": ("telling", "List what was said."),
    "comment": ("saying", "Say something about a place."),
    "reply": ("saying", "Answer a comment."),
    "resolve": ("saying", "Settle a comment, or open it again."),
    "apply": ("taking", "Take a comment over into the concept."),
    "actions": ("taking", "Make actions of the conditions."),
    "park": ("saying", "Put something into the parking lot."),
    "vote": ("voting", "Give your dots."),
    "rate": ("voting", "Rate a touchpoint or an indicator."),
    "reveal": ("voting", "End votes and ratings, and show them."),
    "verdict": ("judging", "Judge a part."),
    "hold": ("judging", "Say that your verdict still holds."),
    "editorial": ("judging", "Say that a change is one of words only."),
    "tick": ("judging", "Tick a point of the checklist."),
    "decide": ("judging", "Say how it goes on."),
    "met": ("judging", "Say that a condition is met."),
    "close": ("closing", "Close a review and seal its record."),
    "record": ("closing", "Write the decision record."),
    "redact": ("closing", "Take personal data out of the log."),
    "verify": ("closing", "Say whether the log is whole."),
}


class Reviews(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of a review."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cxcanvas.cli.review.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])


@click.command(
    cls=Reviews,
    name="review",
    no_args_is_help=True,
    epilog="Example: cxcanvas review status breathing-space.cx.yaml",
)
def command() -> None:
    """Ask people what they think of a concept, and keep what was decided in NAME.reviews.jsonl beside it."""
