"""Two pages on one desk, and the wire between them in a test's hands: what is said waits until it is let through."""

from __future__ import annotations

import json
from base64 import b64decode
from collections import deque
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import BrowserContext, Page

from cxcanvas.boards import Board, Studio
from cxcanvas.boards.inspector import panel
from cxcanvas.boards.script import SCRIPT
from cxcanvas.session import Session
from tests.browser.boardpage import BOOT

#: Who has the focus, and what is being typed there.
NOTE = """() => { const a = document.activeElement; window.was = a; return [a.tagName, a.value ?? null, a.selectionStart ?? null, a.selectionEnd ?? null,
  a.matches("textarea, input[type=text], input:not([type])"), !!a.closest(".cx-board")]; }"""
STILL = """() => { const a = document.activeElement; return [a.tagName, a.value ?? null, a.selectionStart ?? null, a.selectionEnd ?? null, a === window.was]; }"""

#: A drawing without what the page adds to it: selection, tab stops, what is being typed.
PLAIN = """(html) => {
  const clean = (node) => {
    for (const one of node.querySelectorAll(".cx-handle, .cx-lens-none")) one.remove();
    for (const one of node.querySelectorAll("*")) {
      for (const name of ["tabindex", "aria-current", "data-stop", "data-lm-suppress-shortcuts", "role", "aria-label"]) if (name !== "role" && name !== "aria-label" || one.matches("[data-point]")) one.removeAttribute(name);
      one.classList.remove("cx-came", "cx-selected", "cx-faded", "cx-going", "cx-also", "cx-chosen");
      if (!one.classList.length) one.removeAttribute("class");
      if (one.matches("[data-point]")) for (const name of [...one.getAttributeNames()]) if (name.startsWith("aria-")) one.removeAttribute(name);
    }
    return node.innerHTML.replace(/>\\s+</g, "><");
  };
  if (html !== null) { const t = document.createElement("div"); t.innerHTML = html; return clean(t); }
  return null;
}"""
SHEET = """([view, plain]) => {
  const sheet = document.querySelector(`[data-sheet="${view}"]`);
  const copy = document.createElement("div");
  for (const one of sheet.children) if (one.matches("[data-view], .cx, section, article, div") && !one.matches(".cx-lens-none")) copy.append(one.cloneNode(true));
  return eval(plain)(copy.innerHTML);
}"""

#: What stands in the fields of the inspector, against a fresh one; the first difference.
FIELDS = """(html) => {
  const values = (root) => [...root.querySelectorAll("[data-field]")].map((one) =>
    [one.dataset.field, one.type, one.matches("[type=radio], [type=checkbox]") ? [one.value, one.checked] : one.value].flat().join(" | "));
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  const [a, b] = [values(document.querySelector("[data-board=inspector]")), values(fresh)];
  const at = [...Array(Math.max(a.length, b.length)).keys()].find((n) => a[n] !== b[n]);
  return at === undefined ? "" : `${a[at]} instead of ${b[at]}`;
}"""


class One:
    """One of the pages: what it said and what it has not heard yet."""

    def __init__(self, page: Page, first: dict[str, Any], css: str) -> None:
        self.page = page
        self.said: deque[tuple[dict[str, Any], list[bytes]]] = deque()
        self.unheard: deque[dict[str, Any]] = deque()
        page.expose_function("toPython", self._note)
        page.set_content(
            f"<!doctype html><html lang=en><title>Board</title><style>{css}</style><main id=home></main></html>"
        )
        page.evaluate(BOOT, [SCRIPT, first])
        page.wait_for_selector(".cx-board[data-ready]")

    @property
    def name(self) -> str:
        """What it calls itself."""
        return str(self.page.evaluate("sent[0].page"))

    def _note(self, message: str, buffers: Sequence[str] = ()) -> str:
        self.said.append((json.loads(message), [b64decode(one) for one in buffers]))
        return "[]"

    def hear(self, most: int) -> None:
        """Let some of what is for it through; who types is not disturbed by it."""
        news = [self.unheard.popleft() for _ in range(min(most, len(self.unheard)))]
        if not news:
            return
        before = self.page.evaluate(NOTE)
        self.page.evaluate("(messages) => hear(messages)", news)
        after = self.page.evaluate(STILL)
        if before[4] and not any(one.get("ack") for one in news):
            assert after[:4] == before[:4], (
                f"typing was disturbed: {before} {after} {[list(one) for one in news]}"
            )
            assert after[4], "the field that is typed in was replaced"


class TwoPages:
    """Two pages of one studio (or board) on one session."""

    def __init__(
        self, context: BrowserContext, session: Session, view: str = "journey", studio: bool = True
    ) -> None:
        self.session = session
        self.desk = (Studio if studio else Board)(session, view=view)
        self.both: list[One] = []
        self.desk.send = lambda content, buffers=None: self._tell(content)
        for _ in range(2):
            self.both.append(One(context.new_page(), self.desk._beginning(), self.desk._css))

    def _tell(self, content: dict[str, Any]) -> None:
        sent = json.loads(json.dumps(content))
        for one in self.both:
            one.unheard.append(sent)

    def answer(self, one: One, most: int = 100) -> bool:
        """Let what a page said through to Python."""
        some = min(most, len(one.said))
        for _ in range(some):
            message, buffers = one.said.popleft()
            self.desk._on_message(self.desk, message, buffers)
        return some > 0

    def settle(self) -> None:
        """Let everything through until nobody has anything to say."""
        for _ in range(60):
            busy = False
            for one in self.both:
                one.page.evaluate("() => new Promise((done) => setTimeout(done, 0))")
                busy |= self.answer(one)
                busy |= bool(one.unheard)
                one.hear(1000)
            if not busy:
                return
        raise AssertionError("it never came to rest")

    def leave(self) -> None:
        """Everybody stops typing."""
        for one in self.both:
            one.page.bring_to_front()
            one.page.evaluate(
                "document.querySelector('.cx-type')?.focus()"
            )  # a window in the background keeps it open
            one.page.keyboard.press("Escape")
            one.page.evaluate(
                "document.activeElement.matches('input, textarea, select') && document.activeElement.blur()"
            )

    def differences(self) -> list[str]:
        """Where a page shows something else than a fresh drawing."""
        found = []
        for one in self.both:
            for view in one.page.evaluate(
                "[...document.querySelectorAll('[data-sheet]')].map((sheet) => sheet.dataset.sheet)"
            ):
                fresh = one.page.evaluate(PLAIN, self.desk.desk.sheets.html(view))
                shown = one.page.evaluate(SHEET, [view, PLAIN])
                if shown != fresh:
                    at = next(
                        (n for n, (a, b) in enumerate(zip(shown, fresh, strict=False)) if a != b),
                        min(len(shown), len(fresh)),
                    )
                    found.append(
                        f"{view}: …{shown[max(0, at - 160) : at + 160]}… instead of …{fresh[max(0, at - 160) : at + 160]}…"
                    )
        return found

    def inspected(self) -> list[str]:
        """Where an inspector shows something else than a fresh one."""
        found = []
        for one in self.both:
            page = next((state for name, state in self.desk.desk.pages.items() if name == one.name), None)
            if page is None or page.shown is None:
                continue
            fresh = panel(self.session.canvas, page.selected, page.opened)
            differs = one.page.evaluate(FIELDS, fresh.html if fresh else "")
            if differs:
                found.append(f"{page.selected}: {differs}")
        return found
