"""What judging costs: the rules, the measures, a fit and a simulation, against a fixed loop and hand-written numpy."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from bench.clock import medians
from bench.table import Figure
from cxcanvas.canvas import Canvas
from cxcanvas.checks import BOOK, Judge, judge
from cxcanvas.edits import Set, apply
from cxcanvas.examples import example_path
from cxcanvas.formulas.cohorts import cohort
from cxcanvas.formulas.retention import fit_sbg
from cxcanvas.formulas.simulation import simulate
from cxcanvas.formulas.spreads import spread
from cxcanvas.measures import MEASURES
from cxcanvas.store import load
from cxcanvas.values import Frozen

DAY = dt.date(2026, 11, 21)
COPIES = 10
FITTED = ("retention", "lifetime_value", "business_case", "simulation")
ESTIMATES = 200
DRAWS = 100_000


def copies(many: int) -> Canvas:
    """The worked concept several times in one canvas, with ids of their own."""
    base = load(example_path())

    def renamed(value: Any, number: int) -> Any:
        if isinstance(value, str):
            head, dot, rest = value.partition(".")
            return f"{head}-{number}{dot}{rest}" if head in base else value
        if isinstance(value, Frozen):
            return {name: renamed(one, number) for name, one in value.items()}
        return tuple(renamed(one, number) for one in value) if isinstance(value, tuple) else value

    elements = [
        (base[id_].kind, f"{id_}-{number}", renamed(base[id_].fields, number))
        for number in range(many)
        for id_ in base
    ]
    return Canvas.build(dict(base.records), elements)


def loop() -> int:
    """A fixed piece of Python, to know the machine's pace by."""
    return sum(number * number % 7 for number in range(300_000))


def figures(quick: bool = False) -> Iterator[Figure]:
    """Every figure of judging, in process."""
    runs = 5 if quick else 15
    canvas = copies(COPIES)
    canvas.is_referred("")  # the index of who points at whom is there after loading
    many = f"{len(canvas):,} elements, {len(BOOK)} rules"
    cheap = [make for name, make in MEASURES.items() if name not in FITTED]
    pace, rules, measures = medians(
        runs, loop, partial(judge, canvas, BOOK, DAY), lambda: [make(canvas) for make in cheap]
    )
    yield Figure(
        "all rules, in process",
        rules,
        50,
        "ms",
        detail=f"{many}; a fixed loop takes {pace:.0f} ms in the same run",
    )
    yield Figure(
        "all measures but fits and simulation", measures, 50, "ms",
        detail=f"{len(canvas):,} elements, {len(cheap)} measures; the same loop {pace:.0f} ms",
    )  # fmt: skip
    yield _after_an_edit(canvas, runs)
    yield _fit(runs * 3)
    yield from _simulation(3 if quick else 7)


def _after_an_edit(canvas: Canvas, runs: int) -> Figure:
    """One feeling is changed: what has to be judged again."""
    following = Judge(canvas, BOOK, DAY)
    following.judged()
    now, turn = canvas, 0

    def edit() -> None:
        nonlocal now, turn
        turn += 1
        now = apply(now, Set("care-call-3.emotions.relief.valence", turn % 3))
        following.follow(now)
        following.judged()

    (spent,) = medians(runs, edit)
    return Figure(
        "judged again after one edit", spent, 50, "ms", detail=f"{len(canvas):,} elements; a step's feeling"
    )


def _fit(runs: int) -> Figure:
    """A cohort of twelve years; asked anew each time, nothing kept."""
    seen = cohort((1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394))
    fit_sbg(seen)

    def anew() -> None:
        fit_sbg.cache_clear()
        fit_sbg(seen)

    (spent,) = medians(runs, anew)
    return Figure(
        "a retention fit of one cohort", spent, 20, "ms", detail="shifted-beta-geometric, 12 periods"
    )


def _simulation(runs: int) -> Iterator[Figure]:
    """100,000 runs over 200 estimates against the same draws by hand, all at once."""
    shapes = ("pert", "triangular", "normal", "uniform")
    spreads = {f"e{n}": spread(50 + n, 100 + n, 180 + n, shapes[n % 4]) for n in range(ESTIMATES)}
    weights = np.linspace(-1, 2, ESTIMATES)

    def outcome(draws: Any) -> Any:
        found = np.zeros(len(next(iter(draws.values()))))
        for weight, one in zip(weights, draws.values(), strict=True):
            found += weight * one
        return found

    def ours(chunk: int = 10_000) -> Any:
        return simulate(outcome, spreads, DRAWS, 7, chunk)

    def by_hand() -> Any:
        """The same distributions from numpy itself, one array an estimate, then the same quantiles."""
        total = np.zeros(DRAWS)
        for (one, seed), weight in zip(
            zip(spreads.values(), np.random.SeedSequence(7).spawn(ESTIMATES), strict=True),
            weights,
            strict=True,
        ):
            chance = np.random.Generator(np.random.PCG64(seed))
            low, mode, high = one.low, one.mode, one.high
            if one.shape == "pert":
                wide = high - low
                drawn = low + wide * chance.beta(
                    1 + 4 * (mode - low) / wide, 1 + 4 * (high - mode) / wide, DRAWS
                )
            elif one.shape == "triangular":
                drawn = chance.triangular(low, mode, high, DRAWS)
            elif one.shape == "normal":
                drawn = chance.normal(one.mean, one.sd, DRAWS)
            else:
                drawn = chance.uniform(low, high, DRAWS)
            total += weight * drawn
        return np.quantile(total, (0.05, 0.5, 0.95)), (total < 0).mean()

    assert abs(ours().quantile(0.5) - by_hand()[0][1]) < 1e-6 * abs(by_hand()[0][1])
    mine, hand = medians(runs, ours, by_hand)
    yield Figure(
        "simulation / hand-written numpy, the same draws", mine / hand, 1.3, "×",
        detail=f"{mine:.0f} : {hand:.0f} ms, {DRAWS:,} runs over {ESTIMATES} estimates, with quantiles and tornado",
    )  # fmt: skip
    small, large = (_held(partial(ours, chunk)) for chunk in (1_000, 50_000))
    yield Figure(
        "memory of a simulation, chunk of 1,000 / of 50,000", small / large, 0.5, "×",
        detail=f"{small:.0f} : {large:.0f} MB at most; 10,000 is the usual chunk",
    )  # fmt: skip


def _held(task: Any) -> float:
    """The most megabytes that a task held."""
    tracemalloc.start()
    task()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 2**20
