"""Who asks: the user whom a proxy signed in, whoever a link was given to, or the name somebody gave on this device."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tornado import web
from tornado.web import create_signed_value, decode_signed_value

from cxcanvas.errors import ReviewError, StoreError
from cxcanvas.review import Who
from cxcanvas.review.event import ELSEWHERE
from cxcanvas.review.judging import name_of
from cxcanvas.serve.http import Sentence
from cxcanvas.serve.voices import Voices
from cxcanvas.store.disk import write_beside
from cxcanvas.store.hidden import private_folder, read_json
from cxcanvas.store.invites import invited, reserved

__all__ = ["Door", "Place", "Visitor", "is_secure", "protocol", "proxied"]

#: The folder of a concept, and the ids of its reviews.
Place = tuple[Path, Collection[str]]

NAME: Final = "cxcanvas-name"
LINK: Final = "cxcanvas-link"
#: Concepts whose links a device keeps.
MOST_LINKS: Final = 20
DAYS: Final = 180
_KEY: Final = "serve-key.json"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, what their link narrows them to (None: nothing), and why they can only read ("" where they can speak)."""

    who: Who | None
    only: frozenset[str] | None = None
    fixed: bool = False
    reads: str = ""


class Door:
    """Knows who asks. `header` is the one in which a proxy says who signed in; what comes with it is believed.

    With `invited` only those who signed in or have a link may say anything.
    """

    def __init__(self, root: Path, header: str = "", invited_only: bool = False) -> None:
        self.header, self.invited_only = header.strip(), invited_only
        self._key = _key(root)
        self._voices = Voices(root)

    @classmethod
    def of(cls, root: Path) -> Door:
        """The door as the environment of the server asks for it."""
        only = os.environ.get("CXCANVAS_REVIEW_LINKS", "") == "required"
        return cls(root, os.environ.get("CXCANVAS_USER_HEADER", ""), only)

    def visitor(self, handler: web.RequestHandler, place: Place) -> Visitor:
        """Who sends this request to the reviews of a concept."""
        if self.header:
            told = handler.request.headers.get_list(self.header)
            if len(told) > 1:
                raise Sentence(400, f"This request says twice who signed in ({self.header}); the proxy must replace what a browser sends.")  # fmt: skip
            if told:
                who = _named(_text(told[0]), True)
                return Visitor(who, None, True, "" if who else "The name that the proxy gives cannot be read; tell whoever runs it.")  # fmt: skip
        link = invited(*place, self._links(handler).get(_first(place), ""))
        if link is not None and link.name:
            return Visitor(_named(link.name, False), link.only, True)
        who, browser = self._given(handler)
        if who is not None and self._voices.elsewhere(_first(place), who.by, browser):
            who = replace(who, how=ELSEWHERE)
        if who is not None and reserved(*place, who.by):
            who = None  # a link of their own was made since
        if link is None and self.invited_only:
            return Visitor(
                None, frozenset(), True, "To say something here, open the link that was sent to you."
            )
        return Visitor(who, link.only if link is not None else None)

    def _given(self, handler: web.RequestHandler) -> tuple[Who | None, str]:
        """The name that was given on this device, and what tells its browser from others."""
        raw = decode_signed_value(self._key, NAME, handler.get_cookie(NAME), max_age_days=DAYS)
        browser, _, words = (raw or b"").decode("utf-8", "replace").partition("|")
        return (_named(words, False) if words else None), browser

    def give(self, handler: web.RequestHandler, place: Place, words: str) -> Who:
        """Keep a name on this device; ReviewError where it is none, or somebody has a link for it."""
        name = name_of(words)
        if reserved(*place, name):
            raise ReviewError(f"{name} was sent a link to speak here; open that link, or use another name")
        browser = self._given(handler)[1] or secrets.token_hex(12)
        value = create_signed_value(self._key, NAME, f"{browser}|{name}")
        handler.set_cookie(NAME, value, expires_days=DAYS, path="/", httponly=True, samesite="Lax", secure=is_secure(handler))  # fmt: skip
        who = Who.named(name)
        return replace(who, how=ELSEWHERE) if self._voices.elsewhere(_first(place), name, browser) else who

    def heard(self, handler: web.RequestHandler, place: Place, visitor: Visitor) -> None:
        """Somebody spoke: their name was heard from this browser first, unless it was from another."""
        if visitor.who is not None and visitor.who.how == "declared" and not visitor.fixed:
            self._voices.heard(_first(place), visitor.who.by, self._given(handler)[1])

    def let_in(self, handler: web.RequestHandler, place: Place, token: str) -> None:
        """Keep a link's token on this device; a Sentence where it is none that holds."""
        if invited(*place, token) is None:
            raise Sentence(403, "This link does not hold any more: it has expired, or was taken back. Ask whoever sent it for another one.")  # fmt: skip
        kept = {one: each for one, each in self._links(handler).items() if one != _first(place)}
        latest = [*kept.items()][-(MOST_LINKS - 1) :]
        value = "|".join(f"{one}:{each}" for one, each in (*latest, (_first(place), token)))
        handler.set_cookie(LINK, value, expires_days=DAYS, path="/c/", httponly=True, samesite="Lax", secure=is_secure(handler))  # fmt: skip

    def _links(self, handler: web.RequestHandler) -> dict[str, str]:
        """The tokens of this device by concept, in one cookie: there is no end to concepts, and one to what a browser sends."""
        pairs = (one.partition(":") for one in _text(handler.get_cookie(LINK) or "").split("|"))
        return {concept: token for concept, _, token in pairs if concept and token}


def _first(place: Place) -> str:
    """A concept's own word, whatever it is called: its first review is always the first."""
    return next(iter(place[1]), "")[:12]


def is_secure(handler: web.RequestHandler) -> bool:
    """Whether people reach this server by https: as the request says, or as a believed proxy does."""
    return protocol(handler) == "https"


def protocol(handler: web.RequestHandler) -> str:
    """How people reach this server, https or http.

    A proxy says so in X-Forwarded-Proto. It is believed where a proxy was told of: where its login is believed
    (CXCANVAS_USER_HEADER), or the request names one of the hosts that it serves (CXCANVAS_HOSTS).
    """
    request = handler.request
    told = request.headers.get_list("X-Forwarded-Proto")
    behind = bool(os.environ.get("CXCANVAS_USER_HEADER", "").strip()) or request.host_name in proxied()
    said = told[0].strip().lower() if behind and len(told) == 1 else ""
    return said if said in ("http", "https") else request.protocol


def proxied() -> tuple[str, ...]:
    """The names by which a proxy serves this server, without ports: CXCANVAS_HOSTS."""
    named = os.environ.get("CXCANVAS_HOSTS", "").split(",")
    return tuple(one.strip().lower().partition(":")[0] for one in named if one.strip())


def _text(value: str) -> str:
    """A header's or a cookie's text: browsers and proxies send UTF-8, tornado reads Latin-1."""
    with contextlib.suppress(UnicodeError):
        return value.encode("latin-1").decode("utf-8")
    return value


def _named(words: str, signed_in: bool) -> Who | None:
    try:
        return Who.named(words, signed_in)
    except ReviewError:
        return None


def _key(root: Path) -> str:
    """The key that signs names, kept in the workspace so that they outlive the server; for this run where it cannot be."""
    found = (read_json(root, _KEY, 1_000) or {}).get("key")
    if isinstance(found, str) and len(found) >= 32:
        return found
    made = secrets.token_hex(32)
    with contextlib.suppress(StoreError):
        write_beside(private_folder(root) / _KEY, f'{{"key": "{made}"}}\n'.encode(), private=True)
    return made
