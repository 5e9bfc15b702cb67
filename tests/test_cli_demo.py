"""`cxcanvas demo` as a newcomer meets it: an address, a page, Ctrl-C, and nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import psutil
import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")


class Running:
    """A served demo, in a process group of its own as a terminal gives it."""

    def __init__(self, folder: Path) -> None:
        words = [sys.executable, "-m", "cxcanvas", "demo", str(folder), "--no-browser"]
        self.process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        self.lines: Queue[str] = Queue()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        self.said: list[str] = []
        self.address = self._wait_for_address()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def _wait_for_address(self, seconds: float = 60) -> str:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                self.said.append(self.lines.get(timeout=0.2))
            except Empty:
                continue
            found = re.search(r"http://\S+", self.said[-1])
            if found:
                return found[0]
        raise AssertionError("no address was printed: " + "".join(self.said))

    def get(self, path: str) -> str:
        """A page of the demo."""
        with urllib.request.urlopen(self.address.rstrip("/") + path, timeout=30) as answer:
            return str(answer.read().decode("utf-8"))

    def family(self) -> list[psutil.Process]:
        """The process and all that it started."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path / "demo")
    family: list[psutil.Process] = []
    try:
        yield running
    finally:
        if running.process.poll() is None:
            family = running.family()
        for process in family:
            process.kill()
        running.process.wait(timeout=30)
        running.listener.join(timeout=30)
        if running.process.stdout:
            running.process.stdout.close()


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_demo_serves_and_leaves_nothing_behind(demo: Running, signal_: signal.Signals) -> None:
    assert "Breathing Space" in demo.get("/c/breathing-space")
    assert "breathing-space" in demo.get("/")
    time.sleep(1)  # what is started ahead of readers is started by now
    family = demo.family()
    os.killpg(demo.process.pid, signal_)  # Ctrl-C reaches the whole group
    assert demo.process.wait(timeout=30) == 0
    _, alive = psutil.wait_procs(family, timeout=15)
    assert not alive
    rest = "".join(demo.said) + "".join(demo.lines.queue)
    assert "Traceback" not in rest, rest
