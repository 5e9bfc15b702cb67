"""The command line: thin commands over the library, one module each, imported when it is called."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit status: 0 fine, 1 the answer is "no", 2 unusable."""
    from cxcanvas.cli.group import run

    sys.exit(run(sys.argv[1:]))
