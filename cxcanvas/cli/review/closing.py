"""`cxcanvas review close`, `record`, `redact`, `verify`: the end of a review, and what is left of it."""

from __future__ import annotations

from pathlib import Path

import click

from cxcanvas.cli.output import complain, print_json, say
from cxcanvas.cli.review.desk import Desk, command, short
from cxcanvas.cli.review.telling import trouble


@command(
    "close",
    "Close a review and seal its record. The exit status is 1 where the gate stands in the way of a go.",
)
@click.option("--note", help="A last word.")
def close_command(desk: Desk, note: str | None) -> int:
    """Close it, with what the gate says."""
    from cxcanvas.review import outcome
    from cxcanvas.session.closing import ShutError, close_review

    review = desk.review
    desk.versions()
    try:
        event = close_review(desk.at, desk.who, review.id, note or "")
    except ShutError as error:
        if desk.form == "json":
            print_json({"closed": False, "gate": error.gate.as_json()})
        for item in error.gate.lacking:
            complain(f"{desk.file}: {item.sentence}")
        complain(f"{desk.file}: {error}")
        return 1
    desk.answer(event, f"The review is closed. {outcome(review).sentence}")
    return 0


@command(
    "record",
    "Write the decision record as Markdown, or as JSON. It is made from the log and never edited.",
    "-o decision.md",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), help="Write to a file.")
def record_command(desk: Desk, output: Path | None) -> None:
    """Print or write the record."""
    from cxcanvas.cli.review.shown import record_json
    from cxcanvas.review import decision, markdown
    from cxcanvas.store import write_text

    made = decision(desk.store.reread(), desk.review)
    if desk.form == "json":
        print_json(record_json(made))
    elif output is None or output == Path("-"):
        click.echo(markdown(made), nl=False)
    else:
        write_text(output, markdown(made))
        say(f"{output} holds the record.")


@command(
    "redact",
    "Take personal data out of an event (its id, or its first signs): the words, or with --who also who said them. "
    "Earlier commits of a git repository still hold them.",
    '3fa1 --reason "Names a customer"',
)
@click.argument("event")
@click.option("--reason", required=True, help="Why, without what is taken out.")
@click.option("--who", is_flag=True, help="Also who said it.")
@click.option("--instead", default="", help="The words that stand there from now on.")
def redact_command(desk: Desk, event: str, reason: str, who: bool, instead: str) -> None:
    """Take it out, and keep that it was."""
    from cxcanvas.session.redacting import take_out

    id_ = desk.id_of(event, desk.state.events)
    made, left = take_out(desk.at, desk.who, desk.review.id, id_, "all" if who else "words", reason, instead)
    desk.answer(made, f"{short(id_)} is taken out; {left}")


@command(
    "verify",
    "Read the whole log and say whether anything in it is broken, changed or missing. The exit status is 1 then.",
)
def verify_command(desk: Desk) -> int:
    """Say whether the log is whole."""
    state = desk.store.reread()
    idle = [each for one in state.reviews.values() for each in (*one.late, *one.refused)]
    taken = [str(data["event"]) for one in state.reviews.values() for _, data in one.redactions]
    if desk.form == "json":
        print_json({
            "events": len(state.events), "read_only": state.read_only or None, "redacted": taken,
            "not_counted": [{"event": one.event.id, "kind": one.event.kind, "why": one.why} for one in idle],
            "troubles": [{"line": one.line, "message": one.message, "event": one.event or None} for one in state.troubles],
        })  # fmt: skip
        return int(bool(state.troubles))
    wrong = trouble(desk)
    for one in idle:
        say(f"{short(one.event.id)} ({one.event.kind}) does not count: {one.why}")
    out = f", {len(taken)} of them with something taken out" if taken else ""
    say(f"{len(state.events)} events{out}; {'not all is well' if wrong else 'the log is whole'}.")
    return int(wrong)
