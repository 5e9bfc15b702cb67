"""`cxcanvas review list`, `status`, `comments`: how a review stands, for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from cxcanvas.cli.output import complain, paint, print_json, say, shorten
from cxcanvas.cli.review.desk import Desk, command, short

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas
    from cxcanvas.review import Comment, Gate, Review, Seen, Standing


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
    "Say how a review stands: the version and what changed since, verdicts, votes, the gate, the decision.",
    "--exit-code",
)
@click.option("--exit-code", is_flag=True, help="Leave with 1 where the gate is not passed.")
def status_command(desk: Desk, exit_code: bool) -> int:
    """Print how it stands."""
    from cxcanvas.cli.review.shown import status_json

    review = desk.review
    sight = desk.look()
    seen, parts, gate = sight.seen, sight.standings, sight.gate
    changed = [one.sentence for one in sight.changes]
    if desk.form == "json":
        print_json(status_json(seen, parts, gate, changed, _version(desk, review)))
    else:
        for line in _lines(desk, seen, parts, gate, changed):
            say(line)
    trouble(desk)
    return int(exit_code and not (gate is not None and gate.passed))


def _version(desk: Desk, review: Review) -> str:
    snapshot = desk.state.snapshots.get(review.snapshot)
    if snapshot is None or not snapshot.hash:
        return "a version that was taken out of the log"
    revision = f", git {snapshot.revision[:8]}" if snapshot.revision else ""
    return f"{snapshot.name or 'unnamed'} (content {short(snapshot.hash)}{revision})"


def _lines(
    desk: Desk, seen: Seen, parts: Mapping[str, Standing], gate: Gate | None, changed: list[str]
) -> Iterator[str]:
    from cxcanvas.review import outcome

    review = seen.review
    until = "closed" if review.closed else f"open until {review.until}" if review.until else "open"
    yield f"{review.title} ({review.profile.replace('_', ' ')}, {until}, {short(review.id)})"
    if review.question:
        yield shorten(review.question)
    yield f"Version: {_version(desk, review)}; {_since(changed)}"
    yield from (f"  {shorten(one)}" for one in changed[:_MOST])
    yield outcome(review).sentence
    yield ""
    for name, one in parts.items():
        yield f"{name}: {_judged(one)}"
    yield _open_comments(review)
    yield from _votes(seen)
    yield from (f"late, not counted: {one.event.kind} {short(one.event.id)}" for one in review.late)
    if gate is not None:
        yield ""
        for item in gate.items:
            tone, sign = ("good", "✓") if item.met else ("error", "✕") if item.needed else ("quiet", "·")
            yield f"{paint(sign, tone)} {item.sentence}"
        yield "The gate is passed." if gate.passed else f"The gate is not passed: {len(gate.lacking)} open."


_MOST = 5


def _since(changed: list[str]) -> str:
    count = len(changed)
    return "unchanged since" if not count else f"{count} {'place has' if count == 1 else 'places have'} changed since"  # fmt: skip


def _judged(one: Standing) -> str:
    told = [
        f"{each.name} {each.verdict.verdict.replace('_', ' ')}{'' if each.fresh else ' (stale)'}"
        + (f" (by {each.deputy})" if each.deputy else "")
        for each in one.judgements
        if each.verdict is not None
    ]
    silent = sum(each.verdict is None for each in one.judgements)
    told += [f"{silent} without answer"] if silent else []
    return f"{one.stand.replace('_', ' ')}: {', '.join(told)}"


def _open_comments(review: Review) -> str:
    left = sum(one.status == "open" for one in review.comments.values())
    return f"{len(review.comments)} comments, {left} open."


def _votes(seen: Seen) -> Iterator[str]:
    if seen.tally is None:
        if seen.voted or seen.rated:
            yield f"Voted: {seen.voted}, rated: {seen.rated}; not revealed yet."
        return
    if seen.voted and not seen.tally.shown:
        yield "Fewer than three people voted; no count is shown."
    for address, many in seen.tally.dots.items():
        yield f"{address.removeprefix('option:')}: {many} {'dot' if many == 1 else 'dots'}"
    for one in seen.disagreement.spreads if seen.disagreement else ():
        if one.mean is not None:
            sd = f", SD {one.sd:.2f}" if one.sd is not None else ""
            yield f"{one.about}: mean {one.mean:.2f}{sd} ({len(one.scores)} people)"


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
        where = f"{stands.title}{gone.get(stands.how, '')}"
    state = fate_words(one, then, now) or one.status.replace("wont_do", "won't do")
    reason = f": {one.reason}" if one.reason else ""
    head = f"{short(one.id)}  {one.type or 'comment'} on {where}, {spoken(one.said)} [{state}{reason}]"
    yield " ".join(head.split())
    yield f"  {' '.join(one.text.split())}"
    for each in one.replies:
        yield f"    {spoken(each.said)}: {' '.join(each.text.split())}"
