"""`cxcanvas review list`, `status`, `comments`: how a review stands, for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cxcanvas.cli.output import complain, print_json, say, shorten
from cxcanvas.cli.review.desk import Desk, command, short

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas
    from cxcanvas.review import Comment


@command("list", "List the reviews of a concept.")
def list_command(desk: Desk) -> None:
    """Print one line a review."""
    from cxcanvas.cli.review.shown import review_json
    from cxcanvas.review import outcome

    found = list(desk.state.reviews.values())
    if not found:
        desk.be_there()
    if desk.form == "json":
        print_json({"reviews": [review_json(one) for one in found]})
        return
    for one in found:
        how = "closed" if one.closed else f"open until {one.until}" if one.until else "open"
        told = outcome(one).word.replace("_", " ") or "not decided"
        say(f"{short(one.id)}  {shorten(one.title, 60)} ({how}, {told}, {len(one.comments)} comments)")
    if not found:
        say("No review yet.")
    trouble(desk)


def trouble(desk: Desk) -> bool:
    """Say what is wrong with the log, one line each; whether anything is."""
    found = desk.state.troubles
    for one in found:
        complain(f"{desk.store.path}:{one.line}:1: {one.message}")
    return bool(found)


@command(
    "status",
    "Say how a review stands: who takes part, the version and what changed since, verdicts, votes, the gate, the decision.",
    "--exit-code",
)
@click.option("--exit-code", is_flag=True, help="Leave with 1 where the gate is not passed.")
@click.option(
    "--since",
    multiple=True,
    metavar="ID",
    help="Tell what is new after this event ('heads' in the JSON of your last look).",
)
def status_command(desk: Desk, exit_code: bool, since: tuple[str, ...]) -> int:
    """Print how it stands."""
    from cxcanvas.cli.review.shown import status_json
    from cxcanvas.cli.review.standing import lines

    sight = desk.look(tuple(desk.id_of(one, desk.state.events) for one in since))
    if desk.form == "json":
        print_json(status_json(sight))
    else:
        for line in lines(sight):
            say(line)
    trouble(desk)
    return int(exit_code and not (sight.gate is not None and sight.gate.passed))


@command("comments", "List what was said, with its answers, and where it stands now.", "--open")
@click.option("--open", "only_open", is_flag=True, help="Only what is open.")
def comments_command(desk: Desk, only_open: bool) -> None:
    """Print the threads."""
    from cxcanvas.cli.review.shown import comment_json

    then, now, _ = desk.versions()
    found = [one for one in desk.review.comments.values() if one.status == "open" or not only_open]
    if desk.form == "json":
        print_json({"comments": [comment_json(one, then, now) for one in found]})
        return
    for one in found:
        for line in _thread(one, then, now):
            say(line)
    if not found:
        say("Nothing was said.")


def _thread(one: Comment, then: Canvas | None, now: Canvas | None) -> Iterator[str]:
    from cxcanvas.review import fate_words, pin, spoken

    where = one.about
    if now is not None:
        stands = pin(one, then, now)
        gone = {"orphaned": " (gone)", "renamed": " (renamed)", "within": " (the field is gone)"}
        address = f" ({stands.address})" if stands.how != "whole" else ""
        where = f"{stands.title}{address}{gone.get(stands.how, '')}"
    state = fate_words(one, then, now) or one.status.replace("wont_do", "won't do")
    reason = f": {one.reason}" if one.reason else ""
    head = f"{short(one.id)}  {one.type or 'comment'} on {where}, {spoken(one.said)} [{state}{reason}]"
    yield " ".join(head.split())
    yield f"  {' '.join(one.text.split())}{_for(one.mentions)}"
    for each in one.replies:
        yield f"    {spoken(each.said)}: {' '.join(each.text.split())}{_for(each.mentions)}"


def _for(mentions: tuple[str, ...]) -> str:
    return f" [for {', '.join(mentions)}]" if mentions else ""
