"""`cxcanvas review comment`, `reply`, `resolve`, `park`: what people say about a concept."""

from __future__ import annotations

import json
from typing import Any

import click

from cxcanvas.cli.review.desk import Desk, command, pairs, short
from cxcanvas.errors import UsageError
from cxcanvas.review import COMMENT_TYPES


@command(
    "comment",
    "Say something about a place, with the change that you propose where you know it.",
    '"Who calls back on a Sunday?" --at care-call --type question',
    speaks=True,
)
@click.argument("text")
@click.option("--at", "about", default="", metavar="ADDRESS", help="What it is about.")
@click.option("--type", "type_", type=click.Choice(COMMENT_TYPES), default="question", show_default=True)
@click.option(
    "--place", default="", metavar="VIEW:X:Y", help="Where on the picture, from the left and the top, 0 to 1."
)
@click.option("--mention", "mentions", multiple=True, metavar="NAME", help="Who shall see it.")
@click.option("--set", "sets", multiple=True, metavar="ADDRESS=VALUE", help="A change that it proposes.")
@click.option("--edit", "edits", multiple=True, metavar="JSON", help="A change as an edit.")
def comment_command(
    desk: Desk, text: str, about: str, type_: str, place: str, mentions: tuple[str, ...], sets: tuple[str, ...],
    edits: tuple[str, ...],
) -> None:  # fmt: skip
    """Keep a comment."""
    from cxcanvas.session.commenting import add_comment

    told: list[Any] = [
        {"op": "set", "address": address, "value": _value(desk, address, value)}
        for address, value in pairs(sets, "ADDRESS=VALUE").items()
    ]
    told += [_edit(one) for one in edits]
    data = {
        "text": text, "about": about, "type": type_, "mentions": list(mentions), "edits": told, "place": _place(place),
    }  # fmt: skip
    desk.answer(add_comment(desk.at, desk.who, desk.review, data), f"Your {type_} is kept")


def _place(word: str) -> dict[str, Any] | None:
    """`VIEW:X:Y` as a place on the picture; what is wrong with the numbers, the table of kinds says."""
    if not word:
        return None
    view, *spot = word.split(":")
    try:
        x, y = map(float, spot)
    except ValueError:
        raise UsageError(f"'{word}' is no VIEW:X:Y") from None
    return {"view": view, "x": x, "y": y}


def _edit(word: str) -> Any:
    try:
        return json.loads(word)
    except (ValueError, RecursionError):
        raise UsageError(f"'{word[:60]}' is no JSON") from None


def _value(desk: Desk, address: str, word: str) -> Any:
    """A value as it was typed: words where the field holds words, else a number, yes or no, or a list."""
    from cxcanvas.vocabulary import field_at
    from cxcanvas.vocabulary.fields import WORDS

    head, *path = address.split(".")
    element = desk.canvas.get(head)
    field = field_at(element.kind if element is not None else head, tuple(path))
    if field is not None and field.type in WORDS and not word.startswith("["):
        return word
    try:
        return json.loads(word)
    except (ValueError, RecursionError):
        return word


@command(
    "reply",
    "Answer a comment; the first signs of its id are enough.",
    '3fa1 "The front desk does"',
    speaks=True,
)
@click.argument("comment")
@click.argument("text")
@click.option("--mention", "mentions", multiple=True, metavar="NAME", help="Who shall see it.")
def reply_command(desk: Desk, comment: str, text: str, mentions: tuple[str, ...]) -> None:
    """Keep an answer."""
    from cxcanvas.session.commenting import add_reply

    data = {"to": desk.id_of(comment, desk.review.comments), "text": text}
    given = {**data, "mentions": list(mentions)} if mentions else data
    desk.answer(add_reply(desk.at, desk.who, desk.review, given), "Your answer is kept")


@command(
    "resolve",
    "Settle a comment, or open it again. What will not be done needs a reason.",
    '3fa1 --outcome wont-do --reason "Not in this year"',
)
@click.argument("comment")
@click.option("--outcome", type=click.Choice(["resolved", "wont-do", "open"]), default="resolved")
@click.option("--reason", help="Why.")
def resolve_command(desk: Desk, comment: str, outcome: str, reason: str | None) -> None:
    """Keep what became of a comment."""
    to = desk.id_of(comment, desk.review.comments)
    told = {"to": to, "outcome": outcome.replace("-", "_"), "reason": reason}
    words = {"open": "open again", "wont-do": "answered: won't do"}.get(outcome, outcome)
    desk.said("resolve", told, f"{short(to)} is {words}")


@command(
    "park",
    "Put something into the parking lot, to come back to.",
    '"What about tenants?" --said-by Wei',
    speaks=True,
)
@click.argument("text")
def park_command(desk: Desk, text: str) -> None:
    """Keep it."""
    desk.said("park", {"text": text}, "It is in the parking lot")
