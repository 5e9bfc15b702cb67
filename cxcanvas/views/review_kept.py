"""The versions that the reviews of a concept keep, and what people call them."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.review import State
from cxcanvas.views.phrases import date

__all__ = ["kept"]


def kept(state: State) -> Iterator[tuple[str, str]]:
    """Each version once, as (id of its snapshot, words), the latest review first: the one under review, then its variants."""
    found: set[str] = set()
    for review in reversed(list(state.reviews.values())):
        each = [(review.snapshot, f"under review, {date(review.opened.at[:10])}")]
        each += [
            (str(one.get("snapshot")), str(one.get("title") or name)) for name, one in review.options.items()
        ]
        for id_, said in each:
            there = state.snapshots.get(id_)
            if there is not None and there.hash and id_ not in found:
                found.add(id_)
                yield id_, f"{review.title}: {said}"
