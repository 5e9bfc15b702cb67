"""Who asks: the user whom a proxy signed in, whoever a link was given to, or the name somebody gave on this device."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tornado import web
from tornado.web import create_signed_value, decode_signed_value

from cxcanvas.errors import ReviewError, StoreError
from cxcanvas.review import Who
from cxcanvas.review.judging import name_of
from cxcanvas.serve.http import Sentence
from cxcanvas.store.disk import write_beside
from cxcanvas.store.hidden import private_folder, read_json
from cxcanvas.store.invites import invited, reserved

__all__ = ["Door", "Place", "Visitor"]

#: The folder of a concept, and the ids of its reviews.
Place = tuple[Path, Collection[str]]

NAME: Final = "cxcanvas-name"
LINK: Final = "cxcanvas-link"
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
        link = invited(*place, _text(handler.get_cookie(_link_cookie(place)) or ""))
        if link is not None and link.name:
            return Visitor(_named(link.name, False), link.only, True)
        who = self._given(handler)
        if who is not None and reserved(*place, who.by):
            who = None  # a link of their own was made since
        if link is None and self.invited_only:
            return Visitor(
                None, frozenset(), True, "To say something here, open the link that was sent to you."
            )
        return Visitor(who, link.only if link is not None else None)

    def _given(self, handler: web.RequestHandler) -> Who | None:
        """The name that was given on this device."""
        raw = decode_signed_value(self._key, NAME, handler.get_cookie(NAME), max_age_days=DAYS)
        return _named(raw.decode("utf-8", "replace"), False) if raw else None

    def give(self, handler: web.RequestHandler, place: Place, words: str) -> Who:
        """Keep a name on this device; ReviewError where it is none, or somebody has a link for it."""
        name = name_of(words)
        if reserved(*place, name):
            raise ReviewError(f"{name} was sent a link to speak here; open that link, or use another name")
        value = create_signed_value(self._key, NAME, name)
        handler.set_cookie(NAME, value, expires_days=DAYS, path="/", httponly=True, samesite="Lax", secure=_is_secure(handler))  # fmt: skip
        return Who.named(name)

    def let_in(self, handler: web.RequestHandler, place: Place, token: str) -> None:
        """Keep a link's token on this device; a Sentence where it is none that holds."""
        if invited(*place, token) is None:
            raise Sentence(403, "This link does not hold any more: it has expired, or was taken back. Ask whoever sent it for another one.")  # fmt: skip
        handler.set_cookie(_link_cookie(place), token, expires_days=DAYS, path="/c/", httponly=True, samesite="Lax", secure=_is_secure(handler))  # fmt: skip


def _link_cookie(place: Place) -> str:
    """A concept's own, whatever it is called: its first review is always the first."""
    first = next(iter(place[1]), "")
    return f"{LINK}-{first[:12]}"


def _is_secure(handler: web.RequestHandler) -> bool:
    return handler.request.protocol == "https"


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
