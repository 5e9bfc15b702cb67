"""Older formats, step by step up to today's.

Format  Since       What changed
1       2026-11-23  The first.

A step takes the file's tree (top-level word -> value, sections as mappings from id to
fields) of one format and gives the tree of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cxcanvas.canvas import FORMAT

Tree = dict[str, Any]
Step = Callable[[Tree], Tree]

MIGRATIONS: Mapping[int, Step] = {}


def upgrade(
    tree: Tree, version: int, steps: Mapping[int, Step] = MIGRATIONS, to: int = FORMAT
) -> Tree | None:
    """The tree in format `to`; None when no step leads there."""
    while version < to:
        step = steps.get(version)
        if step is None:
            return None
        tree = step(tree)
        version += 1
    return tree
