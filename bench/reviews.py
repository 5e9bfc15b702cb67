"""A review log: what a thousand events cost to read, to follow and to add to, against plain JSON lines."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.clock import medians
from bench.table import Figure
from cxcanvas.examples import example_path
from cxcanvas.review import Who, draft, fold, snapshot_data
from cxcanvas.store import load
from cxcanvas.store.reviews import ReviewFile

EVENTS = 1000
PEOPLE, EACH = 20, 50
_PERSON = """
import sys
from cxcanvas.review import Who, draft
from cxcanvas.store.reviews import ReviewFile
path, review, name = sys.argv[1:]
store = ReviewFile(path)
for number in range(int({each})):
    store.append(draft("comment", review, {{"type": "idea", "text": f"{{name}} {{number}}"}}), Who.named(name))
"""


def begun(folder: Path) -> tuple[Path, str]:
    """A canvas with an open review."""
    path = folder / "care.cx.yaml"
    path.write_bytes(example_path().read_bytes())
    store, ines = ReviewFile(path), Who.named("Ines")
    kept = store.append(draft("snapshot", "", snapshot_data(load(path), "v1")), ines)
    given = {
        "title": "R",
        "deciders": ["Ines"],
        "customer_facing": ["Ines"],
        "snapshot": kept.id,
        "parts": {},
    }
    return path, store.append(draft("open", "", given), ines).id


def figures(quick: bool = False) -> Iterator[Figure]:
    """Every figure of a review log."""
    with tempfile.TemporaryDirectory() as made:
        path, review = begun(Path(made))
        yield _at_once(path, review, 10 if quick else EACH)
        store = ReviewFile(path)
        for number in itertools.count():
            if len(store.state().events) >= EVENTS:
                break
            _say(store, review, str(number))
        yield from _costs(path, review, store, 5 if quick else 25)


def _say(store: ReviewFile, review: str, text: str) -> None:
    store.append(draft("comment", review, {"type": "idea", "text": text}), Who.named("Wei"))


def _at_once(path: Path, review: str, each: int) -> Figure:
    code = _PERSON.format(each=each)
    start = time.perf_counter()
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), review, f"P{one}"]) for one in range(PEOPLE)
    ]
    done = [one.wait() for one in running]
    spent = time.perf_counter() - start
    said = [one.text for one in ReviewFile(path).state().reviews[review].comments.values()]
    wanted = {f"P{who} {number}" for who in range(PEOPLE) for number in range(each)}
    lost = len(wanted - set(said)) + len(said) - len(set(said)) + sum(map(bool, done))
    return Figure(
        f"{PEOPLE} people x {each} events at once: lost or doubled", lost, 0,
        detail=f"{spent:.1f} s with starting {PEOPLE} programs",
    )  # fmt: skip


def _costs(path: Path, review: str, store: ReviewFile, runs: int) -> Iterator[Figure]:
    log = store.path
    plain = Path(f"{path}.plain.jsonl")
    plain.write_bytes(log.read_bytes())
    many = f"{len(store.state().events):,} events, {log.stat().st_size / 1e3:.0f} KB"

    def parse() -> None:
        for line in plain.read_bytes().splitlines():
            json.loads(line)

    def sync() -> None:
        handle = os.open(plain, os.O_WRONLY | os.O_APPEND)
        os.write(handle, b'{"text":"x"}\n')
        os.fsync(handle)
        os.close(handle)

    whole, peer = medians(runs, lambda: ReviewFile(path).state(), parse)
    yield Figure("a log read, proved and folded / json.loads of its lines", whole / peer, 25, "x", detail=f"{whole:.0f} : {peer:.1f} ms, {many}")  # fmt: skip
    known = store.log()
    folded, _ = medians(runs, lambda: fold(known), parse)
    yield Figure("of that, the fold", folded, None, "ms", detail=many)
    other = ReviewFile(path)
    other.state()
    spent = []
    adding, bare = medians(runs, lambda: _say(store, review, "more"), sync)
    for _ in range(runs):
        _say(store, review, "more")
        start = time.perf_counter()
        other.state()
        spent.append((time.perf_counter() - start) * 1000)
    yield Figure("one event added / a line written and synced", adding / bare, None, "x", detail=f"{adding:.1f} : {bare:.1f} ms")  # fmt: skip
    yield Figure("one event more, until another reader has it", sorted(spent)[len(spent) // 2], 50, "ms", detail=many)  # fmt: skip
    idle, _ = medians(runs, store.state, parse)
    yield Figure("asking where nothing is new", idle, 1, "ms")
