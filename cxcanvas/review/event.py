"""One event of a log: what was said, by whom, after what; and its line of text, which proves itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cxcanvas.errors import ReviewError
from cxcanvas.review.judging import checked, name_of
from cxcanvas.values import ABSENT, Frozen, freeze

__all__ = ["VERSION", "Draft", "Event", "Who", "canonical", "draft", "line_of", "parsed", "sealed", "without"]

#: The version of the log that this program writes.
VERSION: Final = 1
#: How a name is known that was heard from another browser first.
ELSEWHERE: Final = "elsewhere"
_ID: Final = re.compile(r"[0-9a-f]{64}")
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_NAMES: Final = frozenset({"at", "data", "id", "kind", "parents", "review", "v", "who"})


@dataclass(frozen=True, slots=True)
class Who:
    """Who says something: the name of whoever enters it, how that is known, and who said it where that was another.

    `how` is `signed_in`, `declared`, or `elsewhere`: declared, from another browser than the one that gave the name first.
    `once` marks what they send, so that it counts once however often it arrives; "" where nothing does.
    """

    by: str
    how: str = "declared"
    said_by: str = ""
    once: str = field(default="", compare=False)

    @classmethod
    def named(cls, by: object, signed_in: bool = False, said_by: object = "") -> Who:
        """Somebody with a tidied name; ReviewError says what is wrong with it."""
        other = name_of(said_by) if said_by else ""
        return cls(name_of(by), "signed_in" if signed_in else "declared", other)

    @property
    def speaker(self) -> str:
        """Whose words these are."""
        return self.said_by or self.by


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to say, checked by the table of kinds; `review` is the review's id ("" where it needs none)."""

    kind: str
    review: str
    data: Frozen


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `who` or `data` is None where it was taken out; its digest is left.

    `at` is when it was written by the clock of whoever wrote it (UTC); nothing is ordered by it.
    """

    id: str
    kind: str
    review: str
    parents: tuple[str, ...]
    at: str
    who: Who | None
    data: Frozen | None
    whole: Frozen

    @property
    def line(self) -> str:
        """Its line in the log, without the line end."""
        return canonical(self.whole)


def draft(kind: object, review: object, data: object) -> Draft:
    """What somebody wants to say, from a browser or a command line; ReviewError in a sentence when it is none."""
    known, fields = checked(kind, data)
    if not isinstance(review, str) or len(review) > 64:
        raise ReviewError("a review is named by its id")
    return Draft(known.name, "" if known.name in ("snapshot", "open") else review, fields)


def canonical(value: Any) -> str:
    """JSON on one line: names sorted, no blanks, as it is hashed."""
    return _ENCODER.encode(value)


def digest(value: Any) -> str:
    """The SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


def sealed(said: Draft, who: Who, parents: Sequence[str], at: str, salts: tuple[str, str]) -> Event:
    """The event that a draft becomes: after these parents, at this time; the salts are random."""
    more = {name: one for name in ("said_by", "once") if (one := getattr(who, name))}
    by = {"by": who.by, "how": who.how, **more, "salt": salts[0]}
    whole = {
        "v": VERSION, "kind": said.kind, "review": said.review, "parents": sorted(set(parents)), "at": at,
        "who": by, "data": {**said.data, "salt": salts[1]},
    }  # fmt: skip
    return _event({**whole, "id": _id(whole)})


def without(event: Event, what: str) -> Event:
    """The event with its words taken out, or `all`: also who said them. Its id still proves the rest."""
    whole = dict(event.whole)
    for name in ("data", "who") if what == "all" else ("data",):
        if "digest" not in whole[name]:
            whole[name] = Frozen(digest=digest(whole[name]))
    return _event(whole)


def line_of(event: Event) -> bytes:
    """Its line in the log, with the line end."""
    return f"{event.line}\n".encode()


def parsed(line: str) -> Event:
    """The event that a line holds; ReviewError in a few words when it holds none that can be believed."""
    try:
        whole = json.loads(line, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise ReviewError("it is broken or cut off") from None
    if not isinstance(whole, dict):
        raise ReviewError("it is no event")
    version = whole.get("v")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise NewerError(f"it is of version {version}; this program knows version {VERSION}")
    if set(whole) != _NAMES or version != VERSION or not _is_shaped(whole):
        raise ReviewError("it is no event")
    try:
        if canonical(whole) != line or _id(whole) != whole["id"]:
            raise ReviewError("it was changed after it was written")
        return _event(whole)
    except (ValueError, TypeError, RecursionError):  # half a character; a number that is none
        raise ReviewError("it is no event") from None


class NewerError(ReviewError):
    """A line that a newer version of the program wrote."""


def _id(whole: Mapping[str, Any]) -> str:
    bare = {name: value for name, value in whole.items() if name != "id"}
    for name in ("who", "data"):
        value = bare[name]
        bare[name] = value["digest"] if "digest" in value else digest(value)
    return digest(bare)


def _is_shaped(whole: Mapping[str, Any]) -> bool:
    """Whether the parts of an event are of the types that they should be."""
    words = all(isinstance(whole[name], str) for name in ("at", "id", "kind", "review"))
    parents = whole["parents"]
    listed = isinstance(parents, list) and all(isinstance(one, str) for one in parents)
    if not words or not listed or parents != sorted(set(parents)) or len(whole["at"]) > 40:
        return False
    if not all(map(_ID.fullmatch, (whole["id"], *parents))):
        return False
    return all(map(_is_part, (whole["who"], whole["data"])))


def _is_part(part: Any) -> bool:
    """Whether it is a mapping with its salt, or with the digest of what was taken out."""
    if not isinstance(part, dict):
        return False
    key = "digest" if "digest" in part else "salt"
    return isinstance(part.get(key), str) and (key == "salt" or len(part) == 1)


def _event(whole: Mapping[str, Any]) -> Event:
    frozen: Frozen = freeze(whole)
    by, data = frozen["who"], frozen["data"]
    return Event(
        frozen["id"], frozen["kind"], frozen["review"], frozen["parents"], frozen["at"],
        None if "digest" in by else _who(by), None if "digest" in data else data.with_("salt", ABSENT), frozen,
    )  # fmt: skip


def _who(by: Frozen) -> Who:
    """Who it was; a name that nobody can have is no name."""
    try:
        who = Who.named(by.get("by"), by.get("how") == "signed_in", by.get("said_by", ""))
        who = replace(who, how=ELSEWHERE) if by.get("how") == ELSEWHERE else who
    except ReviewError:
        return Who("")
    if (who.by, who.said_by) != (by["by"], by.get("said_by", "")):
        return Who("")
    once = by.get("once")
    return replace(who, once=once) if isinstance(once, str) else who


def _refused(word: str) -> None:
    raise ValueError(word)
