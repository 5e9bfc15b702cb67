"""A view is a tree of parts: each drawn on its own, and drawn again only when what it shows changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from cxcanvas.edits import Add, Edit, Move, Remove, Set
from cxcanvas.engine import Key
from cxcanvas.views.scene import Eye, Scene, touched_between

if TYPE_CHECKING:
    from cxcanvas.session import Change

#: Stands in a part's markup where its children go. Text cannot hold it: `<` is escaped.
SLOT = Markup("<!--parts-->")
Op = list[str | None]


class Part(NamedTuple):
    """The markup of a part around its children, and the children in order."""

    before: str
    after: str = ""
    children: tuple[Spec, ...] = ()


class Spec(NamedTuple):
    """Which part: how it is drawn, and of what."""

    draw: Draw
    args: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its key, unique in a view."""
        return self.draw.key(self.args)


class Draw:
    """Draws parts of one sort; calling it with an eye and its arguments gives the part."""

    __slots__ = ("by_last", "function", "name")

    def __init__(self, name: str, function: Callable[..., Part], by_last: bool) -> None:
        self.name = name
        self.function = function
        self.by_last = by_last

    def __call__(self, eye: Eye, *args: str) -> Part:
        """The part about these arguments."""
        return self.function(eye, self.key(args), *args)

    def key(self, args: tuple[str, ...]) -> str:
        """The key of the part about these arguments; a slash in an id is not one between them."""
        named = args[-1:] if self.by_last else args
        return "/".join((self.name, *(one.replace("%", "%25").replace("/", "%2F") for one in named)))

    def of(self, *args: str) -> Spec:
        """The part of this sort about these arguments."""
        return Spec(self, args)


def part(name: str, by_last: bool = False) -> Callable[[Callable[..., Part]], Draw]:
    """Make a function draw parts; it takes the eye, the part's key and its arguments.

    `by_last`: the last argument alone names the part, which keeps keys short where the
    others only say where it stands.
    """
    return lambda function: Draw(name, function, by_last)


def filled(html: str, children: Iterable[Spec] = ()) -> Part:
    """A part from its markup, which holds the slot once where there are children."""
    before, _, after = html.partition(SLOT)
    return Part(before, after, tuple(children))


def drawn(eye: Eye, spec: Spec) -> str:
    """A part and everything in it, as text."""
    pieces: list[str] = []
    _write(eye, spec, pieces)
    return "".join(pieces)


def _write(eye: Eye, spec: Spec, pieces: list[str]) -> None:
    made = spec.draw(eye, *spec.args)
    pieces.append(made.before)
    for child in made.children:
        _write(eye, child, pieces)
    pieces.append(made.after)


@dataclass(slots=True)
class Node:
    """A part on show: what it is, how it was last drawn, and the key of the part around it."""

    spec: Spec
    part: Part
    parent: str | None
    children: list[str] = field(default_factory=list)


class Tree:
    """The parts on show, and the operations that bring a page from one state to the next.

    ["put", key, html] draws a part anew, children included; ["into", parent, before, html]
    adds one; ["move", key, parent, before] and ["drop", key] speak for themselves.
    """

    def __init__(self, scene: Scene, root: Spec) -> None:
        self.root = root
        self._begin(scene)

    def _begin(self, scene: Scene) -> None:
        self.eye = Eye(scene, tracking=True)
        self.nodes: dict[str, Node] = {}
        self._grow(self.root, None)

    def html(self) -> str:
        """Everything on show, as text."""
        return "".join(self._pieces(self.root.key))

    def update(self, scene: Scene, change: Change | None = None) -> list[Op]:
        """Show a later scene; the operations that do the same to a page."""
        if not self.eye.can_follow(scene):
            self._begin(scene)
            return [["put", self.root.key, self.html()]]
        fits = change is not None and change.before is self.eye.canvas and change.after is scene.canvas
        ids = _edited(change.edits) if change is not None and fits else None
        return self._shown(scene, touched_between(self.eye.canvas, scene.canvas, ids))

    def mark(self, scene: Scene) -> list[Op]:
        """Show the problems of a later scene of the same canvas."""
        return self._shown(scene, set())

    def _shown(self, scene: Scene, touched: set[Key]) -> list[Op]:
        self.eye.look(scene, touched)
        marked = {key[0].of(*key[1:]).key for key in self.eye.engine.touch(touched)}  # type: ignore[attr-defined]
        ops = _Patch(self, [key for key in marked if key in self.nodes]).ops
        self.eye.engine.sweep()
        return ops

    def _pieces(self, key: str) -> Iterator[str]:
        node = self.nodes[key]
        yield node.part.before
        for child in node.children:
            yield from self._pieces(child)
        yield node.part.after

    def _grow(self, spec: Spec, parent: str | None) -> str:
        """Put a part and everything in it on show."""
        key = spec.key
        made: Part = self.eye.engine.keep(spec.draw, *spec.args)
        node = self.nodes[key] = Node(spec, made, parent)
        node.children = [self._grow(child, key) for child in made.children]
        return key

    def _depth(self, key: str) -> int:
        depth, parent = 0, self.nodes[key].parent
        while parent is not None:
            depth, parent = depth + 1, self.nodes[parent].parent
        return depth


