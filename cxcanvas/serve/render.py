"""The one place where the server asks for pictures: a file in, markup out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cxcanvas import views
from cxcanvas.canvas import Canvas
from cxcanvas.checks import check
from cxcanvas.guidance import next_question
from cxcanvas.store import load
from cxcanvas.views.document import TITLES, anchored

VIEWS = tuple(views.VIEWS)
__all__ = ["TITLES", "VIEWS", "Summary", "document", "fragment", "known", "style", "summary"]


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


def fragment(path: Path, name: str, view: str) -> str:
    """The view's root element alone, with places to jump to, for the early paint of a live page."""
    return anchored(views.fragment(_scene(path, name), view))


def style() -> str:
    """The style sheet of the views."""
    return views.STYLE


def summary(path: Path) -> Summary:
    """The concept's title, tagline, state of work, how many problems it has, and what is missing most."""
    canvas = load(path)
    problems = check(canvas)
    question = next_question(canvas)
    errors = sum(problem.severity == "error" for problem in problems)
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
