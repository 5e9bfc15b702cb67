"""cxcanvas: work out a business concept through the customer's eyes, in notebooks, on boards, in a text file.

    import cxcanvas as cx
    canvas = cx.load("breathing-space.cx.yaml")
    session = cx.open("breathing-space.cx.yaml")

The names below are the door; each is imported when it is first used, so that
`import cxcanvas` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas, Element
    from cxcanvas.checks import check
    from cxcanvas.checks.well_formed import merge
    from cxcanvas.edits import Add, Move, Remove, Rename, Set, apply, diff
    from cxcanvas.errors import CxError, EditError, Problem, StoreError, TextError
    from cxcanvas.measures import measure
    from cxcanvas.session import Session, open
    from cxcanvas.store import load, save
    from cxcanvas.textfile import dumps, loads

_HOMES = {
    "cxcanvas.canvas": ("Canvas", "Element"),
    "cxcanvas.checks": ("check",),
    "cxcanvas.checks.well_formed": ("merge",),
    "cxcanvas.edits": ("Add", "Move", "Remove", "Rename", "Set", "apply", "diff"),
    "cxcanvas.errors": ("CxError", "EditError", "Problem", "StoreError", "TextError"),
    "cxcanvas.measures": ("measure",),
    "cxcanvas.session": ("Session", "open"),
    "cxcanvas.store": ("load", "save"),
    "cxcanvas.textfile": ("dumps", "loads"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__version__ = "0.1.0"
__all__ = [
    "Add", "Canvas", "CxError", "EditError", "Element", "Move", "Problem", "Remove", "Rename", "Session", "Set",
    "StoreError", "TextError", "__version__", "apply", "check", "diff", "dumps", "load", "loads", "measure", "merge", "open",
    "save",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"cxcanvas has no '{name}'")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return __all__
