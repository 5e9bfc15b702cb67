"""What a board knows of each page that shows it: what is selected there, and what it has been told."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from cxcanvas.boards.inspector import Panel, Troubles, changes, no_troubles, panel
from cxcanvas.boards.messages import MessageError
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set

MOST_PAGES: Final = 32
REMEMBERED: Final = 256


@dataclass(slots=True)
class Page:
    """One page that shows a board."""

    views: tuple[str, ...] = ()
    folder: str = ""  # where the canvas file lies, with its pictures
    troubles: Troubles = no_troubles
    selected: str = ""
    shown: Panel | None = None
    around: frozenset[str] = frozenset()  # elements whose names stand in the inspector
    opened: frozenset[str] = frozenset()
    handled: deque[int] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def was_told(self, n: int) -> bool:
        """Whether what carries this number was done already; MessageError where that is too long ago to know."""
        if n in self.handled:
            return True
        if len(self.handled) == REMEMBERED and n < min(self.handled):
            raise MessageError("This was sent too long ago; nothing was changed.")
        return False

    def look(self, canvas: Canvas, at: str | None, opened: Iterable[str] | None = None) -> dict[str, Any]:
        """Select an element: the inspector for it, as a whole."""
        self.selected = at or ""
        self.opened = self.opened if opened is None else frozenset(opened)
        self.shown = panel(canvas, self.selected, self.opened, self.folder, self.troubles) if at else None
        self.around = _around(canvas, self.selected)
        return {"inspector": self.shown.html if self.shown else "", "inspected": self.selected}

    def refresh(self, canvas: Canvas, touched: Iterable[str]) -> dict[str, Any]:
        """What changed in the inspector, when the selected element or one that it is linked with was touched."""
        if self.shown is None:
            return {}
        before, self.around = self.around, _around(canvas, self.shown.at)
        if not ({self.shown.at, "conflicts"} | before | self.around) & {
            one.partition(".")[0] for one in touched
        }:
            return {}
        old, self.shown = self.shown, panel(canvas, self.selected, self.opened, self.folder, self.troubles)
        if self.shown is None:
            return {**self.look(canvas, None), "gone": old.at}
        ops = changes(old, self.shown)
        if ops is None:
            return {"inspector": self.shown.html, "inspected": self.selected}
        return {"panel": ops} if ops else {}


def _around(canvas: Canvas, at: str) -> frozenset[str]:
    """The elements that one points at or that point at it: their names stand in its inspector."""
    id_ = at.partition(".")[0]
    if id_ not in canvas:
        return (
            frozenset(one.target.partition(".")[0] for one in canvas.references(id_))
            if id_ in canvas.records
            else frozenset()
        )
    ends = [one.source for one in canvas.referrers(id_)] + [one.target for one in canvas.references(id_)]
    return frozenset(end.partition(".")[0] for end in ends)


class Pages:
    """The pages of a board, by the name each gave itself; the longest silent one is forgotten first."""

    def __init__(self, views: tuple[str, ...], folder: str = "", troubles: Troubles = no_troubles) -> None:
        self._first, self._folder, self._troubles = views, folder, troubles
        self._known: OrderedDict[str, Page] = OrderedDict()
        self.all_gone = False  # every page that was there has left

    def __getitem__(self, name: str) -> Page:
        self.all_gone = False
        page = self._known.setdefault(name, Page(self._first, self._folder, self._troubles))
        self._known.move_to_end(name)
        if len(self._known) > MOST_PAGES:
            self._known.popitem(last=False)
        return page

    def leave(self, name: str) -> None:
        """A page was closed."""
        self._known.pop(name, None)
        self.all_gone = not self._known

    def shown(self) -> tuple[str, ...]:
        """The views that some page shows; before the first page has come, those that it will begin with."""
        views = [view for page in self._known.values() for view in page.views]
        return tuple(dict.fromkeys(views or self._first))

    def items(self) -> Iterable[tuple[str, Page]]:
        """Each page with its name."""
        return tuple(self._known.items())


class Memory:
    """Who changed what lately: a change made on an older picture must not silently undo another's."""

    def __init__(self) -> None:
        self._recent: deque[tuple[int, frozenset[str], str]] = deque(maxlen=REMEMBERED)

    def note(self, revision: int, touched: frozenset[str], author: str) -> None:
        """Keep that a page (or somebody elsewhere) touched these addresses."""
        self._recent.append((revision, touched, author))

    def is_too_old(self, revision: int, now: int) -> bool:
        """Whether changes since that revision have been forgotten."""
        return revision < now and (not self._recent or self._recent[0][0] > revision + 1)

    def is_contested(self, address: str, revision: int, author: str) -> bool:
        """Whether somebody else touched that place since a revision."""
        return any(
            since > revision and by != author and any(_overlap(address, one) for one in touched)
            for since, touched, by in self._recent
        )


def touched_by(edits: Iterable[Edit]) -> frozenset[str]:
    """The addresses that edits write to."""
    found: set[str] = set()
    for edit in edits:
        match edit:
            case Set(address):
                found.add(address)
            case Add(_, id_) | Remove(id_) | Move(id_):
                found.add(id_)
            case Rename(id_, to):
                found |= {id_, to}
    return frozenset(found)


def _overlap(a: str, b: str) -> bool:
    if "." not in b:
        return False  # an element that moved or came back is not a change of its words
    return a == b or a.startswith(f"{b}.") or b.startswith(f"{a}.")
