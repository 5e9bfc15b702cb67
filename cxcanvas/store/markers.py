"""The marks that git leaves in a text where a merge by lines failed, and the sides between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MARK: Final = re.compile(r"^(?:(<{7,}|>{7,}|\|{7,})(?:[ \t]([^\r\n]*))?|(={7,}))\r?$", re.MULTILINE)
#: Of what a side is called (a branch, a commit with its subject), what is told.
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Sides:
    """The texts of both sides, and of what they began with where the marks tell that; and what the sides are called.

    A side may have marks of its own: of a merge that was not finished before.
    """

    local: str
    remote: str
    base: str | None
    names: tuple[str, str]
    #: Where the first mark stands, counted from 1.
    line: int


@dataclass(slots=True)
class _Hunk:
    """A place that both sides changed: where its parts begin and end."""

    size: int
    start: int
    inner: int
    ours: str
    bar: tuple[int, int] | None = None
    equals: tuple[int, int] | None = None


def sides(text: str) -> Sides | None:
    """The sides of a text with marks in it; None where it has none, or they do not belong together.

    Marks are told in all styles of git (merge, diff3, zdiff3), of any size, with any line ends.
    """
    if "<<<<<<<" not in text or "\n=======" not in text:
        return None
    local: list[str] = []
    remote: list[str] = []
    base: list[str] = []
    whole, at, first, names = True, 0, 0, ("", "")
    waiting: list[_Hunk] = []
    for mark in _MARK.finditer(text):
        sign, size, after = mark[0][0], len(mark[1] or mark[3]), min(mark.end() + 1, len(text))
        if sign == "<":
            waiting.append(_Hunk(size, mark.start(), after, mark[2] or ""))
        elif not waiting:
            continue  # a line of signs that is somebody's own
        elif not _next(waiting[-1], sign, size, (mark.start(), after)):
            return None
        elif sign == ">":
            hunk = waiting.pop()
            if waiting:
                continue  # inside another one: it belongs to a side
            assert hunk.equals is not None
            before = text[at : hunk.start]
            local += (before, text[hunk.inner : (hunk.bar or hunk.equals)[0]])
            remote += (before, text[hunk.equals[1] : mark.start()])
            base += (before, text[hunk.bar[1] : hunk.equals[0]] if hunk.bar else "")
            whole = whole and hunk.bar is not None
            if not first:
                first, names = text.count("\n", 0, hunk.start) + 1, (_named(hunk.ours), _named(mark[2] or ""))
            at = after
    if waiting or not first:
        return None
    rest = text[at:]
    return Sides(
        "".join((*local, rest)), "".join((*remote, rest)), "".join((*base, rest)) if whole else None, names, first
    )  # fmt: skip


def _next(hunk: _Hunk, sign: str, size: int, place: tuple[int, int]) -> bool:
    """Take a mark as the next one of a hunk; False where it is none of it."""
    if size != hunk.size:
        return False
    if sign == "|" and hunk.bar is None and hunk.equals is None:
        hunk.bar = place
    elif sign == "=" and hunk.equals is None:
        hunk.equals = place
    else:
        return sign == ">" and hunk.equals is not None
    return True


def _named(label: str) -> str:
    line = " ".join(label.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
