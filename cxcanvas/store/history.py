"""The versions of a canvas file that git keeps: which there are, under every name it had, and what each says."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import StoreError
from cxcanvas.store.git import Refusal, asked
from cxcanvas.store.revisions import canvas_at

#: Versions that are listed.
MOST: Final = 2000
#: Names of a file that are followed back.
MOST_NAMES: Final = 50
#: Of a subject or a name, what is kept.
LONGEST: Final = 300
#: How much of a file must be as it was, in percent, to be the same file under another name.
ALIKE: Final = 40

_FIELDS: Final = ("%H", "%P", "%ct", "%cI", "%aN", "%s")
_SUFFIXES: Final = (".cx.yaml", ".yaml", ".yml")

#: A commit, and what the file is called there, counted from the top of the repository.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Revision:
    """One version in git: its id, when (ISO 8601) it was kept, who wrote it, why, and what the file was called then.

    `parents` are the versions that it was made from, as commits and names: none for the
    first one, two or more for a merge. `there` is False where the file was deleted.
    """

    id: str
    moment: str
    author: str
    subject: str
    path: str
    parents: tuple[Place, ...] = ()
    there: bool = True

    @property
    def short(self) -> str:
        """The id as people write it."""
        return self.id[:8]

    @property
    def day(self) -> str:
        """The day on which it was kept, YYYY-MM-DD."""
        return self.moment[:10]

    @property
    def place(self) -> Place:
        """The commit and the name."""
        return self.id, self.path


@dataclass(frozen=True, slots=True)
class History:
    """The versions of one file, the latest first. `cut` says why there may be earlier ones that are not listed."""

    top: Path
    path: str
    revisions: tuple[Revision, ...]
    cut: str = ""

    def canvas(self, place: Place) -> Canvas:
        """The canvas as it was; StoreError where there was none, TextError where it was no canvas."""
        return canvas_at(self.top, place[0], f"/{place[1]}")


def history(path: Path, most: int = MOST, since: str = "") -> History:
    """The versions of a file that led to the one that is checked out, also under names that it had before.

    `since` is a day as git takes it (`2026-10-01`, `2 weeks ago`). Refusal in words where
    the file is in no repository or was never committed, StoreError where git does not answer.
    """
    top, name = located(path)
    after = _seconds(top, since) if since else 0
    walk = _Walk(top, most)
    found = walk.back(name)
    if not found:
        raise Refusal(
            f"{path} was never committed: git keeps no version of it yet", "no version is kept yet", "log"
        )
    kept = [one for one, when in found if when >= after]
    listed = tuple(kept[:most])
    if len(kept) > most or (walk.more and len(kept) == len(found)):
        cut = f"only the latest {most:,} versions are listed"
    elif after and len(kept) < len(found):
        cut = ""
    elif asked(top, "rev-parse", "--is-shallow-repository").strip() == b"true":
        cut = "this clone is shallow: earlier versions were not fetched (git fetch --unshallow)"
    else:
        cut = ""
    return History(top, name, listed, cut)


def located(path: Path) -> tuple[Path, str]:
    """The top of the repository that a file is in, and the file's name from there."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; expected a canvas file")
    path = Path(os.path.realpath(path))
    folder = path.parent
    while not folder.is_dir():
        folder = folder.parent
    told = asked(folder, "rev-parse", "--show-toplevel", "--show-prefix")
    top, _, prefix = os.fsdecode(told).removesuffix("\n").rpartition("\n")
    name = prefix + path.relative_to(folder).as_posix()
    if "\n" in name or "\n" in top:
        raise StoreError("a name with a line break in it cannot be followed through git")
    return Path(top), name


def _seconds(top: Path, since: str) -> int:
    """A day in git's words as seconds since 1970; StoreError where it is none."""
    if re.fullmatch(r"\d{4}-\d\d?-\d\d?", since):
        since += " 00:00"  # git would take the hour that it is now
    told = (
        asked(top, "rev-parse", f"--since={'midnight' if since == 'today' else since}")
        .decode("ascii", "replace")
        .strip()
    )
    seconds = int(told.partition("=")[2] or 0)
    # Git takes what it does not understand for this moment.
    if abs(seconds - time.time()) < 5 and since.strip() != "now":
        raise StoreError(f"'{since}' is no day; expected one like 2026-10-01 or '2 weeks ago'")
    return seconds


@dataclass(slots=True)
class _Entry:
    """A commit that touched a name: what git tells, and the earlier ones that it followed on."""

    id: str
    before: list[str]
    when: int
    moment: str
    author: str
    subject: str


