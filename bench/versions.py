"""Diff and merge against nbdime, on notebooks of the same size and text."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import nbformat
from nbdime import diff_notebooks, merge_notebooks

from bench.clock import medians
from bench.table import Figure
from bench.text import concept
from cxcanvas.canvas import Canvas
from cxcanvas.checks.well_formed import merge
from cxcanvas.edits import Set, apply, diff
from cxcanvas.textfile import dumps, loads
from cxcanvas.versions import conflicts

ELEMENTS = 1_000
MANY = 10_000
#: Changed on each side, each in another tenth of the whole.
CHANGED = 100
SIDES = ("local", "remote")


def figures(quick: bool = False) -> Iterator[Figure]:
    """In process with both sides loaded, as whole commands, and how both grow."""
    canvases, notebooks = _canvases(ELEMENTS), _notebooks(_canvases(ELEMENTS))
    yield from _in_process(canvases, notebooks, 3 if quick else 9)
    with tempfile.TemporaryDirectory() as made:
        yield from _commands(Path(made), canvases, notebooks, 3 if quick else 9)
        yield from _many_edits(Path(made))
    yield from _growth(5 if quick else 21)


def _canvases(elements: int) -> tuple[Canvas, Canvas, Canvas]:
    """A canvas and what two made of it; each read from its own text, so that they share nothing."""
    base = concept(elements)
    sides = (_changed(base, start) for start in (0, elements // 2))
    base, local, remote = (loads(dumps(one)) for one in (base, *sides))
    return base, local, remote


def _changed(canvas: Canvas, start: int, count: int = 0) -> Canvas:
    """The canvas with some of its elements changed: every fourth or so, so that they lie apart."""
    count = count or len(canvas) * CHANGED // ELEMENTS
    chosen = list(canvas)[start : start + 4 * count : 4]
    return apply(canvas, *(Set(f"{id_}.name", f"{canvas[id_].title}, changed") for id_ in chosen))


def _notebooks(canvases: Sequence[Canvas]) -> tuple[Any, ...]:
    """The same as notebooks: a cell for each element, with its text."""
    return tuple(_notebook(one) for one in canvases)


def _notebook(canvas: Canvas) -> Any:
    cells = []
    for id_ in canvas:
        cell = nbformat.v4.new_markdown_cell(_text(canvas, id_))
        cell["id"] = id_
        cells.append(cell)
    return nbformat.v4.new_notebook(cells=cells)


def _text(canvas: Canvas, id_: str) -> str:
    """The lines of one element in the file."""
    element = canvas[id_]
    return dumps(Canvas.build({}, [(element.kind, id_, element.fields)])).partition(f"  {id_}:\n")[2]


def _in_process(canvases: Sequence[Canvas], notebooks: Sequence[Any], runs: int) -> Iterator[Figure]:
    base, local, remote = canvases
    theirs = notebooks[0], notebooks[1], notebooks[2]
    assert len(diff(base, local)) == len(diff_notebooks(theirs[0], theirs[1])[0].diff) == CHANGED
    assert not conflicts(merge(base, local, remote))
    assert not any(one.conflict for one in merge_notebooks(*theirs)[1])
    # Ours again and again until it takes as long as a tick of the peer: a single run is over too soon to time well.
    told, peer_told, both, peer_both = medians(
        runs,
        _often(lambda: diff(base, local), 10),
        lambda: diff_notebooks(theirs[0], theirs[1]),
        _often(lambda: merge(base, local, remote), 10),
        lambda: merge_notebooks(*theirs),
    )
    for name, mine, peer in (("diff", told / 10, peer_told), ("merge", both / 10, peer_both)):
        yield Figure(
            f"{name}, both sides loaded: nbdime / ours", peer / mine, 100, "×", at_least=True,
            detail=f"{ELEMENTS:,} elements, {CHANGED} changed a side: {peer:.0f} : {mine:.1f} ms",
        )  # fmt: skip


def _often(task: Callable[[], object], times: int) -> Callable[[], object]:
    def run() -> None:
        for _ in range(times):
            task()

    return run


def _commands(
    folder: Path, canvases: Sequence[Canvas], notebooks: Sequence[Any], runs: int
) -> Iterator[Figure]:
    mine, peers = [], []
    for name, canvas, notebook in zip(("base", *SIDES), canvases, notebooks, strict=True):
        mine.append(str(folder / f"{name}.cx.yaml"))
        peers.append(str(folder / f"{name}.ipynb"))
        Path(mine[-1]).write_text(dumps(canvas), "utf-8")
        nbformat.write(notebook, peers[-1])
    to, to_peer = str(folder / "merged.cx.yaml"), str(folder / "merged.ipynb")
    tasks = (
        _ends(folder, "cxcanvas", "diff", *mine[:2]),
        _ends(folder, "nbdiff", *peers[:2]),
        _ends(folder, "cxcanvas", "merge", *mine, "-o", to),
        _ends(folder, "nbmerge", *peers, "--out", to_peer),
    )
    for task in tasks:
        task()  # compiled once, as an installed program is
    told, peer_told, both, peer_both = medians(runs, *tasks)
    assert loads(Path(to).read_text("utf-8")) == merge(*canvases)
    for name, ours, peer in (
        ("cxcanvas diff", told, ("nbdiff", peer_told)),
        ("cxcanvas merge", both, ("nbmerge", peer_both)),
    ):
        yield Figure(
            f"{peer[0]} / {name}, as commands", peer[1] / ours, 5, "×", at_least=True,
            detail=f"the same, from files: {peer[1]:.0f} : {ours:.0f} ms",
        )  # fmt: skip


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _ends(folder: Path, name: str, *words: str) -> Callable[[], object]:
    """A program that must end well; what it says is thrown away."""
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)

    def run() -> None:
        subprocess.run([_program(name), *words], check=True, env=env, stdout=DEVNULL, stderr=DEVNULL)

    return run


def _many_edits(folder: Path) -> Iterator[Figure]:
    """Two people with 200 edits each, merged by the command."""
    base, edits = concept(ELEMENTS), 200
    sides = [_changed(base, start, edits) for start in (0, 2)]
    paths = []
    for name, canvas in zip(("base", *SIDES), (base, *sides), strict=True):
        paths.append(folder / f"many-{name}.cx.yaml")
        paths[-1].write_text(dumps(canvas), "utf-8")
    out = folder / "many.cx.yaml"
    done = subprocess.run(
        [_program("cxcanvas"), "merge", *map(str, paths), "-o", str(out)], capture_output=True, check=False
    )
    merged = loads(out.read_text("utf-8"))
    there = sum(merged.value(f"{id_}.name") != base.value(f"{id_}.name") for id_ in base)
    yield Figure(
        f"merge of {edits} edits a side on different elements: present", there, 2 * edits, at_least=True,
        detail=f"{len(conflicts(merged))} conflicts, exit status {done.returncode}",
    )  # fmt: skip


def _growth(runs: int) -> Iterator[Figure]:
    """Ten times as much against the mean of ten of the others, which together are as much: what is counted is not the cache."""
    ten, many = [_canvases(ELEMENTS) for _ in range(MANY // ELEMENTS)], _canvases(MANY)
    told, told_many, both, both_many = medians(
        runs,
        lambda: [diff(base, local) for base, local, _ in ten],
        lambda: diff(many[0], many[1]),
        lambda: [merge(*each) for each in ten],
        lambda: merge(*many),
    )
    for name, one, all_of_it in (("diff", told / 10, told_many), ("merge", both / 10, both_many)):
        yield Figure(
            f"{name} of {MANY:,} elements / {ELEMENTS:,}", all_of_it / one, 12, "×",
            detail=f"a tenth changed on each side: {all_of_it:.0f} : {one:.1f} ms",
        )  # fmt: skip
