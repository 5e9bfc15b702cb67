"""What an earlier session had not saved: kept with what stood there, so that nothing newer is lost by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set, diff, loosely, replay
from cxcanvas.errors import ConflictError, EditError
from cxcanvas.session.words import changes
from cxcanvas.store.undo import MOST_COUNTED, Kept, Unsaved
from cxcanvas.values import ABSENT, freeze, same
from cxcanvas.versions import place_in_words


@dataclass(frozen=True, slots=True)
class Recovered:
    """Changes of an earlier session that are in no file: `count` of them, made until `moment`."""

    left: tuple[Unsaved, ...]
    #: The history that leads there, where the file is as it was then.
    exact: Kept | None = None

    @property
    def count(self) -> int:
        """How many changes they are."""
        return sum(one.count for one in self.left)

    @property
    def moment(self) -> str:
        """When the last of them was made, in words; empty where that is not known."""
        return _in_words(self.left[-1].moment)

    @property
    def sentence(self) -> str:
        """What to tell somebody who may want them back."""
        when = f" ({self.moment})" if self.moment else ""
        was = "was" if self.count == 1 else "were"
        return f"{changes(self.count)} of an earlier session{when} {was} not saved."


def _in_words(moment: str) -> str:
    try:
        when = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    return f"{when.day} {when:%b %Y, %H:%M}"


def unsaved(saved: Canvas, now: Canvas, count: int) -> Unsaved | None:
    """What leads from the saved canvas to the one as it is now; None where they are the same."""
    canvas, was = saved, []
    edits = diff(saved, now)
    for edit in edits:
        was.append(_was(canvas, edit))
        canvas = replay(canvas, edit)
    if not edits:
        return None
    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    return Unsaved(edits, tuple(was), max(1, min(count, MOST_COUNTED)), moment)


def _was(canvas: Canvas, edit: Edit) -> Any:
    match edit:
        case Set(address):
            value = canvas.value(address)
            return {} if value is ABSENT else {"value": value}
        case Remove(id_):
            return {"kind": canvas[id_].kind, "fields": canvas[id_].fields}
    return None


def left_over(canvas: Canvas, found: Iterable[Unsaved]) -> tuple[Unsaved, ...]:
    """Those that are not in the canvas already."""
    left, known = [], set()
    for one in found:
        if one.key not in known and not all(_is_done(canvas, edit) for edit in one.edits):
            left.append(one)
        known.add(one.key)
    return tuple(left)


def taken_back_in(canvas: Canvas, left: Iterable[Unsaved], anyway: bool) -> Canvas:
    """The canvas with what was not saved.

    Where something else stands by now ConflictError says so, unless `anyway`: then what
    was not saved wins, and what does not fit at all is passed over.
    """
    clashes: list[str] = []
    for one in left:
        for edit, was in zip(one.edits, one.was, strict=True):
            if _is_done(canvas, edit):
                continue
            if not anyway and not _is_clean(canvas, edit, was):
                clashes.append(_place(edit))
                continue
            try:
                canvas = loosely(canvas, edit)
            except EditError:
                clashes.append(_place(edit))
    if clashes and not anyway:
        addresses = tuple(dict.fromkeys(clashes))
        places = tuple(place_in_words(one, canvas) for one in addresses)
        named = "; ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")
        raise ConflictError(
            f"something else stands there by now: {named}; nothing was changed", addresses, places
        )
    return canvas


def _place(edit: Edit) -> str:
    return edit.address if isinstance(edit, Set) else edit.id


def _is_done(canvas: Canvas, edit: Edit) -> bool:
    match edit:
        case Set(address, value):
            return same(canvas.value(address), value)
        case Add(kind, id_, fields):
            found = canvas.get(id_)
            return found is not None and found.kind == kind and same(found.fields, fields)
        case Remove(id_):
            return id_ not in canvas
        case Rename(id_, to):
            return id_ not in canvas and to in canvas
        case Move(id_, before):
            return id_ not in canvas or _follower(canvas, id_) == before
    return False


def _follower(canvas: Canvas, id_: str) -> str | None:
    ids = canvas.ids(canvas[id_].kind)
    place = ids.index(id_) + 1
    return ids[place] if place < len(ids) else None


def _is_clean(canvas: Canvas, edit: Edit, was: Any) -> bool:
    """Whether what an edit changed is as it was then."""
    was = freeze(was)
    match edit:
        case Set(address):
            return same(canvas.value(address), was.get("value", ABSENT) if isinstance(was, dict) else ABSENT)
        case Add(_, id_):
            return id_ not in canvas
        case Remove(id_):
            found = canvas.get(id_)
            return found is not None and isinstance(was, dict) and same(found.fields, was.get("fields"))
    return True
