"""Scripts, styles and fonts that come with Voilà and its extensions: tagged, compressed once, cached."""

from __future__ import annotations

import asyncio
import mimetypes
import os
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from cxcanvas.serve.http import Answers, send
from cxcanvas.serve.pages import Page, packed_bytes

KEPT_BYTES = 48_000_000
PACKED = {
    "text/javascript",
    "application/javascript",
    "text/css",
    "application/json",
    "image/svg+xml",
    "text/html",
    "text/plain",
}
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".woff": "font/woff", ".woff2": "font/woff2"}  # fmt: skip


@dataclass
class Shelf:
    """Files that have been read and compressed, the latest used."""

    _kept: OrderedDict[Path, tuple[tuple[int, int], Page]] = field(default_factory=OrderedDict)
    _size: int = 0

    async def fetch(self, path: Path) -> Page:
        """The file, compressed at its first use, on another thread."""
        found = path.stat()
        stamp = (found.st_mtime_ns, found.st_size)
        kept = self._kept.get(path)
        if kept is not None and kept[0] == stamp:
            self._kept.move_to_end(path)
            return kept[1]
        page = await asyncio.get_running_loop().run_in_executor(None, _read, path)
        self._drop(path)
        self._kept[path] = (stamp, page)
        self._size += page.size
        while self._size > KEPT_BYTES and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))
        return page

    def _drop(self, path: Path) -> None:
        gone = self._kept.pop(path, None)
        self._size -= gone[1].size if gone else 0


class Asset(Answers):
    """A file below one of some folders; nothing else, and no list of what there is."""

    def initialize(self, roots: list[str], shelf: Shelf) -> None:
        """Called by tornado with what the route was given."""
        self.roots = roots
        self.shelf = shelf

    async def get(self, name: str) -> None:
        """The file, or that there is none."""
        path = found(self.roots, name)
        if path is None:
            self.send_error(404)
            return
        page = await self.shelf.fetch(path)
        self.set_header("Content-Type", content_type(path))
        # The address of a file that never changes carries its content's hash or a version.
        lasting = bool(self.get_query_argument("v", "")) or len(path.name.split(".")[0]) > 16
        send(self, page, "public, max-age=31536000, immutable" if lasting else "no-cache")

    head = get


def found(roots: list[str], name: str) -> Path | None:
    """The file of that name in the first folder that has it; never one outside of the folder."""
    if "\0" in name or any(part.startswith(".") for part in name.split("/")):
        return None
    for root in roots:
        base = os.path.abspath(root)
        path = os.path.abspath(os.path.join(base, name))
        if path.startswith(base + os.sep) and os.path.isfile(path):
            return Path(path)
    return None


def content_type(path: Path) -> str:
    """What a file is, by its name."""
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind in PACKED else kind


def _read(path: Path) -> Page:
    return packed_bytes(path.read_bytes(), compress=content_type(path).partition(";")[0] in PACKED)
