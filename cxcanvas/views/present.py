"""A presentation of a concept: a frame a stage, moment of truth or exchange; one at a time on a screen, one a page on paper.

Without a script the frames stand below each other. What the speaker reads is drawn only where it is asked for.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from cxcanvas.canvas import Canvas
from cxcanvas.views.document import _FILES
from cxcanvas.views.frames import frames
from cxcanvas.views.jinja import environment, prose

__all__ = ["presentation", "style"]


def presentation(canvas: Canvas, name: str, notes: bool = False) -> str:
    """The frames as markup, with the locator; `name` is what the concept is called where it has no title."""
    each = frames(canvas)
    groups = [(title, tuple(some)) for title, some in groupby(enumerate(each, 1), lambda one: one[1].group)]
    return str(
        environment().get_template("present.html").render(
            frames=each, groups=groups, name=name, notes=notes, said={one.at: prose(one.note) for one in each} if notes else {},
        )
    )  # fmt: skip


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of a presentation, beside that of the views."""
    return (_FILES / "present.css").read_text(encoding="utf-8").strip()
