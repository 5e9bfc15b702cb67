"""`cxcanvas review verdict`, `hold`, `editorial`, `tick`, `decide`, `met`: how people judge a concept."""

from __future__ import annotations

import click

from cxcanvas.cli.review.desk import Desk, command, condition_fields
from cxcanvas.errors import ReviewError
from cxcanvas.review import OUTCOMES, VERDICTS, conditions

_CONDITION = "What it depends on: TEXT; owner=NAME; due=YYYY-MM-DD; checker=NAME. Again for each."


def _dashed(words: tuple[str, ...]) -> click.Choice[str]:
    return click.Choice([one.replace("_", "-") for one in words])


def _hash(desk: Desk, part: str, now: bool) -> str:
    """The hash of a part, as it is now or as it is under review."""
    from cxcanvas.session.renewing import hashes

    found = hashes(desk.at, desk.review, part)[now]
    if not found:
        raise ReviewError("the concept cannot be read" if now else "the version under review is gone")
    return found


@command(
    "verdict",
    "Judge a part of the version under review (with --now: of the concept as it is).",
    "exchange approve",
    speaks=True,
)
@click.argument("part")
@click.argument("verdict", type=_dashed(VERDICTS))
@click.option("--reason", help="Why; whoever requests changes says which.")
@click.option("--condition", "given", multiple=True, help=_CONDITION)
@click.option("--now", is_flag=True, help="Of the concept as it is now.")
def verdict_command(
    desk: Desk, part: str, verdict: str, reason: str | None, given: tuple[str, ...], now: bool
) -> None:
    """Keep a verdict."""
    data = {
        "part": part, "verdict": verdict.replace("-", "_"), "reason": reason, "conditions": condition_fields(given),
        "hash": _hash(desk, part, now),
    }  # fmt: skip
    desk.said("verdict", data, f"Your verdict on {part} is kept: {verdict.replace('-', ' ')}")


@command(
    "hold",
    "Say that your verdict on a part still holds for the concept as it is now.",
    "exchange",
    speaks=True,
)
@click.argument("part")
def hold_command(desk: Desk, part: str) -> None:
    """Renew a verdict."""
    desk.said("hold", {"part": part, "hash": _hash(desk, part, True)}, f"Your verdict on {part} still holds")


@command(
    "editorial",
    "Say that what changed in a part since it was judged is a matter of words: verdicts go on to hold.",
    'exchange --reason "A slip of the pen"',
)
@click.argument("part")
@click.option("--reason", required=True, help="What was changed.")
def editorial_command(desk: Desk, part: str, reason: str) -> None:
    """Keep the mark."""
    from cxcanvas.session.renewing import mark_editorial

    event = mark_editorial(desk.at, desk.who, desk.review, part, reason)
    desk.answer(event, f"The change of {part} is marked as editorial")


@command("tick", "Tick a point of the checklist, by its number.", "1", speaks=True)
@click.argument("item", type=int)
@click.option("--undo", is_flag=True, help="It is not done after all.")
@click.option("--note", help="What was found.")
def tick_command(desk: Desk, item: int, undo: bool, note: str | None) -> None:
    """Keep the tick."""
    words = f"Point {item} is {'open' if undo else 'done'}"
    desk.said("tick", {"item": item, "done": not undo, "note": note}, words)


@command(
    "decide",
    "Say, as a decider, how it goes on; a later word takes the place of an earlier one.",
    'go --reason "The promise can be kept"',
    speaks=True,
)
@click.argument("outcome", type=_dashed(OUTCOMES))
@click.option("--reason", help="Why.")
@click.option("--condition", "given", multiple=True, help=_CONDITION)
@click.option("--impact", help="What it means for customers.")
@click.option("--consequence", "consequences", multiple=True, help="What follows from it. Again for each.")
@click.option("--override", help="Why it is decided although the gate is not passed.")
def decide_command(
    desk: Desk, outcome: str, reason: str | None, given: tuple[str, ...], impact: str | None,
    consequences: tuple[str, ...], override: str | None,
) -> None:  # fmt: skip
    """Keep a decider's word."""
    data = {
        "outcome": outcome.replace("-", "_"), "reason": reason, "conditions": condition_fields(given), "impact": impact,
        "consequences": list(consequences), "override": override,
    }  # fmt: skip
    desk.said("decide", data, f"Your decision is kept: {outcome.replace('-', ' ')}")


@command("met", "Say that a condition is met; the first signs of its id are enough.", "9c2e")
@click.argument("condition")
@click.option("--undo", is_flag=True, help="It is not met after all.")
@click.option("--note", help="What shows it.")
def met_command(desk: Desk, condition: str, undo: bool, note: str | None) -> None:
    """Keep that a condition is met."""
    known = {one.condition.id: one for one in conditions(desk.review)}
    id_ = desk.id_of(condition, known)
    data = {"condition": id_, "met": not undo, "note": note}
    desk.said("met", data, f"{known[id_].condition.text}: {'not met' if undo else 'met'}")
