"""A real server on a free port, for tests: started as a user starts it, ended as a user ends it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import psutil

SECONDS = 60.0
START = "import sys; from cxcanvas.serve import run; sys.exit(run(sys.argv[1], int(sys.argv[2]), edit=sys.argv[3] == 'edit', browser=False))"


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Server:
    """`cxcanvas serve` in a process of its own."""

    folder: Path
    edit: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    address: str = ""
    lines: list[str] = field(default_factory=list)
    at: int = 0  # the port; any that is free where it is 0

    def __enter__(self) -> Server:
        command = [
            sys.executable,
            "-c",
            START,
            str(self.folder),
            str(self.at),
            "edit" if self.edit else "read",
        ]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | self.environment,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.lines.append(line)
        if "http://" not in line:
            raise AssertionError(f"the server did not start: {line}{self.stop()}")
        self.address = next(word for word in line.split() if word.startswith("http://")).rstrip("/")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def stop(self, how: int = signal.SIGINT) -> str:
        """Ask it to end, and wait; gives what it wrote to standard error."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.communicate(timeout=SECONDS)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("the server did not stop") from None
        except ValueError:  # asked twice: its output is closed
            return ""

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        """One request; `Host` and the like as keywords, with `_` for `-`."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            line.request(
                method,
                path,
                body=body,
                headers={name.replace("_", "-"): value for name, value in headers.items()},
            )
            answer = line.getresponse()
            told = answer.getheaders()
            pairs = (
                value.partition(";")[0].partition("=") for name, value in told if name.lower() == "set-cookie"
            )
            cookies = {name: value for name, _, value in pairs}
            headers_ = {name.lower(): value for name, value in told}
            return Answer(answer.status, headers_, answer.read(), cookies)
        finally:
            line.close()

    def kernels(self) -> list[psutil.Process]:
        """The kernels that are alive, by what the machine says."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if is_kernel(child)]

    def settled(self) -> int:
        """How many kernels there are when none is starting: the pool."""
        until(lambda: self.ask("/health").status == 200)
        return len(self.kernels())


def is_kernel(process: psutil.Process) -> bool:
    """Whether this process is a kernel."""
    try:
        return any("ipykernel" in word for word in process.cmdline())
    except psutil.Error:
        return False


def until(true: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Wait for something to become true; fail when it does not."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@contextmanager
def serving(folder: Path, *, edit: bool = False, **environment: str) -> Iterator[Server]:
    """A running server, ended in any case."""
    with Server(folder, edit, environment) as server:
        yield server
