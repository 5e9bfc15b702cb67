"""What became of a comment that was taken over: whether the concept as it is still holds it."""

from __future__ import annotations

from typing import Final, Literal

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set, from_json
from cxcanvas.errors import EditError
from cxcanvas.review.parts import current
from cxcanvas.review.proposals import alike, followed
from cxcanvas.review.state import Comment
from cxcanvas.values import Absent, same

__all__ = ["INTO", "Fate", "fate", "fate_words"]

Fate = Literal["", "there", "back", "otherwise"]
#: What a comment became, in words.
INTO: Final = {"change": "a change", "hypothesis": "a hypothesis", "opportunity": "an opportunity"}
_SINCE: Final = {"back": ", and taken back since", "otherwise": ", and changed again since"}


def fate(comment: Comment, then: Canvas | None, now: Canvas | None) -> Fate:
    """What became of what a comment was taken over as.

    "there" where it stands in the concept as it is (`now`), "back" where it was undone or taken out
    (what it changed is gone, or again as in the version under review, `then`), "otherwise"
    where it was changed again since. "" for a comment that was not taken over, and where nobody can tell.
    """
    if not comment.became or now is None:
        return ""
    if comment.became != "change":
        return "there" if current(now, comment.address) is not None else "back"
    try:
        found = {_of(followed(from_json(one), now), then, now) for one in comment.edits}
    except EditError:
        return "otherwise"  # it does not fit what the concept is by now
    return found.pop() if len(found) == 1 else "otherwise" if found else ""


def fate_words(comment: Comment, then: Canvas | None, now: Canvas | None) -> str:
    """The same as people read it: `taken over as a change, and taken back since`; "" where it was not taken over."""
    if not comment.became:
        return ""
    since = _SINCE.get(fate(comment, then, now), "")
    return f"taken over as {INTO.get(comment.became, comment.became)}{since}"


def _of(edit: Edit, then: Canvas | None, now: Canvas) -> Fate:
    match edit:
        case Set(address, value):
            found = now.value(address)
            if same(found, value) or (isinstance(found, Absent) and isinstance(value, Absent)):
                return "there"
            return "back" if then is not None and alike(address, now, then) else "otherwise"
        case Add(_, id_) | Rename(_, id_):
            return "there" if current(now, id_) is not None else "back"
        case Remove(id_):
            return "back" if id_ in now else "there"
        case Move(id_):
            return "there" if id_ in now else "otherwise"  # many orders have it where it was asked for
