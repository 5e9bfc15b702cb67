"""The dashboards against stock Voilà: how soon a concept can be read, how many can read, what a viewer costs."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
import websocket

from bench.table import Figure
from cxcanvas import places
from tests.browser import homes
from tests.chromium import launch_options

NAME = "breathing-space"
LIVE_TABS = 12
READERS = 200
PAUSE = 3.0  # after a page both servers start another kernel; what is measured next must not share the machine with it
# Says when the picture can be seen: laid out, not hidden, and painted in the frame after that.
SEEN = """
window.seen = new Promise((done) => {
  const look = () => {
    const one = [...document.querySelectorAll(".cx [data-at]")].find((each) => each.offsetHeight && getComputedStyle(each).visibility === "visible");
    if (one) requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    else requestAnimationFrame(look);
  };
  look();
});
"""


def figures(quick: bool = False) -> Iterator[Figure]:
    """Every figure of the dashboards; needs a Chromium."""
    runs = 3 if quick else 7
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copy(places.example(), folder / f"{NAME}.cx.yaml")
        stock = _stock(folder)
        yield from _readable(folder, stock, runs)
        yield from _requests(folder, 2.0 if quick else 5.0)
        yield from _open_readers(folder)
        yield from _kernels(folder, stock)


# How soon a concept can be read


def _readable(folder: Path, stock: Path, runs: int) -> Iterator[Figure]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, ExitStack() as stack:
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
        ours = stack.enter_context(_ours(folder))
        cold = stack.enter_context(_voila(stock))
        warm = stack.enter_context(_voila(stock, "--preheat_kernel=True", f"--pool_size={runs + 1}"))
        _wait(warm, "/voila/render/page.ipynb", seconds=3.0 * (runs + 1))
        addresses = {
            "read": f"{ours}/c/{NAME}", "live": f"{ours}/c/{NAME}/live",
            "stock cold": f"{cold}/voila/render/page.ipynb", "stock preheated": f"{warm}/voila/render/page.ipynb",
        }  # fmt: skip
        spent: dict[str, list[float]] = {name: [] for name in (*addresses, "read again", "live again")}
        for _ in range(runs):
            for name in spent:
                if name in ("read", "live"):  # nothing rendered before may help
                    os.utime(folder / f"{NAME}.cx.yaml")
                spent[name].append(_seen(browser, addresses[name.removesuffix(" again")]))
                time.sleep(PAUSE)
        browser.close()
    middle = {name: statistics.median(times) for name, times in spent.items()}
    for name, peer, ours_cold in (("cold", "stock cold", ""), ("preheated", "stock preheated", " again")):
        for page in ("read", "live"):
            measured = middle[page + ours_cold]
            where = "/c/NAME" if page == "read" else "/c/NAME/live"
            detail = f"{measured:.0f} ms against {middle[peer]:.0f} ms in Chromium, median of {runs}"
            yield Figure(
                f"{where} readable, {name} / stock Voilà page of the same HTML",
                measured / middle[peer],
                0.4,
                "×",
                detail=detail,
            )


def _seen(browser: Any, address: str) -> float:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(SEEN)
    page.goto(address, wait_until="commit")
    moment = float(page.evaluate("window.seen"))
    page.close(run_before_unload=True)
    context.close()
    return moment


# How many can read


def _requests(folder: Path, seconds: float) -> Iterator[Figure]:
    with _ours(folder) as address:
        before = len(_kernel_processes())
        done, errors, size = asyncio.run(_load(address, f"/c/{NAME}", seconds))
        rate = done / seconds
        detail = (
            f"{errors} errors, {size / 1000:.0f} kB each, {len(_kernel_processes()) - before} kernels more"
        )
    yield Figure(
        "requests a second for /c/NAME", 0 if errors else rate, 300, "/s", at_least=True, detail=detail
    )


async def _load(address: str, path: str, seconds: float, lines: int = 16) -> tuple[int, int, int]:
    """Ask over some open lines, as fast as the answers come."""
    port = int(address.rpartition(":")[2])
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    end = time.perf_counter() + seconds
    done = errors = size = 0

    async def ask() -> None:
        nonlocal done, errors, size
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            )
            size = len(await reader.readexactly(length))
            done += 1
            errors += not head.startswith(b"HTTP/1.1 200")
        writer.close()

    await asyncio.gather(*(ask() for _ in range(lines)))
    return done, errors, size


def _open_readers(folder: Path) -> Iterator[Figure]:
    with _ours(folder) as address:
        before = len(_kernel_processes())
        socket = address.replace("http", "ws") + f"/c/{NAME}/events"
        pages = [websocket.create_connection(socket, origin=address) for _ in range(READERS)]
        first = {json.loads(page.recv())["version"] for page in pages}
        path = folder / f"{NAME}.cx.yaml"
        text = path.read_text("utf-8")
        path.write_text(text.replace("title: ", "title: New ", 1), "utf-8")
        started = time.perf_counter()
        told = [json.loads(page.recv())["version"] for page in pages]
        spent = time.perf_counter() - started
        path.write_text(text, "utf-8")
        more = len(_kernel_processes()) - before
        for page in pages:
            page.close()
    good = len(first) == 1 and len(set(told)) == 1 and not more
    detail = f"{len(told)} pages told, {more} kernels more" if good else "not all were told the same"
    yield Figure(
        f"a changed file reaches {READERS} open readers",
        spent if good else float("nan"),
        2.0,
        "s",
        detail=detail,
    )


# What a viewer costs


def _kernels(folder: Path, stock: Path) -> Iterator[Figure]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, ExitStack() as stack:
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
        ours = stack.enter_context(_ours(folder))
        peer = stack.enter_context(_voila(stock))
        pool = {each.pid for each in _kernel_processes()}
        page = browser.new_page()
        page.goto(f"{ours}/c/{NAME}/live")
        page.wait_for_selector("body.srv-is-live")
        mine = max(_memory(each) for each in _kernel_processes() if each.pid in pool)
        other = browser.new_page()
        known = {each.pid for each in _kernel_processes()}
        other.goto(f"{peer}/voila/render/widget.ipynb")
        other.wait_for_selector(".widget-hslider")
        fresh = [each for each in _kernel_processes() if each.pid not in known]
        theirs = max(_memory(each) for each in fresh)
        page.close(run_before_unload=True)
        other.close(run_before_unload=True)
        detail = f"{mine:.0f} MB against {theirs:.0f} MB resident"
        yield Figure(
            "a viewer's live kernel / kernel of a stock page with one widget",
            mine / theirs,
            1.3,
            "×",
            detail=detail,
        )

    with sync_playwright() as playwright, _ours(folder) as ours:
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
        pooled = len(_kernel_processes())
        most = 0
        for _ in range(LIVE_TABS):
            page = browser.new_page()
            page.goto(f"{ours}/c/{NAME}/live")
            page.wait_for_selector("body.srv-is-live", timeout=60_000)
            most = max(most, len(_kernel_processes()))
            page.close(run_before_unload=True)
        browser.close()
        closed = time.perf_counter()
        while (left := len(_kernel_processes()) - pooled) > 0 and time.perf_counter() - closed < 60:
            time.sleep(0.5)
        detail = f"gone {time.perf_counter() - closed:.0f} s after the last; {most} at most meanwhile"
    yield Figure(
        f"kernels beyond the pool 60 s after {LIVE_TABS} live tabs were closed", left, 0, "", detail=detail
    )


# Servers


def _stock(folder: Path) -> Path:
    """A folder for stock Voilà: a notebook that shows the same HTML, and one with a widget."""
    from cxcanvas.serve import render

    made = folder / "stock"
    made.mkdir()
    path = folder / f"{NAME}.cx.yaml"
    html = f"<style>{render.style()}</style>{render.fragment(path, NAME, 'canvas')}"
    (made / "page.html").write_text(html, "utf-8")
    shown = "from pathlib import Path\nfrom IPython.display import HTML\nHTML(Path('page.html').read_text())"
    (made / "page.ipynb").write_text(homes.notebook(shown), "utf-8")
    (made / "widget.ipynb").write_text(homes.notebook("import ipywidgets\nipywidgets.IntSlider()"), "utf-8")
    return made


@contextmanager
def _ours(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "cxcanvas", "serve", str(folder), "--port", "0", "--no-browser"]
    with _running(command) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http://")).rstrip("/")
        _wait(address, "/health")
        yield address


@contextmanager
def _voila(folder: Path, *words: str) -> Iterator[str]:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "voila",
        str(folder),
        f"--port={port}",
        "--no-browser",
        "--Voila.log_level=ERROR",
        *words,
    ]
    with _running(command):
        address = f"http://localhost:{port}"
        _wait(address, "/voila/tree")
        yield address


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process
    finally:
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
        for child in family:  # stock Voilà leaves kernels
            if child.is_running():
                child.kill()


def _wait(address: str, path: str, seconds: float = 0.0) -> None:
    """Until it answers, and some seconds more for what it prepares."""
    for _ in range(300):
        try:
            urllib.request.urlopen(address + path, timeout=30).close()
            break
        except OSError:
            time.sleep(0.2)
    time.sleep(seconds)


def _kernel_processes() -> list[psutil.Process]:
    """The kernels that were started from here."""
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            if any("ipykernel" in word for word in child.cmdline()):
                found.append(child)
        except psutil.Error:
            continue
    return found


def _memory(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 1e6
