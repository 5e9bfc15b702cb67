"""`/c/NAME/review`: the review of a concept, drawn for whoever asks, and what they say in it. None of it needs a kernel."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from cxcanvas.errors import CxError, ReviewError, StoreError, sentence_of
from cxcanvas.review import Review, Sight, State, decision, markdown
from cxcanvas.review.event import ELSEWHERE
from cxcanvas.review.visits import heads_of
from cxcanvas.serve import dress, render
from cxcanvas.serve.desks import Desks
from cxcanvas.serve.events import Watch
from cxcanvas.serve.http import Sentence, in_words, meant, preferred, review_policy
from cxcanvas.serve.index import Notice, Notices
from cxcanvas.serve.limits import Limits
from cxcanvas.serve.looks import ID, looks, mark, seen
from cxcanvas.serve.pages import ENCODINGS, squeezed
from cxcanvas.serve.readers import Concept, Site, asked
from cxcanvas.serve.who import Door, Visitor, is_secure
from cxcanvas.serve.workspace import Entry, Unreadable
from cxcanvas.session.reviewing import ReviewDesk
from cxcanvas.session.saying import first
from cxcanvas.store.workspace import SUFFIX
from cxcanvas.views import review as views
from cxcanvas.views.catalogue import telling
from cxcanvas.views.review import Around
from cxcanvas.views.review_options import MOST_OFFERED, beside, told_apart

#: Bytes of a form: a text of the greatest length is judged, and refused in words, by the table of kinds.
LARGEST: Final = 8_000_000
_SEEN: Final = "cxcanvas-seen"


class ReviewPage(Concept):
    """One review of a concept: the page, its decision record, and what is said in it."""

    def initialize(self, site: Site, **given: Any) -> None:
        """Called by tornado with what the route was given."""
        super().initialize(site)
        self.desks: Desks = given["desks"]
        self.door: Door = given["door"]
        self.limits: Limits = given["limits"]
        self.notices: Notices = given["notices"]
        self.watch: Watch = given["watch"]

    def prepare(self) -> None:
        """Refuse a form that was not meant."""
        if self.request.method == "POST":
            meant(self, "the page of the review", LARGEST, "That is more than a review can take; nothing was kept. A comment has at most 20,000 characters.")  # fmt: skip

    def write_error(self, status_code: int, **given: Any) -> None:
        """A sentence; to our own script as it reads them."""
        if self.request.method == "POST" and self._scripted():
            self._json(status_code, {"problem": in_words(status_code, given)[1]})
        else:
            super().write_error(status_code, **given)

    # -- reading -----------------------------------------------------------------------------------

    async def get(self, address: str, word: str | None = None, form: str | None = None) -> None:
        """The page as it is now, for whoever asks."""
        entry = self._entry(address)
        if entry is None:  # a concept may be called so
            await super().get(f"{address}/review")
            return
        desk = self.desks.desk(entry.path)
        token = self.get_query_argument("token", "")
        if token:
            self.door.let_in(self, self.desks.place(entry.path), token)
            self.redirect(self.request.path)
            return
        try:
            await self._answer(entry, desk, word or "", form or "")
        except StoreError as error:
            raise Sentence(500, sentence_of(error)) from None

    head = get

    def _entry(self, address: str) -> Entry | None:
        """The concept; also one that was deleted and whose reviews are left. None where the address is that of a concept."""
        workspace = self.site.workspace
        entry = workspace.concept(address)
        if entry is not None:
            try:
                workspace.stamp(entry)  # what is no file of the workspace is not read
            except Unreadable as error:
                raise Sentence(error.status, str(error)) from None
            return entry
        if workspace.concept(f"{address}/review") is not None:
            return None
        gone = workspace.gone(address)
        if gone is not None and gone.now is None:
            return Entry(address, workspace.root / f"{address}{SUFFIX}")
        if (left := workspace.left(address)) is not None and (gone is None or gone.now is None):
            return left
        asked(workspace, address)  # leads on to its new name, or says that there is none
        return None

    async def _answer(self, entry: Entry, desk: ReviewDesk, word: str, form: str) -> None:
        visitor = self.door.visitor(self, self.desks.place(entry.path))
        found = await asyncio.to_thread(desk.find, word)
        another = self.site.edit and not word and not form and self.get_query_argument("open", "") == "yes"
        if found is None or another:
            if word or form:
                raise Sentence(404, "There is no such review of this concept; its page lists what there is.")
            self._page(entry, "Review", await self._opening(entry, desk, visitor), None)
            return
        state = desk.store.state()
        around = self._around(entry, found, visitor)
        if form == "/record.md":
            name = quote(f"{entry.name.rpartition('/')[2]}-decision.md")
            self.set_header("Content-Type", "text/markdown; charset=utf-8")
            self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{name}")
            self.set_header("Cache-Control", "no-store")
            self.finish(markdown(decision(state, found)))
        elif form:
            canvas = await asyncio.to_thread(lambda: desk.look(None, found.id).canvas)
            body = await asyncio.to_thread(lambda: views.drawn_record(decision(state, found), around, canvas))
            self._page(entry, f"{found.title} · decision record", body, None)
        else:
            await self._review(entry, desk, found, visitor)

    async def _review(
        self, entry: Entry, desk: ReviewDesk, review: Review, visitor: Visitor, **more: Any
    ) -> None:
        version = await asyncio.to_thread(self.watch.version, entry)
        changes = await asyncio.to_thread(desk.changes, review)
        known, marked = self._last_look(desk.store.state(), review, [one.sentence for one in changes])
        more = {"fresh": marked, **more}
        told = await asyncio.to_thread(self._drawn, entry, desk, review, visitor, known, more)
        there = self.site.workspace.concept(entry.name) is not None
        self._page(entry, review.title, told, version if there else None)

    def _drawn(
        self, entry: Entry, desk: ReviewDesk, review: Review, visitor: Visitor, known: tuple[str, ...], more: Mapping[str, Any]
    ) -> str:  # fmt: skip
        sight = desk.look(visitor.who, review.id, known, visitor.only)
        around = self._around(entry, review, visitor, sight, **more)
        return views.body(sight, around)

    def _around(
        self, entry: Entry, review: Review | None, visitor: Visitor, sight: Sight | None = None, **more: Any
    ) -> Around:
        home = f"/c/{quote(entry.name)}/review"
        shown = "now" if self.get_query_argument("show", "") == "now" else "then"
        canvas = None
        if sight is not None:
            canvas = sight.now if shown == "now" and sight.now is not None else sight.canvas
        there = telling(canvas) if canvas is not None else ()
        wanted = self.get_query_argument("view", "")
        view = wanted if wanted in there else (there[0] if there else "")
        picture = self.desks.picture(canvas, entry.name, view) if canvas is not None else ""
        side, pictures = beside(sight, self.get_query_argument("beside", ""), lambda one, view: self.desks.picture(one, entry.name, view, 4)) if sight is not None else ("", {})  # fmt: skip
        every = sight.state.reviews if sight is not None else {}
        did = self.notices.get(self.get_query_argument("did", ""))
        return Around(**{
            "home": f"{home}/{review.id}" if review is not None else home, "base": home, "concept": f"/c/{quote(entry.name)}", "compare": f"/c/{quote(entry.name)}/compare",
            "token": self.xsrf_token.decode(), "picture": picture, "view": view, "beside": side, "pictures": pictures, "shown": shown,
            "views": {name: render.TITLES[name] for name in there}, "answering": self.get_query_argument("answer", "")[:64],
            "others": tuple((f"{home}/{id_}", title, how) for id_, title, how in views.shelf(every)),
            "notice": did.sentence if did is not None else "", "edit": self.site.edit, "once": True, "every": bool(self.get_query_argument("all", "")), "named_by": visitor.reads, "fixed": visitor.fixed, **more,
        })  # fmt: skip

    async def _opening(self, entry: Entry, desk: ReviewDesk, visitor: Visitor, **more: Any) -> str:
        around = self._around(entry, None, visitor, **more)
        try:
            canvas = desk.canvas()
        except CxError:
            canvas = None
        return views.opening(
            canvas, around, entry.name.rpartition("/")[2], visitor.who, views.answer_by(),
            await self._variants(entry) if self.site.edit else (), desk.store.state().reviews,
        )  # fmt: skip

    async def _variants(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        """The other concepts of the workspace that can be read, by name with their titles."""
        others = [one for one in self.site.workspace.concepts() if one.path != entry.path][:MOST_OFFERED]
        found = [(one.name, await self.site.pages.summary(one)) for one in others]
        return tuple((name, told_apart(name, one.title)) for name, one in found if not isinstance(one, str))

    def _page(self, entry: Entry, title: str, told: str, version: str | None, status: int = 200) -> None:
        html = dress.review(title, entry.name, told, edit=self.site.edit, version=version or "", follows=version is not None)  # fmt: skip
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", review_policy())
        self.set_header("Cache-Control", "no-store")
        body = html.encode("utf-8", "replace")
        encoding = preferred(self.request.headers.get("Accept-Encoding", ""), ENCODINGS)
        self.set_header("Vary", "Accept-Encoding")
        if encoding:
            body = squeezed(body, encoding)
            self.set_header("Content-Encoding", encoding)
        self.finish(body)

    def _last_look(
        self, state: State, review: Review, changes: Sequence[str]
    ) -> tuple[tuple[str, ...], frozenset[str]]:
        """The heads of the log when this reader looked last, and those of the changes that are new since."""
        every = looks(self.get_cookie(_SEEN) or "")
        look = every.get(review.id[:12])
        if not self.request.headers.get("X-Refresh"):
            cookie, look = seen(every, review.id, state.heads, int(time.time()), changes)
            self.set_cookie(_SEEN, cookie, expires_days=400, path="/c/", httponly=True, samesite="Lax", secure=is_secure(self))  # fmt: skip
        heads = heads_of(look.before, state, ID) if look is not None else ()
        known = look.known if look is not None else None
        fresh = (
            frozenset(one for one in changes if mark(one) not in known) if known is not None else frozenset()
        )
        return heads, fresh

    # -- hearing ------------------------------------------------------------------------------------

    async def post(self, address: str, word: str | None = None, form: str | None = None) -> None:
        """Keep what is said, then the page again; to our own script, a sentence."""
        entry = self._entry(address)
        if entry is None or form:
            raise Sentence(405, "That cannot be done with this address.")
        desk = self.desks.desk(entry.path)
        visitor = self.door.visitor(self, self.desks.place(entry.path))
        said = {name: self.get_body_arguments(name, strip=False) for name in self.request.body_arguments}
        try:
            told = await self._heard(entry, desk, visitor, said)
        except CxError as error:
            problem = sentence_of(error).replace(f"{self.site.workspace.root}/", "")
            status = 429 if isinstance(error, TooOften) else 422
            await self._refused(entry, desk, visitor, said, problem, status)
            return
        home = self.request.path
        if self._scripted():
            go = home if first(said, "do") in ("name", "open") else ""
            go += "?open=yes" if first(said, "then") == "open" else ""
            self._json(200, {"said": told, "go": go})
            return
        anchor = f"#c-{first(said, 'to')[:16]}" if first(said, "to") else ""
        then = "&open=yes" if first(said, "then") == "open" else ""
        self.redirect(f"{home}?did={self.notices.keep(Notice(told))}{then}{anchor}", status=303)

    async def _heard(
        self, entry: Entry, desk: ReviewDesk, visitor: Visitor, said: Mapping[str, list[str]]
    ) -> str:
        who = visitor.who
        wait = self.limits.admit(
            f"{who.how}:{who.by}" if who is not None else "", self.request.remote_ip or ""
        )
        if wait:
            raise TooOften(
                f"that is a lot in a short time; wait {math.ceil(wait)} seconds, and send it again"
            )
        if first(said, "do") == "name":
            if visitor.fixed:
                raise ReviewError(visitor.reads or "your name comes with the way you came here")
            given = self.door.give(self, self.desks.place(entry.path), first(said, "name"))
            return (
                f"You are {given.by}."
                if given.how != ELSEWHERE
                else f"You are {given.by}. {views.ELSEWHERE_WORDS}"
            )
        if who is None:
            raise ReviewError(visitor.reads or "say who you are first")
        told = await asyncio.to_thread(desk.hear, who, said, visitor.only)
        await asyncio.to_thread(self.door.heard, self, self.desks.place(entry.path), visitor)
        return told

    async def _refused(
        self,
        entry: Entry,
        desk: ReviewDesk,
        visitor: Visitor,
        said: Mapping[str, list[str]],
        problem: str,
        status: int,
    ) -> None:
        """Say why it was not kept; what was written is given back."""
        if self._scripted():
            self._json(status, {"problem": problem})
            return
        typed = {name: value[0][:20_000] for name, value in said.items() if name != "_xsrf" and value}
        chosen = {
            name: tuple(one[:2_000] for one in value[:200]) for name, value in said.items() if name != "_xsrf"
        }
        opens = first(said, "do") == "open" or first(said, "then") == "open"
        found = None if opens else await asyncio.to_thread(desk.find, first(said, "review"))
        answering = first(said, "to")[:16]
        self.set_status(status)
        if found is None:
            body = await self._opening(entry, desk, visitor, fault=problem, typed=typed, chosen=chosen)
            self._page(entry, "Review", body, None, status)
            return
        version = await asyncio.to_thread(self.watch.version, entry)
        more = {"fault": problem, "typed": typed, "answering": answering}
        told = await asyncio.to_thread(self._drawn, entry, desk, found, visitor, (), more)
        self._page(entry, found.title, told, version, status)

    def _scripted(self) -> bool:
        return "application/json" in self.request.headers.get("Accept", "")

    def _json(self, status: int, told: Mapping[str, str]) -> None:
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish(dict(told))


class TooOften(ReviewError):
    """Somebody says more than anybody can read."""
