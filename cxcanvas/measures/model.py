"""What a measure says: the sentence first, then the number, then what it is made of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be said of a canvas in a sentence, with its number and the places it comes from.

    `value` is a number, or a mapping by element where there is one for each; None where
    the canvas does not say enough yet. `parts` are addresses.
    """

    name: str
    sentence: str
    value: Any = None
    unit: str = ""
    parts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The measure as a JSON object."""
        return asdict(self)
