"""`cxcanvas review apply` and `actions`: what was said becomes part of the concept, with whose idea it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cxcanvas.cli.output import print_json, say
from cxcanvas.cli.review.desk import Desk, at_desk, short
from cxcanvas.errors import ReviewError, UsageError

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas
    from cxcanvas.edits import Edit
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

    found = desk.review.comments[desk.id_of(comment, desk.review.comments)]
    made = _proposal(desk, found, into or _fitting(found))
    if made.since and not force:
        raise ReviewError(f"{desk.file}: {', '.join(made.since)} changed since; --force overwrites it")
    data = {"to": found.id, "as": made.became, **({"address": made.address} if made.address else {})}
    why = refusal(desk.state, draft("apply", desk.review.id, data), desk.who)
    if why:
        raise ReviewError(f"{desk.file}: {why}")
    _save(desk, made.edits)
    desk.said("apply", data, f"{made.label}: taken over as {made.became}")


def _fitting(comment: Comment) -> str:
    if comment.edits:
        return "change"
    return {"question": "hypothesis", "risk": "hypothesis", "idea": "opportunity"}.get(comment.type, "change")


def _proposal(desk: Desk, comment: Comment, into: str) -> Proposal:
    from cxcanvas.review import as_change, as_hypothesis, as_opportunity

    try:
        if into == "change":
            return as_change(comment, desk.review, desk.canvas, _then(desk))
        made = as_hypothesis if into == "hypothesis" else as_opportunity
        return made(comment, desk.review, desk.canvas)
    except ReviewError as error:
        raise ReviewError(f"{desk.file}: {error}") from None


def _then(desk: Desk) -> Canvas | None:
    try:
        return desk.then
    except ReviewError:
        return None


def _save(desk: Desk, edits: tuple[Edit, ...]) -> None:
    from cxcanvas.edits import apply
    from cxcanvas.store import open_file, save_stored

    stored = open_file(desk.file)
    save_stored(stored, apply(stored.document.canvas, *edits), create=False)


@click.command(
    name="actions",
    help="Make an action of each condition that is none yet, with its owner, its day and who checks it.",
    epilog="Example: cxcanvas review actions care.cx.yaml",
)
@at_desk(speaks=False)
def actions_command(desk: Desk) -> None:
    """Save the concept with the conditions as actions."""
    from cxcanvas.edits import apply
    from cxcanvas.review import as_action, conditions
    from cxcanvas.review.proposals import condition_tag

    if "editor" not in desk.review.people.capacities(desk.who.by, False):
        raise UsageError(f"{desk.file}: actions are for those who work on the concept")
    canvas, made = desk.canvas, []
    edits: list[Edit] = []
    for one in conditions(desk.review):
        tag = condition_tag(one.condition)
        if not any(tag in (each.get("tags") or ()) for each in canvas.of("action")):
            proposal = as_action(one, desk.review, canvas)
            canvas = apply(canvas, *proposal.edits)
            edits += proposal.edits
            made.append((proposal.address, one.condition))
    if edits:
        _save(desk, tuple(edits))
    if desk.form == "json":
        print_json({"actions": [{"address": address, "condition": it.id} for address, it in made]})
        return
    for address, it in made:
        say(f"{address}: {it.text} ({short(it.id)})")
    say(f"{len(made)} {'action' if len(made) == 1 else 'actions'} made.")
