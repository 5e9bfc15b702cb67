"""How large and how deep a canvas file may be; beyond that it is refused, not suffered."""

from __future__ import annotations

from typing import Final

#: Bytes (in a text: characters). The largest concepts we know have half a megabyte.
LARGEST: Final = 16_000_000

#: Collections within collections. A canvas needs seven or so.
DEEPEST: Final = 64

#: Digits of a whole number; what has more stays a text (Python itself stops at 4,300).
DIGITS: Final = 300


def too_large(size: int) -> str:
    """The sentence for a file that is too large."""
    return f"too large: {size / 1e6:,.0f} MB, expected at most {LARGEST / 1e6:,.0f} MB"
