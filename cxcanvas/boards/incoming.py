"""What came in from somebody else, for the eye and the ear: a sentence, and the cards to light up."""

from __future__ import annotations

from typing import Any, Final

from cxcanvas.session import Change
from cxcanvas.versions.changes import Told, told

#: Cards that light up at once; where more came in, the sentence has to do.
MOST: Final = 60


def came_in(change: Change) -> dict[str, Any]:
    """The sentence (“Ines changed First answer: relief −1 → +1 and 2 more”) and the elements concerned."""
    found = [one for one in told(change.before, change.after) if one.head != "conflicts"]
    there = [one.head for one in found if one.op != "remove"]
    return {"said": _sentence(change.by, found), "at": there[:MOST]}


def _sentence(by: str, found: list[Told]) -> str:
    if not found:
        return f"{by} decided between two versions."
    first = found[0]
    phrase = first.changes[0].phrase.rstrip(".")
    whole = first.op in ("add", "remove") and phrase.startswith(("added ", "removed "))
    said = f"{by} {phrase}" if whole else f"{by} changed {first.title}: {phrase}"
    more = sum(len(one.changes) for one in found) - 1
    return f"{said}{f' and {more} more' if more else ''}."
