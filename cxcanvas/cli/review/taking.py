"""`cxcanvas review apply` and `actions`: what was said becomes part of the concept, with whose idea it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cxcanvas.cli.output import print_json, say
from cxcanvas.cli.review.desk import Desk, at_desk, short
from cxcanvas.errors import ReviewError, UsageError

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas
    from cxcanvas.review import Comment, Proposal


@click.command(
    name="apply",
    help="Take a comment over into the concept: its change, or a hypothesis (question, risk), or an opportunity (idea).",
    epilog="Example: cxcanvas review apply care.cx.yaml 3fa1",
)
@at_desk(speaks=False)
@click.argument("comment")
@click.option(
    "--into", type=click.Choice(["change", "hypothesis", "opportunity"]), help="What it shall become."
)
@click.option("--force", is_flag=True, help="Also where somebody changed the place since.")
def apply_command(desk: Desk, comment: str, into: str | None, force: bool) -> None:
    """Save the concept with the comment taken over, then keep that it was."""
    from cxcanvas.review import draft, refusal
    from cxcanvas.review.proposals import fitting
    from cxcanvas.session.reviewing import saver

    found = desk.review.comments[desk.id_of(comment, desk.review.comments)]
    made = _proposal(desk, found, into or fitting(found) or "change")
    if made.since and not force:
        raise ReviewError(f"{desk.file}: {', '.join(made.since)} changed since; --force overwrites it")
    data = {"to": found.id, "as": made.became, **({"address": made.address} if made.address else {})}
    why = refusal(desk.state, draft("apply", desk.review.id, data), desk.who)
    if why:
        raise ReviewError(f"{desk.file}: {why}")
    saver(desk.file)(made.edits, made.label)
    desk.said("apply", data, f"{made.label}: taken over as {made.became}")


def _proposal(desk: Desk, comment: Comment, into: str) -> Proposal:
    from cxcanvas.session.taking import proposal

    try:
        return proposal(comment, desk.review, into, desk.canvas, _then(desk))
    except ReviewError as error:
        raise ReviewError(f"{desk.file}: {error}") from None


def _then(desk: Desk) -> Canvas | None:
    try:
        return desk.then
    except ReviewError:
        return None


@click.command(
    name="actions",
    help="Make an action of each condition that is none yet, with its owner, its day and who checks it.",
    epilog="Example: cxcanvas review actions care.cx.yaml",
)
@at_desk(speaks=False)
def actions_command(desk: Desk) -> None:
    """Save the concept with the conditions as actions."""
    from cxcanvas.session.reviewing import saver
    from cxcanvas.session.taking import waiting

    if "editor" not in desk.review.people.capacities(desk.who.by, False):
        raise UsageError(f"{desk.file}: actions are for those who work on the concept")
    found = list(waiting(desk.review, desk.canvas))
    made = [(address, condition) for condition, address, _ in found]
    edits = tuple(each for _, _, more in found for each in more)
    if edits:
        saver(desk.file)(edits, "Conditions of a review as actions")
    if desk.form == "json":
        print_json({"actions": [{"address": address, "condition": it.id} for address, it in made]})
        return
    for address, it in made:
        say(f"{address}: {it.text} ({short(it.id)})")
    say(f"{len(made)} {'action' if len(made) == 1 else 'actions'} made.")
