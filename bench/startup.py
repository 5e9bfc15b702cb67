"""How long it takes to begin: the import, and the first word of the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.clock import command, medians
from bench.table import Figure


def figures(quick: bool = False) -> Iterator[Figure]:
    """`import cxcanvas` against `import networkx`, and `cxcanvas --help` against an idle Python."""
    runs = 5 if quick else 21
    python = sys.executable
    script = str(Path(python).with_name("cxcanvas"))
    nothing, ours, peer, helping = medians(
        runs,
        command([python, "-c", "pass"]),
        command([python, "-c", "import cxcanvas"]),
        command([python, "-c", "import networkx"]),
        command([script, "--help"]),
    )
    yield Figure(
        "import cxcanvas / import networkx",
        (ours - nothing) / (peer - nothing),
        1.0,
        "×",
        detail=f"{ours - nothing:.0f} ms against {peer - nothing:.0f} ms, Python's own {nothing:.0f} ms taken off",
    )
    yield Figure(
        "cxcanvas --help beyond python -c pass",
        helping - nothing,
        80,
        "ms",
        detail=f"median of {runs}, in turns",
    )
