"""In the room: `/c/NAME/present` shows a concept frame by frame, `/c/NAME/join` and `/j/CODE` bring people in from a phone."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import os
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup

from cxcanvas.errors import CxError, ReviewError, StoreError, sentence_of
from cxcanvas.review import Review
from cxcanvas.serve import dress
from cxcanvas.serve.desks import Desks
from cxcanvas.serve.events import Watch
from cxcanvas.serve.http import Answers, Sentence, asking_policy, meant, present_policy
from cxcanvas.serve.limits import Limits
from cxcanvas.serve.pages import Page, packed
from cxcanvas.serve.readers import Concept, Site, asked
from cxcanvas.serve.who import Door, Place, protocol
from cxcanvas.serve.workspace import Entry
from cxcanvas.store.invites import Codes, invite, room_code
from cxcanvas.store.reviews import log_path
from cxcanvas.views.phrases import date

ACTION: Final = "present"
_UNKNOWN: Final = "There is no such code, or it was taken back: codes are good for one day. Ask whoever leads the review for another one."
#: Bytes of a form that asks for a code.
LARGEST: Final = 20_000


class Presented(Concept):
    """A concept as a presentation, without a kernel, for whoever may read it."""

    def initialize(self, site: Site, **given: Any) -> None:
        """Called by tornado with what the route was given."""
        super().initialize(site)
        self.desks: Desks = given["desks"]
        self.watch: Watch = given["watch"]

    async def get(self, address: str) -> None:
        """The frames as the file is now; `?notes=1` shows the speaker's notes below them."""
        entry, action = asked(self.site.workspace, f"{address}/{ACTION}")
        if action != ACTION:  # a concept is called so
            await super().get(f"{address}/{ACTION}")
            return
        notes = self.get_query_argument("notes", "") == "1"
        version = await asyncio.to_thread(self.watch.version, entry)
        page = await self.site.pages.made(
            (entry.name, ACTION, "notes" if notes else ACTION), entry,
            lambda: self.site.pages.careful(entry, ACTION, lambda: self._drawn(entry, version, notes)), version,
        )  # fmt: skip
        assert self.xsrf_token  # its cookie is set: the frames' forms read it there
        self.send_page(page, present_policy())

    head = get

    def _drawn(self, entry: Entry, version: str, notes: bool) -> Page:
        """The frames, with the latest review as anybody in the room may see it; a log that cannot be read keeps none from the concept."""
        try:
            desk = self.desks.desk(entry.path)
            review = desk.find() if log_path(entry.path).exists() else None
            sight = desk.look(None, review.id) if review is not None else None
        except (ReviewError, StoreError, OSError):
            sight = None
        return packed(dress.present(entry.name, sight, version, path=entry.path, notes=notes))


def _open_review(desks: Desks, entry: Entry) -> Review | None:
    """The review that goes on; None where there is none, or its log cannot be read."""
    try:
        found = desks.desk(entry.path).find()
    except (CxError, OSError):
        return None
    return found if found is not None and found.closed is None else None


class Joining(Concept):
    """A code with which people join from a phone: made by who leads the review, good for today."""

    def initialize(self, site: Site, **given: Any) -> None:
        """Called by tornado with what the route was given."""
        super().initialize(site)
        self.desks: Desks = given["desks"]
        self.door: Door = given["door"]
        self.limits: Limits = given["limits"]

    def prepare(self) -> None:
        """Refuse a form that was not meant."""
        if self.request.method == "POST":
            meant(self, "the presentation", LARGEST, "That is more than a code needs; nothing was made.")

    async def get(self, address: str) -> None:
        """No page: a concept may be called so."""
        await super().get(f"{address}/join")

    async def post(self, address: str) -> None:
        """The code as a picture and as an address; a sentence where it cannot be had."""
        entry = self.site.workspace.concept(address)
        if entry is None:
            raise Sentence(404, "There is no such concept.")
        review = await asyncio.to_thread(_open_review, self.desks, entry)
        who = self.door.visitor(self, self.desks.place(entry.path)).who
        if review is None:
            self._say(404, "No review of this concept is open.")
        elif who is None or "facilitator" not in review.people.capacities(
            who.speaker, who.how == "signed_in"
        ):
            self._say(
                403,
                "Codes are made by who leads the review; say who you are on the page of the review first.",
            )
        elif wait := self.limits.admit(f"{who.how}:{who.by}", self.request.remote_ip or ""):
            self._say(429, f"That is a lot in a short time; wait {int(wait) + 1} seconds.")
        else:
            await self._made(entry, review)

    async def _made(self, entry: Entry, review: Review) -> None:
        code = room_code()
        try:
            until = dt.date.today().isoformat()
            await asyncio.to_thread(invite, entry.path.parent, review.id, "voter", until, "", code)
        except CxError as error:
            self._say(500, sentence_of(error))
            return
        home, warning = reachable(protocol(self), self.request.host)
        address = f"{home}/j/{code}"
        html = dress.fill("join.html", address=address, picture=drawn(address), warning=warning)
        self._answer(200, {"html": html, "address": address})

    def _say(self, status: int, sentence: str) -> None:
        self._answer(status, {"problem": sentence})

    def _answer(self, status: int, told: dict[str, str]) -> None:
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish(told)


