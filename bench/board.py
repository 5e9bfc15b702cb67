"""The board: how soon it can be edited, how fast an edit is seen and confirmed, what it costs."""

from __future__ import annotations

import itertools
import random
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.clock import medians
from bench.table import Figure
from cxcanvas.canvas import Canvas
from cxcanvas.session import Session
from cxcanvas.textfile import dumps
from tests.boardrig import Page
from tests.browser import homes
from tests.browser.boardpage import BoardPage
from tests.chromium import launch_options

CARDS = 1000
IMPORTS = "import anywidget, cxcanvas as cx, cxcanvas.store\nfrom cxcanvas.boards.board import Board\n"
OURS = IMPORTS + "session = cx.open('large.cx.yaml')\nBoard(session, view='journey')"
PEER = (
    IMPORTS
    + f"""
class Bare(anywidget.AnyWidget):
    _esm = '''export default {{ render({{ el }}) {{
      for (let i = 0; i < {CARDS}; i++) {{ const one = document.createElement("div"); one.textContent = "Card " + i; el.append(one); }}
      el.dataset.ready = "true"; el.className = "cx-board"; }} }}'''
Bare()"""
)
READY = """
window.ready = new Promise((done) => {
  const look = () => document.querySelector(".cx-board[data-ready]") ? done(performance.now()) : requestAnimationFrame(look);
  look();
});
"""
CONFIRMED = """
() => {
  window.times = [];
  let start = 0;
  const board = document.querySelector(".cx-board");
  addEventListener("keydown", (event) => { if (event.key === "Tab") start = performance.now(); }, true);
  new MutationObserver(() => {
    if (board.dataset.waiting === "false" && start) { window.times.push(performance.now() - start); start = 0; }
  }).observe(board, { attributes: true, attributeFilter: ["data-waiting"] });
}
"""
ECHO = """
(id) => new Promise((done) => {
  const card = document.querySelector(`article[data-at='${id}']`);
  const area = document.activeElement;
  const start = performance.now();
  area.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true }));
  card.getBoundingClientRect();
  const spent = performance.now() - start;
  if (!card.textContent.includes(area.value)) throw new Error("the words are not there");
  done(spent);
})
"""


def figures(quick: bool = False) -> Iterator[Figure]:
    """Every figure of the board; needs a Chromium."""
    yield _cost(20 if quick else 60)
    with tempfile.TemporaryDirectory() as made, ExitStack() as stack:
        from playwright.sync_api import sync_playwright

        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]  # its options by name
        yield from _wire(browser, 20 if quick else 60)
        yield from _in_voila(browser, Path(made), 3 if quick else 7, 20 if quick else 60)
        browser.close()