class _Patch:
    """One update of a tree: looks at the marked parts from the outside in."""

    def __init__(self, tree: Tree, marked: list[str]) -> None:
        self.tree = tree
        self.nodes = tree.nodes
        self.ops: list[Op] = []
        self.gone: dict[str, None] = {}  # parts that left their parent; some of them turn up elsewhere
        order = sorted(marked, key=tree._depth)
        for key in order:
            if key in self.nodes and self._is_on_show(key):
                self._look(key)
        for key in self.gone:
            if key in self.nodes and self.nodes[key].parent is None:
                self.ops.append(["drop", key])
                self._forget(key)

    def _is_on_show(self, key: str) -> bool:
        while key != self.tree.root.key:
            parent = self.nodes[key].parent
            if parent is None:
                return False
            key = parent
        return True

    def _look(self, key: str) -> None:
        node = self.nodes[key]
        made: Part = self.tree.eye.ask(node.spec.draw, *node.spec.args)
        if made == node.part:
            return
        shell = (made.before, made.after) != (node.part.before, node.part.after)
        node.part = made
        if shell:
            self._replace(node)
        else:
            self._arrange(node)

    def _replace(self, node: Node) -> None:
        """Draw a part anew, with everything in it."""
        key = node.spec.key
        for child in node.children:
            self._forget(child, key)
        node.children = [self._adopt(child, key) for child in node.part.children]
        self.ops.append(["put", key, "".join(self.tree._pieces(key))])

    def _arrange(self, node: Node) -> None:
        """Bring the children into their new order with few moves."""
        key = node.spec.key
        specs = {child.key: child for child in node.part.children}
        wanted = list(specs)
        places = {child: place for place, child in enumerate(wanted)}
        for child in node.children:
            if child not in specs:
                self.nodes[child].parent = None
                self.gone[child] = None
        here = [child for child in node.children if child in specs and self.nodes[child].spec == specs[child]]
        staying = {wanted[place] for place in _longest([places[child] for child in here])}
        mine = set(here)
        before: str | None = None
        for child in reversed(wanted):
            if child not in staying:
                self._bring(child, specs[child], key, before, child in mine)
            before = child
        node.children = wanted

    def _bring(self, child: str, spec: Spec, parent: str, before: str | None, mine: bool) -> None:
        known = self.nodes.get(child)
        if mine or (known is not None and self._is_movable(child, known, spec)):
            self.ops.append(["move", child, parent, before])
            self.nodes[child].parent = parent
            if not mine:
                self._look(child)
            return
        self._adopt(spec, parent)
        self.ops.append(["into", parent, before, "".join(self.tree._pieces(child))])

    def _is_movable(self, child: str, known: Node, spec: Spec) -> bool:
        if known.children or known.spec != spec:
            return False  # what stands in it may have been passed over while it was gone
        if known.parent is None:
            return True
        # It stands in another part that is looked at later: it leaves that one now.
        old = self.nodes.get(known.parent)
        if old is None or child not in old.children:
            return False
        old.children.remove(child)
        return True

    def _adopt(self, spec: Spec, parent: str) -> str:
        """Draw a part in a new place; where it stood before, it is taken away first."""
        known = self.nodes.get(spec.key)
        if known is not None:
            old = self.nodes.get(known.parent) if known.parent is not None else None
            if old is not None and spec.key in old.children:
                old.children.remove(spec.key)
            self.ops.append(["drop", spec.key])
            self._forget(spec.key, known.parent)
        return self._grown(spec, parent)

    def _grown(self, spec: Spec, parent: str) -> str:
        key = spec.key
        made: Part = self.tree.eye.engine.keep(spec.draw, *spec.args)
        node = self.nodes[key] = Node(spec, made, parent)
        node.children = [self._adopt(child, key) for child in made.children]
        return key

    def _forget(self, key: str, parent: str | None = None) -> None:
        node = self.nodes.get(key)
        if node is None or node.parent != parent:
            return
        del self.nodes[key]
        self.tree.eye.engine.release(node.spec.draw, *node.spec.args)
        for child in node.children:
            self._forget(child, key)


def _longest(places: list[int]) -> list[int]:
    """The longest run of places that rises: those parts need not move."""
    tails: list[int] = []  # the last place of the best run of each length
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(tails, place)
        before[place] = tails[length - 1] if length else None
        tails[length : length + 1] = [place]
    run: list[int] = []
    here = tails[-1] if tails else None
    while here is not None:
        run.append(here)
        here = before[here]
    return run[::-1]


def _edited(edits: Iterable[Edit]) -> set[str] | None:
    """The elements and records that edits write to; None where references follow in other elements."""
    found: set[str] = set()
    for edit in edits:
        match edit:
            case Set(address):
                found.add(address.partition(".")[0])
            case Add(_, id_) | Remove(id_) | Move(id_):
                found.add(id_)
            case _:
                return None
    return found
