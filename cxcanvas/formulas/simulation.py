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
_MOST_WORTH: Final = 1e150  # its square is a number still


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
        return float(self.outcomes.std(ddof=1))

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
    if not 2 <= runs <= MOST:  # one run alone says nothing of how far others would lie from it
        raise NoFigureError(f"the number of runs is {runs}; it lies between 2 and {MOST:,}")
    if seed < 0:
        raise NoFigureError(f"the seed is {seed}; it is a whole number from 0 on")
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
        with np.errstate(all="ignore"):  # what grows beyond all numbers is named below
            outcomes[start : start + many] = outcome(draws)
        for name, found in draws.items() if start < ranked else ():
            first[name][start : start + many] = found[: ranked - start]
    if not (np.abs(outcomes) < _MOST_WORTH).all():
        raise NoFigureError("some runs have no finite outcome")
    tornado = _ranked(first, outcomes[:ranked])
    outcomes.sort()
    return Simulation(outcomes, tornado, seed)


def _ranked(draws: Mapping[str, Draws], outcomes: Draws) -> dict[str, float]:
    """Spearman's rank correlation of each with the outcome; 0 for what never varies."""
    if outcomes.min() == outcomes.max():
        return dict.fromkeys(draws, 0.0)
    target = _ranks(outcomes)
    return {
        name: 0.0 if found.min() == found.max() else max(-1.0, min(1.0, float(_ranks(found) @ target)))
        for name, found in draws.items()
    }


def _ranks(values: Draws) -> Draws:
    """The rank of each value, equal ones in the middle of theirs; around zero and of length one."""
    import numpy as np

    order = values.argsort()
    found, places = np.empty(len(values)), np.arange(len(values), dtype=float)
    ordered = values[order]
    new = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    if len(new) + 1 < len(values):
        ends = np.concatenate(([0], new, [len(values)]))
        places = np.repeat((ends[:-1] + ends[1:] - 1) / 2, np.diff(ends))
    found[order] = places
    found -= found.mean()
    found /= np.sqrt(found @ found)
    return found
