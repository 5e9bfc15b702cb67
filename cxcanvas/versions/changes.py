"""What changed between two versions, element by element, as a person would tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from cxcanvas.canvas import Canvas, Element
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set, diff
from cxcanvas.values import ABSENT, Absent, Value
from cxcanvas.versions.conflicts import RECORD
from cxcanvas.versions.sides import asked_and_decided
from cxcanvas.versions.telling import (
    added,
    became,
    field_called,
    field_changed,
    is_worded,
    moved,
    named,
    removed,
)
from cxcanvas.versions.wording import Piece, word_by_word

#: What the places are called at which somebody has to decide.
_TWO: Final = "two versions"
Op = Literal["add", "remove", "set", "move", "rename"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what was done, where, what stood there and what stands there now.

    `head` is the element or record as it is called afterwards. For a move, `old` and `new`
    are its places among its kind, counted from 1; for a rename they are its ids.
    """

    op: Op
    address: str
    old: Value | Absent
    new: Value | Absent
    phrase: str
    head: str

    #: What people call it.
    title: str = ""
    #: What the field that changed is called; empty where an element came, went, moved or got another id.
    label: str = ""
    #: Whether both sides are texts so long that they are best compared word by word.
    worded: bool = False

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What stayed, went and came between two long texts; empty for everything else."""
        return word_by_word(str(self.old), str(self.new)) if self.worded else ()

    @property
    def is_move(self) -> bool:
        """Whether it says that something stands elsewhere now."""
        return self.op == "move" or (self.op == "set" and self.phrase.startswith("moved from "))

    @property
    def sentence(self) -> str:
        """The change by itself, with the name of what it happened to."""
        if self.op in ("add", "remove") and self.phrase.startswith(("added ", "removed ")):
            return self.phrase[0].upper() + self.phrase[1:]
        return f"{self.title[:1].upper()}{self.title[1:]}: {self.phrase}"


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to one element or record: `First answer: relief −1 → +1; moved from Worry to Reach out`."""

    head: str
    kind: str
    title: str
    op: Literal["add", "remove", "set"]
    changes: tuple[Change, ...]

    @property
    def sentence(self) -> str:
        """All of it in one sentence."""
        if len(self.changes) == 1:
            return self.changes[0].sentence
        return f"{self.title[:1].upper()}{self.title[1:]}: {'; '.join(one.phrase for one in self.changes)}"


def changes(before: Canvas, after: Canvas) -> tuple[Change, ...]:
    """Every change that leads from one canvas to the other, in the order of `diff`."""
    return _changes(before, after, diff(before, after))


def _changes(before: Canvas, after: Canvas, edits: Iterable[Edit]) -> tuple[Change, ...]:
    formerly: dict[str, str] = {}
    found = []
    for edit in edits:
        if isinstance(edit, Rename):
            formerly[edit.to] = edit.id
        one = _change(before, after, edit, formerly)
        there = after if one.head in after or one.head in after.records else before
        found.append(
            replace(
                one,
                title=_TWO if one.head == RECORD else named(there, one.head),
                phrase=" ".join(one.phrase.splitlines()),
            )
        )
    return tuple(found)


def _change(before: Canvas, after: Canvas, edit: Edit, formerly: dict[str, str]) -> Change:
    match edit:
        case Add(_, id_, fields):
            old_one = before.get(formerly.get(id_, id_))
            phrase = became(after[id_], old_one) if old_one is not None else added(after, after[id_])
            return Change("add", id_, ABSENT, _frozen(fields), phrase, id_)
        case Remove(id_):
            return Change("remove", id_, before[id_].fields, ABSENT, removed(before, before[id_]), id_)
        case Rename(id_, to):
            return Change("rename", id_, id_, to, f"id {id_} → {to}", to)
        case Move(id_):
            old = before[formerly.get(id_, id_)]
            return Change(
                "move", id_, _place(before, old), _place(after, after[id_]), moved(after, after[id_]), id_
            )
        case Set(address, value):
            head, dot, rest = address.partition(".")
            old_value = before.value(f"{formerly.get(head, head)}{dot}{rest}")
            waiting = asked_and_decided(before, after) if head == RECORD else ""
            phrase = waiting or field_changed(before, after, address, old_value, value)
            label, field = field_called(before, after, address)
            worded = is_worded(field, old_value, value)
            return Change("set", address, old_value, value, phrase, head, label=label, worded=worded)


def _frozen(fields: Any) -> Value:
    return fields  # type: ignore[no-any-return]  # an Add freezes what it is given


def _place(canvas: Canvas, element: Element) -> int:
    return canvas.ids(element.kind).index(element.id) + 1


def told(before: Canvas, after: Canvas) -> tuple[Told, ...]:
    """The changes of two versions gathered by element, in the order of the file: what came and changed, then what went."""
    by_head: dict[str, list[Change]] = {}
    gone: list[Told] = []
    for one in changes(before, after):
        if one.op == "remove" and one.head not in after:
            element = before[one.head]
            gone.append(Told(one.head, element.kind, element.title, "remove", (one,)))
        elif one.op != "remove":
            by_head.setdefault(one.head, []).append(one)
    found = [
        _told(head, by_head[head], before, after) for head in (*after.records, *after) if head in by_head
    ]
    lost = [
        _told(head, ones, before, after)
        for head, ones in by_head.items()
        if head not in after and head not in after.records
    ]
    return (*found, *lost, *gone)


def _told(head: str, ones: list[Change], before: Canvas, after: Canvas) -> Told:
    element = after.get(head)
    fresh = ones[0].op == "add" and ones[0].phrase.startswith("added ")
    op: Literal["add", "set"] = "add" if fresh else "set"
    return Told(head, element.kind if element else head, ones[0].title, op, tuple(ones))
