"""The views of the worked concept: what drawing each takes, against the journey."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.clock import medians
from bench.table import Figure
from cxcanvas.examples import example_path
from cxcanvas.store import load
from cxcanvas.views import VIEWS, Scene, fragment


def figures(quick: bool = False) -> Iterator[Figure]:
    """The views that go deeper against the journey, as a reader gets them."""
    scene = Scene(load(example_path()))
    # Numbers holds every measure there is: what these cost is a figure of `judgement`.
    first = ("canvas", "journey", "exchange", "loyalty", "measures")
    others = [view for view in VIEWS if view not in first]
    tasks = [partial(fragment, scene, view) for view in ("journey", *others)]
    for task in tasks:
        task()
    journey, *times = medians(20 if quick else 100, *tasks)
    for view, spent in zip(others, times, strict=True):
        name, detail = f"{view} of the worked concept / the journey", f"{spent:.1f} : {journey:.1f} ms"
        yield Figure(name, spent / journey, 3.0, "×", detail=detail)
