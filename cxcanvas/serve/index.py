"""`/`: the workspace's concepts as cards; with `--edit` also to begin, duplicate, rename, delete and bring back."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final

from cxcanvas.examples import STARTERS, starter_sentence
from cxcanvas.serve import dress
from cxcanvas.serve.http import Answers, list_policy, still_policy
from cxcanvas.serve.pages import packed
from cxcanvas.serve.readers import Reads, Site
from cxcanvas.serve.workspace import Entry, Unreadable
from cxcanvas.store.concepts import EXAMPLE
from cxcanvas.store.naming import LONGEST
from cxcanvas.store.traces import LISTED, deleted

#: So many concepts are seen at a glance; from more on there is a search.
MANY: Final = 6
MOST_NOTICES: Final = 500
#: Words of a search, characters in it.
MOST_SOUGHT: Final = 200


@dataclass(frozen=True, slots=True)
class Notice:
    """What was just done, said on the page after it; `word` and `home` take it back, `name` is what to look at."""

    sentence: str
    name: str = ""
    home: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be done: where it was asked for, what was typed, and a sentence."""

    act: str
    sentence: str
    name: str = ""
    typed: str = ""
    template: str = ""


@dataclass
class Notices:
    """The notices of pages that were just sent on, under words that nobody can guess."""

    _kept: OrderedDict[str, Notice] = field(default_factory=OrderedDict)

    def keep(self, notice: Notice) -> str:
        """Keep one; the word for it."""
        word = secrets.token_urlsafe(9)
        self._kept[word] = notice
        while len(self._kept) > MOST_NOTICES:
            self._kept.popitem(last=False)
        return word

    def get(self, word: str) -> Notice | None:
        """The notice of that word."""
        return self._kept.get(word)


class Index(Reads):
    """The list of concepts and notebooks as the folder is now."""

    def initialize(self, site: Site, notices: Notices) -> None:  # type: ignore[override]  # what the route gives
        """Called by tornado with what the route was given."""
        super().initialize(site)
        self.notices = notices

    async def get(self) -> None:
        """The page."""
        notice = self.notices.get(self.get_query_argument("did", "")) if self.site.edit else None
        await answer(self, self.site, self.get_query_argument("q", "")[:MOST_SOUGHT], notice=notice)

    head = get


async def answer(
    handler: Answers, site: Site, sought: str = "", notice: Notice | None = None, fault: Fault | None = None
) -> None:
    """Send the list, with what was just done or could not be done."""
    entries = site.workspace.concepts()
    cards = [await _card(site, entry) for entry in entries]
    cards.sort(key=lambda card: (-card["moment"], card["name"]))
    given: dict[str, Any] = {
        "title": site.workspace.root.name or "Workspace", "count": len(cards), "edit": site.edit, "sought": sought,
        "many": len(cards) > MANY or bool(sought), "concepts": [card for card in cards if _found(card, sought)],
        "notebooks": await site.pages.titled(site.workspace.notebooks()), "notice": notice, "fault": fault,
        "starters": _starters(), "longest": LONGEST, "deleted": [], "xsrf": "",
    }  # fmt: skip
    if site.edit:
        given |= {
            "deleted": await asyncio.to_thread(_deleted, site, entries),
            "xsrf": handler.xsrf_token.decode(),
        }
    handler.send_page(
        packed(dress.index(**given)), list_policy() if site.edit else still_policy(), fault is None
    )


async def _card(site: Site, entry: Entry) -> dict[str, Any]:
    known = await site.pages.summary(entry)
    moment = _moment(site, entry)
    card = {"name": entry.name, "changed": ago(moment), "moment": moment}
    if isinstance(known, str):
        return {**card, "title": entry.name, "broken": known, "words": entry.name.casefold()}
    title = known.title or entry.name
    return {
        **card, "title": title, "tagline": known.tagline, "broken": "", "state": known.state.replace("_", " "),
        "errors": known.errors, "others": known.others, "asks": known.asks, "at": known.at,
        "words": f"{title} {known.tagline} {entry.name} {known.state}".casefold(),
    }  # fmt: skip


def _found(card: dict[str, Any], sought: str) -> bool:
    return all(word in card["words"] for word in sought.casefold().split())


def _deleted(site: Site, entries: list[Entry]) -> list[dict[str, str]]:
    """What can be brought back, from every folder that holds a concept, the latest first."""
    root = site.workspace.root
    homes = {root, *(entry.path.parent for entry in entries)}
    found = [(one, home.relative_to(root).as_posix()) for home in homes for one in deleted(home)]
    found.sort(key=lambda pair: pair[0].when, reverse=True)
    return [
        {"home": home, "word": one.word, "title": one.title, "when": ago(one.when.timestamp())}
        for one, home in found[:LISTED]
    ]


@cache
def _starters() -> tuple[tuple[str, str, str], ...]:
    """Each beginning: its word, its name, what it is for."""
    example = "A complete concept to look around in and to change: help before a debt begins."
    named = [(name, name.replace("-", " ").capitalize(), starter_sentence(name)) for name in STARTERS]
    blank = [one for one in named if one[0] == "blank"]
    return (*blank, *(one for one in named if one[0] != "blank"), (EXAMPLE, "Worked example", example))


def _moment(site: Site, entry: Entry) -> float:
    try:
        return site.workspace.stamp(entry)[2] / 1e9
    except Unreadable:
        return time.time()


def ago(moment: float) -> str:
    """A moment as one says it."""
    passed = time.time() - moment
    if passed < 60:
        return "just now"
    if passed < 3600:
        return f"{int(passed // 60)} min ago"
    when = datetime.fromtimestamp(moment)
    return when.strftime("%H:%M today") if when.date() == datetime.now().date() else when.strftime("%Y-%m-%d")
