"""The views that pages show: drawn when first shown, brought up to date when they are seen again."""

from __future__ import annotations

from collections.abc import Callable, Collection

from cxcanvas.session import Change
from cxcanvas.views import Live, Op, Scene


class Sheets:
    """One drawing a view, of whatever `scene` gives; those that nobody looks at cost an edit nothing."""

    def __init__(self, scene: Callable[[], Scene]) -> None:
        self._scene = scene
        self._drawn: dict[str, Live] = {}
        self._behind: set[str] = set()

    def html(self, view: str) -> str:
        """The view as it is now."""
        live = self._drawn.get(view)
        if live is None:
            live = self._drawn[view] = Live(self._scene(), view)
        elif view in self._behind:
            live.update(self._scene())
        self._behind.discard(view)
        return live.html()

    def follow(self, change: Change, shown: Collection[str]) -> dict[str, list[Op]]:
        """What a change does to each view that is shown and differs; the others fall behind."""
        self._behind |= self._drawn.keys() - set(shown)
        ops: dict[str, list[Op]] = {}
        for view in shown:
            live = self._drawn.get(view)
            if live is not None:
                found = live.update(self._scene(), None if view in self._behind else change)
                self._behind.discard(view)
                if found:
                    ops[view] = found
        return ops

    def mark(self, shown: Collection[str]) -> dict[str, list[Op]]:
        """What the signs of a scene whose canvas is the same change in each view that is shown; the others fall behind."""
        self._behind |= self._drawn.keys() - set(shown)
        here = (
            (view, self._drawn[view]) for view in shown if view in self._drawn and view not in self._behind
        )
        return {view: ops for view, live in here if (ops := live.mark(self._scene()))}

    def forget(self) -> None:
        """Draw everything anew when it is asked for next."""
        self._drawn.clear()
        self._behind.clear()
