"""Rows of lines: the entries of a collection on their way from one order into another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cxcanvas.values import same


class Row:
    """The entries of a mapping on their way into a new order."""

    def __init__(self, newline: str, level: int) -> None:
        self.newline = newline
        self.level = level
        self.kept: list[str] = []
        self.pieces: dict[str, str] = {}
        self.gaps: dict[str, tuple[str, str]] = {}
        self.blanks: list[str] = []

    def take(self, name: str, gap: str, piece: str | None) -> None:
        """An entry of the old text; without a piece it goes, and its gap with it."""
        rest = gap.lstrip(" \r\n")
        blank = gap[: len(gap) - len(rest)]
        cut = blank.rfind("\n") + 1  # the comment's own indentation is no blank line
        blank, rest = gap[:cut], gap[cut:]
        self.blanks.append(blank)
        if piece is not None:
            self.kept.append(name)
            self.pieces[name] = piece
            self.gaps[name] = (blank, rest)

    def add(self, name: str, piece: str) -> None:
        """An entry that is new."""
        self.pieces[name] = piece
        self.gaps[name] = (self._usual(), "")

    def joined(self, order: Sequence[str]) -> str:
        """The text of the entries in an order; blank lines stay between them, not with them."""
        texts = []
        for number, name in enumerate(order):
            blank, comments = self.gaps[name]
            if number == 0:
                blank = self.blanks[0]
            elif self.kept and name == self.kept[0] and not blank:
                blank = self._usual()
            texts.append(blank + comments + self.pieces[name])
        return joined(texts, self.newline)

    def _usual(self) -> str:
        """The blank lines that stand between two entries here as a rule."""
        # At the top, the concept follows the version at once; what comes after shows the habit.
        between = self.blanks[2:] if self.level == 0 else self.blanks[1:]
        if not between:
            return self.newline if self.level == 0 else ""
        return Counter(between).most_common(1)[0][0]


def joined(texts: Sequence[str], newline: str) -> str:
    """Texts below each other; only the last may end without a line end."""
    whole = [text if text.endswith("\n") else text + newline for text in texts[:-1]]
    return "".join((*whole, *texts[-1:]))


def merged(kept: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """What is kept, in its order, with what is new put below its neighbour in the wanted order."""
    order = list(kept)
    there = set(kept)
    above: str | None = None
    for name in wanted:
        if name not in there:
            order.insert(order.index(above) + 1 if above is not None else 0, name)
        above = name
    return order


def renames(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Old ids whose elements live on under another one."""
    found = {}
    for id_, fields in new.items():
        formerly = fields.get("formerly") if id_ not in old and isinstance(fields, dict) else None
        if isinstance(formerly, tuple) and formerly and formerly[-1] in old and formerly[-1] not in new:
            found[formerly[-1]] = id_
    return found


def unchanged(old: Any, new: Any, is_section: bool) -> bool:
    """Whether two values are the same; in a section, the order counts as well."""
    return same(old, new) and (not is_section or list(old) == list(new))


def common(a: Sequence[Any], b: Sequence[Any]) -> int:
    """How many items are the same from the beginning."""
    count = 0
    while count < min(len(a), len(b)) and same(a[count], b[count]):
        count += 1
    return count
