"""The templates beside this module: found lazily, compiled once, escaping all text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cxcanvas.views import phrases

_LINK = re.compile(r"^(https?://|mailto:|#)", re.IGNORECASE)
_TAGS = {"p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "a", "hr"}


@cache
def environment() -> Environment:
    """The environment of the views' templates."""
    made = Environment(
        loader=PackageLoader("cxcanvas.views", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"prose": prose, "human": phrases.human}
    made.globals["UNHEARD"] = phrases.UNHEARD
    return made


@cache
def macros(name: str) -> Any:
    """The macros of a template file."""
    return environment().get_template(f"{name}.html").module


@lru_cache(maxsize=2048)
def prose(text: str) -> Markup:
    """Markdown as safe markup: no HTML of its own, and links only to the web, to mail or within the page."""
    import nh3
    from markdown_it import MarkdownIt

    html = (
        MarkdownIt("commonmark", {"html": False}).disable(["image", "html_inline", "html_block"]).render(text)
    )
    return Markup(  # noqa: S704  # cleaned by nh3 in this very line
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href"}},
            attribute_filter=_href,
            link_rel="noopener noreferrer",
        )
    )


def _href(tag: str, name: str, value: str) -> str | None:
    return value if name == "rel" or _LINK.match(value) else None
