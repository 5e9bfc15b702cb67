"""What a concept is called, and the name of its file: any sentence will do for the one, no trick for the other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import count
from typing import Final

from cxcanvas.canvas import slugify
from cxcanvas.errors import UsageError

#: Characters of a concept's name; it is a headline.
LONGEST: Final = 200
#: Names that Windows keeps for devices, whatever their ending.
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
)
#: Signs that are not seen and turn or join what stands around them.
_UNSEEN: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x2060, 0xFEFF])


def title_of(words: str) -> str:
    """What somebody typed as the name of a concept, tidied; UsageError says what is wrong with it."""
    words = " ".join(unicodedata.normalize("NFC", words).translate(_UNSEEN).split())
    if not words:
        raise UsageError("a concept needs a name; any words will do")
    if len(words) > LONGEST:
        raise UsageError(f"this name has {len(words)} characters; expected at most {LONGEST}")
    kinds = {unicodedata.category(sign) for sign in words}
    if kinds & {"Cc", "Cs", "Co", "Cn"}:
        raise UsageError("this name holds a sign that cannot be shown; write it with letters")
    if not any(kind[0] in "LN" or kind == "So" for kind in kinds):
        raise UsageError(f"“{words}” names no concept; a name has a letter or a number in it")
    return words


def stems(title: str) -> Iterator[str]:
    """Names for the file of a concept, without their ending, the best first: plain letters on every system."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    stem = slugify(title) if any(sign.isalnum() for sign in plain) else "concept"
    if stem in _DEVICES:
        stem = f"{stem}-concept"
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))
