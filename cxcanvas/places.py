"""Where the files that come with cxcanvas lie: starters, notebooks, page templates, the example."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder or file that comes with cxcanvas under this name, as in a clone ("templates/starters").

    An installed package carries a copy inside; a clone (an editable install) has the original beside it.
    """
    inside = PACKAGE / "_files" / name
    return inside if inside.exists() else PACKAGE.parent / name


def example() -> Path:
    """The worked concept, a complete canvas to learn from."""
    return PACKAGE / "examples" / "breathing-space.cx.yaml"
