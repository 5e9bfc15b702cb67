"""The pages of those who read: index, concept, one view of it, the file to keep. None of them needs a kernel."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from cxcanvas.serve import dress, render
from cxcanvas.serve.http import Answers, Sentence, reading_policy, still_policy
from cxcanvas.serve.pages import Pages, packed
from cxcanvas.serve.workspace import Entry, Unreadable, Workspace

ACTIONS = ("live", "events", *render.VIEWS)


@dataclass(frozen=True)
class Site:
    """What the handlers share: the workspace, its pages, and whether canvases may be changed."""

    workspace: Workspace
    pages: Pages
    edit: bool


class Reads(Answers):
    """A handler that knows the workspace."""

    def initialize(self, site: Site) -> None:
        """Called by tornado with what the route was given."""
        self.site = site


def asked(workspace: Workspace, address: str) -> tuple[Entry, str]:
    """The concept and what is wanted of it: `NAME`, `NAME/journey`, `NAME/live`, `NAME.html`."""
    name, _, action = address.rpartition("/")
    entry = workspace.concept(name) if action in ACTIONS else None
    if entry is not None:
        return entry, action
    entry = workspace.concept(address)
    if entry is not None:
        return entry, ""
    entry = workspace.concept(address.removesuffix(".html")) if address.endswith(".html") else None
    if entry is not None:
        return entry, "file"
    raise Sentence(
        404,
        f"There is no concept called “{address[:120]}” in this workspace. It may have been renamed; the list shows what there is.",
    )


class Concept(Reads):
    """`/c/NAME`, `/c/NAME/VIEW` and `/c/NAME.html`."""

    async def get(self, address: str) -> None:
        """The page as the file is now."""
        entry, action = asked(self.site.workspace, address)
        if action == "file":
            page = await self.site.pages.page(entry, "", "file")
            name = quote(entry.name.rpartition("/")[2])
            if page.status == 200:
                self.set_header("Content-Disposition", f"inline; filename*=UTF-8''{name}.html")
            self.send_page(page, still_policy() if page.status == 200 else reading_policy())
            return
        page = await self.site.pages.page(entry, action or render.known(self.get_query_argument("view", "")))
        self.send_page(page, reading_policy())

    head = get


class Index(Reads):
    """`/`: the workspace's concepts and notebooks."""

    async def get(self) -> None:
        """The list as the folder is now."""
        concepts = [await self._about(entry) for entry in self.site.workspace.concepts()]
        notebooks = await self.site.pages.titled(self.site.workspace.notebooks())
        title = self.site.workspace.root.name or "Workspace"
        html = dress.fill(
            "index.html", title=title, concepts=concepts, notebooks=notebooks, edit=self.site.edit
        )
        self.send_page(packed(html), still_policy())

    head = get

    async def _about(self, entry: Entry) -> dict[str, str]:
        known = await self.site.pages.summary(entry)
        if isinstance(known, str):
            return {"name": entry.name, "title": entry.name, "broken": known}
        return {
            "name": entry.name, "title": known.title or entry.name, "tagline": known.tagline, "broken": "",
            "state": known.state.replace("_", " "), "changed": _changed(self.site.workspace, entry), "problems": _problems(known),
        }  # fmt: skip


class Nothing(Answers):
    """Every address that the dashboards do not need."""

    def prepare(self) -> None:
        """Refuse, whatever the method."""
        raise Sentence(404, "There is no page at this address; the list shows what there is.")


class Stranger(Answers):
    """Requests that name another host: a foreign page that pretends to be on this machine."""

    def prepare(self) -> None:
        """Refuse, and say how to allow it."""
        host = self.request.host_name[:80]
        raise Sentence(
            403,
            f"This server answers only to this machine's own names, not to “{host}”. Start it with CXCANVAS_HOSTS={host} if it is meant to be reached by that name.",
        )


def _problems(known: render.Summary) -> str:
    parts = []
    if known.errors:
        parts.append(f"✕ {known.errors} contradiction{'s' if known.errors > 1 else ''}")
    if known.others:
        parts.append(f"{known.others} thing{'s' if known.others > 1 else ''} to look at")
    return ", ".join(parts)


def _changed(workspace: Workspace, entry: Entry) -> str:
    try:
        changed = workspace.stamp(entry)[2] / 1e9
    except Unreadable:
        return "just now"
    passed = time.time() - changed
    if passed < 60:
        return "just now"
    if passed < 3600:
        return f"{int(passed // 60)} min ago"
    when = datetime.fromtimestamp(changed)
    return when.strftime("%H:%M today") if when.date() == datetime.now().date() else when.strftime("%Y-%m-%d")
