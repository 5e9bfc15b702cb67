"""What two canvases have in common: what they are taken to have begun with where nobody knows any more."""

from __future__ import annotations

from cxcanvas.canvas import Canvas
from cxcanvas.values import ABSENT, Absent, Frozen, Value, same


def common(one: Canvas, other: Canvas) -> Canvas:
    """The canvas of what stands in both, in the order of the first.

    Merged with it as their base, what only one of two has is kept, and what they say
    differently is a conflict.
    """
    elements = []
    for id_ in one:
        mine, theirs = one[id_], other.get(id_)
        if theirs is not None and theirs.kind == mine.kind:
            elements.append((mine.kind, id_, _fields(mine.fields, theirs.fields)))
    records = {
        name: value
        for name, each in one.records.items()
        if not isinstance(value := _shared(each, other.records.get(name, ABSENT)), Absent)
    }
    return Canvas.build(records, elements, max(one.format, other.format))


def _fields(mine: Frozen, theirs: Frozen) -> Frozen:
    shared = ((name, _shared(value, theirs.get(name, ABSENT))) for name, value in mine.items())
    return Frozen({name: value for name, value in shared if not isinstance(value, Absent)})


def _shared(mine: Value, theirs: Value | Absent) -> Value | Absent:
    if isinstance(theirs, Absent):
        return ABSENT
    if isinstance(mine, Frozen) and isinstance(theirs, Frozen):
        return _fields(mine, theirs)
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return tuple(each for each in mine if any(same(each, one) for one in theirs))
    return mine if same(mine, theirs) else ABSENT
