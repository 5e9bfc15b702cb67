"""The views that pages show: drawn when first shown, brought up to date when they are seen again."""

from __future__ import annotations

from collections.abc import Callable, Collection

from cxcanvas.session import Change
from cxcanvas.views import Live, Op, Scene


class Sheets:
    """One drawing a view, of whatever `scene` gives for it; those that nobody looks at cost an edit nothing.

    Those that are `late` are brought up to date when asked for, not by the edit itself.
    """

    def __init__(self, scene: Callable[[str], Scene], late: Collection[str] = ()) -> None:
        self._scene = scene
        self._drawn: dict[str, Live] = {}
        self._behind: set[str] = set()
        self._late = frozenset(late)

    def html(self, view: str) -> str:
        """The view as it is now."""
        live = self._drawn.get(view)
        if live is None:
            live = self._drawn[view] = Live(self._scene(view), view)
        elif view in self._behind:
            live.update(self._scene(view))
        self._behind.discard(view)
        return live.html()

    def follow(self, change: Change, shown: Collection[str]) -> dict[str, list[Op]]:
        """What a change does to each view that is shown and differs; the others fall behind."""
        now = [view for view in shown if view not in self._late]
        self._behind |= self._drawn.keys() - set(now)
        ops: dict[str, list[Op]] = {}
        for view in now:
            live = self._drawn.get(view)
            if live is not None:
                found = live.update(self._scene(view), None if view in self._behind else change)
                self._behind.discard(view)
                if found:
                    ops[view] = found
        return ops

    def late(self, shown: Collection[str]) -> dict[str, list[Op]]:
        """What brings the views up to date that an edit did not wait for."""
        ops: dict[str, list[Op]] = {}
        for view in shown:
            live = self._drawn.get(view)
            if live is not None and view in self._late:
                self._behind.discard(view)
                if found := live.update(self._scene(view)):
                    ops[view] = found
        return ops

    def mark(self, shown: Collection[str]) -> dict[str, list[Op]]:
        """What the signs of a scene whose canvas is the same change in each view that is shown; the others fall behind."""
        self._behind |= self._drawn.keys() - set(shown)
        here = (
            (view, self._drawn[view]) for view in shown if view in self._drawn and view not in self._behind
        )
        return {view: ops for view, live in here if (ops := live.mark(self._scene(view)))}

    def forget(self) -> None:
        """Draw everything anew when it is asked for next."""
        self._drawn.clear()
        self._behind.clear()
