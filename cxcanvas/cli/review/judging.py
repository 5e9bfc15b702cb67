"""`cxcanvas review verdict`, `hold`, `editorial`, `tick`, `decide`, `met`: how people judge a concept."""

from __future__ import annotations

import click

from cxcanvas.cli.review.desk import Desk, at_desk, condition_fields
from cxcanvas.errors import UsageError
from cxcanvas.review import OUTCOMES, VERDICTS, conditions, part_hash

_CONDITION = "What it depends on: TEXT; owner=NAME; due=YYYY-MM-DD; checker=NAME. Again for each."


def _dashed(words: tuple[str, ...]) -> click.Choice[str]:
    return click.Choice([one.replace("_", "-") for one in words])


def _hash(desk: Desk, part: str, now: bool) -> str:
    addresses = desk.review.parts.get(part)
    if addresses is None:
        raise UsageError(
            f"{desk.file}: there is no part '{part}'; there are {', '.join(desk.review.parts) or 'none'}"
        )
    return part_hash(desk.canvas if now else desk.then, addresses)


@click.command(
    name="verdict",
    help="Judge a part of the version under review (with --now: of the concept as it is).",
    epilog="Example: cxcanvas review verdict care.cx.yaml exchange approve",
)
@at_desk()
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


@click.command(
    name="hold",
    help="Say that your verdict on a part still holds for the concept as it is now.",
    epilog="Example: cxcanvas review hold care.cx.yaml exchange",
)
@at_desk()
@click.argument("part")
def hold_command(desk: Desk, part: str) -> None:
    """Renew a verdict."""
    desk.said("hold", {"part": part, "hash": _hash(desk, part, True)}, f"Your verdict on {part} still holds")


@click.command(
    name="editorial",
    help="Say that what changed in a part since it was judged is a matter of words: verdicts go on to hold.",
    epilog='Example: cxcanvas review editorial care.cx.yaml exchange --reason "A slip of the pen"',
)
@at_desk(speaks=False)
@click.argument("part")
@click.option("--reason", required=True, help="What was changed.")
def editorial_command(desk: Desk, part: str, reason: str) -> None:
    """Keep the mark."""
    after = _hash(desk, part, True)
    judged = [
        each for one in desk.review.verdicts.values() if one.part == part for each in (one.hash, *one.held)
    ]
    before = judged[-1] if judged else _hash(desk, part, False)
    if before == after:
        raise UsageError(f"{desk.file}: nothing changed in {part} since it was judged")
    data = {"part": part, "before": before, "after": after, "reason": reason}
    desk.said("editorial", data, f"The change of {part} is marked as editorial")


@click.command(
    name="tick",
    help="Tick a point of the checklist, by its number.",
    epilog="Example: cxcanvas review tick care.cx.yaml 1",
)
@at_desk()
@click.argument("item", type=int)
@click.option("--undo", is_flag=True, help="It is not done after all.")
@click.option("--note", help="What was found.")
def tick_command(desk: Desk, item: int, undo: bool, note: str | None) -> None:
    """Keep the tick."""
    words = f"Point {item} is {'open' if undo else 'done'}"
    desk.said("tick", {"item": item, "done": not undo, "note": note}, words)


@click.command(
    name="decide",
    help="Say, as a decider, how it goes on; a later word takes the place of an earlier one.",
    epilog='Example: cxcanvas review decide care.cx.yaml go --reason "The promise can be kept"',
)
@at_desk()
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


@click.command(
    name="met",
    help="Say that a condition is met; the first signs of its id are enough.",
    epilog="Example: cxcanvas review met care.cx.yaml 9c2e",
)
@at_desk(speaks=False)
@click.argument("condition")
@click.option("--undo", is_flag=True, help="It is not met after all.")
@click.option("--note", help="What shows it.")
def met_command(desk: Desk, condition: str, undo: bool, note: str | None) -> None:
    """Keep that a condition is met."""
    known = {one.condition.id: one for one in conditions(desk.review)}
    id_ = desk.id_of(condition, known)
    data = {"condition": id_, "met": not undo, "note": note}
    desk.said("met", data, f"{known[id_].condition.text}: {'not met' if undo else 'met'}")
