"""The versions of a canvas that people can pick to compare with: those that git keeps, each in words."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import StoreError, sentence_of
from cxcanvas.measures.held import dated
from cxcanvas.store.git import Refusal, asked
from cxcanvas.store.history import History, Place, history, located

#: Versions that can be picked.
MOST: Final = 200
#: Canvases that are remembered; a version never changes.
_REMEMBERED: Final = 24
_SUBJECT: Final = 72


@dataclass(frozen=True, slots=True)
class Kept:
    """One version: its id, the day on which it was kept, who wrote it, why, and where git has it."""

    id: str
    day: dt.date
    author: str
    subject: str
    place: Place

    @property
    def said(self) -> str:
        """The version as people call it: the day, who, why."""
        subject = (
            self.subject if len(self.subject) <= _SUBJECT else f"{self.subject[: _SUBJECT - 1].rstrip()}…"
        )
        return f"{dated(self.day)}, {self.author}" + (f": {subject}" if subject else "")


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of a file, the latest first; `note` says why there are none, or not all."""

    kept: tuple[Kept, ...] = ()
    note: str = ""
    history: History | None = None

    def find(self, said: str) -> Kept | None:
        """The version of that id, also of a part of it that begins it and that no other one begins with."""
        found = [one for one in self.kept if one.id.startswith(said)] if len(said) >= 7 else []
        return found[0] if len(found) == 1 else None

    def on(self, day: dt.date) -> Kept | None:
        """The version that held at the end of a day; before the first one there was nothing, so the first."""
        return next((one for one in self.kept if one.day <= day), self.kept[-1] if self.kept else None)

    def before(self, version: Kept) -> Kept | None:
        """The version before one."""
        place = self.kept.index(version) + 1
        return self.kept[place] if place < len(self.kept) else None


def versions(path: Path, most: int = MOST) -> Versions:
    """The versions of a file that git keeps; where there are none, a sentence says why."""
    try:
        found = history(path, most)
    except StoreError as error:
        return Versions(note=_why_not(error))
    kept = tuple(
        Kept(one.id, _day(one.day), one.author, one.subject, one.place)
        for one in found.revisions
        if one.there
    )
    return Versions(kept, sentence_of(StoreError(found.cut)) if found.cut else "", found)


def head(path: Path) -> str:
    """What is checked out where a file lies: a history is read anew when that is another; "" where git has none."""
    try:
        top, _ = located(path)
        return asked(top, "rev-parse", "--verify", "--quiet", "HEAD").decode("ascii", "replace").strip()
    except StoreError:
        return ""


def _day(said: str) -> dt.date:
    try:
        return dt.date.fromisoformat(said)
    except ValueError:  # a clock that was beyond all years
        return dt.date.min


def _why_not(error: StoreError) -> str:
    """Why there are no versions, without the folders of the machine."""
    match error.failed if isinstance(error, Refusal) else "":
        case "repository":
            return "No earlier versions are kept here: this folder is in no git repository."
        case "log":
            return "No earlier version is kept yet: git begins a history with the first commit of this file."
        case "trust":
            return "The history is not read: git does not trust this folder, which belongs to somebody else."
        case "":
            return sentence_of(error)
    return "The history cannot be read: git refused to tell it."


@dataclass(slots=True)
class Memory:
    """Canvases of versions that were looked at, the latest ones kept."""

    _kept: OrderedDict[tuple[Path, Place], Canvas] = field(default_factory=OrderedDict)

    def canvas(self, found: Versions, version: Kept) -> Canvas:
        """What a version says; StoreError or TextError where that cannot be read."""
        assert found.history is not None
        key = found.history.top, version.place
        canvas = self._kept.get(key)
        if canvas is None:
            canvas = self._kept[key] = found.history.canvas(version.place)
            if len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return canvas
