"""The values that fields hold: words, numbers, yes and no, lists and mappings that never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Final, NoReturn, TypeAlias, Union

Value: TypeAlias = Union[str, int, float, bool, "tuple[Value, ...]", "Frozen", None]


class Absent:
    """Stands where there is no value at all (None is a blank that somebody wrote)."""

    _one: Absent | None = None

    def __new__(cls) -> Absent:
        """There is only one."""
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()


class Frozen(dict[str, Any]):
    """A mapping that cannot be changed; otherwise a dict, so that JSON and Jinja know it."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a canvas cannot be changed in place; apply an edit")

    __setitem__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse
    __ior__ = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # dict says it has none; this one never changes
        return hash(frozenset(self))

    def __reduce__(self) -> tuple[type[Frozen], tuple[dict[str, Any]]]:
        return Frozen, (dict(self),)

    def __copy__(self) -> Frozen:
        return self

    def __deepcopy__(self, memo: object) -> Frozen:
        return self

    def with_(self, key: str, value: Any) -> Frozen:
        """A copy with one key more or different; ABSENT takes the key out."""
        copy = dict(self)
        if value is ABSENT:
            copy.pop(key, None)
        else:
            copy[key] = value
        return Frozen(copy)


def freeze(value: Any) -> Any:
    """The value with every list and mapping in it made unchangeable.

    Raises TypeError for what a canvas cannot hold.
    """
    if isinstance(value, float) and not isfinite(value):
        raise TypeError("a canvas cannot hold a number that is not finite")
    if value is None or isinstance(value, (str, int, float, Frozen)):
        return value
    if isinstance(value, Mapping):
        return Frozen({_key(key): freeze(one) for key, one in value.items() if one is not ABSENT})
    if isinstance(value, (list, tuple)):
        return tuple(freeze(one) for one in value)
    raise TypeError(f"a canvas cannot hold a {type(value).__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a name in a canvas is a text, not {key!r}")
    return key


def same(a: Any, b: Any) -> bool:
    """Whether two values are equal and of the same type all through (1, 1.0 and true differ)."""
    if a is b:
        return True
    if type(a) is not type(b) or a != b:
        return False
    return _of_same_types(a, b)


def _of_same_types(a: Any, b: Any) -> bool:
    """Whether equal values are of the same types all through; words and what is one object are not asked."""
    if a.__class__ is Frozen:
        for key, one in a.items():
            kind = one.__class__
            if kind is not str and one is not (other := b[key]):
                if kind is not other.__class__:
                    return False
                if (kind is tuple or kind is Frozen) and not _of_same_types(one, other):
                    return False
    elif a.__class__ is tuple:
        for one, other in zip(a, b, strict=True):
            kind = one.__class__
            if kind is not str and one is not other:
                if kind is not other.__class__:
                    return False
                if (kind is tuple or kind is Frozen) and not _of_same_types(one, other):
                    return False
    return True


def at(value: Value | Absent, path: Sequence[str]) -> Value | Absent:
    """What lies at a path inside a value; a part that is a number goes into a list."""
    for part in path:
        if isinstance(value, Frozen):
            value = value.get(part, ABSENT)
        elif isinstance(value, tuple) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return ABSENT
    return value


def put(value: Value | Absent, path: Sequence[str], new: Value | Absent) -> Value | Absent:
    """The value with another one at a path; ABSENT takes it out. Raises LookupError where there is no such path."""
    if not path:
        return new
    head, rest = path[0], path[1:]
    if isinstance(value, tuple):
        if not head.isdecimal() or int(head) >= len(value):
            raise LookupError(head)
        place = int(head)
        inner = put(value[place], rest, new)
        middle = () if isinstance(inner, Absent) else (inner,)
        return (*value[:place], *middle, *value[place + 1 :])
    if value is None or isinstance(value, Absent):
        if new is ABSENT:
            return value
        value = Frozen()
    if not isinstance(value, Frozen):
        raise LookupError(head)
    return value.with_(head, put(value.get(head, ABSENT), rest, new))
