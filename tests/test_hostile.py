"""A canvas whose every text tries to run something stays words, in the file and on every page.

(The homes that run scripts themselves - JupyterLab, Notebook, Voilà, the dashboards - open
it in the browser tests.)
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.checks import check
from cxcanvas.views import VIEWS, Scene, page
from tests.hostile import STRINGS, hostile_canvas

# Elements that fetch, run or embed something have no business on a page of ours.
FORBIDDEN = {
    "script",
    "iframe",
    "object",
    "embed",
    "img",
    "video",
    "audio",
    "form",
    "base",
    "link",
    "math",
    "template",
}
ADDRESSES = {
    "href",
    "src",
    "xlink:href",
    "action",
    "formaction",
    "data",
    "srcdoc",
    "poster",
    "background",
    "srcset",
}


class Page(HTMLParser):
    """What a browser would make of a page, as far as danger goes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.dangers: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN:
            self.dangers.append(f"<{tag}>")
        for name, value in attrs:
            target = (value or "").strip().lower()
            if name.startswith("on") or name == "style":
                self.dangers.append(f"{tag} {name}={value}")
            if name in ADDRESSES and not target.startswith(("#", "https:", "http:", "mailto:")):
                self.dangers.append(f"{tag} {name}={value}")
            if name in ADDRESSES - {"href"}:
                self.dangers.append(f"{tag} {name}={value}")
            if name == "http-equiv" and target not in ("content-security-policy", "x-ua-compatible"):
                self.dangers.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("editable", [False, True])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_on_a_page_comes_from_a_text(view: str, editable: bool) -> None:
    canvas = hostile_canvas()
    found = Page()
    found.feed(page(Scene(canvas, problems=tuple(check(canvas)), name="hostile", editable=editable), view))
    found.close()
    assert found.dangers == []
    assert STRINGS[0] in "".join(found.text), "the words themselves are shown"


def test_it_is_kept_as_it_is_in_a_file(tmp_path: Path) -> None:
    canvas = hostile_canvas()
    cx.save(canvas, tmp_path / "hostile.cx.yaml")
    assert cx.load(tmp_path / "hostile.cx.yaml") == canvas
    assert cx.loads(cx.dumps(canvas)) == canvas
