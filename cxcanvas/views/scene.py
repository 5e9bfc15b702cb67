"""What can be looked at: a canvas with its problems, and the questions that a view may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from cxcanvas.canvas import Canvas, Element
from cxcanvas.checks import by_element, element_problems, is_contradiction
from cxcanvas.edits import Rename
from cxcanvas.edits.difference import renames
from cxcanvas.engine import Engine, Key
from cxcanvas.errors import Problem
from cxcanvas.references import Reference
from cxcanvas.values import Absent, Frozen, Value
from cxcanvas.versions.alignment import under_later_ids
from cxcanvas.versions.sides import UNDECIDED, contested
from cxcanvas.vocabulary import KINDS, RECORDS


@dataclass(frozen=True)
class Offered:
    """The versions that a page may pick to compare with: what each is known by and called, and which one is picked.

    `note` says why there are no more of them.
    """

    versions: tuple[tuple[str, str], ...] = ()
    picked: str = ""
    note: str = ""


@dataclass(frozen=True)
class Compared:
    """An earlier version to hold the canvas against; `old` and `new` are what people call the two."""

    canvas: Canvas
    old: str = "before"
    new: str = "now"


@dataclass(frozen=True)
class Scene:
    """What is to be shown: a canvas, its problems (None: what the vocabulary alone says), and whether it may be changed.

    `name` is the file's name without its ending, `revision` a word for the state that is
    shown; both appear on a page. `review` is what a board shows of its review, as markup. With `compared`, the journey and the exchange show both versions.
    """

    canvas: Canvas
    problems: tuple[Problem, ...] | None = None
    name: str = ""
    revision: str = ""
    editable: bool = False
    compared: Compared | None = None
    offered: Offered | None = None
    review: str = ""


class Eye:
    """Looks at a scene for the templates and notes what was looked at.

    It answers the questions of `measures.Source`, so that every measure works on it.
    """

    def __init__(self, scene: Scene, tracking: bool = False) -> None:
        self.scene = scene
        self.canvas = scene.canvas
        self.editable = scene.editable
        self.engine = Engine(tracking)
        self.engine.subject = self
        self._given = _heads(scene.problems)
        self._renamed = _renamed(scene)
        #: Sees the version that the canvas is compared with, its elements under the ids they have now.
        self.before: Eye | None = None
        if scene.compared is not None:
            self.before = Eye(Scene(under_later_ids(scene.compared.canvas, self._renamed)))

    def seeing(self, id_: str) -> Eye:
        """Who sees an element: this eye, or the one that looks at the earlier version where it is gone."""
        gone = self.before is not None and self.get(id_) is None and id_ in self.before.canvas
        return self.before if gone and self.before is not None else self

    def whole(self) -> Canvas:
        """All of the canvas, for a query that looks everywhere."""
        self.engine.read("whole", "")
        return self.canvas

    def can_follow(self, scene: Scene) -> bool:
        """Whether a later scene differs in its canvas and problems only, so that parts can be drawn again one by one."""
        mine = self.scene
        alike = mine.editable == scene.editable and mine.compared == scene.compared
        return (
            alike
            and mine.review == scene.review
            and mine.offered == scene.offered
            and self._renamed == _renamed(scene)
        )

    def ask(self, query: Callable[..., Any], *args: Hashable) -> Any:
        """The value of a query about this scene, remembered."""
        return self.engine.ask(query, *args)

    def get(self, id_: str) -> Element | None:
        """The element of that id."""
        self.engine.read("element", id_)
        return self.canvas.get(id_)

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind in the file's order."""
        self.engine.read("ids", kind)
        return self.canvas.ids(kind)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the vocabulary."""
        return tuple(KINDS)

    def of(self, kind: str) -> tuple[Element, ...]:
        """The elements of a kind in the file's order."""
        return tuple(one for id_ in self.ids(kind) if (one := self.get(id_)) is not None)

    def referrers(self, id_: str) -> tuple[Reference, ...]:
        """Who points at an element."""
        self.engine.read("referrers", id_)
        return self.canvas.referrers(id_)

    def value(self, address: str) -> Value | Absent:
        """What stands at an address."""
        head = address.partition(".")[0]
        self.engine.read("element", head)
        self.engine.read("record", head)
        return self.canvas.value(address)

    @property
    def concept(self) -> Element:
        """The concept itself."""
        self.engine.read("record", "concept")
        return self.canvas.concept

    def title(self, id_: str) -> str:
        """What a person calls an element."""
        element = self.get(id_)
        return element.title if element is not None else id_

    def problems(self, id_: str) -> tuple[Problem, ...]:
        """What cannot stay as it is at one element."""
        found: tuple[Problem, ...] = self.ask(_problems, id_)
        return tuple(one for one in found if is_contradiction(one))

    def missing(self, id_: str) -> tuple[Problem, ...]:
        """What the rules miss at one element."""
        found: tuple[Problem, ...] = self.ask(_problems, id_)
        return tuple(one for one in found if not is_contradiction(one))

    def given(self, id_: str) -> tuple[Problem, ...] | None:
        """The problems that came with the scene; None where none came with it."""
        self.engine.read("given", id_)
        return None if self._given is None else self._given.get(id_, ())

    def look(self, scene: Scene, touched: set[Key]) -> None:
        """Look at a later scene; `touched` gains the problems that came with it and differ."""
        given = _heads(scene.problems)
        if (given is None) != (self._given is None):
            touched |= {("given", id_) for id_ in (*self.canvas, *scene.canvas, *RECORDS)}
        elif given is not None and self._given is not None:
            touched |= {
                ("given", id_) for id_ in {*given, *self._given} if given.get(id_) != self._given.get(id_)
            }
        self._given = given
        if scene.canvas is not self.canvas:
            touched.add(("whole", ""))
        self.scene, self.canvas = scene, scene.canvas


