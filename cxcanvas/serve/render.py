"""The one place where the server asks for pictures: a file in, markup out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

from cxcanvas import views
from cxcanvas.canvas import Canvas
from cxcanvas.checks import check, is_contradiction
from cxcanvas.guidance import next_question
from cxcanvas.review import Sight
from cxcanvas.store import load
from cxcanvas.views import present
from cxcanvas.views.catalogue import TITLES
from cxcanvas.views.document import anchored

VIEWS = tuple(views.VIEWS)
# Places in the studio's markup: where its boards go, its title, and the tools that do nothing yet.
_STAGE = re.compile(r'<div[^>]*\bdata-board="stage"[^>]*>')
_TITLE = re.compile(r'<h[12][^>]*\bdata-board="title"[^>]*>')
_NOT_YET = re.compile(r'<button type="button"(?: class="cx-save")? data-do="(?:undo|redo|save)"')
_TOOLS = re.compile(r'(<(?:header|div|aside) class="cx-(?:tools|panes|inspector)\b[^"]*")')
__all__ = [
    "TITLES",
    "VIEWS",
    "Summary",
    "document",
    "drawn",
    "fragment",
    "known",
    "present_style",
    "presented",
    "review_style",
    "studio",
    "studio_style",
    "style",
    "summary",
]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the index says about a concept."""

    title: str
    tagline: str
    state: str
    errors: int
    others: int
    asks: str = ""
    at: str = ""


def known(view: str) -> str:
    """The view of that name; empty, which is all of them on one page, where there is none."""
    return view if view in VIEWS else ""


def document(path: Path, name: str, view: str) -> str:
    """A whole page: the concept as it is in the file, in one view or in all. CxError when that is no canvas."""
    return views.page(_scene(path, name), view or VIEWS[0], alone=bool(view))


def compared(name: str, before: Canvas | None, after: Canvas, called: tuple[str, str]) -> str:
    """A whole page: two versions of the concept on one picture; the view alone where there is only one."""
    other = views.Compared(before, *called) if before is not None else None
    return views.page(views.Scene(after, name=name, compared=other), "compare", alone=True)


def fragment(path: Path, name: str, view: str) -> str:
    """The view's root element alone, with places to jump to, for the early paint of a live page."""
    return anchored(views.fragment(_scene(path, name), view))


def drawn(canvas: Canvas, name: str, view: str, places: bool = True) -> str:
    """One view of a version of a concept, with places to jump to unless the page has others of that name."""
    html = views.fragment(views.Scene(canvas, problems=tuple(check(canvas)), name=name), view)
    return anchored(html) if places else html


def presented(path: Path, name: str, notes: bool, sight: Sight | None) -> tuple[str, str]:
    """The concept's title, and its frames for a room with its review; with the speaker's notes where they are asked for."""
    canvas = load(path)
    return _text(canvas, "title") or name, present.presentation(canvas, name, notes, sight)


def studio(path: Path, name: str, shown: Sequence[str]) -> tuple[str, str]:
    """The concept's title, and a studio that shows these views: what its own script puts in the same place later."""
    from cxcanvas.boards.shell import (
        studio_shell,  # widgets take a moment to import: only who edits waits for them
    )

    canvas = load(path)
    title = _text(canvas, "title") or name
    scene = views.Scene(canvas, name=name, revision="0", editable=True)
    sheets = "".join(
        f'<div class="cx-sheet" data-sheet="{view}" tabindex="0" role="region" aria-label="{TITLES[view]}">'
        f"{anchored(views.fragment(scene, view))}</div>"
        for view in shown
    )
    shell = _STAGE.sub(lambda found: found[0] + sheets, studio_shell(), count=1)
    shell = _TITLE.sub(lambda found: f"{found[0]}{escape(title)}", shell, count=1)
    for view in shown:
        shell = shell.replace(
            f'data-tab="{view}" aria-selected="false"', f'data-tab="{view}" aria-selected="true"'
        )
    shell = _NOT_YET.sub(lambda found: f'{found[0]} aria-disabled="true"', shell)
    return title, _TOOLS.sub(lambda found: f"{found[1]} inert", shell)


def studio_style() -> str:
    """The style sheets of the views and of the studio around them."""
    from cxcanvas.boards.script import BOARD_STYLE

    return views.STYLE + BOARD_STYLE


def style() -> str:
    """The style sheet of the views."""
    return views.STYLE


def review_style() -> str:
    """The style sheet of a review, beside that of the views."""
    from cxcanvas.views.review import style as own

    return own()


def present_style() -> str:
    """The style sheet of a presentation, beside that of the views."""
    return present.style()


def summary(path: Path) -> Summary:
    """The concept's title, tagline, state of work, how many problems it has, and what is missing most."""
    canvas = load(path)
    problems = check(canvas)
    question = next_question(canvas)
    errors = sum(map(is_contradiction, problems))
    title, tagline, state = (_text(canvas, field) for field in ("title", "tagline", "state"))
    asks, at = (question.text, question.at) if question is not None else ("", "")
    return Summary(title, tagline, state, errors, len(problems) - errors, asks, at)


def _scene(path: Path, name: str) -> views.Scene:
    canvas = load(path)
    return views.Scene(canvas, problems=tuple(check(canvas)), name=name)


def _text(canvas: Canvas, field: str) -> str:
    """A field of the concept; a faulty value is shown as it stands."""
    value = canvas.concept.get(field)
    return "" if value is None else str(value)
