"""`cxcanvas review apply` and `actions`: what was said becomes part of the concept, with whose idea it was."""

from __future__ import annotations

import click

from cxcanvas.cli.output import print_json, say
from cxcanvas.cli.review.desk import Desk, command, short


@command(
    "apply",
    "Take a comment over into the concept: its change, or a hypothesis (question, risk), or an opportunity (idea).",
    "3fa1",
)
@click.argument("comment")
@click.option(
    "--into", type=click.Choice(["change", "hypothesis", "opportunity"]), help="What it shall become."
)
@click.option("--force", is_flag=True, help="Also where somebody changed the place since.")
def apply_command(desk: Desk, comment: str, into: str | None, force: bool) -> None:
    """Save the concept with the comment taken over, then keep that it was."""
    from cxcanvas.review.fates import INTO
    from cxcanvas.review.proposals import fitting
    from cxcanvas.session.taking import take_over

    review = desk.review
    found = review.comments[desk.id_of(comment, review.comments)]
    made, event = take_over(desk.at, desk.who, review.id, found.id, into or fitting(found) or "change", force)
    desk.answer(event, f"{made.label}: taken over as {INTO[made.became]}")


@command(
    "actions", "Make an action of each condition that is none yet, with its owner, its day and who checks it."
)
def actions_command(desk: Desk) -> None:
    """Save the concept with the conditions as actions."""
    from cxcanvas.session.taking import add_actions

    made = add_actions(desk.at, desk.who, desk.review.id)
    if desk.form == "json":
        print_json({"actions": [{"address": address, "condition": it.id} for address, it in made]})
        return
    for address, it in made:
        say(f"{address}: {it.text} ({short(it.id)})")
    say(f"{len(made)} {'action' if len(made) == 1 else 'actions'} made.")
