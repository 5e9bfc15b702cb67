"""`/concepts/ACT`: what a form of the list asks for, done once, and then the list or the studio again."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from cxcanvas.errors import CxError, StoreError, sentence_of
from cxcanvas.serve.http import Sentence, meant
from cxcanvas.serve.index import Fault, Notice, Notices, answer
from cxcanvas.serve.inside import READ_ONLY
from cxcanvas.serve.readers import Reads, Site
from cxcanvas.serve.workspace import Workspace, plain
from cxcanvas.store import concepts
from cxcanvas.store.workspace import SUFFIX

ACTS: Final = ("create", "duplicate", "rename", "delete", "restore")
#: Bytes of a form; a name has two hundred characters.
LARGEST: Final = 20_000

log = logging.getLogger("cxcanvas.serve")


class Change(Reads):
    """One form, sent by somebody who sees the list and by no other page."""

    def initialize(self, site: Site, notices: Notices) -> None:  # type: ignore[override]  # what the route gives
        """Called by tornado with what the route was given."""
        super().initialize(site)
        self.notices = notices

    def prepare(self) -> None:
        """Refuse whoever may not, or did not mean to."""
        if not self.site.edit:
            raise Sentence(403, READ_ONLY)
        if self.request.method != "POST":
            raise Sentence(405, "Concepts are changed with the buttons of the list.")
        meant(self, "the list of concepts", LARGEST, "That is too much for a name; nothing was done.")

    async def post(self, act: str) -> None:
        """Do it, then send the browser on: loading that page again does nothing twice."""
        name, words = self.get_body_argument("concept", "")[:1000], self.get_body_argument("name", "")
        template = self.get_body_argument("template", "blank")
        try:
            where = await asyncio.to_thread(partial(self._done, act, name, words, template))
        except CxError as error:
            said = sentence_of(error).replace(f"{self.site.workspace.root}/", "")
            self.set_status(422)
            await answer(self, self.site, fault=Fault(act, said, name, words[:1000], template))
            return
        self.redirect(where, status=303)

    def _done(self, act: str, name: str, words: str, template: str) -> str:
        """What was asked for, and the address to go to then."""
        workspace = self.site.workspace
        if act == "create":
            made = concepts.create(workspace.root, words, template)
            return f"/c/{quote(workspace.name(made))}/live"
        if act == "restore":
            back = concepts.restore(_home(workspace, name), words)
            return self._told(f"“{concepts.called(back)}” is back.", workspace.name(back))
        path = _path(workspace, name)
        was = concepts.called(path)
        if act == "duplicate":
            made = concepts.duplicate(path, words)
            return self._told(f"“{concepts.called(made)}” is a copy of “{was}”.", workspace.name(made))
        if act == "rename":
            made = concepts.rename(path, words)
            return self._told(f"“{was}” is called “{concepts.called(made)}” now.", workspace.name(made))
        aside = concepts.remove(path)
        home = path.parent.relative_to(workspace.root).as_posix()
        return self._told(f"“{was}” was deleted.", home=home, word=aside.name)

    def _told(self, sentence: str, name: str = "", home: str = "", word: str = "") -> str:
        return f"/?did={self.notices.keep(Notice(sentence, name, home, word))}"


def _path(workspace: Workspace, name: str) -> Path:
    """The file of a concept; StoreError for a name that is none, or leads out of the workspace."""
    path = workspace.root / f"{name}{SUFFIX}"
    if not plain(f"{name}{SUFFIX}") or not _inside(workspace, path.parent):
        raise StoreError("there is no such concept")
    return path


def _home(workspace: Workspace, name: str) -> Path:
    """A folder of the workspace."""
    if name in ("", "."):
        return workspace.root
    if not plain(name) or not _inside(workspace, workspace.root / name):
        raise StoreError("the folder of this concept is no longer there")
    return workspace.root / name


def _inside(workspace: Workspace, folder: Path) -> bool:
    try:
        return folder.is_dir() and folder.resolve().is_relative_to(workspace.root)
    except OSError:
        return False
