"""Two versions on one picture: what came, went, moved and changed."""

from __future__ import annotations

from cxcanvas.canvas import Canvas


def compared_page(before: Canvas, after: Canvas, old: str, new: str) -> str:
    """A self-contained page that shows what changed from one version to another; `old` and `new` name them."""
    raise NotImplementedError
