"""In the room: `/c/NAME/present` shows a concept frame by frame, `/c/NAME/join` and `/j/CODE` bring people in from a phone."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import os
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup

from cxcanvas.errors import CxError, sentence_of
from cxcanvas.review import Review
from cxcanvas.serve import dress
from cxcanvas.serve.desks import Desks
from cxcanvas.serve.http import Answers, Sentence, meant, present_policy
from cxcanvas.serve.limits import Limits
from cxcanvas.serve.readers import Concept, Site, asked
from cxcanvas.serve.who import Door, protocol
from cxcanvas.serve.workspace import Entry
from cxcanvas.store.invites import invite, invited, room_code
from cxcanvas.store.reviews import log_path

ACTION: Final = "present"
#: Bytes of a form that asks for a code.
LARGEST: Final = 20_000


class Presented(Concept):
    """A concept as a presentation, without a kernel, for whoever may read it."""

    def initialize(self, site: Site, **given: Any) -> None:
        """Called by tornado with what the route was given."""
        super().initialize(site)
        self.desks: Desks = given["desks"]

    async def get(self, address: str) -> None:
        """The frames as the file is now; `?notes=1` shows the speaker's notes below them."""
        entry, action = asked(self.site.workspace, f"{address}/{ACTION}")
        if action != ACTION:  # a concept is called so
            await super().get(f"{address}/{ACTION}")
            return
        notes = self.get_query_argument("notes", "") == "1"
        review = await asyncio.to_thread(_open_review, self.desks, entry)
        page = await self.site.pages.page(
            entry, ACTION, "notes" if notes else ACTION, review.id if review else ""
        )
        assert self.xsrf_token  # its cookie is set: the frames' forms read it there
        self.send_page(page, present_policy())

    head = get


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

    async def get(self, code: str) -> None:
        """Lead on; a Sentence for a code that does not hold. Guessing is slowed down."""
        if self.limits.admit("", self.request.remote_ip or ""):
            raise Sentence(429, "That is a lot in a short time; wait a minute, and open the code again.")
        code = code.upper()
        found = await asyncio.to_thread(self._concept, code)
        if found is None:
            raise Sentence(
                404,
                "This code does not hold any more: codes are good for one day. Ask whoever leads the review for another one.",
            )
        if self.door.invited_only:
            self.door.let_in(self, self.desks.place(found.path), code)
        self.redirect(f"/c/{quote(found.name)}/review")

    def _concept(self, code: str) -> Entry | None:
        return next(
            (
                one
                for one in self.site.workspace.concepts()
                if log_path(one.path).exists() and invited(*self.desks.place(one.path), code) is not None
            ),
            None,
        )


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
