"""The pages around the views: reader, early paint of a live page, index, and what is said when there is trouble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from cxcanvas.review import Sight
from cxcanvas.serve import markup, render

FILES = Path(__file__).parent / "files"


@cache
def own(name: str) -> str:
    """A script or style sheet of the server's own, as text."""
    return (FILES / name).read_text("utf-8").strip()


@cache
def _templates() -> Environment:
    loader = PackageLoader("cxcanvas.serve", "files")
    made = Environment(loader=loader, autoescape=select_autoescape(default=True), undefined=StrictUndefined)
    made.trim_blocks = made.lstrip_blocks = True
    made.filters["address"] = _address
    made.globals |= {"style": Markup(own("serve.css")), "titles": render.TITLES, "views": render.VIEWS}  # noqa: S704  our own file
    return made


def _address(name: str) -> str:
    return quote(name, safe="/")


def fill(template: str, **values: object) -> str:
    """One of the server's own templates, filled in; text is escaped."""
    return _templates().get_template(template).render(values)


def _bar(
    name: str, *, edit: bool, version: str, view: str = "", review: str = "", trouble: bool = False, comparing: bool = False
) -> dict[str, object]:  # fmt: skip
    """What the bar on top of every page of a concept needs; the one place that gives it."""
    return {
        "name": name, "edit": edit, "version": version, "view": view, "review": review, "trouble": trouble, "comparing": comparing,
    }  # fmt: skip


def reader(name: str, view: str, *, edit: bool, path: Path, review: str = "") -> tuple[str, str]:
    """The page of someone who reads, and its version: the concept, and a script that follows the file."""
    html = render.document(path, name, view)
    if view:  # the other views have pages of their own
        html = markup.linked(html, f"/c/{_address(name)}")
    version = _version(html + review)
    bar = fill("bar.html", **_bar(name, edit=edit, version=version, view=view, review=review))
    head = f'<link rel="icon" href="data:,"><style>{own("serve.css")}</style>'
    return markup.dressed(html, head, bar, f"<script>{own('reader.js')}</script>"), version


@dataclass(frozen=True, slots=True)
class Picking:
    """What a page of two versions says around the picture: which there are, and which two are picked."""

    name: str
    old: str
    new: str
    steps: Sequence[object]
    note: str
    version: str
    edit: bool
    judged: Sequence[object] = ()

    def values(self, sentence: str = "") -> dict[str, object]:
        """What the templates need; `sentence` says what went wrong."""
        own = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            **own,
            **_bar(self.name, edit=self.edit, version=self.version, comparing=True),
            "sentence": sentence,
        }


def compared(picking: Picking, html: str) -> str:
    """The page of two versions: what there is to pick from, and the picture of the two."""
    html = markup.linked(html, f"/c/{_address(picking.name)}")
    top = fill("bar.html", **picking.values()) + fill("pick.html", **picking.values())
    head = f'<link rel="icon" href="data:,"><style>{own("serve.css")}{own("pick.css")}</style>'
    return markup.dressed(html, head, top, f"<script>{own('reader.js')}</script>")


def unpicked(picking: Picking, sentence: str) -> str:
    """What there is to pick from, and why the two versions that were picked cannot be shown."""
    style = Markup(own("pick.css"))  # noqa: S704  our own file
    return fill("unpicked.html", pick_style=style, **picking.values(sentence))


def index(**values: object) -> str:
    """The list of concepts, to read or to edit."""
    script = Markup(own("index.js"))  # noqa: S704  our own file
    return fill("index.html", index_style=Markup(own("index.css")), script=script, **values)  # noqa: S704  our own file


def review(title: str, name: str, body: str, *, edit: bool, version: str, follows: bool) -> str:
    """The page around a review."""
    given = {"body": Markup(body), "script": Markup(own("review.js"))}  # noqa: S704  rendered with autoescape, and our own file
    sheet = Markup(f"{render.style()}\n{render.review_style()}")  # noqa: S704  our own style sheets
    return fill("review.html", title=title, name=name, edit=edit, version=version, follows=follows, review_style=sheet, **given)  # fmt: skip


@cache
def present_script() -> str:
    """The script of a presentation; it counts time as the boards do."""
    time = (FILES.parent.parent / "boards" / "js" / "time.js").read_text("utf-8")
    return f"{time.strip()}\n{own('present.js')}"


def present(name: str, sight: Sight | None, version: str, *, path: Path, notes: bool) -> str:
    """The concept as a presentation with its review; `version` tells what is shown from what will be."""
    title, body = render.presented(path, name, notes, sight)
    review = sight.review.id if sight is not None and sight.review.closed is None else ""
    sheet = Markup(f"{render.style()}\n{render.present_style()}\n{own('present.css')}")  # noqa: S704  our own style sheets
    given = {"body": Markup(body), "script": Markup(present_script())}  # noqa: S704  rendered with autoescape, and our own file
    return fill("present.html", title=title, name=name, review=review, notes=notes, version=version, present_style=sheet, **given)  # fmt: skip


def early(name: str, view: str, *, path: Path) -> str:
    """The beginning of a live page to read, readable before there is a kernel; Voilà's part is sent after it."""
    picture = Markup(render.fragment(path, name, view))  # noqa: S704  rendered with autoescape
    given = {"view": view, "picture": picture, "title": f"{name} · live", "cx_style": Markup(render.style())}  # noqa: S704  our own style sheet
    return fill("early.html", name=name, edit=False, script=Markup(own("live.js")), **given)  # noqa: S704  our own file


def desk(name: str, views: str, *, path: Path) -> str:
    """The beginning of a page to edit: the studio as it will stand there, drawn before there is a kernel."""
    title, drawn = render.studio(path, name, views.split())
    picture = Markup(drawn)  # noqa: S704  rendered with autoescape
    style = Markup(render.studio_style())  # noqa: S704  our own style sheets
    given = {"view": "", "picture": picture, "title": f"{title} · Studio", "cx_style": style}
    return fill("early.html", name=name, edit=True, script=Markup(own("live.js")), **given)  # noqa: S704  our own file


def trouble(name: str, view: str, sentence: str, *, edit: bool = False) -> tuple[str, str]:
    """A page that says why a concept cannot be shown, and follows the file until it can; with its version."""
    script = Markup(own("reader.js"))  # noqa: S704  our own file
    version = _version(sentence)
    given = _bar(name, edit=edit, version=version, view=view, trouble=True)
    return fill("trouble.html", sentence=sentence, script=script, **given), version


def message(title: str, sentence: str) -> str:
    """A page with one sentence: nothing here, not allowed, no room."""
    return fill("message.html", title=title, sentence=sentence)


def _version(content: str) -> str:
    """Tells one content from another; the page carries it, and an event names the newest."""
    return sha256(content.encode("utf-8", "replace")).hexdigest()[:16]
