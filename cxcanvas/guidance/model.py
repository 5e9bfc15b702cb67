"""What guidance says: a question to answer next, and a sentence that is true and surprising."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from cxcanvas.guidance.facts import Facts
from cxcanvas.values import Frozen

Act = Literal["select", "write", "new", "sign", "feel"]
_NOTHING: Final = Frozen()


@dataclass(frozen=True, slots=True)
class Start:
    """How an answer begins on a board.

    `act`: "select" shows what the question is about, "write" opens its field, "new" begins
    an element of `kind` with the fields of `preset`, "sign" offers the sign `kind` for it,
    "feel" takes its point of the emotion curve. `view` is where that can be seen.
    """

    act: Act = "select"
    view: str = "canvas"
    kind: str = ""
    preset: Frozen = _NOTHING


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to answer next: a key that stays its own, the question, why it is asked, what it is about."""

    key: str
    text: str
    why: str
    at: str = ""
    do: Start = Start()


@dataclass(frozen=True, slots=True)
class Surprise:
    """A true sentence about the concept that nobody wrote, how much it surprises, and the addresses it is made of."""

    key: str
    sentence: str
    parts: tuple[str, ...]
    weight: float


#: Asks what is missing, most pressing first; nothing where all is answered.
Ask = Callable[[Facts], Iterator[Question]]
#: Says what is surprising, where it is true.
Say = Callable[[Facts], Surprise | None]
