"""A presentation of a concept: a frame a stage, moment of truth or exchange; one at a time on a screen, one a page on paper.

Without a script the frames stand below each other. What the speaker reads is drawn only where it is asked for.
Where a concept is reviewed, each frame has what was said at it, and the votes and the decision come last.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.review import Sight
from cxcanvas.views.document import _FILES
from cxcanvas.views.frames import Frame, frames
from cxcanvas.views.frames_review import review_frames, said_at
from cxcanvas.views.jinja import environment, prose

__all__ = ["presentation", "style"]


#: Comments at one frame, the latest; the rest is told by its number.
MOST: Final = 3


def presentation(canvas: Canvas, name: str, notes: bool = False, sight: Sight | None = None) -> str:
    """The frames as markup, with the locator; `name` is what the concept is called where it has no title.

    `sight` is its review as somebody without a name may see it: a wall shows nothing hidden.
    """
    each = (*frames(canvas), *(review_frames(sight) if sight is not None else ()))
    talk = _talk(each, sight)
    groups = [(title, tuple(some)) for title, some in groupby(enumerate(each, 1), lambda one: one[1].group)]
    return str(
        environment().get_template("present.html").render(
            frames=each, groups=groups, name=name, notes=notes, talk=talk, most=MOST, said={one.at: prose(one.note) for one in each} if notes else {},
        )
    )  # fmt: skip


def _talk(each: tuple[Frame, ...], sight: Sight | None) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """What was said in the review, by the frame at which it is seen; what belongs to none is seen at the first."""
    if sight is None:
        return {}
    homes = {id_: one.at for one in each for id_ in (one.at, *one.holds)}
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for at, some in said_at(sight).items():
        home = homes.get(at, each[0].at)
        found[home] = (*found.get(home, ()), *some)
    return found


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of a presentation, beside that of the views."""
    return (_FILES / "present.css").read_text(encoding="utf-8").strip()
