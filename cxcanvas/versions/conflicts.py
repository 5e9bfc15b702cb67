"""Places that two people changed differently: kept in the canvas until somebody decides.

conflicts:
  first-answer.emotions.relief.valence: {base: -1, local: 1, remote: 0}
  care-call:
    base: {step: {name: Care call}}
    remote: {step: {name: Care call, note: keep it}}

Where each side was right and the whole was not, `why` says what did not hold together.

The address is a field, an element (whose sides are its kind and its fields), a kind (whose
sides are the order of its elements), or `ID.(id)` for an element that was renamed twice. A
side that is missing held nothing there.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

from cxcanvas.canvas import Canvas, Element
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set, apply, removal
from cxcanvas.edits.difference import changes_of_fields, steady_ones
from cxcanvas.errors import EditError
from cxcanvas.values import ABSENT, Absent, Frozen, Value
from cxcanvas.versions.both import together
from cxcanvas.vocabulary import KINDS, field_at

Side = Literal["base", "local", "remote"]
SIDES: Final[tuple[Side, ...]] = ("base", "local", "remote")
RECORD: Final = "conflicts"
#: Ends the address of an element that both sides gave another id.
OF_ID: Final = ".(id)"
EARLIER: Final = "earlier"
WHY: Final = "why"

#: What can be decided for: a side, or both together.
Take = Literal["base", "local", "remote", "both"]
TAKES: Final[tuple[Take, ...]] = (*SIDES, "both")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place and what stands there on either side; ABSENT where a side holds nothing.

    `why` is a sentence where each side held together and the two did not.
    """

    address: str
    base: Value | Absent = ABSENT
    local: Value | Absent = ABSENT
    remote: Value | Absent = ABSENT
    why: str = ""

    def of(self, side: Side) -> Value | Absent:
        """What a side holds."""
        found: Value | Absent = getattr(self, side)
        return found

    @property
    def head(self) -> str:
        """The element, kind or record that it is about."""
        return self.address.partition(".")[0]


def conflicts(canvas: Canvas) -> tuple[Conflict, ...]:
    """The conflicts that a merge left in a canvas; whatever else stands in the record is passed over."""
    record = canvas.records.get(RECORD)
    if not isinstance(record, Frozen):
        return ()
    return tuple(
        _read(address, entry) for address, entry in record.items() if isinstance(entry, Frozen) and address
    )


def _read(address: str, entry: Frozen) -> Conflict:
    base, local, remote = (entry.get(side, ABSENT) for side in SIDES)
    why = entry.get(WHY)
    return Conflict(address, base, local, remote, why if isinstance(why, str) else "")


def recorded(earlier: Value | Absent, found: Iterable[Conflict]) -> Value | Absent:
    """The record with more conflicts in it; one at a place that has one already keeps what was said before."""
    record = dict(earlier) if isinstance(earlier, Frozen) else {}
    for one in found:
        entry: dict[str, Value] = {
            side: value for side in SIDES if not isinstance(value := one.of(side), Absent)
        }
        if one.why:
            entry[WHY] = one.why
        known = record.get(one.address)
        if isinstance(known, Frozen) and known != entry:
            before = known.get(EARLIER)
            kept = before if isinstance(before, tuple) else ()
            entry[EARLIER] = (
                *kept,
                Frozen({name: value for name, value in known.items() if name != EARLIER}),
            )
        record[one.address] = Frozen(entry)
    return Frozen(record) if record else earlier if isinstance(earlier, Frozen) else ABSENT


def as_value(element: Element | None) -> Value | Absent:
    """An element as one side of a conflict: its kind, and under it its fields."""
    return ABSENT if element is None else Frozen({element.kind: element.fields})


def resolved(canvas: Canvas, address: str, take: Take | None) -> tuple[Edit, ...]:
    """The edits that end a conflict with what a side holds, or with both; None keeps what stands there now.

    EditError where there is no such conflict (any more), where what the side holds cannot
    stand there, or where both cannot stand together.
    """
    one = next((each for each in conflicts(canvas) if each.address == address), None)
    if one is None:
        raise EditError(f"there is no conflict at '{' '.join(address.split())[:60]}' any more")
    edits = () if take is None else _chosen(canvas, one, _taken(canvas, one, take))
    record = canvas.records[RECORD]
    assert isinstance(record, Frozen)
    renamed = {edit.id: edit.to for edit in edits if isinstance(edit, Rename)}
    left = Frozen({_renamed(key, renamed): entry for key, entry in record.items() if key != address})
    return (*edits, Set(RECORD, left or ABSENT))


def _renamed(address: str, renamed: dict[str, str]) -> str:
    """The address of another conflict at an element that has its name now."""
    head, dot, rest = address.partition(".")
    return f"{renamed.get(head, head)}{dot}{rest}"


