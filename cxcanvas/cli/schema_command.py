"""`cxcanvas schema`: the JSON Schema of the file, for editors."""

from __future__ import annotations

import click

from cxcanvas.cli.output import print_json


@click.command(
    name="schema",
    help="Print the JSON Schema of a canvas file, for editors that complete and check.",
    epilog="Example: cxcanvas schema > cxcanvas.schema.json",
)
def command() -> None:
    """Print the schema."""
    from cxcanvas.vocabulary.schema import schema

    print_json(schema())
