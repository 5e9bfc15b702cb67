"""How a function of several numbers bends at its lowest point: how sure those numbers are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["curvature"]


def curvature(
    score: Callable[[NDArray[np.float64]], float], best: Sequence[float], step: float = 1e-3
) -> NDArray[np.float64]:
    """The second derivatives of a function of several numbers, by small steps."""
    import numpy as np

    at, size = np.asarray(best), len(best)
    curve = np.empty((size, size))
    moves = np.eye(size) * step
    here = score(at)
    for i in range(size):
        for j in range(i, size):
            if i == j:
                curve[i, i] = (score(at + moves[i]) - 2 * here + score(at - moves[i])) / step**2
            else:
                corners = score(at + moves[i] + moves[j]) + score(at - moves[i] - moves[j])
                others = score(at + moves[i] - moves[j]) + score(at - moves[i] + moves[j])
                curve[i, j] = curve[j, i] = (corners - others) / (4 * step**2)
    return curve
