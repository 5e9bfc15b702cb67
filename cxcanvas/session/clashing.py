"""What stands at a place by now, said before a change that a comment carries overwrites it."""

from __future__ import annotations

from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Remove
from cxcanvas.review import Proposal
from cxcanvas.values import Absent
from cxcanvas.versions.telling import short

__all__ = ["overwritten"]

_LONG: Final = 200


def overwritten(made: Proposal, now: Canvas) -> str:
    """What a change would overwrite that is not what its author saw, with what stands there by now."""
    gone = {one.id for one in made.edits if isinstance(one, Remove)}
    told = [_stands(one, now, one in gone) for one in made.since]
    return f"{'; '.join(told)}. That is not what the comment was about: look at it first, then take the change over anyway, or leave it"


def _stands(address: str, now: Canvas, whole: bool) -> str:
    head, _, rest = address.partition(".")
    element = now.get(head)
    title = element.title if element is not None else head
    if whole:
        return f"“{title}”, which would be removed, was changed meanwhile"
    field = rest.replace(".", " ").replace("_", " ")
    value = now.value(address)
    if isinstance(value, Absent):
        return (
            f"The {field} of “{title}” is empty by now" if element is not None else f"{head} is empty by now"
        )
    words = short(value, _LONG)
    return (
        f"The {field or 'whole'} of “{title}” says “{words}” by now"
        if rest != "name"
        else f"Its name is “{words}” by now"
    )
