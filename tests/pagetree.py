"""A page without a browser: markup as a tree, and what a board's script does to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr", "base", "source", "embed"}


class Node:
    """An element with its attributes and what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str] | None = None) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.inside: list[Node | str] = []
        self.parent: Node | None = None

    @property
    def key(self) -> str | None:
        return self.attributes.get("data-k")

    def walk(self) -> Iterator[Node]:
        """It and every element in it, in the order of the page."""
        yield self
        for one in self.inside:
            if isinstance(one, Node):
                yield from one.walk()

    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text() for one in self.inside)

    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def shape(self) -> tuple[object, ...]:
        """All that there is to see, to compare."""
        inside = tuple(one if isinstance(one, str) else one.shape() for one in self.inside)
        return self.tag, tuple(sorted(self.attributes.items())), tuple(one for one in inside if one != "")

    def put(self, child: Node, before: Node | None) -> None:
        if child.parent is not None:
            child.parent.inside.remove(child)
        place = len(self.inside) if before is None else self.inside.index(before)
        self.inside.insert(place, child)
        child.parent = self


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.here = self.root
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs)
        if tag not in VOID:
            self.here = self.here.inside[-1]  # type: ignore[assignment]  # the element just put there

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs)

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice: <{tag} {attrs}>"
        self.here.put(Node(tag, {name: value or "" for name, value in attrs}), None)

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> ends <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def parsed(html: str) -> Node:
    """Markup as a tree; AssertionError where it is not well nested."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is not ended"
    assert not reader.comments
    return reader.root


def elements(html: str) -> list[Node]:
    """Every element of some markup."""
    return list(parsed(html).walk())[1:]


def patch(root: Node, ops: Iterable[list[str | None]]) -> None:
    """Does to a tree what a board's page does to the drawing."""
    for name, key, *rest in ops:
        node = _part(root, key)
        if name == "drop":
            if node is not None and node.parent is not None:
                node.parent.inside.remove(node)
            continue
        assert node is not None, f"{name}: there is no part {key}"
        if name == "put":
            fresh = _drawn(rest[0])
            assert fresh.key == key
            assert node.parent is not None
            node.parent.put(fresh, node)
            node.parent.inside.remove(node)
        elif name == "into":
            fresh = _drawn(rest[1])
            assert _part(root, fresh.key) is None, f"part {fresh.key} twice"
            _place(root, fresh, node, rest[0])
        else:
            parent = _part(root, rest[0])
            assert parent is not None
            _place(root, node, parent, rest[1])


def _drawn(html: str | None) -> Node:
    [node] = parsed(html or "").inside
    assert isinstance(node, Node)
    return node


def _part(root: Node, key: str | None) -> Node | None:
    found = [one for one in root.walk() if one.key == key]
    assert len(found) < 2, f"part {key} twice"
    return found[0] if found else None


def _place(root: Node, node: Node, parent: Node, before: str | None) -> None:
    slot = next(
        (one for one in parent.walk() if "data-slot" in one.attributes and _owner(one) is parent), parent
    )
    if before is not None:
        sibling = _part(root, before)
        assert sibling is not None, f"there is no part {before}"
        assert sibling.parent is slot, f"{before} is not in {parent.key}"
        slot.put(node, sibling)
        return
    siblings = [one for one in slot.inside if isinstance(one, Node) and one.key and one is not node]
    after = slot.inside.index(siblings[-1]) + 1 if siblings else 0
    if node.parent is slot and slot.inside.index(node) < after:
        after -= 1
    if node.parent is not None:
        node.parent.inside.remove(node)
    slot.inside.insert(after, node)
    node.parent = slot


def _owner(node: Node | None) -> Node | None:
    while node is not None and node.key is None:
        node = node.parent
    return node
