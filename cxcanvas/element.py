"""One element of a canvas, and the comments at its places: values that never change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from cxcanvas.references import Reference, references_of
from cxcanvas.values import ABSENT, Frozen, freeze, same
from cxcanvas.vocabulary import KINDS


@dataclass(frozen=True, slots=True)
class Comment:
    """Hand-written comment lines, with their `#`: above a place, and beside it."""

    above: tuple[str, ...] = ()
    beside: str = ""


class Element(Mapping[str, Any]):
    """One element: its fields by name, as items or as attributes.

    An attribute that the vocabulary knows but nobody filled in is None.
    """

    __slots__ = ("_references", "_source", "fields", "id", "kind")

    id: str
    kind: str
    fields: Frozen

    def __init__(self, kind: str, id: str, fields: Mapping[str, Any], source: str = "") -> None:
        """`source` are the lines that it was read from, where it was: the same lines say the same."""
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "fields", freeze(fields))
        object.__setattr__(self, "_source", source)
        object.__setattr__(self, "_references", None)  # found when they are asked for, and then kept

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __contains__(self, name: object) -> bool:
        return name in self.fields

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, or `default` where nothing was filled in."""
        return self.fields.get(name, default)

    def __getattr__(self, name: str) -> Any:
        value = self.fields.get(name, ABSENT)
        if value is not ABSENT:
            return value
        known = KINDS.get(self.kind)
        if known is not None and name not in known.fields:
            raise AttributeError(f"a {known.label} has no field '{name}'")
        if name.startswith("__"):
            raise AttributeError(name)
        return None

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"an element cannot be changed; apply an edit: Set('{self.id}.{name}', …)")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Element):
            return NotImplemented
        return self.id == other.id and self.alike(other)

    def alike(self, other: Element) -> bool:
        """Whether another element is of the same kind and says the same, whatever its id."""
        if self is other:
            return True
        if self.kind != other.kind:
            return False
        # Lines lie together in memory, fields do not: in a large canvas this is what takes the time.
        return (self._source != "" and self._source == other._source) or same(self.fields, other.fields)

    def __hash__(self) -> int:
        return hash((self.kind, self.id))

    def __reduce__(self) -> tuple[type[Element], tuple[str, str, Frozen]]:
        return Element, (self.kind, self.id, self.fields)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id}>"

    @property
    def references(self) -> tuple[Reference, ...]:
        """What it points at."""
        if self._references is None:
            object.__setattr__(self, "_references", references_of(self.kind, self.id, self.fields))
        return self._references  # type: ignore[no-any-return]

    @property
    def title(self) -> str:
        """What a person calls it: its name (a concept's title), or its id where it has none."""
        return str(self.fields.get("name") or self.fields.get("title") or self.id)
