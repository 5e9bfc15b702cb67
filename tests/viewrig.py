"""What the tests of views share: small canvases, one view of them, and how it reads."""

from __future__ import annotations

import re
from typing import Any

from cxcanvas.canvas import Canvas
from cxcanvas.views import Scene, fragment
from tests.pagetree import Node, elements


def canvas_of(*found: tuple[str, str, dict[str, Any]], **concept: Any) -> Canvas:
    """A canvas of some elements, each (kind, id, fields)."""
    return Canvas.build({"concept": concept}, elements=found)


def seen(view: str, found: list[Any], editable: bool = False) -> str:
    """One view of a canvas of some elements."""
    return fragment(Scene(Canvas.build(elements=found), editable=editable), view)


def text(html: str) -> str:
    """What a reader reads."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def part(html: str, key: str) -> Node:
    """The part of a view that has this key."""
    [found] = [one for one in elements(html) if one.key == key]
    return found
