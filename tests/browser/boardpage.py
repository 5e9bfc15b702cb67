"""A board on a plain page: its real script in a browser, its real Python here, and the wire between them."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Page

from cxcanvas.boards import Board, Studio
from cxcanvas.boards.script import SCRIPT
from cxcanvas.session import Session

#: What an anywidget host does for the script, and a wire that a test can cut.
BOOT = """
async ([code, first]) => {
  const module = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const hearers = new Set();
  const kernel = { statusChanged: { connect: (f) => { window.kernelStatus = f; }, disconnect() {} } };
  window.cut = false;
  window.sent = [];
  window.hear = (messages) => { for (const message of messages) for (const hear of hearers) hear(message); };
  const state = { _first: first };
  const model = {
    widget_manager: { kernel },
    get: (key) => state[key],
    set: (key, value) => { state[key] = value; },
    send(message, callbacks, buffers = []) {
      window.sent.push(message);
      const bytes = buffers.map((buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer.buffer ?? buffer))));
      if (!window.cut) window.toPython(JSON.stringify(message), bytes).then((answers) => window.hear(JSON.parse(answers)));
    },
    on: (name, hear) => name === "msg:custom" && hearers.add(hear),
    off: (name, hear) => hearers.delete(hear),
  };
  window.model = model;
  window.end = module.default.render({ model, el: document.querySelector("#home") });
}
"""


class BoardPage:
    """A page that shows one board, and may show it a second time."""

    def __init__(self, page: Page, session: Session, view: str = "journey", studio: bool = False) -> None:
        self.page, self.session = page, session
        self.out: list[dict[str, Any]] = []
        self.sizes: list[tuple[str, int, int]] = []
        self.board = (Studio if studio else Board)(session, view=view)
        self.board.send = lambda content, buffers=None: self.out.append(content)
        page.expose_function("toPython", self.heard)
        page.set_content(
            f'<!doctype html><html lang=en><meta name=viewport content="width=device-width,initial-scale=1"><title>Board</title><style>{self.board._css}</style><main id=home></main></html>'
        )
        page.evaluate(BOOT, [SCRIPT, self.board._beginning()])
        page.wait_for_selector(".cx-board[data-ready]")

    def heard(self, message: str, buffers: Sequence[str] = ()) -> str:
        """A message came from the page, with bytes in Base64: the answers to it."""
        self.out.clear()
        content = json.loads(message)
        self.board._on_message(self.board, content, [b64decode(one) for one in buffers])
        answers = json.dumps(self.out, ensure_ascii=False)
        self.sizes.append((content["do"], len(message.encode()), len(answers.encode())))
        return answers

    def push(self) -> None:
        """Bring news to the page that it did not ask for."""
        news = list(self.out)
        self.out.clear()
        self.page.evaluate("(messages) => hear(messages)", news)

    def settled(self) -> None:
        """Wait until every message of the page has been answered."""
        self.page.wait_for_function("document.querySelector('.cx-board').dataset.waiting !== 'true'")

    def shown_again(self) -> None:
        """The page shows the widget anew, as a notebook does that draws an output again."""
        self.page.evaluate("end()")
        self.page.evaluate("document.querySelector('#home').replaceChildren()")
        self.page.evaluate(BOOT, [SCRIPT, self.board._beginning()])

    def card(self, id_: str) -> Any:
        """The card of a step."""
        return self.page.locator(f"article[data-at='{id_}']").first

    def texts(self, cell: str) -> list[str]:
        """The names of the cards in a cell, in order."""
        found: list[str] = self.page.locator(f"[data-cell='{cell}'] [data-drag]").evaluate_all(
            "(cards) => cards.map((card) => card.dataset.drag)"
        )
        return found
