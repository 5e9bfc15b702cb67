"""The pages of those who read: concept, one view of it, the file to keep. None of them needs a kernel."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from cxcanvas.errors import StoreError, sentence_of
from cxcanvas.serve import compare, render
from cxcanvas.serve.http import Answers, Elsewhere, Sentence, picking_policy, reading_policy, still_policy
from cxcanvas.serve.pages import Pages
from cxcanvas.serve.past import Past
from cxcanvas.serve.workspace import Entry, Workspace

ACTIONS = ("live", "events", "present", *render.VIEWS)


@dataclass(frozen=True)
class Site:
    """What the handlers share: the workspace, its pages, whether canvases may be changed, and their histories."""

    workspace: Workspace
    pages: Pages
    edit: bool
    past: Past


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
    _lead_on(workspace, address)
    raise Sentence(
        404,
        f"There is no concept called “{address[:120]}” in this workspace. It may have been renamed; the list shows what there is.",
    )


def _lead_on(workspace: Workspace, address: str) -> None:
    """Links to a concept that was renamed stay good; of one that was deleted is said how it comes back."""
    name, _, action = address.rpartition("/")
    for called, rest in ((address, ""), (address.removesuffix(".html"), ".html"), (name, f"/{action}")):
        gone = workspace.gone(called) if not rest or address.endswith(".html") or action in ACTIONS else None
        if gone is not None and gone.now is not None:
            raise Elsewhere(f"/c/{quote(workspace.name(gone.now))}{rest}")
        if gone is not None:
            raise Sentence(404, sentence_of(StoreError(f"{gone.sentence} from the list of concepts")))


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
        view = action or render.known(self.get_query_argument("view", ""))
        if view == compare.VIEW:
            await self._compared(entry)
        else:
            self.send_page(await self.site.pages.page(entry, view), reading_policy())

    async def _compared(self, entry: Entry) -> None:
        """Two versions of it; a day leads on to the address of its version, which can be passed on."""
        old, new, since = (self.get_query_argument(name, "") for name in ("from", "to", "since"))
        asked = await compare.asked(self.site, entry, compare.Query(old, new, since))
        if since and asked.found.kept:
            raise Elsewhere(f"/c/{quote(entry.name)}/{compare.VIEW}?{urlencode(compare.names(asked))}")
        self.send_page(await compare.compared(self.site, entry, asked), picking_policy())

    head = get


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
