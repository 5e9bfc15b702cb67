"""A session: what it costs an edit that the canvas is kept, followed and saved by itself meanwhile."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cxcanvas as cx
from bench.board import large
from bench.clock import medians
from bench.table import Figure
from cxcanvas.session import Session
from cxcanvas.textfile import dumps

ELEMENTS = 5000


def figures(quick: bool = False) -> Iterator[Figure]:
    """Every figure of a session."""
    runs = 10_000 if quick else 60_000  # some seconds: several saves fall into it
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "large.cx.yaml"
        path.write_text(dumps(large(ELEMENTS)), "utf-8")
        kept, bare = cx.open(path), Session(cx.load(path))
        kept.autosave = kept.following = True
        step = kept.canvas.ids("step")[ELEMENTS // 2]
        number = itertools.count()

        def edit(session: Session) -> None:
            session.apply(cx.Set(f"{step}.name", f"Another name {next(number)}"))

        mine, peer = medians(runs, lambda: edit(kept), lambda: edit(bare))
        kept.close()
        assert cx.load(path) == kept.canvas
    yield Figure(
        f"one edit, {ELEMENTS:,} elements: saved by itself / without a file", mine / peer, 1.1, "×",
        detail=f"{mine * 1000:.0f} : {peer * 1000:.0f} µs, median of {runs:,}",
    )  # fmt: skip
