"""Two people changed the same file: both changes, where they are about different places."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set, apply, diff
from cxcanvas.errors import ConflictError, EditError
from cxcanvas.vocabulary import field_at


def merged(base: Canvas, local: Canvas, remote: Canvas) -> Canvas:
    """The remote canvas with what was changed locally since `base`.

    Raises ConflictError, with the addresses, when both changed one place differently.
    """
    theirs, mine = diff(base, remote), diff(base, local)
    ours = [edit for edit in mine if edit not in theirs]
    touched = [at for edit in theirs if edit not in mine for at in _touched(edit)]
    both = dict.fromkeys(
        at for edit in ours for at in _touched(edit) if any(_meet(at, one) for one in touched)
    )
    if both:
        raise ConflictError(_sentence(tuple(both), base), tuple(both))
    canvas = remote
    for edit in ours:
        canvas = _applied(canvas, edit, base)
    return canvas


def _applied(canvas: Canvas, edit: Edit, base: Canvas) -> Canvas:
    try:
        return apply(canvas, edit)
    except EditError as error:
        loose = _loose(edit)
        if loose is not None:
            return _applied(canvas, loose, base)
        places = tuple(_touched(edit))
        raise ConflictError(f"{_sentence(places, base)} ({error})", places) from None


def _loose(edit: Edit) -> Edit | None:
    """The same edit at the end of its kind, for when its neighbour is gone."""
    match edit:
        case Add(kind, id_, fields, before) if before is not None:
            return Add(kind, id_, fields)
        case Move(id_, before) if before is not None:
            return Move(id_)
    return None


def _touched(edit: Edit) -> Iterator[str]:
    """The addresses that an edit is about; an element's place among others counts apart from its fields."""
    match edit:
        case Set(address):
            yield address
        case Add(_, id_) | Remove(id_):
            yield id_
        case Move(id_):
            yield f"{id_}.(place)"
        case Rename(id_, to):
            yield id_
            yield to


def _meet(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _sentence(addresses: tuple[str, ...], base: Canvas) -> str:
    named = "; ".join(_named(one, base) for one in addresses[:5])
    more = f" and {len(addresses) - 5} more" if len(addresses) > 5 else ""
    return f"somebody else changed the same place meanwhile: {named}{more}; nothing was overwritten"


def _named(address: str, base: Canvas) -> str:
    """An address in words, with the address itself behind them."""
    head, *path = address.split(".")
    element = base.get(head)
    whose = f"“{element.title}”" if element is not None else head
    if not path:
        return f"{whose} ({address})"
    if path == ["(place)"]:
        return f"the place of {whose}"
    field = field_at(element.kind if element is not None else head, tuple(path))
    return f"{field.label if field is not None else ' '.join(path)} of {whose} ({address})"