@dataclass(slots=True)
class _Walk:
    """Back through the commits that touched a file, name by name.

    `git log --follow` knows one name at a time, so it loses what happened on the other
    side of a merge, and leaves merges out. Here each name is walked by itself, from
    where it was taken up, and each commit that brought a name in is asked where from.
    """

    top: Path
    most: int
    more: bool = False
    _there: dict[Place, bool] = field(default_factory=dict)
    _found: dict[Place, tuple[Revision, int]] = field(default_factory=dict)
    _names: set[Place] = field(default_factory=set)

    def back(self, name: str) -> list[tuple[Revision, int]]:
        """The versions with their seconds, each before those that it was made from."""
        waiting: list[tuple[Place, int]] = [(("HEAD", name), 1 << 62)]
        while waiting and len(self._names) < MOST_NAMES:
            place, latest = waiting.pop(0)
            if place not in self._names:
                self._names.add(place)
                waiting += self._name(place, latest)
        self.more |= bool(waiting)
        listed: dict[str, tuple[Revision, int]] = {}
        # A stable order: by time, and within what git walked in one go, as git told it.
        for revision, when in sorted(self._found.values(), key=lambda one: -one[1]):
            listed.setdefault(revision.id, (revision, when))
        return list(listed.values())

    def _name(self, start: Place, latest: int) -> list[tuple[Place, int]]:
        """Walk one name back from a commit; gives the names to go on with, and the time they are earlier than."""
        entries = {one.id: one for one in self._log(*start)}
        parents = self._parents(entries)
        name = start[1]
        self._look({(one, name) for one in (*entries, *(p for each in parents.values() for p in each))})
        further: list[tuple[Place, int]] = []
        reached = {next(iter(entries))} if entries else set()
        for id_, one in entries.items():
            latest = min(latest, one.when)  # a clock that was wrong does not turn the order around
            if id_ not in reached or (id_, name) in self._found:
                continue
            origins = [(parent, name) for parent in parents[id_] if self._there[(parent, name)]]
            sources = self._sources(id_, name, parents[id_])
            further += [(each, latest) for each in sources]
            if origins or not sources:
                reached |= set(one.before)
            there = self._there[(id_, name)]
            revision = Revision(
                id_, one.moment, one.author, one.subject, name, (*origins, *sources), there
            )  # fmt: skip
            self._found[(id_, name)] = (revision, latest)
        return further

    def _log(self, start: str, name: str) -> list[_Entry]:
        try:
            told = asked(
                self.top, "log", "--parents", "--date-order", "--no-follow", "--no-patch", "--no-ext-diff", "--no-textconv", "-z",
                f"--max-count={self.most + 1}", f"--format={'%x00'.join(_FIELDS)}", start, "--", name,
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.failed == "log" and (
                "any commits" in refusal.reason or "bad revision" in refusal.reason
            ):
                return []
            raise
        parts = told.decode("utf-8", "replace").removesuffix("\0").split("\0")
        width = len(_FIELDS)
        rows = [parts[at : at + width] for at in range(0, len(parts) - width + 1, width)]
        self.more |= len(rows) > self.most
        return [
            _Entry(id_, before.split(), int(when or 0), moment, author[:LONGEST], subject[:LONGEST])
            for id_, before, when, moment, author, subject in rows
        ]

    def _parents(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """The commits that each was made on, whatever they did to the file."""
        told = asked(
            self.top, "rev-list", "--no-walk=unsorted", "--parents", "--stdin", told="".join(f"{one}\n" for one in ids).encode()
        ) if ids else b""  # fmt: skip
        rows = [line.split() for line in told.decode("ascii").splitlines()]
        return {row[0]: row[1:] for row in rows}

    def _look(self, places: set[Place]) -> None:
        """Which commits have a file of that name."""
        wanted = sorted(places - self._there.keys())
        if wanted:
            told = asked(
                self.top, "cat-file", "--batch-check=%(objecttype)",
                told=b"".join(os.fsencode(f"{id_}:{name}\n") for id_, name in wanted),
            )  # fmt: skip
            kinds = told.splitlines()
            self._there |= {place: kind == b"blob" for place, kind in zip(wanted, kinds, strict=True)}

    def _sources(self, id_: str, name: str, parents: list[str]) -> list[Place]:
        """What the file was called in those parents that do not know it by its name."""
        if not self._there[(id_, name)]:
            return []
        lacking = [one for one in parents if not self._there[(one, name)]]
        return [(parent, former) for parent in lacking if (former := self._former(parent, id_, name))]

    def _former(self, parent: str, id_: str, name: str) -> str:
        """The name of the file that became this one between two commits; "" where it was new."""
        gone = os.fsdecode(
            asked(self.top, "diff-tree", "-r", "-z", "--no-renames", "--diff-filter=D", "--name-only", parent, id_)
        )  # fmt: skip
        candidates = [one for one in gone.split("\0") if one.endswith(_SUFFIXES) and "\n" not in one][:1000]
        if not candidates:
            return ""
        told = asked(
            self.top, "diff-tree", "-r", "-z", f"-M{ALIKE}%", "-l0", "--diff-filter=R", "--name-status", parent, id_, "--",
            name, *candidates,
        )  # fmt: skip
        parts = os.fsdecode(told).split("\0")
        return next(
            (
                old
                for _, old, new in zip(*[iter(parts[: len(parts) // 3 * 3])] * 3, strict=True)
                if new == name
            ),
            "",
        )
