"""What may come out when several numbers are not known exactly: drawn many times, seeded, and summed up.

Each estimate has random numbers of its own (PCG64, spawned from one seed), so that the result depends
neither on how large a chunk is nor on which other estimates there are before it. The tornado is Spearman's
rank correlation of each estimate with the outcome, on the first draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from cxcanvas.formulas.figures import NoFigureError
from cxcanvas.formulas.spreads import Spread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

__all__ = ["Simulation", "simulate"]

CHUNK: Final = 10_000  # runs that are in memory together
RANKED: Final = 10_000  # runs that the tornado looks at: its error is about 0.01
MOST: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Simulation:
    """The outcomes of all runs, sorted, and how strongly each estimate goes with them (-1 to 1)."""

    outcomes: Draws
    tornado: dict[str, float]
    seed: int

    @property
    def runs(self) -> int:
        """How often it was drawn."""
        return len(self.outcomes)

    @property
    def mean(self) -> float:
        """The mean of the outcomes."""
        return float(self.outcomes.mean())

    @property
    def sd(self) -> float:
        """Their standard deviation."""
        return float(self.outcomes.std(ddof=1)) if self.runs > 1 else 0.0

    @property
    def error(self) -> float:
        """The standard error of the mean: how far another seed would move it."""
        return self.sd / sqrt(self.runs)

    def quantile(self, share: float) -> float:
        """The outcome that this share of the runs lies below."""
        import numpy as np

        return float(np.quantile(self.outcomes, share))

    def below(self, value: float = 0.0) -> float:
        """The share of the runs that come out below a value: of zero, the chance of a loss."""
        return float(self.outcomes.searchsorted(value)) / self.runs


def simulate(
    outcome: Callable[[Mapping[str, Draws]], Draws],
    spreads: Mapping[str, Spread],
    runs: int,
    seed: int,
    chunk: int = CHUNK,
) -> Simulation:
    """Draw every estimate `runs` times and put the draws through `outcome`, a chunk at a time.

    `outcome` takes the draws by name, arrays of one length, and gives an array of that length.
    """
    if not 1 <= runs <= MOST:
        raise NoFigureError(f"the number of runs is {runs}; it lies between 1 and {MOST:,}")
    if chunk < 1:
        raise NoFigureError("a chunk holds at least one run")
    import numpy as np

    seeds = np.random.SeedSequence(seed).spawn(len(spreads))
    chances = [np.random.Generator(np.random.PCG64(one)) for one in seeds]
    outcomes = np.empty(runs)
    ranked = min(runs, RANKED)
    first = {name: np.empty(ranked) for name in spreads}
    for start in range(0, runs, chunk):
        many = min(chunk, runs - start)
        draws = {
            name: one.draws(chance, many)
            for (name, one), chance in zip(spreads.items(), chances, strict=True)
        }
        outcomes[start : start + many] = outcome(draws)
        for name, found in draws.items() if start < ranked else ():
            first[name][start : start + many] = found[: ranked - start]
    if not np.isfinite(outcomes).all():
        raise NoFigureError("some runs have no finite outcome")
    tornado = _ranked(first, outcomes[:ranked])
    outcomes.sort()
    return Simulation(outcomes, tornado, seed)


def _ranked(draws: Mapping[str, Draws], outcomes: Draws) -> dict[str, float]:
    """Spearman's rank correlation of each with the outcome; 0 for what never varies."""
    import numpy as np

    def ranks(values: Draws) -> Draws:
        found = np.empty(len(values))
        found[values.argsort()] = np.arange(len(values))
        found -= found.mean()
        return found

    target = ranks(outcomes)
    length = float(target @ target)
    if not length or outcomes.min() == outcomes.max():
        return dict.fromkeys(draws, 0.0)
    return {
        name: 0.0 if found.min() == found.max() else float(ranks(found) @ target) / length
        for name, found in draws.items()
    }
