"""The pictures of README and docs, taken from the running product.

    python docs/pictures.py [NAME ...]

Starts the dashboards and JupyterLab on a copy of the worked concept, opens them in
Chromium and writes docs/pictures/NAME.png. Needs the test extra and a browser.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402  # after the path to the tests' helpers

from cxcanvas.checks.well_formed import merge  # noqa: E402
from cxcanvas.cli.workspace import make_demo  # noqa: E402
from cxcanvas.edits import Set, apply  # noqa: E402
from cxcanvas.places import example  # noqa: E402
from cxcanvas.review import Who  # noqa: E402
from cxcanvas.session.reviewing import ReviewDesk, saver  # noqa: E402
from cxcanvas.store import load, save  # noqa: E402
from cxcanvas.store.concepts import create  # noqa: E402
from cxcanvas.store.reviews import ReviewFile  # noqa: E402
from cxcanvas.views import VIEWS  # noqa: E402
from tests.browser import homes  # noqa: E402
from tests.chromium import launch_options  # noqa: E402
from tests.twoversions import keep_two  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
CONCEPT = "breathing-space"
STARTED = "a-new-service"  # a concept that has just been begun
CELL = (
    "import cxcanvas as cx\nfrom cxcanvas.boards import Studio\n\n"
    f'session = cx.open("{CONCEPT}.cx.yaml")\nStudio(session, view="journey")'
)
PATIENCE = 90_000
SETTLING = 900
MOST_BYTES = 400_000
OVERVIEW = '.cx[data-view="canvas"]'

Shot = Callable[[Browser, str, Path], None]


def opened(
    browser: Browser, address: str, width: int, height: int, scheme: str = "light", scale: float = 1
) -> Page:
    """A page in a window of that size, ready to be looked at."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=scale,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    return page


def reader(
    path: str,
    width: int = 1680,
    height: int = 1050,
    scheme: str = "light",
    scale: float = 1,
    full: bool = True,
    part: str = "",
) -> Shot:
    """A picture of a page that the dashboards serve, or of a part of it."""

    def shoot(browser: Browser, address: str, target: Path) -> None:
        page = opened(browser, address + path, width, height, scheme, scale)
        page.locator("main").first.wait_for()
        if part:
            page.locator(part).first.screenshot(path=target)
        else:
            page.screenshot(path=target, full_page=full)
        page.context.close()

    return shoot


def studio(
    view: str,
    at: str = "",
    width: int = 1500,
    height: int = 960,
    scheme: str = "light",
    scale: float = 1,
    then: Callable[[Page], None] | None = None,
    concept: str = CONCEPT,
) -> Shot:
    """A picture of the studio as it is served: a board of it, with something chosen."""

    def shoot(browser: Browser, address: str, target: Path) -> None:
        page = opened(browser, f"{address}/c/{concept}/live?view={view}", width, height, scheme, scale)
        page.locator(".cx-studio[data-ready]").wait_for()
        still(page)
        if at:
            choose(page, at)
        if then:
            then(page)
        page.wait_for_timeout(
            SETTLING
        )  # the next question is asked for once nothing has changed for a moment
        still(page)
        page.screenshot(path=target)
        page.context.close()

    return shoot


def still(page: Page) -> None:
    """Everything that the page said has been answered."""
    page.locator(".cx-board[data-waiting=false]").wait_for()


def choose(page: Page, at: str) -> None:
    """Choose an element, and see its fields."""
    page.locator(f"[data-sheet] [data-at='{at}']").first.click(position={"x": 6, "y": 6})
    page.locator(".cx-inspector form").wait_for(state="attached")
    still(page)


def beside(page: Page) -> None:
    """A second board beside the first: what binds both, beside what happens."""
    page.locator("[data-studio=beside]").click()
    page.locator("[data-sheet]").nth(1).click(position={"x": 4, "y": 4})
    page.get_by_role("tab", name="Loyalty").click()
    page.locator("[data-sheet=loyalty]").wait_for()


def top(page: Page) -> None:
    """The beginning of the board."""
    page.locator("[data-sheet]").first.evaluate("(sheet) => sheet.scrollTo({ top: 0, behavior: 'instant' })")


def room(page: Page) -> None:
    """One step of the workshop, for a room with a projector."""
    page.locator("[data-studio=workshop]").click()
    page.locator("dialog.cx-room[open]").wait_for()
    page.locator("dialog.cx-room [data-room-step='9']").click()
    still(page)


def rated(page: Page) -> None:
    """A cell of the diagnosis, ready to be rated."""
    page.locator("td[data-at='diagnosis.P03.frontline']").click()


def against(version: str) -> Callable[[Page], None]:
    """Hold the working copy against a version that git keeps."""

    def pick(page: Page) -> None:
        page.locator(".cv-against summary").click()
        page.locator(".cv-against button", has_text=version).click()
        page.locator(".cx-card[data-at=care-call]").first.click()
        still(page)

    return pick


