"""Taking personal data out of a log, so that whatever counted still counts and can be read."""

from __future__ import annotations

from typing import Any, Final, Literal

from cxcanvas.errors import ReviewError
from cxcanvas.review.judging import wrong
from cxcanvas.review.kinds import KINDS
from cxcanvas.review.state import State
from cxcanvas.values import Frozen, same

__all__ = ["OUT", "redaction_data", "redaction_fault"]

#: What stands where words were.
OUT: Final = "(taken out)"
#: Of these also who said them can be taken out: nothing is counted by their author.
_NAMELESS: Final = frozenset({"comment", "reply", "park"})
#: Fields that may hold what is personal, beside all prose.
_WORDS: Final = frozenset({"consequences", "mentions", "edits", "packed", "name"})


def redaction_data(
    state: State, event: str, what: Literal["words", "all"], reason: str, instead: str = ""
) -> dict[str, Any]:
    """The fields of a `redact` event: what was chosen and pointed at stays, words are taken out.

    `instead` are words that stand there from now on. Raises ReviewError where there is no such event.
    """
    known = state.events.get(event)
    if known is None or known.data is None:
        raise ReviewError("there is no such event in this log")
    keep = dict(_staying(known.kind, known.data))
    for name, field in KINDS[known.kind].fields.items():
        if field.type == "prose" and known.data.get(name):
            keep[name] = instead or OUT
    if known.kind == "snapshot":
        keep["packed"] = OUT
    return {"event": event, "what": what, "reason": reason, "keep": keep}


def _staying(kind: str, data: Frozen) -> Frozen:
    """The fields that nobody may change by taking words out; of a condition, all but its text."""
    fields = KINDS[kind].fields
    left = {
        name: one
        for name, one in data.items()
        if name in fields and fields[name].type != "prose" and name not in _WORDS
    }
    if isinstance(left.get("conditions"), Frozen):
        left["conditions"] = Frozen(
            {slug: one.with_("text", OUT) for slug, one in left["conditions"].items()}
        )
    return Frozen(left)


def redaction_fault(state: State, review: str, data: Frozen) -> str:
    """Why this cannot be taken out so, in a sentence; "" where it can."""
    known = state.events.get(data["event"])
    if known is None or known.review not in ("", review):
        return "there is no such event in this review"
    if known.kind in ("open", "amend", "close", "redact"):
        return f"what {known.kind} says is needed to read the record; it cannot be taken out"
    if known.kind != "snapshot" and all(one.type != "prose" for one in KINDS[known.kind].fields.values()):
        return f"a {known.kind} holds no words that could be taken out"
    if data["what"] == "all" and known.kind not in _NAMELESS:
        return f"of a {known.kind} only the words can be taken out: it counts by who said it"
    keep = data.get("keep")
    if not isinstance(keep, Frozen) or any(wrong(KINDS[known.kind], keep)):
        return "a redaction says what stays"
    if known.data is not None and not same(_staying(known.kind, keep), _staying(known.kind, known.data)):
        return "a redaction changes nothing but words"
    return ""
