"""Applying edits to a canvas, and taking them back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cxcanvas.canvas import Canvas, Comment, Element
from cxcanvas.edits.model import Add, Edit, Move, Remove, Rename, Set
from cxcanvas.errors import EditError
from cxcanvas.references import Reference
from cxcanvas.values import ABSENT, Absent, Frozen, Value, at, freeze, put
from cxcanvas.vocabulary import KINDS, reserved

IDENTIFIER = re.compile(r"(?=.*\S)[^.\x00-\x1f\x7f-\x9f]{1,200}")


def apply(canvas: Canvas, *edits: Edit) -> Canvas:
    """The canvas after the edits, in their order; EditError when one does not fit, and nothing changed."""
    for edit in edits:
        allowed(edit)
        canvas = _apply(canvas, edit)
    return canvas


def replay(canvas: Canvas, *edits: Edit) -> Canvas:
    """Like `apply`, for edits that lead to what was there: a file may hold what nobody may make (an id with a dot)."""
    for edit in edits:
        canvas = _apply(canvas, edit)
    return canvas


def allowed(edit: Edit) -> None:
    """EditError for what a file may hold, and an edit may not bring about."""
    match edit:
        case Add(_, id_) | Rename(_, id_):
            if not IDENTIFIER.fullmatch(id_):
                raise EditError(f"'{id_[:60]}' cannot be an id: letters, digits and hyphens do best")
            if reserved(id_):
                raise EditError(f"'{id_}' is a word of the file and cannot be an id")
        case Set("concept", value) if not isinstance(value, Frozen):
            raise EditError("a concept is a mapping of fields")


def _apply(canvas: Canvas, edit: Edit) -> Canvas:
    match edit:
        case Add():
            return _add(canvas, edit)
        case Remove(id_):
            _element(canvas, id_)
            return canvas.without(id_)
        case Set(address, value):
            return _set(canvas, address, value)
        case Move(id_, before):
            kind = _element(canvas, id_).kind
            ids = canvas.ids(kind)
            place = ids.index(id_)
            return canvas.with_placed(kind, *_inserted((*ids[:place], *ids[place + 1 :]), id_, before))
        case Rename():
            return _rename(canvas, edit)


def _element(canvas: Canvas, id_: str) -> Element:
    element = canvas.get(id_)
    if element is None:
        raise EditError(f"there is no element '{id_}' any more")
    return element


def _inserted(ids: tuple[str, ...], id_: str, before: str | None) -> tuple[tuple[str, ...], int]:
    """The ids with one more, and the place where it stands."""
    if before is None:
        return (*ids, id_), len(ids)
    try:
        place = ids.index(before)
    except ValueError:
        raise EditError(f"'{before}' is not among its neighbours") from None
    return (*ids[:place], id_, *ids[place:]), place


def _add(canvas: Canvas, edit: Add) -> Canvas:
    if edit.kind not in KINDS:
        raise EditError(f"there is no kind '{edit.kind}'")
    _free(canvas, edit.id)
    ids, place = _inserted(canvas.ids(edit.kind), edit.id, edit.before)
    return canvas.with_placed(edit.kind, ids, place, Element(edit.kind, edit.id, edit.fields))


def _free(canvas: Canvas, id_: str) -> None:
    if id_ in canvas or (id_ in canvas.records and not reserved(id_)):  # those `allowed` refuses
        raise EditError(f"the id '{id_}' is taken")


def _set(canvas: Canvas, address: str, value: Value | Absent) -> Canvas:
    head, *path = address.split(".")
    if not head or not all(path):
        raise EditError(f"'{address}' is not an address")
    try:
        value = value if isinstance(value, Absent) else freeze(value)
        element = canvas.get(head)
        if element is not None:
            if not path:
                raise EditError(f"'{address}' is an element; an edit sets one of its fields")
            return canvas.with_element(
                Element(element.kind, head, _mapping(put(element.fields, path, value)))
            )
        if head in KINDS or (path and head not in canvas.records and not reserved(head)):
            raise EditError(f"there is no element '{head}' any more")
        record = put(canvas.records.get(head, ABSENT), path, value)
    except LookupError:
        raise EditError(f"there is no place '{address}'") from None
    except TypeError as error:
        raise EditError(str(error)) from None
    records = dict(canvas.records)
    if isinstance(record, Absent):
        records.pop(head, None)
    else:
        records[head] = record
    return canvas.with_records(Frozen(records), head)


def _mapping(value: Value | Absent) -> Frozen:
    return value if isinstance(value, Frozen) else Frozen()


def _rename(canvas: Canvas, edit: Rename) -> Canvas:
    element = _element(canvas, edit.id)
    _free(canvas, edit.to)
    if canvas.is_referred(edit.to):
        raise EditError(f"something points at '{edit.to}' already")
    for one in canvas.referrers(edit.id):
        canvas = _set(canvas, *_retargeted(canvas, one, edit.to))
    element = _element(canvas, edit.id)
    formerly = element.fields.get("formerly")
    known = formerly if isinstance(formerly, tuple) else ()
    fields = element.fields.with_("formerly", (*(name for name in known if name != edit.id), edit.id))
    ids = canvas.ids(element.kind)
    after = ids[ids.index(edit.id) + 1 :]
    canvas = _apply(canvas, Remove(edit.id)).with_places(canvas.lines, _followed(canvas.comments, edit))
    return _apply(canvas, Add(element.kind, edit.to, fields, after[0] if after else None))


def _retargeted(canvas: Canvas, one: Reference, to: str) -> tuple[str, Value]:
    """The address of a reference and what must stand there so that it points at another id."""
    address = f"{one.source}.{one.path}"
    old = canvas.value(address)
    new = f"{to}.{one.target_path}" if one.target_path else to
    return address, old.with_("to", new) if isinstance(old, Frozen) else new


def _followed(comments: Mapping[str, Comment], edit: Rename) -> Mapping[str, Comment]:
    """Comments stay with their element when it gets another id."""
    return {
        edit.to + address[len(edit.id) :] if f"{address}.".startswith(f"{edit.id}.") else address: comment
        for address, comment in comments.items()
    }


def invert(canvas: Canvas, edit: Edit) -> tuple[Edit, ...]:
    """The edits that take one back; `canvas` is the canvas before it."""
    match edit:
        case Add(_, id_):
            return (Remove(id_),)
        case Remove(id_):
            element = _element(canvas, id_)
            return (Add(element.kind, id_, element.fields, _next(canvas, element)),)
        case Move(id_):
            return (Move(id_, _next(canvas, _element(canvas, id_))),)
        case Set(address):
            return (_unset(canvas, address),)
        case Rename(id_, to):
            formerly = _element(canvas, id_).fields.get("formerly", ABSENT)
            return Rename(to, id_), Set(f"{id_}.formerly", formerly)


def _next(canvas: Canvas, element: Element) -> str | None:
    ids = canvas.ids(element.kind)
    place = ids.index(element.id) + 1
    return ids[place] if place < len(ids) else None


def _unset(canvas: Canvas, address: str) -> Set:
    """Sets back the uppermost place of an address that was no mapping, so that nothing made on the way stays."""
    head, *path = address.split(".")
    element = canvas.get(head)
    start = element.fields if element is not None else canvas.records.get(head, ABSENT)
    for depth in range(len(path)):
        value = at(start, path[:depth])
        if not isinstance(value, Frozen):
            return Set(".".join((head, *path[:depth])), value)
    return Set(address, at(start, path))


def removal(canvas: Canvas, id_: str) -> tuple[Edit, ...]:
    """Takes an element out together with everything that points at it."""
    _element(canvas, id_)
    edits: list[Edit] = []
    for source, field in _pointing(canvas.referrers(id_)):
        if source == id_:
            continue
        value = canvas.value(f"{source}.{field}")
        left = _without(value, id_)
        edits.append(Set(f"{source}.{field}", left if left not in ((), None) else ABSENT))
    return (*edits, Remove(id_))


def _pointing(references: Iterable[Reference]) -> list[tuple[str, str]]:
    """The fields (not the places in their lists) that hold the references, each once."""
    return list(dict.fromkeys((one.source, re.sub(r"\.\d+$", "", one.path)) for one in references))


def _without(value: Value | Absent, id_: str) -> Value:
    if isinstance(value, tuple):
        return tuple(one for one in value if _target(one) != id_)
    return None


def _target(value: Value) -> str | None:
    if isinstance(value, Frozen):
        value = value.get("to")
    return value.partition(".")[0] if isinstance(value, str) else None


def loosely(canvas: Canvas, edit: Edit) -> Canvas:
    """The canvas after an edit; at the end of its kind where its neighbour is gone. EditError when it does not fit."""
    try:
        return _apply(canvas, edit)
    except EditError:
        match edit:
            case Add(kind, id_, fields, before) if before is not None:
                return _apply(canvas, Add(kind, id_, fields))
            case Move(id_, before) if before is not None:
                return _apply(canvas, Move(id_))
        raise
