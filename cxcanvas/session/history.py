"""What was done and taken back, and how far that is from what is in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cxcanvas.edits import Edit

#: Steps that can be taken back.
HISTORY: Final = 500


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the history: the edits that lead to its other side, and a label in words."""

    edits: tuple[Edit, ...]
    label: str


@dataclass(slots=True)
class Mark:
    """A place in the history; `lost` are the steps on the way back to it that are gone."""

    at: int
    lost: int = 0


@dataclass(slots=True)
class History:
    """The steps that can be taken back and done again, and the mark of what is saved."""

    undo: list[Step] = field(default_factory=list)
    redo: list[Step] = field(default_factory=list)
    saved: Mark = field(default_factory=lambda: Mark(0))
    #: Where the canvas was that is being written just now.
    writing: Mark | None = None
    _dropped: int = 0

    @property
    def position(self) -> int:
        """How many steps have led here."""
        return self._dropped + len(self.undo)

    @property
    def unsaved(self) -> int:
        """How many steps lie between what is saved and now."""
        return self.since(self.saved)

    @property
    def saved_below(self) -> int | None:
        """How many of the steps that can be taken back are saved; None where the way back is not all there."""
        place = self.saved.at - self._dropped
        return place if not self.saved.lost and 0 <= place <= len(self.undo) else None

    def since(self, mark: Mark) -> int:
        """How many steps lie between a mark and now."""
        return abs(self.position - mark.at) + mark.lost

    def add(self, step: Step) -> None:
        """A new step was done: what was taken back before cannot be done again any more."""
        here = self.position
        for mark in (self.saved, self.writing):
            if mark is not None and mark.at > here:
                mark.lost += mark.at - here
                mark.at = here
        self.redo.clear()
        self.insert(step)

    def insert(self, step: Step) -> None:
        """Somebody else's step was taken over: what was taken back here can still be done again."""
        self.undo.append(step)
        if len(self.undo) > HISTORY:
            del self.undo[0]
            self._dropped += 1

    def is_saved(self, unsaved: int = 0) -> None:
        """All that led here is in the file, but for that many steps."""
        self.saved, self.writing = Mark(self.position, unsaved), None

    def take_over(self, undo: Sequence[Step], redo: Sequence[Step], saved: int) -> None:
        """Go on with a history that was kept; `saved` of its steps are in the file."""
        self.undo, self.redo = list(undo), list(redo)
        self._dropped, self.saved, self.writing = 0, Mark(saved), None

    def forget(self) -> None:
        """Forget every step; what is not saved stays counted."""
        unsaved, writing = self.unsaved, self.writing
        here = Mark(0, self.since(writing)) if writing is not None else None
        self.undo, self.redo, self._dropped = [], [], 0
        self.saved, self.writing = Mark(0, unsaved), here
