"""`cxcanvas review open` and `amend`: a review begins, and its people change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cxcanvas.cli.review.desk import Desk, command, pairs
from cxcanvas.errors import UsageError
from cxcanvas.review import PROFILES

_PEOPLE = (
    ("decider", "deciders", "Who decides."),
    ("reviewer", "reviewers", "Who judges."),
    ("informed", "informed", "Who is kept informed."),
    ("editor", "editors", "Who works on the concept."),
    ("facilitator", "facilitators", "Who leads the review."),
    ("customer-facing", "customer_facing", "Who of them meets customers."),
)


def _people(function: Any) -> Any:
    deputy = "Who stands in for whom, as WHOM=BY."
    function = click.option("--until", metavar="YYYY-MM-DD", help="The day by which to answer.")(function)
    function = click.option("--deputy", "deputies", multiple=True, metavar="WHOM=BY", help=deputy)(function)
    for option, name, told in reversed(_PEOPLE):
        function = click.option(f"--{option}", name, multiple=True, metavar="NAME", help=f"{told} Again for each.")(
            function
        )  # fmt: skip
    return function


def _named(people: dict[str, Any]) -> dict[str, Any]:
    deputies = {whom: {"by": by} for whom, by in pairs(people.pop("deputies"), "WHOM=BY").items()}
    return {**people, "deputies": deputies}


@command(
    "open",
    "Open a review on the concept as it is in FILE. The parts are those of the method where none is named.",
    '--title "Concept review" --decider Ines --customer-facing Ines',
)
@click.option("--title", required=True, help="What the review is called.")
@click.option("--question", help="What shall be decided.")
@click.option("--scope", multiple=True, metavar="ADDRESS", help="A place that it is about.")
@click.option("--part", "parts", multiple=True, metavar="NAME=ADDRESS,…", help="A part that is judged.")
@click.option("--profile", type=click.Choice([one.replace("_", "-") for one in PROFILES]), default="concept")
@click.option("--check", "checklist", multiple=True, help="A point of the checklist.")
@click.option(
    "--rule",
    type=click.Choice(["one", "majority", "all"]),
    default="one",
    help="How many deciders it takes.",
)
@click.option("--quorum", type=int, default=1, help="How many must have judged.")
@click.option("--budget", type=int, default=2, help="Dots for each voter.")
@click.option("--candidate", "candidates", multiple=True, metavar="ADDRESS", help="What can be voted on.")
@click.option(
    "--rated", multiple=True, metavar="ADDRESS[=LOW:HIGH]", help="What several people rate; 1 to 5."
)
@click.option("--option", "options", multiple=True, metavar="NAME=FILE", help="A variant to compare.")
@click.option("--guests", is_flag=True, help="People who are not named may vote and rate.")
@click.option(
    "--signed-in", is_flag=True, help="Only people who signed in vote, judge and decide (not from here)."
)
@click.option("--version", "version", default="", help="What the version under review is called.")
@click.option("--supersedes", default="", metavar="ID", help="The review whose decision this one replaces.")
@_people
def open_command(
    desk: Desk, parts: tuple[str, ...], profile: str, rated: tuple[str, ...], options: tuple[str, ...],
    version: str, supersedes: str, **more: Any,
) -> None:  # fmt: skip
    """Keep the version, then open the review on it."""
    from cxcanvas.session.opening import open_review
    from cxcanvas.store import load

    ratings = dict(_rating(one, desk.canvas) for one in rated)
    told = {name: {"addresses": each.split(",")} for name, each in pairs(parts, "NAME=ADDRESS").items()}
    variants = {name: (Path(file), load(file)) for name, file in pairs(options, "NAME=FILE").items()}
    data = {
        **_named(more), "parts": told, "profile": profile.replace("-", "_"), "ratings": ratings,
        "supersedes": desk.id_of(supersedes, desk.state.reviews) if supersedes else "",
    }  # fmt: skip
    event = open_review(desk.at, desk.who, data, version, variants)
    desk.answer(event, f"The review “{more['title']}” is open")


def _rating(word: str, canvas: Any) -> tuple[str, dict[str, Any]]:
    """`ADDRESS=1:7`, or the scale of the field at the address, or 1 to 5."""
    address, equals, scale = word.partition("=")
    low, _, high = scale.partition(":")
    try:
        bounds = (float(low), float(high)) if equals else _scale(address, canvas)
    except ValueError:
        raise UsageError(f"'{word}' is no ADDRESS=LOW:HIGH") from None
    return address, {"low": bounds[0], "high": bounds[1]}


def _scale(address: str, canvas: Any) -> tuple[float, float]:
    from cxcanvas.vocabulary import field_at

    head, *path = address.split(".")
    element = canvas.get(head)
    field = field_at(element.kind, tuple(path)) if element is not None and path else None
    known = field is not None and field.low is not None and field.high is not None
    return (field.low, field.high) if known and field is not None else (1, 5)  # type: ignore[return-value]


@command(
    "amend",
    "Change the people or the deadline of a review; whoever is named takes the place of the former.",
    "--until 2026-12-19 --deputy Ines=Wei",
)
@_people
def amend_command(desk: Desk, **more: Any) -> None:
    """Keep the change."""
    from cxcanvas.session.opening import amend_review

    data = {name: one for name, one in _named(more).items() if one}
    desk.answer(amend_review(desk.at, desk.who, desk.review.id, data), "The review is changed")
