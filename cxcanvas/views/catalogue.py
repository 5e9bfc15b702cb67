"""The views there are, in the order of their tabs."""

from __future__ import annotations

from typing import Final

from cxcanvas.views import exchange, loyalty, overview
from cxcanvas.views.methods import METHODS
from cxcanvas.views.parts import Draw

_DRAWN: Final[dict[str, Draw]] = {
    "canvas": overview.root,
    "journey": overview.journey_root,
    "exchange": exchange.root,
    "loyalty": loyalty.root,
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
