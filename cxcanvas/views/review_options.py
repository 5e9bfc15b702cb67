"""The variants that a review compares, each with what it says and in what it differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from cxcanvas.canvas import Canvas, slugify
from cxcanvas.errors import CxError
from cxcanvas.review import Sight, Snapshot
from cxcanvas.versions.changes import told
from cxcanvas.views.catalogue import telling
from cxcanvas.views.phrases import clipped
from cxcanvas.views.review_words import differing

__all__ = ["BESIDE", "MOST_OFFERED", "beside", "options", "told_apart", "variants"]

#: Other concepts that are offered to compare with.
MOST_OFFERED: Final = 60
#: The views in which variants stand side by side, where they tell anything.
BESIDE: Final = ("journey", "exchange", "portrait", "presence", "promises", "loyalty")


@dataclass(frozen=True, slots=True)
class OptionCard:
    """A variant beside the others: what it is, and in what it differs from the version under review."""

    name: str
    title: str
    snapshot: str
    says: str = ""
    differs: tuple[Markup, ...] = ()
    more: int = 0
    trouble: str = ""
    same: bool = False


def options(sight: Sight) -> Iterator[OptionCard]:
    """The variants, each with what it says and in what it differs."""
    canvases = variants(sight)
    for name, one in sight.review.options.items():
        title, snapshot = str(one.get("title") or name), str(one.get("snapshot"))
        canvas = canvases[name]
        if not isinstance(canvas, Canvas) or sight.then is None:
            yield OptionCard(name, title, snapshot, trouble=canvas if isinstance(canvas, str) else _LOST)
            continue
        differs = [each.sentence for each in told(sight.then, canvas)]
        says = str(canvas.concept.get("tagline") or canvas.concept.get("summary") or "")
        short = tuple(differing(each) for each in differs[:MOST_DIFFERENCES])
        yield OptionCard(
            name, title, snapshot, clipped(says, 400), short, len(differs) - len(short), same=not differs
        )


def variants(sight: Sight) -> dict[str, Canvas | str]:
    """The canvases of the options by name, in the order of their titles; a sentence where one cannot be read."""
    found: dict[str, Canvas | str] = {}
    for name, one in sight.review.options.items():
        snapshot = sight.state.snapshots.get(str(one.get("snapshot")))
        try:
            found[name] = _unpacked(snapshot) if snapshot is not None else _LOST
        except CxError as error:
            found[name] = str(error)
    return found


def beside(sight: Sight, wanted: str, drawn: Callable[[Canvas, str], str]) -> tuple[str, Mapping[str, str]]:
    """The view in which the options stand side by side (the `wanted` one, where it tells anything), and each as it is `drawn` in it."""
    if not sight.review.options or sight.canvas is None:
        return "", {}
    there = telling(sight.canvas)
    offered = [one for one in BESIDE if one in there]
    if not offered:
        return "", {}
    view = wanted if wanted in offered else offered[0]
    return view, {name: drawn(one, view) for name, one in variants(sight).items() if isinstance(one, Canvas)}


def told_apart(name: str, title: str) -> str:
    """A concept by its title, and by its file's name where that says something else."""
    return f"{title} ({name})" if title and slugify(title) != name else title or name


_LOST: Final = "its version is not in the log"
#: Differences of a variant that are listed; the Compare page shows all of them.
MOST_DIFFERENCES: Final = 6


@lru_cache(maxsize=16)
def _unpacked(snapshot: Snapshot) -> Canvas:
    return snapshot.canvas()
