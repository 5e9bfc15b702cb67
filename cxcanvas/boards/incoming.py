"""What others did, for the eye and the ear: a sentence, and the cards to light up."""

from __future__ import annotations

from typing import Any, Final

from cxcanvas.boards.pages import touched_by
from cxcanvas.boards.words import told as done
from cxcanvas.session import Change
from cxcanvas.versions.changes import Told, told

#: Cards that light up at once; where more came in, the sentence has to do.
MOST: Final = 60


def came_in(change: Change) -> dict[str, Any]:
    """What a change is to those who did not make it: the sentence, the elements concerned, and by whom.

    Somebody else's work is told by what differs (“Ines changed First answer: relief −1 → +1 and 2 more”);
    what was done in this session, on another page or in a notebook, by its label, and `by` is "".
    """
    if not change.by:
        there = dict.fromkeys(one.partition(".")[0] for one in sorted(touched_by(change.edits)))
        return {
            "said": f"{done(change.label)}.",
            "at": [one for one in there if one in change.after][:MOST],
            "by": "",
        }
    found = [one for one in told(change.before, change.after) if one.head != "conflicts"]
    there_now = [one.head for one in found if one.op != "remove"]
    return {"said": _sentence(change.by, found), "at": there_now[:MOST], "by": change.by}


def _sentence(by: str, found: list[Told]) -> str:
    if not found:
        return f"{by} decided between two versions."
    first = found[0]
    phrase = first.changes[0].phrase.rstrip(".")
    whole = first.op in ("add", "remove") and phrase.startswith(("added ", "removed "))
    said = f"{by} {phrase}" if whole else f"{by} changed {first.title}: {phrase}"
    more = sum(len(one.changes) for one in found) - 1
    return f"{said}{f' and {more} more' if more else ''}."
