"""Versions of a canvas: how two differ, in words, and how two people's work becomes one."""

from cxcanvas.versions.conflicts import Conflict, conflicts, place_in_words, resolved, settled
from cxcanvas.versions.merge import merge

__all__ = ["Conflict", "conflicts", "merge", "place_in_words", "resolved", "settled"]
