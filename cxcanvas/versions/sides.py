"""A conflict as it is shown to whoever decides: both sides in words, what was before, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.edits.difference import steady_ones
from cxcanvas.values import Absent, Frozen, Value, same
from cxcanvas.versions.both import together
from cxcanvas.versions.conflicts import OF_ID, Conflict, Side, conflicts, place_of
from cxcanvas.versions.telling import field_changed, in_words, short
from cxcanvas.versions.wording import Piece, word_by_word
from cxcanvas.vocabulary import KINDS

#: Texts longer than this are compared word by word with what was there before both.
_LONG: Final = 40
_LINES: Final = 12
#: The rule that an undecided place breaks; boards show such a place with both its sides instead.
UNDECIDED: Final = "undecided-conflict"
_EMPTY: Final = "nothing in it yet"
Maybe = Value | Absent


@dataclass(frozen=True, slots=True)
class Shown:
    """What one side holds: in lines, or as a text word by word; whether that is what stands there now."""

    side: Side
    lines: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Contested:
    """A place that two people changed: where it is, in words; what each side and the version before them hold.

    `at` is the element to look at, empty where it is none. `now` is what stands there
    where that is none of the three.
    """

    address: str
    at: str
    place: str
    local: Shown
    remote: Shown
    base: Shown
    now: str = ""
    why: str = ""
    both: bool = False

    @property
    def sentence(self) -> str:
        """The conflict in one sentence."""
        if self.why:
            return f"both changed {self.place}; each alone holds together, both do not: {self.why}"
        return f"two people changed {self.place}: {self.either}"

    @property
    def either(self) -> str:
        """What both sides hold, in short."""
        return " or ".join(short("; ".join(one.lines)) for one in (self.local, self.remote))


def in_turn(canvas: Canvas) -> tuple[Conflict, ...]:
    """The conflicts of a canvas in the order in which they are decided: records, elements, what is about no element."""
    found = conflicts(canvas)
    if not found:
        return ()
    rank = {id_: place for place, id_ in enumerate((*canvas.records, *canvas))}
    return tuple(sorted(found, key=lambda one: rank.get(head_of(one), len(rank))))


def head_of(conflict: Conflict) -> str:
    """The element or record that a conflict is about, or a kind."""
    return conflict.address.removesuffix(OF_ID).partition(".")[0]


def contested(canvas: Canvas, at: str = "", most: int = 200) -> tuple[Contested, ...]:
    """The conflicts as they are shown, in turn; only those of an element or record where `at` names one."""
    wanted = [one for one in in_turn(canvas) if not at or head_of(one) == at]
    return tuple(_contested(canvas, one) for one in wanted[:most])


def in_all(canvas: Canvas) -> str:
    """How many places wait for somebody to decide, in a sentence; empty where none does."""
    found = in_turn(canvas)
    if not found:
        return ""
    if len(found) == 1:
        return f"Two people changed the same place: {place_of(found[0], canvas)}. Both versions are kept until somebody decides."
    return f"Two people changed the same {len(found)} places. Both versions are kept until somebody decides."


def asked_and_decided(before: Canvas, after: Canvas) -> str:
    """What waits for a decision now and did not before, and what is decided meanwhile; empty where that is nothing."""
    was, now = (frozenset(conflicts(one)) for one in (before, after))
    still = {one.address for one in now}
    came = [_contested(after, one) for one in in_turn(after) if one not in was]
    ended = [place_of(one, after) for one in in_turn(before) if one.address not in still]
    said = [f"{one.place} waits for a decision ({one.either})" for one in came]
    said += [f"{place} is decided" for place in ended]
    more = len(said) - _LINES
    return "; ".join((*said[:_LINES], *([f"and {more} more"] if more > 0 else [])))


def _contested(canvas: Canvas, one: Conflict) -> Contested:
    address = one.address
    at = head_of(one)
    known = at in canvas or at in canvas.records
    show = _Sides(canvas, one)
    local, remote, base = show("local"), show("remote"), show("base")
    now = ""
    if "." in address and not address.endswith(OF_ID):
        value = canvas.value(address)
        if not any(side.stands for side in (local, remote, base)):
            now = in_words(canvas, address, value)
    both = not isinstance(together(canvas, address, one.local, one.remote), Absent)
    return Contested(
        address, at if known else "", place_of(one, canvas), local, remote, base, now, one.why, both
    )


class _Sides:
    """Shows the sides of one conflict."""

    def __init__(self, canvas: Canvas, conflict: Conflict) -> None:
        self.canvas, self.conflict = canvas, conflict

    def __call__(self, side: Side) -> Shown:
        value, address = self.conflict.of(side), self.conflict.address
        if address in KINDS:
            return Shown(side, self._order(value), stands=value == self.canvas.ids(address))
        if address.endswith(OF_ID):
            id_ = address.removesuffix(OF_ID)
            return Shown(side, (str(value),), stands=value == id_)
        if "." in address or address in self.canvas.records:
            stands = same(value, self.canvas.value(address))
            return Shown(side, (in_words(self.canvas, address, value),), self._pieces(side, value), stands)
        return self._element(side, value)

    def _pieces(self, side: Side, value: Maybe) -> tuple[Piece, ...]:
        before = self.conflict.base
        if side == "base" or not isinstance(before, str) or not isinstance(value, str):
            return ()
        return word_by_word(before, value) if max(len(before), len(value)) > _LONG else ()

    # -- the order of elements ---------------------------------------------------------------------

    def _order(self, value: Maybe) -> tuple[str, ...]:
        """What moved, and where to; how they stood before both in a line."""
        ids = _ids(value)
        before = _ids(self.conflict.base)
        if value is self.conflict.base or ids == before:
            return (" · ".join(self._title(id_) for id_ in ids[:_LINES]) or "nothing",)
        known = [id_ for id_ in before if id_ in ids]
        steady = steady_ones(known, {id_: place for place, id_ in enumerate(ids)})
        moved = [
            f"{self._title(id_)} {f'after {self._title(ids[place - 1])}' if place else 'first'}"
            for place, id_ in enumerate(ids)
            if id_ in before and id_ not in steady
        ]
        return tuple(moved[:_LINES]) or (" · ".join(self._title(id_) for id_ in ids[:_LINES]) or "nothing",)

    def _title(self, id_: str) -> str:
        element = self.canvas.get(id_)
        return f"“{short(element.title if element is not None else id_)}”"

    # -- whole elements ----------------------------------------------------------------------------

    def _element(self, side: Side, value: Maybe) -> Shown:
        found = self.canvas.get(self.conflict.address)
        kind, fields = _kind_and_fields(value)
        if fields is None:
            gone = "not there" if isinstance(self.conflict.base, Absent) else "deleted"
            return Shown(side, (gone if side != "base" else "not there",), stands=found is None)
        stands = found is not None and found.kind == kind and same(found.fields, fields)
        before_kind, before = _kind_and_fields(self.conflict.base)
        if side == "base" or before is None:
            return Shown(side, self._told(Frozen(), fields) or (_EMPTY,), stands=stands)
        lines = self._told(before, fields)
        if kind != before_kind:
            lines = (f"became a {_label(kind)}", *lines)
        return Shown(side, lines or (self._kept(),), stands=stands)

    def _told(self, before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[str, ...]:
        canvas, id_ = self.canvas, self.conflict.address
        names = dict.fromkeys((*before, *after))
        pairs = ((name, before.get(name), after.get(name)) for name in names)
        said = [
            field_changed(canvas, canvas, f"{id_}.{name}", old, new).replace(" added: ", ": ")
            for name, old, new in pairs
            if not same(old, new)
        ]
        more = len(said) - _LINES
        return (*said[:_LINES], *([f"and {more} more"] if more > 0 else []))

    def _kept(self) -> str:
        who = [self._title(one.source) for one in self.canvas.referrers(self.conflict.address)]
        named = " and ".join(dict.fromkeys(who[:2]))
        return f"kept as it was; {named} points at it" if named else "kept as it was"


def _ids(value: Maybe) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()


def _kind_and_fields(value: Maybe) -> tuple[str, Frozen | None]:
    if not isinstance(value, Frozen) or len(value) != 1:
        return "", None
    kind, fields = next(iter(value.items()))
    return str(kind), fields if isinstance(fields, Frozen) else Frozen()


def _label(kind: str) -> str:
    return KINDS[kind].label if kind in KINDS else kind
