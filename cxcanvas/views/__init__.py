"""Pictures of a canvas: pure functions from a scene to markup, for boards, dashboards and files.

page(Scene(canvas), "canvas")      a whole HTML page: no script, nothing from elsewhere
fragment(Scene(canvas), "journey") one view's root element
Live(Scene(canvas), "journey")     the same, kept in step with edits
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxcanvas.views.catalogue import ROOTS, TITLES, VIEWS, telling
from cxcanvas.views.document import document, style
from cxcanvas.views.jinja import prose
from cxcanvas.views.parts import Draw, Op, Tree, drawn
from cxcanvas.views.scene import Compared, Eye, Offered, Scene

if TYPE_CHECKING:
    from cxcanvas.session import Change

__all__ = ["STYLE", "VIEWS", "Compared", "Live", "Offered", "Op", "Scene", "fragment", "page", "prose"]

#: The style sheet of the views; every rule stands under `.cx`.
STYLE: str = style()


def fragment(scene: Scene, view: str = "canvas") -> str:
    """One view as its root element; ValueError for a view that there is not."""
    return drawn(Eye(scene), _root(view).of())


def page(scene: Scene, view: str = "canvas", alone: bool = False) -> str:
    """A whole page that needs nothing else: the asked view first, then the others unless it is to stand alone.

    Of the others only those come that have something to say.
    """
    _root(view)
    eye = Eye(scene)
    there = telling(scene.canvas)
    names = (view,) if alone else (view, *(name for name in there if name != view))
    titles = {name: TITLES[name] for name in VIEWS if name == view or name in there}
    return document(scene, view, {name: drawn(eye, _root(name).of()) for name in names}, titles)


class Live:
    """One view that follows a session: whole at first, then only what changed."""

    def __init__(self, scene: Scene, view: str = "canvas") -> None:
        self.view = view
        self._tree = Tree(scene, _root(view).of())

    def html(self) -> str:
        """The view as it is now."""
        return self._tree.html()

    def update(self, scene: Scene, changed: Change | None = None) -> list[Op]:
        """Follow a change; the operations that bring a page to the same state."""
        return self._tree.update(scene, changed)

    def mark(self, scene: Scene) -> list[Op]:
        """Follow problems that were found since, on the same canvas."""
        return self._tree.mark(scene)


def _root(view: str) -> Draw:
    if view not in ROOTS:
        raise ValueError(f"there is no view '{view}'; there are {', '.join(VIEWS)}")
    return ROOTS[view]
