"""How somebody likes to work on a concept: kept beside the workspace's files, never in the canvas."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from cxcanvas.errors import StoreError
from cxcanvas.store.disk import write_beside
from cxcanvas.store.hidden import only_one, private_folder, read_json, stem_of
from cxcanvas.values import Frozen

NAME: Final = "studio.json"
#: Bytes of the whole file, concepts in it, and in each: characters of a word, words of a list.
LARGEST: Final = 400_000
MOST_CONCEPTS: Final = 200
LONGEST_WORD: Final = 120
MOST_WORDS: Final = 300
#: What can be filtered by.
FILTERS: Final = ("party", "role", "state", "tag")
#: Seconds to wait for another program; nobody waits long for a preference.
PATIENCE: Final = 1.0


def _word(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WORD or any(sign < " " for sign in value):
        raise ValueError(value)
    value.encode("utf-8")  # half a character is a ValueError as well
    return value


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise ValueError(value)
    return tuple(dict.fromkeys(map(_word, value)))[-MOST_WORDS:]


def _yes(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _filters(value: object) -> Frozen:
    if not isinstance(value, Mapping):
        raise ValueError(value)
    return Frozen({name: _words(value[name]) for name in FILTERS if value.get(name)})


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a designer chose for one concept: view, lens, filters, depth, questions put off.

    `beside` is the view shown next to `view`, `side` the pane at the left, `later` the
    questions that were put off, `told` the sentences that were shown, `looks` how far the
    reviews were read. Without a file they
    live as long as this value.
    """

    view: str = "canvas"
    beside: str = ""
    lens: str = ""
    side: str = ""
    filters: Mapping[str, tuple[str, ...]] = Frozen()
    depth: str = ""
    autosave: bool = True
    later: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    canvas: Path | None = field(default=None, compare=False)

    @classmethod
    def load(cls, canvas: str | os.PathLike[str] | None) -> Preferences:
        """The preferences for a canvas file; what is missing, or cannot be read, is as it is for everyone."""
        if canvas is None:
            return cls()
        path = Path(os.path.realpath(canvas))
        kept = _concepts(_read(path)).get(stem_of(path))
        return cls(canvas=path).with_(**(kept if isinstance(kept, dict) else {}))

    def with_(self, **chosen: Any) -> Preferences:
        """These preferences with others in their place; a value that cannot be one stays as it was."""
        made = {}
        for name, value in chosen.items():
            try:
                made[name] = _CHECKED[name](value)
            except (KeyError, ValueError):
                continue
        return replace(self, **made)

    def kept(self, **chosen: Any) -> Preferences:
        """These preferences with others in their place, saved where they can be."""
        made = self.with_(**chosen)
        if made != self:
            made.save()
        return made

    def save(self) -> bool:
        """Write them beside the canvas; false where that cannot be (they stay in memory)."""
        if self.canvas is None:
            return False
        try:
            folder = private_folder(self.canvas.parent)
            with only_one(folder / f"{NAME}.lock", PATIENCE):
                write_beside(folder / NAME, self._written(_read(self.canvas)))
        except StoreError:
            return False
        return True

    def moved(self, canvas: str | os.PathLike[str]) -> Preferences:
        """The same preferences for a canvas that has another name now."""
        made = replace(self, canvas=Path(os.path.realpath(canvas)))
        if self != Preferences():
            made.save()
        return made

    def _written(self, found: dict[str, Any]) -> bytes:
        """The whole file with these in it; the newest last, what we do not know is kept."""
        assert self.canvas is not None
        concepts = _concepts(found)
        before = concepts.pop(stem_of(self.canvas), None)
        concepts[stem_of(self.canvas)] = (before if isinstance(before, dict) else {}) | self._plain()
        names = list(concepts)
        while True:
            data = {**found, "concepts": {name: concepts[name] for name in names[-MOST_CONCEPTS:]}}
            text = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
            if len(text) <= LARGEST or len(names) == 1:
                return text
            names = names[len(names) // 2 :]

    def _plain(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name in _CHECKED}


_CHECKED: Final[Mapping[str, Callable[[object], Any]]] = {
    **dict.fromkeys(("view", "beside", "lens", "side", "depth"), _word),
    "filters": _filters, "autosave": _yes, "later": _words, "told": _words, "looks": _words,
}  # fmt: skip


def _read(canvas: Path) -> dict[str, Any]:
    return read_json(canvas.parent, NAME, LARGEST) or {}


def _concepts(found: dict[str, Any]) -> dict[str, Any]:
    concepts = found.get("concepts")
    return dict(concepts) if isinstance(concepts, dict) else {}
