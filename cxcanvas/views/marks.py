"""What became of each element between two versions, and the signs that say so."""

from __future__ import annotations

from typing import Final, NamedTuple

from cxcanvas.versions.changes import Change, Told, told
from cxcanvas.views.phrases import short
from cxcanvas.views.scene import Eye


class Mark(NamedTuple):
    """What became of an element: its name among the signs, and in a few words what else is to say."""

    name: str = ""
    said: tuple[str, ...] = ()

    @property
    def sign(self) -> str:
        """The sign."""
        return SIGNS[self.name][0] if self.name else ""

    @property
    def text(self) -> str:
        """The word for the sign with what else is to say; not said twice where that begins with it."""
        rest = "; ".join(self.said)
        if not rest or self.said[0].startswith(f"{self.word} "):
            return rest or self.word
        return f"{self.word}: {rest}"

    @property
    def word(self) -> str:
        """The word for the sign."""
        return SIGNS[self.name][1] if self.name else ""


#: name -> the sign, the word on a card, and what the legend says
SIGNS: Final[dict[str, tuple[str, str, str]]] = {
    "came": ("+", "new", "new"),
    "went": ("−", "gone", "gone: a ghost at its old place"),
    "moved": ("↷", "moved", "moved: dashed where it stood"),
    "changed": ("~", "changed", "changed"),
    "renamed": ("✎", "other id", "has another id"),
}
_UNTOUCHED: Final = Mark()
_MOST: Final = 3
_SHORT: Final = 44


def differences(eye: Eye) -> tuple[Told, ...]:
    """What changed since the earlier version, element by element, as a query; empty where there is none."""
    compared = eye.scene.compared
    return told(compared.canvas, eye.whole()) if compared is not None else ()


def by_head(eye: Eye) -> dict[str, Told]:
    """What changed at each element and record."""
    return {one.head: one for one in eye.ask(differences)}


def mark(eye: Eye, id_: str) -> Mark:
    """What became of an element, as a query."""
    found: Told | None = eye.ask(by_head).get(id_)
    return mark_of(found) if found is not None else _UNTOUCHED


def marked(eye: Eye, id_: str) -> Mark:
    """What became of an element; nothing where no version is compared."""
    found: Mark = eye.ask(mark, id_) if eye.before is not None and id_ else _UNTOUCHED
    return found


def mark_of(one: Told) -> Mark:
    """The mark of what is told of an element."""
    if one.op == "add":
        return Mark("came")
    if one.op == "remove":
        return Mark("went")
    others = [change for change in one.changes if not change.is_move and change.op != "rename"]
    moves = [change for change in one.changes if change.is_move]
    name = "moved" if moves else "changed" if others else "renamed"
    said = [_in_short(change) for change in (*moves, *others)][:_MOST]
    more = len(moves) + len(others) - len(said)
    return Mark(name, (*said, *((f"and {more} more",) if more > 0 else ())))


def _in_short(change: Change) -> str:
    """A change in few words; a long one by the name of its field."""
    return change.phrase if len(change.phrase) <= _SHORT else short(change.label or change.phrase, _SHORT)
