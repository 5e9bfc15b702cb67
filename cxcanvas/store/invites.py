"""Links to a review that carry a token: what they let one do, until when; kept hashed, and revoked at once.

A room's code is such a link whose token can be read out. They lie in `.cxcanvas/invites.json` beside the canvas, not in the log: a token is no part of the record. A link is
bound to a review, not to a name: it goes with a concept that is renamed, and lets nobody into another one that gets its name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Container, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from cxcanvas.errors import StoreError, UsageError
from cxcanvas.review import GUEST_KINDS
from cxcanvas.review.judging import name_of
from cxcanvas.review.people import key
from cxcanvas.store.disk import write_beside
from cxcanvas.store.hidden import only_one, private_folder, read_json
from cxcanvas.store.locks import HIDDEN

__all__ = ["ROLES", "Codes", "Invite", "invite", "invited", "invites", "reserved", "revoke", "room_code"]

#: What a link lets one do: for all that a role of the review allows, None.
ROLES: Final[dict[str, frozenset[str] | None]] = {
    "guest": GUEST_KINDS, "voter": GUEST_KINDS | {"vote", "rate"}, "reviewer": None,
}  # fmt: skip
_SPOKEN: Final = "23456789ABCDEFGHJKLMNPQRSTUVWX"
NAME: Final = "invites.json"
LARGEST: Final = 2_000_000
MOST: Final = 2_000
_WAIT: Final = 10.0


@dataclass(frozen=True, slots=True)
class Invite:
    """One link: its short id, the hash of its token, to which review, as what, for whom ("" for anybody), until when.

    `sort` is `link`, or `code` for one that is typed in a room.
    """

    id: str
    hash: str
    review: str
    role: str
    name: str
    until: str
    sort: str = "link"

    @property
    def only(self) -> frozenset[str] | None:
        """The kinds of events that it lets one say; None for all that the person's role allows."""
        return ROLES.get(self.role, GUEST_KINDS)

    def holds(self, today: dt.date | None = None) -> bool:
        """Whether it has not expired; it holds on its last day."""
        return not self.until or self.until >= (today or dt.date.today()).isoformat()


def invites(folder: Path, reviews: Container[str]) -> list[Invite]:
    """The links to these reviews, kept in a canvas's folder, that were not revoked, also those that have expired."""
    return [one for one in _every(folder) if one.review in reviews]


def room_code() -> str:
    """A token that can be read out and typed: 10 letters and digits that are not taken for each other, 49 bits."""
    return "".join(secrets.choice(_SPOKEN) for _ in range(10))


def invite(
    folder: Path, review: str, role: str, until: str, name: str = "", token: str = ""
) -> tuple[str, Invite]:
    """Make a link; gives its token, which is kept nowhere, and what is kept of it. With a `token`, a room's code.

    Those that expired more than a day ago are forgotten.
    """
    if role not in ROLES:
        raise UsageError(f"a link is for one of {', '.join(ROLES)}")
    if role == "reviewer" and not name:
        raise UsageError("a link for somebody who judges is for one person: say for whom")
    try:
        day = dt.date.fromisoformat(until)
    except ValueError:
        raise UsageError(f"'{until[:40]}' is no day as YYYY-MM-DD") from None
    sort, token = ("code", token) if token else ("link", secrets.token_urlsafe(24))
    whom = name_of(name) if name else ""
    made = Invite(secrets.token_hex(4), _hash(token), review, role, whom, day.isoformat(), sort)
    with only_one(private_folder(folder) / "invites.lock", _WAIT):
        every = _remembered(folder)
        if len(every) >= MOST:
            raise StoreError(f"there are {len(every):,} links already; revoke some")
        _keep(folder, [*every, made])
    return token, made


def revoke(folder: Path, reviews: Container[str], word: str) -> Invite:
    """Take a link back, by the beginning of its id, or by the code that people type; UsageError where that is not one."""
    with only_one(private_folder(folder) / "invites.lock", _WAIT):
        every = _remembered(folder)
        codes = (_hash(word), _hash(word.upper()))
        found = [
            one
            for one in every
            if one.review in reviews and word and (one.id.startswith(word.lower()) or one.hash in codes)
        ]
        if len(found) != 1:
            told = (
                f"several links begin with '{word[:40]}'"
                if found
                else f"there is no link '{word[:40]}' of this concept"
            )
            raise UsageError(told)
        _keep(folder, [one for one in every if one is not found[0]])
    return found[0]


def invited(folder: Path, reviews: Container[str], token: str) -> Invite | None:
    """What a token lets one do; None for one that nobody gave out, that expired, or that was taken back."""
    if not token or len(token) > 200:
        return None
    wanted = _hash(token)
    found = [one for one in invites(folder, reviews) if hmac.compare_digest(one.hash, wanted)]
    return found[0] if found and found[0].holds() else None


class Codes:
    """The links of folders by the hash of their tokens; a folder is read again only when its links have changed."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, ...], dict[str, Invite]]] = {}

    def find(self, folders: Iterable[Path], token: str) -> tuple[Path, Invite] | None:
        """The folder and the link of a token, also of one that has expired; None for one that is not there."""
        wanted = _hash(token)
        return next(
            ((one, found) for one in folders if (found := self._of(one).get(wanted)) is not None), None
        )

    def _of(self, folder: Path) -> dict[str, Invite]:
        try:
            told = os.stat(folder / HIDDEN / NAME)
        except OSError:
            return {}
        stamp = (told.st_ino, told.st_mtime_ns, told.st_size)
        kept = self._known.get(folder)
        if kept is None or kept[0] != stamp:
            kept = self._known[folder] = stamp, {one.hash: one for one in _every(folder)}
        return kept[1]


def reserved(folder: Path, reviews: Container[str], name: str) -> bool:
    """Whether somebody of that name has a link of their own, so that nobody else takes the name."""
    return any(one.name and key(one.name) == key(name) and one.holds() for one in invites(folder, reviews))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _remembered(folder: Path) -> list[Invite]:
    """All of them but those that expired before yesterday: whoever opens one a day late is still told why it fails."""
    yesterday = dt.date.today() - dt.timedelta(days=1)
    return [one for one in _every(folder) if one.holds(yesterday)]


def _every(folder: Path) -> Iterator[Invite]:
    found = (read_json(folder, NAME, LARGEST) or {}).get("invites")
    names = {one.name for one in fields(Invite)}
    for one in found if isinstance(found, list) else ():
        if (
            isinstance(one, dict)
            and names - {"sort"} <= set(one) <= names
            and all(isinstance(each, str) for each in one.values())
        ):
            yield Invite(**one)


def _keep(folder: Path, every: list[Invite]) -> None:
    told: dict[str, Any] = {"invites": [asdict(one) for one in every]}
    write_beside(
        private_folder(folder) / NAME, json.dumps(told, ensure_ascii=False, indent=1).encode(), private=True
    )
