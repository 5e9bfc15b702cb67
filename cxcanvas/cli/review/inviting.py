"""`cxcanvas review invite`, `links`, `revoke`: links to a review that let somebody in, until a day."""

from __future__ import annotations

from urllib.parse import quote

import click

from cxcanvas.cli.output import print_json, say, shorten
from cxcanvas.cli.review.desk import Desk, command
from cxcanvas.store.invites import ROLES, Invite, invite, invites, revoke
from cxcanvas.store.workspace import SUFFIX


@command(
    "invite",
    "Make a link to the review page. A guest comments; a voter also votes and rates; a reviewer is one named person, with "
    "all that their role in the review allows. Whoever has the link is let in, so send it to that person only.",
    "--as-role guest --until 2026-12-12",
)
@click.option("--as-role", "role", type=click.Choice(list(ROLES)), default="guest", show_default=True)
@click.option(
    "--for", "whom", default="", metavar="NAME", help="Who it is for; nobody else can take this name then."
)
@click.option("--until", required=True, metavar="YYYY-MM-DD", help="The last day on which it holds.")
@click.option(
    "--at", "address", default="", metavar="URL", help="Where the dashboards are reached; the list's address."
)
def invite_command(desk: Desk, role: str, whom: str, until: str, address: str) -> None:
    """Print the link; it is shown once and kept nowhere."""
    token, made = invite(desk.file.absolute().parent, desk.review.id, role, until, whom)
    name = quote(desk.file.name.removesuffix(SUFFIX))
    link = f"{address.rstrip('/')}/c/{name}/review?token={token}"
    if desk.form == "json":
        print_json({**_told(made), "link": link})
        return
    say(link)
    say(f"({made.id}: {_words(made)}; `cxcanvas review revoke {desk.file} {made.id}` takes it back)")


@command(
    "links",
    "List the links to the reviews of a concept, and the codes of rooms that hold; the tokens themselves are kept nowhere.",
)
def links_command(desk: Desk) -> None:
    """Print one line a link."""
    reviews = desk.state.reviews
    found = [
        one for one in invites(desk.file.absolute().parent, reviews) if one.sort == "link" or one.holds()
    ]
    if desk.form == "json":
        print_json({"links": [_told(one) for one in found]})
        return
    for one in found:
        say(f"{one.id}  {_words(one)}, to {shorten(reviews[one.review].title, 60)}")
    if not found:
        say("No link was given out.")


@command(
    "revoke",
    "Take a link back, by the first signs of its id, or a room's code by itself; from then on it lets nobody in.",
    "3fa1",
)
@click.argument("link")
def revoke_command(desk: Desk, link: str) -> None:
    """Take it back."""
    made = revoke(desk.file.absolute().parent, desk.state.reviews, link)
    if desk.form == "json":
        print_json(_told(made))
    else:
        say(f"{made.id} holds no longer.")


def _words(one: Invite) -> str:
    whom = f" for {one.name}" if one.name else ""
    what = "a room's code: " if one.sort == "code" else ""
    return f"{what}{one.role}{whom}, {'until' if one.holds() else 'expired on'} {one.until}"


def _told(one: Invite) -> dict[str, object]:
    return {
        "id": one.id,
        "sort": one.sort,
        "review": one.review,
        "role": one.role,
        "for": one.name or None,
        "until": one.until,
        "holds": one.holds(),
    }
