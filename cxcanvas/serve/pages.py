"""Pages rendered from the file at the moment of the request, and kept until the file changes."""

from __future__ import annotations

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cxcanvas.errors import CxError
from cxcanvas.serve import dress, render
from cxcanvas.serve.workspace import Entry, Stamp, Unreadable, Workspace, heading

try:
    import brotli
except ImportError:  # compresses better, but nobody has to have it
    brotli = None

KEPT_BYTES = 64_000_000  # a page of 1,000 cards takes about 0.2
SMALL_BYTES = 1024  # less than this fits into a packet as it is

Key = tuple[str, str, str]
State = tuple[Stamp, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready to be sent, in every encoding a browser may ask for."""

    body: bytes
    version: str
    etag: str
    status: int = 200
    problem: str = ""
    encoded: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How much memory it takes."""
        return len(self.body) + sum(map(len, self.encoded.values()))


def packed(
    html: str, status: int = 200, problem: str = "", *, version: str = "", compress: bool = True
) -> Page:
    """A page as bytes, with its tag and its compressed forms."""
    return packed_bytes(html.encode("utf-8", "replace"), status, problem, version=version, compress=compress)


def packed_bytes(
    body: bytes, status: int = 200, problem: str = "", *, version: str = "", compress: bool = True
) -> Page:
    """Bytes ready to be sent, with their tag and their compressed forms."""
    encoded = {}
    if compress and len(body) > SMALL_BYTES:
        if brotli is not None:
            encoded["br"] = brotli.compress(body, quality=5)
        encoded["gzip"] = gzip.compress(body, 6, mtime=0)
    tag = sha256(body).hexdigest()[:24]
    return Page(body, version or tag, tag, status, problem, encoded)


def squeezed(body: bytes, encoding: str) -> bytes:
    """Bytes that are sent once, compressed as quickly as it pays."""
    if encoding == "br" and brotli is not None:
        return bytes(brotli.compress(body, quality=3))
    return gzip.compress(body, 3, mtime=0)


#: The encodings that `squeezed` knows.
ENCODINGS: dict[str, bytes] = {"gzip": b"", **({"br": b""} if brotli is not None else {})}


class Pages:
    """What the server has rendered: asked for a page, it looks at the file and renders only what changed.

    Rendering happens on one thread beside the event loop, so that nobody who reads
    something else waits for it; who asks for the same page waits for the same rendering.
    """

    def __init__(
        self, workspace: Workspace, edit: bool = False, note: Callable[[Entry], str] = lambda entry: ""
    ) -> None:
        self.workspace = workspace
        self.edit = edit
        #: What a concept's page says of its review.
        self.note = note
        self._kept: OrderedDict[Key, tuple[State, Page]] = OrderedDict()
        self._running: dict[tuple[Key, State], asyncio.Future[Page]] = {}
        self._summaries: dict[Path, tuple[Stamp, render.Summary | str]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="render")

    async def page(self, entry: Entry, view: str, form: str = "page", note: str = "") -> Page:
        """The concept as it is in the file now; a broken one as a page that says what to mend.

        What is drawn besides the file goes into `note`, so that the page is drawn anew when it changes.
        """
        note = await asyncio.to_thread(self.note, entry) if form == "page" else note
        return await self.made(
            (entry.name, view, form), entry, lambda: self._render(entry, view, form, note), note
        )

    async def made(self, key: Key, entry: Entry, make: Callable[[], Page], note: str = "") -> Page:
        """The page of that key, made anew where the file or the note has changed since; one that cannot be read says so."""
        try:
            stamp = self.workspace.stamp(entry)
        except Unreadable as error:
            return self.trouble(entry, key[1], str(error), error.status)
        state = (stamp, note)
        kept = self.known(key, stamp, note)
        if kept is not None:
            return kept
        page = await self._once((key, state), make)
        if self.workspace.stamp(entry) == stamp:  # else written to meanwhile: serve it, but do not keep it
            self._keep(key, state, page)
        return page

    def known(self, key: Key, stamp: Stamp, note: str = "") -> Page | None:
        """The page of that key as it was made last, where file and note are still the same."""
        kept = self._kept.get(key)
        if kept is None or kept[0] != (stamp, note):
            return None
        self._kept.move_to_end(key)
        return kept[1]

    async def summary(self, entry: Entry) -> render.Summary | str:
        """What the index says about a concept; for a broken one, the sentence."""
        try:
            stamp = self.workspace.stamp(entry)
        except Unreadable as error:
            return str(error)
        kept = self._summaries.get(entry.path)
        if kept is None or kept[0] != stamp:
            loop = asyncio.get_running_loop()
            kept = (stamp, await loop.run_in_executor(self._thread, _summary, entry))
            self._summaries[entry.path] = kept
        return kept[1]

    async def titled(self, notebooks: list[Entry]) -> list[tuple[str, str]]:
        """The notebooks with their first headings."""
        loop = asyncio.get_running_loop()
        return [
            (each.name, await loop.run_in_executor(self._thread, heading, each.path)) for each in notebooks
        ]

    async def begin(self) -> None:
        """Draw one page before anybody asks: the first reader does not wait for the templates."""
        for entry in self.workspace.concepts()[:1]:
            await self.page(entry, "")
            if self.edit:
                await self.page(entry, render.VIEWS[0], "desk")

    def close(self) -> None:
        """Stop the thread; nothing is rendered any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _once(self, key: tuple[Key, State], make: Callable[[], Page]) -> Page:
        running = self._running.get(key)
        if running is None:
            running = asyncio.ensure_future(asyncio.get_running_loop().run_in_executor(self._thread, make))
            self._running[key] = running
            running.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(running)

    def _render(self, entry: Entry, view: str, form: str, note: str) -> Page:
        return self.careful(entry, view, lambda: self._form(entry, view, form, note))

    def _form(self, entry: Entry, view: str, form: str, note: str) -> Page:
        if form == "file":
            return packed(render.document(entry.path, entry.name, view))
        if form == "early":
            return packed(dress.early(entry.name, view, path=entry.path), compress=False)
        if form == "desk":
            return packed(dress.desk(entry.name, view, path=entry.path), compress=False)
        html, version = dress.reader(entry.name, view, edit=self.edit, path=entry.path, review=note)
        return packed(html, version=version)

    def careful(self, entry: Entry, view: str, make: Callable[[], Page]) -> Page:
        """What `make` draws of a concept; where that cannot be read, a page that says why."""
        try:
            return make()
        except (CxError, OSError, UnicodeError) as error:
            sentence = said(error, entry)
        except RecursionError:
            sentence = f"“{entry.path.name}” is nested too deeply to be drawn."
        return self.trouble(entry, view, sentence)

    def trouble(self, entry: Entry, view: str, sentence: str, status: int = 500) -> Page:
        """A page that says why a concept cannot be shown."""
        html, version = dress.trouble(entry.name, view, sentence, edit=self.edit)
        return packed(html, status, sentence, version=version)

    def _keep(self, key: Key, state: State, page: Page) -> None:
        self._kept.pop(key, None)
        self._kept[key] = (state, page)
        total = sum(page.size for _, page in self._kept.values())
        while total > KEPT_BYTES and len(self._kept) > 1:
            _, (_, oldest) = self._kept.popitem(last=False)
            total -= oldest.size


def said(error: Exception, entry: Entry) -> str:
    """The error as a sentence that names the file as the reader knows it, not the server's folders."""
    if isinstance(error, CxError):
        return str(error).replace(str(entry.path), entry.path.name)
    if isinstance(error, OSError):
        return f"“{entry.path.name}” cannot be read: {(error.strerror or 'it cannot be opened').lower()}."
    return f"“{entry.path.name}” is not text in UTF-8."


def _summary(entry: Entry) -> render.Summary | str:
    try:
        return render.summary(entry.path)
    except (CxError, OSError, UnicodeError, RecursionError) as error:
        return said(error, entry)
