"""From which browser a name was first heard: whoever gives it in another one is taken at their word, and marked so.

Kept in `.cxcanvas/voices.json` of the workspace, as hashes: it tells two browsers apart, and nobody who they are.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final

from cxcanvas.errors import StoreError
from cxcanvas.review.people import key
from cxcanvas.store.disk import write_beside
from cxcanvas.store.hidden import private_folder, read_json

__all__ = ["Voices"]

NAME: Final = "voices.json"
#: Names that are remembered, the latest; bytes of the file.
MOST: Final = 5_000
LARGEST: Final = 1_000_000
_WORD: Final = 24


class Voices:
    """The first browser of each name, by the concept in whose reviews it was heard."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = Lock()
        found = (read_json(root, NAME, LARGEST) or {}).get("voices")
        every = found.items() if isinstance(found, dict) else ()
        self._first = {name: one for name, one in every if isinstance(one, str)}

    def elsewhere(self, concept: str, name: str, browser: str) -> bool:
        """Whether somebody of that name was heard from another browser first."""
        first = self._first.get(_word(concept, key(name)))
        return first is not None and first != _word(browser)

    def heard(self, concept: str, name: str, browser: str) -> None:
        """Somebody spoke from a browser; where it cannot be kept it is remembered until the server ends."""
        word = _word(concept, key(name))
        with self._lock:
            if not concept or not browser or word in self._first:
                return
            self._first[word] = _word(browser)
            while len(self._first) > MOST:
                del self._first[next(iter(self._first))]
            text = json.dumps({"voices": self._first}, indent=0)
            try:
                write_beside(private_folder(self.root) / NAME, text.encode(), private=True)
            except StoreError:
                return


def _word(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:_WORD]
