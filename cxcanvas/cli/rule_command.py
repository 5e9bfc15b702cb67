"""`cxcanvas rule`: a rule's manual, or the list of the rules."""

from __future__ import annotations

from difflib import get_close_matches
from textwrap import fill, indent
from typing import TYPE_CHECKING, Any

import click

from cxcanvas.cli.output import columns, paint, print_json, say, terminal_width
from cxcanvas.errors import UsageError

if TYPE_CHECKING:
    from cxcanvas.checks.rule import Rule


@click.command(
    name="rule",
    help="Show a rule's manual: what it looks at, why, its source, a canvas that fails and one that passes. "
    "Without a name, list the rules.",
    epilog="Example: cxcanvas rule no-human-in-distress",
)
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
def command(name: str | None, form: str) -> None:
    """Print one manual, or the list."""
    from cxcanvas.checks import BOOK

    rules = list(BOOK.values()) if name is None else [found(name)]
    if form == "json":
        told = [_as_json(one) for one in rules]
        print_json(told if name is None else told[0])
    elif name is None:
        from cxcanvas.checks.manual import manual

        rows = [(f"{one.code}  {one.severity:<7}  {one.name}", manual(one).sentence) for one in rules]
        for line in columns(rows, indent=""):
            say(line)
    else:
        _tell(rules[0])


def found(name: str) -> Rule:
    """The rule of a name or a code, in whatever case; UsageError with the nearest for a slip."""
    from cxcanvas.checks import BOOK

    asked = name.strip().lower().replace("_", "-")
    for one in BOOK.values():
        if asked in (one.name, one.code.lower()):
            return one
    near = get_close_matches(asked, [*BOOK], 1, 0.5)
    told = f"did you mean '{near[0]}'?" if near else "'cxcanvas rule' lists them"
    raise UsageError(f"there is no rule '{name}'; {told}")


def _tell(rule: Rule) -> None:
    from cxcanvas.checks.manual import manual

    said, width = manual(rule), min(terminal_width(), 100)
    say(f"{rule.name}  {paint(f'{rule.code} · {rule.severity}', 'quiet')}")
    say()
    say(fill(said.sentence, width))
    say()
    for label, text in (("Looks at", said.looks_at), ("Why", said.why), ("Source", said.source)):
        say(fill(f"{label}: {text}", width, subsequent_indent="  "))
    for limit, value in rule.limits.items():
        say(f"Threshold: {limit} = {value:g}, in [tool.cxcanvas.rules.{rule.name}] of pyproject.toml")
    live = f"a waiver in the canvas, with a reason and a name, for one finding; {rule.name} = false for the workspace"
    say(fill(f"Live with it: {live}", width, subsequent_indent="  ", break_on_hyphens=False))
    for label, text in (("Fails", said.fails), ("Passes", said.passes)):
        say()
        say(f"{label}:")
        say(indent(text.rstrip(), "  "))


def _as_json(rule: Rule) -> dict[str, Any]:
    from cxcanvas.checks.manual import manual

    said = manual(rule)
    return {
        "rule": rule.name, "code": rule.code, "severity": rule.severity, "asks": list(rule.asks), "thresholds": rule.limits,
        "sentence": said.sentence, "looks_at": said.looks_at, "why": said.why, "source": said.source,
        "fails": said.fails, "passes": said.passes,
    }  # fmt: skip
