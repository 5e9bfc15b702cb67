"""The views there are, in the order of their tabs."""

from __future__ import annotations

from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.views import (
    advocacy,
    compare,
    diagnosis,
    evidence,
    exchange,
    fit,
    listening,
    loyalty,
    measures,
    overview,
    portrait,
    presence,
    priorities,
    promises,
    reviewed,
    trust,
    workshop,
)
from cxcanvas.views.methods import METHODS
from cxcanvas.views.parts import Draw

_DRAWN: Final[dict[str, Draw]] = {
    "canvas": overview.root,
    "journey": overview.journey_root,
    "portrait": portrait.root,
    "presence": presence.root,
    "exchange": exchange.root,
    "fit": fit.root,
    "promises": promises.root,
    "loyalty": loyalty.root,
    "trust": trust.root,
    "advocacy": advocacy.root,
    "priorities": priorities.root,
    "listening": listening.root,
    "evidence": evidence.root,
    "measures": measures.root,
    "diagnosis": diagnosis.root,
    "workshop": workshop.root,
    "compare": compare.root,
    "review": reviewed.root,
}
#: name -> what draws it
ROOTS: Final[dict[str, Draw]] = {name: _DRAWN[name] for name in METHODS if name in _DRAWN}
VIEWS: Final[tuple[str, ...]] = tuple(ROOTS)
#: name -> its title
TITLES: Final[dict[str, str]] = {name: METHODS[name].title for name in VIEWS}


def groups() -> dict[str, tuple[str, ...]]:
    """The views of each group of tabs."""
    found: dict[str, tuple[str, ...]] = {}
    for name in VIEWS:
        group = METHODS[name].group
        found[group] = (*found.get(group, ()), name)
    return found


#: What a reader's page needs to show a view at all: elements of these kinds, or one of these records.
_ABOUT: Final[dict[str, tuple[str, ...]]] = {
    "portrait": ("party", "goal"),
    "presence": ("channel",),
    "fit": ("offering", "service"),
    "promises": ("promise", "expectation", "company_value"),
    "trust": ("indicator", "bond"),
    "advocacy": ("indicator",),
    "listening": ("research", "evidence"),
    "evidence": ("hypothesis", "evidence"),
    "priorities": ("finding", "action"),
    "diagnosis": ("diagnosis", "maturity"),
    "workshop": ("workshop",),
}


def telling(canvas: Canvas) -> tuple[str, ...]:
    """The views that have something to say to a reader; whoever works on a concept sees them all."""
    return tuple(
        name
        for name in VIEWS
        if name not in _ABOUT or any(canvas.ids(one) or canvas.records.get(one) for one in _ABOUT[name])
        if name not in ("compare", "review")  # one needs another version, the other has a page of its own
    )