class Joined(Answers):
    """`/j/CODE`: to the page of the review, with what the code lets one do."""

    def initialize(self, site: Site, **given: Any) -> None:
        """Called by tornado with what the route was given."""
        self.site = site
        self.desks: Desks = given["desks"]
        self.door: Door = given["door"]
        self.limits: Limits = given["limits"]
        self.codes: Codes = given["codes"]

    def prepare(self) -> None:
        """Refuse a form that was not meant."""
        if self.request.method == "POST":
            meant(self, "the page of the code", LARGEST, "That is more than a name needs; nothing was kept.")

    async def get(self, code: str) -> None:
        """Lead on, or ask who it is first; a Sentence for a code that does not hold."""
        entry, place = await self._found(code)
        if self.door.visitor(self, place).who is not None:
            self._lead(entry)
        else:
            await self._ask(entry)

    async def post(self, code: str) -> None:
        """Keep the name, and lead on."""
        entry, place = await self._found(code)
        name = self.get_body_argument("name", "")[:1000]
        try:
            self.door.give(self, place, name)
        except ReviewError as error:
            self.set_status(422)
            await self._ask(entry, sentence_of(error), name)
            return
        self._lead(entry)

    async def _found(self, code: str) -> tuple[Entry, Place]:
        """The concept that a code leads to. Whoever tries many wrong ones has to wait, also with a right one."""
        guesser = f"codes tried from {self.request.remote_ip}"
        if wait := self.limits.wait(guesser):
            raise Sentence(429, f"Too many codes were tried from here; wait {int(wait) + 1} seconds, and open the code again.")  # fmt: skip
        found, why = await asyncio.to_thread(self._concept, code.upper())
        if found is None:
            self.limits.admit(guesser, "")
            raise Sentence(404, why)
        place = self.desks.place(found.path)
        if self.door.invited_only:
            self.door.let_in(self, place, code.upper())
        return found, place

    def _lead(self, entry: Entry) -> None:
        """To where one comments: on a phone that is far down."""
        self.redirect(f"/c/{quote(entry.name)}/review#rv-s-talk", status=303)

    async def _ask(self, entry: Entry, problem: str = "", typed: str = "") -> None:
        review = await asyncio.to_thread(_open_review, self.desks, entry)
        title, question = (review.title, review.question) if review is not None else (entry.name, "")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", asking_policy())
        self.set_header("Cache-Control", "no-store")
        token = self.xsrf_token.decode()
        self.finish(dress.fill("name.html", title=title, question=question, problem=problem, typed=typed, token=token))  # fmt: skip

    def _concept(self, code: str) -> tuple[Entry | None, str]:
        """The concept whose review a code leads to; else why there is none."""
        every = self.site.workspace.concepts()
        known = self.codes.find(dict.fromkeys(one.path.parent for one in every), code)
        if known is None:
            return None, _UNKNOWN
        folder, link = known
        if not link.holds():
            return (
                None,
                f"This code was good until {date(link.until)}. Ask whoever leads the review for another one.",
            )
        here = (one for one in every if one.path.parent == folder and log_path(one.path).exists())
        return next((one for one in here if link.review in self.desks.place(one.path)[1]), None), _UNKNOWN


def reachable(protocol: str, host: str) -> tuple[str, str]:
    """The address by which phones reach this server, and a sentence where they will not.

    It is the name by which it was asked; asked by this machine's own name, the first of
    CXCANVAS_HOSTS, which a proxy serves with https.
    """
    if not _is_here(host):
        return f"{protocol}://{host}", ""
    named = [one.strip() for one in os.environ.get("CXCANVAS_HOSTS", "").split(",") if one.strip()]
    elsewhere = next((one for one in named if not _is_here(one)), "")
    if elsewhere:
        return f"https://{elsewhere}", ""
    return (
        f"{protocol}://{host}",
        "This server answers only on this machine: a phone cannot open this address. Put it behind a proxy, and start it with CXCANVAS_HOSTS=the name that people open.",
    )


def _is_here(host: str) -> bool:
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    name = name.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def drawn(address: str) -> Markup:
    """A QR code of an address, as a picture."""
    import segno  # only a room needs it

    made = segno.make(address, error="m", micro=False)
    return Markup(made.svg_inline(scale=8, border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S704  drawn of numbers, no text of anybody


ROUTES: Final = (
    (rf"/c/(.+)/{ACTION}", Presented),
    (r"/c/(.+)/join", Joining),
    (r"/j/([0-9A-Za-z]{4,40})", Joined),
)