def _taken(canvas: Canvas, conflict: Conflict, take: Take) -> Value | Absent:
    if take != "both":
        return conflict.of(take)
    both = together(canvas, conflict.address, conflict.local, conflict.remote)
    if isinstance(both, Absent):
        raise EditError(f"the two at '{conflict.address}' cannot stand together")
    return both


def chosen(canvas: Canvas, side: Side, addresses: Iterable[str]) -> Canvas:
    """The canvas with what a side holds at some conflicts, which stay undecided; what does not fit stays as it stands."""
    there = {one.address: one for one in conflicts(canvas)}
    for address in sorted(addresses, key=_turn):
        with suppress(EditError):
            canvas = apply(canvas, *_chosen(canvas, there[address], there[address].of(side)))
    return canvas


def settled(canvas: Canvas, take: Take | None, addresses: Iterable[str]) -> Canvas:
    """The canvas with several conflicts ended alike; those that do not fit stay as they stand."""
    for address in sorted(addresses, key=_turn):
        try:
            canvas = apply(canvas, *resolved(canvas, address, take))
        except EditError:
            canvas = apply(canvas, *resolved(canvas, address, None))
    return canvas


def _turn(address: str) -> tuple[int, str]:
    """Elements before their fields, orders and ids last."""
    return (2 if address in KINDS else 3 if address.endswith(OF_ID) else "." in address), address


def _chosen(canvas: Canvas, conflict: Conflict, value: Value | Absent) -> tuple[Edit, ...]:
    address = conflict.address
    if address in KINDS:
        return _ordered(canvas, address, value)
    if address.endswith(OF_ID):
        id_ = address.removesuffix(OF_ID)
        return (Rename(id_, value),) if isinstance(value, str) and value != id_ else ()
    if "." in address or address in canvas.records:
        return (Set(address, value),)
    return _element(canvas, address, value)


def _element(canvas: Canvas, id_: str, value: Value | Absent) -> tuple[Edit, ...]:
    found = canvas.get(id_)
    if isinstance(value, Absent):
        return removal(canvas, id_) if found is not None else ()
    if not isinstance(value, Frozen) or len(value) != 1:
        raise EditError(f"what one side holds at '{id_}' is no element")
    kind, fields = next(iter(value.items()))
    fields = fields if isinstance(fields, Frozen) else Frozen()
    if found is None:
        return (Add(kind, id_, fields),)
    if found.kind != kind:
        return Remove(id_), Add(kind, id_, fields)
    return tuple(changes_of_fields(id_, found.fields, fields))


def _ordered(canvas: Canvas, kind: str, value: Value | Absent) -> tuple[Edit, ...]:
    """The moves that bring the elements of a kind into an order; those that it does not name stay behind what they follow."""
    ids = canvas.ids(kind)
    named = [one for one in value if isinstance(one, str) and one in ids] if isinstance(value, tuple) else []
    wanted, known, after = list(dict.fromkeys(named)), set(named), ""
    for one in ids:
        if one not in known:
            wanted.insert(wanted.index(after) + 1 if after else 0, one)
        after = one
    steady = steady_ones(ids, {one: place for place, one in enumerate(wanted)})
    following: str | None = None
    moves: list[Edit] = []
    for one in reversed(wanted):
        if one not in steady:
            moves.append(Move(one, following))
        following = one
    return tuple(moves)


def place_in_words(address: str, canvas: Canvas) -> str:
    """An address in words: name of “Care call”."""
    if address in KINDS:
        return f"the order of the {KINDS[address].plural}"
    if address.endswith(OF_ID):
        return f"the id of {place_in_words(address.removesuffix(OF_ID), canvas)}"
    head, *path = address.split(".")
    element = canvas.get(head)
    whose = f"“{element.title}”" if element is not None else head
    if not path:
        return whose
    field = field_at(element.kind if element is not None else head, tuple(path))
    return f"{field.label if field is not None else ' '.join(path).replace('_', ' ')} of {whose}"


def place_of(conflict: Conflict, canvas: Canvas) -> str:
    """The place of a conflict in words; where a name itself is contested, by the name before both."""
    element = canvas.get(conflict.head)
    place = place_in_words(conflict.address, canvas)
    before = _title_before(conflict, element) if element is not None else ""
    return place.replace(f"“{element.title}”", f"“{before}”", 1) if before and element is not None else place


def _title_before(conflict: Conflict, element: Element) -> str:
    """What an element was called before both, where that is contested; else ""."""
    before, path = conflict.base, conflict.address.split(".")[1:]
    if isinstance(before, Frozen) and not path and len(before) == 1:
        kind, fields = next(iter(before.items()))
        return Element(kind, element.id, fields).title if isinstance(fields, Frozen) else ""
    named = len(path) == 1 and element.get(path[0]) == element.title
    return before if isinstance(before, str) and named else ""