def side(name: str) -> Callable[[Page], None]:
    """Open a pane at the side: filters or trouble."""

    def show(page: Page) -> None:
        page.locator(f".cx-ways [data-side-open={name}]").click()
        page.locator(f"[data-board={name}] .cx-pane").wait_for()

    return show


def lab(browser: Browser, folder: Path, target: Path) -> None:
    """A picture of a board in JupyterLab."""
    (folder / "board.ipynb").write_text(homes.notebook(CELL), encoding="utf-8")
    with tempfile.TemporaryDirectory() as state:
        command = homes.jupyter(folder, Path(state))
        with homes.served(command, homes.address_of(command, "/api/status"), folder, Path(state)) as home:
            page = opened(browser, f"{home.address}/lab/tree/board.ipynb", 1500, 1000)
            page.locator(".jp-CodeCell").first.click()
            page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(state="attached")
            page.keyboard.press("Shift+Enter")
            card = page.locator('[data-at="care-call"][data-drag]').first
            card.wait_for()
            card.click()
            page.screenshot(path=target)
            page.context.close()


MINE = (
    Set("care-call.name", "The call that cares"),
    Set(
        "care-call.note",
        "A person calls back within *one day*, asks how the family is, and stays on the line.",
    ),
    Set("asks-for-help.stage", "cannot-pay"),
)
THEIRS = (
    Set("care-call.name", "Care call at home"),
    Set(
        "care-call.note",
        "A named person calls back within two days, asks how the family is and what helps, and stays on the line.",
    ),
    Set("asks-for-help.stage", "back-on-track"),
)


def deciding(browser: Browser, address: str, folder: Path, target: Path) -> None:
    """A picture of what a merge left to decide."""
    base = apply(
        load(folder / f"{CONCEPT}.cx.yaml"),
        Set(
            "care-call.note",
            "A person calls back within two days, asks how the family is, and stays on the line.",
        ),
    )
    path = folder / "two-versions.cx.yaml"
    save(merge(base, apply(base, *MINE), apply(base, *THEIRS)), path)
    studio("journey", "care-call", then=side("trouble"), concept="two-versions")(browser, address, target)
    path.unlink()


def under_review(folder: Path) -> None:
    """A review of the worked concept in which four people have spoken, and after which one step was renamed."""
    path = folder / f"{CONCEPT}.cx.yaml"
    desk = ReviewDesk(ReviewFile(path), saver(path))

    def say(by: str, do: str, **form: str) -> None:
        review = desk.find()
        given = {"review": review.id if review else "", "do": do, **form}
        desk.hear(Who.named(by), {name: [value] for name, value in given.items()})

    say("Ines", "open", title="Concept review 2", question="Shall we build early help for households that cannot pay?",
        deciders="Ines", reviewers="Dana, Tomasz", customer_facing="Dana", informed="Wei", until="2026-12-12",
        quorum="2", checklist="Read the journey once as Dana\nLook at the case with finance")  # fmt: skip
    review = desk.find()
    sight = desk.look(None, review.id if review else "")
    say("Dana", "comment", type="question", about="care-call", text="Who calls back on a Sunday?")
    comment = next(iter(desk.store.state().reviews[sight.review.id].comments))
    say("Ines", "reply", to=comment, text="The care agent on duty. @Tomasz, is that in the roster?")
    say(
        "Tomasz",
        "comment",
        type="risk",
        about="early-help",
        text="If the plan breaks in month two, who sees it?",
    )
    say("Wei", "comment", type="idea", about="bill-79", text="Offer the plan already on the bill.")
    say("Tomasz", "comment", type="correction", about="care-call", text="It is one call with the plan on the screen.",
        change_to="Care call with the plan on the screen")  # fmt: skip
    for who, part, verdict, more in (
        ("Dana", "exchange", "approve", {}), ("Tomasz", "exchange", "approve", {}), ("Dana", "journey", "approve", {}),
        ("Tomasz", "case", "request_changes", {"reason": "The ramp is too steep for winter"}),
        ("Dana", "promises", "approve_with_conditions", {"condition_text": "Someone answers on Sundays", "condition_owner": "Wei"}),
    ):  # fmt: skip
        say(who, "verdict", part=part, verdict=verdict, hash=sight.standings[part].then, **more)
    saver(path)((Set("reminder.name", "Reminder with a way out"),), "Another name")


