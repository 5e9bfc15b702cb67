"""Two values made from one: fields by name, lists by what they hold, anything else whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from cxcanvas.values import ABSENT, Absent, Frozen, Value, same
from cxcanvas.versions.order import merged_order

Maybe: TypeAlias = Value | Absent
#: Called with an address and what stands there in base, local and remote, where both sides say something else.
Clash: TypeAlias = Callable[[str, Maybe, Maybe, Maybe], None]
#: What stands at a place in base, local and remote.
Sides: TypeAlias = tuple[Maybe, Maybe, Maybe]


def merged_value(address: str, sides: Sides, clash: Clash) -> Maybe:
    """What becomes of a place that may have been changed on both sides.

    Where both say something else `clash` hears of it, and what stood there stays; a whole
    mapping that one side took out and the other changed stays as it was changed.
    """
    base, local, remote = sides
    if same(local, remote) or same(base, remote):
        return local
    if same(base, local):
        return remote
    if isinstance(local, Frozen) and isinstance(remote, Frozen) and _addressable(base, local, remote):
        return merged_fields(
            f"{address}.", base if isinstance(base, Frozen) else Frozen(), local, remote, clash
        )
    if isinstance(local, tuple) and isinstance(remote, tuple):
        found = _merged_list(base if isinstance(base, tuple) else (), local, remote)
        if found is not None:
            return found
    clash(address, base, local, remote)
    return _standing(base, local, remote)


def merged_fields(prefix: str, base: Frozen, local: Frozen, remote: Frozen, clash: Clash) -> Frozen:
    """The fields of both sides; `prefix` is the address before a field's name."""
    found: dict[str, Value] = {}
    for name in _names(base, local, remote):
        sides = base.get(name, ABSENT), local.get(name, ABSENT), remote.get(name, ABSENT)
        value = merged_value(f"{prefix}{name}", sides, clash)
        if not isinstance(value, Absent):
            found[name] = value
    return Frozen(found)


def addressable(fields: Iterable[str]) -> bool:
    """Whether every name can be a part of an address."""
    return all(name and "." not in name for name in fields)


def _addressable(*values: Maybe) -> bool:
    return all(addressable(one) for one in values if isinstance(one, Frozen))


def _names(base: Frozen, local: Frozen, remote: Frozen) -> list[str]:
    """Every name, in the order of the base; what both added in the order of names."""
    mine = [name for name in local if name not in base]
    theirs = [name for name in remote if name not in base]
    added = sorted({*mine, *theirs}) if mine and theirs else mine or theirs
    return [*base, *added]


def _standing(base: Maybe, local: Maybe, remote: Maybe) -> Maybe:
    """What stands at a place while nobody has decided: the same whichever side is asked first."""
    for one, other in ((local, remote), (remote, local)):
        if one is ABSENT and isinstance(other, Frozen):
            return other  # others may point into it
    if base is not ABSENT:
        return base
    return min((local, remote), key=repr)


def _merged_list(
    base: tuple[Value, ...], local: tuple[Value, ...], remote: tuple[Value, ...]
) -> tuple[Value, ...] | None:
    """A list with what both added and without what either took out.

    None where that cannot be told: numbers, things held twice, one entry changed
    differently, or moved to two places.
    """
    before, mine, theirs = _entries(base), _entries(local), _entries(remote)
    if before is None or mine is None or theirs is None:
        return None
    clashes: list[str] = []
    found: dict[str, Value] = {}
    for name in dict.fromkeys((*before, *mine, *theirs)):
        sides = before.get(name, ABSENT), mine.get(name, ABSENT), theirs.get(name, ABSENT)
        value = merged_value(name, sides, lambda at, *_: clashes.append(at))
        if not isinstance(value, Absent):
            found[name] = value
    order, contested = merged_order(tuple(before), tuple(mine), tuple(theirs), found)
    return None if clashes or contested else tuple(found[name] for name in order)


def _entries(values: tuple[Value, ...]) -> dict[str, Value] | None:
    """A list's entries by what they are: a text, or a mapping that names what it points at."""
    found: dict[str, Value] = {}
    for value in values:
        name = _name(value)
        if name is None or name in found:
            return None
        found[name] = value
    return found


def _name(value: Value) -> str | None:
    if isinstance(value, str):
        return f"={value}"
    if isinstance(value, Frozen):
        to = value.get("to")
        return f"={to}" if isinstance(to, str) else repr(sorted(value.items(), key=lambda item: item[0]))
    return None
