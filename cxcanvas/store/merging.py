"""Two people changed the same file: both changes, where they are about different places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set, apply, diff
from cxcanvas.errors import ConflictError, EditError
from cxcanvas.vocabulary import field_at


def merged(base: Canvas, local: Canvas, remote: Canvas) -> Canvas:
    """The remote canvas with what was changed locally since `base`.

    Raises ConflictError, with the addresses, when both changed one place differently.
    """
    return carried(diff(base, local), diff(base, remote), remote, base)


def carried(mine: Sequence[Edit], theirs: Sequence[Edit], onto: Canvas, base: Canvas) -> Canvas:
    """A canvas with my edits in it, where `theirs` have led to it from the same base.

    Raises ConflictError, with the addresses, when both are about one place.
    """
    ours, touched = _own(mine, theirs)
    both = tuple(dict.fromkeys(at for edit in ours for at in _touched(edit) if touched.meets(at)))
    if both:
        raise _conflict(both, base)
    for edit in ours:
        try:
            onto = loosely(onto, edit)
        except EditError as error:
            places = tuple(_touched(edit))
            raise _conflict(places, base, f" ({error})") from None
    return onto


def both_ways(base: Canvas, local: Canvas, remote: Canvas) -> tuple[Canvas, Canvas]:
    """What becomes of two who changed one place: with their words there, and with mine."""
    ours, touched = _own(diff(base, local), diff(base, remote))
    clashing: list[Edit] = []
    kept = remote
    for edit in ours:
        if any(map(touched.meets, _touched(edit))):
            clashing.append(edit)
            continue
        try:
            kept = loosely(kept, edit)
        except EditError:
            clashing.append(edit)
    won = kept
    for edit in clashing:
        for one in _insisting(edit, won, local):
            won = loosely(won, one)
    return kept, won


def _own(mine: Sequence[Edit], theirs: Sequence[Edit]) -> tuple[list[Edit], _Places]:
    """The edits that only I made, and the places that only they touched."""
    both = set(mine) & set(theirs)
    touched = (at for edit in theirs if edit not in both for at in _touched(edit))
    return [edit for edit in mine if edit not in both], _Places(touched)


class _Places:
    """Addresses, and whether another one lies at, within or around one of them."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._at = set(addresses)
        self._around = {part for at in self._at for part in _ways(at)}

    def meets(self, address: str) -> bool:
        """Whether an address and one of these are about the same place."""
        return address in self._around or any(part in self._at for part in _ways(address))


def _ways(address: str) -> Iterator[str]:
    """The address, and what it lies in."""
    while address:
        yield address
        address = address.rpartition(".")[0]


def _insisting(edit: Edit, canvas: Canvas, local: Canvas) -> tuple[Edit, ...]:
    """An edit where it fits; else what makes its element as it is in the local canvas."""
    try:
        loosely(canvas, edit)
    except EditError:
        pass
    else:
        return (edit,)
    id_ = next(iter(_touched(edit))).partition(".")[0] if not isinstance(edit, Rename) else edit.to
    wanted, found = local.get(id_), canvas.get(id_)
    if wanted is None or isinstance(edit, Move):
        return ()
    gone = () if found is None else (Remove(id_),)
    return (*gone, Add(wanted.kind, id_, wanted.fields))


def loosely(canvas: Canvas, edit: Edit) -> Canvas:
    """The canvas after an edit; at the end of its kind where its neighbour is gone. EditError when it does not fit."""
    try:
        return apply(canvas, edit)
    except EditError:
        loose = _loose(edit)
        if loose is None:
            raise
        return apply(canvas, loose)


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


def _conflict(addresses: tuple[str, ...], base: Canvas, why: str = "") -> ConflictError:
    places = tuple(place_in_words(one, base) for one in addresses)
    named = "; ".join(f"{place} ({one})" for place, one in zip(places[:5], addresses, strict=False))
    more = f" and {len(addresses) - 5} more" if len(addresses) > 5 else ""
    sentence = f"somebody else changed the same place meanwhile: {named}{more}; nothing was overwritten{why}"
    return ConflictError(sentence, addresses, places)


def place_in_words(address: str, base: Canvas) -> str:
    """An address in words: name of “Care call”."""
    head, *path = address.split(".")
    element = base.get(head)
    whose = f"“{element.title}”" if element is not None else head
    if not path:
        return whose
    if path == ["(place)"]:
        return f"the place of {whose}"
    field = field_at(element.kind if element is not None else head, tuple(path))
    return f"{field.label if field is not None else ' '.join(path)} of {whose}"