def reviewer(
    name: str, width: int = 1500, height: int = 960, scale: float = 1, at: str = "", choose_: str = ""
) -> Shot:
    """A picture of the review page as somebody sees it, at a place on it."""

    def shoot(browser: Browser, address: str, target: Path) -> None:
        page = opened(browser, f"{address}/c/{CONCEPT}/review", width, height, scale=scale)
        page.get_by_label("Say who you are").fill(name)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("What do you want to say?").wait_for()
        if choose_:
            page.locator(f"[data-picture] [data-at='{choose_}']").first.click(position={"x": 6, "y": 6})
        if at:
            page.locator(at).evaluate(
                "(one) => window.scrollTo({ top: one.getBoundingClientRect().top + scrollY - 12, behavior: 'instant' })"
            )
        page.wait_for_timeout(SETTLING)  # the pins are placed once the picture stands
        page.screenshot(path=target)
        page.context.close()

    return shoot


def speaking(page: Page) -> None:
    """Who leads the review looks at a comment that carries a change."""
    page.locator(".rv-ask input[name=name]").fill("Ines")
    page.locator(".rv-ask button").click()
    page.locator(".rv-comment", has_text="proposes").locator("a[data-answer]").click()
    page.locator(".rv-acts").wait_for()
    still(page)


SERVED: dict[str, Shot] = {
    "canvas": reader(f"/c/{CONCEPT}", 1440, part=OVERVIEW),
    **{view: reader(f"/c/{CONCEPT}/{view}") for view in VIEWS if view not in ("canvas", "compare", "review")},
    "dashboard": reader("/", 1280, 620, full=False),
    "studio": studio("canvas", "early-help", then=top),
    "studio-journey": studio("journey", "care-call"),
    "studio-exchange": studio("exchange", "early-help", then=top),
    "studio-loyalty": studio("loyalty", then=side("trouble")),
    "studio-beside": studio("journey", "care-call", width=1680, then=beside),
    "studio-room": studio("workshop", then=room),
    "studio-diagnosis": studio("diagnosis", then=rated),
    "starter": studio("journey", concept=STARTED, then=top),
    "studio-dark": studio("journey", "care-call", scheme="dark"),
    "studio-tablet": studio("journey", "care-call", 820, 1100),
    "review": reviewer("Dana", at="#rv-s-look", choose_="early-help"),
    "review-parts": reviewer("Dana", height=900, at="#rv-s-parts"),
    "review-phone": reviewer("Dana", 390, 844, scale=2),
    "studio-phone": studio("journey", "care-call", 390, 844, scale=2),
    "studio-review": studio("review", then=speaking),
    "present": reader(f"/c/{CONCEPT}/present#care-call", 1440, 810, full=False),
}


#: Pictures of a concept of which git keeps two versions.
KEPT: dict[str, Shot] = {
    "compare": reader(f"/c/{CONCEPT}/compare", 1440, 1250, full=False),
    "studio-compare": studio("compare", then=against("3 Sep 2026")),
}


def lighter(path: Path) -> None:
    """Fewer bytes, and fewer colours where that is not enough. Without Pillow a picture stays as it is."""
    try:
        image = import_module("PIL.Image")
    except ImportError:
        return
    picture = image.open(path).convert("RGB")
    picture.save(path, optimize=True)
    if path.stat().st_size > MOST_BYTES:
        picture.quantize(256, method=2, dither=0).save(path, optimize=True)


def served(browser: Browser, folder: Path, shots: dict[str, Shot], wanted: list[str]) -> None:
    """Serve a folder, and take those of its pictures that are wanted."""
    names = [name for name in wanted if name in shots]
    if not names:
        return
    port = homes.free_port()
    command = [
        sys.executable,
        "-m",
        "cxcanvas",
        "serve",
        str(folder),
        f"--port={port}",
        "--no-browser",
        "--edit",
    ]
    with (
        tempfile.TemporaryDirectory() as state,
        homes.served(command, f"http://127.0.0.1:{port}/health", folder, Path(state)) as home,
    ):
        for name in names:
            shots[name](browser, home.address, PICTURES / f"{name}.png")
            lighter(PICTURES / f"{name}.png")
            print(PICTURES.relative_to(ROOT) / f"{name}.png")


def main(names: list[str]) -> None:
    """Take the named pictures, or all."""
    wanted = names or [*SERVED, *KEPT, "deciding", "board"]
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder, kept = Path(made) / "concepts", Path(made) / "kept"
        make_demo(folder)
        create(folder, "A new service", "service-concept")
        kept.mkdir()
        shutil.copy(example(), kept)
        keep_two(kept / f"{CONCEPT}.cx.yaml")
        if any("review" in name or name == "present" for name in wanted):
            under_review(folder)
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]  # its options by name
        merged: dict[str, Shot] = {"deciding": lambda *shot: deciding(shot[0], shot[1], folder, shot[2])}
        served(browser, folder, SERVED, wanted)
        served(browser, kept, KEPT, wanted)
        served(browser, folder, merged, wanted)
        if "board" in wanted:
            lab(browser, folder, PICTURES / "board.png")
            lighter(PICTURES / "board.png")
            print(PICTURES.relative_to(ROOT) / "board.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