def _renamed(scene: Scene) -> tuple[Rename, ...]:
    return tuple(renames(scene.compared.canvas, scene.canvas)) if scene.compared is not None else ()


def _problems(eye: Eye, id_: str) -> tuple[Problem, ...]:
    found = (one for one in _judged(eye, id_) if one.rule != UNDECIDED)
    return (*eye.ask(_undecided_at, id_), *found)


def _undecided(eye: Eye) -> dict[str, tuple[Problem, ...]]:
    """The places that two people changed, as one problem an element; under the record's own name those of no element."""
    eye.engine.read("record", "conflicts")
    said: dict[str, list[str]] = {}
    found = contested(eye.canvas)
    if found:  # a side in words names whatever it points at, whether that is there or not
        for id_ in eye.canvas:
            eye.get(id_)
        for kind in eye.kinds:
            eye.ids(kind)
    for one in found:
        said.setdefault(one.at or "conflicts", []).append(one.sentence)
    return {at: (Problem(UNDECIDED, "error", at, "; ".join(each)),) for at, each in said.items()}


def _undecided_at(eye: Eye, id_: str) -> tuple[Problem, ...]:
    found: tuple[Problem, ...] = eye.ask(_undecided).get(id_, ())
    return found


def _judged(eye: Eye, id_: str) -> tuple[Problem, ...]:
    given = eye.given(id_)
    element = eye.get(id_)
    if given is not None or element is None or element.kind not in KINDS:
        return given or ()
    for one in eye.canvas.references(id_):
        eye.get(one.target)
        eye.engine.read("record", one.target)
    return element_problems(eye.canvas, id_)


def _heads(problems: Iterable[Problem] | None) -> dict[str, tuple[Problem, ...]] | None:
    return None if problems is None else by_element(problems)


def touched_between(before: Canvas, after: Canvas, ids: Iterable[str] | None) -> set[Key]:
    """Which inputs differ between two canvases; `ids` are the elements and records that may, None where unknown."""
    if ids is None:
        ids = {*before, *after, *before.records, *after.records}
    touched: set[Key] = set()
    for id_ in ids:
        _note_element(touched, before, after, id_)
        if before.records.get(id_) is not after.records.get(id_):
            touched.add(("record", id_))
        old, new = before.references(id_), after.references(id_)
        if old != new or _rank(before, id_) != _rank(after, id_):
            touched |= {("referrers", one.target) for one in (*old, *new)}
    return touched


def _note_element(touched: set[Key], before: Canvas, after: Canvas, id_: str) -> None:
    old, new = before.get(id_), after.get(id_)
    if old is not new:
        touched.add(("element", id_))
    kinds = {one.kind for one in (old, new) if one is not None}
    if len(kinds) > 1 or (old is None) != (new is None) or _rank(before, id_) != _rank(after, id_):
        touched |= {("ids", kind) for kind in kinds}


def _rank(canvas: Canvas, id_: str) -> float | None:
    return canvas.rank(id_) if id_ in canvas else None


def none_given(value: object) -> bool:
    """Whether a field holds nothing: absent, blank, or an empty list or mapping."""
    return value is None or isinstance(value, Absent) or value in ("", (), Frozen())
