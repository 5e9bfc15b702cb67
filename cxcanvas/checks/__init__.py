"""What a reader should know about a canvas: problems, each with its place, by the rules of a book.

cx.check(canvas)                                # today, by the book
judge(canvas, BOOK, dt.date(2026, 11, 21))      # also what is waived, and how each could be mended

The names below are imported when they are first used: a merge asks what holds together, and does
not need the book.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxcanvas.checks.judging import Judge, Judged, check, judge
    from cxcanvas.checks.rules import BOOK
    from cxcanvas.checks.settings import Settings, settings_for
    from cxcanvas.checks.standing import by_element, depth_of, is_contradiction, is_hint
    from cxcanvas.checks.vocabulary import element_problems, record_problems

_HOMES = {
    "judging": ("Judge", "Judged", "check", "judge"),
    "rules": ("BOOK",),
    "settings": ("Settings", "settings_for"),
    "standing": ("by_element", "depth_of", "is_contradiction", "is_hint"),
    "vocabulary": ("element_problems", "record_problems"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "BOOK", "Judge", "Judged", "Settings", "by_element", "check", "depth_of", "element_problems", "is_contradiction", "is_hint",
    "judge", "record_problems", "settings_for",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"cxcanvas.checks has no '{name}'")
    return getattr(import_module(f"cxcanvas.checks.{home}"), name)
