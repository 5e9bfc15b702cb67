"""`cxcanvas review vote`, `rate`, `reveal`: what people give without seeing each other."""

from __future__ import annotations

import click

from cxcanvas.cli.review.desk import Desk, command, pairs
from cxcanvas.errors import UsageError


@command("vote", "Give your dots; a later ballot takes the place of an earlier one.", "bot-loop=1 e-bill=1")
@click.argument("dots", nargs=-1, metavar="ADDRESS=DOTS...")
@click.option("--option", "options", multiple=True, metavar="NAME=DOTS", help="Dots for a variant.")
def vote_command(desk: Desk, dots: tuple[str, ...], options: tuple[str, ...]) -> None:
    """Keep a ballot."""
    from cxcanvas.session.commenting import add_vote

    data = {"dots": _counts(dots), "options": _counts(options)}
    event = add_vote(desk.at, desk.who, desk.review, data)
    kept = "Your dots are kept; nobody sees them before they are revealed"
    desk.answer(event, kept if any(data.values()) else "You gave no dots")


def _counts(words: tuple[str, ...]) -> dict[str, int]:
    try:
        return {name: int(many) for name, many in pairs(words, "ADDRESS=DOTS").items()}
    except ValueError:
        raise UsageError("dots are whole numbers") from None


@command(
    "rate",
    "Rate a touchpoint or an indicator; a later rating takes the place of an earlier one.",
    "care-call 4",
)
@click.argument("address")
@click.argument("score", type=float)
def rate_command(desk: Desk, address: str, score: float) -> None:
    """Keep a rating."""
    words = "Your rating is kept; nobody sees it before ratings are revealed"
    desk.said("rate", {"about": address, "score": score}, words)


@command("reveal", "End votes and ratings, and show them to everybody.")
def reveal_command(desk: Desk) -> None:
    """Reveal them."""
    desk.said("reveal", {}, "Votes and ratings are revealed; `cxcanvas review status` shows them")
