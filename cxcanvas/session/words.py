"""How it stands with saving, in words for the screen."""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.errors import StoreError

#: Characters of a place in words that a line on the screen has room for.
LONGEST_PLACE = 60


@dataclass(frozen=True, slots=True)
class Outside:
    """What has become of the file on disk since this session read or wrote it last."""

    gone: bool = False
    #: The digest of what somebody else wrote there: other words are other news, also after words that were broken.
    changed: str = ""
    #: Why what stands there now cannot be read; empty where it can.
    broken: str = ""
    #: It may be read and not be written.
    protected: bool = False


@dataclass(slots=True)
class Saving:
    """What happened to the file so far."""

    outside: Outside = Outside()
    trouble: str = ""
    at: str = ""

    def failed(self, error: Exception) -> None:
        """It was not saved."""
        if isinstance(error, StoreError):
            self.trouble = error.reason or str(error)
        else:
            self.trouble = "something went wrong in here"

    def in_words(self, unsaved: int, autosave: bool, asked: tuple[str, ...] = ()) -> str:
        """The sentence for the screen; `asked` are the places, in words, at which somebody has to decide first."""
        if asked:
            return f"Not saved: somebody else changed {_named(asked)} as well. Keep yours or take theirs to go on"
        if self.outside.gone:
            return "The file is no longer there: it was deleted, moved or renamed. Save writes it again"
        if unsaved and self.trouble:
            how = "It is tried again" if autosave else "Save tries again"
            return f"Not saved: {self.trouble}. {how}"
        if self.outside.broken:
            return f"The file was changed by somebody else: {self.outside.broken}. What you see is what was there before"
        if self.outside.protected:
            waiting = f"{changes(unsaved)} not saved. " if unsaved else ""
            return f"{waiting}The file is write-protected now: what you change is kept here and saved when it may be written"
        if not unsaved:
            return f"Saved at {self.at}" if self.at else "Saved"
        if autosave:
            return "Saving …"
        waiting = f"{changes(unsaved)} not saved"
        if self.outside.changed:
            return f"{waiting}. The file was changed by somebody else meanwhile: Save puts both together"
        return waiting


def _named(places: tuple[str, ...]) -> str:
    """The places of a conflict, the first of them in words."""
    more = len(places) - 1
    name = places[0] if len(places[0]) <= LONGEST_PLACE else "the same words"
    return name if not more else f"{name} and {'one more place' if more == 1 else f'{more} more places'}"


def changes(count: int) -> str:
    """So many changes, in words."""
    return "1 change" if count == 1 else f"{count:,} changes"
