"""What runs in a live page's kernel: it warms up, settles where it is sent, and shows the board."""

from __future__ import annotations

import asyncio
import atexit
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxcanvas.boards import Board
    from cxcanvas.session import Session


def warm() -> None:
    """Import what a live page needs, before anybody asks for one."""
    import cxcanvas.boards
    import cxcanvas.session
    import cxcanvas.views  # noqa: F401


def settle(folder: str, environment: dict[str, str]) -> None:
    """Take over the folder and the environment of the notebook that is going to run here."""
    os.environ.update(environment)
    os.chdir(folder)
    if folder not in sys.path:
        sys.path.insert(0, folder)


LOOK_SECONDS = 1.0
ASIDE = ".cxcanvas/unsaved"
READ_ONLY = "This page is for reading. To change the concept, start the server with --edit."


def board(path: str, view: str = "canvas", edit: bool = False) -> Board:
    """The concept's board; without `edit` nothing can change it, whatever a page sends."""
    from cxcanvas.boards import Board
    from cxcanvas.session import open as open_session

    session = open_session(path, read_only="" if edit else READ_ONLY)
    if edit:
        atexit.register(_keep, session)
    shown = Board(session, view=view)
    shown.follower = asyncio.get_running_loop().create_task(_follow(session))  # lives as long as the board
    return shown


def _keep(session: Session) -> None:
    """Put what was never saved aside when the page is closed; the file itself is nobody's to change unasked."""
    if not session.dirty or session.path is None:
        return
    from cxcanvas.store import write_text
    from cxcanvas.store.locks import hidden_folder
    from cxcanvas.textfile import dumps

    aside = hidden_folder(session.path.parent) / "unsaved"
    aside.mkdir(exist_ok=True)
    moment = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    write_text(aside / f"{session.name}-{moment}.cx.yaml", dumps(session.canvas))


async def _follow(session: Session) -> None:
    """Keep the board as the file is, as long as nothing on it waits to be saved."""
    from cxcanvas.errors import CxError

    last = _stamp(session)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        stamp = _stamp(session)
        if stamp is None or stamp == last or session.dirty:
            continue
        last = stamp
        try:
            session.reload()
        except (CxError, OSError):  # broken just now: the board keeps the last good state
            continue


def _stamp(session: Session) -> tuple[int, int, int] | None:
    try:
        found = os.stat(session.path or "")
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