def large(elements: int, of_steps: float = 0.9) -> Canvas:
    """A journey of that many elements: cards in three storylines over stages, most with a feeling."""
    chance = random.Random(5)
    steps = round(elements * of_steps)
    stages = max(4, elements // 50)
    made: list[tuple[str, str, dict[str, Any]]] = [
        ("party", "household", {"name": "A household", "role": "customer"}),
        ("journey", "year", {"name": "A year", "customers": ("household",)}),
        *[("stage", f"stage-{n}", {"name": f"Stage {n}", "journey": "year"}) for n in range(stages)],
    ]
    for n in range(steps):
        fields: dict[str, Any] = {
            "name": f"Card {n} says what happens", "storyline": chance.choice(("customer", "encounter", "provider")),
            "stage": f"stage-{n * stages // steps}",
        }  # fmt: skip
        if fields["storyline"] == "customer":
            fields["emotions"] = {"feeling": {"valence": chance.randint(-3, 3)}}
        made.append(("step", f"card-{n}", fields))
    for n in range(elements - len(made)):
        made.append(
            (
                "finding",
                f"pain-{n}",
                {"name": f"Pain {n}", "type": "pain", "at": (f"card-{chance.randrange(steps)}",)},
            )
        )
    return Canvas.build({"concept": {"title": "A large concept"}}, made)


def cards(count: int) -> Canvas:
    """A journey with exactly that many cards."""
    return large(count + 2 + max(4, count // 50) + 40, count / (count + 2 + max(4, count // 50) + 40))


def _felt(canvas: Canvas) -> str:
    """A card in the middle with a feeling."""
    felt = [one.id for one in canvas.of("step") if one.get("emotions")]
    return felt[len(felt) // 2]


def _cost(runs: int) -> Figure:
    """One edit in Python, from the message to the answer, in a small and a large canvas."""
    spent = []
    for words, feeling in (_edits(500), _edits(5000)):
        spent.append((words, feeling))
    times = medians(runs, *(task for pair in spent for task in pair))
    small, large_ = times[0] + times[1], times[2] + times[3]
    detail = f"a name {times[2]:.2f} : {times[0]:.2f} ms, a feeling {times[3]:.2f} : {times[1]:.2f} ms, median of {runs}"
    return Figure("one edit in Python, 5,000 elements / 500", large_ / small, 1.5, "×", detail=detail)


def _edits(elements: int) -> tuple[Any, Any]:
    page = Page(Session(large(elements)))
    step = _felt(page.session.canvas)
    page.say("select", at=step)
    number, valence = itertools.count(), itertools.cycle((-3, 2, 1, -1))

    def words() -> None:
        assert page.say("set", at=f"{step}.name", value=f"Another name {next(number)}")["ops"]

    def feeling() -> None:
        assert page.say("feel", at=f"{step}.emotions.feeling", valence=next(valence))["ops"]

    return words, feeling


def _wire(browser: Any, runs: int) -> Iterator[Figure]:
    """What one edit shows at once, and what it sends and gets."""
    page = browser.new_page(viewport={"width": 1400, "height": 950})
    board = BoardPage(page, Session(cards(CARDS)))
    step = _felt(board.session.canvas)
    board.card(step).click()
    board.settled()
    echoes = []
    for number in range(runs):
        board.card(step).focus()
        page.keyboard.press("F2")
        page.evaluate("(words) => { document.activeElement.value = words; }", f"Words {number}")
        echoes.append(page.evaluate(ECHO, step))
        page.keyboard.press("Escape")
        board.settled()
        page.locator(f"[data-point^='{step}']").first.focus()
        page.keyboard.press("ArrowUp" if number % 4 < 2 else "ArrowDown")
        board.settled()
    page.close()
    yield Figure(
        "one edit: echo on screen", statistics.median(echoes), 16, "ms",
        detail=f"key to words laid out, {CARDS} cards, median of {runs}, worst {max(echoes):.1f} ms",
    )  # fmt: skip
    edits = [(sent, got) for do, sent, got in board.sizes if do in ("set", "feel")]
    sent, got = max(one for one, _ in edits), max(one for _, one in edits)
    yield Figure(
        "one edit: largest payload, either way", max(sent, got) / 1024, 2, "KB",
        detail=f"{sent} bytes there, {got} back, names and feelings, inspector open",
    )  # fmt: skip


def _in_voila(browser: Any, folder: Path, runs: int, edits: int) -> Iterator[Figure]:
    workspace, state = folder / "workspace", folder / "state"
    workspace.mkdir()
    state.mkdir()
    (workspace / "large.cx.yaml").write_text(dumps(cards(CARDS)), "utf-8")
    (workspace / "ours.ipynb").write_text(homes.notebook(OURS))
    (workspace / "peer.ipynb").write_text(homes.notebook(PEER))
    command = homes.voila(workspace, ".")
    with homes.served(command, homes.address_of(command, "/"), workspace, state) as home:
        times: dict[str, list[float]] = {"ours": [], "peer": []}
        for _ in range(runs):
            for name, spent in times.items():
                page = browser.new_page()
                page.add_init_script(READY)
                page.goto(f"{home.address}/voila/render/{name}.ipynb", wait_until="commit")
                spent.append(page.evaluate("window.ready"))
                page.close(run_before_unload=True)
        ours, peer = statistics.median(times["ours"]), statistics.median(times["peer"])
        yield Figure(
            f"board with {CARDS} cards in Voilà / bare anywidget of {CARDS} divs", ours / peer, 1.15, "×",
            detail=f"until editable {ours:.0f} : {peer:.0f} ms, median of {runs}, same imports",
        )  # fmt: skip
        confirmed = _confirm(browser, home.address, edits)
        worst = statistics.quantiles(confirmed, n=20)[-1]
        yield Figure(
            "one edit: confirmed by Python, 95th percentile", worst, 80, "ms",
            detail=f"in Voilà, {CARDS} cards, {len(confirmed)} edits, median {statistics.median(confirmed):.0f} ms",
        )  # fmt: skip


def _confirm(browser: Any, address: str, edits: int) -> list[float]:
    page = browser.new_page()
    page.goto(f"{address}/voila/render/ours.ipynb")
    page.wait_for_selector(".cx-board[data-ready]")
    card = page.locator("article[data-at='card-1']").first
    card.click()
    page.wait_for_selector(".cx-inspector form")
    page.evaluate(CONFIRMED)
    for number in range(edits):
        card.focus()
        page.keyboard.press("F2")
        page.keyboard.type(
            "abcdefghij"[number % 10]
        )  # digits would be asked about: they look like an account
        page.keyboard.press("Tab")
        page.wait_for_function("(n) => window.times.length > n", arg=number)
    found: list[float] = page.evaluate("window.times")
    page.close(run_before_unload=True)
    return found
