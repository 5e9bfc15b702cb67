"""Versions of a canvas: how two differ, in words, and how two people's work becomes one."""

from cxcanvas.versions.conflicts import (
    TAKES,
    Conflict,
    Take,
    chosen,
    conflicts,
    place_in_words,
    place_of,
    resolved,
    settled,
)
from cxcanvas.versions.merge import merge

__all__ = [
    "TAKES",
    "Conflict",
    "Take",
    "chosen",
    "conflicts",
    "merge",
    "place_in_words",
    "place_of",
    "resolved",
    "settled",
]
