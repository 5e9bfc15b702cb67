"""A whole page: no script, one style sheet, a policy that lets nothing else in."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from markupsafe import Markup

from cxcanvas.measures.reading import words
from cxcanvas.versions.sides import contested, in_all
from cxcanvas.views.jinja import environment
from cxcanvas.views.scene import Scene

#: Undecided places that a page lists.
MOST_TOLD: Final = 12
_FILES = Path(__file__).with_name("templates")
_LEADS = re.compile(r'<a class="cv-leads" href="#([^"]+)">([^<]*)</a>')
_ID = re.compile(r' id="([^"]+)"')
_HEADING = re.compile(r"<(/?)h([1-6])\b")
_AT = re.compile(r' data-at="([^"<>]+)"')


@cache
def style() -> str:
    """The style sheet of the views, scoped under `.cx`."""
    names = (
        "style.css",
        "panels.css",
        "map.css",
        "pictures.css",
        "blocks.css",
        "diagnosis.css",
        "evidence.css",
        "portrait.css",
        "presence.css",
        "promises.css",
        "priorities.css",
        "trust.css",
        "workshop.css",
        "measures.css",
        "compare.css",
        "media.css",
    )
    return "\n".join((_FILES / name).read_text(encoding="utf-8").strip() for name in names)


@cache
def page_style() -> str:
    """The style sheet of a page: the views' and what is around them."""
    return f"{style()}\n{(_FILES / 'page.css').read_text(encoding='utf-8').strip()}"


@cache
def policy() -> str:
    """The content policy of a page: nothing but its own style sheet, known by its hash."""
    mark = b64encode(sha256(page_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{mark}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def document(scene: Scene, view: str, drawings: dict[str, str], titles: dict[str, str]) -> str:
    """A page with one or more drawings, the asked one first; `titles` are the views that can be gone to."""
    concept = scene.canvas.concept
    title = words(concept.get("title")) or scene.name or "Untitled concept"
    html = environment().get_template("page.html").render(
        title=title, name=scene.name, revision=scene.revision, undecided=in_all(scene.canvas), contested=contested(scene.canvas, most=MOST_TOLD), view=view, titles=titles, policy=policy(),
        style=Markup(page_style()), drawings={name: Markup(html) for name, html in drawings.items()},  # noqa: S704  # made by our own templates
    )  # fmt: skip
    return loose(anchored(html))


def loose(html: str) -> str:
    """Links to what this page does not show are words only."""
    ids = set(_ID.findall(html))
    return _LEADS.sub(lambda link: link[0] if link[1] in ids else link[2], html)


def anchored(html: str) -> str:
    """The first element that shows an address gets it as its id, so that links within the page find it."""
    seen: set[str] = set()

    def mark(match: re.Match[str]) -> str:
        if match[1] in seen:
            return match[0]
        seen.add(match[1])
        return f' id="{match[1]}"{match[0]}'

    return _AT.sub(mark, html)


def lowered(html: str, level: int) -> str:
    """A drawing as part of a page: its highest heading is of that level, and the others below it as they were.

    Style sheets know headings by their tags, so the tags stay; only a first heading is no first one any more.
    """
    found = [int(one[2]) for one in _HEADING.finditer(html) if not one[1]]
    down = level - min(found, default=level)

    def lower(match: re.Match[str]) -> str:
        tag = max(int(match[2]), 2)
        return f"</h{tag}" if match[1] else f'<h{tag} aria-level="{min(int(match[2]) + down, 6)}"'

    return _HEADING.sub(lower, html)
