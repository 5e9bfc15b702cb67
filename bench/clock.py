"""Fair timing: the things compared take turns, and the median counts."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence


def medians(runs: int, *tasks: Callable[[], object]) -> list[float]:
    """The median milliseconds of each task, run in turns so that a busy machine slows them alike."""
    spent: list[list[float]] = [[] for _ in tasks]
    for _ in range(runs):
        for task, times in zip(tasks, spent, strict=True):
            start = time.perf_counter()
            task()
            times.append((time.perf_counter() - start) * 1000)
    return [statistics.median(times) for times in spent]


def command(words: Sequence[str]) -> Callable[[], object]:
    """A task that runs a program to its end."""
    return lambda: subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
